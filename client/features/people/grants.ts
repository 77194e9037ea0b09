import type { Grant } from '#domain/access/permissions';

export const grantKey = ({ role, regionCode }: Grant): string => `${role}.${regionCode}`;

/** What must be given and taken to get from one list of grants to another. */
export function grantChanges(
  before: readonly Grant[],
  after: readonly Grant[],
): { add: Grant[]; remove: Grant[] } {
  const [held, wanted] = [new Set(before.map(grantKey)), new Set(after.map(grantKey))];
  return {
    add: after.filter((grant) => !held.has(grantKey(grant))),
    remove: before.filter((grant) => !wanted.has(grantKey(grant))),
  };
}

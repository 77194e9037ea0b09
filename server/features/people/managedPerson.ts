import type { Person } from '#contract/people';
import { isAllowed, type Grant } from '#domain/access/permissions';
import type { Transaction } from '../../database/transaction.ts';
import { AppError, notFound } from '../../errors.ts';
import type { Principal } from '../../http/principal.ts';
import { findPerson, lockPerson, unknownRegions, type PersonRow } from './queries.ts';

const covers = (principal: Principal, { regionCode }: Grant): boolean =>
  isAllowed(principal.grants, 'manage-people', regionCode);

/** With whether the asker may change this person: somebody with a role elsewhere is managed from above. */
export const describePerson = (person: PersonRow, principal: Principal): Person => ({
  ...person,
  isManaged: person.grants.every((grant) => covers(principal, grant)),
});

/** A person to be changed, locked. @throws AppError not-found, forbidden when they have a role outside own regions */
export async function requireManaged(
  transaction: Transaction,
  { id, principal }: { id: number; principal: Principal },
): Promise<PersonRow> {
  await lockPerson(transaction, id);
  const person = await findPerson(transaction, id);
  if (!person) throw notFound('person', id);
  if (!describePerson(person, principal).isManaged) {
    throw new AppError('forbidden', `person ${id} has a role outside the regions of ${principal.login}`);
  }
  return person;
}

/** @throws AppError forbidden for a region that is not the own, invalid-request for one that is not there */
export async function requireGrantable(
  transaction: Transaction,
  { grants, principal, path }: { grants: readonly Grant[]; principal: Principal; path: string },
): Promise<void> {
  const foreign = grants.find((grant) => !covers(principal, grant));
  if (foreign) {
    throw new AppError('forbidden', `${principal.login} does not administer ${foreign.regionCode}`);
  }
  const unknown = await unknownRegions(
    transaction,
    grants.map(({ regionCode }) => regionCode),
  );
  if (unknown.length === 0) return;
  throw new AppError('invalid-request', `no such region: ${unknown.join(', ')}`, {
    errors: grants.flatMap(({ regionCode }, index) =>
      unknown.includes(regionCode)
        ? [{ path: `body.${path}.${index}.regionCode`, message: '没有这个地区 no such region' }]
        : [],
    ),
  });
}

/** @throws AppError illegal-state when an administrator would be none any more by their own hand */
export function refuseOwnEnd(principal: Principal, person: PersonRow, remaining: readonly Grant[]): void {
  if (person.id !== principal.personId) return;
  if (remaining.some(({ role }) => role === 'admin')) return;
  throw new AppError('illegal-state', 'the own last admin role is taken by somebody else');
}

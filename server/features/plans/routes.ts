import { assignmentCodes, encodeAssignments } from '#domain/classification/assignmentCodes';
import type { Plan, Version } from '#contract/plans';
import { isImmutable } from '#domain/versions/versionState';
import type { Transaction } from '../../database/transaction.ts';
import { notFound } from '../../errors.ts';
import type { Handlers } from '../../http/bind.ts';
import type { RequestDatabase } from '../../http/requestDatabase.ts';
import { listContradictions } from './contradictions.ts';
import {
  findVersion,
  listPlans,
  listSchemes,
  listVersions,
  listVillagesOutside,
  readAssignments,
} from './queries.ts';
import { summarizeVersion } from './versionSummary.ts';

type PlanHandlers = Pick<
  Handlers,
  'listSchemes' | 'listPlans' | 'getVersion' | 'getAssignments' | 'getVersionSummary'
>;

async function requireVersion(transaction: Transaction, id: string): Promise<Version> {
  const version = await findVersion(transaction, id);
  if (!version) throw notFound('version', id);
  return version;
}

/**
 * The regions of a version's list the asker may see; null: all of it. A decided list is seen whole; one under work only
 * where somebody is responsible, and its hidden rows must not pass for villages outside the list.
 */
const seenRegions = ({ state }: Version, { audience, scope }: RequestDatabase): readonly string[] | null =>
  isImmutable(state) || audience !== 'working' ? null : scope.regions;

/** One byte a village: the order of its category, or a state without one. */
async function compactAssignments(
  transaction: Transaction,
  { version, regions }: { version: Version; regions: readonly string[] | null },
) {
  const { villageCount, rows } = await readAssignments(transaction, version.id);
  const values = new Uint8Array(villageCount).fill(assignmentCodes.outside);
  for (const { id, status, order } of rows) {
    values[id - 1] = status === 'deferred' ? assignmentCodes.deferred : (order ?? assignmentCodes.unassigned);
  }
  const withheld = regions === null ? [] : await listVillagesOutside(transaction, regions);
  for (const id of withheld) values[id - 1] = assignmentCodes.withheld;
  return { villageCount, values: encodeAssignments(values) };
}

export const planHandlers: PlanHandlers = {
  listSchemes: ({ database }) =>
    database.read(async (transaction) => ({ items: await listSchemes(transaction) })),

  listPlans: ({ database }) =>
    database.read(async (transaction) => {
      const items: Plan[] = [];
      for (const plan of await listPlans(transaction)) {
        const types = ['plan', 'site', 'category', 'version'] as const;
        items.push({
          ...plan,
          versions: await listVersions(transaction, plan.id),
          contradictions: await listContradictions(transaction, { planId: plan.id, types }),
        });
      }
      return { items };
    }),

  getVersion: ({ database, params: { id } }) =>
    database.read((transaction) => requireVersion(transaction, id)),

  getAssignments: ({ database, params: { id } }) =>
    database.read(async (transaction) => {
      const version = await requireVersion(transaction, id);
      const { revision, baseVersion } = version;
      const regions = seenRegions(version, database);
      const compact = await compactAssignments(transaction, { version, regions });
      return { versionId: id, revision, baseVersion, ...compact };
    }),

  getVersionSummary: ({ database, params: { id }, query }) =>
    database.read(async (transaction) => {
      const version = await requireVersion(transaction, id);
      const plan = (await listPlans(transaction)).find((candidate) => candidate.id === version.planId)!;
      const parent = query.parent ?? plan.regionCode;
      return summarizeVersion(transaction, { version, parent, regions: seenRegions(version, database) });
    }),
};

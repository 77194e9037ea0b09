import { assignmentCodes, encodeAssignments } from '#domain/classification/assignmentCodes';
import type { Plan, Version } from '#contract/plans';
import type { Database } from '../../database/database.ts';
import { noScope } from '../../database/role.ts';
import type { Transaction } from '../../database/transaction.ts';
import { notFound } from '../../errors.ts';
import type { Handlers } from '../../http/bind.ts';
import { listContradictions } from './contradictions.ts';
import { findVersion, listPlans, listSchemes, listVersions, readAssignments } from './queries.ts';
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

/** One byte a village: the order of its category, or a state without one. */
async function compactAssignments(transaction: Transaction, version: Version) {
  const { villageCount, rows } = await readAssignments(transaction, version.id);
  const values = new Uint8Array(villageCount).fill(assignmentCodes.outside);
  for (const { id, status, order } of rows) {
    values[id - 1] = status === 'deferred' ? assignmentCodes.deferred : (order ?? assignmentCodes.unassigned);
  }
  return { villageCount, values: encodeAssignments(values) };
}

export const planHandlers = (database: Database): PlanHandlers => ({
  listSchemes: () =>
    database.read('leader', noScope, async (transaction) => ({ items: await listSchemes(transaction) })),

  listPlans: () =>
    database.read('leader', noScope, async (transaction) => {
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

  getVersion: ({ params: { id } }) =>
    database.read('leader', noScope, (transaction) => requireVersion(transaction, id)),

  getAssignments: ({ params: { id } }) =>
    database.read('leader', noScope, async (transaction) => {
      const version = await requireVersion(transaction, id);
      const { revision, baseVersion } = version;
      return { versionId: id, revision, baseVersion, ...(await compactAssignments(transaction, version)) };
    }),

  getVersionSummary: ({ params: { id }, query }) =>
    database.read('leader', noScope, async (transaction) => {
      const version = await requireVersion(transaction, id);
      const plan = (await listPlans(transaction)).find((candidate) => candidate.id === version.planId)!;
      return summarizeVersion(transaction, { version, parent: query.parent ?? plan.regionCode });
    }),
});

import type { VersionDiff } from '#contract/workflow';
import { diffVersions, keysWithoutCategory, type VersionEntry } from '#domain/versions/versionDiff';
import { isImmutable } from '#domain/versions/versionState';
import { sql } from '../../database/sql.ts';
import type { Transaction } from '../../database/transaction.ts';
import { AppError } from '../../errors.ts';
import { readCategoryKeys } from '../plans/categoryKeys.ts';
import { readVersionFacts, type VersionFacts } from './queries.ts';

type Status = VersionEntry['status'];

/** A village in at least one of two lists; status null: not in that list. */
interface Pair {
  villageId: number;
  name: string;
  nameEn: string;
  countyCode: string;
  townshipCode: string;
  people: number | null;
  oldStatus: Status | null;
  oldKey: string | null;
  newStatus: Status | null;
  newKey: string | null;
  reason: string | null;
  criterion: string | null;
  clause: string | null;
  evidenceCount: number;
}

/**
 * Villages of either list. Where a list is still worked on, the asker sees only their own counties of it: other
 * counties are left out of both sides, else all of a county would seem to have been removed.
 */
function listPairs(transaction: Transaction, before: VersionFacts, after: VersionFacts): Promise<Pair[]> {
  const isOpen = !isImmutable(before.state) || !isImmutable(after.state);
  return transaction.all<Pair>(sql`
    select
      village.id as "villageId", village.name, village.name_en as "nameEn",
      village.county_code as "countyCode", village.township_code as "townshipCode",
      attribute.population as people,
      older.status as "oldStatus", older.category_key as "oldKey",
      newer.status as "newStatus", newer.category_key as "newKey",
      newer.reason, newer.criterion, newer.clause, coalesce(links.count, 0) as "evidenceCount"
    from (
      select county_code, village_id, status, category_key
      from assignment
      where version_id = ${before.id}
    ) as older
    full join (
      select county_code, village_id, status, category_key, reason, criterion, clause
      from assignment
      where version_id = ${after.id}
    ) as newer on newer.county_code = older.county_code and newer.village_id = older.village_id
    join village
      on village.county_code = coalesce(older.county_code, newer.county_code)
      and village.id = coalesce(older.village_id, newer.village_id)
    left join demonstration_attribute as attribute
      on attribute.county_code = village.county_code and attribute.village_id = village.id
    left join (
      select county_code, village_id, count(*)::integer as count
      from assignment_evidence
      where version_id = ${after.id}
      group by county_code, village_id
    ) as links on links.county_code = village.county_code and links.village_id = village.id
    where ${isOpen ? sql`xiangtu.scope_covers(village.county_code)` : sql`true`}
    order by village.id`);
}

const entriesOf = (pairs: readonly Pair[], side: 'old' | 'new'): VersionEntry[] =>
  pairs.flatMap((pair) => {
    const status = side === 'old' ? pair.oldStatus : pair.newStatus;
    const categoryKey = side === 'old' ? pair.oldKey : pair.newKey;
    return status === null ? [] : [{ villageId: pair.villageId, status, categoryKey, people: pair.people }];
  });

/**
 * What a version changes against another of the same plan.
 * @throws AppError not-found, invalid-request for versions of two plans
 */
export async function readVersionDiff(
  transaction: Transaction,
  { id, againstId }: { id: string; againstId: string },
): Promise<VersionDiff> {
  const after = await readVersionFacts(transaction, id);
  const before = await readVersionFacts(transaction, againstId);
  if (before.planId !== after.planId) {
    throw new AppError('invalid-request', `${id} and ${againstId} belong to two plans`, {
      errors: [
        {
          path: 'query.against',
          message: '只能比较同一规划的版本 only versions of the same plan can be compared',
        },
      ],
    });
  }
  const pairs = await listPairs(transaction, before, after);
  const oldKeys = await readCategoryKeys(transaction, before.schemeId);
  const newKeys =
    after.schemeId === before.schemeId ? oldKeys : await readCategoryKeys(transaction, after.schemeId);
  const diff = diffVersions({
    before: { entries: entriesOf(pairs, 'old'), categoryKeys: oldKeys },
    after: { entries: entriesOf(pairs, 'new'), categoryKeys: newKeys },
  });
  const pairOf = new Map(pairs.map((pair) => [pair.villageId, pair]));
  const { changed, newlyAssigned, removed, unchanged } = diff;
  return {
    versionId: id,
    againstId,
    keys: [...new Set([...oldKeys, ...newKeys, ...keysWithoutCategory])],
    cells: diff.matrix.flat().map((cell) => ({
      ...cell,
      people: cell.villages > 0 && cell.peopleUnknown === cell.villages ? null : cell.people,
    })),
    changed,
    newlyAssigned,
    removed,
    unchanged,
    isDemonstration: pairs.some(({ people }) => people !== null),
    changes: diff.changes.map(({ villageId, from, to }) => {
      const pair = pairOf.get(villageId)!;
      return {
        villageId,
        name: pair.name,
        nameEn: pair.nameEn,
        countyCode: pair.countyCode,
        townshipCode: pair.townshipCode,
        from,
        to,
        people: pair.people,
        reason: pair.reason,
        criterion: pair.criterion,
        clause: pair.clause,
        evidenceCount: pair.evidenceCount,
      };
    }),
  };
}

import type { VillageDetail, VillageItem } from '#contract/villages';
import type { Transaction } from '../../database/transaction.ts';
import { notFound } from '../../errors.ts';
import type { Handlers } from '../../http/bind.ts';
import { decodeCursor, encodeCursor, idKey, keysetPage } from '../../http/cursor.ts';
import { NearestFacilities } from '../coverage/nearestFacilities.ts';
import { contradictionsOf, listContradictions } from '../plans/contradictions.ts';
import { readCurrentVersion, type CurrentVersion } from '../plans/currentVersion.ts';
import { readRegionPath } from '../regions/regionPath.ts';
import { listProjectsOf, listRoutesOf, listSitesOf, readDetailPart } from './detailQueries.ts';
import { countVillages, findVillageItem, listVillages } from './queries.ts';

async function detailOf(
  transaction: Transaction,
  { item, version, nearest }: { item: VillageItem; version: CurrentVersion; nearest: NearestFacilities },
): Promise<VillageDetail> {
  const key = { versionId: version.id, id: item.id, countyCode: item.countyCode };
  const { planId } = version;
  const contradictions = await listContradictions(transaction, { planId, types: ['category'] });
  return {
    ...item,
    ...(await readDetailPart(transaction, key)),
    path: await readRegionPath(transaction, item.townshipCode),
    nearest: await nearest.of(transaction, {
      position: item.position,
      isEstimated: item.locationQuality === 'estimated',
    }),
    sites: await listSitesOf(transaction, key),
    projects: await listProjectsOf(transaction, {
      planId,
      village: item.name,
      township: item.townshipName,
      county: item.countyName,
    }),
    tourismRoutes: await listRoutesOf(transaction, { planId, id: item.id }),
    contradictions: item.categoryKey === null ? [] : contradictionsOf(contradictions, item.categoryKey),
  };
}

export function villageHandlers(): Pick<Handlers, 'listVillages' | 'getVillage'> {
  const nearest = new NearestFacilities();
  return {
    listVillages: ({ database, query: { limit, cursor, version, ...rest } }) => {
      const [afterId] = decodeCursor(cursor, idKey) ?? [0];
      return database.read(async (transaction) => {
        const versionId = version ?? (await readCurrentVersion(transaction)).id;
        const filter = { versionId, ...rest };
        const rows = await listVillages(transaction, { filter, afterId, limit });
        const { items, nextKey } = keysetPage(rows, limit, (village) => [village.id]);
        return {
          items,
          total: await countVillages(transaction, filter),
          nextCursor: nextKey && encodeCursor(nextKey),
        };
      });
    },

    getVillage: ({ database, params: { id } }) =>
      database.read(async (transaction) => {
        const version = await readCurrentVersion(transaction);
        const item = await findVillageItem(transaction, { versionId: version.id, id });
        if (!item) throw notFound('village', id);
        return detailOf(transaction, { item, version, nearest });
      }),
  };
}

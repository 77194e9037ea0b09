import { notFound } from '../../errors.ts';
import type { Handlers } from '../../http/bind.ts';
import { readDataVersion } from '../instance/dataVersion.ts';
import { readCategoryKeys } from '../plans/categoryKeys.ts';
import { readCurrentVersion } from '../plans/currentVersion.ts';
import { listDemandVillages, listReachRegions, listStandardKinds, listSupplyFacilities } from './queries.ts';
import { regionReach } from './regionReach.ts';

export const coverageHandlers: Pick<Handlers, 'getReach'> = {
  getReach: async ({ database, query: { kind, standardMetres, region } }) => {
    const input = await database.read(async (transaction) => {
      const standard = (await listStandardKinds(transaction)).find((candidate) => candidate.key === kind);
      if (!standard) throw notFound('facility kind', kind);
      const version = await readCurrentVersion(transaction);
      return {
        kind,
        standardMetres: standardMetres ?? standard.standardMetres,
        regionCode: region ?? null,
        demand: await listDemandVillages(transaction, { versionId: version.id, region }),
        facilities: await listSupplyFacilities(transaction, kind),
        regions: await listReachRegions(transaction, region ?? version.regionCode),
        categoryKeys: await readCategoryKeys(transaction, version.schemeId),
        dataVersion: await readDataVersion(transaction),
      };
    });
    // Outside the transaction: the embedded database serves one at a time and this takes milliseconds.
    return regionReach(input);
  },
};

import type { Database } from '../../database/database.ts';
import { noScope } from '../../database/role.ts';
import { notFound } from '../../errors.ts';
import type { Handlers } from '../../http/bind.ts';
import { readCurrentVersion } from '../plans/currentVersion.ts';
import { findRegion, listRegions } from './queries.ts';
import { readRegionPath } from './regionPath.ts';

export const regionHandlers = (database: Database): Pick<Handlers, 'listRegions' | 'getRegion'> => ({
  listRegions: ({ query }) =>
    database.read('leader', noScope, async (transaction) => {
      const { id: versionId } = await readCurrentVersion(transaction);
      return { items: await listRegions(transaction, { versionId, ...query }) };
    }),

  getRegion: ({ params: { code } }) =>
    database.read('leader', noScope, async (transaction) => {
      const { id: versionId } = await readCurrentVersion(transaction);
      const region = await findRegion(transaction, { versionId, code });
      if (!region) throw notFound('region', code);
      return {
        ...region,
        path: await readRegionPath(transaction, code),
        children: await listRegions(transaction, { versionId, parent: code }),
      };
    }),
});

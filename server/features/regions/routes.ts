import { notFound } from '../../errors.ts';
import type { Handlers } from '../../http/bind.ts';
import { readCurrentVersion } from '../plans/currentVersion.ts';
import { findRegion, listRegions } from './queries.ts';
import { readRegionPath } from './regionPath.ts';

export const regionHandlers: Pick<Handlers, 'listRegions' | 'getRegion'> = {
  listRegions: ({ database, query }) =>
    database.read(async (transaction) => {
      const { id: versionId } = await readCurrentVersion(transaction);
      return { items: await listRegions(transaction, { versionId, ...query }) };
    }),

  getRegion: ({ database, params: { code } }) =>
    database.read(async (transaction) => {
      const { id: versionId } = await readCurrentVersion(transaction);
      const region = await findRegion(transaction, { versionId, code });
      if (!region) throw notFound('region', code);
      return {
        ...region,
        path: await readRegionPath(transaction, code),
        children: await listRegions(transaction, { versionId, parent: code }),
      };
    }),
};

import type { Config } from '../../config.ts';
import type { Check } from '../../database/ready.ts';
import { AppError } from '../../errors.ts';
import { StatusAnswer, type Handlers } from '../../http/bind.ts';
import type { Releases } from '../releases/releases.ts';
import { readCurrentVersion } from '../plans/currentVersion.ts';
import { readDataVersion } from './dataVersion.ts';
import { holdsDemonstration, listSources, readExtent } from './queries.ts';

export interface InstanceDependencies {
  releases: Releases;
  config: Pick<Config, 'mapApprovalNumber' | 'tiandituKey'>;
  /** Version of the program. */
  version: string;
  /** What /api/ready lists; one look at the database a call. */
  checkReadiness: () => Promise<Check[]>;
}

type InstanceHandlers = Pick<Handlers, 'getHealth' | 'getReady' | 'getInstance'>;

export function instanceHandlers(dependencies: InstanceDependencies): InstanceHandlers {
  const { releases, config, version, checkReadiness } = dependencies;
  return {
    getHealth: async () => ({ status: 'ok', version, uptimeSeconds: Math.round(process.uptime()) }),

    getReady: async () => {
      const checks = await checkReadiness();
      const isReady = checks.every((check) => check.isOk);
      return new StatusAnswer(isReady ? 200 : 503, {
        status: isReady ? ('ready' as const) : ('not-ready' as const),
        checks,
      });
    },

    getInstance: async ({ database }) => {
      const { releaseId } = database.scope;
      const release = releaseId === undefined ? null : await releases.find(releaseId);
      return database.read(async (transaction) => {
        const current = await readCurrentVersion(transaction);
        const bbox = await readExtent(transaction, current.regionCode);
        if (!bbox) throw new AppError('internal-error', `region ${current.regionCode} has no extent`);
        return {
          version,
          isDemonstration: await holdsDemonstration(transaction),
          mapApprovalNumber: release ? release.mapApprovalNumber : config.mapApprovalNumber,
          audience: release ? ('release' as const) : ('working' as const),
          release,
          tilesPath: release ? `/releases/${release.id}/tiles` : '/tiles',
          dataVersion: await readDataVersion(transaction),
          baseVersion: current.baseVersion,
          engine: database.engine,
          regionCode: current.regionCode,
          bbox,
          planId: current.planId,
          versionId: current.id,
          schemeId: current.schemeId,
          hasTianditu: config.tiandituKey !== null,
          sources: await listSources(transaction),
        };
      });
    },
  };
}

import express, { type Express, type RequestHandler } from 'express';
import type { Logger } from 'pino';
import type { Config } from './config.ts';
import type { Database } from './database/database.ts';
import type { Check } from './database/ready.ts';
import { AppError } from './errors.ts';
import { tiandituHandler } from './features/basemap/tianditu.ts';
import { auditHandlers } from './features/audit/routes.ts';
import { coverageHandlers } from './features/coverage/routes.ts';
import { eventHandlers } from './features/events/routes.ts';
import { exportHandlers } from './features/export/routes.ts';
import { facilityHandlers } from './features/facilities/routes.ts';
import { indicatorHandlers } from './features/indicators/routes.ts';
import { instanceHandlers } from './features/instance/routes.ts';
import { peopleHandlers } from './features/people/routes.ts';
import { planHandlers } from './features/plans/routes.ts';
import { projectHandlers } from './features/projects/routes.ts';
import { regionHandlers } from './features/regions/routes.ts';
import { releaseFiles } from './features/releases/releaseFiles.ts';
import { releaseHandlers } from './features/releases/routes.ts';
import { searchHandlers } from './features/search/routes.ts';
import { sessionHandlers } from './features/session/routes.ts';
import { siteHandlers } from './features/sites/routes.ts';
import { tourismRouteHandlers } from './features/tourismRoutes/routes.ts';
import { territoryHandlers } from './features/territories/routes.ts';
import { villageFactHandlers } from './features/villageFacts/routes.ts';
import { villageHandlers } from './features/villages/routes.ts';
import { evidenceHandlers } from './features/workflow/evidenceRoutes.ts';
import { ruleHandlers } from './features/workflow/ruleRoutes.ts';
import { workflowHandlers } from './features/workflow/routes.ts';
import { bindAll, type Handlers } from './http/bind.ts';
import { bodyLimit } from './http/bodyLimit.ts';
import { clientFiles } from './http/clientFiles.ts';
import { CompressedBodies } from './http/compression.ts';
import { errorHandler } from './http/errorHandler.ts';
import { openApiRoute } from './http/openApiRoute.ts';
import { requestLog } from './http/requestLog.ts';
import { securityHeaders } from './http/securityHeaders.ts';
import type { Services } from './services.ts';

export interface AppDependencies {
  database: Database;
  config: Pick<Config, 'mapApprovalNumber' | 'tiandituKey' | 'trustedProxy'>;
  log: Logger;
  /** Version of the program, from package.json. */
  version: string;
  checkReadiness: () => Promise<Check[]>;
  /** The built client; null: none is served (development, API tests). */
  clientDirectory: string | null;
  services: Services;
  /** Check every answer against its schema; for tests and development. */
  checksAnswers?: boolean;
}

/** Bytes of compressed JSON answers that are kept. */
const compressedBytes = 32 * 1024 * 1024;

function handlersOf({ services, ...dependencies }: AppDependencies): Handlers {
  return {
    ...instanceHandlers({ ...dependencies, releases: services.releases }),
    ...regionHandlers,
    ...villageHandlers(),
    ...planHandlers,
    ...siteHandlers(services),
    ...facilityHandlers(services),
    ...tourismRouteHandlers(services),
    ...projectHandlers(services),
    ...indicatorHandlers,
    ...searchHandlers,
    ...coverageHandlers,
    ...exportHandlers(services),
    ...sessionHandlers(services),
    ...peopleHandlers(services),
    ...workflowHandlers(services),
    ...evidenceHandlers(services),
    ...eventHandlers(services),
    ...ruleHandlers(services),
    ...territoryHandlers(services),
    ...villageFactHandlers(),
    ...releaseHandlers(services),
    ...auditHandlers(services),
  };
}

const refuseUnknown: RequestHandler = (request) => {
  throw new AppError('not-found', `${request.method} ${request.path} is no address of this server`);
};

/**
 * The application without a port, an environment or a global: tests build it too. Tiles are not in it: their
 * handler is asked before Express, as they need none of this.
 */
export function createApp(dependencies: AppDependencies): Express {
  const { database, config, log, clientDirectory, services, version, checksAnswers = false } = dependencies;
  const compressed = new CompressedBodies(compressedBytes);
  const app = express();
  // Weak and of the uncompressed body: http/answer.ts writes strong ones.
  app.set('etag', false).disable('x-powered-by').enable('strict routing');
  if (config.trustedProxy !== null) app.set('trust proxy', config.trustedProxy.split(','));
  app.use(requestLog(log));
  app.use(securityHeaders, bodyLimit);
  app.get('/api/openapi.json', openApiRoute(version, compressed));
  bindAll(app, handlersOf(dependencies), {
    database,
    authenticate: services.sessions.authenticate,
    currentReleaseId: () => services.releases.currentId(),
    onDenied: services.sessions.recordDenial,
    compressed,
    checksAnswers,
  });
  app.use('/releases', releaseFiles(services));
  if (config.tiandituKey !== null) {
    app.get('/tiles/tianditu/:layer/:z/:x/:y', tiandituHandler({ key: config.tiandituKey }));
  }
  if (clientDirectory !== null) app.use(clientFiles(clientDirectory));
  app.use(refuseUnknown);
  app.use(errorHandler(log));
  return app;
}

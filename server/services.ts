import path from 'node:path';
import type { Logger } from 'pino';
import type { Config } from './config.ts';
import type { Database } from './database/database.ts';
import { createAudit, type Audit } from './features/audit/audit.ts';
import { EventFeed } from './features/events/eventFeed.ts';
import { Releases } from './features/releases/releases.ts';
import { createSessions, type Sessions } from './features/session/sessions.ts';
import { WorkingDataVersion } from './features/tiles/workingDataVersion.ts';
import { FileStore } from './files/fileStore.ts';

/** What outlives a request: made once a process. */
export interface Services {
  database: Database;
  log: Logger;
  files: FileStore;
  audit: Audit;
  sessions: Sessions;
  /** Which release is current, and the publishing of new ones. */
  releases: Releases;
  /** Changes others made, for those who look on. */
  events: EventFeed;
  /** Names the state of working data; looked up before it is first used. */
  dataVersion: WorkingDataVersion;
  /** Ends timers and streams. */
  close(): Promise<void>;
}

export type ServiceSettings = Pick<
  Config,
  | 'dataDirectory'
  | 'filesDirectory'
  | 'auditKey'
  | 'releaseZoom'
  | 'sessionIdleMinutes'
  | 'sessionHours'
  | 'hasSecureCookie'
>;

export interface ServicesInput {
  database: Database;
  config: ServiceSettings;
  log: Logger;
}

/** Makes the services; none of them asks the database before it is used. */
export async function createServices({ database, config, log }: ServicesInput): Promise<Services> {
  const files = new FileStore(config.filesDirectory ?? path.join(config.dataDirectory, 'files'));
  const audit = await createAudit({ key: config.auditKey, dataDirectory: config.dataDirectory });
  const sessions = createSessions({ database, audit, config, log });
  const releases = new Releases({ database, files, audit, log, mostZoom: config.releaseZoom });
  const events = new EventFeed({ database, log });
  const dataVersion = new WorkingDataVersion(database);
  return {
    database,
    log,
    dataVersion,
    files,
    audit,
    sessions,
    releases,
    events,
    close: async () => {
      await events.close();
      await sessions.close();
    },
  };
}

import type { Config } from '../config.ts';
import { noScope } from '../database/role.ts';
import type { Services } from '../services.ts';
import { StartError } from '../startError.ts';
import { writeAnchors } from './audit/anchors.ts';
import { createLink } from './session/createLink.ts';
import {
  hasDemonstrationData,
  openDemonstrationAccounts,
  randomPassword,
} from './session/demonstrationAccounts.ts';
import { endFirstAdministratorLinks, hasAdministrator } from './session/linkQueries.ts';

type PrepareConfig = Pick<
  Config,
  'host' | 'port' | 'hasDemonstration' | 'hasRemoteDemonstration' | 'demonstrationPassword'
>;
type Report = (line: string) => void;

const linkHours = 24;
const anchorMilliseconds = 24 * 3600 * 1000;

const isLoopback = (host: string) => host === 'localhost' || host === '::1' || /^127(\.\d+){3}$/.test(host);

/** As a browser on this machine would write it; a port that is chosen at the start is not known here. */
function addressOf({ host, port }: Pick<Config, 'host' | 'port'>): string {
  const name = ['0.0.0.0', '::'].includes(host) ? '127.0.0.1' : host;
  return port === 0 ? '' : `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}

/** Demonstration accounts have a password that many know: never on a network unless somebody says so. */
async function prepareDemonstration(
  services: Services,
  config: PrepareConfig,
  report: Report,
): Promise<void> {
  const isLoaded = await services.database.read('gate', noScope, hasDemonstrationData);
  const isWanted = config.hasDemonstration && isLoaded;
  services.sessions.allowDemonstration(isWanted);
  if (!isWanted) return;
  if (!isLoopback(config.host) && !config.hasRemoteDemonstration) {
    throw new StartError(
      'configuration',
      `HOST=${config.host} opens the demonstration accounts to the network: set XIANGTU_DEMO=false, or ` +
        'XIANGTU_DEMO_REMOTE=true if that is meant',
    );
  }
  const password = config.demonstrationPassword ?? randomPassword();
  const logins = await openDemonstrationAccounts(services, password);
  if (logins.length === 0) return;
  const shown = config.demonstrationPassword === null ? password : 'XIANGTU_DEMO_PASSWORD';
  report(`demonstration accounts ${logins.join(', ')}: password ${shown}`);
}

/** Without an administrator nobody could make one: the console gets a link, and whoever reads it is trusted. */
async function offerFirstAdministrator(
  { database, sessions }: Services,
  config: PrepareConfig,
  report: Report,
): Promise<void> {
  if (sessions.isDemonstrationAllowed) return;
  const link = await database.transaction('gate', noScope, async (transaction) => {
    if (await hasAdministrator(transaction)) return null;
    await endFirstAdministratorLinks(transaction);
    return createLink(transaction, { personId: null, createdBy: null, hours: linkHours });
  });
  if (link === null) return;
  report(`first administrator: open ${addressOf(config)}${link.path} within ${linkHours} hours`);
}

/** Heads of the audit chains go outside the database now and once a day. */
async function keepAnchors({ database, audit, log }: Services): Promise<void> {
  await writeAnchors(database, audit);
  setInterval(() => {
    writeAnchors(database, audit).catch((error: unknown) =>
      log.error({ err: error }, 'the audit log could not be anchored'),
    );
  }, anchorMilliseconds).unref();
}

/**
 * Once at the start, when the database is ready: accounts, the shipped release, anchors of the audit log.
 * @throws StartError where demonstration accounts would be open to a network
 */
export async function prepareServices(
  services: Services,
  config: PrepareConfig,
  report: Report,
): Promise<void> {
  await prepareDemonstration(services, config, report);
  await offerFirstAdministrator(services, config, report);
  await services.releases.prepare({ report });
  await keepAnchors(services);
}

import { existsSync } from 'node:fs';
import path from 'node:path';
import pino from 'pino';
import { readConfig, type Config } from '../server/config.ts';
import { databaseDirectoryIn } from '../server/database/embedded/dataDirectory.ts';
import { openDatabase } from '../server/database/openDatabase.ts';
import { writeAnchors } from '../server/features/audit/anchors.ts';
import { createAudit } from '../server/features/audit/audit.ts';
import { describeVerification } from '../server/features/audit/describeVerification.ts';
import { keyFile } from '../server/features/audit/instanceKey.ts';
import { verifyChains } from '../server/features/audit/verifyAudit.ts';
import { StartError } from '../server/startError.ts';

/** The engine's process beside this file once built, in the sources before. */
const childEntry = import.meta.url.endsWith('.ts')
  ? new URL('../server/database/embedded/child.ts', import.meta.url)
  : new URL('./embeddedChild.js', import.meta.url);

const report = (line: string): void => void process.stdout.write(`${line}\n`);

/** @returns whether nothing was changed */
async function run(config: Config, keepsAnchor: boolean): Promise<boolean> {
  if (config.databaseUrl === null && !existsSync(databaseDirectoryIn(config.dataDirectory))) {
    throw new StartError('unavailable', `there is no database in ${config.dataDirectory}`);
  }
  // A key made now would fit nothing.
  if (config.auditKey === null && !existsSync(path.join(config.dataDirectory, keyFile))) {
    throw new StartError(
      'configuration',
      `there is no ${keyFile} in ${config.dataDirectory}: set XIANGTU_AUDIT_KEY`,
    );
  }
  const log = pino({ level: config.logLevel }, pino.destination(2));
  const database = await openDatabase({ config, childEntry, log, report });
  try {
    const audit = await createAudit({ key: config.auditKey, dataDirectory: config.dataDirectory });
    const verification = await database.administer(async (administration) => {
      await administration.script('set transaction isolation level repeatable read read only');
      return verifyChains(administration, audit);
    });
    for (const line of describeVerification(verification)) report(line);
    // A log that was changed is not made the standard for later.
    if (keepsAnchor && verification.isIntact) report(`anchored: ${await writeAnchors(database, audit)}`);
    return verification.isIntact;
  } finally {
    await database.close();
  }
}

try {
  const isIntact = await run(readConfig(), process.argv.includes('--anchor'));
  process.exitCode = isIntact ? 0 : 1;
} catch (error) {
  const isExpected = error instanceof StartError;
  process.stderr.write(`audit:verify: ${isExpected ? error.message : String(error)}\n`);
  process.exitCode = isExpected ? error.exitCode : 1;
}

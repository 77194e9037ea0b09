/**
 * A process that publishes what is due and is killed while it does. Settings come as JSON in the first argument:
 * the connection, the directory of the files.
 */
import { createAudit } from '../../server/features/audit/audit.ts';
import { Releases } from '../../server/features/releases/releases.ts';
import { FileStore } from '../../server/files/fileStore.ts';
import { connectTo, testLog, type Connection } from '../support/engines.ts';

const { connection, directory } = JSON.parse(process.argv[2]!) as {
  connection: Connection;
  directory: string;
};
const database = connectTo(connection);
const audit = await createAudit({ key: 'a5'.repeat(32), dataDirectory: directory });
const releases = new Releases({
  database,
  files: new FileStore(directory),
  audit,
  log: testLog,
  mostZoom: 8,
  onStep: (step) => void process.stdout.write(`${step}\n`),
});
process.stdout.write('begin\n');
await releases.prepare({ report: () => {} });
process.stdout.write('end\n');
await database.close();

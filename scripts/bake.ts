import { existsSync } from 'node:fs';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import pino from 'pino';
import { manifestSchema, type Manifest } from '../server/contract/releases.ts';
import { readConfig, type Config } from '../server/config.ts';
import { databaseDirectoryIn } from '../server/database/embedded/dataDirectory.ts';
import { openDatabase } from '../server/database/openDatabase.ts';
import { addDays, dayInChina } from '../server/features/releases/calendarDays.ts';
import { createServices, type Services } from '../server/services.ts';
import { StartError } from '../server/startError.ts';

/** The engine's process beside this file once built, in the sources before. */
const childEntry = import.meta.url.endsWith('.ts')
  ? new URL('../server/database/embedded/child.ts', import.meta.url)
  : new URL('./embeddedChild.js', import.meta.url);

const usage = 'usage: npm run bake -- --version <id of a plan version> [--out <directory>]';
/** What the manifest says where nothing is published: whoever publishes fills in the rest. */
const notPublished = '未发布：仅供检查';
const windowDays = 30;

const report = (line: string): void => void process.stdout.write(`${line}\n`);

interface Arguments {
  version: string;
  out: string;
}

function readArguments(): Arguments {
  const { values } = parseArgs({ options: { version: { type: 'string' }, out: { type: 'string' } } });
  if (!values.version) throw new StartError('configuration', usage);
  return { version: values.version, out: path.resolve(values.out ?? `bake-${values.version}`) };
}

/** Copies the files out of the store, the manifest last: a directory with a manifest is whole. */
async function writeOut(files: Services['files'], manifest: Manifest, out: string): Promise<void> {
  await mkdir(out, { recursive: true });
  for (const { name, sha256, bytes } of manifest.files) {
    await copyFile(files.pathOf(sha256), path.join(out, name));
    report(`${sha256}  ${String(bytes).padStart(9)}  ${name}`);
  }
  await writeFile(path.join(out, 'manifest.json'), JSON.stringify(manifestSchema.parse(manifest), null, 1));
}

async function bake({ version, out }: Arguments, config: Config): Promise<void> {
  if (config.databaseUrl === null && !existsSync(databaseDirectoryIn(config.dataDirectory))) {
    throw new StartError('configuration', 'there is no data yet: start the server once');
  }
  const log = pino({ level: config.logLevel }, pino.destination(2));
  const database = await openDatabase({ config, childEntry, log, report });
  try {
    const services = await createServices({ database, config, log });
    try {
      const today = dayInChina(new Date());
      const disclosure = {
        windowStart: today,
        windowEnd: addDays(today, windowDays),
        contact: notPublished,
        objection: notPublished,
        mapApprovalNumber: '',
        acceptsSchematicMap: true,
      };
      await services.releases.bake({ versionId: version, disclosure }, (manifest) =>
        writeOut(services.files, manifest, out),
      );
      report(`baked into ${out}`);
    } finally {
      await services.close();
    }
  } finally {
    await database.close();
  }
}

try {
  await bake(readArguments(), readConfig());
} catch (error) {
  process.stderr.write(`bake: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof StartError ? error.exitCode : 1;
}

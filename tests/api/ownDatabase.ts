import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Manifest } from '#contract/releases';
import type { Database } from '../../server/database/database.ts';
import { sql, type Fragment } from '../../server/database/sql.ts';
import type { FileStore } from '../../server/files/fileStore.ts';
import { connectTo, startFilledEngine } from '../support/engines.ts';

/** A filled database for one test file that publishes: it would change what others see. */
export async function startOwnDatabase(): Promise<{ database: Database; stop: () => Promise<void> }> {
  const engine = await startFilledEngine();
  const database = connectTo(engine.connection, { poolSize: 6, querySeconds: 60 });
  return {
    database,
    stop: async () => {
      await database.close();
      await engine.stop();
    },
  };
}

/** What the administrator does in a line, past all policies. */
export const asOwner = (database: Database, ...statements: Fragment[]): Promise<number[]> =>
  database.administer(async (administration) => {
    const touched: number[] = [];
    for (const statement of statements) touched.push(await administration.run(statement));
    return touched;
  });

/** Rows the administrator sees. */
export const rowsOf = <Row extends object>(database: Database, statement: Fragment): Promise<Row[]> =>
  database.administer((administration) => administration.all<Row>(statement));

/** The demonstration adjustment, approved by the demonstration reviewer. */
export const approveAdjustment = (database: Database): Promise<number[]> =>
  asOwner(
    database,
    sql`
      update xiangtu.plan_version
      set state = 'approved', decided_at = now(),
        decided_by = (select id from xiangtu.person where login = 'reviewer')
      where id = 'xiangxi-2021-2025-v2'`,
  );

/** Names of files whose content is not what the manifest says. */
export const brokenFiles = (files: FileStore, manifest: Pick<Manifest, 'files'>): string[] =>
  manifest.files
    .filter(({ sha256, bytes }) => {
      const content = readFileSync(files.pathOf(sha256));
      return content.length !== bytes || createHash('sha256').update(content).digest('hex') !== sha256;
    })
    .map(({ name }) => name);

/** Bytes as they come: the test client would take them for text. */
export function binary(response: object, done: (error: Error | null, body: Buffer) => void): void {
  const chunks: Buffer[] = [];
  const stream = response as NodeJS.ReadableStream;
  stream.on('data', (chunk: Buffer) => chunks.push(Buffer.from(chunk)));
  stream.on('end', () => done(null, Buffer.concat(chunks)));
}

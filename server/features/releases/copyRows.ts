import { sql, type Fragment } from '../../database/sql.ts';
import type { Transaction } from '../../database/transaction.ts';
import { releaseTables, tableCopies } from './tableCopies.ts';
import type { CopyContext, TableCopy } from './tableCopy.ts';

const workingNames = tableCopies.map(({ table }) => `xiangtu.${table}`);
const archiveNames = releaseTables.map((table) => `archive.${table}`);
const workingTable = ({ table }: TableCopy): Fragment => sql.identifier(`xiangtu.${table}`, workingNames);
/** Unqualified: under the publisher it is the view of the release being staged. */
const releaseTable = (table: string): Fragment => sql.identifier(table, releaseTables);

const fromWorking = (copy: TableCopy, context: CopyContext): Fragment => sql`
  from ${workingTable(copy)} as working
  ${copy.join ?? sql.empty}
  where ${copy.where?.(context) ?? sql`true`}`;

/** Each column that is filled with what fills it. */
function valuesOf(copy: TableCopy, context: CopyContext): [name: string, value: Fragment][] {
  const { columns, geometry = [], redacted = {} } = copy;
  const plain = [...columns, ...geometry];
  return [
    ...plain.map((name): [string, Fragment] => [name, sql`working.${sql.identifier(name, plain)}`]),
    ...Object.entries(redacted).map(([name, value]): [string, Fragment] => [name, value(context)]),
  ];
}

/** Copies one table into the staged release, redacted. @returns number of rows */
export function copyTable(transaction: Transaction, copy: TableCopy, context: CopyContext): Promise<number> {
  const values = valuesOf(copy, context);
  const names = values.map(([name]) => name);
  return transaction.run(sql`
    insert into ${releaseTable(copy.table)} (${sql.join(
      names.map((name) => sql.identifier(name, names)),
      ', ',
    )})
    select ${sql.join(
      values.map(([, value]) => value),
      ', ',
    )}
    ${fromWorking(copy, context)}`);
}

/** Tables with rows that say where they come from. */
const citing = tableCopies.filter(
  ({ table, columns }) => table !== 'source' && columns.includes('source_id'),
);

/** Deletes the sources nothing in the staged release refers to. */
export function dropUnusedSources(transaction: Transaction): Promise<number> {
  const used = citing.map(({ table }) => sql`select source_id from ${releaseTable(table)}`);
  const all = used.reduce((left, right) => sql`${left} union ${right}`);
  return transaction.run(sql`delete from source where id not in (${all})`);
}

/** How many rows would be copied. */
export async function countRows(
  transaction: Transaction,
  copy: TableCopy,
  context: CopyContext,
): Promise<number> {
  const { rows } = await transaction.one<{ rows: number }>(sql`
    select count(*)::integer as rows
    ${fromWorking(copy, context)}`);
  return rows;
}

/** What would be copied but for geometry, row by row: what to look for personal data in. */
export async function readTexts(
  transaction: Transaction,
  copy: TableCopy,
  context: CopyContext,
): Promise<Record<string, unknown>[]> {
  const spatial = new Set([...(copy.geometry ?? []), ...(copy.redactedGeometry ?? [])]);
  const values = valuesOf(copy, context).filter(([name]) => !spatial.has(name));
  const names = values.map(([name]) => name);
  const rows = await transaction.all<{ row: Record<string, unknown> }>(sql`
    select to_jsonb(copied) as row
    from (
      select ${sql.join(
        values.map(([name, value]) => sql`${value} as ${sql.identifier(name, names)}`),
        ', ',
      )}
      ${fromWorking(copy, context)}
    ) as copied`);
  return rows.map(({ row }) => row);
}

/** Deletes what releases hold in the archive; their files and what is said of them stay. */
export async function deleteRows(transaction: Transaction, releaseIds: readonly string[]): Promise<void> {
  for (const name of archiveNames) {
    await transaction.run(sql`
      delete from ${sql.identifier(name, archiveNames)}
      where release_id = any(${releaseIds})`);
  }
}

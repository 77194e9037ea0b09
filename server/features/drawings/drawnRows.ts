import { sql, type Fragment } from '../../database/sql.ts';
import type { Transaction } from '../../database/transaction.ts';

const signed = [
  'location_quality',
  'is_demonstration',
  'source_id',
  'source_place',
  'revision',
  'changed_by',
  'changed_at',
] as const;

/** Tables of points that are drawn one by one, with every column that can be written. */
export const drawnTables = {
  site: [
    'county_code',
    'id',
    'name',
    'township_code',
    'village_id',
    'households',
    'people',
    'capacity_households',
    'size_class',
    'opened_year',
    'checks',
    'geom',
    'disclosure',
    ...signed,
  ],
  facility: [
    'county_code',
    'id',
    'kind',
    'name',
    'township_code',
    'village_id',
    'capacity',
    'status',
    'opened_year',
    'geom',
    'is_public',
    ...signed,
  ],
  project_place: [
    'plan_id',
    'project_number',
    'order',
    'place',
    'county_code',
    'township_code',
    'village_id',
    'geom',
    'shape',
    ...signed,
  ],
  tourism_route: [
    'plan_id',
    'id',
    'number',
    'name',
    'name_en',
    'theme',
    'theme_en',
    'county_names',
    'declared_county_count',
    'anchors',
    'note',
    'note_en',
    'source_id',
    'source_place',
    'revision',
    'changed_by',
    'changed_at',
  ],
  route_line: ['plan_id', 'route_id', 'geom', 'location_quality', 'is_demonstration', 'source_id'],
  route_stop: [
    'plan_id',
    'route_id',
    'order',
    'name',
    'village_id',
    'is_anchor',
    'geom',
    'location_quality',
    'is_demonstration',
    'source_id',
    'source_place',
  ],
} as const satisfies Record<string, readonly string[]>;
export type DrawnTable = keyof typeof drawnTables;
const tableNames = Object.keys(drawnTables) as DrawnTable[];

/** A row by its columns; geometry is EWKT or hexadecimal EWKB, which keeps every bit. */
export type RowContent = Record<string, unknown>;

const nameOf = (table: DrawnTable): Fragment => sql.identifier(table, tableNames);
const columnOf = (table: DrawnTable, column: string): Fragment => sql.identifier(column, drawnTables[table]);
const geometryColumns: ReadonlySet<string> = new Set(['geom', 'shape']);

/** Rows as they are, in the order of their key, locked until the transaction ends. @param where over `drawn` */
export async function lockRows(
  transaction: Transaction,
  table: DrawnTable,
  where: Fragment,
): Promise<RowContent[]> {
  const columns = drawnTables[table].map((column) => {
    const value = sql`drawn.${columnOf(table, column)}`;
    return geometryColumns.has(column) ? sql`${value}::text as ${columnOf(table, column)}` : value;
  });
  const rows = await transaction.all<{ content: RowContent }>(sql`
    select to_jsonb(kept) as content
    from (
      select ${sql.join(columns, ', ')}
      from ${nameOf(table)} as drawn
      where ${where}
      order by ${orderOf(table)}
      for update
    ) as kept`);
  return rows.map(({ content }) => content);
}

/** By id, or by what comes instead of one. */
function orderOf(table: DrawnTable): Fragment {
  const columns: readonly string[] = drawnTables[table];
  const key = columns.includes('id') ? 'id' : columns.includes('order') ? 'order' : 'plan_id';
  return sql`drawn.${columnOf(table, key)}`;
}

/** Adds rows. Columns that no row names get their defaults, an id among them. @returns ids, where the table has them */
export async function insertRows(
  transaction: Transaction,
  table: DrawnTable,
  rows: readonly RowContent[],
): Promise<number[]> {
  const [first] = rows;
  if (first === undefined) return [];
  const columns = sql.join(
    Object.keys(first).map((column) => columnOf(table, column)),
    ', ',
  );
  const returning = table === 'site' || table === 'facility' ? sql`returning id` : sql.empty;
  const inserted = await transaction.all<{ id: number }>(sql`
    insert into ${nameOf(table)} (${columns})
    select ${columns}
    from jsonb_populate_recordset(null::${nameOf(table)}, ${JSON.stringify(rows)}::jsonb)
    ${returning}`);
  return inserted.map(({ id }) => id);
}

/**
 * Puts rows in the place of those with the same key.
 * @param key columns that name a row
 * @param rows with the same columns each
 */
export async function updateRows(
  transaction: Transaction,
  table: DrawnTable,
  { key, rows }: { key: readonly string[]; rows: readonly RowContent[] },
): Promise<void> {
  const columns = Object.keys(rows[0] ?? {}).filter((column) => !key.includes(column));
  const sets = columns.map((column) => sql`${columnOf(table, column)} = changed.${columnOf(table, column)}`);
  const matches = key.map(
    (column) => sql`drawn.${columnOf(table, column)} = changed.${columnOf(table, column)}`,
  );
  const touched = await transaction.run(sql`
    update ${nameOf(table)} as drawn
    set ${sql.join(sets, ', ')}
    from jsonb_populate_recordset(null::${nameOf(table)}, ${JSON.stringify(rows)}::jsonb) as changed
    where ${sql.join(matches, ' and ')}`);
  if (touched !== rows.length)
    throw new Error(`${touched} rows of ${table} were changed, not ${rows.length}`);
}

/** @param where over `drawn` */
export const deleteRows = (transaction: Transaction, table: DrawnTable, where: Fragment): Promise<number> =>
  transaction.run(sql`delete from ${nameOf(table)} as drawn where ${where}`);

/** EWKT of a position, as geometry columns take it. */
export const pointText = ([lng, lat]: readonly [number, number]): string => `SRID=4490;POINT(${lng} ${lat})`;

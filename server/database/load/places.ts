import { z } from 'zod';
import { sql } from '../sql.ts';
import type { Transaction } from '../transaction.ts';
import { field, type DataFiles } from './dataFiles.ts';
import { sourceIds } from './sources.ts';

export const facilityKindFile = 'xiangxi/demo/facility-kinds.json';

const kindsSchema = z.array(
  z.object({
    key: z.string(),
    order: z.number().int(),
    name: z.string(),
    nameEn: z.string(),
    glyph: z.string(),
    group: z.string(),
    standardMetres: z.number().int(),
  }),
);

/** Writes the kinds of facility; they are no demonstration data and stay when that is removed. */
export async function loadFacilityKinds(transaction: Transaction, files: DataFiles): Promise<void> {
  await transaction.run(sql`
    insert into xiangtu.facility_kind (key, "order", name, name_en, glyph, group_name, standard_metres)
    select key, "order", name, "nameEn", glyph, "group", "standardMetres"
    from json_to_recordset(${JSON.stringify(files.json(facilityKindFile, kindsSchema))}::json) as row(
      key text, "order" integer, name text, "nameEn" text, glyph text, "group" text, "standardMetres" integer
    )`);
}

const placed = {
  id: field.integer,
  name: field.text,
  county_code: field.text,
  township_code: field.optional,
  village_id: field.optionalInteger,
  lng: field.degrees,
  lat: field.degrees,
};

const siteRow = z
  .object({
    ...placed,
    households: field.optionalInteger,
    people: field.optionalInteger,
    size_class: z.enum(['small', 'medium', 'large']),
    capacity_households: field.optionalInteger,
    opened_year: field.optionalInteger,
  })
  .catchall(z.enum(['yes', 'no', '']));
const siteColumns = new Set(Object.keys(siteRow.shape));

/** The columns beyond the known ones are the checks of 五通五有: yes, no, empty = unknown. */
function checksOf(row: Record<string, unknown>): Record<string, boolean | null> {
  const answers = { yes: true, no: false, '': null } as const;
  return Object.fromEntries(
    Object.entries(row)
      .filter(([column]) => !siteColumns.has(column))
      .map(([column, answer]) => [column, answers[answer as keyof typeof answers]]),
  );
}

/** Writes the demonstration sites. */
export async function loadSites(transaction: Transaction, files: DataFiles): Promise<void> {
  const rows = files
    .table('xiangxi/demo/sites.csv', siteRow)
    .map((row) => ({ ...row, checks: checksOf(row) }));
  await transaction.run(sql`
    insert into xiangtu.site (
      county_code, id, name, township_code, village_id, households, people, capacity_households, size_class,
      opened_year, checks, geom, location_quality, is_demonstration, source_id
    )
    select
      county_code, id, name, township_code, village_id, households, people, capacity_households, size_class,
      opened_year, checks, ST_SetSRID(ST_MakePoint(lng, lat), 4490), 'estimated', true, ${sourceIds.demonstration}
    from json_to_recordset(${JSON.stringify(rows)}::json) as row(
      county_code text, id integer, name text, township_code text, village_id integer, households integer,
      people integer, capacity_households integer, size_class text, opened_year integer, checks jsonb,
      lng double precision, lat double precision
    )`);
}

const facilityRow = z.object({
  ...placed,
  kind: field.text,
  capacity: field.optionalInteger,
  status: z.enum(['working', 'planned', 'closed']),
  opened_year: field.optionalInteger,
});

/** Writes the demonstration facilities. */
export async function loadFacilities(transaction: Transaction, files: DataFiles): Promise<void> {
  const rows = files.table('xiangxi/demo/facilities.csv', facilityRow);
  await transaction.run(sql`
    insert into xiangtu.facility (
      county_code, id, kind, name, township_code, village_id, capacity, status, opened_year, geom,
      location_quality, is_demonstration, source_id
    )
    select
      county_code, id, kind, name, township_code, village_id, capacity, status, opened_year,
      ST_SetSRID(ST_MakePoint(lng, lat), 4490), 'estimated', true, ${sourceIds.demonstration}
    from json_to_recordset(${JSON.stringify(rows)}::json) as row(
      county_code text, id integer, kind text, name text, township_code text, village_id integer,
      capacity integer, status text, opened_year integer, lng double precision, lat double precision
    )`);
}

const attributeRow = z.object({
  village_id: field.integer,
  population: field.optionalInteger,
  households: field.optionalInteger,
  income_yuan: field.optionalInteger,
  collective_income_yuan: field.optionalInteger,
});

export async function loadVillageAttributes(transaction: Transaction, files: DataFiles): Promise<void> {
  await insertVillageAttributes(
    transaction,
    files.table('xiangxi/demo/village-attributes.csv', attributeRow),
  );
}

/** Writes invented attributes of villages that are there, each row marked. */
export async function insertVillageAttributes(
  transaction: Transaction,
  rows: readonly z.infer<typeof attributeRow>[],
): Promise<void> {
  await transaction.run(sql`
    insert into xiangtu.demonstration_attribute (
      county_code, village_id, population, households, income_yuan, collective_income_yuan, source_id
    )
    select
      village.county_code, row.village_id, row.population, row.households, row.income_yuan,
      row.collective_income_yuan, ${sourceIds.demonstration}
    from json_to_recordset(${JSON.stringify(rows)}::json) as row(
      village_id integer, population integer, households integer, income_yuan integer,
      collective_income_yuan integer
    )
    join xiangtu.village on village.id = row.village_id`);
}

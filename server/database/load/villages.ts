import type { Geometry } from 'geojson';
import { z } from 'zod';
import { englishName } from '#domain/names/englishName';
import type { ArcRank } from '#domain/territories/territoryArc';
import { StartError } from '../../startError.ts';
import { sql } from '../sql.ts';
import type { Transaction } from '../transaction.ts';
import { field, type DataFiles } from './dataFiles.ts';
import { territoryFile } from './regions.ts';
import { sourcePlace } from './sourcePlace.ts';
import { sourceIds } from './sources.ts';

export const villageFiles = ['xiangxi/base-villages.csv', 'xiangxi/geography/points.csv'] as const;

const villageRow = z.object({
  id: field.integer,
  code: field.optional,
  name: field.text,
  kind: z.enum(['village', 'community']),
  township_code: field.text,
  county_code: field.text,
  possible_duplicate_of: field.optionalInteger,
  pinyin: field.text,
  initials: field.text,
  aliases: field.list,
});
export type VillageRow = z.infer<typeof villageRow>;

const pointRow = z.object({
  id: field.integer,
  lng: field.degrees,
  lat: field.degrees,
  location_quality: field.quality,
});
const listedRow = z.object({ village_id: field.integer, line: field.integer });
const edgeProperties = z.object({
  left: z.number().int().nonnegative(),
  right: z.number().int().nonnegative(),
  rank: z.enum(['village', 'township', 'county', 'prefecture']),
});

/** Villages as shipped. Ids must be 1, 2, 3 …: they index the compact assignment array. */
export function readVillages(files: DataFiles): VillageRow[] {
  const rows = files.table('xiangxi/base-villages.csv', villageRow).toSorted((a, b) => a.id - b.id);
  const gap = rows.findIndex((row, index) => row.id !== index + 1);
  if (gap >= 0) {
    throw new StartError(
      'configuration',
      `data/xiangxi/base-villages.csv: id ${gap + 1} is missing or repeated`,
    );
  }
  return rows;
}

/** An official village is known from the division list, one without a code only from its line of the plan. */
function sourceOf(row: VillageRow, lines: Map<number, number>) {
  if (row.code !== null) return { source_id: sourceIds.divisions, source_place: row.code };
  const line = lines.get(row.id);
  return { source_id: sourceIds.plan, source_place: sourcePlace('专栏2', line === undefined ? [] : [line]) };
}

/** A village as it is stored; positions and territory in degrees (EPSG:4490). */
export interface StoredVillage extends VillageRow {
  name_en: string;
  lng: number | null;
  lat: number | null;
  location_quality: string;
  territory: Geometry | null;
  territory_quality: string;
  source_id: string;
  source_place: string | null;
}

/** Writes base villages with their points and territories. */
export async function loadVillages(
  transaction: Transaction,
  { files, villages }: { files: DataFiles; villages: VillageRow[] },
): Promise<void> {
  const points = new Map(files.table('xiangxi/geography/points.csv', pointRow).map((row) => [row.id, row]));
  const territories = new Map(
    files.topology(territoryFile, 'villages', z.object({})).map(({ id, geometry }) => [Number(id), geometry]),
  );
  const lines = new Map(
    files.table('xiangxi/villages.csv', listedRow).map((row) => [row.village_id, row.line]),
  );
  const rows = villages.map((village): StoredVillage => {
    const point = points.get(village.id);
    const territory = territories.get(village.id);
    return {
      ...village,
      ...sourceOf(village, lines),
      name_en: englishName(village.name, village.pinyin),
      lng: point?.lng ?? null,
      lat: point?.lat ?? null,
      location_quality: point?.location_quality ?? 'unknown',
      territory: territory ?? null,
      territory_quality: territory ? 'estimated' : 'unknown',
    };
  });
  await insertVillages(transaction, rows);
  await refuseInvalidTerritories(transaction);
}

/** Writes villages as they are given, in one statement; their regions and sources are there. */
export async function insertVillages(
  transaction: Transaction,
  rows: readonly StoredVillage[],
): Promise<void> {
  await transaction.run(sql`
    insert into xiangtu.village (
      county_code, id, code, name, name_en, kind, township_code, possible_duplicate_of, aliases, pinyin, initials,
      geom, location_quality, territory, territory_quality, source_id, source_place
    )
    select
      county_code, id, code, name, name_en, kind, township_code, possible_duplicate_of,
      array(select json_array_elements_text(aliases)), pinyin, initials,
      ST_SetSRID(ST_MakePoint(lng, lat), 4490), location_quality,
      ST_Multi(ST_SetSRID(ST_GeomFromGeoJSON(territory), 4490)), territory_quality, source_id, source_place
    from json_to_recordset(${JSON.stringify(rows)}::json) as row(
      county_code text, id integer, code text, name text, name_en text, kind text, township_code text,
      possible_duplicate_of integer, aliases json, pinyin text, initials text,
      lng double precision, lat double precision, location_quality text, territory json, territory_quality text,
      source_id text, source_place text
    )`);
}

/** geojson-validation and ring checks do not see crossing borders; GEOS does. */
async function refuseInvalidTerritories(transaction: Transaction): Promise<void> {
  const invalid = await transaction.first<{ id: number; reason: string }>(sql`
    select id, ST_IsValidReason(territory) as reason
    from xiangtu.village
    where not ST_IsValid(territory)
    order by id
    limit 1`);
  if (invalid) {
    throw new StartError('configuration', `data/${territoryFile} villages ${invalid.id}: ${invalid.reason}`);
  }
}

/** A border as it is stored, in degrees (EPSG:4490). */
export interface StoredEdge {
  id: number;
  county_code: string | null;
  left: number;
  right: number;
  rank: ArcRank;
  geom: Geometry;
  source_id: string;
}

/** Writes the borders between territories; the outside has id 0. */
export async function loadEdges(
  transaction: Transaction,
  { files, villages }: { files: DataFiles; villages: VillageRow[] },
): Promise<void> {
  const countyOf = new Map(villages.map((village) => [village.id, village.county_code]));
  const features = files.topology(territoryFile, 'edges', edgeProperties);
  const rows = features.map(({ geometry, properties }, index): StoredEdge => ({
    ...properties,
    id: index + 1,
    county_code: countyOf.get(properties.left) ?? countyOf.get(properties.right) ?? null,
    geom: geometry,
    source_id: sourceIds.estimate,
  }));
  await insertEdges(transaction, rows);
}

/** Writes borders as they are given, in one statement. */
export async function insertEdges(transaction: Transaction, rows: readonly StoredEdge[]): Promise<void> {
  await transaction.run(sql`
    insert into xiangtu.village_edge (county_code, id, left_id, right_id, rank, geom, source_id)
    select
      county_code, id, "left", "right", rank,
      ST_Multi(ST_SetSRID(ST_GeomFromGeoJSON(geom), 4490)), source_id
    from json_to_recordset(${JSON.stringify(rows)}::json) as row(
      county_code text, id integer, "left" integer, "right" integer, rank text, geom json, source_id text
    )`);
}

import type { Geometry } from 'geojson';
import { z } from 'zod';
import { englishName } from '#domain/names/englishName';
import { spell } from '#domain/search/spell';
import { sql } from '../sql.ts';
import type { Transaction } from '../transaction.ts';
import { field, type DataFiles } from './dataFiles.ts';
import { sourceIds } from './sources.ts';

export const regionFiles = [
  'regions/regions.csv',
  'regions/county-seats.csv',
  'regions/neighbours.topojson',
  'xiangxi/geography/seats.csv',
] as const;
export const territoryFile = 'xiangxi/geography/territories.topojson';

const regionRow = z.object({
  code: field.text,
  level: z.enum(['prefecture', 'county', 'township']),
  name: field.text,
  parent_code: field.optional,
  pinyin: field.text,
  aliases: field.list,
});
const seat = { lng: field.degrees, lat: field.degrees, location_quality: field.quality };
const neighbourProperties = z.object({ code: z.string(), name: z.string() });

const initialsOf = (pinyin: string) =>
  pinyin
    .split(' ')
    .map((syllable) => syllable[0])
    .join('');

interface Territory {
  geom: Geometry;
  territory_quality: 'gazetteer' | 'estimated';
}

/** Outlines by region code; townships are estimated cells, counties and the prefecture published borders. */
function readTerritories(files: DataFiles) {
  const territories = (object: string, quality: 'gazetteer' | 'estimated') =>
    files
      .topology(territoryFile, object, z.object({}))
      .map(({ id, geometry }): [string, Territory] => [id, { geom: geometry, territory_quality: quality }]);
  const outlines = [...territories('counties', 'gazetteer'), ...territories('townships', 'estimated')];
  return {
    byCode: new Map(outlines),
    prefecture: territories('prefecture', 'gazetteer')[0]![1],
  };
}

function readSeats(files: DataFiles) {
  const counties = files.table('regions/county-seats.csv', z.object({ county_code: field.text, ...seat }));
  const townships = files.table(
    'xiangxi/geography/seats.csv',
    z.object({ township_code: field.text, ...seat }),
  );
  type Seat = Omit<(typeof counties)[number], 'county_code'>;
  const byCode = new Map<string, Seat>(counties.map((row) => [row.county_code, row]));
  for (const row of townships) byCode.set(row.township_code, row);
  return byCode;
}

/** A region as it is stored; seat and outline in degrees (EPSG:4490). */
export interface StoredRegion extends z.infer<typeof regionRow> {
  name_en: string;
  initials: string;
  lng: number | null;
  lat: number | null;
  seat_quality: string;
  geom: Geometry | null;
  territory_quality: string;
  source_id: string;
  source_place: string | null;
}

/** Writes prefecture, counties and townships with seats and outlines; parents come before children. */
export async function loadRegions(transaction: Transaction, files: DataFiles): Promise<void> {
  const territories = readTerritories(files);
  const seats = readSeats(files);
  const rows = files.table('regions/regions.csv', regionRow).map((row): StoredRegion => {
    const territory = row.level === 'prefecture' ? territories.prefecture : territories.byCode.get(row.code);
    const place = seats.get(row.code);
    return {
      ...row,
      name_en: englishName(row.name, row.pinyin),
      initials: initialsOf(row.pinyin),
      lng: place?.lng ?? null,
      lat: place?.lat ?? null,
      seat_quality: place?.location_quality ?? 'unknown',
      geom: territory?.geom ?? null,
      territory_quality: territory?.territory_quality ?? 'unknown',
      source_id: sourceIds.divisions,
      source_place: row.code,
    };
  });
  await insertRegions(transaction, rows);
}

/** Writes regions as they are given, in one statement; parents come before children or are there already. */
export async function insertRegions(transaction: Transaction, rows: readonly StoredRegion[]): Promise<void> {
  await transaction.run(sql`
    insert into xiangtu.region (
      code, level, name, name_en, aliases, pinyin, initials, parent_code,
      seat, seat_quality, geom, territory_quality, source_id, source_place
    )
    select
      code, level, name, name_en, array(select json_array_elements_text(aliases)), pinyin, initials, parent_code,
      ST_SetSRID(ST_MakePoint(lng, lat), 4490), seat_quality,
      ST_Multi(ST_SetSRID(ST_GeomFromGeoJSON(geom), 4490)), territory_quality,
      source_id, source_place
    from json_to_recordset(${JSON.stringify(rows)}::json) as row(
      code text, level text, name text, name_en text, aliases json, pinyin text, initials text, parent_code text,
      lng double precision, lat double precision, seat_quality text, geom json, territory_quality text,
      source_id text, source_place text
    )
    order by length(code), level = 'county'`);
}

/** Writes the outlines of counties around the planning area. */
export async function loadNeighbours(transaction: Transaction, files: DataFiles): Promise<void> {
  const features = files.topology('regions/neighbours.topojson', 'neighbours', neighbourProperties);
  const rows = features.map(({ geometry, properties: { code, name } }) => ({
    code,
    name,
    name_en: englishName(name, spell(name).pinyin),
    geom: geometry,
  }));
  await transaction.run(sql`
    insert into xiangtu.neighbour_region (code, name, name_en, geom, source_id)
    select code, name, name_en, ST_Multi(ST_SetSRID(ST_GeomFromGeoJSON(geom), 4490)), ${sourceIds.boundaries}
    from json_to_recordset(${JSON.stringify(rows)}::json) as row(code text, name text, name_en text, geom json)`);
}

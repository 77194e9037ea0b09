import { englishName } from '#domain/names/englishName';
import { fromGrid } from '#domain/territories/grid';
import type { StoredRegion } from '../../server/database/load/regions.ts';
import type { StoredEdge, StoredVillage } from '../../server/database/load/villages.ts';
import { bellCurve } from '../geography/random.ts';
import { areaWithin, type ScaleBorders } from './borders.ts';
import type { ScaleLayout } from './layout.ts';
import { numberedName, placeName, type SpelledName } from './names.ts';

/** The source of everything in a synthetic country. */
export const scaleSourceId = 'xiangtu-scale';

export interface ScaleAttributes {
  village_id: number;
  population: number;
  households: number;
  income_yuan: number;
  collective_income_yuan: number;
}

export interface ScaleAssignment {
  village_id: number;
  county_code: string;
  /** null: 未分类. */
  category_key: string | null;
}

/** Everything a county holds, as it is stored. */
export interface CountyRows {
  county: StoredRegion;
  townships: StoredRegion[];
  villages: StoredVillage[];
  /** Borders whose left village is of this county. */
  edges: StoredEdge[];
  attributes: ScaleAttributes[];
  assignments: ScaleAssignment[];
}

const initialsOf = (pinyin: string): string =>
  pinyin
    .split(' ')
    .map((syllable) => syllable[0])
    .join('');

export const spelledRow = ({ name, pinyin }: SpelledName) => ({
  name,
  name_en: englishName(name, pinyin),
  pinyin,
  initials: initialsOf(pinyin),
  aliases: [],
});

/** Of the shipped kind, but invented: people who live on little land earn more. */
function attributesOf(village: number, { layout, borders }: Country): ScaleAttributes {
  const random = borders.ground.randomAt(layout.placeOf(village), 11);
  const population = Math.round(Math.max(120, 1_150 + 380 * bellCurve(random)));
  return {
    village_id: village,
    population,
    households: Math.round(population / (3.2 + random())),
    income_yuan: Math.round(Math.max(6_000, 16_000 + population + 2_600 * bellCurve(random))),
    collective_income_yuan: Math.round(Math.max(0, 180_000 + 90_000 * bellCurve(random))),
  };
}

/** One in twenty is 未分类; the rest follow what the village is, with some chance. */
function categoryOf({ village_id, population, income_yuan }: ScaleAttributes, { layout, borders }: Country) {
  const random = borders.ground.randomAt(layout.placeOf(village_id), 12);
  if (random() < 0.05) return null;
  if (random() < 0.12) return 'heritage';
  if (population < 800 && income_yuan < 16_500) return 'relocating';
  return income_yuan > 19_000 ? 'suburban' : 'growing';
}

export interface Country {
  layout: ScaleLayout;
  borders: ScaleBorders;
}

const estimated = {
  seat_quality: 'estimated',
  territory_quality: 'estimated',
  source_id: scaleSourceId,
  source_place: null,
};

/** @param county from 0 @param firstEdge id of its first border: they are dense over the country */
export function countyRows(country: Country, county: number, firstEdge: number): CountyRows {
  const { layout, borders } = country;
  const ids = layout.villagesOf(county);
  const county_code = layout.countyCode(county);
  const arcs = [...new Set(ids.flatMap((village) => borders.around(village)))];
  const villages = ids.map((village): StoredVillage => {
    const [lng, lat] = fromGrid(borders.seat(village));
    return {
      ...spelledRow(placeName(village - 1, 'village')),
      id: village,
      code: null,
      kind: 'village',
      township_code: layout.townshipCode(village),
      county_code,
      possible_duplicate_of: null,
      lng,
      lat,
      location_quality: 'estimated',
      territory: areaWithin(borders.around(village), (id) => id === village),
      territory_quality: 'estimated',
      source_id: scaleSourceId,
      source_place: null,
    };
  });
  const attributes = ids.map((village) => attributesOf(village, country));
  const seatOf = ({ lng, lat }: StoredVillage) => ({ lng, lat });
  const codes = [...new Set(villages.map(({ township_code }) => township_code))];
  return {
    county: {
      ...spelledRow(numberedName(county + 1, 'county')),
      ...estimated,
      ...seatOf(villages[Math.floor(villages.length / 2)]!),
      code: county_code,
      level: 'county',
      parent_code: layout.prefectureCode(layout.prefectureOf(ids[0]!)),
      geom: areaWithin(arcs, (id) => layout.countyOf(id) === county),
    },
    townships: codes.map((code): StoredRegion => ({
      ...spelledRow(placeName(county * 10 + Number(code.slice(6)), 'township')),
      ...estimated,
      ...seatOf(villages.find(({ township_code }) => township_code === code)!),
      code,
      level: 'township',
      parent_code: county_code,
      geom: areaWithin(arcs, (id) => layout.countyOf(id) === county && layout.townshipCode(id) === code),
    })),
    villages,
    edges: ids
      .flatMap((village) => borders.ownedBy(village))
      .map(({ points, left, right }, index): StoredEdge => ({
        id: firstEdge + index,
        county_code,
        left,
        right,
        rank: borders.rank({ left, right }),
        geom: { type: 'LineString', coordinates: points.map(fromGrid) },
        source_id: scaleSourceId,
      })),
    attributes,
    assignments: attributes.map((row) => ({
      village_id: row.village_id,
      county_code,
      category_key: categoryOf(row, country),
    })),
  };
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Feature, LineString, Polygon } from 'geojson';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import { readCsvFile } from '../extraction/csvFile.ts';
import { readGeographyInputs } from '../geography/estimatedGeography.ts';
import type { EdgeRank } from '../geography/territories.ts';
import { planeDistance, XIANGXI_PLANE, type LngLat, type PlanePoint } from '../geography/plane.ts';
import type { Seat, Township } from '../geography/seats.ts';
import type { Village } from '../geography/villagePoints.ts';

/** A village with its estimated place, its cell and what the plan says about it. */
export interface PlacedVillage extends Village {
  position: LngLat;
  point: PlanePoint;
  cell: LngLat[][];
  /** Category key of the plan; null where the plan does not list the village. */
  category: string | null;
}

/** A border between two villages: the place where a road may pass from one to the other. */
export interface CellBorder {
  left: number;
  right: number;
  rank: EdgeRank;
  line: LngLat[];
}

export interface DemonstrationInputs {
  villages: PlacedVillage[];
  byId: ReadonlyMap<number, PlacedVillage>;
  borders: CellBorder[];
  townships: Township[];
  counties: { code: string; name: string }[];
  /** Township code → the village its seat lies nearest to, within the township. */
  seatVillages: ReadonlyMap<string, PlacedVillage>;
  /** County code → the village that holds the county town. */
  countyTowns: ReadonlyMap<string, PlacedVillage>;
}

export function readDemonstrationInputs(dataDirectory: string): DemonstrationInputs {
  const { villages: base, townships, seats, counties } = readGeographyInputs(dataDirectory);
  const planDirectory = join(dataDirectory, 'xiangxi');
  const territoryFile = join(planDirectory, 'geography', 'territories.topojson');
  const topology = JSON.parse(readFileSync(territoryFile, 'utf8')) as Topology;
  const cells = new Map(
    areas<Polygon>(topology, 'villages').map(({ id, geometry }) => [id, geometry.coordinates]),
  );
  const points = new Map(
    readCsvFile(join(planDirectory, 'geography', 'points.csv')).map((row) => [
      Number(row.id),
      [Number(row.lng), Number(row.lat)] as LngLat,
    ]),
  );
  const categories = new Map(
    readCsvFile(join(planDirectory, 'villages.csv')).map((row) => [Number(row.village_id), row.category!]),
  );
  const villages = base.map((village): PlacedVillage => {
    const position = points.get(village.id);
    const cell = cells.get(village.id) as LngLat[][] | undefined;
    if (!position || !cell) throw new Error(`village ${village.id} has no place: run make-geography first`);
    const category = categories.get(village.id) ?? null;
    return { ...village, position, point: XIANGXI_PLANE.toPlane(position), cell, category };
  });
  return {
    villages,
    byId: new Map(villages.map((village) => [village.id, village])),
    borders: areas<LineString, Omit<CellBorder, 'line'>>(topology, 'edges').map(
      ({ geometry, properties }) => ({
        left: properties.left,
        right: properties.right,
        rank: properties.rank,
        line: geometry.coordinates as LngLat[],
      }),
    ),
    townships,
    counties: counties.map(({ code, name }) => ({ code, name })),
    seatVillages: seatVillagesOf(seats, villages),
    countyTowns: countyTownsOf(join(dataDirectory, 'regions', 'county-seats.csv'), villages),
  };
}

function areas<Geometry extends Polygon | LineString, Properties = unknown>(
  topology: Topology,
  name: string,
) {
  const object = topology.objects[name] as GeometryCollection<object>;
  return feature(topology, object).features as unknown as (Feature<Geometry, Properties> & { id: number })[];
}

function seatVillagesOf(
  seats: readonly Seat[],
  villages: readonly PlacedVillage[],
): Map<string, PlacedVillage> {
  return new Map(
    seats.map(({ townshipCode, position }) => {
      const members = villages.filter((village) => village.townshipCode === townshipCode);
      return [townshipCode, nearestVillage(members, position)];
    }),
  );
}

function countyTownsOf(file: string, villages: readonly PlacedVillage[]): Map<string, PlacedVillage> {
  return new Map(
    readCsvFile(file).map(({ county_code, lng, lat }) => {
      const members = villages.filter(({ countyCode }) => countyCode === county_code);
      return [county_code!, nearestVillage(members, [Number(lng), Number(lat)])];
    }),
  );
}

/** The village whose point is nearest to a position. */
export function nearestVillage(villages: readonly PlacedVillage[], position: LngLat): PlacedVillage {
  const target = XIANGXI_PLANE.toPlane(position);
  let [best, bestDistance] = [villages[0]!, Infinity];
  for (const village of villages) {
    const distance = planeDistance(village.point, target);
    if (distance < bestDistance) [best, bestDistance] = [village, distance];
  }
  return best;
}

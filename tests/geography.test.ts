import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Feature, LineString, MultiPolygon, Polygon, Position } from 'geojson';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import { beforeAll, describe, expect, it } from 'vitest';
import { readCsvFile } from '../scripts/extraction/csvFile.ts';
import { makeTerritories, readGeographyInputs } from '../scripts/geography/estimatedGeography.ts';
import { insideRings, signedArea } from '#domain/territories/grid';
import { XIANGXI_PLANE, planeDistance, type LngLat, type PlanePoint } from '../scripts/geography/plane.ts';

const dataDirectory = join(import.meta.dirname, '..', 'data');
const geographyDirectory = join(dataDirectory, 'xiangxi', 'geography');
const regionsDirectory = join(dataDirectory, 'regions');

type Area = Feature<Polygon | MultiPolygon, Record<string, string>>;

function readTopology(path: string): Topology {
  return JSON.parse(readFileSync(path, 'utf8')) as Topology;
}

function readAreas(topology: Topology, name: string): Area[] {
  const object = topology.objects[name] as GeometryCollection<Record<string, string>>;
  return feature(topology, object).features as Area[];
}

function polygonsOf({ geometry }: Area): Position[][][] {
  return geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
}

function ringsOf(area: Area): [number, number][][] {
  return polygonsOf(area).flat() as [number, number][][];
}

/** Square degrees, holes taken off. */
function areaOf(area: Area): number {
  return ringsOf(area).reduce((sum, ring) => sum + signedArea(ring.slice(0, -1)), 0);
}

/** Directed steps of all rings; a gap-free set of areas uses each at most once, with its reverse inside. */
function stepsOf(areas: readonly Area[]): Map<string, number> {
  const steps = new Map<string, number>();
  for (const ring of areas.flatMap(ringsOf)) {
    for (let index = 1; index < ring.length; index++) {
      const step = `${String(ring[index - 1])} ${String(ring[index])}`;
      steps.set(step, (steps.get(step) ?? 0) + 1);
    }
  }
  return steps;
}

function reverse(step: string): string {
  return step.split(' ').reverse().join(' ');
}

function digest(text: string | Buffer): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The faults of a polygon that the GeoJSON shape alone does not show. */
function faultsOf(area: Area): string[] {
  const faults: string[] = [];
  for (const polygon of polygonsOf(area)) {
    polygon.forEach((ring, index) => {
      const vertices = ring.slice(0, -1);
      if (String(ring[0]) !== String(ring.at(-1))) faults.push('not closed');
      if (new Set(vertices.map(String)).size !== vertices.length) faults.push('meets itself in a vertex');
      if (signedArea(vertices as LngLat[]) > 0 !== (index === 0)) faults.push('wound the wrong way');
      if (crossesItself(ring as LngLat[])) faults.push('crosses itself');
    });
  }
  return faults.map((fault) => `${area.id}: ${fault}`);
}

function side(a: LngLat, b: LngLat, c: LngLat): number {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}

function crossesItself(ring: readonly LngLat[]): boolean {
  for (let first = 1; first < ring.length; first++) {
    const [a, b] = [ring[first - 1]!, ring[first]!];
    for (let second = first + 2; second < ring.length; second++) {
      if (first === 1 && second === ring.length - 1) continue;
      const [c, d] = [ring[second - 1]!, ring[second]!];
      if (Math.max(c[0], d[0]) < Math.min(a[0], b[0]) || Math.min(c[0], d[0]) > Math.max(a[0], b[0]))
        continue;
      if (side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0) return true;
    }
  }
  return false;
}

describe('county outlines', () => {
  const names = ['xiangxi', 'chengkou', 'yiyang', 'ruyuan', 'changsha'];
  const counties = new Map(
    names.map((name) => [
      name,
      readAreas(readTopology(join(regionsDirectory, 'counties', `${name}.topojson`)), 'counties'),
    ]),
  );
  const neighbourFile = join(regionsDirectory, 'neighbours.topojson');
  const neighbours = readAreas(readTopology(neighbourFile), 'neighbours');

  it('holds the counties of each region, 宁乡 under the code it has now', () => {
    expect([...counties].map(([name, areas]) => [name, areas.length])).toEqual([
      ['xiangxi', 8],
      ['chengkou', 1],
      ['yiyang', 6],
      ['ruyuan', 1],
      ['changsha', 9],
    ]);
    const ningxiang = counties.get('changsha')!.find(({ properties }) => properties.name === '宁乡市');
    expect(ningxiang!.id).toBe('430182');
    expect(counties.get('xiangxi')!.map(({ id }) => id)).toEqual([
      '433101',
      '433122',
      '433123',
      '433124',
      '433125',
      '433126',
      '433127',
      '433130',
    ]);
  });

  it('lies where the counties are after the change of datum', () => {
    // The raw outline (GCJ-02) begins at 109.18066 east and 27.72070 north.
    const [west, south] = readTopology(join(regionsDirectory, 'counties', 'xiangxi.topojson')).bbox!;
    expect(west).toBeCloseTo(109.176, 3);
    expect(south).toBeCloseTo(27.7238, 3);
    expect(insideRings([109.73346, 28.31925], ringsOf(counties.get('xiangxi')![0]!))).toBe(true);
  });

  it('draws valid polygons, outer rings counter-clockwise', () => {
    expect([...counties.values(), neighbours].flat().flatMap(faultsOf)).toEqual([]);
  });

  it('leaves no gap and no overlap between neighbours', () => {
    for (const areas of counties.values()) {
      const steps = stepsOf(areas);
      expect(Math.max(...steps.values())).toBe(1);
    }
    const inside = stepsOf(counties.get('xiangxi')!);
    const around = stepsOf(neighbours);
    const outer = [...inside.keys()].filter((step) => !inside.has(reverse(step)));
    expect(outer.length).toBeGreaterThan(500);
    expect(outer.filter((step) => !around.has(reverse(step)))).toEqual([]);
  });

  it('keeps the neighbours small', () => {
    expect(neighbours).toHaveLength(11);
    expect(statSync(neighbourFile).size).toBeLessThanOrEqual(60_000);
  });
});

describe('estimated territories', () => {
  const territoryFile = join(geographyDirectory, 'territories.topojson');
  let topology: Topology;
  let villages: Area[];
  let points: Map<string, LngLat>;
  let baseVillages: Map<string, Record<string, string>>;

  beforeAll(() => {
    topology = readTopology(territoryFile);
    villages = readAreas(topology, 'villages');
    points = new Map(
      readCsvFile(join(geographyDirectory, 'points.csv')).map(({ id, lng, lat }) => [
        id!,
        [Number(lng), Number(lat)],
      ]),
    );
    baseVillages = new Map(
      readCsvFile(join(dataDirectory, 'xiangxi', 'base-villages.csv')).map((row) => [row.id!, row]),
    );
  });

  it('comes out byte for byte the same from the committed inputs', () => {
    const { points: pointText, territories } = makeTerritories(readGeographyInputs(dataDirectory));
    expect(digest(pointText)).toBe(digest(readFileSync(join(geographyDirectory, 'points.csv'))));
    expect(digest(territories)).toBe(digest(readFileSync(territoryFile)));
  });

  it('gives every base village one cell and one estimated point', () => {
    const ids = [...baseVillages.keys()];
    expect(villages.map(({ id }) => String(id))).toEqual(ids);
    expect([...points.keys()]).toEqual(ids);
    const qualities = readCsvFile(join(geographyDirectory, 'points.csv')).map((row) => row.location_quality);
    expect(new Set(qualities)).toEqual(new Set(['estimated']));
    for (const village of villages) {
      expect(village.properties.t).toBe(baseVillages.get(String(village.id))!.township_code);
    }
  });

  it('draws each cell as one valid polygon that holds its village', () => {
    expect(villages.filter(({ geometry }) => geometry.type !== 'Polygon')).toEqual([]);
    expect(villages.flatMap(faultsOf)).toEqual([]);
    const strays = villages.filter(
      (village) => !insideRings(points.get(String(village.id))!, ringsOf(village)),
    );
    expect(strays.map(({ id }) => id)).toEqual([]);
  });

  it('makes no sliver', () => {
    const squareKilometres = villages.map(
      (village) => areaOf(village) * 111.32 ** 2 * Math.cos((28.6 * Math.PI) / 180),
    );
    expect(Math.min(...squareKilometres)).toBeGreaterThan(0.5);
    expect(Math.max(...squareKilometres)).toBeLessThan(60);
  });

  it('fills townships, counties and the prefecture exactly', () => {
    const committed = readAreas(
      readTopology(join(regionsDirectory, 'counties', 'xiangxi.topojson')),
      'counties',
    );
    for (const county of readAreas(topology, 'counties')) {
      const cells = villages.filter(({ id }) => baseVillages.get(String(id))!.county_code === county.id);
      const sum = cells.reduce((total, cell) => total + areaOf(cell), 0);
      const outline = committed.find(({ id }) => id === county.id)!;
      expect(Math.abs(sum - areaOf(county)) / areaOf(county)).toBeLessThan(1e-9);
      expect(Math.abs(sum - areaOf(outline)) / areaOf(outline)).toBeLessThan(1e-6);
    }
    const [prefecture] = readAreas(topology, 'prefecture');
    const townships = readAreas(topology, 'townships');
    const total = townships.reduce((sum, township) => sum + areaOf(township), 0);
    expect(Math.abs(total - areaOf(prefecture!)) / total).toBeLessThan(1e-9);
    expect([...townships, ...readAreas(topology, 'counties'), prefecture!].flatMap(faultsOf)).toEqual([]);
    expect(townships.filter(({ geometry }) => geometry.type !== 'Polygon').map(({ id }) => id)).toEqual([]);
  });

  it('keeps every vertex of the county outlines', () => {
    const vertices = new Set(readAreas(topology, 'counties').flatMap(ringsOf).flat().map(String));
    const committed = readAreas(
      readTopology(join(regionsDirectory, 'counties', 'xiangxi.topojson')),
      'counties',
    );
    expect(
      committed
        .flatMap(ringsOf)
        .flat()
        .map(String)
        .filter((vertex) => !vertices.has(vertex)),
    ).toEqual([]);
  });

  it('uses each edge once, or twice in opposite directions', () => {
    const steps = stepsOf(villages);
    expect(Math.max(...steps.values())).toBe(1);
    const outer = [...steps.keys()].filter((step) => !steps.has(reverse(step)));
    const rim = stepsOf(readAreas(topology, 'prefecture'));
    expect(outer.filter((step) => !rim.has(step))).toEqual([]);
    expect(outer).toHaveLength(rim.size);
  });

  it('describes every border between two villages with its sides and rank', () => {
    const object = topology.objects.edges as GeometryCollection<{
      left: number;
      right: number;
      rank: string;
    }>;
    const edges = feature(topology, object).features as Feature<
      LineString,
      { left: number; right: number; rank: string }
    >[];
    expect(edges.map(({ id }) => id)).toEqual(edges.map((_, index) => index + 1));
    const steps = new Map(villages.map((village) => [Number(village.id), stepsOf([village])]));
    for (const { geometry, properties } of edges) {
      const { left, right, rank } = properties;
      const [first, second] = geometry.coordinates;
      const step = `${String(first)} ${String(second)}`;
      expect(left === 0 || steps.get(left)!.has(step)).toBe(true);
      expect(right === 0 || steps.get(right)!.has(reverse(step))).toBe(true);
      expect(rank).toBe(expectedRank(left, right));
    }
    expect(new Set(edges.map(({ properties }) => properties.rank)).size).toBe(4);
  });

  function expectedRank(left: number, right: number): string {
    const [one, other] = [baseVillages.get(String(left)), baseVillages.get(String(right))];
    if (!one || !other) return 'prefecture';
    if (one.county_code !== other.county_code) return 'county';
    return one.township_code === other.township_code ? 'village' : 'township';
  }

  it('puts no village outside its county and none on top of another', () => {
    const counties = readAreas(
      readTopology(join(regionsDirectory, 'counties', 'xiangxi.topojson')),
      'counties',
    );
    const rings = new Map(counties.map((county) => [String(county.id), ringsOf(county)]));
    const outside = [...points].filter(
      ([id, position]) => !insideRings(position, rings.get(baseVillages.get(id)!.county_code!)!),
    );
    expect(outside).toEqual([]);
    const placed = [...points.values()].map(XIANGXI_PLANE.toPlane);
    expect(closestPair(placed)).toBeGreaterThan(0.3);
  });

  it('puts every seat inside its own township and says where each is from', () => {
    const townships = new Map(
      readAreas(topology, 'townships').map((area) => [String(area.id), ringsOf(area)]),
    );
    const seats = readCsvFile(join(geographyDirectory, 'seats.csv'));
    expect(seats).toHaveLength(townships.size);
    const strays = seats.filter(
      ({ township_code, lng, lat }) =>
        !insideRings([Number(lng), Number(lat)], townships.get(township_code!)!),
    );
    expect(strays.map(({ township_code }) => township_code)).toEqual([]);
    const gazetteer = seats.filter(({ location_quality }) => location_quality === 'gazetteer');
    expect(gazetteer).toHaveLength(96);
    expect(gazetteer.every(({ source_name }) => source_name!.startsWith('GeoNames '))).toBe(true);
    expect(seats.every(({ reason }) => reason !== '')).toBe(true);
  });

  it('stays small', () => {
    expect(statSync(territoryFile).size).toBeLessThanOrEqual(1_500_000);
    const folders = ['geography', 'demo'].map((name) => join(dataDirectory, 'xiangxi', name));
    const bytes = folders.flatMap((folder) =>
      readdirSync(folder).map((name) => statSync(join(folder, name)).size),
    );
    expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(4_000_000);
  });
});

function closestPair(points: readonly PlanePoint[]): number {
  let closest = Infinity;
  points.forEach((point, index) => {
    for (let other = index + 1; other < points.length; other++) {
      closest = Math.min(closest, planeDistance(point, points[other]!));
    }
  });
  return closest;
}

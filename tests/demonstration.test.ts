import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { distance } from '@turf/turf';
import type { Feature, LineString, Polygon } from 'geojson';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import { beforeAll, describe, expect, it } from 'vitest';
import { glyphNames } from '../client/theme/symbols.ts';
import { makeDemonstration } from '../scripts/demonstration/demonstration.ts';
import { readCsvFile, type CsvRow } from '../scripts/extraction/csvFile.ts';
import { gridKey, insideRings, toGrid } from '#domain/territories/grid';
import type { LngLat } from '../scripts/geography/plane.ts';

const dataDirectory = join(import.meta.dirname, '..', 'data');
const planDirectory = join(dataDirectory, 'xiangxi');
const demoDirectory = join(planDirectory, 'demo');

function readFeatures<Geometry extends LineString | Polygon, Properties>(path: string, name: string) {
  const topology = JSON.parse(readFileSync(path, 'utf8')) as Topology;
  const collection = topology.objects[name] as GeometryCollection<object>;
  return feature(topology, collection).features as unknown as Feature<Geometry, Properties>[];
}

function readRows(name: string): CsvRow[] {
  return readCsvFile(join(demoDirectory, name));
}

function positionOf({ lng, lat }: CsvRow): LngLat {
  return [Number(lng), Number(lat)];
}

/** A text for a position that does not depend on the last digits of a decoded topology. */
function keyOf(position: readonly number[]): string {
  return gridKey(toGrid(position));
}

function digest(text: string | Buffer): string {
  return createHash('sha256').update(text).digest('hex');
}

function range(length: number): string[] {
  return Array.from({ length }, (_, index) => String(index + 1));
}

interface RoadProperties {
  id: number;
  class: 'county' | 'township' | 'village';
  surface: string;
  lengthMetres: number;
  speedKmh: number;
  from_id: number;
  to_id: number;
  isClosed: boolean;
}

let baseVillages: Map<string, CsvRow>;
let cells: Map<string, LngLat[][]>;

beforeAll(() => {
  baseVillages = new Map(readCsvFile(join(planDirectory, 'base-villages.csv')).map((row) => [row.id!, row]));
  const villages = readFeatures<Polygon, object>(
    join(planDirectory, 'geography', 'territories.topojson'),
    'villages',
  );
  cells = new Map(villages.map(({ id, geometry }) => [String(id), geometry.coordinates as LngLat[][]]));
});

/** Rows whose codes disagree with their village, or whose place is not in the village's cell. */
function misplaced(rows: readonly CsvRow[]): CsvRow[] {
  return rows.filter((row) => {
    const village = baseVillages.get(row.village_id!);
    const codesAgree =
      village?.county_code === row.county_code && village?.township_code === row.township_code;
    return !codesAgree || !insideRings(positionOf(row), cells.get(row.village_id!)!);
  });
}

describe('demonstration data', () => {
  it('comes out byte for byte the same from the committed inputs', () => {
    const files = makeDemonstration(dataDirectory);
    expect([...files.keys()].sort()).toEqual(
      readdirSync(demoDirectory)
        .filter((name) => name !== 'README.md')
        .sort(),
    );
    const changed = [...files].filter(
      ([name, text]) => digest(text) !== digest(readFileSync(join(demoDirectory, name))),
    );
    expect(changed.map(([name]) => name)).toEqual([]);
  });
});

describe('demonstration sites', () => {
  const sites = readRows('sites.csv');

  it('has the 36 larger sites the plan counts and some smaller ones, all named 示例', () => {
    expect(sites.filter(({ households }) => Number(households) >= 100)).toHaveLength(36);
    expect(sites).toHaveLength(76);
    expect(sites.every(({ name }) => /^示例安置点 \d{2}$/.test(name!))).toBe(true);
    expect(sites.map(({ id }) => id)).toEqual(range(sites.length));
    expect(new Set(sites.map(({ size_class }) => size_class))).toEqual(new Set(['large', 'medium', 'small']));
  });

  it('puts each in its village and gives it room for those who live there', () => {
    expect(misplaced(sites)).toEqual([]);
    for (const { households, people, capacity_households } of sites) {
      expect(Number(capacity_households)).toBeGreaterThanOrEqual(Number(households));
      expect(Number(people) / Number(households)).toBeGreaterThan(3.5);
      expect(Number(people) / Number(households)).toBeLessThan(4.7);
    }
  });

  it('answers 五通五有 with yes, no and unknown', () => {
    const checks = [
      'road',
      'power',
      'water',
      'gas',
      'communication',
      'shop',
      'school',
      'clinic',
      'library',
      'square',
    ];
    expect(Object.keys(sites[0]!).slice(-10)).toEqual(checks);
    const answers = sites.flatMap((site) => checks.map((check) => site[check]!));
    expect(new Set(answers)).toEqual(new Set(['yes', 'no', '']));
  });
});

describe('demonstration facilities', () => {
  const facilities = readRows('facilities.csv');
  const kinds = JSON.parse(readFileSync(join(demoDirectory, 'facility-kinds.json'), 'utf8')) as {
    key: string;
    name: string;
    glyph: string;
    standardMetres: number;
  }[];
  const kindKeys = kinds.map(({ key }) => key);

  it('has every kind, each with a symbol of its own', () => {
    expect(new Set(facilities.map(({ kind }) => kind))).toEqual(new Set(kindKeys));
    expect(kinds).toHaveLength(11);
    expect(kinds.map(({ glyph }) => glyph).filter((glyph) => !glyphNames.includes(glyph))).toEqual([]);
    expect(new Set(kinds.map(({ glyph }) => glyph)).size).toBe(kinds.length);
  });

  it('names each 示例 with its kind and a number, under one id', () => {
    expect(facilities.map(({ id }) => id)).toEqual(range(facilities.length));
    const names = new Map(kinds.map(({ key, name }) => [key, name]));
    expect(facilities.filter(({ kind, name }) => !name!.startsWith(`示例${names.get(kind!)} `))).toEqual([]);
    expect(new Set(facilities.map(({ name }) => name)).size).toBe(facilities.length);
  });

  it('puts each in its village', () => {
    expect(misplaced(facilities)).toEqual([]);
  });

  it('has mostly working ones, and some planned and closed', () => {
    const share = (status: string) =>
      facilities.filter((row) => row.status === status).length / facilities.length;
    expect(share('working')).toBeGreaterThan(0.8);
    expect(share('planned')).toBeGreaterThan(0.04);
    expect(share('closed')).toBeGreaterThan(0.02);
    const planned = facilities.filter(({ status }) => status === 'planned');
    expect(Math.min(...planned.map(({ opened_year }) => Number(opened_year)))).toBeGreaterThanOrEqual(2022);
  });

  it.each(kinds)(
    'serves some but not all villages with $key within $standardMetres m',
    ({ key, standardMetres }) => {
      const working = facilities
        .filter(({ kind, status }) => kind === key && status === 'working')
        .map(positionOf);
      const points = readCsvFile(join(planDirectory, 'geography', 'points.csv')).map(positionOf);
      const isNear = ([lng, lat]: LngLat, [otherLng, otherLat]: LngLat) =>
        Math.hypot((lng - otherLng) * 97_700, (lat - otherLat) * 110_900) <= standardMetres;
      const served =
        points.filter((point) => working.some((place) => isNear(point, place))).length / points.length;
      expect(served).toBeGreaterThan(0.2);
      expect(served).toBeLessThan(0.8);
    },
  );
});

describe('demonstration roads', () => {
  let roads: Feature<LineString, RoadProperties>[];

  beforeAll(() => {
    roads = readFeatures<LineString, RoadProperties>(join(demoDirectory, 'roads.topojson'), 'roads');
  });

  it('joins neighbouring villages, from point to point', () => {
    const points = new Map(
      readCsvFile(join(planDirectory, 'geography', 'points.csv')).map((row) => [
        Number(row.id),
        keyOf(positionOf(row)),
      ]),
    );
    expect(roads.map(({ id }) => id)).toEqual(roads.map((_, index) => index + 1));
    const loose = roads.filter(({ geometry, properties }) => {
      const ends = [geometry.coordinates[0]!, geometry.coordinates.at(-1)!].map(keyOf);
      return ends[0] !== points.get(properties.from_id) || ends[1] !== points.get(properties.to_id);
    });
    expect(loose.map(({ id }) => id)).toEqual([]);
  });

  it('reaches every village but a few', () => {
    const linked = new Map<number, number[]>();
    const link = (from: number, to: number) => linked.set(from, [...(linked.get(from) ?? []), to]);
    for (const { properties } of roads) {
      link(properties.from_id, properties.to_id);
      link(properties.to_id, properties.from_id);
    }
    const reached = new Set([roads[0]!.properties.from_id]);
    for (const node of reached) for (const next of linked.get(node)!) reached.add(next);
    const isolated = [...baseVillages.keys()].filter((id) => !reached.has(Number(id)));
    expect(isolated).toHaveLength(6);
    expect(isolated.filter((id) => linked.has(Number(id)))).toEqual([]);
  });

  it('states geodesic lengths', () => {
    for (const { geometry, properties } of roads.filter((_, index) => index % 25 === 0)) {
      const onSphere = geometry.coordinates
        .slice(1)
        .reduce(
          (sum, position, index) =>
            sum + distance(geometry.coordinates[index]!, position, { units: 'meters' }),
          0,
        );
      // turf measures on a sphere: up to 0.6 % off the ellipsoid here.
      expect(Math.abs(properties.lengthMetres - onSphere) / onSphere).toBeLessThan(0.007);
    }
  });

  it('has three classes, each with its speed, and a few closed roads but no closed county road', () => {
    const classes = new Set(roads.map(({ properties }) => `${properties.class} ${properties.speedKmh}`));
    expect([...classes].sort()).toEqual(['county 55', 'township 40', 'village 18', 'village 25']);
    const closed = roads.filter(({ properties }) => properties.isClosed);
    expect(closed.length).toBeGreaterThan(3);
    expect(closed.length).toBeLessThan(20);
    expect(closed.filter(({ properties }) => properties.class === 'county')).toEqual([]);
  });

  it('follows the cells: hardly any two roads cross outside a village', () => {
    const segments = roads.flatMap(({ geometry }, road) =>
      geometry.coordinates.slice(1).map((end, index) => ({ road, a: geometry.coordinates[index]!, b: end })),
    );
    const byCell = new Map<string, typeof segments>();
    for (const segment of segments) {
      const key = segment.a.map((degrees) => Math.floor(degrees * 50)).join(' ');
      byCell.set(key, [...(byCell.get(key) ?? []), segment]);
    }
    let crossings = 0;
    for (const near of byCell.values()) {
      near.forEach((one, index) => {
        crossings += near
          .slice(index + 1)
          .filter((other) => one.road !== other.road && cross(one, other)).length;
      });
    }
    expect(crossings).toBeLessThan(roads.length * 0.02);
  });
});

interface Step {
  a: number[];
  b: number[];
}

function side({ a, b }: Step, point: number[]): number {
  return (b[0]! - a[0]!) * (point[1]! - a[1]!) - (b[1]! - a[1]!) * (point[0]! - a[0]!);
}

function cross(one: Step, other: Step): boolean {
  return side(one, other.a) * side(one, other.b) < 0 && side(other, one.a) * side(other, one.b) < 0;
}

describe('demonstration routes', () => {
  const planned = JSON.parse(readFileSync(join(planDirectory, 'routes.json'), 'utf8')) as {
    id: string;
    counties: string[];
    anchors: { name: string; kind: string }[];
  }[];
  const stops = readRows('routes-stops.csv');
  const lines = readFeatures<LineString, { routeId: string }>(
    join(demoDirectory, 'routes.topojson'),
    'routes',
  );

  it('draws the four routes of the plan', () => {
    expect(lines.map(({ properties }) => properties.routeId)).toEqual(planned.map(({ id }) => id));
  });

  it('marks the stops the plan names and calls every other one 示例', () => {
    for (const { id, anchors } of planned) {
      const own = stops.filter(({ route_id }) => route_id === id);
      expect(own.map(({ order }) => order)).toEqual(range(own.length));
      const places = anchors.filter(({ kind }) => kind !== 'river').map(({ name }) => name);
      const named = own.filter(({ is_anchor }) => is_anchor === 'true').map(({ name }) => name);
      expect(named.sort()).toEqual(places.sort());
      const samples = own.filter(({ is_anchor }) => is_anchor === 'false');
      expect(samples.every(({ name }) => /^示例节点 \d{2}$/.test(name!))).toBe(true);
    }
  });

  it('stops in each county the plan names', () => {
    const names = new Map(
      readCsvFile(join(dataDirectory, 'regions', 'regions.csv')).map(({ code, name }) => [code, name]),
    );
    for (const { id, counties } of planned) {
      const reached = new Set(
        stops
          .filter(({ route_id }) => route_id === id)
          .map(({ village_id }) => names.get(baseVillages.get(village_id!)!.county_code!)),
      );
      expect(counties.filter((county) => !reached.has(county))).toEqual([]);
    }
  });

  it('runs through its stops in order', () => {
    for (const { geometry, properties } of lines) {
      const own = stops
        .filter(({ route_id }) => route_id === properties.routeId)
        .map((row) => keyOf(positionOf(row)));
      const vertices = geometry.coordinates.map(keyOf);
      expect(vertices[0]).toBe(own[0]);
      expect(vertices.at(-1)).toBe(own.at(-1));
      let at = 0;
      for (const stop of own) at = vertices.indexOf(stop, at);
      expect(at).toBe(vertices.length - 1);
    }
  });
});

describe('demonstration project places and village attributes', () => {
  const places = readRows('project-places.csv');

  it('places each county a project names, at an estimated place in that county', () => {
    const projects = readCsvFile(join(planDirectory, 'projects.csv'));
    const named = projects.flatMap(({ number, places: text }) =>
      text!
        .split('|')
        .filter((place) => place !== '' && place !== '全州')
        .map((place) => `${number} ${place}`),
    );
    expect(places.map(({ project_number, place }) => `${project_number} ${place}`)).toEqual(named);
    expect(misplaced(places)).toEqual([]);
    expect(new Set(places.map(({ location_quality }) => location_quality))).toEqual(new Set(['estimated']));
  });

  it('gives every base village attributes marked as demonstration', () => {
    const attributes = readRows('village-attributes.csv');
    expect(attributes.map(({ village_id }) => village_id)).toEqual([...baseVillages.keys()]);
    expect(attributes.every(({ is_demonstration }) => is_demonstration === 'true')).toBe(true);
    for (const { population, households, income_yuan, collective_income_yuan } of attributes) {
      expect(Number(population)).toBeGreaterThan(Number(households));
      expect(Number(households)).toBeGreaterThan(10);
      expect(Number(income_yuan)).toBeGreaterThan(3000);
      expect(Number(collective_income_yuan)).toBeGreaterThan(0);
    }
  });

  it('agrees with the categories of the plan in the middle, not everywhere', () => {
    const incomes = new Map(
      readRows('village-attributes.csv').map((row) => [row.village_id, Number(row.income_yuan)]),
    );
    const incomesOf = (category: string) =>
      readCsvFile(join(planDirectory, 'villages.csv'))
        .filter((row) => row.category === category)
        .map((row) => incomes.get(row.village_id!)!)
        .sort((one, other) => one - other);
    const [rich, poor] = [incomesOf('demonstration'), incomesOf('keyAssistance')];
    expect(rich[Math.floor(rich.length / 2)]!).toBeGreaterThan(poor[Math.floor(poor.length / 2)]! * 1.2);
    expect(poor.at(-1)!).toBeGreaterThan(rich[0]!);
  });
});

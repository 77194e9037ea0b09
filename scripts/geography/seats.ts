import { isInsideCounty, type CountyOutline } from './outline.ts';
import type { GazetteerPlace } from './gazetteer.ts';
import { planeDistance, XIANGXI_PLANE, type LngLat, type PlanePoint } from './plane.ts';
import { seededRandom } from './random.ts';
import { sampleCounty } from './samples.ts';

export interface Township {
  code: string;
  name: string;
  countyCode: string;
}

/** A person's decision that a township's seat is a place the gazetteer has under another name. */
export interface SeatAlias {
  township_code: string;
  geonames_id: string;
  reason: string;
}

export interface Seat {
  townshipCode: string;
  position: LngLat;
  quality: 'gazetteer' | 'estimated';
  sourceName: string;
  reason: string;
}

/** A street (街道) is part of the county town, so an unknown one is put this near to it. */
const STREET_DISTANCE_KILOMETRES = 2.2;
const LATTICE_KILOMETRES = 0.5;
/** Keeps estimated seats off the county border. */
const BORDER_MARGIN_KILOMETRES = 2.5;

const stem = (name: string) => name.replace(/(街道|林场|镇|乡)$/u, '');

/**
 * The seat of every township of a county: from the gazetteer by name or by a person's decision, else
 * estimated and saying so.
 *
 * @throws Error when an alias names a place that is not in the gazetteer
 */
export function locateSeats(
  county: CountyOutline,
  townships: readonly Township[],
  places: readonly GazetteerPlace[],
  aliases: readonly SeatAlias[],
): Seat[] {
  const seats = new Map<string, Seat>();
  for (const { code, name } of townships) {
    const place = aliasedPlace(code, places, aliases) ?? namedPlace(name, county, places);
    if (!place) continue;
    const alias = aliases.find(({ township_code }) => township_code === code);
    seats.set(code, {
      townshipCode: code,
      position: place.position,
      quality: 'gazetteer',
      sourceName: `GeoNames ${place.id} ${place.chineseNames[0] ?? place.name}`,
      reason: alias?.reason ?? 'same name in the same county',
    });
  }
  const town = countyTown(county, places);
  const streets = townships.filter(({ code, name }) => !seats.has(code) && name.endsWith('街道'));
  streets.forEach(({ code }, index) => {
    seats.set(
      code,
      estimated(code, besideTown(county, town, index, streets.length), 'a street of the county town'),
    );
  });
  for (const { code } of townships) {
    if (seats.has(code)) continue;
    const taken = [...seats.values()].map(({ position }) => XIANGXI_PLANE.toPlane(position));
    seats.set(
      code,
      estimated(
        code,
        widestGap(county, taken),
        'not in the gazetteer: the widest gap between the other seats',
      ),
    );
  }
  return townships.map(({ code }) => seats.get(code)!);
}

/** The place GeoNames ranks as the seat of the county. */
export function countyTown(county: CountyOutline, places: readonly GazetteerPlace[]): GazetteerPlace {
  const towns = places.filter((place) => place.isCountySeat && isInsideCounty(county, place.position));
  if (towns.length !== 1) throw new Error(`${county.name} has ${towns.length} county seats in the gazetteer`);
  return towns[0]!;
}

function aliasedPlace(code: string, places: readonly GazetteerPlace[], aliases: readonly SeatAlias[]) {
  const alias = aliases.find(({ township_code }) => township_code === code);
  if (!alias) return undefined;
  const place = places.find(({ id }) => id === alias.geonames_id);
  if (!place)
    throw new Error(`the seat alias of ${code} names GeoNames ${alias.geonames_id}, which is not there`);
  return place;
}

function namedPlace(name: string, county: CountyOutline, places: readonly GazetteerPlace[]) {
  const found = places.filter(
    ({ chineseNames, position }) =>
      chineseNames.some((candidate) => candidate === name || stem(candidate) === stem(name)) &&
      isInsideCounty(county, position),
  );
  // Two places of one name in one county need a person, that is an alias.
  return found.length === 1 ? found[0] : undefined;
}

function estimated(townshipCode: string, position: LngLat, reason: string): Seat {
  return {
    townshipCode,
    position: position.map(round) as LngLat,
    quality: 'estimated',
    sourceName: '',
    reason,
  };
}

function besideTown(county: CountyOutline, town: GazetteerPlace, index: number, count: number): LngLat {
  const random = seededRandom(`streets of ${county.code}`);
  const start = random() * 2 * Math.PI;
  const centre = XIANGXI_PLANE.toPlane(town.position);
  for (let attempt = 0; attempt < 36; attempt++) {
    const angle = start + (index / count + attempt / 36) * 2 * Math.PI;
    const position = XIANGXI_PLANE.toLngLat([
      centre[0] + Math.cos(angle) * STREET_DISTANCE_KILOMETRES,
      centre[1] + Math.sin(angle) * STREET_DISTANCE_KILOMETRES,
    ]);
    if (isInsideCounty(county, position)) return position;
  }
  throw new Error(`no room for a street beside the town of ${county.name}`);
}

function nearest(point: PlanePoint, others: readonly PlanePoint[]): number {
  return Math.min(...others.map((other) => planeDistance(point, other)));
}

/** The lattice point farthest from every seat so far, the border counting as half a seat. */
function widestGap(county: CountyOutline, taken: readonly PlanePoint[]): LngLat {
  const { points, neighbours } = sampleCounty(county, LATTICE_KILOMETRES);
  const rim = points.filter((_, index) => neighbours[index]!.length < 4);
  let best = points[0]!;
  let bestGap = -Infinity;
  for (const point of points) {
    const gap = nearest(point, taken);
    if (gap <= bestGap) continue;
    const margin = nearest(point, rim);
    if (margin < BORDER_MARGIN_KILOMETRES) continue;
    const score = Math.min(gap, margin * 2);
    if (score > bestGap) [best, bestGap] = [point, score];
  }
  return XIANGXI_PLANE.toLngLat(best);
}

function round(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6;
}

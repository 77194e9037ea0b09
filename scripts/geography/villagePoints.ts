import type { CountyOutline } from './outline.ts';
import { planeDistance, XIANGXI_PLANE, type LngLat, type PlanePoint } from './plane.ts';
import { sampleCounty } from './samples.ts';
import type { Seat, Township } from './seats.ts';
import { allotSamples } from './townshipAllotment.ts';
import { spreadVillages } from './villagePlacement.ts';

/** A village or community that needs a place. */
export interface Village {
  id: number;
  name: string;
  kind: 'village' | 'community';
  townshipCode: string;
  countyCode: string;
}

export interface VillagePoint {
  id: number;
  position: LngLat;
}

const LATTICE_KILOMETRES = 0.4;
const RIM_MARGIN_STEPS = 1;

/** Estimated points for all villages of a county, in the order of the villages given. */
export function placeVillages(
  county: CountyOutline,
  townships: readonly Township[],
  seats: readonly Seat[],
  villages: readonly Village[],
): VillagePoint[] {
  const samples = sampleCounty(county, LATTICE_KILOMETRES);
  const settled = townships.filter(({ code }) => villages.some(({ townshipCode }) => townshipCode === code));
  const claims = settled.map(({ code }) => ({
    seat: XIANGXI_PLANE.toPlane(seats.find(({ townshipCode }) => townshipCode === code)!.position),
    villageCount: villages.filter(({ townshipCode }) => townshipCode === code).length,
  }));
  const densities = samples.points.map((point) =>
    settlementDensity(
      point,
      claims.map(({ seat }) => seat),
    ),
  );
  const owners = allotSamples(samples, claims, densities);
  const placed = new Map<number, LngLat>();
  settled.forEach(({ code, name }, owner) => {
    const own = samples.points.map((_, index) => index).filter((index) => owners[index] === owner);
    const inner = own.filter((index) => samples.neighbours[index]!.length > 4 - RIM_MARGIN_STEPS);
    const ground = inner.length > claims[owner]!.villageCount * 2 ? inner : own;
    const points = spreadVillages(
      {
        points: ground.map((index) => samples.points[index]!),
        densities: ground.map((index) => densities[index]!),
        seat: claims[owner]!.seat,
      },
      claims[owner]!.villageCount,
      `villages of ${code}`,
    );
    const members = villages.filter(({ townshipCode }) => townshipCode === code);
    seatFirst(members, name).forEach((village, index) => {
      placed.set(village.id, XIANGXI_PLANE.toLngLat(sweepOrder(points)[index]!).map(round) as LngLat);
    });
  });
  return villages.map(({ id }) => ({ id, position: placed.get(id)! }));
}

/** Denser near seats, and densest where several are close together: the county town. */
function settlementDensity(point: PlanePoint, seats: readonly PlanePoint[]): number {
  const nearSeats = seats.reduce(
    (sum, seat) => sum + Math.exp(-((planeDistance(point, seat) / 3.5) ** 2)),
    0,
  );
  return 1 + 0.7 * Math.min(2, nearSeats);
}

/** The village that bears the township's name first, or a community; the others as listed. */
function seatFirst(villages: readonly Village[], townshipName: string): Village[] {
  const stem = townshipName.replace(/(街道|镇|乡)$/u, '');
  const rank = ({ name, kind }: Village) =>
    (name.replace(/(社区|村)$/u, '') === stem ? 0 : 2) + (kind === 'community' ? 0 : 1);
  const seat = [...villages].sort((one, other) => rank(one) - rank(other) || one.id - other.id)[0]!;
  return [seat, ...villages.filter((village) => village !== seat)];
}

/** The first point, then the rest round it: villages with neighbouring codes come to lie near each other. */
function sweepOrder(points: readonly PlanePoint[]): PlanePoint[] {
  const [seat, ...others] = points;
  const middle = [0, 1].map((axis) => points.reduce((sum, point) => sum + point[axis]!, 0) / points.length);
  const angle = ([x, y]: PlanePoint) => Math.atan2(y - middle[1]!, x - middle[0]!);
  return [seat!, ...others.sort((one, other) => angle(one) - angle(other))];
}

function round(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6;
}

import { distanceMetres } from '#domain/coverage/geodesic';
import { toGrid } from '#domain/territories/grid';
import type { LngLat } from '../geography/plane.ts';
import { seededRandom, type Random } from '../geography/random.ts';
import { encodeTopology } from '../geography/topologyFile.ts';
import type { DemonstrationInputs } from './inputs.ts';
import { chooseRoads, passagesOf, type RoadClass } from './roadNetwork.ts';
import { drawRoads } from './roadShapes.ts';

export interface Road {
  id: number;
  class: RoadClass;
  surface: 'asphalt' | 'concrete' | 'gravel';
  lengthMetres: number;
  speedKmh: number;
  fromId: number;
  toId: number;
  isClosed: boolean;
  line: LngLat[];
}

const SPEED_KMH: Readonly<Record<RoadClass, number>> = { county: 55, township: 40, village: 25 };
const GRAVEL_SPEED_KMH = 18;
const CLOSED_ROADS = 9;

/** The demonstration road network, drawn and measured. Ids count from 1. */
export function makeRoads(inputs: DemonstrationInputs): Road[] {
  const chosen = chooseRoads(inputs, passagesOf(inputs));
  const lines = drawRoads(chosen, inputs.byId);
  const random = seededRandom('surfaces and closures');
  const roads = chosen.map((road, index): Road => {
    const surface = surfaceOf(road.class, random);
    const line = lines[index]!;
    return {
      id: index + 1,
      class: road.class,
      surface,
      lengthMetres: Math.round(geodesicLength(line)),
      speedKmh: surface === 'gravel' ? GRAVEL_SPEED_KMH : SPEED_KMH[road.class],
      fromId: road.from,
      toId: road.to,
      isClosed: false,
      line,
    };
  });
  // County roads stay open: a closure there would cut the demonstration in two.
  const closable = roads.filter((road) => road.class !== 'county');
  for (let closed = 0; closed < CLOSED_ROADS; closed++) {
    closable[Math.floor(random() * closable.length)]!.isClosed = true;
  }
  return roads;
}

/** Metres along a line on the WGS 84 ellipsoid. */
export function geodesicLength(line: readonly LngLat[]): number {
  return line
    .slice(1)
    .reduce((sum, [lng, lat], index) => sum + distanceMetres(line[index]![0], line[index]![1], lng, lat), 0);
}

function surfaceOf(roadClass: RoadClass, random: Random): Road['surface'] {
  const draw = random();
  if (roadClass === 'county') return 'asphalt';
  if (roadClass === 'township') return draw < 0.6 ? 'asphalt' : 'concrete';
  return draw < 0.14 ? 'gravel' : 'concrete';
}

export function roadTopology(roads: readonly Road[]) {
  return encodeTopology(
    roads.map(({ line }) => ({ points: line.map(toGrid) })),
    {
      roads: roads.map((road, index) => ({
        type: 'LineString',
        id: road.id,
        properties: {
          id: road.id,
          class: road.class,
          surface: road.surface,
          lengthMetres: road.lengthMetres,
          speedKmh: road.speedKmh,
          from_id: road.fromId,
          to_id: road.toId,
          isClosed: road.isClosed,
        },
        arcs: [index],
      })),
    },
  );
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arbitraryPosition, arbitraryRoads } from './arbitraryRoads.ts';
import { lengthMetres, stepMetres } from './lineLength.ts';
import type { Position, RoadEdge } from './roadEdge.ts';
import { makeRoadGraph } from './roadGraph.ts';
import { makeRoadNetwork, routeAlong, snapToRoad, type DrivenRoute } from './routeAlong.ts';
import { shortestPath } from './shortestPath.ts';

const seeded = { seed: 20240619, numRuns: 120 };

/** Ends of the middle street meet those of the others. */
const street = (id: number, coordinates: Position[], rest: Partial<RoadEdge> = {}): RoadEdge => ({
  id,
  coordinates,
  speedKmh: 60,
  isClosed: false,
  ...rest,
});
const [west, centre, east, north]: Position[] = [
  [109.7, 28.3],
  [109.71, 28.3],
  [109.72, 28.3],
  [109.71, 28.31],
];
const straight = [street(1, [west!, centre!]), street(2, [centre!, east!])];
const detour = [street(3, [west!, north!]), street(4, [north!, east!])];
const stop = (name: string, position: Position) => ({ name, position });
const route = (roads: RoadEdge[], ...positions: Position[]) =>
  routeAlong(
    makeRoadNetwork(roads),
    positions.map((position, index) => stop(`第${index + 1}站`, position)),
  );

function driven(answer: ReturnType<typeof route>): DrivenRoute {
  if (!answer.ok) throw new Error(JSON.stringify(answer.faults));
  return answer.route;
}

describe('a route', () => {
  it('follows the roads, with the length of its line and the time of its classes', () => {
    const { line, metres, minutes, legs, snaps } = driven(route(straight, west!, east!));
    expect(line).toEqual([west, centre, east]);
    expect(metres).toBeCloseTo(lengthMetres(line), 6);
    // A kilometre a minute.
    expect(minutes).toBeCloseTo(metres / 1000, 9);
    expect(legs[0]!.edgeIds).toEqual([1, 2]);
    expect(snaps).toEqual([0, 0]);
  });

  it('takes the faster way, not the shorter one', () => {
    const slow = straight.map((edge) => ({ ...edge, speedKmh: 10 }));
    expect(driven(route([...slow, ...detour], west!, east!)).legs[0]!.edgeIds).toEqual([3, 4]);
  });

  it('goes round a closed road and never snaps to one', () => {
    const closed = [{ ...straight[0]!, isClosed: true }, straight[1]!];
    expect(driven(route([...closed, ...detour], west!, east!)).legs[0]!.edgeIds).toEqual([3, 4]);
    const place = snapToRoad(makeRoadNetwork(closed), [109.702, 28.3])!;
    expect(place.position).toEqual(centre);
  });

  it('goes down a one-way road one way only', () => {
    const oneWay = [street(1, [west!, east!], { isOneWay: true }), ...detour];
    expect(driven(route(oneWay, west!, east!)).legs[0]!.edgeIds).toEqual([1]);
    expect(driven(route(oneWay, east!, west!)).legs[0]!.edgeIds).toEqual([4, 3]);
    // Against the direction on one road: all the way round.
    const back = driven(route(oneWay, [109.715, 28.3], [109.705, 28.3]));
    expect(back.legs[0]!.edgeIds).toEqual([1, 4, 3, 1]);
  });

  it('begins and ends in the middle of roads', () => {
    const { line, snaps } = driven(route(straight, [109.705, 28.301], [109.715, 28.299]));
    expect(line).toHaveLength(3);
    expect(line[0]![0]).toBeCloseTo(109.705, 6);
    expect(line[0]![1]).toBeCloseTo(28.3, 9);
    expect(snaps[0]).toBeCloseTo(stepMetres([109.705, 28.301], [109.705, 28.3]), 3);
  });

  it('between a place and itself has no length and a line all the same', () => {
    const { line, metres, minutes } = driven(route(straight, centre!, centre!));
    expect([line.length, metres, minutes]).toEqual([2, 0, 0]);
  });

  it('has a leg from each stop to the next', () => {
    const { legs, metres, line } = driven(route(straight, west!, east!, centre!));
    expect(legs).toHaveLength(2);
    expect(metres).toBeCloseTo(legs[0]!.metres + legs[1]!.metres, 9);
    expect(line).toEqual([west, centre, east, centre]);
  });

  it('that does not exist is told with both names', () => {
    const island = street(9, [
      [109.9, 28.5],
      [109.91, 28.5],
    ]);
    expect(route([...straight, island], west!, [109.9, 28.5], east!)).toEqual({
      ok: false,
      faults: [
        { kind: 'unreachable', from: 0, to: 1, fromName: '第1站', toName: '第2站' },
        { kind: 'unreachable', from: 1, to: 2, fromName: '第2站', toName: '第3站' },
      ],
    });
  });

  it('through a place far from every road is told with its name', () => {
    const answer = route(straight, west!, [109.71, 28.4]);
    expect(answer).toMatchObject({ ok: false, faults: [{ kind: 'no-road', stop: 1, name: '第2站' }] });
    expect(route([], west!, east!)).toMatchObject({ ok: false, faults: [{ distanceMetres: null }, {}] });
  });
});

it('a graph refuses roads that cannot be driven on', () => {
  expect(() => makeRoadGraph([street(1, [west!])])).toThrow('road 1 has 1 positions');
  expect(() => makeRoadGraph([street(1, [west!, east!], { speedKmh: 0 })])).toThrow(RangeError);
});

/** Minutes between all pairs of corners, by Floyd and Warshall over the open roads. */
function minutesBetween(roads: readonly RoadEdge[]): (from: Position, to: Position) => number {
  const keys = [
    ...new Set(roads.flatMap(({ coordinates }) => [coordinates[0]!, coordinates.at(-1)!]).map(String)),
  ];
  const at = new Map(keys.map((key, index) => [key, index]));
  const table = keys.map((_, from) => keys.map((__, to) => (from === to ? 0 : Number.POSITIVE_INFINITY)));
  for (const { coordinates, speedKmh, isClosed } of roads) {
    if (isClosed) continue;
    const [from, to] = [at.get(String(coordinates[0]))!, at.get(String(coordinates.at(-1)))!];
    const minutes = lengthMetres(coordinates) / ((speedKmh * 1000) / 60);
    table[from]![to] = table[to]![from] = Math.min(table[from]![to]!, minutes);
  }
  for (const via of keys.keys()) {
    for (const from of keys.keys()) {
      for (const to of keys.keys()) {
        table[from]![to] = Math.min(table[from]![to]!, table[from]![via]! + table[via]![to]!);
      }
    }
  }
  return (from, to) => table[at.get(String(from))!]![at.get(String(to))!]!;
}

describe('any town', () => {
  it('corners are as far apart as another algorithm says', () => {
    fc.assert(
      fc.property(arbitraryRoads, fc.nat(), fc.nat(), (roads, a, b) => {
        const open = roads.filter(({ isClosed }) => !isClosed);
        fc.pre(open.length > 0);
        const network = makeRoadNetwork(roads);
        const corner = (pick: number) => open[pick % open.length]!.coordinates[0]!;
        const [from, to] = [corner(a), corner(b)];
        const path = shortestPath(network.graph, snapToRoad(network, from)!, snapToRoad(network, to)!);
        const wanted = minutesBetween(roads)(from, to);
        if (path === null) expect(wanted).toBe(Number.POSITIVE_INFINITY);
        else expect(path.minutes).toBeCloseTo(wanted, 6);
      }),
      seeded,
    );
  });

  it('no way is shorter than the straight line, and its line is as long as it says', () => {
    fc.assert(
      fc.property(arbitraryRoads, arbitraryPosition, arbitraryPosition, (roads, from, to) => {
        const network = makeRoadNetwork(roads);
        const [start, end] = [snapToRoad(network, from), snapToRoad(network, to)];
        fc.pre(start !== null && end !== null);
        const path = shortestPath(network.graph, start!, end!);
        if (path === null) return;
        expect(path.metres).toBeGreaterThanOrEqual(stepMetres(start!.position, end!.position) - 1e-3);
        expect(lengthMetres(path.line)).toBeCloseTo(path.metres, 2);
        expect(stepMetres(path.line[0]!, start!.position)).toBeLessThan(0.01);
        expect(stepMetres(path.line.at(-1)!, end!.position)).toBeLessThan(0.01);
      }),
      seeded,
    );
  });

  it('the way back takes as long where no road is one-way', () => {
    fc.assert(
      fc.property(arbitraryRoads, arbitraryPosition, arbitraryPosition, (roads, from, to) => {
        const network = makeRoadNetwork(roads);
        const [start, end] = [snapToRoad(network, from), snapToRoad(network, to)];
        fc.pre(start !== null && end !== null);
        const there = shortestPath(network.graph, start!, end!);
        const back = shortestPath(network.graph, end!, start!);
        expect(back === null).toBe(there === null);
        if (there && back) expect(back.minutes).toBeCloseTo(there.minutes, 9);
      }),
      seeded,
    );
  });

  it('no closed road is ever driven on', () => {
    fc.assert(
      fc.property(arbitraryRoads, arbitraryPosition, arbitraryPosition, (roads, from, to) => {
        const closed = new Set(roads.filter(({ isClosed }) => isClosed).map(({ id }) => id));
        const network = makeRoadNetwork(roads);
        const [start, end] = [snapToRoad(network, from), snapToRoad(network, to)];
        fc.pre(start !== null && end !== null);
        const path = shortestPath(network.graph, start!, end!);
        expect(path?.edgeIds.some((id) => closed.has(id)) ?? false).toBe(false);
      }),
      seeded,
    );
  });

  it('a place is put on the nearest open road of all', () => {
    fc.assert(
      fc.property(arbitraryRoads, arbitraryPosition, (roads, position) => {
        const network = makeRoadNetwork(roads);
        const place = snapToRoad(network, position);
        const open = roads.filter(({ isClosed }) => !isClosed);
        fc.pre(open.length > 0);
        // A hundred places on every piece of every open road.
        const nearest = Math.min(
          ...open.flatMap(({ coordinates }) =>
            coordinates.slice(1).flatMap((b, index) => {
              const a = coordinates[index]!;
              return Array.from({ length: 101 }, (_, step): number =>
                stepMetres(position, [
                  a[0] + ((b[0] - a[0]) * step) / 100,
                  a[1] + ((b[1] - a[1]) * step) / 100,
                ]),
              );
            }),
          ),
        );
        expect(place!.distanceMetres).toBeLessThanOrEqual(nearest * 1.0005 + 0.01);
        expect(place!.distanceMetres).toBeGreaterThanOrEqual(nearest - 15);
      }),
      { ...seeded, numRuns: 40 },
    );
  });
});

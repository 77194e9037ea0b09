import fc from 'fast-check';
import type { Position, RoadEdge } from './roadEdge.ts';

const columns = 5;
const rows = 4;

/** A town of blocks near 吉首 with bent streets, some of which are missing or closed. */
export const arbitraryRoads: fc.Arbitrary<RoadEdge[]> = fc
  .record({
    shifts: fc.array(fc.tuple(fc.integer({ min: -300, max: 300 }), fc.integer({ min: -300, max: 300 })), {
      minLength: columns * rows,
      maxLength: columns * rows,
    }),
    streets: fc.array(
      fc.record({
        kind: fc.constantFrom('open', 'open', 'open', 'closed', 'missing'),
        speedKmh: fc.constantFrom(18, 25, 40, 55),
        bend: fc.integer({ min: -200, max: 200 }),
      }),
      { minLength: 2 * columns * rows, maxLength: 2 * columns * rows },
    ),
  })
  .map(({ shifts, streets }) => {
    const corner = (column: number, row: number): Position => {
      const [east, north] = shifts[row * columns + column]!;
      return [109.7 + column * 0.01 + east * 1e-5, 28.3 + row * 0.01 + north * 1e-5];
    };
    const edges: RoadEdge[] = [];
    const add = (street: number, from: Position, to: Position) => {
      const { kind, speedKmh, bend } = streets[street]!;
      if (kind === 'missing') return;
      const middle: Position = [(from[0] + to[0]) / 2 + bend * 1e-6, (from[1] + to[1]) / 2 - bend * 1e-6];
      edges.push({ id: street + 1, coordinates: [from, middle, to], speedKmh, isClosed: kind === 'closed' });
    };
    for (let row = 0; row < rows; row += 1) {
      for (let column = 0; column < columns; column += 1) {
        const street = 2 * (row * columns + column);
        if (column + 1 < columns) add(street, corner(column, row), corner(column + 1, row));
        if (row + 1 < rows) add(street + 1, corner(column, row), corner(column, row + 1));
      }
    }
    return edges;
  });

/** Somewhere in or around that town. */
export const arbitraryPosition: fc.Arbitrary<Position> = fc
  .tuple(fc.integer({ min: -500, max: 4500 }), fc.integer({ min: -500, max: 3500 }))
  .map(([east, north]) => [109.7 + east * 1e-5, 28.3 + north * 1e-5]);

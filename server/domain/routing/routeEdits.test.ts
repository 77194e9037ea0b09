import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutLine } from './cutLine.ts';
import { joinLines, lengthMetres, stepMetres } from './lineLength.ts';
import type { Position } from './roadEdge.ts';
import {
  insertStop,
  moveStop,
  removeStop,
  replaceStop,
  reverseRoute,
  routeLength,
  splitRoute,
  type DraftRoute,
} from './routeEdits.ts';

const place = (index: number): Position => [109.7 + index * 0.01, 28.3 + (index % 3) * 0.01];
/** Stops named by letters, a straight leg between neighbours. */
const draft = (names: string): DraftRoute<string> => ({
  stops: [...names],
  legs: [...names].slice(1).map((_, index) => [place(index), place(index + 1)]),
});
const names = (route: DraftRoute<string>) => route.stops.join('');
/** The legs that are kept, by the letters they lay between before. */
const legsOf = (route: DraftRoute<string>, before: DraftRoute<string>) =>
  route.legs.map((leg) => {
    if (leg === null) return '·';
    const index = before.legs.indexOf(leg);
    return `${before.stops[index]}${before.stops[index + 1]}`;
  });
const route = draft('ABCDE');

describe('a route', () => {
  it('is split at a stop, which both parts have', () => {
    const [first, second] = splitRoute(route, 2);
    expect([names(first), names(second)]).toEqual(['ABC', 'CDE']);
    expect(routeLength(first).metres + routeLength(second).metres).toBeCloseTo(routeLength(route).metres, 6);
    for (const end of [0, 4, 5, -1]) expect(() => splitRoute(route, end)).toThrow(RangeError);
  });

  it('is reversed with its legs, and back again', () => {
    const back = reverseRoute(route);
    expect(names(back)).toBe('EDCBA');
    expect(back.legs[0]).toEqual([place(4), place(3)]);
    expect(reverseRoute(back)).toEqual(route);
  });

  it('keeps the legs whose stops are still neighbours when it is reordered', () => {
    const moved = moveStop(route, 1, 3);
    expect([names(moved), legsOf(moved, route)]).toEqual(['ACDBE', ['·', 'CD', '·', '·']]);
    expect(moveStop(route, 2, 2)).toEqual(route);
    expect(routeLength(moved).isComplete).toBe(false);
  });

  it('loses the legs beside a stop that comes, goes or is replaced', () => {
    const longer = insertStop(route, 1, 'X');
    expect([names(longer), legsOf(longer, route)]).toEqual(['AXBCDE', ['·', '·', 'BC', 'CD', 'DE']]);
    const atEnd = insertStop(route, 5, 'X');
    expect([names(atEnd), legsOf(atEnd, route)]).toEqual(['ABCDEX', ['AB', 'BC', 'CD', 'DE', '·']]);
    const shorter = removeStop(route, 2);
    expect([names(shorter), legsOf(shorter, route)]).toEqual(['ABDE', ['AB', '·', 'DE']]);
    const changed = replaceStop(route, 0, 'X');
    expect([names(changed), legsOf(changed, route)]).toEqual(['XBCDE', ['·', 'BC', 'CD', 'DE']]);
  });

  it('always has one leg fewer than stops, and every leg it keeps is one it had', () => {
    const edit = fc.tuple(
      fc.constantFrom('move', 'insert', 'remove', 'replace', 'reverse'),
      fc.nat(),
      fc.nat(),
    );
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 20 }), (edits) => {
        let now: DraftRoute<string> = route;
        for (const [kind, a, b] of edits) {
          const count = now.stops.length;
          if (kind === 'move') now = moveStop(now, a % count, b % count);
          if (kind === 'insert') now = insertStop(now, a % (count + 1), 'X');
          if (kind === 'remove' && count > 2) now = removeStop(now, a % count);
          if (kind === 'replace') now = replaceStop(now, a % count, 'Y');
          if (kind === 'reverse') now = reverseRoute(now);
          expect(now.legs).toHaveLength(now.stops.length - 1);
          now.legs.forEach((leg, index) => {
            if (leg === null) return;
            const [from, to] = [now.stops[index]!, now.stops[index + 1]!];
            const ends = [leg[0]!, leg.at(-1)!];
            const places = [from, to].map((name) => place('ABCDE'.indexOf(name)));
            expect(ends).toEqual(places);
          });
        }
      }),
      { seed: 31, numRuns: 300 },
    );
  });
});

describe('a line that was stored whole', () => {
  const line: Position[] = [place(0), place(1), place(2), place(3)];

  it('is cut where it comes nearest to each stop', () => {
    expect(cutLine(line, [place(0), place(2), place(3)])).toEqual([
      [place(0), place(1), place(2)],
      [place(2), place(3)],
    ]);
  });

  it('gives legs that make up the line, whatever the stops', () => {
    const position = fc
      .tuple(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 300 }))
      .map(([x, y]): Position => [109.7 + x * 1e-4, 28.3 + y * 1e-4]);
    fc.assert(
      fc.property(fc.array(position, { minLength: 2, maxLength: 6 }), (stops) => {
        const legs = cutLine(line, stops);
        expect(legs).toHaveLength(stops.length - 1);
        expect(lengthMetres(joinLines(legs))).toBeCloseTo(lengthMetres(line), 1);
        expect([legs[0]![0], legs.at(-1)!.at(-1)]).toEqual([line[0], line.at(-1)]);
        legs.slice(1).forEach((leg, index) => {
          expect(stepMetres(leg[0]!, legs[index]!.at(-1)!)).toBe(0);
        });
      }),
      { seed: 32, numRuns: 300 },
    );
  });
});

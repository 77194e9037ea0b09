import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomTerritories } from '../../../tests/support/randomTerritories.ts';
import { squareTerritories, withEnclave } from '../../../tests/support/squareTerritories.ts';
import type { TopologyEdit } from './editRefusal.ts';
import { signedArea, toGrid } from './grid.ts';
import { mergeVillages } from './mergeVillages.ts';
import { redrawBorder } from './redrawBorder.ts';
import { splitVillage } from './splitVillage.ts';
import { applyChange, neighboursOf, territoryOf } from './topology.ts';
import { topologyFaults } from './topologyFaults.ts';
import type { Position, TerritoryArc } from './territoryArc.ts';

const lands = [21, 22, 23].map((seed) => randomTerritories({ count: 30, seed }));
/** Square grid steps: two ends that move by √½ of a step, each on a piece of border under 0.1°. */
const LARGEST_ROUNDING = 100_000;
const land = fc.constantFrom(...lands);

const villagesOf = (arcs: readonly TerritoryArc[]): number[] =>
  [...new Set(arcs.flatMap(({ left, right }) => [left, right]))]
    .filter((id) => id !== 0)
    .sort((one, other) => one - other);

/** Square grid steps, exact. */
const areaOf = (arcs: readonly TerritoryArc[], village: number): number =>
  territoryOf(arcs, village)
    .flat()
    .reduce((sum, ring) => sum + signedArea(ring.slice(0, -1).map(toGrid)), 0);

const totalArea = (arcs: readonly TerritoryArc[]): number =>
  villagesOf(arcs).reduce((sum, village) => sum + areaOf(arcs, village), 0);

const outerSteps = (arcs: readonly TerritoryArc[]): string =>
  arcs
    .filter(({ left, right }) => left === 0 || right === 0)
    .flatMap(({ points }) =>
      points.slice(1).map((to, at) => [String(points[at]), String(to)].sort().join(' ')),
    )
    .sort()
    .join();

/** No ground is won or lost, but for the rounding of a vertex put on the outer edge. */
function expectWhole(before: readonly TerritoryArc[], after: readonly TerritoryArc[]): void {
  const difference = Math.abs(totalArea(after) - totalArea(before));
  if (outerSteps(before) === outerSteps(after)) expect(difference).toBe(0);
  else expect(difference).toBeLessThan(LARGEST_ROUNDING);
}

const unit = fc.double({ min: 0, max: 1, noNaN: true });
const bend = fc.tuple(
  fc.double({ min: 0.1, max: 0.9, noNaN: true }),
  fc.double({ min: -0.15, max: 0.15, noNaN: true }),
);
const bends = fc.array(bend, { maxLength: 3 });

/** A line between two places, bent aside at shares of the way. */
function bentLine(from: Position, to: Position, at: readonly (readonly [number, number])[]): Position[] {
  const [x, y] = [to[0] - from[0], to[1] - from[1]];
  const inner = [...at]
    .sort((one, other) => one[0] - other[0])
    .map(([along, aside]): Position => [from[0] + along * x - aside * y, from[1] + along * y + aside * x]);
  return [from, ...inner, to];
}

/** A line across a village from one side of its box to the other. */
function chord(
  arcs: readonly TerritoryArc[],
  village: number,
  angle: number,
  at: readonly [number, number][],
): Position[] {
  const ring = territoryOf(arcs, village)[0]![0]!;
  const [lngs, lats] = [ring.map(([lng]) => lng), ring.map(([, lat]) => lat)];
  const middle = [
    (Math.min(...lngs) + Math.max(...lngs)) / 2,
    (Math.min(...lats) + Math.max(...lats)) / 2,
  ] as const;
  const reach = Math.hypot(Math.max(...lngs) - middle[0], Math.max(...lats) - middle[1]);
  const [x, y] = [reach * Math.cos(angle * 2 * Math.PI), reach * Math.sin(angle * 2 * Math.PI)];
  return bentLine([middle[0] - x, middle[1] - y], [middle[0] + x, middle[1] + y], at);
}

const pick = <Item>(list: readonly Item[], share: number): Item =>
  list[Math.min(list.length - 1, Math.floor(share * list.length))]!;

/** Villages whose territory differs between two sets of arcs, found the long way. */
function differing(before: readonly TerritoryArc[], after: readonly TerritoryArc[]): number[] {
  const steps = (arcs: readonly TerritoryArc[], village: number) =>
    territoryOf(arcs, village)
      .flatMap((polygon) => polygon.flatMap((ring) => ring.slice(1).map((to, at) => `${ring[at]} ${to}`)))
      .sort()
      .join();
  return villagesOf([...before, ...after]).filter(
    (village) => steps(before, village) !== steps(after, village),
  );
}

function expectSound(before: readonly TerritoryArc[], edit: TopologyEdit & { ok: true }): TerritoryArc[] {
  const { arcs, inverse } = applyChange(before, edit.change);
  expect(topologyFaults(arcs)).toEqual([]);
  expect(differing(before, arcs)).toEqual(edit.change.villages);
  const byId = (one: TerritoryArc, other: TerritoryArc) => one.id - other.id;
  expect(applyChange(arcs, inverse).arcs.sort(byId)).toEqual([...before].sort(byId));
  return arcs;
}

describe('splitting and merging', () => {
  it('divides one village, moves no other by more than rounding, and is taken back by a merge', () => {
    let done = 0;
    fc.assert(
      fc.property(land, unit, unit, bends, fc.boolean(), (arcs, which, angle, at, isLeft) => {
        const village = pick(villagesOf(arcs), which);
        const newVillage = 1000;
        const line = chord(arcs, village, angle, at);
        const split = splitVillage(arcs, { village, newVillage, newSide: isLeft ? 'left' : 'right', line });
        if (!split.ok) return;
        done++;
        const divided = expectSound(arcs, split);
        expect(villagesOf(divided)).toEqual([...villagesOf(arcs), newVillage]);
        expectWhole(arcs, divided);
        const both = areaOf(divided, village) + areaOf(divided, newVillage);
        expect(Math.abs(both - areaOf(arcs, village))).toBeLessThan(LARGEST_ROUNDING);
        expect(neighboursOf(divided, newVillage)).toContain(village);
        const merged = mergeVillages(divided, village, newVillage);
        if (!merged.ok) throw new Error(merged.refusal.code);
        const whole = expectSound(divided, merged);
        expect(areaOf(whole, village)).toBe(areaOf(arcs, village));
        expect(neighboursOf(whole, village)).toEqual(neighboursOf(arcs, village));
        expect(differing(arcs, whole)).toEqual([]);
      }),
      { seed: 51, numRuns: 90 },
    );
    expect(done).toBeGreaterThan(30);
  });

  it('gives the new village the side asked for', () => {
    const arcs = squareTerritories();
    const line: Position[] = [
      [109.5, 29.1],
      [109.5, 27.9],
    ];
    const east = splitVillage(arcs, { village: 1, newVillage: 9, newSide: 'left', line });
    const west = splitVillage(arcs, { village: 1, newVillage: 9, newSide: 'right', line });
    if (!east.ok || !west.ok) throw new Error('refused');
    expect(neighboursOf(applyChange(arcs, east.change).arcs, 9)).toEqual([1, 2, 3]);
    expect(neighboursOf(applyChange(arcs, west.change).arcs, 9)).toEqual([1, 3]);
    // The line meets borders along a parallel in whole grid steps: no neighbour moves, but 3 has a vertex more.
    expect(west.change.villages).toEqual([1, 3, 9]);
  });

  it('takes an enclave along with the ground round it, and can cut round one', () => {
    const arcs = withEnclave();
    const west: Position[] = [
      [109.2, 29.1],
      [109.2, 27.9],
    ];
    const across = splitVillage(arcs, { village: 1, newVillage: 9, newSide: 'left', line: west });
    if (!across.ok) throw new Error(across.refusal.code);
    expect(neighboursOf(expectSound(arcs, across), 5)).toEqual([9]);
    const round: Position[] = [
      [109.4, 28.4],
      [109.3, 28.4],
      [109.3, 28.6],
      [109.4, 28.6],
    ];
    for (const newSide of ['left', 'right'] as const) {
      const cut = splitVillage(arcs, { village: 1, newVillage: 9, newSide, line: round });
      if (!cut.ok) throw new Error(cut.refusal.code);
      const parts = expectSound(arcs, cut);
      expect(neighboursOf(parts, 5)).toEqual([1, 9]);
      expect(areaOf(parts, newSide === 'right' ? 9 : 1)).toBe(20_000_000_000);
    }
  });
});

describe('redrawing', () => {
  it('redraw a closed border whole or in part', () => {
    const arcs = withEnclave();
    const whole = redrawBorder(arcs, {
      arc: 9,
      line: [
        [109.4, 28.4],
        [109.3, 28.7],
        [109.7, 28.7],
        [109.4, 28.4],
      ],
    });
    const part = redrawBorder(arcs, {
      arc: 9,
      line: [
        [109.4, 28.5],
        [109.3, 28.3],
        [109.5, 28.4],
      ],
    });
    for (const edit of [whole, part]) {
      if (!edit.ok) throw new Error(edit.refusal.code);
      const after = expectSound(arcs, edit);
      expect(neighboursOf(after, 5)).toEqual([1]);
      expect(areaOf(after, 5)).not.toBe(areaOf(arcs, 5));
      expect(totalArea(after)).toBe(totalArea(arcs));
    }
  });
});

describe('random edits', () => {
  const edit = fc.record({
    kind: fc.constantFrom('split', 'merge', 'redraw'),
    which: unit,
    from: unit,
    to: unit,
    at: bends,
  });

  function attempt(
    arcs: readonly TerritoryArc[],
    {
      kind,
      which,
      from,
      to,
      at,
    }: { kind: string; which: number; from: number; to: number; at: [number, number][] },
  ): TopologyEdit {
    const village = pick(villagesOf(arcs), which);
    if (kind === 'merge') return mergeVillages(arcs, village, pick(neighboursOf(arcs, village), from));
    if (kind === 'split') {
      const newVillage = Math.max(...villagesOf(arcs)) + 1;
      return splitVillage(arcs, {
        village,
        newVillage,
        newSide: 'left',
        line: chord(arcs, village, from, at),
      });
    }
    const inner = arcs.filter(({ left, right }) => left !== 0 && right !== 0);
    const { id, points } = pick(inner, which);
    const start = Math.floor(from * (points.length - 1));
    const end = Math.min(points.length - 1, start + 1 + Math.floor(to * 3));
    return redrawBorder(arcs, { arc: id, line: bentLine(points[start]!, points[end]!, at) });
  }

  it('leave no fault and conserve the whole, whatever their order', () => {
    const done = { split: 0, merge: 0, redraw: 0 };
    fc.assert(
      fc.property(land, fc.array(edit, { minLength: 4, maxLength: 12 }), (start, edits) => {
        let arcs: TerritoryArc[] = start;
        for (const tried of edits) {
          const result = attempt(arcs, tried);
          if (!result.ok) {
            expect(result.refusal.place).toHaveLength(2);
            continue;
          }
          done[tried.kind as 'split']++;
          const before = arcs;
          arcs = expectSound(arcs, result);
          expectWhole(before, arcs);
        }
      }),
      { seed: 52, numRuns: 25 },
    );

    expect(Math.min(...Object.values(done))).toBeGreaterThan(15);
  });
});

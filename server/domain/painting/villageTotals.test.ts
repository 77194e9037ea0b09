import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AssignmentValue } from './assignmentValue.ts';
import type { ValueChange } from './valueChange.ts';
import {
  addTotals,
  applyToTotals,
  countVillages,
  noTotals,
  totalsDelta,
  type VillageFigures,
} from './villageTotals.ts';

const seed = 20260401;
const valueOf = (key: string | null): AssignmentValue =>
  key === null
    ? null
    : key === 'unassigned' || key === 'deferred'
      ? {
          status: key,
          categoryKey: null,
          reviewDate: key === 'deferred' ? '2026-09-01' : null,
          reason: null,
        }
      : { status: 'assigned', categoryKey: key, reviewDate: null, reason: null };
const figures = new Map<number, VillageFigures>([
  [1, { people: 100, households: 30, areaSquareMetres: 1_000_000.4, isCounted: true }],
  [2, { people: null, households: 20, areaSquareMetres: 2_000_000, isCounted: true }],
  [3, { people: 0, households: null, areaSquareMetres: null, isCounted: true }],
  [4, { people: 70, households: 9, areaSquareMetres: 5, isCounted: false }],
]);
const figuresOf = (id: number) => figures.get(id);
const change = (villageId: number, before: string | null, after: string | null): ValueChange => ({
  villageId,
  before: valueOf(before),
  after: valueOf(after),
});

describe('totals by category', () => {
  const start = countVillages(
    [1, 2, 3, 4].map((id) => [id, valueOf(id === 3 ? 'unassigned' : 'first')]),
    figuresOf,
  );

  it('tell unknown from none, count a doubtful pair once and leave out who is not in the list', () => {
    expect(start).toEqual(
      new Map([
        [
          'first',
          {
            villages: 2,
            people: 100,
            peopleUnknown: 1,
            households: 50,
            householdsUnknown: 0,
            areaSquareMetres: 3_000_000,
            areaUnknown: 0,
          },
        ],
        ['unassigned', { ...noTotals, villages: 1, householdsUnknown: 1, areaUnknown: 1 }],
      ]),
    );
    expect(countVillages([[1, null]], figuresOf).size).toBe(0);
  });

  it('give the signed change of a stroke', () => {
    const delta = totalsDelta(
      [change(1, 'first', 'second'), change(2, 'first', 'deferred'), change(4, 'first', 'second')],
      figuresOf,
    );
    expect(delta.get('first')).toMatchObject({
      villages: -2,
      people: -100,
      peopleUnknown: -1,
      households: -50,
    });
    expect(delta.get('second')).toMatchObject({ villages: 1, people: 100, peopleUnknown: 0 });
    expect(delta.get('deferred')).toMatchObject({ villages: 1, people: 0, peopleUnknown: 1 });
    expect(totalsDelta([change(1, 'first', null)], figuresOf).get('first')).toMatchObject({ villages: -1 });
    expect(totalsDelta([change(1, 'first', 'first')], figuresOf).size).toBe(0);
  });

  it('are left alone by adding to them', () => {
    const copy = structuredClone(start);
    const delta = totalsDelta([change(1, 'first', 'second')], figuresOf);
    const after = addTotals(start, delta);
    expect(start).toEqual(copy);
    expect(after.get('second')).toMatchObject({ villages: 1, people: 100 });
    expect(addTotals(after, delta, -1)).toEqual(start);
  });

  it('refuse a village without figures', () => {
    expect(() => countVillages([[9, valueOf('first')]], figuresOf)).toThrow(RangeError);
    expect(() => totalsDelta([change(9, null, 'first')], figuresOf)).toThrow(RangeError);
  });

  it('equal a recount after any strokes, to the last digit', () => {
    const amount = fc.option(fc.integer({ min: 0, max: 1e6 }));
    const village = fc.record({
      people: amount,
      households: amount,
      areaSquareMetres: fc.option(fc.double({ min: 0, max: 1e9, noNaN: true })),
      isCounted: fc.boolean(),
    });
    const key = fc.constantFrom('first', 'second', 'unassigned', 'deferred', null);
    const count = 20;
    fc.assert(
      fc.property(
        fc.array(village, { minLength: count, maxLength: count }),
        fc.array(key, { minLength: count, maxLength: count }),
        fc.array(fc.array(fc.tuple(fc.nat(count - 1), key), { maxLength: 8 }), { maxLength: 40 }),
        (villages, keys, strokes) => {
          const of = (id: number) => villages[id];
          const values = keys.map(valueOf);
          const recount = () => countVillages(values.entries(), of);
          let totals = recount();
          for (const stroke of strokes) {
            const swept = new Map(stroke);
            const changes = [...swept].map(([villageId, wanted]) => ({
              villageId,
              before: values[villageId]!,
              after: valueOf(wanted),
            }));
            totals = applyToTotals(totals, changes, of);
            for (const { villageId, after } of changes) values[villageId] = after;
            expect(totals).toEqual(recount());
          }
        },
      ),
      { seed, numRuns: 200 },
    );
  });
});

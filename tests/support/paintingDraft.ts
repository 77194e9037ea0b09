import * as fc from 'fast-check';
import {
  isSameValue,
  placeKeyOf,
  valueAfter,
  type AssignmentValue,
  type WantedValue,
} from '#domain/painting/assignmentValue';
import type { SavedValue } from '#domain/painting/localValues';
import { neighboursOf } from '#domain/painting/neighbours';
import type { JournalBatch } from '#domain/painting/strokeHistory';
import { exactEdits, type ValueChange } from '#domain/painting/valueChange';

const villageCount = 20;
export const ids = Array.from({ length: villageCount }, (_, index) => index + 1);
export const townshipOf = (id: number): string => `43312210${Math.ceil(id / 5)}`;
export const figuresOf = (id: number) => ({
  people: id % 7 === 0 ? null : id * 31,
  households: id % 5 === 0 ? null : id * 9,
  areaSquareMetres: id % 11 === 0 ? null : id * 1e6 + 0.37,
  isCounted: id !== 13,
});
/** Villages on a ring, with some chords; the last has no borders. */
export const neighbours = neighboursOf(
  ids.slice(0, -2).flatMap((id) => [
    { left: id, right: id + 1 },
    { left: id % 3 === 0 ? Math.ceil(id / 2) : 0, right: id },
  ]),
  villageCount,
);
export const erased: AssignmentValue = {
  status: 'unassigned',
  categoryKey: null,
  reviewDate: null,
  reason: null,
};

export const wantedValue: fc.Arbitrary<WantedValue> = fc.oneof(
  fc.record({
    status: fc.constant('assigned' as const),
    categoryKey: fc.constantFrom('a', 'b', 'c'),
    reason: fc.constantFrom(null, null, '', '人口减少'),
  }),
  fc.constant({ status: 'unassigned' as const }),
  fc.record({
    status: fc.constant('deferred' as const),
    reviewDate: fc.constantFrom('2026-09-01', '2027-09-01'),
  }),
);
export const someIds = fc.uniqueArray(fc.constantFrom(...ids), { minLength: 1, maxLength: 7 });
export const paint = fc.record({
  kind: fc.constant('paint' as const),
  wanted: wantedValue,
  villageIds: someIds,
});
const simple = <Kind extends string>(kind: Kind) => fc.record({ kind: fc.constant(kind) });
export const operation = fc.oneof(
  { weight: 8, arbitrary: paint },
  { weight: 5, arbitrary: simple('accept') },
  { weight: 1, arbitrary: simple('reject') },
  { weight: 1, arbitrary: simple('takeBack') },
  { weight: 1, arbitrary: simple('putBack') },
  { weight: 5, arbitrary: simple('undo') },
  { weight: 4, arbitrary: simple('redo') },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('send' as const), salt: fc.nat(1) }) },
  { weight: 1, arbitrary: simple('refuse') },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('remote' as const), wanted: wantedValue, villageIds: someIds }),
  },
  { weight: 3, arbitrary: simple('deliver') },
  { weight: 1, arbitrary: simple('reload') },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('lock' as const),
      target: fc.constantFrom('a', 'deferred', 3, 4, 9, townshipOf(6)),
    }),
  },
);
export type Operation = typeof operation extends fc.Arbitrary<infer Value> ? Value : never;
export type Painting = { wanted: WantedValue; villageIds: number[] };

/** The rule of the locks, written a second time. */
export function isLocked(
  id: number,
  before: AssignmentValue,
  after: AssignmentValue,
  locks: Set<string | number>,
) {
  const keys = [placeKeyOf(before), placeKeyOf(after)];
  const crosses = keys[0] !== keys[1] && keys.some((key) => locks.has(key));
  return locks.has(id) || locks.has(townshipOf(id)) || crosses;
}

/** The server: present values, one revision a batch, the journal of the planner and the last writer of each village. */
export class ServerModel {
  revision = 1;
  readonly rows = new Map<number, SavedValue>(
    ids.map((id) => [id, { value: id === 1 ? null : erased, revision: 1 }]),
  );
  readonly colleagues = new Map<number, number>();
  readonly journal: JournalBatch[] = [];

  valueOf = (id: number): AssignmentValue => this.rows.get(id)!.value;

  write(changes: readonly ValueChange[], isColleague: boolean): void {
    this.revision += 1;
    for (const { villageId, after } of changes) {
      this.rows.set(villageId, { value: after, revision: this.revision });
      if (isColleague) this.colleagues.set(villageId, this.revision);
      else this.colleagues.delete(villageId);
    }
  }

  /** Writes what a batch leads to; values that are there already are no change. */
  take(wanted: readonly ValueChange[]): ValueChange[] {
    const changes = exactEdits(wanted).flatMap((edit) =>
      edit.villageIds.map((villageId) => {
        const before = this.valueOf(villageId);
        return { villageId, before, after: valueAfter(edit, before) };
      }),
    );
    const effective = changes.filter(({ before, after }) => !isSameValue(before, after));
    if (effective.length > 0) this.write(effective, false);
    return effective;
  }

  /** Villages that the colleague wrote after a revision and that hold another value than is wanted. */
  conflicting(changes: readonly ValueChange[], seen: number): number[] {
    return changes
      .filter(
        ({ villageId, after }) =>
          (this.colleagues.get(villageId) ?? 0) > seen && !isSameValue(this.valueOf(villageId), after),
      )
      .map(({ villageId }) => villageId);
  }
}

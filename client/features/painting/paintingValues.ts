import { assignmentCodes } from '#domain/classification/assignmentCodes';
import { placeKeyOf, type AssignmentValue } from '#domain/painting/assignmentValue';
import { Finder } from '#domain/painting/finder';
import { LocalValues, type SavedValue } from '#domain/painting/localValues';
import type { Neighbours } from '#domain/painting/neighbours';
import { strokeOutcome, type Canvas, type Locks, type Sweep } from '#domain/painting/stroke';
import type { ValueChange } from '#domain/painting/valueChange';
import {
  addTotals,
  applyToTotals,
  countVillages,
  type VillageFigures,
  type VillageTotals,
} from '#domain/painting/villageTotals';
import type { AssignmentRow } from '../workbench/assignmentEdits.ts';
import type { PaintVillage } from './draftData.ts';

/** What the values are shown with; sets may be replaced, the lists follow on `refind`. */
export interface ValuesGround {
  villages: ReadonlyMap<number, PaintVillage>;
  neighbours: Neighbours;
  /** Category key → order, the byte of its code. */
  orders: ReadonlyMap<string, number>;
}

/** Villages whose lists are brought up to date in one task: a few milliseconds. */
const listedAtOnce = 1500;

const valueOfRow = (row: AssignmentRow): AssignmentValue => ({
  status: row.status,
  categoryKey: row.categoryKey,
  reviewDate: row.reviewDate,
  reason: row.reason,
  criterion: row.criterion ?? null,
  clause: row.clause ?? null,
});

/** What the server has of each village the person works on; a withheld one is none of them. */
export function savedValues(
  { villages }: Pick<ValuesGround, 'villages'>,
  { rows, codes, revision }: { rows: readonly AssignmentRow[]; codes: Uint8Array; revision: number },
): [number, SavedValue][] {
  const byVillage = new Map(rows.map((row) => [row.villageId, row]));
  return [...villages.keys()]
    .filter((id) => codes[id - 1] !== assignmentCodes.withheld)
    .map((id) => {
      const row = byVillage.get(id);
      return [id, row ? { value: valueOfRow(row), revision: row.revision } : { value: null, revision }];
    });
}

/**
 * The values before one person, as bytes for the map, totals and lists, each kept up to date by what changed. A stroke
 * in progress lies on top of them and goes without a trace when it is cancelled.
 */
export class PaintingValues {
  readonly local: LocalValues;
  /** Index = village id − 1; changed in place. */
  readonly codes: Uint8Array;
  readonly finder: Finder;
  readonly #ground: ValuesGround;
  readonly #onchange: (villageIds: readonly number[]) => void;
  readonly #live = new Map<number, AssignmentValue>();
  #liveLocked = new Set<number>();
  #totals: VillageTotals;
  #acceptedTotals: VillageTotals;
  /** Villages that the lists have not looked at since they changed. */
  readonly #unlisted = new Set<number>();
  violatingIds: ReadonlySet<number> = new Set();
  commentedIds: ReadonlySet<number> = new Set();

  /**
   * @param input.codes bytes as the server has them; a copy is kept
   * @param input.formerKeyOf what the version before said; null: there is none
   * @param onchange codes of these villages changed
   */
  constructor(
    ground: ValuesGround,
    input: {
      saved: Iterable<readonly [number, SavedValue]>;
      codes: Uint8Array;
      formerValueOf: ((villageId: number) => AssignmentValue | undefined) | null;
    },
    onchange: (villageIds: readonly number[]) => void,
  ) {
    this.#ground = ground;
    this.#onchange = onchange;
    this.codes = input.codes.slice();
    this.local = new LocalValues(input.saved);
    const sets = { violating: () => this.violatingIds, commented: () => this.commentedIds };
    this.finder = new Finder([...ground.villages.values()], {
      valueOf: this.valueOf,
      previousValueOf: input.formerValueOf,
      neighbours: ground.neighbours,
      get violatingIds() {
        return sets.violating();
      },
      get commentedIds() {
        return sets.commented();
      },
    });
    this.#totals = this.#count(this.valueOf);
    this.#acceptedTotals = this.#totals;
  }

  get totals(): VillageTotals {
    return this.#totals;
  }
  /** What pending strokes and the one in progress change of the totals. */
  get pendingDelta(): VillageTotals {
    return addTotals(this.#totals, this.#acceptedTotals, -1);
  }
  get isPending(): boolean {
    return this.#live.size > 0 || !this.local.pending.isEmpty;
  }
  /** Villages of the strokes that wait, and of the one in progress. */
  get pendingIds(): number[] {
    return [...new Set([...this.local.pending.villageIds, ...this.#live.keys()])];
  }
  get liveVillages(): number {
    return this.#live.size;
  }
  get lockedVillages(): number {
    return this.#liveLocked.size;
  }

  /** Stroke in progress over pending over queued over saved; undefined = not this person's to see. */
  valueOf = (villageId: number): AssignmentValue | undefined => {
    const live = this.#live.get(villageId);
    return live === undefined ? this.local.shownValueOf(villageId) : live;
  };

  townshipOf = (villageId: number): string => this.#ground.villages.get(villageId)?.townshipCode ?? '';

  figuresOf = (villageId: number): VillageFigures | undefined => this.#ground.villages.get(villageId);

  /** Adds to the stroke in progress. */
  sweep(sweep: Sweep, locks: Locks): void {
    const canvas: Canvas = { valueOf: this.valueOf, townshipOf: this.townshipOf, locks };
    const { changes, lockedIds } = strokeOutcome([sweep], canvas);
    for (const { villageId, after } of changes) this.#live.set(villageId, after);
    for (const id of lockedIds) this.#liveLocked.add(id);
    this.show(changes);
  }

  /** Takes the stroke in progress away, as if it had never begun. */
  cancelStroke(): void {
    const ids = [...this.#live.keys()];
    const before = ids.map((id) => this.#live.get(id)!);
    this.#live.clear();
    this.#liveLocked.clear();
    this.show(
      ids.map((villageId, index) => ({
        villageId,
        before: before[index]!,
        after: this.local.shownValueOf(villageId) ?? null,
      })),
    );
  }

  /** Makes the stroke in progress a pending one. @returns how many villages stayed because they are locked */
  endStroke(): number {
    const stroke = [...this.#live].map(([villageId, after]) => ({ villageId, after }));
    const locked = this.#liveLocked.size;
    this.#live.clear();
    this.#liveLocked.clear();
    this.local.addStroke(stroke);
    return locked;
  }

  /** A whole stroke at once. @returns how many villages stayed because they are locked, and how many were so already */
  paint(sweeps: readonly Sweep[], locks: Locks): { locked: number; unchanged: number; changed: number } {
    const outcome = this.local.paint(sweeps, { locks, townshipOf: this.townshipOf });
    this.show(outcome.changes);
    return {
      locked: outcome.lockedIds.length,
      unchanged: outcome.unchangedIds.length,
      changed: outcome.changes.length,
    };
  }

  /** Takes changes of the shown values into bytes and totals; the lists follow by `refind`. */
  show(changes: readonly ValueChange[]): void {
    if (changes.length === 0) return;
    for (const { villageId, after } of changes) {
      this.codes[villageId - 1] = this.#codeOf(after);
      this.#unlisted.add(villageId);
    }
    this.#totals = applyToTotals(this.#totals, changes, this.figuresOf);
    this.#onchange(changes.map(({ villageId }) => villageId));
  }

  /** After accepted values have changed: what pending strokes are compared with. */
  recount(): void {
    this.#acceptedTotals = this.isPending ? this.#count(this.local.acceptedValueOf) : this.#totals;
  }

  /** Brings the lists up to date with what was shown since, a share of it at a time. @returns whether that is all */
  refind(): boolean {
    const share = [...this.#unlisted].slice(0, listedAtOnce);
    for (const id of share) this.#unlisted.delete(id);
    this.finder.update(share);
    return this.#unlisted.size === 0;
  }

  /** The lists by rules and comments, after these sets were replaced. */
  refindAll(): void {
    this.#unlisted.clear();
    this.finder.update(this.#ground.villages.keys());
  }

  #codeOf(value: AssignmentValue): number {
    if (value === null) return assignmentCodes.outside;
    return this.#ground.orders.get(placeKeyOf(value)) ?? codeOfStatus(value.status);
  }

  #count(valueOf: (villageId: number) => AssignmentValue | undefined): VillageTotals {
    const values = [...this.local.villageIds].map((id) => [id, valueOf(id) ?? null] as const);
    return countVillages(values, this.figuresOf);
  }
}

const codeOfStatus = (status: 'assigned' | 'unassigned' | 'deferred'): number =>
  status === 'assigned' ? assignmentCodes.outside : assignmentCodes[status];

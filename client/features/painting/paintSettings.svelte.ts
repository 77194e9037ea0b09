import type { AssignmentValue, WantedValue } from '#domain/painting/assignmentValue';
import type { Locks } from '#domain/painting/stroke';
import type { PaintVillage } from './draftData.ts';
import { DraftLocks, type LockKind } from './draftLocks.svelte.ts';
import { noExplanation, type Explanation, type ReasonTexts } from './strokeReasons.ts';

const atOnceKey = 'xiangtu.paint.atOnce';

/** How a planner paints: with what, where, whether a stroke waits, what stays, and the reason card of what waits. */
export class PaintSettings {
  readonly #storage: Storage;
  readonly #locks: DraftLocks;
  #acceptsAtOnce = $state(false);
  wanted = $state.raw<WantedValue>({ status: 'unassigned' });
  onlyUnassigned = $state(false);
  /** Villages outside the list 不在名单 are swept too; otherwise a stroke leaves them out. */
  takesOutside = $state(false);
  onlyTownship = $state<string | null>(null);
  /** A touched village stands for its whole township. */
  byTownship = $state(false);
  explanation = $state.raw<Explanation>(noExplanation);
  exceptions = $state.raw<ReadonlyMap<number, ReasonTexts>>(new Map());
  /** The village the finder or the keyboard is at. */
  current = $state<number | null>(null);

  /** @param lockKey names the locks of one person in one draft */
  constructor(storage: Storage, lockKey: string) {
    this.#storage = storage;
    this.#acceptsAtOnce = storage.getItem(atOnceKey) === '1';
    this.#locks = new DraftLocks(storage, lockKey);
  }

  /** A stroke is accepted when it ends; kept as this reader's preference. */
  get acceptsAtOnce(): boolean {
    return this.#acceptsAtOnce;
  }
  set acceptsAtOnce(isOn: boolean) {
    this.#acceptsAtOnce = isOn;
    try {
      this.#storage.setItem(atOnceKey, isOn ? '1' : '0');
    } catch {
      // A full or forbidden storage: it holds while the page is open.
    }
  }

  get locks(): Locks {
    return this.#locks.locks;
  }

  toggleLock(kind: LockKind, key: string | number): void {
    this.#locks.toggle(kind, key);
  }

  setException(villageId: number, texts: ReasonTexts | null): void {
    const exceptions = new Map(this.exceptions);
    if (texts === null) exceptions.delete(villageId);
    else exceptions.set(villageId, texts);
    this.exceptions = exceptions;
  }

  /** The card is asked anew for the next stroke. */
  protected forgetReasons(): void {
    this.explanation = noExplanation;
    this.exceptions = new Map();
  }

  /** Villages of a sweep that the planner's limits let through. */
  protected paintable(
    villageIds: readonly number[],
    villages: ReadonlyMap<number, PaintVillage>,
    valueOf: (villageId: number) => AssignmentValue | undefined,
  ): number[] {
    const ids = this.byTownship ? wholeTownships(villageIds, villages) : villageIds;
    return ids.filter((id) => {
      const village = villages.get(id);
      if (!village) return false;
      if (this.onlyTownship !== null && village.townshipCode !== this.onlyTownship) return false;
      const value = valueOf(id);
      if (value === null && !this.takesOutside) return false;
      return !this.onlyUnassigned || value?.status === 'unassigned';
    });
  }
}

function wholeTownships(
  villageIds: readonly number[],
  villages: ReadonlyMap<number, PaintVillage>,
): number[] {
  const codes = new Set(villageIds.map((id) => villages.get(id)?.townshipCode));
  return [...villages.values()].filter(({ townshipCode }) => codes.has(townshipCode)).map(({ id }) => id);
}

import {
  isSameValue,
  placeKeyOf,
  valueAfter,
  type AssignmentValue,
  type WantedValue,
} from './assignmentValue.ts';
import type { ValueChange } from './valueChange.ts';

/**
 * A wanted value and the villages swept for it. A brush, a rectangle or a lasso makes a stroke of one sweep; a rule
 * or a pasted list wants another value for each group of villages and still is one stroke.
 */
export interface Sweep {
  readonly wanted: WantedValue;
  /** In any order; a village that is swept twice counts once. */
  readonly villageIds: Iterable<number>;
}

/** What stays as it is, whoever sweeps over it. */
export interface Locks {
  /**
   * Category keys, or `deferred`: nothing is painted into them nor out of them. Reasons within may still change.
   * 未分类 is no category and cannot be locked.
   */
  readonly categoryKeys: ReadonlySet<string>;
  readonly villageIds: ReadonlySet<number>;
  readonly townshipCodes: ReadonlySet<string>;
}

export const noLocks: Locks = { categoryKeys: new Set(), villageIds: new Set(), townshipCodes: new Set() };

/** What a stroke falls on. */
export interface Canvas {
  /** null = outside the list, undefined = not this person's to see or change. */
  readonly valueOf: (villageId: number) => AssignmentValue | undefined;
  readonly townshipOf: (villageId: number) => string;
  readonly locks: Locks;
}

/** What a stroke comes to; every village that was swept is in exactly one of the three. */
export interface StrokeOutcome {
  /** Empty: the stroke has no effect, and nothing is to be made of it, no step and no batch. */
  readonly changes: readonly ValueChange[];
  /** Would have changed but are locked, or are not this person's. */
  readonly lockedIds: readonly number[];
  /** Are already as wanted, locked or not: a toast that counts them as locked would say too much. */
  readonly unchangedIds: readonly number[];
}

const isLockedKey = (value: AssignmentValue, { categoryKeys }: Locks): boolean =>
  value !== null && value.status !== 'unassigned' && categoryKeys.has(placeKeyOf(value));

/** Whether locks forbid a change. */
export function isLockedChange(
  { villageId, before, after }: ValueChange,
  { locks, townshipOf }: Pick<Canvas, 'locks' | 'townshipOf'>,
): boolean {
  if (locks.villageIds.has(villageId)) return true;
  if (locks.townshipCodes.size > 0 && locks.townshipCodes.has(townshipOf(villageId))) return true;
  if (locks.categoryKeys.size === 0 || placeKeyOf(before) === placeKeyOf(after)) return false;
  return isLockedKey(before, locks) || isLockedKey(after, locks);
}

/** Sorts villages with the values they should come to into changed, locked and unchanged. */
export function outcomeOf(
  wanted: Iterable<readonly [villageId: number, after: AssignmentValue]>,
  canvas: Canvas,
): StrokeOutcome {
  const changes: ValueChange[] = [];
  const lockedIds: number[] = [];
  const unchangedIds: number[] = [];
  for (const [villageId, after] of wanted) {
    const before = canvas.valueOf(villageId);
    if (before === undefined) {
      lockedIds.push(villageId);
      continue;
    }
    const change = { villageId, before, after };
    if (isSameValue(before, after)) unchangedIds.push(villageId);
    else if (isLockedChange(change, canvas)) lockedIds.push(villageId);
    else changes.push(change);
  }
  return { changes, lockedIds, unchangedIds };
}

/** The eraser takes a category away; to bring villages into the list is the business of the table. */
const isErasedOutside = (wanted: WantedValue, current: AssignmentValue): boolean =>
  wanted.status === 'unassigned' && current === null;

/**
 * What a stroke does to the villages it swept, in the order they were swept; of several sweeps over one village the
 * last counts. Erasing a village that is not in the list does nothing.
 */
export function strokeOutcome(sweeps: readonly Sweep[], canvas: Canvas): StrokeOutcome {
  const values = new Map<number, AssignmentValue>();
  for (const { wanted, villageIds } of sweeps) {
    for (const villageId of villageIds) {
      const current = canvas.valueOf(villageId) ?? null;
      values.set(villageId, isErasedOutside(wanted, current) ? null : valueAfter(wanted, current));
    }
  }
  return outcomeOf(values, canvas);
}

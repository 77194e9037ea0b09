import type { Category } from '#contract/plans';
import { placeKeyOf, type AssignmentValue } from '#domain/painting/assignmentValue';
import type { Locks } from '#domain/painting/stroke';
import type { CellIndex } from '#domain/territories/cellIndex';

/** What a stroke is made through while the pointer is down. */
export interface LiveStroke {
  /** Paints villages at once; those swept before may be among them. */
  sweep(villageIds: readonly number[]): void;
  /** Puts back what was swept. */
  cancel(): void;
  /** Makes it pending, or accepts it. */
  end(): void;
}

export interface SurfaceVillage {
  name: string;
  countyCode: string;
  townshipCode: string;
  /** null = unknown. */
  people: number | null;
  isCounted: boolean;
}

/** The part of a painting draft that the surface works on. */
export interface SurfaceDraft {
  readonly isEditable: boolean;
  readonly categories: readonly Category[];
  readonly villages: ReadonlyMap<number, SurfaceVillage>;
  /** null until borders are loaded: nothing can be hit before. */
  readonly cells: CellIndex | null;
  /** One assignment byte a village, index = id − 1; changed in place, not reactive. */
  readonly codes: Uint8Array;
  onrepaint(listener: (villageIds: readonly number[]) => void): () => void;
  /** Counts changes of what is shown. */
  readonly epoch: number;
  valueOf(villageId: number): AssignmentValue | undefined;
  readonly locks: Locks;
  isLocked(villageId: number): boolean;
  /** null: nothing may be painted. */
  begin(): LiveStroke | null;
  readonly pending: { readonly villageIds: readonly number[] } | null;
  /** Village the finder or the keyboard is at. */
  current: number | null;
}

/** Villages a frame of a stroke that is made at once: with more the map would be seen to stop. */
const sweptPerFrame = 1000;

/**
 * One stroke over villages that are known at once, under the planner's limits like any other stroke. One over many goes
 * on in the frames that follow.
 */
export function paintAtOnce(
  draft: Pick<SurfaceDraft, 'begin'>,
  villageIds: readonly number[],
  nextFrame: (step: () => void) => void = (step) => requestAnimationFrame(step),
): void {
  const stroke = villageIds.length === 0 ? null : draft.begin();
  if (stroke === null) return;
  let swept = 0;
  const step = () => {
    if (swept < villageIds.length) {
      stroke.sweep(villageIds.slice(swept, (swept += sweptPerFrame)));
      if (villageIds.length > sweptPerFrame) {
        nextFrame(step);
        return;
      }
    }
    stroke.end();
  };
  step();
}

/** Whether a stroke would leave a village as it is: by itself, by its township or by its category. */
export function isShownLocked(
  draft: Pick<SurfaceDraft, 'locks' | 'isLocked' | 'valueOf'>,
  id: number,
): boolean {
  const { categoryKeys } = draft.locks;
  if (draft.isLocked(id)) return true;
  return categoryKeys.size > 0 && categoryKeys.has(placeKeyOf(draft.valueOf(id) ?? null));
}

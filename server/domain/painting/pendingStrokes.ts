import { type AssignmentValue } from './assignmentValue.ts';
import { outcomeOf, type Canvas, type StrokeOutcome } from './stroke.ts';
import type { ValueChange } from './valueChange.ts';

/** A village of a pending stroke; `earlier`: what the strokes before it made of the village, undefined = nothing. */
interface PendingMark {
  villageId: number;
  earlier: AssignmentValue | undefined;
  after: AssignmentValue;
}

/**
 * Strokes that are shown but not accepted. They lie on the accepted values, which may change below them; of several
 * strokes over one village the last wins. Accepting makes one step of them all. Owned by who made it, every method
 * takes time in the villages it concerns.
 */
export class PendingStrokes {
  readonly #values = new Map<number, AssignmentValue>();
  #strokes: PendingMark[][] = [];
  #takenBack: PendingMark[][] = [];

  /** Strokes that `takeBack` can take back. */
  get strokeCount(): number {
    return this.#strokes.length;
  }
  /** Strokes that `putBack` can bring back. */
  get takenBackCount(): number {
    return this.#takenBack.length;
  }
  get isEmpty(): boolean {
    return this.#values.size === 0;
  }
  get villageIds(): Iterable<number> {
    return this.#values.keys();
  }

  /** The pending value of a village; undefined = none is pending. */
  valueOf(villageId: number): AssignmentValue | undefined {
    return this.#values.get(villageId);
  }

  /** Adds what a stroke changes of the values shown, those of the pending strokes included; nothing adds nothing. */
  add(changes: readonly Pick<ValueChange, 'villageId' | 'after'>[]): void {
    if (changes.length === 0) return;
    const stroke = changes.map(({ villageId, after }) => ({
      villageId,
      earlier: this.#values.get(villageId),
      after,
    }));
    for (const { villageId, after } of stroke) this.#values.set(villageId, after);
    this.#strokes.push(stroke);
    this.#takenBack = [];
  }

  /** Villages of the stroke that `takeBack` would take. */
  get lastIds(): number[] {
    return (this.#strokes.at(-1) ?? []).map(({ villageId }) => villageId);
  }
  /** Villages of the stroke that `putBack` would bring. */
  get takenBackIds(): number[] {
    return (this.#takenBack.at(-1) ?? []).map(({ villageId }) => villageId);
  }

  /** Takes the last stroke away. */
  takeBack(): void {
    const stroke = this.#strokes.pop();
    if (!stroke) return;
    for (const { villageId, earlier } of stroke) {
      if (earlier === undefined) this.#values.delete(villageId);
      else this.#values.set(villageId, earlier);
    }
    this.#takenBack.push(stroke);
  }

  /** Brings back the stroke that was taken away last. */
  putBack(): void {
    const stroke = this.#takenBack.pop();
    if (!stroke) return;
    for (const { villageId, after } of stroke) this.#values.set(villageId, after);
    this.#strokes.push(stroke);
  }

  /**
   * What accepting would write, against the values accepted now and the locks set now: a village that was locked
   * since it was painted stays. Strokes that cancel each other out come to no change.
   * @param canvas with the accepted values, without the pending ones
   */
  outcome(canvas: Canvas): StrokeOutcome {
    return outcomeOf(this.#values, canvas);
  }

  /** Drops every stroke: they were rejected, or have been accepted. */
  clear(): void {
    this.#values.clear();
    this.#strokes = [];
    this.#takenBack = [];
  }
}

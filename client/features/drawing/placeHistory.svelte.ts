import type { MessageKey } from '../../i18n/zh.ts';
import { ApiFailure } from '../../api/call.ts';
import type { DrawingLayer } from './drawingLayers.ts';
import type { DrawnRow } from './drawnRow.ts';
import { applyChange, type Applied, type PlaceChange, type Revisions } from './placeChange.ts';

/** What was done, for the sentence that offers to take it back. */
export interface Deed {
  /** 「已新建{name}」 */
  says: MessageKey;
  name: string;
}

interface Step extends Deed {
  /** Carried out, it takes the step back, or does it again. */
  change: PlaceChange;
}

/** The last thing that happened to the rows by this page. */
export interface HistoryNews extends Deed {
  how: 'done' | 'undone' | 'redone';
}

const idOf = (layer: DrawingLayer, key: string): string => `${layer.id}/${key}`;

/**
 * What one person did on this page, step by step: every create, move, edit and delete can be taken back and done again.
 * Steps keep the inverse that carrying them out answered with, so undo and redo are the same code over swapped stacks.
 * Only one change is on its way at a time.
 */
export class PlaceHistory {
  readonly #apply: (change: PlaceChange, revisionOf: Revisions) => Promise<Applied>;
  readonly #onapplied: (applied: Applied) => void;
  #undo = $state.raw<readonly Step[]>([]);
  #redo = $state.raw<readonly Step[]>([]);
  #isBusy = $state(false);
  #news = $state.raw<HistoryNews | null>(null);
  /** Revision of each row that this page last wrote: a colleague's is another, and then undo is refused. */
  readonly #own = new Map<string, number>();

  /** @param onapplied told of every row that was written, whatever way */
  constructor(onapplied: (applied: Applied) => void, apply: typeof applyChange = applyChange) {
    this.#onapplied = onapplied;
    this.#apply = apply;
  }

  get canUndo(): boolean {
    return this.#undo.length > 0 && !this.#isBusy;
  }
  get canRedo(): boolean {
    return this.#redo.length > 0 && !this.#isBusy;
  }
  get isBusy(): boolean {
    return this.#isBusy;
  }
  get news(): HistoryNews | null {
    return this.#news;
  }

  /**
   * Carries a change out as a new step.
   * @returns the rows it left
   * @throws ApiFailure; nothing is remembered then
   */
  async perform(change: PlaceChange, deed: Deed): Promise<Applied['rows']> {
    // A new step says which revision it saw.
    const applied = await this.#carryOut(change, (_layer, row) => row.revision);
    this.#undo = [...this.#undo, { ...deed, change: applied.inverse }];
    this.#redo = [];
    this.#news = { ...deed, how: 'done' };
    return applied.rows;
  }

  /**
   * Takes the last step back; does nothing without one.
   * @throws ApiFailure; the step stays, except where its row is gone for good
   */
  async undo(): Promise<void> {
    const step = this.#undo.at(-1);
    if (step === undefined || this.#isBusy) return;
    const inverse = await this.#redoOf(step, () => (this.#undo = this.#undo.slice(0, -1)));
    this.#redo = [...this.#redo, { ...step, change: inverse }];
    this.#news = { says: step.says, name: step.name, how: 'undone' };
  }

  /** Does the step taken back last again. @throws ApiFailure as `undo` */
  async redo(): Promise<void> {
    const step = this.#redo.at(-1);
    if (step === undefined || this.#isBusy) return;
    const inverse = await this.#redoOf(step, () => (this.#redo = this.#redo.slice(0, -1)));
    this.#undo = [...this.#undo, { ...step, change: inverse }];
    this.#news = { says: step.says, name: step.name, how: 'redone' };
  }

  dismissNews(): void {
    this.#news = null;
  }

  /** Carries a kept step out, and drops it from its stack when it is done or can never be. */
  async #redoOf(step: Step, drop: () => void): Promise<PlaceChange> {
    try {
      const { inverse } = await this.#carryOut(
        step.change,
        (layer, row) => this.#own.get(idOf(layer, row.key)) ?? row.revision,
      );
      drop();
      return inverse;
    } catch (failure) {
      if (failure instanceof ApiFailure && hopeless.has(failure.code)) drop();
      throw failure;
    }
  }

  async #carryOut(change: PlaceChange, revisionOf: Revisions): Promise<Applied> {
    this.#isBusy = true;
    try {
      const applied = await this.#apply(change, revisionOf);
      this.#remember(applied);
      this.#onapplied(applied);
      return applied;
    } finally {
      this.#isBusy = false;
    }
  }

  #remember({ rows }: Applied): void {
    for (const { layer, key, row } of rows) {
      // A row that was deleted comes back with the revision it had.
      if (row !== null) this.#own.set(idOf(layer, key), (row satisfies DrawnRow).revision);
    }
  }
}

/** A row that a colleague changed, deleted or brought back: trying again would never work. */
const hopeless: ReadonlySet<string> = new Set(['not-found', 'already-exists', 'stale-revision', 'forbidden']);

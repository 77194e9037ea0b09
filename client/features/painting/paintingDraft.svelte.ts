import type { VersionRow } from '#contract/workflow';
import type { WantedValue } from '#domain/painting/assignmentValue';
import type { Sweep } from '#domain/painting/stroke';
import type { StrokeHistory } from '#domain/painting/strokeHistory';
import type { VillageTotals } from '#domain/painting/villageTotals';
import { CellIndex } from '#domain/territories/cellIndex';
import type { Catalogue } from '../../state/catalogue.svelte.ts';
import type { Identity } from '../../state/identity.svelte.ts';
import type { AssignmentRow } from '../workbench/assignmentEdits.ts';
import type { BatchQueue } from '../workbench/batchQueue.svelte.ts';
import type { DraftGround, DraftList, PaintVillage } from './draftData.ts';
import { DraftSteps } from './draftSteps.svelte.ts';
import { DraftSync, type DraftStart } from './draftSync.svelte.ts';
import type { PaintNotice } from './noticeText.ts';
import { PaintSettings } from './paintSettings.svelte.ts';
import { PaintingCatalogue } from './paintingCatalogue.svelte.ts';
import { savedValues, type PaintingValues } from './paintingValues.ts';
import { commentedIn, ownBorders, startValues } from './startValues.ts';
import type { LiveStroke } from './surface/surfaceDraft.ts';
import { withReasons } from './strokeReasons.ts';

/** Strokes that wait for the planner's word. */
export interface PendingPaint {
  villageIds: readonly number[];
  strokes: number;
  /** Signed, by category key, unassigned and deferred. */
  delta: VillageTotals;
}

interface DraftInput {
  id: string;
  identity: Identity;
  personId: number;
  catalogue: Catalogue;
  storage?: Storage;
}

/**
 * A draft that is painted: what is shown (a stroke in progress over pending strokes over what is on its way over what
 * the server has), undo, locks, lists, and what others do. Everything that is accepted is in the browser's
 * storage before it is sent.
 */
export class PaintingDraft extends PaintSettings {
  readonly id: string;
  readonly personId: number;
  readonly catalogue: Catalogue;
  readonly #base: Catalogue;
  readonly #identity: Identity;
  readonly #sync: DraftSync;
  readonly #steps: DraftSteps;
  readonly #repaintListeners = new Set<(villageIds: readonly number[]) => void>();
  #cells = $state.raw<CellIndex | null>(null);
  #values = $state.raw<PaintingValues | null>(null);
  #epoch = $state(0);
  #listEpoch = $state(0);
  #pending = $state.raw<PendingPaint | null>(null);
  #notice = $state.raw<PaintNotice | null>(null);
  #isStroking = false;
  #refinding: ReturnType<typeof setTimeout> | null = null;

  constructor({ id, identity, personId, catalogue, storage = localStorage }: DraftInput) {
    super(storage, `xiangtu.locks.${personId}.${id}`);
    this.id = id;
    this.personId = personId;
    this.#identity = identity;
    this.#base = catalogue;
    this.catalogue = new PaintingCatalogue(catalogue, {
      rows: () => this.#sync.list?.rows ?? [],
      codes: () => this.#values?.codes ?? new Uint8Array(),
    });
    this.#sync = new DraftSync({
      id,
      personId,
      identity,
      onstart: (start) => this.#begin(start),
      onlist: (list) => this.#adopt(list),
    });
    this.#steps = new DraftSteps({ id, personId, storage, sync: this.#sync, onsettle: () => this.#settle() });
  }

  get status(): 'loading' | 'ready' | 'failed' {
    return this.#sync.status;
  }
  get failure(): unknown {
    return this.#sync.failure;
  }
  get version(): VersionRow | null {
    return this.#sync.version;
  }
  get versions(): readonly VersionRow[] {
    return this.#sync.list?.versions ?? [];
  }
  get comments() {
    return this.#sync.list?.comments ?? [];
  }
  get rows(): readonly AssignmentRow[] {
    return this.#sync.list?.rows ?? [];
  }
  get ground(): DraftGround | null {
    return this.#sync.ground;
  }
  get categories() {
    return this.catalogue.categories;
  }
  get villages(): ReadonlyMap<number, PaintVillage> {
    return this.#sync.ground?.villages ?? new Map();
  }
  /** null until the borders are read: there is nothing to hit. */
  get cells(): CellIndex | null {
    return this.#cells;
  }
  get codes(): Uint8Array {
    return this.#values?.codes ?? new Uint8Array();
  }
  get isEditable(): boolean {
    const { version } = this;
    return version?.state === 'draft' && this.#identity.may('edit-assignments', version.regionCode);
  }
  /** Rises whenever shown values have changed. */
  get epoch(): number {
    return this.#epoch;
  }
  /** Rises a moment after `epoch`, when the lists have followed: for what is too long to compute in a stroke's frames. */
  get listEpoch(): number {
    return this.#listEpoch;
  }
  get totals(): VillageTotals {
    void this.#epoch;
    return this.#values?.totals ?? new Map();
  }
  get pending(): PendingPaint | null {
    return this.#pending;
  }
  get finder() {
    void this.#epoch;
    return this.#values?.finder ?? null;
  }
  get queue(): BatchQueue {
    return this.#steps.queue;
  }
  get history(): StrokeHistory {
    return this.#steps.history;
  }
  get canUndo(): boolean {
    return this.isEditable && (this.#pending !== null || this.history.strokes.length > 0);
  }
  get canRedo(): boolean {
    void this.#epoch;
    const takenBack = this.#values?.local.pending.takenBackCount ?? 0;
    return this.isEditable && (takenBack > 0 || this.history.undone.length > 0);
  }
  get notice(): PaintNotice | null {
    return this.#notice;
  }
  get presence() {
    return this.#sync.presence;
  }
  /** The shown value; null = outside the list, undefined = not this person's to see. */
  override valueOf(villageId: number) {
    return this.#values?.valueOf(villageId);
  }

  isLocked(villageId: number): boolean {
    const { villageIds, townshipCodes } = this.locks;
    return villageIds.has(villageId) || townshipCodes.has(this.villages.get(villageId)?.townshipCode ?? '');
  }

  /** Villages that break a rule, for the finder. */
  setViolations(villageIds: ReadonlySet<number>): void {
    if (!this.#values) return;
    this.#values.violatingIds = villageIds;
    this.#values.refindAll();
    this.#epoch += 1;
  }

  /** Tells which codes changed, for the map. @returns stops it */
  onrepaint(listener: (villageIds: readonly number[]) => void): () => void {
    this.#repaintListeners.add(listener);
    return () => this.#repaintListeners.delete(listener);
  }

  /** Loads, listens and sends what is kept, until the result is called. */
  connect(): () => void {
    const disconnect = this.#sync.connect();
    return () => {
      disconnect();
      this.queue.stop();
    };
  }

  /** Loads the list anew. Never rejects: see `status`. */
  load(): Promise<void> {
    return this.#sync.load();
  }

  /** The name of somebody who has done something here; null for one who has not. */
  nameOf(personId: number | null): string | null {
    const { version } = this;
    const known = [
      ...this.presence,
      ...this.rows.map(({ changedBy }) => changedBy),
      ...(version ? [version.author, version.submittedBy, version.decidedBy] : []),
    ];
    return known.find((actor) => actor?.id === personId)?.name ?? null;
  }

  /** Begins a stroke; null where nothing can be painted. */
  begin(): LiveStroke | null {
    const values = this.#values;
    if (!values || !this.isEditable || this.#isStroking) return null;
    const { wanted } = this;
    this.#isStroking = true;
    this.queue.hold();
    this.#sync.hold();
    const swept = new Set<number>();
    const close = () => {
      this.#isStroking = false;
      this.#settle();
      this.#sync.release();
      this.queue.release();
    };
    return {
      sweep: (villageIds) => {
        if (!this.#isStroking) return;
        const fresh = this.paintable(villageIds, this.villages, values.valueOf).filter(
          (id) => !swept.has(id),
        );
        for (const id of fresh) swept.add(id);
        if (fresh.length === 0) return;
        values.sweep({ wanted, villageIds: fresh }, this.locks);
        this.#pending = this.#pendingOf(values);
      },
      cancel: () => {
        if (!this.#isStroking) return;
        values.cancelStroke();
        close();
      },
      end: () => {
        if (!this.#isStroking) return;
        const locked = values.endStroke();
        close();
        if (locked > 0) this.#tell('locked', locked);
        if (this.acceptsAtOnce) this.accept();
      },
    };
  }

  /** One stroke at once: of a list, a township, a filter; within the planner's limits. */
  paintVillages(villageIds: Iterable<number>, wanted: WantedValue = this.wanted): void {
    const values = this.#values;
    if (!values) return;
    const ids = this.paintable([...villageIds], this.villages, values.valueOf);
    this.paintSweeps([{ wanted, villageIds: ids }]);
  }

  /** One stroke at once that wants several values: by rule, by a pasted list; whatever the limits. */
  paintSweeps(sweeps: readonly Sweep[]): void {
    const values = this.#values;
    if (!values || !this.isEditable || this.#isStroking) return;
    const { locked, changed } = values.paint(sweeps, this.locks);
    this.#settle();
    if (locked > 0) this.#tell('locked', locked);
    else if (changed === 0) this.#tell('unchanged', 0);
    if (this.acceptsAtOnce) this.accept();
  }

  /** Makes one step of everything that is pending, with its reasons. */
  accept(): void {
    const values = this.#values;
    if (!values || this.#isStroking || values.local.pending.isEmpty || !this.isEditable) return;
    const { changes, lockedIds } = values.local.pendingOutcome({
      locks: this.locks,
      townshipOf: values.townshipOf,
    });
    const explained = withReasons(changes, this.explanation, this.exceptions);
    values.show(values.local.reject());
    const { evidence } = this.explanation;
    this.forgetReasons();
    if (explained.length > 0) {
      this.#steps.add(explained, evidence);
      this.#tell('accepted', explained.length);
    }
    if (lockedIds.length > 0) this.#tell('locked', lockedIds.length);
    this.#settle();
  }

  /** Drops what is pending. */
  reject(): void {
    const values = this.#values;
    if (!values || this.#isStroking || values.local.pending.isEmpty) return;
    values.show(values.local.reject());
    this.exceptions = new Map();
    this.#settle();
  }

  /** Takes back the last pending stroke, else undoes the last step. */
  undo(): void {
    const values = this.#values;
    if (!values || this.#isStroking || !this.isEditable) return;
    if (values.local.pending.strokeCount > 0) {
      values.show(values.local.takeBack());
      this.#settle();
      return;
    }
    this.#move('undo', values);
  }

  redo(): void {
    const values = this.#values;
    if (!values || this.#isStroking || !this.isEditable) return;
    if (values.local.pending.takenBackCount > 0) {
      values.show(values.local.putBack());
      this.#settle();
      return;
    }
    if (!values.local.pending.isEmpty) return;
    this.#move('redo', values);
  }

  #move(kind: 'undo' | 'redo', values: PaintingValues): void {
    const canvas = {
      valueOf: values.local.acceptedValueOf,
      townshipOf: values.townshipOf,
      locks: this.locks,
    };
    const step = this.#steps.move(kind, canvas);
    if (step === null) return;
    if (step.keptIds.length > 0) this.#tell('kept', step.keptIds.length);
    else this.#tell(kind === 'undo' ? 'undone' : 'redone', step.changes.length);
    this.#settle();
  }

  #pendingOf(values: PaintingValues): PendingPaint | null {
    if (!values.isPending) return null;
    return {
      villageIds: values.pendingIds,
      strokes: values.local.pending.strokeCount + (values.liveVillages > 0 ? 1 : 0),
      delta: values.pendingDelta,
    };
  }

  #settle(): void {
    const values = this.#values;
    if (!values) return;
    values.recount();
    this.#pending = this.#pendingOf(values);
    this.#epoch += 1;
    // The lists may wait for the next tasks: the frame of a stroke's end has enough to do.
    if (this.#refinding === null) this.#refind(values);
  }

  #refind(values: PaintingValues): void {
    this.#refinding = setTimeout(() => {
      this.#refinding = null;
      if (!values.refind()) {
        this.#refind(values);
        return;
      }
      this.#epoch += 1;
      this.#listEpoch += 1;
    });
  }

  #tell(kind: PaintNotice['kind'], villages: number): void {
    this.#notice = { kind, villages, at: Date.now() };
  }

  #begin({ list, ground, journal, formerKeys }: DraftStart): void {
    const values = startValues(
      { list, ground, formerKeys, categories: this.#base.categories, revision: this.#sync.revision },
      (villageIds) => this.#repaint(villageIds),
    );
    this.#values = values;
    this.#steps.begin(values, journal);
    // The index takes a moment: the page is drawn first.
    setTimeout(() => {
      const cells = new CellIndex(ownBorders(ground));
      this.#cells = cells;
      setTimeout(() => cells.findCentres());
    });
  }

  /** A list that was loaded anew. */
  #adopt({ rows, codes, comments }: DraftList): void {
    const [values, ground] = [this.#values, this.#sync.ground];
    if (!values || !ground) return;
    const { revision } = this.#sync;
    values.show(values.local.setSaved(savedValues(ground, { rows, codes, revision })));
    values.commentedIds = commentedIn(comments);
    values.refindAll();
    this.#settle();
  }

  #repaint(villageIds: readonly number[]): void {
    for (const listener of this.#repaintListeners) listener(villageIds);
  }
}

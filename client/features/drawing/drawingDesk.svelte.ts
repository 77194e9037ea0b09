import type { EndpointName } from '#contract/endpoints';
import { ApiFailure } from '../../api/call.ts';
import type { MessageKey } from '../../i18n/zh.ts';
import type { DrawTool } from './drawnShapes.ts';
import { drawingLayers, type DrawingLayer } from './drawingLayers.ts';
import { qualityField, type DrawnGeometry, type DrawnRow, type LngLat, type Values } from './drawnRow.ts';
import { loadForms } from './bodySchemas.ts';
import type { FormField } from './formFields.ts';
import { LeaveQuestion } from './leaveQuestion.svelte.ts';
import type { Applied, PlaceChange } from './placeChange.ts';
import { PlaceDraft } from './placeDraft.svelte.ts';
import { PlaceHistory } from './placeHistory.svelte.ts';
import { PlaceRows } from './placeRows.svelte.ts';
import { withPart } from './positions.ts';
import { RouteEditor } from './routeEditor.svelte.ts';
import { carryOrigins } from './routeStops.ts';

/** What somebody else did to the row in the form; `theirs` null: they deleted it. */
export interface PlaceConflict {
  theirs: DrawnRow | null;
}

export interface DrawingDeskOptions {
  personId: number;
  layer: DrawingLayer;
  /** Rows of the layer changed: what shows them is out of date. */
  onchange: (layer: DrawingLayer) => void;
  /** Another row is in the form, or none. */
  onopen: (row: DrawnRow | null) => void;
}

/** Whether nothing but places is changed, and how they are known. */
const isMove = (changes: Values): boolean => {
  const names = Object.keys(changes);
  const qualities = new Set(names.map(qualityField));
  return names.every((name) => qualityField(name) !== null || qualities.has(name));
};

/** The page where places are drawn: which layer, which row is in the form, and everything that is done to it. */
export class DrawingDesk {
  readonly rows: PlaceRows;
  readonly history: PlaceHistory;
  /** What becomes of unsaved work. */
  readonly leaving = new LeaveQuestion();
  readonly #options: DrawingDeskOptions;
  #layer = $state.raw<DrawingLayer>(drawingLayers[0]!);
  #forms = $state.raw<ReadonlyMap<EndpointName, readonly FormField[]> | null>(null);
  #draft = $state.raw<PlaceDraft | null>(null);
  #route = $state.raw<RouteEditor | null>(null);
  #tool = $state<DrawTool>('select');
  /** Stop whose position is shown and moved by keys. */
  #stopIndex = $state<number | null>(null);
  #conflict = $state.raw<PlaceConflict | null>(null);
  #failure = $state.raw<unknown>(null);
  #isForeign = $state(false);
  #isOpening = $state(false);
  #openings = 0;

  constructor(options: DrawingDeskOptions) {
    this.#options = options;
    this.#layer = options.layer;
    this.history = new PlaceHistory((applied) => this.#adopt(applied));
    this.rows = new PlaceRows({
      personId: options.personId,
      onchange: options.onchange,
      onforeign: (keys) => void this.#hearForeign(keys),
    });
  }

  get layer(): DrawingLayer {
    return this.#layer;
  }
  get draft(): PlaceDraft | null {
    return this.#draft;
  }
  /** Of the draft, where it is a route. */
  get route(): RouteEditor | null {
    return this.#route;
  }
  get tool(): DrawTool {
    return this.#tool;
  }
  get stopIndex(): number | null {
    return this.#stopIndex;
  }
  get conflict(): PlaceConflict | null {
    return this.#conflict;
  }
  /** Why the last thing asked for was not done; null after one that was. */
  get failure(): unknown {
    return this.#failure;
  }
  /** A colleague changed the row while there is unsaved work on it here. */
  get isForeign(): boolean {
    return this.#isForeign;
  }
  get isOpening(): boolean {
    return this.#isOpening;
  }
  get isReady(): boolean {
    return this.#forms !== null;
  }

  /** Loads forms and rows and listens, until the result is called. */
  connect(): () => void {
    const abort = new AbortController();
    void this.#start(abort.signal);
    const disconnect = this.rows.connect();
    return () => {
      abort.abort();
      disconnect();
      this.#route?.stop();
    };
  }

  async #start(signal: AbortSignal): Promise<void> {
    try {
      const names = drawingLayers.map(({ formOf }) => formOf);
      const [forms] = await Promise.all([loadForms(names, signal), this.rows.show(this.#layer)]);
      if (!signal.aborted) this.#forms = forms;
    } catch (failure) {
      if (!signal.aborted) this.#failure = failure;
    }
  }

  /** Another layer; asks before unsaved work is left. */
  async showLayer(layer: DrawingLayer): Promise<void> {
    if (layer === this.#layer || !(await this.mayLeave())) return;
    this.#close();
    this.#layer = layer;
    await this.rows.show(layer);
  }

  /** Puts a row into the form; asks before unsaved work is left. */
  async open(key: string): Promise<void> {
    if (this.#draft?.base?.key === key || !(await this.mayLeave())) return;
    this.history.dismissNews();
    this.#openings += 1;
    const opening = this.#openings;
    this.#isOpening = true;
    try {
      const row = await this.#layer.find(key);
      if (opening !== this.#openings) return;
      this.#failure = row === null ? new ApiFailure(key, { code: 'not-found', status: 404 }) : null;
      if (row === null) this.rows.adopt(this.#layer, key, null);
      this.#edit(row);
    } catch (failure) {
      if (opening === this.#openings) this.#failure = failure;
    } finally {
      if (opening === this.#openings) this.#isOpening = false;
    }
  }

  /** An empty form. */
  async startNew(): Promise<void> {
    if (!(await this.mayLeave())) return;
    const fields = this.#forms?.get(this.#layer.formOf);
    if (!fields) return;
    this.history.dismissNews();
    this.#close();
    this.#take(new PlaceDraft(this.#layer, fields, null));
    this.#tool = this.#layer.id === 'projects' ? 'select' : 'point';
  }

  /** Leaves the form; asks first. */
  async close(): Promise<void> {
    if (await this.mayLeave()) this.#close();
  }

  use(tool: DrawTool): void {
    this.#tool = tool;
  }

  chooseStop(index: number | null): void {
    this.#stopIndex = index;
  }

  /** What the pointer drew to its end. */
  drawn(geometry: DrawnGeometry): void {
    const draft = this.#draft;
    if (draft === null) return;
    if (this.#route) {
      this.#route.add(geometry.coordinates as unknown as LngLat);
      this.#stopIndex = this.#route.stops.length - 1;
      return;
    }
    this.#tool = 'select';
    if ('geometry' in draft.values) draft.set('geometry', geometry);
    else draft.set('position', geometry.coordinates);
  }

  /** What the pointer moved. */
  edited(key: string, geometry: DrawnGeometry): void {
    const draft = this.#draft;
    if (draft === null) return;
    const [kind, index] = key.split('.');
    if (kind === 'stop') {
      this.#route?.place(Number(index), geometry.coordinates as unknown as LngLat);
      this.#stopIndex = Number(index);
    } else if (kind === 'part') {
      draft.set('geometry', withPart(draft.values['geometry'] as DrawnGeometry, Number(index), geometry));
    } else draft.set('position', geometry.coordinates);
  }

  /** Sends what is in the form. @returns whether it was saved */
  async save(): Promise<boolean> {
    const draft = this.#draft;
    if (draft === null || this.history.isBusy || !draft.trySave()) return false;
    const name = String(draft.values['name'] ?? draft.values['place'] ?? '');
    const change: PlaceChange =
      draft.base === null
        ? { kind: 'create', layer: draft.layer, values: draft.body, parent: draft.parent }
        : { kind: 'write', layer: draft.layer, before: draft.base, changes: draft.body };
    const edited: MessageKey = isMove(draft.changes) ? 'drawDidMove' : 'drawDidEdit';
    const sent = draft.values;
    const isDone = await this.#perform(
      change,
      { says: draft.isNew ? 'drawDidCreate' : edited, name },
      (row) => {
        if (draft.layer.id === 'routes') carryOrigins(sent, row.values);
        draft.adopt(row);
        this.#options.onopen(row);
      },
    );
    if (isDone) [this.#tool, this.#isForeign] = ['select', false];
    return isDone;
  }

  async remove(): Promise<void> {
    const before = this.#draft?.base;
    if (!before || this.history.isBusy) return;
    const change: PlaceChange = { kind: 'delete', layer: this.#layer, before };
    await this.#perform(change, { says: 'drawDidDelete', name: before.name });
  }

  /** Two routes out of one, which both have the stop. */
  async split(at: number, name: string): Promise<void> {
    const draft = this.#draft;
    if (!this.#route || !draft?.base || draft.isDirty) return;
    const { layer, base } = draft;
    const [first, second] = this.#route.split(at);
    const quality = base.values['lineQuality'] ?? 'estimated';
    const changes: readonly PlaceChange[] = [
      { kind: 'create', layer, values: { name, ...second, lineQuality: quality }, parent: null },
      { kind: 'write', layer, before: base, changes: { ...first, lineQuality: quality } },
    ];
    await this.#perform({ kind: 'all', changes }, { says: 'drawDidSplit', name: base.name });
  }

  /** Within the form first, then what was saved. */
  async undo(): Promise<void> {
    if (this.#draft?.canUndo) this.#draft.undo();
    else if (!this.#draft?.isDirty) await this.#try(() => this.history.undo());
  }

  async redo(): Promise<void> {
    if (this.#draft?.canRedo) this.#draft.redo();
    else if (!this.#draft?.isDirty) await this.#try(() => this.history.redo());
  }

  /** Mine over theirs, theirs over mine, or a row that they deleted brought back with mine. */
  async decide(side: 'mine' | 'theirs'): Promise<void> {
    const [draft, conflict] = [this.#draft, this.#conflict];
    if (!draft || !conflict) return;
    this.#conflict = null;
    this.#isForeign = false;
    const { theirs } = conflict;
    if (side === 'theirs') {
      if (theirs === null) this.#close();
      else draft.adopt(theirs);
      return;
    }
    if (theirs !== null) draft.rebase(theirs);
    else {
      const before = draft.base!;
      const restored = await this.#perform(
        { kind: 'restore', layer: draft.layer, before },
        { says: 'drawDidRestore', name: before.name },
        (row) => draft.rebase(row),
      );
      if (!restored) return;
    }
    await this.save();
  }

  dismissConflict(): void {
    this.#conflict = null;
  }

  /** Whether the form may be left: asks where there is unsaved work. */
  async mayLeave(): Promise<boolean> {
    if (!this.#draft?.isDirty) return true;
    const answer = await this.leaving.ask();
    if (answer === 'save') return this.save();
    if (answer === 'discard') this.#close();
    return answer === 'discard';
  }

  /** Puts the form back to what is saved. */
  discard(): void {
    const base = this.#draft?.base;
    if (base) this.#draft?.adopt(base);
    else this.#close();
    this.#failure = null;
    this.#tool = 'select';
  }

  /** Carries a change out and tells how it went. */
  async #perform(
    change: PlaceChange,
    deed: { says: MessageKey; name: string },
    onsaved: (row: DrawnRow) => void = () => {},
  ): Promise<boolean> {
    const draft = this.#draft;
    this.#failure = null;
    try {
      const rows = await this.history.perform(change, deed);
      const saved = rows.find(({ row }) => row !== null)?.row;
      if (saved && draft === this.#draft) onsaved(saved);
      return true;
    } catch (failure) {
      await this.#refused(failure, draft);
      return false;
    }
  }

  async #refused(failure: unknown, draft: PlaceDraft | null): Promise<void> {
    const code = failure instanceof ApiFailure ? failure.code : null;
    const base = draft?.base;
    if (failure instanceof ApiFailure && code === 'invalid-request') draft?.refuse(failure.errors);
    else if (draft && base && (code === 'stale-revision' || code === 'not-found')) {
      await this.#try(async () => {
        this.#conflict = { theirs: await draft.layer.find(base.key) };
      });
      return;
    }
    this.#failure = failure;
  }

  async #try(work: () => Promise<void>): Promise<void> {
    this.#failure = null;
    try {
      await work();
    } catch (failure) {
      this.#failure = failure;
    }
  }

  /** Rows that this page wrote: list, map and form follow. */
  #adopt({ rows }: Applied): void {
    for (const { layer, key, row } of rows) {
      this.rows.adopt(layer, key, row);
      this.#options.onchange(layer);
      if (layer !== this.#layer) continue;
      const draft = this.#draft;
      if (draft?.base?.key === key) {
        if (row === null) this.#close();
        else if (!draft.isDirty) draft.adopt(row);
      } else if (draft === null && row !== null) this.#edit(row);
    }
  }

  async #hearForeign(keys: ReadonlySet<string> | null): Promise<void> {
    const draft = this.#draft;
    const base = draft?.base;
    if (!draft || !base || (keys !== null && !keys.has(base.key))) return;
    if (draft.isDirty) {
      this.#isForeign = true;
      return;
    }
    const row = await draft.layer.find(base.key).catch(() => base);
    if (draft !== this.#draft || draft.isDirty) return;
    if (row === null) this.#close();
    else if (row.revision !== draft.base?.revision) draft.adopt(row);
  }

  #edit(row: DrawnRow | null): void {
    const fields = this.#forms?.get(this.#layer.formOf);
    this.#close();
    if (row !== null && fields) this.#take(new PlaceDraft(this.#layer, fields, row));
  }

  #take(draft: PlaceDraft): void {
    this.#draft = draft;
    this.#route = draft.layer.id === 'routes' ? new RouteEditor(draft) : null;
    this.#options.onopen(draft.base);
  }

  #close(): void {
    this.#route?.stop();
    this.#draft = null;
    this.#route = null;
    this.#conflict = null;
    this.#isForeign = false;
    this.#tool = 'select';
    this.#stopIndex = null;
    this.#options.onopen(null);
  }
}

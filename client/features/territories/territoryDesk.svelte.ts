import type {
  MeantimeEdit,
  TerritoryEditRequest,
  TerritoryOutcome,
  TerritoryRefusal,
  TerritoryTrialRequest,
  WrittenTerritory,
} from '#contract/territoryEdits';
import type { Position, TerritoryArc } from '#domain/territories/territoryArc';
import { ApiFailure, call } from '../../api/call.ts';
import { putEndsOn } from './lineEnds.ts';
import { loadTerritoryGround, type GroundVillage, type TerritoryGround } from './territoryGround.ts';

export const editTools = ['redraw', 'handOver', 'split', 'merge'] as const;
export type EditTool = (typeof editTools)[number];

/** Why the server did not take an edit; the other ways to fail are failures of the page. */
export type Answer =
  | { kind: 'outcome'; outcome: TerritoryOutcome }
  | { kind: 'refusal'; refusal: TerritoryRefusal }
  | { kind: 'meantime'; edits: readonly MeantimeEdit[] }
  | { kind: 'failure'; failure: unknown };

/** The least an end of a drawn line is drawn to a border from, metres. */
const leastReachMetres = 2;

/** One edit in the making: what is chosen, what is drawn, what the server says of it. */
export class TerritoryDesk {
  #ground = $state.raw<TerritoryGround | null>(null);
  #failure = $state.raw<unknown>(null);
  #isSaving = $state(false);
  #villageId = $state<number | null>(null);
  #neighbourId = $state<number | null>(null);
  #tool = $state<EditTool>('redraw');
  #arcId = $state<number | null>(null);
  #line = $state.raw<readonly Position[]>([]);
  #answer = $state.raw<Answer | null>(null);
  #saved = $state.raw<WrittenTerritory | null>(null);
  #loading: AbortController | null = null;
  #trying: AbortController | null = null;
  side = $state<'left' | 'right'>('left');
  reason = $state('');
  approval = $state('');
  newName = $state('');
  newKind = $state<'village' | 'community'>('village');
  newCode = $state('');
  acceptsPointOutside = $state(false);

  get ground(): TerritoryGround | null {
    return this.#ground;
  }
  get failure(): unknown {
    return this.#failure;
  }
  get isSaving(): boolean {
    return this.#isSaving;
  }
  get tool(): EditTool {
    return this.#tool;
  }
  get line(): readonly Position[] {
    return this.#line;
  }
  /** What the server says of the edit as it stands; null: it is not complete, or not tried yet. */
  get answer(): Answer | null {
    return this.#answer;
  }
  /** The last edit that was carried out here. */
  get saved(): WrittenTerritory | null {
    return this.#saved;
  }
  get village(): GroundVillage | null {
    return this.#of(this.#villageId);
  }
  get neighbour(): GroundVillage | null {
    return this.#of(this.#neighbourId);
  }
  /** Villages of the same township with a common border: the others are reached by no edit. */
  get neighbours(): readonly GroundVillage[] {
    const village = this.#villageId;
    if (village === null || this.#ground === null) return [];
    const sides = this.#ground.arcs
      .filter(({ left, right, rank }) => rank === 'village' && (left === village || right === village))
      .map(({ left, right }) => (left === village ? right : left));
    return [...new Set(sides)].flatMap((id) => this.#of(id) ?? []);
  }
  /** Borders the village has with the chosen neighbour; mostly one. */
  get shared(): readonly TerritoryArc[] {
    const [village, neighbour] = [this.#villageId, this.#neighbourId];
    if (village === null || neighbour === null || this.#ground === null) return [];
    const isBetween = ({ left, right }: TerritoryArc) =>
      (left === village && right === neighbour) || (left === neighbour && right === village);
    return this.#ground.arcs.filter(isBetween);
  }
  get arc(): TerritoryArc | null {
    return this.shared.find(({ id }) => id === this.#arcId) ?? null;
  }
  get needsNeighbour(): boolean {
    return this.#tool !== 'split';
  }
  get needsLine(): boolean {
    return this.#tool !== 'merge';
  }
  get needsApproval(): boolean {
    return this.#tool === 'split' || this.#tool === 'merge';
  }
  /** Something is chosen that a line can be drawn for. */
  get isDrawable(): boolean {
    if (!this.needsLine || this.village === null) return false;
    return this.#tool === 'redraw' ? this.arc !== null : this.#tool === 'split' || this.neighbour !== null;
  }

  /** What is asked of the server; null while something is missing. */
  get request(): TerritoryTrialRequest | null {
    const [village, neighbour, line] = [this.#villageId, this.#neighbourId, this.#line];
    if (village === null) return null;
    const { acceptsPointOutside } = this;
    const drawn = line.map(([lng, lat]): [number, number] => [lng, lat]);
    switch (this.#tool) {
      case 'redraw': {
        const { arc } = this;
        if (arc === null || drawn.length < 2 || isSameLine(arc.points, drawn)) return null;
        return {
          kind: 'redraw',
          arc: arc.id,
          villages: [arc.left, arc.right],
          line: drawn,
          acceptsPointOutside,
        };
      }
      case 'handOver':
        if (neighbour === null || drawn.length < 2) return null;
        return {
          kind: 'handOver',
          village,
          receiver: neighbour,
          side: this.side,
          line: drawn,
          acceptsPointOutside,
        };
      case 'split': {
        if (drawn.length < 2) return null;
        const { side, newKind: kind } = this;
        const name = this.newName.trim().length < 2 ? '（新村）' : this.newName.trim();
        const code = this.newCode.trim() === '' ? null : this.newCode.trim();
        return {
          kind: 'split',
          village,
          side,
          line: drawn,
          newVillage: { name, kind, code },
          acceptsPointOutside,
        };
      }
      case 'merge':
        return neighbour === null
          ? null
          : { kind: 'merge', kept: village, gone: neighbour, acceptsPointOutside };
    }
  }

  /** What is still to be filled in before the edit can be carried out. */
  get missing(): readonly ('reason' | 'approval' | 'name')[] {
    return [
      ...(this.#tool === 'split' && this.newName.trim().length < 2 ? (['name'] as const) : []),
      ...(this.needsApproval && this.approval.trim() === '' ? (['approval'] as const) : []),
      ...(this.reason.trim() === '' ? (['reason'] as const) : []),
    ];
  }

  /** Reads a county; what was chosen stays where it is still there. Never rejects. */
  async load(regionCode: string): Promise<void> {
    this.#loading?.abort();
    const abort = new AbortController();
    this.#loading = abort;
    try {
      const ground = await loadTerritoryGround(regionCode, abort.signal);
      if (abort.signal.aborted) return;
      const isOther = this.#ground?.regionCode !== regionCode;
      this.#ground = ground;
      this.#failure = null;
      if (isOther || this.village === null) this.choose(null);
      else if (this.#arcId !== null && this.arc === null) this.#startLine();
    } catch (failure) {
      if (!abort.signal.aborted) this.#failure = failure;
    }
  }

  reload(): Promise<void> {
    return this.#ground === null ? Promise.resolve() : this.load(this.#ground.regionCode);
  }

  /** Begins anew with a village. */
  choose(villageId: number | null): void {
    this.#villageId = villageId;
    this.#neighbourId = null;
    this.#forget();
  }

  chooseNeighbour(villageId: number | null): void {
    this.#neighbourId = villageId;
    this.#forget();
    this.#startLine();
  }

  /** What a click on the map means: a neighbour where one is wanted, else another village. */
  pick(villageId: number): void {
    const isNeighbour = this.neighbours.some(({ id }) => id === villageId);
    if (this.needsNeighbour && this.#neighbourId === null && isNeighbour) this.chooseNeighbour(villageId);
    else if (this.#ground?.villages.has(villageId) && villageId !== this.#villageId) this.choose(villageId);
  }

  chooseTool(tool: EditTool): void {
    this.#tool = tool;
    this.#forget();
    this.#startLine();
  }

  chooseArc(id: number): void {
    this.#arcId = id;
    this.#line = this.arc?.points ?? [];
  }

  /** @param metresPerPixel of the map it was drawn on; a typed line is taken as it is */
  setLine(line: readonly Position[], metresPerPixel = 0): void {
    const reach = Math.max(leastReachMetres, 14 * metresPerPixel);
    this.#line = line.length < 2 ? line : putEndsOn(this.#borders(), line, reach);
  }

  clearLine(): void {
    this.#forget();
    this.#startLine();
  }

  /** Asks the server what the edit would come to. Never rejects; the last call counts. */
  async attempt(): Promise<void> {
    this.#trying?.abort();
    const { request: body } = this;
    const ground = this.#ground;
    if (body === null || ground === null) {
      this.#answer = null;
      return;
    }
    const abort = new AbortController();
    this.#trying = abort;
    const headers = { 'if-match': `"${ground.revision}"` };
    try {
      const said = await call('tryTerritoryEdit', { body, headers }, { signal: abort.signal });
      if (abort.signal.aborted) return;
      this.#answer = said.refusal
        ? { kind: 'refusal', refusal: said.refusal }
        : { kind: 'outcome', outcome: said.outcome };
    } catch (failure) {
      if (!abort.signal.aborted) this.#answer = answerOf(failure);
    }
  }

  /** Carries the edit out. @returns whether it was */
  async save(): Promise<boolean> {
    const { request, reason, approval } = this;
    const ground = this.#ground;
    if (request === null || ground === null || this.missing.length > 0 || this.#isSaving) return false;
    const said = { reason: reason.trim(), ...(this.needsApproval ? { approval: approval.trim() } : {}) };
    const body = { ...request, ...said } as TerritoryEditRequest;
    return this.#write(() =>
      call('editTerritories', { body, headers: { 'if-match': `"${ground.revision}"` } }),
    );
  }

  /** Takes an edit back. @returns whether it was */
  undo(id: number, reason: string): Promise<boolean> {
    return this.#write(() => call('undoTerritoryEdit', { params: { id }, body: { reason } }));
  }

  async #write(work: () => Promise<WrittenTerritory>): Promise<boolean> {
    this.#isSaving = true;
    this.#trying?.abort();
    try {
      const written = await work();
      this.choose(null);
      this.reason = '';
      this.approval = '';
      // What is told as saved is in the list below it.
      await this.reload();
      this.#saved = written;
      return true;
    } catch (failure) {
      this.#answer = answerOf(failure);
      return false;
    } finally {
      this.#isSaving = false;
    }
  }

  /** Borders that ends of the line may lie on. */
  #borders(): readonly TerritoryArc[] {
    const { arc } = this;
    if (this.#tool === 'redraw') return arc === null ? [] : [arc];
    const village = this.#villageId;
    return (this.#ground?.arcs ?? []).filter(({ left, right }) => left === village || right === village);
  }

  #of(id: number | null): GroundVillage | null {
    return id === null ? null : (this.#ground?.villages.get(id) ?? null);
  }

  /** A border is redrawn from what it is. */
  #startLine(): void {
    if (this.#tool !== 'redraw') return;
    const [first] = this.shared;
    if (first) this.chooseArc(first.id);
  }

  #forget(): void {
    this.#trying?.abort();
    this.#line = [];
    this.#arcId = null;
    this.#answer = null;
    this.acceptsPointOutside = false;
    this.newName = '';
    this.newCode = '';
  }
}

const isSameLine = (one: readonly Position[], other: readonly Position[]): boolean =>
  one.length === other.length &&
  one.every(([lng, lat], index) => lng === other[index]![0] && lat === other[index]![1]);

function answerOf(failure: unknown): Answer {
  if (failure instanceof ApiFailure) {
    const { refusal, edits } = failure.members;
    if (failure.code === 'territory-refused')
      return { kind: 'refusal', refusal: refusal as TerritoryRefusal };
    if (failure.code === 'stale-revision' || failure.code === 'edit-covered') {
      return { kind: 'meantime', edits: (edits ?? []) as MeantimeEdit[] };
    }
  }
  return { kind: 'failure', failure };
}

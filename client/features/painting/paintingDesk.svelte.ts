import type { WantedValue } from '#domain/painting/assignmentValue';
import type { FinderKind } from '#domain/painting/finder';
import { targetOfKey } from '../workbench/categoryKeys.ts';
import type { PaintingDraft } from './paintingDraft.svelte.ts';
import type { PaintingCommand } from './paintingKeys.ts';
import { paintAtOnce } from './surface/surfaceDraft.ts';
import { brushSizes, firstBrushSize, lookingTools, type PaintTool } from './paintTool.ts';

/** What the desk needs of a draft; a test gives just that. */
export type DeskDraft = Pick<
  PaintingDraft,
  | 'isEditable'
  | 'categories'
  | 'wanted'
  | 'byTownship'
  | 'onlyUnassigned'
  | 'current'
  | 'finder'
  | 'begin'
  | 'accept'
  | 'reject'
  | 'undo'
  | 'redo'
>;

/** Commands that say all by their name. */
type PlainCommand = Exclude<PaintingCommand, `tool-${string}` | `value-${string}`>;

export type DeskTab = 'targets' | 'checks' | 'rules' | 'reasons' | 'history';
export const deskTabs: readonly DeskTab[] = ['targets', 'checks', 'rules', 'reasons', 'history'];
export type DeskDialog = 'keys' | 'codes' | 'submit';

export interface DeskOptions {
  /** ISO day. */
  today: string;
  onfind: (villageId: number) => void;
  isNarrow: () => boolean;
}

/** A year on: until when 暂不分类 puts a decision off, unless the planner says otherwise. */
export function firstReviewDate(today: string): string {
  const [year, month = '01', day = '01'] = today.split('-');
  // The 29th of February is in no year after a leap year.
  const next = month === '02' && day === '29' ? '28' : day;
  return `${Number(year) + 1}-${month}-${next}`;
}

/**
 * How one planner has the painting page before them: the tool in hand, the list that is gone through, what is open.
 * Nothing of it is part of the draft. `run` is what every key does, and the buttons beside them.
 */
export class PaintingDesk {
  readonly #draft: DeskDraft;
  readonly #onfind: (villageId: number) => void;
  #tool = $state<PaintTool>('brush');
  #reviewDate = $state('');
  /** Space is held: the map is moved whatever the tool. */
  isPanHeld = $state(false);
  brushSize = $state<number>(firstBrushSize);
  finderKind = $state<FinderKind>('unassigned');
  tab = $state<DeskTab>('targets');
  dialog = $state<DeskDialog | null>(null);
  isLeftOpen = $state(true);
  isRightOpen = $state(true);
  readonly #isNarrow: () => boolean;

  /**
   * @param options.onfind shows a village that was gone to
   * @param options.isNarrow whether there is room for one panel beside the map only
   */
  constructor(draft: DeskDraft, options: DeskOptions) {
    this.#draft = draft;
    this.#onfind = options.onfind;
    this.#isNarrow = options.isNarrow;
    this.#reviewDate = firstReviewDate(options.today);
    this.isRightOpen = !options.isNarrow();
  }

  toggleLeft(): void {
    this.isLeftOpen = !this.isLeftOpen;
    if (this.isLeftOpen && this.#isNarrow()) this.isRightOpen = false;
  }

  toggleRight(): void {
    this.isRightOpen = !this.isRightOpen;
    if (this.isRightOpen && this.#isNarrow()) this.isLeftOpen = false;
  }

  /** Opens a tab of the panel on the right. */
  show(tab: DeskTab): void {
    this.tab = tab;
    if (!this.isRightOpen) this.toggleRight();
  }

  /** The tool in hand; on a draft that cannot be changed one that only looks. */
  get tool(): PaintTool {
    return this.#draft.isEditable || lookingTools.has(this.#tool) ? this.#tool : 'pan';
  }
  set tool(tool: PaintTool) {
    this.#tool = tool;
  }
  /** What the pointer does now. */
  get shownTool(): PaintTool {
    return this.isPanHeld ? 'pan' : this.tool;
  }

  /** ISO day of what is put off from now on. */
  get reviewDate(): string {
    return this.#reviewDate;
  }
  set reviewDate(day: string) {
    if (day === '') return;
    this.#reviewDate = day;
    if (this.#draft.wanted.status === 'deferred') this.#draft.wanted = this.wantedOf('deferred');
  }

  /** The value of a category's key, `unassigned` or `deferred`. */
  wantedOf(placeKey: string): WantedValue {
    if (placeKey === 'unassigned') return { status: 'unassigned' };
    if (placeKey === 'deferred') return { status: 'deferred', reviewDate: this.#reviewDate };
    return { status: 'assigned', categoryKey: placeKey };
  }

  choose(placeKey: string): void {
    this.#draft.wanted = this.wantedOf(placeKey);
  }

  /** Goes to a village: it becomes the current one and the map shows it. */
  goTo(villageId: number): void {
    this.#draft.current = villageId;
    this.#onfind(villageId);
  }

  run(command: PaintingCommand): void {
    const draft = this.#draft;
    const [kind, name = ''] = command.split('-');
    if (kind === 'tool') this.tool = name as PaintTool;
    else if (kind === 'value') this.#chooseByDigit(name);
    else this.#commands[command as PlainCommand](draft);
  }

  readonly #commands: Record<PlainCommand, (draft: DeskDraft) => void> = {
    holdPan: () => (this.isPanHeld = true),
    smallerBrush: () => this.#resizeBrush(-1),
    largerBrush: () => this.#resizeBrush(1),
    unit: (draft: DeskDraft) => (draft.byTownship = !draft.byTownship),
    onlyUnassigned: (draft: DeskDraft) => (draft.onlyUnassigned = !draft.onlyUnassigned),
    nextFound: () => this.#find('next'),
    previousFound: () => this.#find('previous'),
    paintCurrent: () => this.#paintCurrent(),
    accept: (draft: DeskDraft) => draft.accept(),
    reject: (draft: DeskDraft) => draft.reject(),
    undo: (draft: DeskDraft) => draft.undo(),
    redo: (draft: DeskDraft) => draft.redo(),
    sheet: () => (this.dialog = 'keys'),
  };

  #chooseByDigit(digit: string): void {
    const placeKey = targetOfKey(digit, this.#draft.categories);
    if (placeKey !== null) this.choose(placeKey);
  }

  /** Like a stroke over the current village, under the planner's limits. */
  #paintCurrent(): void {
    const { current, isEditable } = this.#draft;
    if (isEditable && current !== null) paintAtOnce(this.#draft, [current]);
  }

  #resizeBrush(step: -1 | 1): void {
    const index = brushSizes.findIndex((size) => size === this.brushSize) + step;
    this.brushSize = brushSizes[Math.min(brushSizes.length - 1, Math.max(0, index))]!;
  }

  #find(direction: 'next' | 'previous'): void {
    const found = this.#draft.finder?.lists[this.finderKind][direction](this.#draft.current);
    if (found !== null && found !== undefined) this.goTo(found);
  }
}

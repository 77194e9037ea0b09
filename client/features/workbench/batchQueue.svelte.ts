import type { Conflict } from '#contract/workflow';
import type { ChangeGroup } from '#domain/painting/valueChange';
import { ApiFailure } from '../../api/call.ts';
import { decideConflicts, type ConflictChoices } from './conflictChoice.ts';
import type { AssignmentEdit } from './assignmentEdits.ts';

/** Edits that are sent together and have one effect, however often they are sent. */
export interface Batch {
  /** Idempotency-Key: names the batch, so that sending it again is harmless. */
  key: string;
  /** Revision of the version its sender saw (If-Match). */
  revision: number;
  edits: AssignmentEdit[];
  /** Where the batch undoes a stroke or does it again. */
  history?: { kind: 'undo' | 'redo'; reverses: string };
  /** What it does by village, where its maker shows it and can undo it. */
  changes?: readonly ChangeGroup[];
  /** It may have reached the server: from now on it is sent again as it is. */
  isSent: boolean;
}

export interface BatchAnswer {
  revision: number;
  changed: number;
  merged: number;
}

/** saving: on its way; waiting: kept here, tried again by itself; refused: needs a person. */
export type QueueStatus = 'saved' | 'saving' | 'waiting' | 'conflict' | 'refused';

/** Colleagues changed villages of the first batch; own later changes are not among them. */
export interface OpenConflict {
  conflicts: readonly Conflict[];
  /** Latest revision the conflicts were compared with. */
  revision: number;
}

export interface QueueOptions {
  /** Sends a batch with If-Match and Idempotency-Key. @throws ApiFailure */
  send: (batch: Readonly<Batch>) => Promise<BatchAnswer>;
  onsaved: (answer: BatchAnswer, batch: Readonly<Batch>) => void;
  /** Batches were dropped, or decided and named anew. */
  onreplaced?: () => void;
  /** Where batches are kept until they are confirmed. */
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  storageKey: string;
  personId: number;
  newKey?: () => string;
  /** Milliseconds before another attempt; the n-th (from 0) waits longer. */
  retryDelay?: (attempt: number) => number;
}

const longestDelay = 30_000;
const backOff = (attempt: number) => Math.min(longestDelay, 1000 * 2 ** attempt);

/** A failure that time may mend; the others need a decision of a person. */
const isTemporary = (failure: unknown): boolean =>
  failure instanceof ApiFailure &&
  (failure.isOffline ||
    failure.status >= 500 ||
    failure.status === 429 ||
    // The session is over or another tab began a new one: after a login the same batch goes through.
    failure.status === 401 ||
    failure.code === 'forged-request');

/**
 * Changes on their way to the server, in order and one at a time. What is not confirmed stays in the browser's
 * storage, survives a reload and is sent again under the same key, so that nothing is lost and nothing done twice.
 */
export class BatchQueue {
  readonly #options: Required<QueueOptions>;
  #batches = $state.raw<readonly Batch[]>([]);
  #status = $state<QueueStatus>('saved');
  #failure = $state.raw<ApiFailure | null>(null);
  #conflict = $state.raw<OpenConflict | null>(null);
  #savedAt = $state.raw<Date | null>(null);
  #attempt = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #isStopped = false;
  #isHeld = false;
  #isRunning = false;

  constructor(options: QueueOptions) {
    this.#options = {
      newKey: () => crypto.randomUUID(),
      retryDelay: backOff,
      onreplaced: () => {},
      ...options,
    };
    this.#batches = readBatches(options.storage, options.storageKey);
    if (this.#batches.length > 0) this.#status = 'waiting';
  }

  get status(): QueueStatus {
    return this.#status;
  }
  /** Why the first batch was not taken; null when it was or is still on its way. */
  get failure(): ApiFailure | null {
    return this.#failure;
  }
  get conflict(): OpenConflict | null {
    return this.#conflict;
  }
  get savedAt(): Date | null {
    return this.#savedAt;
  }
  get isEmpty(): boolean {
    return this.#batches.length === 0;
  }
  /** Oldest first. */
  get batches(): readonly Batch[] {
    return this.#batches;
  }
  /** Every edit that is not confirmed, oldest first. */
  get pendingEdits(): readonly AssignmentEdit[] {
    return this.#batches.flatMap((batch) => batch.edits);
  }
  get pendingVillages(): number {
    return new Set(this.pendingEdits.flatMap((edit) => edit.villageIds)).size;
  }

  /**
   * Keeps edits and sends them as one batch.
   * @param revision what the sender saw
   * @returns the key of the batch
   */
  add(
    edits: readonly AssignmentEdit[],
    revision: number,
    { key = this.#options.newKey(), ...rest }: Partial<Pick<Batch, 'key' | 'history' | 'changes'>> = {},
  ): string {
    this.#keep([...this.#batches, { ...rest, key, revision, edits: [...edits], isSent: false }]);
    if (this.#status === 'saved') void this.#run();
    return key;
  }

  /** Starts nothing while somebody is in the middle of a stroke. */
  hold(): void {
    this.#isHeld = true;
  }

  release(): void {
    this.#isHeld = false;
    const needsPerson = this.#status === 'conflict' || this.#status === 'refused';
    if (!this.#isRunning && !needsPerson && this.#timer === null && !this.isEmpty) void this.#run();
  }

  /** Tries again now: the network is back, or the reader asks. */
  retry(): void {
    if (this.#status !== 'waiting' && this.#status !== 'refused') return;
    this.#attempt = 0;
    void this.#run();
  }

  /** Drops the first batch, which the server refuses. */
  discard(): void {
    if (this.#status !== 'refused' && this.#status !== 'conflict') return;
    this.#next(this.#withFirst(null));
  }

  /** Applies a decision on every open conflict and goes on. */
  decide(choices: ConflictChoices): void {
    const [first] = this.#batches;
    if (!first || !this.#conflict) return;
    this.#next(this.#withFirst(decideConflicts(first, this.#conflict, choices, this.#options.newKey())));
  }

  stop(): void {
    this.#isStopped = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  /** The batches with another in the place of the first, or without it; what undoes it names the other. */
  #withFirst(decided: Batch | null): Batch[] {
    const [first, ...rest] = this.#batches;
    const renamed = rest.map(({ history, ...batch }): Batch => {
      if (history === undefined) return batch;
      if (history.reverses !== first?.key) return { ...batch, history };
      return decided === null ? batch : { ...batch, history: { ...history, reverses: decided.key } };
    });
    return decided === null ? renamed : [decided, ...renamed];
  }

  #next(batches: readonly Batch[]): void {
    this.#conflict = null;
    this.#failure = null;
    this.#attempt = 0;
    this.#keep(batches);
    this.#status = 'saved';
    this.#options.onreplaced();
    void this.#run();
  }

  async #run(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#isRunning = true;
    try {
      await this.#sendAll();
    } finally {
      this.#isRunning = false;
    }
  }

  async #sendAll(): Promise<void> {
    for (let batch = this.#batches[0]; batch && !this.#isStopped; batch = this.#batches[0]) {
      this.#status = 'saving';
      // `release` goes on.
      if (this.#isHeld) return;
      const sent = { ...batch, isSent: true };
      this.#keep([sent, ...this.#batches.slice(1)]);
      try {
        const answer = await this.#options.send(sent);
        this.#confirm(answer, sent);
      } catch (failure) {
        if (!this.#settle(failure, sent)) return;
      }
    }
    if (!this.#isStopped) this.#status = 'saved';
  }

  #confirm(answer: BatchAnswer, batch: Readonly<Batch>): void {
    this.#attempt = 0;
    this.#failure = null;
    this.#savedAt = new Date();
    // The sender of what follows saw this batch; what others did in between they may not have seen.
    const rest = this.#batches
      .slice(1)
      .map((next) => (answer.merged === 0 && !next.isSent ? { ...next, revision: answer.revision } : next));
    this.#options.onsaved(answer, batch);
    this.#keep(rest);
  }

  /** Returns whether to go on at once. */
  #settle(failure: unknown, batch: Batch): boolean {
    this.#failure =
      failure instanceof ApiFailure
        ? failure
        : new ApiFailure(String(failure), { code: 'internal-error', status: 0, cause: failure });
    if (isTemporary(failure)) {
      this.#status = 'waiting';
      if (this.#isStopped) return false;
      this.#timer = setTimeout(() => void this.#run(), this.#options.retryDelay(this.#attempt));
      this.#attempt += 1;
      return false;
    }
    const conflict = conflictOf(this.#failure);
    if (conflict === null) {
      this.#status = 'refused';
      return false;
    }
    const others = conflict.conflicts.filter(({ by }) => by.id !== this.#options.personId);
    if (others.length === 0) {
      // Only own, newer changes: this batch comes after them.
      const own = decideConflicts(batch, conflict, new Map(), this.#options.newKey(), 'mine');
      this.#keep(this.#withFirst(own));
      this.#options.onreplaced();
      return true;
    }
    this.#conflict = { ...conflict, conflicts: others };
    this.#status = 'conflict';
    return false;
  }

  #keep(batches: readonly Batch[]): void {
    this.#batches = batches;
    const { storage, storageKey } = this.#options;
    try {
      if (batches.length === 0) storage.removeItem(storageKey);
      else storage.setItem(storageKey, JSON.stringify(batches));
    } catch {
      // A full or forbidden storage: the batches still live in this page.
    }
  }
}

/** The conflicts a refusal names; null for another refusal. */
export function conflictOf(failure: ApiFailure): OpenConflict | null {
  const { conflicts, revision } = failure.members as { conflicts?: Conflict[]; revision?: number };
  if (failure.code !== 'stale-revision' || !Array.isArray(conflicts) || conflicts.length === 0) return null;
  return { conflicts, revision: revision ?? Math.max(...conflicts.map((each) => each.revision)) };
}

function readBatches(storage: QueueOptions['storage'], key: string): Batch[] {
  try {
    const kept = JSON.parse(storage.getItem(key) ?? '[]') as unknown;
    return Array.isArray(kept) ? (kept as Batch[]) : [];
  } catch {
    return [];
  }
}

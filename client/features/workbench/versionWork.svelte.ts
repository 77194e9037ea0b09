import type { Comment, LiveEvent, VersionDiff, VersionRow } from '#contract/workflow';
import { call, endpointUrl } from '../../api/call.ts';
import { LiveEvents } from '../../state/live.svelte.ts';
import { withNews, withPending, withSaved, type AssignmentRow, type LivePlace } from './assignmentEdits.ts';
import { BatchQueue, type Batch, type BatchAnswer } from './batchQueue.svelte.ts';

/** Rows a request; a version of a prefecture takes two. */
const rowsARequest = 1000;
/** Several events of one batch come close together and are answered by one reload. */
const reloadDelay = 200;

/** Something others did while the page was open. */
export interface LiveNote {
  kind: 'assignments' | 'state' | 'comments';
  actorId: number | null;
  villageIds: ReadonlySet<number>;
}

export const sendBatch = (versionId: string, batch: Readonly<Batch>): Promise<BatchAnswer> =>
  call('changeAssignments', {
    params: { id: versionId },
    headers: { 'if-match': `"${batch.revision}"`, 'idempotency-key': batch.key },
    body: { edits: batch.edits, overwrite: [], ...(batch.history ? { history: batch.history } : {}) },
  });

/** Where the changes of a person to a version are kept until the server has them. */
export const pendingKey = (personId: number, versionId: string): string =>
  `xiangtu.pending.${personId}.${versionId}`;

/** Every row of a version that the asker sees. */
export async function listRows(id: string, signal: AbortSignal): Promise<AssignmentRow[]> {
  const rows: AssignmentRow[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof call<'listAssignmentRows'>>> = await call(
      'listAssignmentRows',
      { params: { id }, query: { limit: rowsARequest, cursor } },
      { signal },
    );
    rows.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return rows;
}

/**
 * A version that is open on the workbench: its row, list and comments, the changes on their way, and what others do.
 * `revision` is the one whose list is shown, so that If-Match says what the person saw.
 */
export class VersionWork {
  readonly id: string;
  readonly queue: BatchQueue;
  readonly #personId: number;
  readonly #live: LiveEvents;
  #versions = $state.raw<readonly VersionRow[]>([]);
  #rows = $state.raw<readonly AssignmentRow[]>([]);
  #comments = $state.raw<readonly Comment[]>([]);
  #changes = $state.raw<VersionDiff['changes']>([]);
  #revision = $state(0);
  #status = $state<'loading' | 'ready' | 'failed'>('loading');
  #failure = $state.raw<unknown>(null);
  #note = $state.raw<LiveNote | null>(null);
  #loading: AbortController | null = null;
  /** Something changed while a load was running, which may not have seen it. */
  #isStale = false;
  #timer: ReturnType<typeof setTimeout> | null = null;
  readonly version = $derived(this.#versions.find(({ id }) => id === this.id) ?? null);
  /** The list with changes of this page that the server has not confirmed. */
  readonly rows = $derived.by(() => withPending(this.#rows, this.queue.pendingEdits));
  /** Villages that differ from the version this one was made from. */
  readonly changedIds = $derived(new Set(this.#changes.map(({ villageId }) => villageId)));

  constructor(id: string, personId: number, storage: Storage = localStorage) {
    this.id = id;
    this.#personId = personId;
    this.queue = new BatchQueue({
      send: (batch) => sendBatch(id, batch),
      onsaved: (_answer, batch) => this.#adopt(batch),
      storage,
      storageKey: pendingKey(personId, id),
      personId,
    });
    this.#live = new LiveEvents({
      url: endpointUrl('streamEvents', { query: { version: id } }),
      onevent: (event) => this.#hear(event),
      onreset: () => this.reloadSoon(),
    });
  }

  get versions(): readonly VersionRow[] {
    return this.#versions;
  }
  get comments(): readonly Comment[] {
    return this.#comments;
  }
  get revision(): number {
    return this.#revision;
  }
  get status(): 'loading' | 'ready' | 'failed' {
    return this.#status;
  }
  get failure(): unknown {
    return this.#failure;
  }
  get note(): LiveNote | null {
    return this.#note;
  }
  get liveStatus() {
    return this.#live.status;
  }

  dismissNote(): void {
    this.#note = null;
  }

  /** Loads, listens and sends what is kept, until the result is called. */
  connect(): () => void {
    void this.load();
    const disconnect = this.#live.connect();
    this.queue.retry();
    return () => {
      disconnect();
      this.queue.stop();
      this.#loading?.abort();
      if (this.#timer !== null) clearTimeout(this.#timer);
    };
  }

  /** Loads everything. Never rejects: see `status` and `failure`; what is shown stays meanwhile. */
  async load(): Promise<void> {
    this.#loading?.abort();
    const abort = new AbortController();
    this.#loading = abort;
    this.#isStale = false;
    const { signal } = abort;
    try {
      // The version first: a list that is newer than its revision asks once too often, never once too little.
      const versions = (await call('listVersions', {}, { signal })).items;
      const version = versions.find(({ id }) => id === this.id);
      const params = { id: this.id };
      const [rows, comments, changes] = await Promise.all([
        listRows(this.id, signal),
        call('listComments', { params }, { signal }),
        version?.basedOn
          ? call('getVersionDiff', { params, query: { against: version.basedOn } }, { signal })
          : null,
      ]);
      if (signal.aborted) return;
      this.#versions = versions;
      this.#rows = rows;
      this.#comments = comments.items;
      this.#changes = changes?.changes ?? [];
      this.#revision = version?.revision ?? 0;
      this.#failure = null;
      this.#status = 'ready';
    } catch (failure) {
      if (signal.aborted) return;
      this.#failure = failure;
      if (this.#status !== 'ready') this.#status = 'failed';
    }
    this.#loading = null;
    if (this.#isStale) this.reloadSoon();
  }

  reloadSoon(): void {
    if (this.#loading !== null) {
      this.#isStale = true;
      return;
    }
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      void this.load();
    }, reloadDelay);
  }

  /** The name of somebody who has done something here; null for one who has not. */
  nameOf(personId: number | null): string | null {
    const { version } = this;
    const known = [
      ...this.#rows.map(({ changedBy }) => changedBy),
      ...this.#comments.flatMap(({ author, resolvedBy }) => [author, resolvedBy]),
      ...(version ? [version.author, version.submittedBy, version.decidedBy] : []),
    ];
    return known.find((actor) => actor?.id === personId)?.name ?? null;
  }

  /** What was just saved stays as it is shown until the list is loaded anew. */
  #adopt({ edits }: Readonly<Batch>): void {
    const name = this.nameOf(this.#personId);
    const changedBy = name === null ? null : { id: this.#personId, name };
    this.#rows = withSaved(this.#rows, edits, { changedBy, changedAt: new Date().toISOString() });
    this.reloadSoon();
  }

  #hear({ topic, actorId, at, payload }: LiveEvent): void {
    this.reloadSoon();
    if (actorId === this.#personId) return;
    if (topic === 'assignments-changed') {
      const places = (payload['villages'] ?? []) as LivePlace[];
      const name = this.nameOf(actorId);
      const changedBy = actorId === null || name === null ? null : { id: actorId, name };
      this.#rows = withNews(this.#rows, places, { changedBy, changedAt: at });
      const before = this.#note?.kind === 'assignments' && this.#note.actorId === actorId ? this.#note : null;
      const villageIds = new Set([...(before?.villageIds ?? []), ...places.map(({ id }) => id)]);
      this.#note = { kind: 'assignments', actorId, villageIds };
    } else if (topic === 'comment-created') {
      this.#note = { kind: 'comments', actorId, villageIds: new Set() };
    } else if (topic === 'version-changed' || topic.startsWith('release-')) {
      this.#note = { kind: 'state', actorId, villageIds: new Set() };
    }
  }
}

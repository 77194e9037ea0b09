import type { LiveEvent, VersionRow } from '#contract/workflow';
import type { JournalBatch } from '#domain/painting/strokeHistory';
import { call, endpointUrl } from '../../api/call.ts';
import type { Identity } from '../../state/identity.svelte.ts';
import { LiveEvents } from '../../state/live.svelte.ts';
import {
  loadFormerKeys,
  loadGround,
  loadJournal,
  loadList,
  workingRegion,
  type DraftGround,
  type DraftList,
} from './draftData.ts';

/** Several events of one batch come close together and are answered by one reload. */
const reloadDelay = 150;

/** Everything a draft begins with. */
export interface DraftStart {
  list: DraftList;
  ground: DraftGround;
  journal: readonly JournalBatch[];
  /** Of the version before, where the two differ; null: there is none. */
  formerKeys: ReadonlyMap<number, string> | null;
}

interface DraftSyncOptions {
  id: string;
  personId: number;
  identity: Identity;
  onstart: (start: DraftStart) => void;
  /** The list was loaded anew. */
  onlist: (list: DraftList) => void;
}

/** What the server has of a draft, kept up with what others do. Nothing is loaded in the middle of a stroke. */
export class DraftSync {
  readonly #options: DraftSyncOptions;
  readonly #live: LiveEvents;
  #status = $state<'loading' | 'ready' | 'failed'>('loading');
  #failure = $state.raw<unknown>(null);
  #list = $state.raw<DraftList | null>(null);
  #ground = $state.raw<DraftGround | null>(null);
  #presence = $state.raw<readonly { id: number; name: string }[]>([]);
  /** Of the list that is shown: what If-Match says the person saw. */
  revision = 0;
  #isHeld = false;
  #loading: AbortController | null = null;
  #isStale = false;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(options: DraftSyncOptions) {
    this.#options = options;
    this.#live = new LiveEvents({
      url: endpointUrl('streamEvents', { query: { version: options.id } }),
      onevent: (event) => this.#hear(event),
      onreset: () => this.reloadSoon(),
    });
  }

  get status(): 'loading' | 'ready' | 'failed' {
    return this.#status;
  }
  get failure(): unknown {
    return this.#failure;
  }
  get list(): DraftList | null {
    return this.#list;
  }
  get ground(): DraftGround | null {
    return this.#ground;
  }
  get version(): VersionRow | null {
    return this.#list?.version ?? null;
  }
  /** Who has the draft open; the person first. */
  get presence(): readonly { id: number; name: string }[] {
    return this.#presence;
  }

  /** Loads and listens until the result is called. */
  connect(): () => void {
    void this.load();
    const disconnect = this.#live.connect();
    return () => {
      disconnect();
      this.#loading?.abort();
      if (this.#timer !== null) clearTimeout(this.#timer);
    };
  }

  /** Loads the list, and everything else the first time. Never rejects; what is shown stays meanwhile. */
  async load(): Promise<void> {
    this.#loading?.abort();
    const abort = new AbortController();
    this.#loading = abort;
    this.#isStale = false;
    try {
      await this.#load(abort.signal);
      if (abort.signal.aborted) return;
      this.#failure = null;
      this.#status = 'ready';
    } catch (failure) {
      if (abort.signal.aborted) return;
      this.#failure = failure;
      if (this.#status !== 'ready') this.#status = 'failed';
    }
    this.#loading = null;
    if (this.#isStale) this.reloadSoon();
  }

  reloadSoon(): void {
    if (this.#loading !== null || this.#isHeld) {
      this.#isStale = true;
      return;
    }
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      void this.load();
    }, reloadDelay);
  }

  hold(): void {
    this.#isHeld = true;
  }

  release(): void {
    this.#isHeld = false;
    if (this.#isStale) this.reloadSoon();
  }

  async #load(signal: AbortSignal): Promise<void> {
    const list = await loadList(this.#options.id, signal);
    if (signal.aborted) return;
    if (this.#ground === null && list.version !== null) {
      await this.#start(list, list.version, signal);
      return;
    }
    // A stroke began while it was on its way: it is loaded again when the stroke has ended.
    if (this.#isHeld) {
      this.#isStale = true;
      return;
    }
    this.#take(list);
    this.#options.onlist(list);
  }

  async #start(list: DraftList, version: VersionRow, signal: AbortSignal): Promise<void> {
    const { id, identity } = this.#options;
    const mayEdit = version.state === 'draft' && identity.may('edit-assignments', version.regionCode);
    const [ground, journal, formerKeys] = await Promise.all([
      loadGround(workingRegion(identity.grants, version.regionCode), signal),
      mayEdit ? loadJournal(id, signal) : [],
      version.basedOn === null ? null : loadFormerKeys(id, version.basedOn, signal),
    ]);
    if (signal.aborted) return;
    this.#ground = ground;
    this.#take(list);
    this.#options.onstart({ list, ground, journal, formerKeys });
    void this.#askPresence();
  }

  #take(list: DraftList): void {
    this.#list = list;
    // A batch of one's own may have been saved while the list was on its way.
    this.revision = Math.max(this.revision, list.version?.revision ?? 0);
  }

  #hear({ topic, actorId, payload }: LiveEvent): void {
    if (topic === 'presence-changed') {
      void this.#askPresence();
      return;
    }
    const revision = Number(payload['revision'] ?? 0);
    const isOwn = topic === 'assignments-changed' && actorId === this.#options.personId;
    // The answer to one's own batch says as much.
    if (isOwn && revision <= this.revision) return;
    this.reloadSoon();
  }

  async #askPresence(): Promise<void> {
    const { id, personId } = this.#options;
    try {
      const { items } = await call('getPresence', { params: { id } });
      this.#presence = items.toSorted(
        (one, other) => Number(other.id === personId) - Number(one.id === personId),
      );
    } catch {
      // Who is here is a courtesy: the next event asks again.
    }
  }
}

import type { Disclosure, Release, ReleasePreview } from '#contract/releases';
import { call } from '../../api/call.ts';

export const emptyDisclosure: Disclosure = {
  windowStart: null,
  windowEnd: null,
  contact: '',
  objection: '',
  mapApprovalNumber: '',
  acceptsSchematicMap: false,
};

/** While somebody types, the preview waits. */
const previewDelay = 500;

export interface PublicationOptions {
  versionId: string;
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  preview?: (disclosure: Disclosure, signal: AbortSignal) => Promise<ReleasePreview>;
  publish?: (disclosure: Disclosure) => Promise<Release>;
}

/**
 * What is filled in before a version becomes public, what the server says is still missing, and the publication. The
 * form is kept in the browser until it is done, so that a closed tab loses no work.
 */
export class Publication {
  readonly #options: Required<PublicationOptions>;
  readonly #key: string;
  #disclosure = $state.raw<Disclosure>(emptyDisclosure);
  #preview = $state.raw<ReleasePreview | null>(null);
  #isChecking = $state(false);
  #isPublishing = $state(false);
  #failure = $state.raw<unknown>(null);
  #release = $state.raw<Release | null>(null);
  #timer: ReturnType<typeof setTimeout> | null = null;
  #request: AbortController | null = null;

  constructor(options: PublicationOptions) {
    const params = { id: options.versionId };
    this.#options = {
      preview: (body, signal) => call('previewRelease', { params, body }, { signal }),
      publish: (body) => call('publishVersion', { params, body }),
      ...options,
    };
    this.#key = `xiangtu.disclosure.${options.versionId}`;
    this.#disclosure = { ...emptyDisclosure, ...readKept(options.storage, this.#key) };
  }

  get disclosure(): Disclosure {
    return this.#disclosure;
  }
  /** The last answer; of an older form while `isChecking`. */
  get preview(): ReleasePreview | null {
    return this.#preview;
  }
  get isChecking(): boolean {
    return this.#isChecking;
  }
  get isPublishing(): boolean {
    return this.#isPublishing;
  }
  get failure(): unknown {
    return this.#failure;
  }
  /** Made by this page. */
  get release(): Release | null {
    return this.#release;
  }
  /** Items that stand in the way; null before the server has answered. */
  get missing(): number | null {
    return this.#preview?.checklist.filter(({ status }) => status === 'open').length ?? null;
  }
  get isReady(): boolean {
    return this.#preview?.isReady === true && !this.#isChecking && !this.#isPublishing;
  }

  change(part: Partial<Disclosure>): void {
    this.#disclosure = { ...this.#disclosure, ...part };
    try {
      this.#options.storage.setItem(this.#key, JSON.stringify(this.#disclosure));
    } catch {
      // Without storage the form lives in this page.
    }
    this.#isChecking = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.check(), previewDelay);
  }

  /** Asks what would be published now. Never rejects: see `failure`. */
  async check(): Promise<void> {
    this.#request?.abort();
    const abort = new AbortController();
    this.#request = abort;
    this.#isChecking = true;
    try {
      const preview = await this.#options.preview(this.#disclosure, abort.signal);
      if (abort.signal.aborted) return;
      this.#preview = preview;
      this.#failure = null;
    } catch (failure) {
      if (abort.signal.aborted) return;
      this.#failure = failure;
    }
    this.#isChecking = false;
  }

  /** Publishes what is filled in. Never rejects: see `release` and `failure`. */
  async publish(): Promise<void> {
    if (!this.isReady) return;
    this.#isPublishing = true;
    this.#failure = null;
    try {
      this.#release = await this.#options.publish(this.#disclosure);
      this.#options.storage.removeItem(this.#key);
    } catch (failure) {
      this.#failure = failure;
      void this.check().then(() => (this.#failure = failure));
    } finally {
      this.#isPublishing = false;
    }
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#request?.abort();
  }
}

function readKept(storage: PublicationOptions['storage'], key: string): Partial<Disclosure> {
  try {
    return (JSON.parse(storage.getItem(key) ?? '{}') ?? {}) as Partial<Disclosure>;
  } catch {
    return {};
  }
}

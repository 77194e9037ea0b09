import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Disclosure, Manifest, Release, ReleasePreview } from '#contract/releases';
import { grantsFor } from '#domain/access/permissions';
import type { Database } from '../../database/database.ts';
import type { Scope } from '../../database/role.ts';
import type { Transaction } from '../../database/transaction.ts';
import { AppError, notFound } from '../../errors.ts';
import type { FileStore } from '../../files/fileStore.ts';
import type { Principal, RequestOrigin } from '../../http/principal.ts';
import type { RecordAudit } from '../audit/recordAudit.ts';
import { dayInChina } from './calendarDays.ts';
import { deleteRows } from './copyRows.ts';
import { previewRelease, refuseIncomplete } from './preview.ts';
import { completePublication, completeRetraction, type Actor } from './publication.ts';
import { ReleaseIndex } from './releaseIndex.ts';
import type { KnownRelease } from './releaseRows.ts';
import { findDueRelease, shippedDisclosure } from './shippedRelease.ts';
import { listSpent, listStaged, removeLeftovers, removeStage } from './stages.ts';
import { stageRelease, windowedDisclosure, type PublicationStep, type StagedRelease } from './staging.ts';
import { findVersionFacts, type VersionFacts } from './versionFacts.ts';

export interface ReleasesInput {
  database: Database;
  files: FileStore;
  audit: { record: RecordAudit };
  log: Logger;
  /** The clock; tests set their own. */
  now?: () => Date;
  /** Highest zoom of the tiles, if lower than that of the tilesets. */
  mostZoom?: number;
  /** Called before each step of a publication: tests cut it off there. */
  onStep?: (step: PublicationStep) => void | Promise<void>;
}

/** A person who publishes what a reviewer has approved. */
export interface PublishRequest {
  versionId: string;
  disclosure: Disclosure;
  principal: Principal;
  origin: RequestOrigin | null;
}

/** Who publishes a version, and under which regions. */
interface Publication extends Actor {
  version: VersionFacts;
  disclosure: Disclosure;
  regions: readonly string[];
  isRenewal: boolean;
}

/** How long a start waits for another process that makes the same release, looking once a second. */
const mostWaitSeconds = 600;
const waitMilliseconds = 1_000;

const everywhere: Scope = { regions: [] };

/** What the public may read: which release is current, and the making and withdrawing of releases. */
export class Releases {
  readonly #input: ReleasesInput;
  readonly #database: Database;
  readonly #index: ReleaseIndex;
  readonly #now: () => Date;
  /** Releases this process is making. */
  readonly #own = new Set<string>();

  constructor(input: ReleasesInput) {
    this.#input = input;
    this.#database = input.database;
    this.#index = new ReleaseIndex(input);
    this.#now = input.now ?? (() => new Date());
  }

  /** The published release of the first plan; null: there is none. As of a second ago at most. */
  async currentId(): Promise<string | null> {
    const releases = await this.#index.list();
    return releases.find(({ release }) => release.state === 'published')?.release.id ?? null;
  }

  /** A release as anybody may see it, tombstones too; null when there is none. */
  async find(id: string): Promise<Release | null> {
    return (await this.#index.find(id))?.release ?? null;
  }

  /** A release with its manifest; that of a retracted one is null. */
  findWithManifest(id: string): Promise<KnownRelease | null> {
    return this.#index.find(id);
  }

  /** Newest first, with tombstones. */
  async list(planId?: string): Promise<Release[]> {
    const releases = (await this.#index.list()).map(({ release }) => release);
    return releases.filter((release) => planId === undefined || release.planId === planId);
  }

  /**
   * Before serving: removes what an interrupted publication left, and publishes what is shipped and approved but
   * has no release yet. Several servers may start at once: one publishes, the others wait for it.
   */
  async prepare({ report }: { report: (line: string) => void }): Promise<void> {
    await this.#sweep();
    for (let waited = 0; ; waited += 1) {
      const due = await this.#database.read('publisher', everywhere, findDueRelease);
      if (due === null) return;
      const isBusy = (await this.#database.read('publisher', everywhere, (t) => listStaged(t))).length > 0;
      if (!isBusy) {
        const version = await this.#requireVersion(due.versionId);
        report(`release: publishing ${due.versionId} …`);
        const started = performance.now();
        const release = await this.#publish({
          version,
          disclosure: shippedDisclosure(due, dayInChina(this.#now())),
          principal: null,
          origin: null,
          regions: [version.regionCode],
          isRenewal: due.isRenewal,
        });
        const bytes = release.files.reduce((sum, file) => sum + file.bytes, 0);
        const seconds = ((performance.now() - started) / 1000).toFixed(1);
        report(
          `release: ${release.id}, ${release.files.length} files, ${(bytes / 1e6).toFixed(1)} MB in ${seconds} s`,
        );
        return;
      }
      if (waited === 0) report('release: another server is publishing; waiting for it …');
      if (waited >= mostWaitSeconds)
        throw new AppError('overloaded', 'another server publishes for too long');
      await pause(waitMilliseconds);
      await this.#sweep();
    }
  }

  /** What would be published, what is left out, and what is still missing. Writes nothing. */
  preview({ versionId, disclosure, principal }: Omit<PublishRequest, 'origin'>): Promise<ReleasePreview> {
    const today = dayInChina(this.#now());
    const at = this.#now().toISOString();
    return previewRelease(this.#database, { versionId, disclosure, principal, today, at });
  }

  /**
   * Publishes an approved version; the release before it is superseded in the same moment.
   * @throws AppError not-found, forbidden, illegal-state, own-submission, checklist-incomplete, personal-data
   */
  async publish(request: PublishRequest): Promise<Release> {
    const { versionId, disclosure, principal, origin } = request;
    refuseIncomplete(await this.preview(request));
    return this.#publish({
      version: await this.#requireVersion(versionId),
      disclosure,
      principal,
      origin,
      regions: regionsOf(principal),
      isRenewal: false,
    });
  }

  /**
   * Withdraws a release at once and for good; a tombstone with the reason stays.
   * @throws AppError not-found, forbidden, illegal-state
   */
  async retract(request: {
    releaseId: string;
    reason: string;
    principal: Principal;
    origin: RequestOrigin | null;
  }): Promise<Release> {
    const { releaseId, reason, principal, origin } = request;
    this.#index.invalidate();
    const release = await this.find(releaseId);
    if (release === null) throw notFound('release', releaseId);
    if (grantsFor(principal.grants, 'publish-version', release.regionCode).length === 0) {
      throw new AppError('forbidden', `${principal.login} may not withdraw ${releaseId}`);
    }
    const scope: Scope = { regions: regionsOf(principal), personId: principal.personId };
    const at = this.#now().toISOString();
    await this.#database.transaction('publisher', scope, (transaction) =>
      completeRetraction(transaction, { release, reason, at, principal, origin }, this.#input.audit.record),
    );
    this.#index.invalidate();
    await this.#sweep().catch((error: unknown) => {
      this.#input.log.warn({ err: error }, 'rows of withdrawn releases could not be deleted yet');
    });
    return (await this.find(releaseId))!;
  }

  /**
   * Makes the files of a release without publishing it; `use` gets them before the staged rows are removed.
   * @throws AppError not-found when the version is not approved, published or superseded; illegal-state
   */
  async bake<T>(
    { versionId, disclosure }: { versionId: string; disclosure: Disclosure },
    use: (manifest: Manifest) => Promise<T>,
  ): Promise<T> {
    await this.#sweep();
    const version = await this.#requireVersion(versionId);
    const scope: Scope = { regions: [version.regionCode] };
    const staged = await this.#stage({ version, disclosure, scope });
    try {
      return await use(staged.manifest);
    } finally {
      await this.#drop(staged, scope);
    }
  }

  async #publish({
    version,
    disclosure,
    principal,
    origin,
    regions,
    isRenewal,
  }: Publication): Promise<Release> {
    const { log, audit, onStep } = this.#input;
    await this.#sweep().catch((error: unknown) => log.warn({ err: error }, 'leftovers could not be removed'));
    const scope: Scope = { regions, ...(principal ? { personId: principal.personId } : {}) };
    const staged = await this.#stage({ version, disclosure, scope });
    try {
      await onStep?.('commit');
      const { id: releaseId, withheld, dataState } = staged;
      const manifest = { ...staged.manifest, publishedAt: this.#now().toISOString() };
      await staged.stop();
      await this.#database.transaction('publisher', { ...scope, releaseId }, (transaction) =>
        completePublication(
          transaction,
          { releaseId, version, manifest, withheld, disclosure, dataState, isRenewal, principal, origin },
          audit.record,
        ),
      );
    } catch (error) {
      await this.#drop(staged, scope).catch((left: unknown) => log.warn({ err: left }, 'a leftover stays'));
      throw error;
    } finally {
      this.#own.delete(staged.id);
      this.#index.invalidate();
    }
    await onStep?.('committed');
    return (await this.find(staged.id))!;
  }

  async #stage(input: {
    version: VersionFacts;
    disclosure: Disclosure;
    scope: Scope;
  }): Promise<StagedRelease> {
    const { database, files, log, onStep, mostZoom } = this.#input;
    let id: string | undefined;
    try {
      return await stageRelease({
        database,
        files,
        log,
        ...(mostZoom === undefined ? {} : { mostZoom }),
        ...input,
        disclosure: windowedDisclosure(input.disclosure),
        at: this.#now().toISOString(),
        onStep: (step) => onStep?.(step),
        onBegin: (begun) => {
          id = begun;
          this.#own.add(begun);
        },
      });
    } catch (error) {
      if (id !== undefined) this.#own.delete(id);
      throw error;
    }
  }

  async #drop(staged: StagedRelease, scope: Scope): Promise<void> {
    await staged.stop();
    await this.#database.transaction('publisher', scope, (transaction) =>
      removeStage(transaction, staged.id),
    );
    this.#own.delete(staged.id);
  }

  /** Removes what interrupted publications left, and rows of releases that are over. */
  async #sweep(): Promise<void> {
    const write = <T>(work: (transaction: Transaction) => Promise<T>) =>
      this.#database.transaction('publisher', everywhere, work);
    const isAlone = this.#database.engine === 'embedded';
    await write((transaction) => removeLeftovers(transaction, { isAlone, own: [...this.#own] }));
    const spent = await write(listSpent);
    if (spent.length > 0) await write((transaction) => deleteRows(transaction, spent));
  }

  async #requireVersion(id: string): Promise<VersionFacts> {
    const version = await this.#database.read('publisher', everywhere, (transaction) =>
      findVersionFacts(transaction, id),
    );
    if (version === null) throw notFound('version', id);
    return version;
  }
}

/** The regions a person may publish in. */
const regionsOf = ({ grants }: Principal): string[] => [
  ...new Set(grantsFor(grants, 'publish-version').map(({ regionCode }) => regionCode)),
];

import { assignmentCodes, decodeAssignments } from '#domain/classification/assignmentCodes';
import type { Instance } from '#contract/instance';
import type { FacilityKind, TourismRoute } from '#contract/places';
import type { Category, Plan, Scheme, Version, VersionSummary } from '#contract/plans';
import type { Region } from '#contract/regions';
import type { Release } from '#contract/releases';
import { ApiFailure, call } from '../api/call.ts';

/** unpublished: the public has nothing to see, because no release was made or the last one was withdrawn. */
export type LoadStatus = 'loading' | 'ready' | 'failed' | 'unpublished';

/** What every page needs before it can name or colour anything; loaded at boot and when somebody logs in or out. */
interface CatalogueData {
  instance: Instance;
  plan: Plan;
  scheme: Scheme;
  version: Version;
  regions: readonly Region[];
  facilityKinds: readonly FacilityKind[];
  tourismRoutes: readonly TourismRoute[];
  assignments: Uint8Array;
  summary: VersionSummary;
}

/**
 * Instance, plan, scheme, regions and assignments. Geometry stays in tiles; categories arrive as one byte a
 * village. Everything is null or empty until `status` is ready.
 */
export class Catalogue {
  #data = $state.raw<CatalogueData | null>(null);
  #status = $state<LoadStatus>('loading');
  #failure = $state.raw<ApiFailure | null>(null);
  #tombstone = $state.raw<Release | null>(null);
  #loads = 0;
  readonly #regionByCode = $derived(new Map(this.regions.map((region) => [region.code, region])));
  readonly #categoryByOrder = $derived(
    new Map(this.categories.map((category) => [category.order, category])),
  );
  readonly #codesInUse = $derived(new Set(this.assignments));
  readonly #kindByKey = $derived(new Map(this.facilityKinds.map((kind) => [kind.key, kind])));

  get status(): LoadStatus {
    return this.#status;
  }
  get failure(): ApiFailure | null {
    return this.#failure;
  }
  get isReady(): boolean {
    return this.#status === 'ready';
  }
  get instance(): Instance | null {
    return this.#data?.instance ?? null;
  }
  /** The release that is shown; null for staff, who see working data. */
  get release(): Release | null {
    return this.#data?.instance.release ?? null;
  }
  /** Where `status` is unpublished: the release that was withdrawn last, with its reason. */
  get tombstone(): Release | null {
    return this.#tombstone;
  }
  get plan(): Plan | null {
    return this.#data?.plan ?? null;
  }
  get scheme(): Scheme | null {
    return this.#data?.scheme ?? null;
  }
  get version(): Version | null {
    return this.#data?.version ?? null;
  }
  get summary(): VersionSummary | null {
    return this.#data?.summary ?? null;
  }
  get regions(): readonly Region[] {
    return this.#data?.regions ?? [];
  }
  get facilityKinds(): readonly FacilityKind[] {
    return this.#data?.facilityKinds ?? [];
  }
  /** In the order of their numbers. */
  get tourismRoutes(): readonly TourismRoute[] {
    return this.#data?.tourismRoutes ?? [];
  }
  /** In the scheme's order. */
  get categories(): readonly Category[] {
    return this.#data?.scheme.categories ?? [];
  }
  /** One byte a village, index = id − 1; see domain/classification/assignmentCodes. */
  get assignments(): Uint8Array {
    return this.#data?.assignments ?? new Uint8Array();
  }
  /** Codes that any village has: what patterns and legend are made for. */
  get codesInUse(): ReadonlySet<number> {
    return this.#codesInUse;
  }
  get villageCount(): number {
    return this.assignments.length;
  }
  /** true: the instance holds demonstration data and every page says 演示站. */
  get isDemonstration(): boolean {
    return this.#data?.instance.isDemonstration ?? this.#tombstone?.isDemonstration ?? false;
  }

  /**
   * Loads everything; may be called again after a failure or for another reader, the last call counts.
   * Never rejects: see `status` and `failure`.
   */
  async load(): Promise<void> {
    this.#loads += 1;
    const load = this.#loads;
    this.#status = 'loading';
    this.#failure = null;
    try {
      const data = await fetchCatalogue();
      if (load !== this.#loads) return;
      this.#data = data;
      this.#tombstone = null;
      this.#status = 'ready';
    } catch (cause) {
      const failure = asFailure(cause);
      const isUnpublished = unpublishedCodes.has(failure.code);
      const tombstone = isUnpublished ? await findTombstone() : null;
      if (load !== this.#loads) return;
      if (isUnpublished) this.#data = null;
      this.#tombstone = tombstone;
      this.#failure = failure;
      this.#status = isUnpublished ? 'unpublished' : 'failed';
    }
  }

  /** Reads the tourism routes again, after somebody drew one: the map names and colours them. @throws ApiFailure */
  async reloadTourismRoutes(): Promise<void> {
    const { items } = await call('listTourismRoutes');
    if (this.#data === null) return;
    this.#data = { ...this.#data, tourismRoutes: items.toSorted((a, b) => a.number - b.number) };
  }

  /** Assignment byte of a village; outside for ids the plan does not know. */
  codeOf(villageId: number): number {
    return this.assignments[villageId - 1] ?? assignmentCodes.outside;
  }

  /** null: outside the list, unassigned or deferred (see `codeOf`). */
  categoryOf(villageId: number): Category | null {
    return this.#categoryByOrder.get(this.codeOf(villageId)) ?? null;
  }

  categoryByKey(key: string | null): Category | null {
    return this.categories.find((category) => category.key === key) ?? null;
  }

  region(code: string): Region | null {
    return this.#regionByCode.get(code) ?? null;
  }

  facilityKind(key: string): FacilityKind | null {
    return this.#kindByKey.get(key) ?? null;
  }

  tourismRoute(id: string): TourismRoute | null {
    return this.tourismRoutes.find((route) => route.id === id) ?? null;
  }

  hasRegion(code: string): boolean {
    return this.#regionByCode.has(code);
  }

  hasFacilityKind(key: string): boolean {
    return this.#kindByKey.has(key);
  }

  /** From the prefecture down to the region itself; empty for an unknown code. */
  pathOf(code: string): readonly Region[] {
    const path: Region[] = [];
    let region = this.region(code);
    while (region !== null && !path.includes(region)) {
      path.unshift(region);
      region = region.parentCode === null ? null : this.region(region.parentCode);
    }
    return path;
  }

  /** Children of a region in the order of their codes. */
  childrenOf(code: string): readonly Region[] {
    return this.regions.filter((region) => region.parentCode === code);
  }
}

const unpublishedCodes: ReadonlySet<string> = new Set(['nothing-published', 'release-retracted']);

/** The last release where it was withdrawn; null also where the list cannot be read. */
async function findTombstone(): Promise<Release | null> {
  try {
    const [last] = (await call('listReleases')).items;
    return last?.state === 'retracted' ? last : null;
  } catch {
    return null;
  }
}

async function fetchCatalogue(): Promise<CatalogueData> {
  const instance = await call('getInstance');
  const params = { id: instance.versionId };
  const [plans, schemes, version, regions, kinds, routes, compact, summary] = await Promise.all([
    call('listPlans'),
    call('listSchemes'),
    call('getVersion', { params }),
    call('listRegions'),
    call('listFacilityKinds'),
    call('listTourismRoutes'),
    call('getAssignments', { params }),
    call('getVersionSummary', { params }),
  ]);
  const scheme = schemes.items.find((each) => each.id === instance.schemeId);
  const plan = plans.items.find((each) => each.id === instance.planId);
  if (!scheme || !plan) throw new Error(`the server lists no plan ${instance.planId} with its scheme`);
  return {
    instance,
    plan,
    scheme: { ...scheme, categories: [...scheme.categories].sort((a, b) => a.order - b.order) },
    version,
    regions: [...regions.items].sort((a, b) => (a.code < b.code ? -1 : 1)),
    facilityKinds: [...kinds.items].sort((a, b) => a.order - b.order),
    tourismRoutes: [...routes.items].sort((a, b) => a.number - b.number),
    assignments: decodeAssignments(compact.values, compact.villageCount),
    summary,
  };
}

function asFailure(cause: unknown): ApiFailure {
  if (cause instanceof ApiFailure) return cause;
  const message = cause instanceof Error ? cause.message : String(cause);
  return new ApiFailure(message, { code: 'internal-error', status: 0, cause });
}

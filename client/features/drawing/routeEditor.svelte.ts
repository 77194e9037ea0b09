import type { RoutePath } from '#contract/drawings';
import type { FieldError } from '#contract/errors';
import {
  insertStop,
  moveStop,
  removeStop,
  replaceStop,
  reverseRoute,
  routeLength,
  splitRoute,
  type DraftRoute,
} from '#domain/routing/routeEdits';
import { ApiFailure, call } from '../../api/call.ts';
import type { LngLat, Values } from './drawnRow.ts';
import type { PlaceDraft } from './placeDraft.svelte.ts';
import {
  markLeg,
  missingRuns,
  originOf,
  routeMinutes,
  routeOf,
  turnedOrigins,
  valuesOf,
  withoutLegs,
  withStraightLegs,
  type Leg,
  type RouteStop,
} from './routeStops.ts';

export type FindPath = (
  stops: readonly RouteStop[],
  signal: AbortSignal,
) => Promise<Pick<RoutePath, 'legs' | 'isDemonstration'>>;

const findPath: FindPath = (stops, signal) =>
  call(
    'findRoutePath',
    {
      body: {
        stops: stops.map(({ position }) => [...position] as [number, number]),
        names: stops.map(({ name }) => name),
      },
    },
    { signal },
  );

/** A line nobody surveyed is known as this, whether it follows roads or not. */
const drawnQuality = 'estimated';

/**
 * Stops and line of a route in a form. Every edit leaves a complete line: legs that are missing are straight at once, and
 * along roads as soon as they are found where that is wished.
 */
export class RouteEditor {
  readonly #draft: PlaceDraft;
  readonly #find: FindPath;
  #isSnapped = $state(true);
  #isFinding = $state(false);
  /** What roads were not found for, by the path of the stop. */
  #faults = $state.raw<readonly FieldError[]>([]);
  #failure = $state.raw<unknown>(null);
  #finding: AbortController | null = null;
  /** Straight legs that stand in for roads which are not found yet. */
  readonly #unfound = new WeakSet<Leg>();
  readonly route = $derived.by((): DraftRoute<RouteStop> => routeOf(this.#draft.values));
  readonly #legs = $derived(this.route.legs.filter((leg): leg is Leg => leg !== null));
  /** Metres on the ellipsoid. */
  readonly metres = $derived(routeLength(this.route).metres);
  /** Minutes by the speeds of the roads; null where a leg does not follow roads that were asked for. */
  readonly minutes = $derived(routeMinutes(this.#legs));
  readonly hasLine = $derived(this.#legs.length > 0);
  readonly hasStraightLeg = $derived(this.#legs.some((leg) => originOf(leg).kind === 'straight'));
  readonly hasStoredLeg = $derived(this.#legs.some((leg) => originOf(leg).kind === 'stored'));
  readonly hasDemonstrationRoads = $derived(
    this.#legs.some((leg) => {
      const origin = originOf(leg);
      return origin.kind === 'roads' && origin.isDemonstration;
    }),
  );

  constructor(draft: PlaceDraft, find: FindPath = findPath) {
    this.#draft = draft;
    this.#find = find;
  }

  get stops(): readonly RouteStop[] {
    return this.route.stops;
  }
  /** New legs follow the roads. */
  get isSnapped(): boolean {
    return this.#isSnapped;
  }
  get isFinding(): boolean {
    return this.#isFinding;
  }
  get failure(): unknown {
    return this.#failure;
  }

  faultOf(index: number): string | null {
    return this.#faults.find(({ path }) => path === `stops.${index}`)?.message ?? null;
  }

  /** Changes how all legs are drawn. */
  setSnapped(isSnapped: boolean): void {
    this.#isSnapped = isSnapped;
    this.redrawLegs();
  }

  /** Every leg anew. */
  redrawLegs(): void {
    if (this.stops.length >= 2) this.#take(withoutLegs(this.route));
  }

  add(position: LngLat, at = this.stops.length, name = ''): void {
    const stop: RouteStop = { was: null, name, position, locationQuality: drawnQuality };
    this.#take(insertStop(this.route, at, stop));
  }

  remove(index: number): void {
    this.#take(removeStop(this.route, index));
  }

  /** To another place in the order. */
  move(from: number, to: number): void {
    if (to >= 0 && to < this.stops.length) this.#take(moveStop(this.route, from, to));
  }

  /** Somewhere else on the map; how it is known is said again. */
  place(index: number, position: LngLat): void {
    const stop = { ...this.stops[index]!, position, locationQuality: drawnQuality };
    this.#take(replaceStop(this.route, index, stop));
  }

  /** A word about a stop, which moves nothing. */
  tell(index: number, words: Partial<Pick<RouteStop, 'name' | 'locationQuality'>>): void {
    const stops = this.stops.map((stop, at) => (at === index ? { ...stop, ...words } : stop));
    this.#draft.replace({ stops }, `stops.${index}.${Object.keys(words).join()}`);
  }

  reverse(): void {
    const turned = reverseRoute(this.route);
    turnedOrigins(this.route, turned);
    this.#take(turned);
  }

  /** Values of the two routes that a split at a stop makes; the second begins where the first ends. */
  split(at: number): [Values, Values] {
    const [first, second] = splitRoute(this.route, at);
    const begun = { ...second, stops: second.stops.map((stop) => ({ ...stop, was: null })) };
    return [valuesOf(first), valuesOf(begun)];
  }

  /** Gives up what is being looked for. */
  stop(): void {
    this.#finding?.abort();
  }

  #take(route: DraftRoute<RouteStop>): void {
    const missing = missingRuns(route.legs);
    const complete = withStraightLegs(route);
    this.#draft.replace({ ...valuesOf(complete), lineQuality: drawnQuality });
    this.#finding?.abort();
    this.#isFinding = false;
    this.#faults = [];
    this.#failure = null;
    // A leg that was still looked for is straight now: it is looked for again with the new ones.
    const wanted = this.#isSnapped ? missingRuns(this.#waiting(complete, missing)) : [];
    if (wanted.length > 0) void this.#findLegs(complete, wanted);
  }

  /** Legs as they are, null for those that roads are to be found for. */
  #waiting(
    complete: DraftRoute<RouteStop>,
    missing: readonly [number, number][],
  ): DraftRoute<unknown>['legs'] {
    return complete.legs.map((leg, index) => {
      const isNew = missing.some(([first, last]) => index >= first && index < last);
      return isNew || (leg !== null && this.#unfound.has(leg)) ? null : leg;
    });
  }

  async #findLegs(complete: DraftRoute<RouteStop>, runs: readonly [number, number][]): Promise<void> {
    const abort = new AbortController();
    this.#finding = abort;
    this.#isFinding = true;
    for (const [first, last] of runs) {
      for (const leg of complete.legs.slice(first, last)) if (leg) this.#unfound.add(leg);
    }
    for (const [first, last] of runs) {
      try {
        const found = await this.#find(complete.stops.slice(first, last + 1), abort.signal);
        if (abort.signal.aborted) return;
        this.#put(complete.legs.slice(first, last), found);
      } catch (failure) {
        if (abort.signal.aborted) return;
        this.#tellFailure(failure, first);
      }
    }
    this.#isFinding = false;
  }

  /** Roads in the place of the straight legs that stood in for them, as far as those are still there. */
  #put(placeholders: DraftRoute<unknown>['legs'], found: Awaited<ReturnType<FindPath>>): void {
    const { legs, isDemonstration } = found;
    const roadOf = new Map(
      placeholders.map((leg, index) => {
        const { line, minutes } = legs[index]!;
        return [leg, markLeg(line, { kind: 'roads', minutes, isDemonstration })] as const;
      }),
    );
    const now = this.route;
    this.#draft.amend(valuesOf({ ...now, legs: now.legs.map((leg) => roadOf.get(leg) ?? leg) }));
  }

  #tellFailure(failure: unknown, first: number): void {
    if (failure instanceof ApiFailure && failure.code === 'invalid-request') {
      const moved = failure.errors.map(({ path, message }) => ({
        path: path.replace(/^(?:body\.)?stops\.(\d+).*/, (_, index) => `stops.${Number(index) + first}`),
        message,
      }));
      this.#faults = [...this.#faults, ...moved];
    } else this.#failure = failure;
  }
}

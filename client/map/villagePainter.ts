import { assignmentCodes } from '#domain/classification/assignmentCodes';
import { EdgePainter, type PreviewEdge, type StateTarget } from './edgePainter.ts';
import type { TerritoryEdge } from './geometry/tileGeometry.ts';
import { VillageFlags } from './villageFlags.ts';

/** Ids a frame: what keeps a frame of the whole style well under 32 ms. */
const fillsPerFrame = 1000;
const patternsPerFrame = 250;
const edgesPerFrame = 1000;
/** Edges beside a frame's patterns: outlines of a long stroke must not wait for its last pattern. */
const edgesBesidePatterns = 500;
/** No more than this of everything waiting is done in one frame. */
const smallFrame = 250;
/** Villages a frame that are coloured at once, without waiting for a frame of the painter's. */
const fillsAtOnce = 300;

type Step = () => void;

/** What a rule under the planner's eyes says: the villages it holds for, and those it cannot tell. */
export interface RulePreview {
  matched: readonly number[];
  unknown: readonly number[];
}

/** What waits for a frame, villages and edges. */
export interface PaintingBacklog {
  fills: number;
  patterns: number;
  edges: number;
}

/**
 * Feature state as the shadow of what villages are: assignment byte (`c`), coverage code (`v`), lock and light (`l` and
 * `h`, on the pattern source), and of the edges between them. Only what differs from what was last set is set again; absent
 * state means the default. Fills come first; patterns, the costly part, follow on their own source.
 */
export class VillagePainter {
  readonly #target: StateTarget;
  readonly #nextFrame: (step: Step) => void;
  readonly #edges: EdgePainter;
  #assignments: Uint8Array = new Uint8Array();
  #coverage: Uint8Array = new Uint8Array();
  #pending: ReadonlySet<number> = new Set();
  #matched: ReadonlySet<number> = new Set();
  #unknown: ReadonlySet<number> = new Set();
  #drawnAssignments: Uint8Array = new Uint8Array();
  #drawnCoverage: Uint8Array = new Uint8Array();
  #fills = new Set<number>();
  #patterns = new Set<number>();
  readonly #locks: VillageFlags;
  readonly #lit: VillageFlags;
  #paintedAtOnce = 0;
  #isRunning = false;
  #isStopped = false;

  constructor(target: StateTarget, nextFrame: (step: Step) => void = (step) => requestAnimationFrame(step)) {
    this.#target = target;
    this.#nextFrame = nextFrame;
    const areas = { source: 'base-patterns', sourceLayer: 'villages' };
    const points = { source: 'base', sourceLayer: 'village_points' };
    this.#locks = new VillageFlags(target, { key: 'l', layers: [areas] });
    this.#lit = new VillageFlags(target, { key: 'h', layers: [areas, points] });
    this.#edges = new EdgePainter(target, {
      isZone: ({ left, right }) => this.#codeOf(left) !== this.#codeOf(right),
      isOutlined: ({ left, right }) => this.#pending.has(left) || this.#pending.has(right),
      previewOf: (edge) => this.#previewOf(edge),
    });
  }

  get backlog(): PaintingBacklog {
    const patterns = this.#patterns.size + this.#locks.waiting + this.#lit.waiting;
    return { fills: this.#fills.size, patterns, edges: this.#edges.waiting };
  }

  /** true while changes wait for a frame. */
  get isPending(): boolean {
    const { fills, patterns, edges } = this.backlog;
    return fills + patterns + edges > 0;
  }

  /** @param assignments one byte a village, index = id − 1; kept, and may be changed in place: see `change` */
  setAssignments(assignments: Uint8Array): void {
    this.#assignments = assignments;
    this.#drawnAssignments = grown(this.#drawnAssignments, assignments.length);
    this.#queueDifferences(assignments, this.#drawnAssignments);
    this.#edges.touchAll();
    this.#run();
  }

  /**
   * Bytes of these villages were changed in the array given last; no other is looked at. A pointer's few are coloured
   * before this returns and so appear with the map's next frame; more are sliced, the newest first.
   */
  change(ids: readonly number[]): void {
    if (this.#isStopped) return;
    const changed = ids.filter((id) => this.#isChanged(id));
    for (const id of changed) this.#edges.touch(id);
    if (this.#paintedAtOnce + changed.length <= fillsAtOnce) {
      this.#paintedAtOnce += changed.length;
      for (const id of changed) this.#paintFill(id);
    } else if (this.#fills.size === 0) this.#fills = new Set(changed);
    else this.#fills = new Set([...changed, ...this.#fills]);
    this.#run();
  }

  /** @param coverage one code a village (0 none, 1 served, 2 unserved, 3 unknown); empty = none */
  setCoverage(coverage: Uint8Array): void {
    const length = Math.max(coverage.length, this.#drawnCoverage.length);
    this.#coverage = grown(coverage, length);
    this.#drawnCoverage = grown(this.#drawnCoverage, length);
    this.#queueDifferences(this.#coverage, this.#drawnCoverage);
    this.#run();
  }

  setEdges(edges: readonly TerritoryEdge[]): void {
    this.#edges.setEdges(edges);
    this.#run();
  }

  /** Villages that wait to be accepted are outlined, each; the rest are not any more. */
  setPending(ids: Iterable<number>): void {
    const before = this.#pending;
    this.#pending = new Set(ids);
    for (const id of differences(before, this.#pending)) this.#edges.touch(id);
    this.#run();
  }

  /** Areas a rule holds for and areas it cannot tell are outlined, each as a whole; the rest are not any more. */
  setPreview({ matched, unknown }: RulePreview): void {
    const [matchedBefore, unknownBefore] = [this.#matched, this.#unknown];
    this.#matched = new Set(matched);
    this.#unknown = new Set(unknown);
    for (const id of differences(matchedBefore, this.#matched)) this.#edges.touch(id);
    for (const id of differences(unknownBefore, this.#unknown)) this.#edges.touch(id);
    this.#run();
  }

  /** Locked villages are hatched; the rest are not any more. */
  setLocked(ids: Iterable<number>): void {
    this.#locks.set(ids);
    this.#run();
  }

  /** Lit villages are left as they are where the others are dimmed; the rest are not any more. */
  setLit(ids: Iterable<number>): void {
    this.#lit.set(ids);
    this.#run();
  }

  /** Sets every state again, after the map lost them (a replaced source). */
  repaint(): void {
    this.#drawnAssignments = new Uint8Array(this.#assignments.length);
    this.#drawnCoverage = new Uint8Array(this.#coverage.length);
    this.#locks.forget();
    this.#lit.forget();
    this.#queueDifferences(this.#assignments, this.#drawnAssignments);
    this.#queueDifferences(this.#coverage, this.#drawnCoverage);
    this.#edges.forget();
    this.#run();
  }

  stop(): void {
    this.#isStopped = true;
  }

  #queueDifferences(wanted: Uint8Array, drawn: Uint8Array): void {
    for (let i = 0; i < wanted.length; i += 1) {
      if (wanted[i] !== drawn[i]) this.#fills.add(i + 1);
    }
  }

  #isChanged(id: number): boolean {
    if (id < 1 || id > this.#assignments.length) return false;
    // One that waits and went back to what is drawn has edges that may be drawn otherwise.
    return this.#assignments[id - 1] !== this.#drawnAssignments[id - 1] || this.#fills.has(id);
  }

  /** Inside an area there is no line; where a match meets an unknown, the match has the border. */
  #previewOf({ left, right }: { left: number; right: number }): PreviewEdge {
    if (this.#matched.has(left) !== this.#matched.has(right)) return 1;
    return this.#unknown.has(left) !== this.#unknown.has(right) ? 2 : 0;
  }

  #codeOf(villageId: number): number {
    return this.#assignments[villageId - 1] ?? assignmentCodes.outside;
  }

  #run(): void {
    if (this.#isRunning || !this.isPending) return;
    this.#isRunning = true;
    this.#nextFrame(() => this.#step());
  }

  #step(): void {
    this.#isRunning = false;
    this.#paintedAtOnce = 0;
    if (this.#isStopped) return;
    const { fills, patterns, edges } = this.backlog;
    if (fills + patterns + edges <= smallFrame) {
      this.#paintFills();
      this.#paintPatterns();
      this.#edges.paint(edges);
    } else if (fills > 0) this.#paintFills();
    else if (patterns > 0) {
      this.#paintPatterns();
      this.#edges.paint(edgesBesidePatterns);
    } else this.#edges.paint(edgesPerFrame);
    this.#run();
  }

  #paintFills(): void {
    for (const id of take(this.#fills, fillsPerFrame)) this.#paintFill(id);
  }

  #paintFill(id: number): void {
    const state = this.#stateOf(id);
    this.#target.setFeatureState({ source: 'base', sourceLayer: 'villages', id }, state);
    this.#target.setFeatureState({ source: 'base', sourceLayer: 'village_points', id }, state);
    this.#drawnAssignments[id - 1] = state.c;
    if (id <= this.#drawnCoverage.length) this.#drawnCoverage[id - 1] = state.v;
    this.#fills.delete(id);
    this.#patterns.add(id);
  }

  #paintPatterns(): void {
    const feature = (id: number) => ({ source: 'base-patterns', sourceLayer: 'villages', id });
    const painted = take(this.#patterns, patternsPerFrame);
    for (const id of painted) this.#target.setFeatureState(feature(id), this.#stateOf(id));
    const left = patternsPerFrame - painted.length;
    const locks = Math.min(left, this.#locks.waiting);
    this.#locks.paint(locks);
    this.#lit.paint(left - locks);
  }

  #stateOf(id: number): { c: number; v: number } {
    return { c: this.#codeOf(id), v: this.#coverage[id - 1] ?? 0 };
  }
}

/** Removes and returns up to `count` members. */
function take(set: Set<number>, count: number): number[] {
  const taken: number[] = [];
  for (const id of set) {
    if (taken.length >= count) break;
    taken.push(id);
  }
  for (const id of taken) set.delete(id);
  return taken;
}

/** What is in one of the two only. */
function* differences(one: ReadonlySet<number>, other: ReadonlySet<number>): Generator<number> {
  for (const id of one) if (!other.has(id)) yield id;
  for (const id of other) if (!one.has(id)) yield id;
}

/** A copy of at least `length` bytes, zero beyond the original. */
function grown(bytes: Uint8Array, length: number): Uint8Array {
  const copy = new Uint8Array(Math.max(length, bytes.length));
  copy.set(bytes);
  return copy;
}

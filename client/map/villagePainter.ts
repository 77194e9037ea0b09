import { assignmentCodes } from '#domain/classification/assignmentCodes';
import type { TerritoryEdge } from './geometry/tileGeometry.ts';

/** The one thing the painter needs of a map. */
export interface StateTarget {
  setFeatureState(
    feature: { source: string; sourceLayer: string; id: number },
    state: Record<string, number | boolean>,
  ): void;
}

/** Ids a frame: what keeps a frame of the whole style well under 32 ms. */
const fillsPerFrame = 1000;
const patternsPerFrame = 250;

type Step = () => void;

/**
 * Feature state as the shadow of two arrays: assignment bytes (`c`) and coverage codes (`v`), one a village, and
 * of the zone flag (`z`) of territory edges. Only what differs from what was last set is set again; absent state
 * means the default. Fills come first; patterns, the costly part, follow on their own source.
 */
export class VillagePainter {
  readonly #target: StateTarget;
  readonly #nextFrame: (step: Step) => void;
  #assignments: Uint8Array = new Uint8Array();
  #coverage: Uint8Array = new Uint8Array();
  #edges: readonly TerritoryEdge[] = [];
  #drawnAssignments: Uint8Array = new Uint8Array();
  #drawnCoverage: Uint8Array = new Uint8Array();
  readonly #drawnZones = new Map<number, boolean>();
  #fills = new Set<number>();
  #patterns = new Set<number>();
  #zones = new Set<number>();
  #isRunning = false;
  #isStopped = false;

  constructor(target: StateTarget, nextFrame: (step: Step) => void = (step) => requestAnimationFrame(step)) {
    this.#target = target;
    this.#nextFrame = nextFrame;
  }

  /** true while changes wait for a frame. */
  get isPending(): boolean {
    return this.#fills.size + this.#patterns.size + this.#zones.size > 0;
  }

  /** @param assignments one byte a village, index = id − 1 */
  setAssignments(assignments: Uint8Array): void {
    this.#assignments = assignments;
    this.#drawnAssignments = grown(this.#drawnAssignments, assignments.length);
    this.#queueDifferences(assignments, this.#drawnAssignments);
    this.#queueZones();
  }

  /** @param coverage one code a village (0 none, 1 served, 2 unserved, 3 unknown); empty = none */
  setCoverage(coverage: Uint8Array): void {
    const length = Math.max(coverage.length, this.#drawnCoverage.length);
    this.#coverage = grown(coverage, length);
    this.#drawnCoverage = grown(this.#drawnCoverage, length);
    this.#queueDifferences(this.#coverage, this.#drawnCoverage);
  }

  setEdges(edges: readonly TerritoryEdge[]): void {
    this.#edges = edges;
    this.#queueZones();
  }

  /** Sets every state again, after the map lost them (a replaced source). */
  repaint(): void {
    this.#drawnAssignments = new Uint8Array(this.#assignments.length);
    this.#drawnCoverage = new Uint8Array(this.#coverage.length);
    this.#drawnZones.clear();
    this.#queueDifferences(this.#assignments, this.#drawnAssignments);
    this.#queueDifferences(this.#coverage, this.#drawnCoverage);
    this.#queueZones();
  }

  stop(): void {
    this.#isStopped = true;
  }

  #queueDifferences(wanted: Uint8Array, drawn: Uint8Array): void {
    for (let i = 0; i < wanted.length; i += 1) {
      if (wanted[i] !== drawn[i]) this.#fills.add(i + 1);
    }
    this.#run();
  }

  #queueZones(): void {
    this.#edges.forEach((edge, index) => {
      if (this.#isZoneEdge(edge) !== (this.#drawnZones.get(edge.id) ?? false)) this.#zones.add(index);
    });
    this.#run();
  }

  #isZoneEdge(edge: TerritoryEdge): boolean {
    return this.#codeOf(edge.left) !== this.#codeOf(edge.right);
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
    if (this.#isStopped) return;
    if (this.#fills.size > 0) this.#paintFills();
    else if (this.#patterns.size > 0) this.#paintPatterns();
    else this.#paintZones();
    this.#run();
  }

  #paintFills(): void {
    for (const id of take(this.#fills, fillsPerFrame)) {
      const state = this.#stateOf(id);
      this.#target.setFeatureState({ source: 'base', sourceLayer: 'villages', id }, state);
      this.#target.setFeatureState({ source: 'base', sourceLayer: 'village_points', id }, state);
      this.#drawnAssignments[id - 1] = state.c;
      if (id <= this.#drawnCoverage.length) this.#drawnCoverage[id - 1] = state.v;
      this.#patterns.add(id);
    }
  }

  #paintPatterns(): void {
    for (const id of take(this.#patterns, patternsPerFrame)) {
      const feature = { source: 'base-patterns', sourceLayer: 'villages', id };
      this.#target.setFeatureState(feature, this.#stateOf(id));
    }
  }

  #paintZones(): void {
    for (const index of take(this.#zones, fillsPerFrame)) {
      const edge = this.#edges[index]!;
      const isZone = this.#isZoneEdge(edge);
      this.#drawnZones.set(edge.id, isZone);
      this.#target.setFeatureState({ source: 'base', sourceLayer: 'edges', id: edge.id }, { z: isZone });
    }
  }

  #stateOf(id: number): { c: number; v: number } {
    return { c: this.#codeOf(id), v: this.#coverage[id - 1] ?? 0 };
  }
}

/** Removes and returns up to `count` members. */
function take(set: Set<number>, count: number): number[] {
  const taken: number[] = [];
  for (const id of set) {
    if (taken.length === count) break;
    taken.push(id);
  }
  for (const id of taken) set.delete(id);
  return taken;
}

/** A copy of at least `length` bytes, zero beyond the original. */
function grown(bytes: Uint8Array, length: number): Uint8Array {
  const copy = new Uint8Array(Math.max(length, bytes.length));
  copy.set(bytes);
  return copy;
}

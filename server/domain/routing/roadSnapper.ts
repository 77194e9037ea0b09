import Flatbush from 'flatbush';
import { stepMetres } from './lineLength.ts';
import type { Position } from './roadEdge.ts';
import { positionAt, type RoadGraph } from './roadGraph.ts';

/** A place on a road. */
export interface RoadPlace {
  /** Row of the edge in its graph. */
  edge: number;
  /** From the start of the edge, along it. */
  metresAlong: number;
  position: Position;
  /** Straight from what was snapped. */
  distanceMetres: number;
}

/** Boxes looked at first; the best of them bounds the search that decides. */
const firstCandidates = 8;

/** The nearest place on an open road to any position, by an index of the pieces of all lines. */
export class RoadSnapper {
  readonly #graph: RoadGraph;
  readonly #index: Flatbush | null;
  /** Edge and first position of each piece. */
  readonly #edges: Uint32Array;
  readonly #starts: Uint32Array;
  /** Degrees of longitude are this much shorter than those of latitude where the roads are. */
  readonly #shrink: number;

  constructor(graph: RoadGraph) {
    this.#graph = graph;
    const { lineStart, isClosed, edgeIds, positions } = graph;
    const edges: number[] = [];
    const starts: number[] = [];
    let latitudes = 0;
    for (let edge = 0; edge < edgeIds.length; edge += 1) {
      if (isClosed[edge]) continue;
      for (let at = lineStart[edge]!; at < lineStart[edge + 1]! - 1; at += 1) {
        edges.push(edge);
        starts.push(at);
        latitudes += positions[at * 2 + 1]!;
      }
    }
    this.#edges = Uint32Array.from(edges);
    this.#starts = Uint32Array.from(starts);
    this.#shrink = Math.cos(((latitudes / Math.max(starts.length, 1)) * Math.PI) / 180);
    this.#index = starts.length === 0 ? null : new Flatbush(starts.length);
    for (const at of starts) {
      const [a, b] = [this.#flat(positionAt(graph, at)), this.#flat(positionAt(graph, at + 1))];
      this.#index!.add(
        Math.min(a[0], b[0]),
        Math.min(a[1], b[1]),
        Math.max(a[0], b[0]),
        Math.max(a[1], b[1]),
      );
    }
    this.#index?.finish();
  }

  /** The nearest place on an open road; null where there is none at all. */
  snap(position: Position): RoadPlace | null {
    const index = this.#index;
    if (index === null) return null;
    const [x, y] = this.#flat(position);
    const distanceOf = (piece: number) => this.#foot(piece, x, y).distance;
    const near = index.neighbors(x, y, firstCandidates);
    const reach = Math.min(...near.map(distanceOf));
    let [best, least] = [near[0]!, Number.POSITIVE_INFINITY];
    // Widened by what rounding may take: the piece that gave the reach must be found again.
    const wide = reach * (1 + 1e-9) + 1e-12;
    for (const piece of index.search(x - wide, y - wide, x + wide, y + wide)) {
      const distance = distanceOf(piece);
      // The lower piece wins a tie, so that the answer does not depend on the order of the index.
      if (distance < least || (distance === least && piece < best)) [best, least] = [piece, distance];
    }
    return this.#placeOn(best, position);
  }

  #flat([lng, lat]: Position): [number, number] {
    return [lng * this.#shrink, lat];
  }

  /** Where the perpendicular meets a piece, as a share of it, in the flattened plane. */
  #foot(piece: number, x: number, y: number): { share: number; distance: number } {
    const at = this.#starts[piece]!;
    const [ax, ay] = this.#flat(positionAt(this.#graph, at));
    const [bx, by] = this.#flat(positionAt(this.#graph, at + 1));
    const [dx, dy] = [bx - ax, by - ay];
    const square = dx * dx + dy * dy;
    const raw = square === 0 ? 0 : ((x - ax) * dx + (y - ay) * dy) / square;
    const share = Math.min(1, Math.max(0, raw));
    return { share, distance: Math.hypot(ax + dx * share - x, ay + dy * share - y) };
  }

  #placeOn(piece: number, from: Position): RoadPlace {
    const { positionMetres } = this.#graph;
    const at = this.#starts[piece]!;
    const { share } = this.#foot(piece, ...this.#flat(from));
    const [a, b] = [positionAt(this.#graph, at), positionAt(this.#graph, at + 1)];
    const position: Position = share === 1 ? b : [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share];
    const [before, after] = [positionMetres[at]!, positionMetres[at + 1]!];
    return {
      edge: this.#edges[piece]!,
      metresAlong: before + (after - before) * share,
      position,
      distanceMetres: stepMetres(from, position),
    };
  }
}

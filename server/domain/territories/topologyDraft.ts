import { gridKey, orientation, samePoint, type GridPoint } from './grid.ts';
import { borderEnds, type BorderEnd } from './borderEnds.ts';
import { fromGridArc, toGridArc, type GridArc, type TopologyChange } from './topology.ts';
import type { TerritoryArc } from './territoryArc.ts';

/** A place on an arc: on the piece that follows vertex `piece`, or that vertex itself. */
export interface BorderPlace {
  arc: number;
  piece: number;
  point: GridPoint;
}

/**
 * Arcs under the knife: cut, joined and relabelled step by step, then compared with what they were. The arcs
 * given are not touched. Ids of new arcs go on from the highest there is.
 */
export class TopologyDraft {
  readonly #before = new Map<number, GridArc>();
  readonly #arcs: Map<number, GridArc>;
  #nextId = 1;

  constructor(arcs: readonly TerritoryArc[]) {
    for (const arc of arcs) {
      this.#before.set(arc.id, toGridArc(arc));
      this.#nextId = Math.max(this.#nextId, arc.id + 1);
    }
    this.#arcs = new Map(this.#before);
  }

  before(): GridArc[] {
    return [...this.#before.values()];
  }

  list(): GridArc[] {
    return [...this.#arcs.values()];
  }

  get(id: number): GridArc | undefined {
    return this.#arcs.get(id);
  }

  add(arc: Omit<GridArc, 'id'>): number {
    const id = this.#nextId++;
    this.#arcs.set(id, { ...arc, id });
    return id;
  }

  /** Puts an arc in the place of the one with its id. */
  put(arc: GridArc): void {
    this.#arcs.set(arc.id, arc);
  }

  remove(id: number): void {
    this.#arcs.delete(id);
  }

  /** Makes places vertices of their arcs, shared by both sides; a vertex already there stays one. */
  insertVertices(places: readonly BorderPlace[]): void {
    for (const id of new Set(places.map(({ arc }) => arc))) {
      const arc = this.#arcs.get(id)!;
      const points = arc.points.flatMap((vertex, piece) => {
        const distance = ({ point }: BorderPlace) =>
          (point[0] - vertex[0]) ** 2 + (point[1] - vertex[1]) ** 2;
        const here = places
          .filter((place) => place.arc === id && place.piece === piece)
          .sort((one, other) => distance(one) - distance(other));
        return [vertex, ...here.map(({ point }) => point)];
      });
      const kept = points.filter((point, index) => index === 0 || !samePoint(point, points[index - 1]!));
      this.put({ ...arc, points: kept });
    }
  }

  /** Ends the arc that passes through a point there, so that others may end there too. */
  cutAt(point: GridPoint): void {
    for (const arc of this.list()) {
      const index = arc.points.findIndex((vertex) => samePoint(vertex, point));
      if (index <= 0 || index === arc.points.length - 1) continue;
      this.put({ ...arc, points: arc.points.slice(0, index + 1) });
      this.add({ ...arc, points: arc.points.slice(index) });
    }
  }

  /** Gives the ground on one side of an arc to another village. */
  relabel(id: number, from: number, to: number): void {
    const arc = this.#arcs.get(id)!;
    this.put({
      ...arc,
      left: arc.left === from ? to : arc.left,
      right: arc.right === from ? to : arc.right,
    });
  }

  /**
   * Makes one arc of two that meet in a vertex where no third ends.
   *
   * @param straighten drops the vertex where it lies within rounding of the straight way past it: a cut may
   *   have put it there
   */
  joinAt(points: readonly GridPoint[], straighten: boolean): void {
    for (const point of points) {
      const [one, other, third] = borderEnds(this.list()).get(gridKey(point)) ?? [];
      if (!one || !other || third) continue;
      if (one.arc === other.arc) this.#startElsewhere(this.#arcs.get(one.arc)!, straighten);
      else this.#join(one, other, straighten);
    }
  }

  #join(one: BorderEnd, other: BorderEnd, straighten: boolean): void {
    // Walking in along one and out along the other, the sides must agree.
    if (one.left !== other.right || one.right !== other.left) return;
    const [kept, gone] = [this.#arcs.get(one.arc)!, this.#arcs.get(other.arc)!];
    const first = samePoint(kept.points.at(-1)!, one.at) ? kept : reversed(kept);
    const second = samePoint(gone.points[0]!, other.at) ? gone : reversed(gone);
    const points = [...first.points, ...second.points.slice(1)];
    const joint = first.points.length - 1;
    if (straighten && isNearlyStraight(points[joint - 1]!, points[joint]!, points[joint + 1]!)) {
      points.splice(joint, 1);
    }
    this.remove(other.arc);
    this.put({ ...first, points });
  }

  /** A closed arc nothing is tied to may start anywhere; it drops a start that a cut may have put there. */
  #startElsewhere(arc: GridArc, straighten: boolean): void {
    const { points } = arc;
    if (!straighten || points.length <= 4 || !isNearlyStraight(points.at(-2)!, points[0]!, points[1]!))
      return;
    this.put({ ...arc, points: [...points.slice(1, -1), points[1]!] });
  }

  /** What has become of the arcs. */
  change(): TopologyChange {
    const removed = [...this.#before.values()].filter(({ id }) => !this.#arcs.has(id));
    const added = this.list().filter(({ id }) => !this.#before.has(id));
    const changed = this.list().filter((arc) => {
      const before = this.#before.get(arc.id);
      return before && before !== arc && !isSameArc(before, arc);
    });
    const gone = [...removed, ...changed.map(({ id }) => this.#before.get(id)!)];
    return {
      removed: removed.map(({ id }) => id),
      added: added.map(fromGridArc),
      changed: changed.map(fromGridArc),
      villages: villagesRedrawn(gone, [...added, ...changed]),
    };
  }
}

function reversed(arc: GridArc): GridArc {
  return { ...arc, left: arc.right, right: arc.left, points: [...arc.points].reverse() };
}

/** Rounding to the grid moves a point by √½ at most. */
function isNearlyStraight(a: GridPoint, b: GridPoint, c: GridPoint): boolean {
  const [x, y] = [c[0] - a[0], c[1] - a[1]];
  const square = x * x + y * y;
  const along = (b[0] - a[0]) * x + (b[1] - a[1]) * y;
  return along > 0 && along < square && 2 * orientation(a, c, b) ** 2 <= square;
}

function isSameArc(one: GridArc, other: GridArc): boolean {
  return (
    one.left === other.left &&
    one.right === other.right &&
    one.rank === other.rank &&
    one.points.length === other.points.length &&
    one.points.every((point, index) => samePoint(point, other.points[index]!))
  );
}

/** Villages that have other steps of border after a change; an arc cut in two or with a new neighbour is the same. */
function villagesRedrawn(before: readonly GridArc[], after: readonly GridArc[]): number[] {
  const balance = new Map<string, number>();
  const count = (arcs: readonly GridArc[], by: 1 | -1) => {
    for (const { left, right, points } of arcs) {
      points.slice(1).forEach((to, index) => {
        const [one, other] = [gridKey(points[index]!), gridKey(to)];
        for (const step of [`${left} ${one} ${other}`, `${right} ${other} ${one}`]) {
          balance.set(step, (balance.get(step) ?? 0) + by);
        }
      });
    }
  };
  count(before, -1);
  count(after, 1);
  const unequal = [...balance].filter(([, sum]) => sum !== 0).map(([step]) => parseInt(step, 10));
  return [...new Set(unequal)].filter((village) => village !== 0).sort((one, other) => one - other);
}

import { polygonsOf, ringPoints, ringsOf } from './arcs.ts';
import { fromGrid, toGrid, type GridPoint } from './grid.ts';
import type { Position, TerritoryArc } from './territoryArc.ts';

/** An arc on the grid, as it is worked on. */
export interface GridArc extends Omit<TerritoryArc, 'points'> {
  points: readonly GridPoint[];
}

/** What an edit does to a list of arcs. */
export interface TopologyChange {
  /** Ids of arcs that go. */
  removed: readonly number[];
  added: readonly TerritoryArc[];
  /** Arcs that stay under their id with other points or sides, as they are afterwards. */
  changed: readonly TerritoryArc[];
  /** Villages whose territory is another one afterwards, if only by a vertex; those that go are among them. */
  villages: readonly number[];
}

export function toGridArc(arc: TerritoryArc): GridArc {
  return { ...arc, points: arc.points.map(toGrid) };
}

export function fromGridArc({ id, left, right, rank, points }: GridArc): TerritoryArc {
  return { id, left, right, rank, points: points.map(fromGrid) };
}

/** The arcs that bound a village. */
export function arcsAround<Arc extends { left: number; right: number }>(
  arcs: readonly Arc[],
  village: number,
): Arc[] {
  return arcs.filter(({ left, right }) => left === village || right === village);
}

/**
 * The territory of a village as coordinates of a GeoJSON MultiPolygon, largest part first, wound as RFC 7946
 * says; empty for a village no arc bounds.
 *
 * @throws Error when the arcs close no rings; see topologyFaults
 */
export function territoryOf(arcs: readonly TerritoryArc[], village: number): Position[][][] {
  return gridTerritoryOf(arcsAround(arcs, village).map(toGridArc), village).map((polygon) =>
    polygon.map((ring) => ring.map(fromGrid)),
  );
}

/** The same on the grid: polygons, their rings closed. */
export function gridTerritoryOf(arcs: readonly GridArc[], village: number): GridPoint[][][] {
  const around = arcsAround(arcs, village).map((arc) => ({ ...arc, points: [...arc.points] }));
  const rings = ringsOf(around, (owner) => owner === village);
  return polygonsOf(around, rings).map((polygon) => polygon.map((ring) => ringPoints(around, ring)));
}

/** Villages that share a border with a village, by id; touching in a point is not sharing. */
export function neighboursOf(arcs: readonly TerritoryArc[], village: number): number[] {
  const sides = arcsAround(arcs, village).map(({ left, right }) => (left === village ? right : left));
  return [...new Set(sides)].filter((side) => side !== 0).sort((one, other) => one - other);
}

/**
 * The arcs after a change, and the change that takes it back.
 *
 * @throws Error when the change speaks of an arc that is not there, or adds one that is
 */
export function applyChange(
  arcs: readonly TerritoryArc[],
  { removed, added, changed, villages }: TopologyChange,
): { arcs: TerritoryArc[]; inverse: TopologyChange } {
  const byId = new Map(arcs.map((arc) => [arc.id, arc]));
  const take = (id: number): TerritoryArc => {
    const arc = byId.get(id);
    if (!arc) throw new Error(`the change speaks of arc ${id}, which is not there`);
    return arc;
  };
  const gone = removed.map(take);
  const before = changed.map(({ id }) => take(id));
  for (const id of removed) byId.delete(id);
  for (const arc of changed) byId.set(arc.id, arc);
  for (const arc of added) {
    if (byId.has(arc.id)) throw new Error(`the change adds arc ${arc.id}, which is there`);
    byId.set(arc.id, arc);
  }
  const inverse = { removed: added.map(({ id }) => id), added: gone, changed: before, villages };
  return { arcs: [...byId.values()], inverse };
}

import { ringPoints, ringsOf } from './arcs.ts';
import { lineCrossings } from './arcCrossings.ts';
import { borderEnds, type BorderEnd } from './borderEnds.ts';
import { componentFaults } from './componentFaults.ts';
import { fromGrid, samePoint, signedArea, type GridPoint } from './grid.ts';
import { toGridArc, type GridArc } from './topology.ts';
import type { Position, TerritoryArc } from './territoryArc.ts';

/**
 * What can be wrong with arcs: ground enclosed by territories that is nobody's, ground that two villages claim,
 * borders that cross or touch elsewhere than in their ends, borders that lead nowhere or separate nothing.
 */
export type FaultKind = 'gap' | 'overlap' | 'crossing' | 'dangling';

export interface TopologyFault {
  kind: FaultKind;
  place: Position;
  /** Ids of the arcs that show it. */
  arcs: number[];
  /** Villages on their sides. */
  villages: number[];
}

/** A fault on the grid, before the villages are looked up. */
export interface GridFault {
  kind: FaultKind;
  place: GridPoint;
  arcs: number[];
}

/**
 * The faults of a set of arcs; none for a sound partition. What territories enclose is looked at once the
 * borders themselves are sound, because only then there are rings.
 *
 * @param concerns whether an arc is worth looking at, when the others are known to agree with each other
 */
export function topologyFaults(
  arcs: readonly TerritoryArc[],
  concerns?: (arc: TerritoryArc) => boolean,
): TopologyFault[] {
  const concerned = concerns && new Set(arcs.filter(concerns).map(({ id }) => id));
  return gridFaults(arcs.map(toGridArc), concerned).map((fault) => ({
    ...fault,
    place: fromGrid(fault.place),
    villages: villagesBeside(arcs, fault.arcs),
  }));
}

/** The same on the grid. */
export function gridFaults(arcs: readonly GridArc[], concerned?: ReadonlySet<number>): GridFault[] {
  const isConcerned = (id: number) => concerned?.has(id) ?? true;
  const malformed = arcs.filter((arc) => isConcerned(arc.id) && isMalformed(arc));
  if (malformed.length > 0) {
    return malformed.map(({ id, points }) => ({ kind: 'dangling', place: points[0] ?? [0, 0], arcs: [id] }));
  }
  const crossings = lineCrossings(
    arcs.map(({ points }) => points),
    (index) => isConcerned(arcs[index]!.id),
  ).map(({ one, other, place }): GridFault => {
    return { kind: 'crossing', place, arcs: [...new Set([arcs[one]!.id, arcs[other]!.id])] };
  });
  const ends = borderEnds(arcs);
  const junctions = [...ends.values()].flatMap((around) =>
    around.some(({ arc }) => isConcerned(arc)) ? junctionFaults(around) : [],
  );
  const faults = [...crossings, ...junctions];
  return faults.length > 0 ? faults : [...componentFaults(arcs, ends), ...enclosedGaps(arcs)];
}

/** Too few vertices, one vertex twice in a row, or the same ground on both sides. */
function isMalformed({ left, right, points }: GridArc): boolean {
  if (left === right || points.length < 2) return true;
  if (points.some((point, index) => index > 0 && samePoint(point, points[index - 1]!))) return true;
  return points.length < 4 && samePoint(points[0]!, points.at(-1)!);
}

/** Going round a vertex, what lies left of a border lies right of the next. */
function junctionFaults(around: readonly BorderEnd[]): GridFault[] {
  const place = around[0]!.at;
  if (around.length === 1) return [{ kind: 'dangling', place, arcs: [around[0]!.arc] }];
  return around.flatMap((end, index): GridFault[] => {
    const next = around[(index + 1) % around.length]!;
    if (end.left === next.right) return [];
    const kind = end.left === 0 || next.right === 0 ? 'gap' : 'overlap';
    return [{ kind, place, arcs: [end.arc, next.arc] }];
  });
}

function enclosedGaps(arcs: readonly GridArc[]): GridFault[] {
  const outer = arcs.filter(({ left, right }) => left === 0 || right === 0);
  const lines = outer.map((arc) => ({ ...arc, points: [...arc.points] }));
  return ringsOf(lines, (owner) => owner === 0).flatMap((ring): GridFault[] => {
    const points = ringPoints(lines, ring);
    if (signedArea(points.slice(0, -1)) < 0) return [];
    const ids = ring.map((walk) => outer[walk >= 0 ? walk : ~walk]!.id);
    const place = points.reduce((west, point) => (isWestOf(point, west) ? point : west));
    return [{ kind: 'gap', place, arcs: ids }];
  });
}

function isWestOf(one: GridPoint, other: GridPoint): boolean {
  return one[0] < other[0] || (one[0] === other[0] && one[1] < other[1]);
}

function villagesBeside(arcs: readonly TerritoryArc[], ids: readonly number[]): number[] {
  const beside = arcs.filter(({ id }) => ids.includes(id)).flatMap(({ left, right }) => [left, right]);
  return [...new Set(beside)].filter((village) => village !== 0).sort((one, other) => one - other);
}

import { lineCrossings, selfCrossing } from './arcCrossings.ts';
import { borderEnds } from './borderEnds.ts';
import { nearestBorderPlace } from './borderPlace.ts';
import { settleEdit } from './editCheck.ts';
import { refuse, type EditRefusal, type TopologyEdit } from './editRefusal.ts';
import { gridKey, samePoint, signedArea, toGrid, type GridPoint } from './grid.ts';
import { withoutRepeats } from './lineContacts.ts';
import { territorySize } from './territorySize.ts';
import { TopologyDraft } from './topologyDraft.ts';
import type { Position, TerritoryArc } from './territoryArc.ts';

export interface BorderRedraw {
  /** Id of the arc. */
  arc: number;
  /**
   * Begins and ends on the arc, in either direction, and replaces what lies between; drawn from one end of the
   * arc to the other, or closed for a closed arc, it replaces it whole.
   */
  line: readonly Position[];
  /** How far from the arc the ends of the line may lie; 2 m unless told otherwise. */
  snapMetres?: number;
}

/**
 * Moves a border between two villages, or an outer border, so that both sides change together. The ends of the
 * arc stay: other borders end there. Of a closed border the shorter stretch between the ends of the line is
 * replaced.
 */
export function redrawBorder(
  arcs: readonly TerritoryArc[],
  { arc: id, line, snapMetres = 2 }: BorderRedraw,
): TopologyEdit {
  const draft = new TopologyDraft(arcs);
  const drawn = withoutRepeats(line.map(toGrid));
  if (!draft.get(id)) return refuse('unknownArc', drawn[0] ?? null);
  if (drawn.length < 2) return refuse('tooShort', drawn[0] ?? null);
  const snapped = snapEnds(draft, id, drawn, snapMetres);
  if ('refusal' in snapped) return snapped;
  const arc = draft.get(id)!;
  const isLoose = borderEnds(draft.list())
    .get(gridKey(arc.points[0]!))!
    .every((end) => end.arc === id);
  const points = redrawn(arc.points, snapped.line, isLoose);
  if (!points) return refuse('tooShort', snapped.line[0]!);
  const crossing = selfCrossing(points);
  if (crossing) return refuse('crossesItself', crossing);
  const villages = [arc.left, arc.right].filter((village) => village !== 0);
  const parts = new Map(villages.map((village) => [village, territorySize(draft.list(), village).parts]));
  draft.put({ ...arc, points });
  const touched = touchedBorder(draft, id);
  if (touched) return touched;
  return settleEdit(draft, { parts, place: snapped.line[Math.floor(snapped.line.length / 2)]! });
}

type Refused = { ok: false; refusal: EditRefusal };

/** Puts the ends of a line on an arc, as vertices of it. */
function snapEnds(
  draft: TopologyDraft,
  id: number,
  drawn: readonly GridPoint[],
  snapMetres: number,
): { line: GridPoint[] } | Refused {
  const snapped = [...drawn];
  for (const index of [0, drawn.length - 1]) {
    const place = nearestBorderPlace([draft.get(id)!], drawn[index]!, snapMetres);
    if (!place) return refuse('endsOffBorder', drawn[index]!);
    draft.insertVertices([place]);
    snapped[index] = place.point;
  }
  return { line: withoutRepeats(snapped) };
}

/**
 * The points of an arc with a line in the place of what lies between its ends; null when that is nothing.
 *
 * @param isLoose whether no other arc ends where this one does, so that a closed arc may start anywhere
 */
function redrawn(
  points: readonly GridPoint[],
  line: readonly GridPoint[],
  isLoose: boolean,
): GridPoint[] | null {
  const indexOf = (point: GridPoint) => points.findIndex((vertex) => samePoint(vertex, point));
  const isClosed = samePoint(points[0]!, points.at(-1)!);
  const [from, to] = [indexOf(line[0]!), indexOf(line.at(-1)!)];
  if (from === to) {
    return isClosed && (isLoose || from === 0) && line.length >= 4 ? redrawnWhole(points, line) : null;
  }
  const [low, high] = from < to ? [from, to] : [to, from];
  const forward = from < to ? line : [...line].reverse();
  const inner = lengthOf(points.slice(low, high + 1));
  if (isClosed && isLoose && inner > lengthOf(points) - inner) {
    // The stretch through the start is the shorter one: the arc begins where the line comes in.
    return withoutRepeats([...points.slice(low, high), ...[...forward].reverse()]);
  }
  return withoutRepeats([...points.slice(0, low), ...forward, ...points.slice(high + 1)]);
}

function redrawnWhole(points: readonly GridPoint[], line: readonly GridPoint[]): GridPoint[] {
  const turnsLeft = (ring: readonly GridPoint[]) => signedArea(ring.slice(0, -1)) > 0;
  return turnsLeft(points) === turnsLeft(line) ? [...line] : [...line].reverse();
}

/** Says whose border the redrawn arc touches, if any. */
function touchedBorder(draft: TopologyDraft, id: number): Refused | null {
  const list = draft.list();
  const [crossing] = lineCrossings(
    list.map(({ points }) => points),
    (line) => list[line]!.id === id,
  );
  if (!crossing) return null;
  const [own, other] =
    list[crossing.one]!.id === id
      ? [list[crossing.one]!, list[crossing.other]!]
      : [list[crossing.other]!, list[crossing.one]!];
  const sides = new Set([own.left, own.right]);
  const isSame = sides.has(other.left) && sides.has(other.right);
  const isOuter = other.left === 0 || other.right === 0;
  const code = isSame ? 'touchesSameBorder' : isOuter ? 'leavesTerritories' : 'touchesThirdVillage';
  return refuse(code, crossing.place);
}

function lengthOf(points: readonly GridPoint[]): number {
  return points
    .slice(1)
    .reduce((sum, [x, y], index) => sum + Math.hypot(x - points[index]![0], y - points[index]![1]), 0);
}

import { ringPoints, ringsOf, walkPoints, type ArcRing } from './arcs.ts';
import { selfCrossing } from './arcCrossings.ts';
import { nearestBorderPlace } from './borderPlace.ts';
import { settleEdit } from './editCheck.ts';
import { refuse, type EditRefusal, type TopologyEdit } from './editRefusal.ts';
import { gridKey, insideRings, samePoint, signedArea, toGrid, type GridPoint } from './grid.ts';
import { lineContacts, withoutRepeats } from './lineContacts.ts';
import { territorySize } from './territorySize.ts';
import { arcsAround, gridTerritoryOf } from './topology.ts';
import { TopologyDraft } from './topologyDraft.ts';
import type { Position, TerritoryArc } from './territoryArc.ts';

export interface VillageSplit {
  village: number;
  /** Id of the village that gets one of the two parts. */
  newVillage: number;
  /** The part that becomes the new village's, as seen walking along the line. */
  newSide: 'left' | 'right';
  /** Drawn across the village. It may begin and end outside; what lies outside counts for nothing. */
  line: readonly Position[];
  /** An end of the line that stops so short of the border is taken for one on it; 2 m unless told otherwise. */
  snapMetres?: number;
}

type Refused = { ok: false; refusal: EditRefusal };

/**
 * Divides the territory of a village in two by a line. Where the line meets the border it becomes a vertex of the
 * neighbours too. Other parts of the territory, and what lies off the divided part, stay with the village;
 * enclaves go with the ground round them.
 */
export function splitVillage(
  arcs: readonly TerritoryArc[],
  { village, newVillage, newSide, line, snapMetres = 2 }: VillageSplit,
): TopologyEdit {
  const draft = new TopologyDraft(arcs);
  const drawn = withoutRepeats(line.map(toGrid));
  if (arcsAround(arcs, village).length === 0) return refuse('unknownVillage', drawn[0] ?? null);
  if (newVillage === 0 || arcsAround(arcs, newVillage).length > 0) {
    return refuse('villageExists', drawn[0] ?? null);
  }
  if (drawn.length < 2) return refuse('tooShort', drawn[0] ?? null);
  const crossing = selfCrossing(drawn);
  if (crossing) return refuse('crossesItself', crossing);
  if (samePoint(drawn[0]!, drawn.at(-1)!)) return refuse('crossesItself', drawn[0]!);
  const { parts } = territorySize(draft.list(), village);
  const snapped = snapEnds(draft, village, drawn, snapMetres);
  if (snapped.length < 2) return refuse('tooShort', drawn[0]!);
  const cut = trimToVillage(draft, village, snapped);
  if ('refusal' in cut) return cut;
  const [start, end] = [cut.line[0]!, cut.line.at(-1)!];
  const looseStarts = arcsAround(draft.list(), village).map(({ points }) => points[0]!);
  draft.cutAt(start);
  draft.cutAt(end);
  const divided = divideRing(draft, village, start, end);
  if ('refusal' in divided) return divided;
  const sides = newSide === 'left' ? [newVillage, village] : [village, newVillage];
  for (const id of enclavesWith(draft, village, divided, cut.line, newSide)) {
    draft.relabel(id, village, newVillage);
  }
  for (const id of divided[newSide]) draft.relabel(id, village, newVillage);
  draft.add({ left: sides[0]!, right: sides[1]!, rank: 'village', points: cut.line });
  // A closed border that was cut need not be cut where it happened to start.
  draft.joinAt(looseStarts, false);
  const most = new Map([
    [village, parts],
    [newVillage, 1],
  ]);
  return settleEdit(draft, { parts: most, place: cut.line[Math.floor(cut.line.length / 2)]! });
}

/** Puts ends that stop short on the border, as vertices of it. */
function snapEnds(
  draft: TopologyDraft,
  village: number,
  drawn: readonly GridPoint[],
  snapMetres: number,
): GridPoint[] {
  const snapped = [...drawn];
  for (const index of [0, drawn.length - 1]) {
    const place = nearestBorderPlace(arcsAround(draft.list(), village), drawn[index]!, snapMetres);
    if (!place) continue;
    draft.insertVertices([place]);
    snapped[index] = place.point;
  }
  return withoutRepeats(snapped);
}

/** The stretch of a line inside a village, its ends made vertices of the border. */
function trimToVillage(
  draft: TopologyDraft,
  village: number,
  line: readonly GridPoint[],
): { line: GridPoint[] } | Refused {
  const rings = gridTerritoryOf(draft.list(), village).flat();
  const contacts = lineContacts(line, arcsAround(draft.list(), village));
  const [first, second, third] = contacts;
  for (const end of [line[0]!, line.at(-1)!]) {
    const isOnBorder = contacts.some(({ point }) => samePoint(point, end));
    if (!isOnBorder && insideRings(end, rings)) return refuse('endsInside', end);
  }
  if (third) return refuse('leavesVillage', second!.point);
  if (!first || !second) return refuse('outsideVillage', first?.point ?? line[0]!);
  const inner = line.slice(first.linePiece + 1, second.linePiece + 1);
  const trimmed = withoutRepeats([first.point, ...inner, second.point]);
  const [a, b] = trimmed as [GridPoint, GridPoint];
  if (!insideRings([(a[0] + b[0]) / 2, (a[1] + b[1]) / 2], rings)) return refuse('outsideVillage', a);
  draft.insertVertices([first, second]);
  if (trimmed.length === 2 && runsAlongBorder(draft, village, a, b)) return refuse('outsideVillage', a);
  return { line: trimmed };
}

function runsAlongBorder(draft: TopologyDraft, village: number, a: GridPoint, b: GridPoint): boolean {
  return arcsAround(draft.list(), village).some(({ points }) =>
    points.some((point, index) => {
      const next = points[index + 1];
      if (!next) return false;
      return (samePoint(point, a) && samePoint(next, b)) || (samePoint(point, b) && samePoint(next, a));
    }),
  );
}

/** Arc ids of the ring on either side of a line from one of its vertices to another. */
interface DividedRing {
  left: number[];
  right: number[];
  /** Closed rings of the village that the line does not meet, as arc ids with their points. */
  others: { ids: number[]; points: GridPoint[] }[];
  /** The ring itself. */
  points: GridPoint[];
}

function divideRing(
  draft: TopologyDraft,
  village: number,
  start: GridPoint,
  end: GridPoint,
): DividedRing | Refused {
  const around = arcsAround(draft.list(), village).map((arc) => ({ ...arc, points: [...arc.points] }));
  const rings = ringsOf(around, (owner) => owner === village);
  const startOf = (walk: number) => walkPoints(around, walk)[0]!;
  const through = (point: GridPoint) =>
    rings.filter((ring) => ring.some((walk) => samePoint(startOf(walk), point)));
  const [atStart, atEnd] = [through(start), through(end)];
  if (atStart.length > 1) return refuse('endsAtTouchingPoint', start);
  if (atEnd.length > 1) return refuse('endsAtTouchingPoint', end);
  const ring = atStart[0]!;
  if (ring !== atEnd[0]) return refuse('doesNotDivide', end);
  const first = ring.findIndex((walk) => samePoint(startOf(walk), start));
  const turned = [...ring.slice(first), ...ring.slice(0, first)];
  const turn = turned.findIndex((walk) => samePoint(startOf(walk), end));
  const ids = (walks: ArcRing) => walks.map((walk) => around[walk >= 0 ? walk : ~walk]!.id);
  return {
    // The territory lies left of its rings: back from the end to the start closes the part left of the line.
    left: ids(turned.slice(turn)),
    right: ids(turned.slice(0, turn)),
    others: rings
      .filter((other) => other !== ring)
      .map((other) => ({ ids: ids(other), points: ringPoints(around, other) })),
    points: ringPoints(around, turned),
  };
}

/** Arcs round enclaves, and the outer border if an enclave was divided, that lie on the new village's side. */
function enclavesWith(
  draft: TopologyDraft,
  village: number,
  { others, points }: DividedRing,
  line: readonly GridPoint[],
  newSide: 'left' | 'right',
): number[] {
  const turn = points.findIndex((point) => samePoint(point, line.at(-1)!));
  const back = [...points.slice(turn, -1), ...line.slice(0, -1)];
  const out = [...points.slice(0, turn), ...[...line].reverse().slice(0, -1)];
  const [own, opposite] = newSide === 'left' ? [back, out] : [out, back];
  const keys = new Set(points.map(gridKey));
  const polygon = gridTerritoryOf(draft.list(), village).find((rings) =>
    rings.some((ring) => ring.some((point) => keys.has(gridKey(point)) && samePoint(point, line[0]!))),
  )!;
  const members = new Set(polygon.flat().map(gridKey));
  const isOnNewSide = (ring: readonly GridPoint[]) => {
    const probe = ring.find((point) => !keys.has(gridKey(point))) ?? ring[0]!;
    // One part of a divided hole's surroundings is wound as a hole: it is everything outside the other part.
    return signedArea(own) > 0 ? insideRings(probe, [own]) : !insideRings(probe, [opposite]);
  };
  return others
    .filter((ring) => ring.points.every((point) => members.has(gridKey(point))))
    .filter((ring) => isOnNewSide(ring.points))
    .flatMap(({ ids }) => ids);
}

import type { TopologyEdit } from './editRefusal.ts';
import { mergeVillages } from './mergeVillages.ts';
import { splitVillage, type VillageSplit } from './splitVillage.ts';
import { applyChange, toGridArc, type TopologyChange } from './topology.ts';
import { TopologyDraft } from './topologyDraft.ts';
import type { TerritoryArc } from './territoryArc.ts';

export interface PartHandOver extends Pick<VillageSplit, 'village' | 'line' | 'snapMetres'> {
  /** The neighbour that gets the part. */
  receiver: number;
  /** The part, as seen walking along the line. */
  side: 'left' | 'right';
}

/**
 * Gives the part of a village that a line cuts off to a neighbour in the same township: the part is divided off and
 * merged at once.
 */
export function handOverPart(
  arcs: readonly TerritoryArc[],
  { village, receiver, side, line, ...snap }: PartHandOver,
): TopologyEdit {
  const part = arcs.reduce((highest, { left, right }) => Math.max(highest, left, right), 0) + 1;
  const divided = splitVillage(arcs, { village, newVillage: part, newSide: side, line, ...snap });
  if (!divided.ok) return divided;
  const between = applyChange(arcs, divided.change).arcs;
  const merged = mergeVillages(between, receiver, part);
  if (!merged.ok) return merged;
  const after = applyChange(between, merged.change).arcs;
  return { ok: true, change: changeBetween(arcs, after) };
}

/** What made one list of arcs of another, by their ids. */
function changeBetween(before: readonly TerritoryArc[], after: readonly TerritoryArc[]): TopologyChange {
  const draft = new TopologyDraft(before);
  const left = new Set(after.map(({ id }) => id));
  for (const { id } of before) if (!left.has(id)) draft.remove(id);
  for (const arc of after) draft.put(toGridArc(arc));
  return draft.change();
}

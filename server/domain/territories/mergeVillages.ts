import { refuse, type TopologyEdit } from './editRefusal.ts';
import { settleEdit } from './editCheck.ts';
import { gridKey } from './grid.ts';
import { territorySize } from './territorySize.ts';
import { arcsAround } from './topology.ts';
import { TopologyDraft } from './topologyDraft.ts';
import type { TerritoryArc } from './territoryArc.ts';

/**
 * Gives the territory of one village to a neighbour in the same township. Borders between them vanish, and what
 * each had with a third village becomes one border. A vertex that a split had put on a straight border goes
 * with its junction, so that a merge takes a split back.
 *
 * @param kept the village that stays
 * @param gone the village that ends
 */
export function mergeVillages(arcs: readonly TerritoryArc[], kept: number, gone: number): TopologyEdit {
  for (const village of [kept, gone]) {
    if (arcsAround(arcs, village).length === 0) return refuse('unknownVillage', null);
  }
  const straightened = merge(arcs, kept, gone, true);
  if (straightened.ok || straightened.refusal.code !== 'faulty') return straightened;
  // Straight, the border would touch one beside it: the vertex stays.
  return merge(arcs, kept, gone, false);
}

function merge(arcs: readonly TerritoryArc[], kept: number, gone: number, straighten: boolean): TopologyEdit {
  const draft = new TopologyDraft(arcs);
  const shared = arcsAround(arcsAround(draft.list(), kept), gone);
  const place = shared[0]?.points[Math.floor(shared[0].points.length / 2)];
  if (kept === gone || !place) return refuse('notNeighbours', draft.list()[0]?.points[0] ?? null);
  if (shared.some(({ rank }) => rank !== 'village')) return refuse('differentTownships', place);
  const parts = territorySize(draft.list(), kept).parts + territorySize(draft.list(), gone).parts - 1;
  const junctions = new Map(
    shared.flatMap(({ points }) => [points[0]!, points.at(-1)!]).map((point) => [gridKey(point), point]),
  );
  for (const { id } of shared) draft.remove(id);
  for (const { id } of arcsAround(draft.list(), gone)) draft.relabel(id, gone, kept);
  draft.joinAt([...junctions.values()], straighten);
  return settleEdit(draft, { parts: new Map([[kept, parts]]), place });
}

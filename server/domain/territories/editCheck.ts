import { refuse, type RefusalCode, type TopologyEdit } from './editRefusal.ts';
import { gridKey, type GridPoint } from './grid.ts';
import { isSliver, territorySize } from './territorySize.ts';
import { gridFaults, type FaultKind, type GridFault } from './topologyFaults.ts';
import type { TopologyDraft } from './topologyDraft.ts';

const CODE_OF_FAULT: Record<FaultKind, RefusalCode> = {
  crossing: 'faulty',
  dangling: 'faulty',
  gap: 'movesEnclave',
  overlap: 'movesEnclave',
};

/**
 * The last word on an edit: no sliver, no territory in more parts than it may have, no fault where arcs changed.
 *
 * @param parts most parts each village that was edited may have
 */
export function settleEdit(
  draft: TopologyDraft,
  { parts, place }: { parts: ReadonlyMap<number, number>; place: GridPoint },
): TopologyEdit {
  const change = draft.change();
  const touched = new Set([...change.added, ...change.changed].map(({ id }) => id));
  const arcs = draft.list();
  const fault = newFault(draft, touched);
  if (fault) return refuse(CODE_OF_FAULT[fault.kind], fault.place);
  for (const [village, most] of parts) {
    const size = territorySize(arcs, village);
    if (isSliver(size)) return refuse('sliver', place);
    if (size.parts > most) return refuse('disconnects', place);
  }
  return { ok: true, change };
}

/** A fault the arcs had before does not stand in the way of an edit. */
function newFault(draft: TopologyDraft, touched: ReadonlySet<number>): GridFault | undefined {
  const faults = gridFaults(draft.list(), touched);
  if (faults.length === 0) return undefined;
  const describe = ({ kind, place }: GridFault) => `${kind} ${gridKey(place)}`;
  const known = new Set(gridFaults(draft.before(), new Set()).map(describe));
  return faults.find((fault) => !known.has(describe(fault)));
}

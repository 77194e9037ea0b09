import type { TerritoryEdge } from './tileGeometry.ts';

/** Indexes of the edges round each village, in compressed rows: looking one village up costs no loop over the others. */
export interface EdgesOfVillages {
  /** Empty for 0 (the outside) and for strangers. */
  of(villageId: number): Int32Array;
}

/** @param edges their place in the list is the index */
export function edgesOfVillages(edges: readonly Pick<TerritoryEdge, 'left' | 'right'>[]): EdgesOfVillages {
  let villages = 0;
  for (const { left, right } of edges) villages = Math.max(villages, left, right);
  const offsets = new Int32Array(villages + 2);
  for (const edge of edges) for (const side of sidesOf(edge)) offsets[side + 1]! += 1;
  for (let id = 1; id < offsets.length; id += 1) offsets[id]! += offsets[id - 1]!;
  const indexes = new Int32Array(offsets[villages + 1]!);
  const filled = offsets.slice();
  edges.forEach((edge, index) => {
    for (const side of sidesOf(edge)) indexes[filled[side]!++] = index;
  });
  const nothing = new Int32Array();
  return {
    of: (id) => (id >= 1 && id <= villages ? indexes.subarray(offsets[id], offsets[id + 1]) : nothing),
  };
}

/** The villages on an edge's two sides, without the outside; one where both sides are the same village. */
function sidesOf({ left, right }: Pick<TerritoryEdge, 'left' | 'right'>): number[] {
  const sides = left === right ? [left] : [left, right];
  return sides.filter((side) => side > 0);
}

import type { TerritoryArc } from '../territories/territoryArc.ts';

/**
 * Neighbours of every village in compressed rows: those of village `id` (from 1, dense) are
 * `ids.subarray(offsets[id], offsets[id + 1])`, ascending, each once. `offsets` has the number of villages + 2 entries.
 */
export interface Neighbours {
  readonly offsets: Int32Array;
  readonly ids: Int32Array;
}

/**
 * Villages that share a border. Meeting in a point is no neighbourhood; a village whose borders are not known, or
 * all lie on the outside, has none.
 * @param arcs borders with the villages on their sides, 0 = outside; several may lie between the same two
 * @throws RangeError when a side is not 0 … villageCount
 */
export function neighboursOf(
  arcs: readonly Pick<TerritoryArc, 'left' | 'right'>[],
  villageCount: number,
): Neighbours {
  const shared = arcs.filter(({ left, right }) => {
    for (const side of [left, right]) {
      if (!Number.isInteger(side) || side < 0 || side > villageCount) {
        throw new RangeError(`a border of village ${side}, expected 0 to ${villageCount}`);
      }
    }
    return left !== right && left !== 0 && right !== 0;
  });
  const offsets = new Int32Array(villageCount + 2);
  for (const { left, right } of shared) {
    offsets[left + 1]! += 1;
    offsets[right + 1]! += 1;
  }
  for (let id = 1; id < offsets.length; id += 1) offsets[id]! += offsets[id - 1]!;
  const ids = new Int32Array(shared.length * 2);
  const filled = offsets.slice();
  for (const { left, right } of shared) {
    ids[filled[left]!++] = right;
    ids[filled[right]!++] = left;
  }
  return withoutRepeats(offsets, ids);
}

/** Sorts every row and drops what it names twice, in place. */
function withoutRepeats(offsets: Int32Array, ids: Int32Array): Neighbours {
  let length = 0;
  let start = 0;
  for (let id = 0; id + 1 < offsets.length; id += 1) {
    const end = offsets[id + 1]!;
    const row = ids.subarray(start, end).sort();
    start = end;
    offsets[id] = length;
    let last = 0;
    for (const neighbour of row) {
      if (neighbour === last) continue;
      ids[length] = neighbour;
      length += 1;
      last = neighbour;
    }
  }
  offsets[offsets.length - 1] = length;
  return { offsets, ids: ids.slice(0, length) };
}

/** The neighbours of a village; none for an id beyond the last. */
export function neighboursAt({ offsets, ids }: Neighbours, villageId: number): Int32Array {
  return villageId > 0 && villageId + 1 < offsets.length
    ? ids.subarray(offsets[villageId], offsets[villageId + 1])
    : ids.subarray(0, 0);
}

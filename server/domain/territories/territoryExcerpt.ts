import type { TerritoryArc } from './territoryArc.ts';

/**
 * The arcs round some villages, with everything else taken for the outside: a part of a country that is a sound
 * partition by itself, so that an edit need not load the rest.
 */
export function excerptOf(arcs: readonly TerritoryArc[], villages: ReadonlySet<number>): TerritoryArc[] {
  const sideOf = (village: number) => (villages.has(village) ? village : 0);
  return arcs.flatMap((arc) => {
    const [left, right] = [sideOf(arc.left), sideOf(arc.right)];
    if (left === 0 && right === 0) return [];
    return [left === arc.left && right === arc.right ? arc : { ...arc, left, right }];
  });
}

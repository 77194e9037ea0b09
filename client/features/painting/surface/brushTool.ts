import type { Position } from '#domain/territories/territoryArc';
import type { brushSizes } from '../paintTool.ts';
import type { SurfaceDraft } from './surfaceDraft.ts';
import type { Ground, ToolStroke } from './toolStroke.ts';

/** Radius of each size of the brush, CSS pixels. */
const brushRadii: Readonly<Record<(typeof brushSizes)[number], number>> = {
  1: 3,
  2: 10,
  3: 20,
  4: 36,
  5: 60,
};

/** @returns CSS pixels; of the nearest size for a number that is no size */
export function brushRadius(size: number): number {
  const nearest = Math.min(5, Math.max(1, Math.round(size))) as keyof typeof brushRadii;
  return brushRadii[nearest];
}

/**
 * Paints every village that a round brush touches on its way: the whole way between two samples of the pointer, so
 * that a quick hand misses none.
 * @param radius CSS pixels
 * @returns null where nothing may be painted
 */
export function beginBrush(
  draft: Pick<SurfaceDraft, 'begin'>,
  ground: Ground,
  { start, radius }: { start: Position; radius: number },
): ToolStroke | null {
  const stroke = draft.begin();
  if (stroke === null) return null;
  const swept = new Set<number>();
  let last = start;
  const move = (positions: readonly Position[]) => {
    const fresh: number[] = [];
    const reach = ground.worldLength(radius);
    for (const position of positions) {
      for (const id of ground.cells.sweep(last, position, reach)) {
        if (swept.has(id)) continue;
        swept.add(id);
        fresh.push(id);
      }
      last = position;
    }
    if (fresh.length > 0) stroke.sweep(fresh);
  };
  move([start]);
  return { move, end: () => stroke.end(), cancel: () => stroke.cancel(), outline: null, covered: null };
}

import { worldX, worldY } from '#domain/territories/mercatorPlane';
import type { Position } from '#domain/territories/territoryArc';
import { paintAtOnce, type SurfaceDraft } from './surfaceDraft.ts';
import type { Ground, ToolStroke } from './toolStroke.ts';

/** Corners closer than this say nothing more of a line drawn by hand, CSS pixels. */
const leastStep = 2;

/**
 * Draws a line round villages and paints, when it is let go, those whose centre is inside. A line of fewer than
 * three corners goes round nothing.
 */
export function beginLasso(draft: Pick<SurfaceDraft, 'begin'>, ground: Ground, start: Position): ToolStroke {
  let ring: Position[] = [start];
  return {
    move(positions) {
      const step = ground.worldLength(leastStep);
      for (const position of positions) if (distance(ring.at(-1)!, position) >= step) ring.push(position);
    },
    end() {
      if (ring.length >= 3) paintAtOnce(draft, ground.cells.inLasso(ring));
    },
    cancel() {
      ring = [start];
    },
    get outline() {
      return { kind: 'lasso', positions: ring } as const;
    },
    // Counting what a lasso holds takes as long as painting it: it is told when the line is closed.
    covered: null,
  };
}

/** In the Web Mercator plane. */
const distance = (one: Position, other: Position): number =>
  Math.hypot(worldX(other[0]) - worldX(one[0]), worldY(other[1]) - worldY(one[1]));

import type { Position } from '#domain/territories/territoryArc';
import { paintAtOnce, type SurfaceDraft } from './surfaceDraft.ts';
import type { Ground, ToolStroke } from './toolStroke.ts';

/**
 * Draws a rectangle from corner to corner and paints, when it is let go, every village it comes into.
 * A press without a way paints nothing.
 */
export function beginRectangle(
  draft: Pick<SurfaceDraft, 'begin'>,
  ground: Ground,
  start: Position,
): ToolStroke {
  let opposite = start;
  let covered: readonly number[] = [];
  return {
    move(positions) {
      opposite = positions.at(-1) ?? opposite;
      covered = isFlat(start, opposite) ? [] : ground.cells.inRectangle(start, opposite);
    },
    end() {
      paintAtOnce(draft, covered);
    },
    cancel() {
      covered = [];
    },
    get outline() {
      return {
        kind: 'rectangle',
        positions: [start, [opposite[0], start[1]], opposite, [start[0], opposite[1]]],
      } as const;
    },
    get covered() {
      return covered;
    },
  };
}

const isFlat = (one: Position, other: Position): boolean => one[0] === other[0] || one[1] === other[1];

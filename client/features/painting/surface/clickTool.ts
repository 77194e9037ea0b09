import type { Position } from '#domain/territories/territoryArc';
import type { SurfaceDraft } from './surfaceDraft.ts';
import type { Ground, ToolStroke } from './toolStroke.ts';

/**
 * Paints the one village that was pressed; wherever the pointer goes before it is let go.
 * @returns null beside every village, and where nothing may be painted
 */
export function beginClick(
  draft: Pick<SurfaceDraft, 'begin'>,
  ground: Ground,
  start: Position,
): ToolStroke | null {
  const village = ground.cells.villageAt(start);
  const stroke = village === null ? null : draft.begin();
  if (village === null || stroke === null) return null;
  stroke.sweep([village]);
  return {
    move: () => {},
    end: () => stroke.end(),
    cancel: () => stroke.cancel(),
    outline: null,
    covered: null,
  };
}

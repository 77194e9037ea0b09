/** What the pointer does on the map, in the order of the rail. */
export const paintTools = ['pan', 'click', 'brush', 'rectangle', 'lasso', 'inspect'] as const;
export type PaintTool = (typeof paintTools)[number];

/** Tools that only look; they work on a draft that cannot be changed, too. */
export const lookingTools: ReadonlySet<PaintTool> = new Set(['pan', 'inspect']);

/** Sizes of the brush; the surface knows their radius. */
export const brushSizes = [1, 2, 3, 4, 5] as const;
export const firstBrushSize = 3;

import type { ThemeName } from './palette.ts';
import { palettes } from './palette.ts';

/** working = panel fill, ink outline; planned = inverted; closed = grey with a slash. */
export const symbolVariants = ['working', 'planned', 'closed'] as const;
export type SymbolVariant = (typeof symbolVariants)[number];

/** A symbol in a 20 × 20 box: its outline, and what stands in it. Lengths are box units = CSS pixels. */
export interface SymbolShape {
  /** SVG path of the outline. */
  outline: string;
  /** SVG path stroked in ink inside the outline. */
  strokes?: string;
  /** SVG path filled with ink inside the outline. */
  fills?: string;
  /** One or two characters instead of a path. */
  text?: string;
  textSize?: number;
  /** Vertical middle of the text; 10 = the middle of the box. */
  textY?: number;
}

const circle = 'M10 1.4a8.6 8.6 0 1 1 0 17.2a8.6 8.6 0 1 1 0-17.2Z';
const roundedSquare =
  'M4.2 1.6h11.6a2.6 2.6 0 0 1 2.6 2.6v11.6a2.6 2.6 0 0 1-2.6 2.6H4.2a2.6 2.6 0 0 1-2.6-2.6V4.2a2.6 2.6 0 0 1 2.6-2.6Z';
const pentagon = 'M10 1.2L18.8 7.7L15.4 18.4H4.6L1.2 7.7Z';
const hexagon = 'M5.4 2H14.6L19 10L14.6 18H5.4L1 10Z';
const triangle = 'M10 1.6L19 18H1Z';
const drop = 'M10 1.2C10 1.2 16.6 8.4 16.6 12.3A6.6 6.6 0 0 1 3.4 12.3C3.4 8.4 10 1.2 10 1.2Z';
const upright =
  'M5.6 1.4h8.8a1.6 1.6 0 0 1 1.6 1.6v14a1.6 1.6 0 0 1-1.6 1.6H5.6A1.6 1.6 0 0 1 4 17V3a1.6 1.6 0 0 1 1.6-1.6Z';
const diamond = 'M10 .8L19.2 10L10 19.2L.8 10Z';

const shapes: Readonly<Record<string, SymbolShape>> = {
  school: { outline: pentagon, text: '学', textSize: 8.6, textY: 11 },
  kindergarten: { outline: pentagon, text: '幼', textSize: 8.6, textY: 11 },
  health: { outline: roundedSquare, fills: 'M8.7 5.2h2.6v3.5h3.5v2.6h-3.5v3.5H8.7v-3.5H5.2V8.7h3.5Z' },
  water: { outline: drop },
  charging: { outline: hexagon, fills: 'M11.2 4.4L6.6 10.9H9.4L8.6 15.6L13.4 8.9H10.5Z' },
  bus: {
    outline: upright,
    strokes: 'M6.6 4.4h6.8v5H6.6ZM7.4 12.6h1.4M11.2 12.6h1.4M7.2 15.4h5.6',
  },
  mast: { outline: triangle, text: '5G', textSize: 7, textY: 13.4 },
  culture: { outline: circle, text: '文', textSize: 9.4 },
  elderly: { outline: circle, text: '老', textSize: 9.4 },
  shop: { outline: circle, text: '店', textSize: 9.4 },
  square: { outline: roundedSquare, text: '场', textSize: 9.6 },
  library: { outline: circle, text: '书', textSize: 9.4 },
};

/** Other names under which data may ask for a shape. */
const synonyms: Readonly<Record<string, string>> = {
  clinic: 'health',
  hospital: 'health',
  cross: 'health',
  bolt: 'charging',
  '5g': 'mast',
  tower: 'mast',
  elder: 'elderly',
};

/**
 * Shape for a glyph named by the data. A name that is no shape is drawn as its first character in a circle,
 * so a new facility kind is distinct without a change here.
 */
export function symbolShape(glyph: string): SymbolShape {
  const known = shapes[glyph] ?? shapes[synonyms[glyph] ?? ''];
  if (known) return known;
  const [first = '?'] = glyph;
  return { outline: circle, text: first, textSize: 9.4 };
}

/** Glyph names with a shape of their own. */
export const glyphNames: readonly string[] = Object.keys(shapes);

/** House outline of resettlement sites in a 20 × 20 box; drawn at `siteSizes` pixels. */
export const siteOutline = 'M10 1.6L18.6 9.2V18.2H1.4V9.2Z';
export const siteSizes = { small: 16, medium: 22, large: 28 } as const;
export type SiteSize = keyof typeof siteSizes;

/** Diamond of project places in a 20 × 20 box; the project's number stands in it. */
export const projectOutline = diamond;

/** Padlock in a 20 × 20 box: the body is filled, the shackle stroked. */
export const lockBody = 'M5.6 9.2h8.8v6.4H5.6Z';
export const lockShackle = 'M7.3 9.2V6.9a2.7 2.7 0 0 1 5.4 0V9.2';
export const lockRing = 'M10 1a9 9 0 1 1 0 18a9 9 0 1 1 0-18Z';

export interface SymbolColours {
  fill: string;
  stroke: string;
  glyph: string;
  hasSlash: boolean;
}

/** Colours of a variant: planned is the working symbol inverted, closed is grey with a slash. */
export function symbolColours(variant: SymbolVariant, theme: ThemeName): SymbolColours {
  const palette = palettes[theme];
  switch (variant) {
    case 'working':
      return { fill: palette.panel, stroke: palette.ink, glyph: palette.ink, hasSlash: false };
    case 'planned':
      return { fill: palette.ink, stroke: palette.ink, glyph: palette.panel, hasSlash: false };
    case 'closed':
      return { fill: palette.panel, stroke: palette.ink, glyph: palette.line2, hasSlash: true };
  }
}

/** Outline of an estimated place: dash and gap in box units. */
export const estimatedDash = [2.8, 1.5] as const;
export const symbolStrokeWidth = 1.8;

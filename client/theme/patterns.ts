import { palettes, type ThemeName } from './palette.ts';

/** Patterns that go with a colour so that colour never carries meaning alone. */
export const patternIds = [
  'diagonal',
  'dots',
  'horizontal',
  'backslash',
  'vertical',
  'inkDots',
  'wideLines',
  'crossHatch',
  'coverageHatch',
  'coverageDots',
  'lockHatch',
] as const;
export type PatternId = (typeof patternIds)[number];

/** A stroke or a dot inside a square tile that repeats without a seam; lengths in CSS pixels. */
export type PatternShape =
  | { type: 'line'; from: readonly [number, number]; to: readonly [number, number]; width: number }
  | { type: 'circle'; centre: readonly [number, number]; radius: number };

export interface PatternTile {
  /** Side of the tile, CSS pixels. */
  size: number;
  color: string;
  /** 0…1 */
  opacity: number;
  shapes: readonly PatternShape[];
}

/** Pattern of each palette slot (1…6); slot 1 has none. */
const slotPatterns: readonly (PatternId | null)[] = [
  null,
  'diagonal',
  'dots',
  'horizontal',
  'backslash',
  'vertical',
];

export function patternOfSlot(slot: number): PatternId | null {
  return slotPatterns[(Math.max(1, Math.trunc(slot)) - 1) % slotPatterns.length] ?? null;
}

/** Strokes at 45° that meet across the tile's corners; `rising` leans like a solidus. */
function diagonals(size: number, width: number, rising: boolean): PatternShape[] {
  const starts = [-size, 0, size];
  return starts.map((start) => ({
    type: 'line',
    from: rising ? [start, size] : [start, 0],
    to: rising ? [start + size, 0] : [start + size, size],
    width,
  }));
}

function level(size: number, y: number, width: number): PatternShape {
  return { type: 'line', from: [0, y], to: [size, y], width };
}

function upright(size: number, x: number, width: number): PatternShape {
  return { type: 'line', from: [x, 0], to: [x, size], width };
}

function scattered(size: number, radius: number): PatternShape[] {
  return [
    { type: 'circle', centre: [size / 4, size / 4], radius },
    { type: 'circle', centre: [(size * 3) / 4, (size * 3) / 4], radius },
  ];
}

/** Colours of slot patterns are the slot's own letter colour, so they darken pale fills and lighten dark ones. */
function slotInk(theme: ThemeName, slot: number): string {
  return palettes[theme].slots[slot - 1]!.on;
}

/** Shapes of a pattern in a theme. In the dark theme slot patterns are a third fainter. */
export function patternTile(id: PatternId, theme: ThemeName): PatternTile {
  const palette = palettes[theme];
  const faint = theme === 'dark' ? 2 / 3 : 1;
  switch (id) {
    case 'diagonal':
      return { size: 8, color: slotInk(theme, 2), opacity: 0.3 * faint, shapes: diagonals(8, 1.1, true) };
    case 'dots':
      return { size: 8, color: slotInk(theme, 3), opacity: 0.4 * faint, shapes: scattered(8, 0.95) };
    case 'horizontal':
      return {
        size: 8,
        color: slotInk(theme, 4),
        opacity: 0.24 * faint,
        shapes: [level(8, 2, 0.9), level(8, 6, 0.9)],
      };
    case 'backslash':
      return { size: 8, color: slotInk(theme, 5), opacity: 0.4 * faint, shapes: diagonals(8, 1.1, false) };
    case 'vertical':
      return {
        size: 8,
        color: slotInk(theme, 6),
        opacity: 0.34 * faint,
        shapes: [upright(8, 2, 0.9), upright(8, 6, 0.9)],
      };
    case 'inkDots':
      return { size: 6, color: palette.ink, opacity: 0.55, shapes: scattered(6, 0.7) };
    case 'wideLines':
      return { size: 8, color: palette.panel, opacity: 0.75, shapes: [level(8, 4, 2.4)] };
    case 'crossHatch':
      return {
        size: 8,
        color: palette.line2,
        opacity: 0.6,
        shapes: [...diagonals(8, 0.7, true), ...diagonals(8, 0.7, false)],
      };
    case 'coverageHatch':
      return {
        size: 8,
        color: theme === 'dark' ? '#54233A' : '#FFFFFF',
        opacity: theme === 'dark' ? 0.5 : 0.34,
        shapes: diagonals(8, 1, true),
      };
    case 'lockHatch':
      return {
        size: 12,
        color: palette.ink,
        opacity: 0.6,
        shapes: [...diagonals(12, 1.3, false), ...diagonals(12, 1.3, true)],
      };
    case 'coverageDots':
      return { size: 8, color: palette.ink, opacity: 0.6, shapes: scattered(8, 0.75) };
  }
}

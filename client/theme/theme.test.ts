import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { contrast, mix } from './colour.ts';
import { palettes, routeColour, slotColours, type ThemeName } from './palette.ts';
import { patternIds, patternOfSlot, patternTile } from './patterns.ts';
import { routeDash, routeDashes } from './routeDashes.ts';
import { glyphNames, symbolColours, symbolShape, symbolVariants } from './symbols.ts';

const themes: ThemeName[] = ['light', 'dark'];

describe.each(themes)('the %s palette', (theme) => {
  const palette = palettes[theme];

  test('separates every category from the land at least 3 to 1', () => {
    for (const { fill } of palette.slots) expect(contrast(fill, palette.land)).toBeGreaterThanOrEqual(3);
  });

  test('writes every letter on its category at least 4.5 to 1', () => {
    for (const { fill, on } of palette.slots) expect(contrast(fill, on)).toBeGreaterThanOrEqual(4.5);
  });

  test('keeps all inks readable on panel and land', () => {
    for (const surface of [palette.panel, palette.land]) {
      expect(contrast(palette.ink, surface)).toBeGreaterThanOrEqual(10.6);
      expect(contrast(palette.ink2, surface)).toBeGreaterThanOrEqual(6);
      expect(contrast(palette.ink3, surface)).toBeGreaterThanOrEqual(4.5);
    }
  });

  test('separates served from unserved and unserved from the land', () => {
    expect(contrast(palette.served, palette.unserved)).toBeGreaterThanOrEqual(3);
    expect(contrast(palette.unserved, palette.land)).toBeGreaterThanOrEqual(3);
  });

  test('separates every route from its casing', () => {
    for (const colour of palette.routes) expect(contrast(colour, palette.land)).toBeGreaterThanOrEqual(3);
  });

  test('equals the CSS tokens of the same names', () => {
    const css = readFileSync(join(import.meta.dirname, '../styles/tokens.css'), 'utf8');
    const block = theme === 'light' ? /:root \{([^}]*)\}/ : /:root\[data-theme='dark'\] \{([^}]*)\}/;
    const text = block.exec(css)?.[1] ?? '';
    const names = ['page', 'panel', 'sunken', 'land', 'out', 'water', 'ink', 'ink2', 'ink3', 'line', 'line2'];
    for (const name of names) {
      const token = new RegExp(`--${name}:\\s*(#[0-9a-f]{6})`, 'i').exec(text)?.[1];
      expect([name, token?.toUpperCase()]).toEqual([name, palette[name as 'page']]);
    }
  });

  test('draws patterns whose strokes continue in the next tile', () => {
    for (const id of patternIds) {
      const { size, shapes } = patternTile(id, theme);
      const dots = shapes.filter((shape) => shape.type === 'circle');
      const reaches = dots.flatMap(({ centre, radius }) =>
        centre.flatMap((part) => [part - radius, part + radius]),
      );
      expect(reaches.filter((reach) => reach < 0 || reach > size)).toEqual([]);
      // Across the whole tile, level, upright or at 45°: the only strokes that repeat without a step.
      const steps = shapes
        .filter((shape) => shape.type === 'line')
        .map(({ from, to }) => [Math.abs(to[0] - from[0]), Math.abs(to[1] - from[1])]);
      expect(steps.filter(([x = 0, y = 0]) => x % size !== 0 || y % size !== 0 || x + y === 0)).toEqual([]);
    }
  });

  test('inverts planned symbols and slashes closed ones', () => {
    expect(symbolColours('working', theme)).toMatchObject({ fill: palette.panel, hasSlash: false });
    expect(symbolColours('planned', theme)).toMatchObject({ fill: palette.ink, glyph: palette.panel });
    expect(symbolColours('closed', theme)).toMatchObject({ hasSlash: true });
    expect(symbolVariants).toHaveLength(3);
  });
});

test('slots and routes beyond the palette repeat it', () => {
  const palette = palettes.light;
  expect(slotColours(palette, 7)).toEqual(slotColours(palette, 1));
  expect(patternOfSlot(7)).toBe(patternOfSlot(1));
  expect(routeColour(palette, 5)).toBe(routeColour(palette, 1));
  expect(routeDash(5)).toBe(routeDashes[0]);
});

test('four routes have four dashes', () => {
  const dashes = [1, 2, 3, 4].map((number) => JSON.stringify(routeDash(number)));
  expect(new Set(dashes).size).toBe(4);
});

test('every glyph has its own drawing, and an unknown one its first character', () => {
  const drawings = glyphNames.map((name) => JSON.stringify(symbolShape(name)));
  expect(new Set(drawings).size).toBe(glyphNames.length);
  expect(symbolShape('茶园').text).toBe('茶');
  expect(symbolShape('clinic')).toEqual(symbolShape('health'));
});

test('mixing goes from one colour to the other', () => {
  expect(mix('#000000', '#ffffff', 1)).toBe('#000000');
  expect(mix('#000000', '#ffffff', 0)).toBe('#ffffff');
  expect(mix('#000000', '#ffffff', 0.5)).toBe('#808080');
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
});

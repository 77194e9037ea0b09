import { describe, expect, it } from 'vitest';
import { NotoSansFonts, subsetsByRange, type OpenFont } from './pdfFonts.ts';
import { openFile } from './pdf.ts';

describe('the font of papers', () => {
  it('finds the file of a character by the ranges of the package', () => {
    const subsetsOf = subsetsByRange({ '[4]': 'U+4e00-4e0f,U+2160', latin: 'U+0000-00FF, U+2160' });
    expect(subsetsOf(0x4e05)).toEqual(['4']);
    expect(subsetsOf(0x2160)).toEqual(['4', 'latin']);
    expect(subsetsOf(0x4e10)).toEqual([]);
  });

  it('takes each character from a file that has it, and shows what no file has by words', async () => {
    const opened: OpenFont[] = [];
    const fonts = new NotoSansFonts((bytes) => {
      const font = openFile(bytes);
      opened.push(font);
      return font;
    });
    await fonts.prepare(['湘西州≥廻枹', 'Ⅱ型筸']);
    const runs = fonts.runsOf('湘西州≥廻枹Ⅱ型筸');
    expect(runs.map(({ text }) => text).join('')).toBe('湘西州≥廻枹II型〔U+7B78〕');
    for (const { font, text } of runs)
      for (const character of text) expect(font.hasGlyphForCodePoint(character.codePointAt(0)!)).toBe(true);
    expect(new Set(runs.map(({ font }) => font)).size).toBe(4);
    expect(opened).toHaveLength(4);
    expect(fonts.widthOf('湘西')).toBe(2);
    expect(fonts.widthOf('筸')).toBeCloseTo(fonts.widthOf('〔U+7B78〕'));
    expect(() => fonts.widthOf('猫')).toThrow('was not prepared');
  });
});

import { describe, expect, it } from 'vitest';
import { wrapText } from './pdfText.ts';

/** Chinese is as wide as high, everything else half of it. */
const widthOf = (character: string) => (character.codePointAt(0)! > 0x2e80 ? 1 : 0.5);
const wrap = (text: string, width: number) => wrapText(text, { width, widthOf });

describe('lines of a paper', () => {
  it('break between any two Chinese characters', () => {
    expect(wrap('搬迁未完成村', 4)).toEqual(['搬迁未完', '成村']);
  });

  it('never begin with a closing mark nor end with an opening one', () => {
    expect(wrap('搬迁完成。未定', 4)).toEqual(['搬迁完', '成。未定']);
    expect(wrap('搬迁完（成）', 4)).toEqual(['搬迁完', '（成）']);
  });

  it('keep words and figures together where they fit a line, and cut what is longer than a line', () => {
    expect(wrap('共 12345 人', 3)).toEqual(['共', '12345', '人']);
    expect(wrap('abcdefghij', 2)).toEqual(['abcd', 'efgh', 'ij']);
  });

  it('keep paragraphs apart and empty lines where they are', () => {
    expect(wrap('甲\r\n\n乙', 4)).toEqual(['甲', '', '乙']);
    expect(wrap('', 4)).toEqual(['']);
  });

  it('lose no character', () => {
    const text = '依据《规划》第二章（三）：搬迁户 38 户、约 150 人，2025 年底前完成。';
    for (let width = 2; width < 20; width += 1)
      expect(wrap(text, width).join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
  });
});

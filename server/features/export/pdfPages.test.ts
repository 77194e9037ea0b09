import { describe, expect, it } from 'vitest';
import { a4, pagesOf, type PdfBlock, type PdfPage } from './pdfPages.ts';

const widthOf = (character: string) => (character.codePointAt(0)! > 0x2e80 ? 1 : 0.5);
const columns = [
  { title: '序号', share: 1, isNumeric: true },
  { title: '理由', share: 4 },
];
const textsOf = ({ marks }: PdfPage) => marks.flatMap((mark) => (mark.kind === 'text' ? [mark.text] : []));
const table = (reasons: readonly string[]): PdfBlock => ({
  kind: 'table',
  columns,
  rows: () => reasons.map((reason, index) => [String(index + 1), reason]),
});

describe('pages of a paper', () => {
  it('repeat the head of a table, keep within the margins and lose no row', () => {
    const reasons = Array.from({ length: 200 }, (_, index) => `理由${index}。`);
    const pages = [...pagesOf([{ kind: 'title', text: '标题' }, table(reasons)], widthOf)];
    expect(pages.length).toBeGreaterThan(3);
    for (const page of pages) {
      expect(textsOf(page)).toContain('理由');
      for (const mark of page.marks) {
        expect(mark.y).toBeGreaterThanOrEqual(a4.top);
        expect(mark.y).toBeLessThanOrEqual(a4.height - a4.bottom + 0.001);
      }
    }
    expect(pages.flatMap(textsOf).filter((text) => reasons.includes(text))).toEqual(reasons);
  });

  it('cut a reason that is longer than a page', () => {
    const reason = '甲乙丙丁戊己庚辛壬癸'.repeat(400);
    const pages = [...pagesOf([table([reason])], widthOf)];
    expect(pages.length).toBeGreaterThan(1);
    const written = pages.flatMap(textsOf).filter((text) => /^[甲乙丙丁戊己庚辛壬癸]+$/.test(text));
    expect(written.join('')).toBe(reason);
  });

  it('put figures at the end of their column', () => {
    const [page] = [...pagesOf([table(['理由', '理由'])], widthOf)];
    const marks = page!.marks.filter((mark) => mark.kind === 'text');
    const [one, head] = [marks.find(({ text }) => text === '1')!, marks.find(({ text }) => text === '序号')!];
    expect(one.x + 0.5 * one.size).toBeCloseTo(head.x + 2 * head.size);
  });

  it('never leave a heading alone at the foot', () => {
    for (let count = 0; count < 60; count += 1) {
      const filler = Array.from({ length: count }, () => ({ kind: 'paragraph', text: '行' }) as const);
      const pages = [...pagesOf([...filler, { kind: 'heading', text: '名单' }, table(['理由'])], widthOf)];
      for (const page of pages) expect(textsOf(page).at(-1)).not.toBe('名单');
    }
  });

  it('are the same each time', () => {
    const blocks = [table(Array.from({ length: 80 }, (_, index) => `理由${index}`))];
    expect([...pagesOf(blocks, widthOf)]).toEqual([...pagesOf(blocks, widthOf)]);
  });
});

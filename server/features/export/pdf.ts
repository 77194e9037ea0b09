import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setImmediate } from 'node:timers/promises';
import Document from 'pdfkit';
import { NotoSansFonts, type OpenFont } from './pdfFonts.ts';
import { a4, pagesOf, type PdfBlock, type PdfMark } from './pdfPages.ts';

/** A paper to print: what is on it, and what every page says of it. */
export interface Paper {
  title: string;
  /** At the head of each page. */
  runningHead: string;
  /** At the foot of each page beside its number. */
  foot: string;
  /** Of what is printed, not of printing: the same paper is the same file. */
  date: Date;
  blocks: readonly PdfBlock[];
}

/** Bytes that wait for a slow reader before writing goes on. */
const mostWaiting = 512 * 1024;
const marginSize = 8;

/** Opens a font by pdfkit, which keeps the one it opened last. */
export const openFile = (bytes: Uint8Array): OpenFont => {
  const document = new Document({ autoFirstPage: false, font: '' });
  document.font(bytes);
  const { font } = (document as unknown as { _font: { font: OpenFont } })._font;
  return Object.create(font, { layout: { value: (text: string) => glyphsOf(font, text) } }) as OpenFont;
};

/**
 * One glyph a character, one after the other. Chinese needs no more, and looking for ligatures and kerning in every line
 * takes most of the time of a long paper.
 */
function glyphsOf(font: OpenFont, text: string) {
  const glyphs = Array.from(text, (character) => font.glyphForCodePoint(character.codePointAt(0)!));
  return {
    glyphs,
    positions: glyphs.map(({ advanceWidth }) => ({
      xAdvance: advanceWidth,
      yAdvance: 0,
      xOffset: 0,
      yOffset: 0,
    })),
    advanceWidth: glyphs.reduce((sum, { advanceWidth }) => sum + advanceWidth, 0),
  };
}
/** Opened once a process, as tables of a file that does not change. */
const fonts = new NotoSansFonts(openFile);

const pageLabel = (page: number, pages: number) => `第 ${page} 页，共 ${pages} 页`;

function* textsOf({ title, runningHead, foot, blocks }: Paper): Generator<string> {
  yield* [title, runningHead, foot, pageLabel(1, 1)];
  for (const block of blocks) {
    if (block.kind !== 'table') yield block.text;
    else {
      for (const column of block.columns) yield column.title;
      for (const row of block.rows()) yield* row;
    }
  }
}

/** How many pages it will have: it stands on each of them. Others have their turn after every page. */
async function countPages(blocks: readonly PdfBlock[]): Promise<number> {
  let pages = 0;
  for (const _ of pagesOf(blocks, fonts.widthOf)) {
    pages += 1;
    await setImmediate();
  }
  return pages;
}

/** Names fonts for a document, which opens a font it knows by name only once. */
class Pen {
  readonly #document: PDFKit.PDFDocument;
  readonly #names = new Map<OpenFont, string>();

  constructor(document: PDFKit.PDFDocument) {
    this.#document = document;
  }

  draw(mark: PdfMark): void {
    if (mark.kind === 'rule') {
      const { x, y, width, weight } = mark;
      this.#document
        .lineWidth(weight)
        .moveTo(x, y)
        .lineTo(x + width, y)
        .stroke();
      return;
    }
    let { x } = mark;
    for (const { font, text } of fonts.runsOf(mark.text)) {
      this.#document.font(this.#nameOf(font)).fontSize(mark.size);
      this.#document.text(text, x, mark.y, { lineBreak: false });
      x += fonts.widthOf(text) * mark.size;
    }
  }

  #nameOf(font: OpenFont): string {
    const known = this.#names.get(font);
    if (known !== undefined) return known;
    const name = `noto-${this.#names.size}`;
    this.#names.set(font, name);
    // An open font is taken as it is, though the types know files only.
    this.#document.registerFont(name, font as unknown as string);
    return name;
  }
}

/** The marks in the margins of a page. */
function marginMarks({ runningHead, foot }: Paper, label: string): PdfMark[] {
  const [right, size] = [a4.width - a4.right, marginSize];
  const [head, bottom] = [a4.top - 26, a4.height - a4.bottom + 18];
  return [
    { kind: 'text', text: runningHead, x: a4.left, y: head, size },
    { kind: 'rule', x: a4.left, y: head + 15, width: right - a4.left, weight: 0.5 },
    { kind: 'text', text: foot, x: a4.left, y: bottom, size },
    { kind: 'text', text: label, x: right - fonts.widthOf(label) * size, y: bottom, size },
  ];
}

/** Lets others have their turn, and a slow reader catch up. */
async function rest(document: PDFKit.PDFDocument, output: Writable): Promise<void> {
  await setImmediate();
  if (!output.writableNeedDrain || document.readableLength < mostWaiting) return;
  await new Promise<void>((resolve) => {
    const end = () => {
      output.off('drain', end).off('close', end);
      resolve();
    };
    output.on('drain', end).on('close', end);
  });
}

/**
 * Writes a paper as PDF, page by page: no more than a page is held beside what the reader has not taken yet. The same
 * paper gives the same bytes.
 * @throws what the output throws, for example when its reader has gone
 */
export async function writePdf(paper: Paper, output: Writable): Promise<void> {
  await fonts.prepare(textsOf(paper));
  const pages = await countPages(paper.blocks);
  const document = new Document({
    size: 'A4',
    margin: 0,
    autoFirstPage: false,
    font: '',
    lang: 'zh-CN',
    displayTitle: true,
    fontLayoutCache: false,
    info: { Title: paper.title, Producer: 'xiangtu', Creator: 'xiangtu', CreationDate: paper.date },
  });
  const written = pipeline(document, output);
  // Told of at the end; until then nobody waits for it.
  written.catch(() => {});
  const pen = new Pen(document);
  let number = 0;
  for (const { marks } of pagesOf(paper.blocks, fonts.widthOf)) {
    number += 1;
    document.addPage();
    for (const mark of marginMarks(paper, pageLabel(number, pages))) pen.draw(mark);
    for (const mark of marks) pen.draw(mark);
    await rest(document, output);
    if (output.destroyed) break;
  }
  document.end();
  await written;
}

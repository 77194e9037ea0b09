import { wrapText, type WidthOf } from './pdfText.ts';

/** A column of a table; its width is its share of the page. */
export interface PdfColumn {
  title: string;
  share: number;
  isNumeric?: boolean;
}

/** What stands on the pages, from top to bottom. Rows are made as they are laid out, twice. */
export type PdfBlock =
  | { kind: 'title' | 'heading' | 'paragraph'; text: string }
  | { kind: 'table'; columns: readonly PdfColumn[]; rows: () => Iterable<readonly string[]> };

/** Text at its upper left corner and horizontal lines, points from the upper left corner of the page. */
export type PdfMark =
  | { kind: 'text'; text: string; x: number; y: number; size: number }
  | { kind: 'rule'; x: number; y: number; width: number; weight: number };
export interface PdfPage {
  marks: PdfMark[];
}

/** A4 in points with its margins; the running head and the page number are in the margins. */
export const a4 = { width: 595.28, height: 841.89, left: 48, right: 48, top: 62, bottom: 60 };
const bodyWidth = a4.width - a4.left - a4.right;
const bodyBottom = a4.height - a4.bottom;

/** Size, height of a line and room before and after, points. */
const styles = {
  title: { size: 18, line: 26, before: 0, after: 6 },
  heading: { size: 12.5, line: 18, before: 16, after: 6 },
  paragraph: { size: 9.5, line: 15, before: 0, after: 2 },
} as const;
const cell = { size: 8.5, line: 12.5, padding: 3.5, gap: 6 };
/** Lines of a row that a page must have room for, or the row begins on the next. */
const fewestLines = 3;

/** Puts marks on pages. A page is given away when the next one begins. */
class Layout {
  readonly #widthOf: WidthOf;
  #page: PdfPage = { marks: [] };
  y = a4.top;

  constructor(widthOf: WidthOf) {
    this.#widthOf = widthOf;
  }

  get room(): number {
    return bodyBottom - this.y;
  }
  get isEmpty(): boolean {
    return this.#page.marks.length === 0;
  }

  /** Ends the page and returns it. */
  turn(): PdfPage {
    const done = this.#page;
    this.#page = { marks: [] };
    this.y = a4.top;
    return done;
  }

  /** @param width points */
  lines(text: string, size: number, width: number): string[] {
    return wrapText(text, { width: width / size, widthOf: this.#widthOf });
  }

  text(text: string, { x, y, size, end }: { x: number; y: number; size: number; end?: number }): void {
    if (text === '') return;
    const width =
      end === undefined ? 0 : [...text].reduce((sum, each) => sum + this.#widthOf(each), 0) * size;
    this.#page.marks.push({ kind: 'text', text, x: end === undefined ? x : end - width, y, size });
  }

  rule(weight: number): void {
    this.#page.marks.push({ kind: 'rule', x: a4.left, y: this.y, width: bodyWidth, weight });
  }
}

function* layText(layout: Layout, { kind, text }: Extract<PdfBlock, { text: string }>): Generator<PdfPage> {
  const { size, line, before, after } = styles[kind];
  const lines = layout.lines(text, size, bodyWidth);
  // A heading alone at the foot of a page belongs to nothing.
  const needed = before + line * (kind === 'heading' ? lines.length + 4 : 1);
  if (layout.room < needed) yield layout.turn();
  if (!layout.isEmpty) layout.y += before;
  for (const each of lines) {
    if (layout.room < line) yield layout.turn();
    layout.text(each, { x: a4.left, y: layout.y, size });
    layout.y += line;
  }
  layout.y += after;
}

function* layTable(layout: Layout, table: Extract<PdfBlock, { kind: 'table' }>): Generator<PdfPage> {
  const shares = table.columns.reduce((sum, { share }) => sum + share, 0);
  let left = a4.left;
  const columns = table.columns.map(({ title, share, isNumeric = false }) => {
    const column = { x: left, width: (bodyWidth * share) / shares - cell.gap, isNumeric, title };
    left += (bodyWidth * share) / shares;
    return column;
  });
  const wrapped = (texts: readonly string[]) =>
    columns.map(({ width }, index) => layout.lines(texts[index] ?? '', cell.size, width));
  const heads = wrapped(columns.map(({ title }) => title));
  const headHeight = Math.max(...heads.map(({ length }) => length)) * cell.line + 2 * cell.padding;

  /** Draws lines from … to of a row's cells. */
  const draw = (cells: string[][], from: number, to: number) => {
    layout.y += cell.padding;
    columns.forEach(({ x, width, isNumeric }, index) => {
      cells[index]!.slice(from, to).forEach((text, line) => {
        const y = layout.y + line * cell.line;
        layout.text(text, { x, y, size: cell.size, ...(isNumeric ? { end: x + width } : {}) });
      });
    });
    layout.y += (to - from) * cell.line + cell.padding;
  };
  const drawHead = () => {
    layout.rule(1.2);
    draw(
      heads,
      0,
      heads.reduce((most, { length }) => Math.max(most, length), 1),
    );
    layout.rule(0.6);
  };

  if (layout.room < headHeight + fewestLines * cell.line) yield layout.turn();
  drawHead();
  for (const texts of table.rows()) {
    const cells = wrapped(texts);
    const total = Math.max(...cells.map(({ length }) => length));
    let from = 0;
    while (from < total) {
      const room = Math.floor((layout.room - 2 * cell.padding) / cell.line);
      const rest = total - from;
      if (room < Math.min(rest, fewestLines)) {
        yield layout.turn();
        drawHead();
        continue;
      }
      const to = from + Math.min(rest, room);
      draw(cells, from, to);
      from = to;
      layout.rule(from === total ? 0.3 : 0.1);
    }
  }
  layout.rule(0.8);
  layout.y += 4;
}

/** Lays blocks out on A4 pages, one page at a time; the same blocks always give the same pages. */
export function* pagesOf(blocks: readonly PdfBlock[], widthOf: WidthOf): Generator<PdfPage> {
  const layout = new Layout(widthOf);
  for (const block of blocks) {
    if (block.kind === 'table') yield* layTable(layout, block);
    else yield* layText(layout, block);
  }
  if (!layout.isEmpty) yield layout.turn();
}

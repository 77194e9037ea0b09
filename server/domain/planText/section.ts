import { countCharacters } from './characters.ts';
import { readCountedHeading, readPlainHeading } from './heading.ts';
import { expectsNameAfter, looksLikeList } from './listLine.ts';
import { type Segment, segmentLine } from './segment.ts';

/** What a segment of the text is, before it is known what stands above what. Blank lines are left out. */
export type Section =
  | { readonly type: 'counted'; readonly name: string; readonly declared: number; readonly segment: Segment }
  | {
      readonly type: 'plain';
      readonly name: string;
      /** `vertical`: set one character to a line; `zoneLike`: numbered or called a class; `title`: any short line. */
      readonly look: 'vertical' | 'zoneLike' | 'title' | 'countyLike';
      readonly segment: Segment;
    }
  | { readonly type: 'list'; readonly segment: Segment }
  | { readonly type: 'prose'; readonly segment: Segment };

/** Lines that may stand between a heading and its list, or inside a list (page headers, footnotes). */
export const longestGap = 20;
const fewLines = 3;

/** Tells of every line what it is: heading, part of a list, or neither. */
export function readSections(lines: readonly string[]): Section[] {
  return new SectionReader().read(lines);
}

class SectionReader {
  readonly #sections: Section[] = [];
  #verticalRun: Segment[] = [];
  #sinceOpen = Infinity;
  #hasProseSinceOpen = true;
  #expectsName = false;

  read(lines: readonly string[]): Section[] {
    for (const [index, line] of lines.entries()) {
      for (const segment of segmentLine(line, index + 1)) this.#readSegment(segment);
    }
    this.#endVerticalRun();
    return this.#sections;
  }

  #readSegment(segment: Segment): void {
    const text = segment.text.length > 200 ? segment.text : segment.text.trim();
    if (text === '' || text.trim() === '') return;
    if (countCharacters(text.slice(0, 4)) === 1 && /^[\p{L}\p{N}]/u.test(text)) {
      this.#verticalRun.push(segment);
      return;
    }
    this.#endVerticalRun();
    this.#add(this.#classify(segment));
  }

  #classify(segment: Segment): Section {
    const { text } = segment;
    const counted = readCountedHeading(text);
    if (counted && !this.#isTownshipHeading(counted.name)) return { type: 'counted', ...counted, segment };
    const context = {
      isOpen: this.#sinceOpen < longestGap,
      isAdjacent: this.#sinceOpen <= fewLines && !this.#hasProseSinceOpen,
      expectsName: this.#expectsName,
    };
    if (looksLikeList(text, context)) return { type: 'list', segment };
    const plain = readPlainHeading(text);
    if (!plain) return { type: 'prose', segment };
    const look = plain.isCountyLike ? 'countyLike' : plain.isZoneLike ? 'zoneLike' : 'title';
    return { type: 'plain', name: plain.name, look, segment };
  }

  /** `某镇：3个村` under a county heads the villages of a township. */
  #isTownshipHeading(name: string): boolean {
    return this.#sinceOpen < longestGap && /(?:镇|乡|街道|苏木)$/u.test(name);
  }

  #add(section: Section): void {
    this.#sections.push(section);
    if (section.type === 'list') {
      this.#sinceOpen = 0;
      this.#hasProseSinceOpen = false;
      this.#expectsName = expectsNameAfter(section.segment.text);
    } else if (section.type === 'counted' || (section.type === 'plain' && section.look === 'countyLike')) {
      this.#sinceOpen = 0;
      this.#hasProseSinceOpen = false;
      this.#expectsName = true;
    } else {
      this.#sinceOpen += 1;
      if (section.type === 'prose') this.#hasProseSinceOpen = true;
    }
  }

  #endVerticalRun(): void {
    const run = this.#verticalRun;
    this.#verticalRun = [];
    const [first] = run;
    if (!first) return;
    if (run.length === 1) {
      this.#add({ type: 'prose', segment: first });
      return;
    }
    const name = run.map(({ text }) => text.trim()).join('');
    const indent = first.text.length - first.text.trimStart().length;
    const segment = { ...first, text: first.text.trim(), column: first.column + indent };
    this.#add({ type: 'plain', name, look: 'vertical', segment });
  }
}

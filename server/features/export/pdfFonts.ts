import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { unpackWoff } from './woff.ts';

/** What is asked of an opened font; pdfkit takes an object with `layout` as a font that is open already. */
export interface OpenFont {
  unitsPerEm: number;
  layout(text: string): unknown;
  hasGlyphForCodePoint(codePoint: number): boolean;
  glyphForCodePoint(codePoint: number): { advanceWidth: number };
}

/** Opens the bytes of a font (TrueType). */
export type OpenFile = (bytes: Uint8Array) => OpenFont;

/** Characters of one font file that stand beside each other. */
export interface FontRun {
  font: OpenFont;
  text: string;
}

const require = createRequire(import.meta.url);
const folder = path.dirname(require.resolve('@fontsource/noto-sans-sc/package.json'));
const fileOf = (subset: string) => path.join(folder, 'files', `noto-sans-sc-${subset}-400-normal.woff`);
/** Nearly all characters in use; what it lacks is in files of its own by ranges of Unicode. */
const mainSubset = 'chinese-simplified';

/** First and last code point of `U+4e00-4e0f` or `U+4e00`. */
function rangeOf(text: string): [first: number, last: number] {
  const [first, last = first] = text.trim().replace(/^U\+/i, '').split('-');
  return [Number.parseInt(first!, 16), Number.parseInt(last!, 16)];
}

/** Says which files can have a character. @param ranges by subset, as the font's package writes them for style sheets */
export function subsetsByRange(ranges: Readonly<Record<string, string>>): (codePoint: number) => string[] {
  const parsed = Object.entries(ranges).map(([subset, text]) => ({
    subset: subset.replace(/^\[(\d+)\]$/, '$1'),
    ranges: text.split(',').map(rangeOf),
  }));
  return (codePoint) =>
    parsed
      .filter(({ ranges: own }) => own.some(([first, last]) => first <= codePoint && codePoint <= last))
      .map(({ subset }) => subset);
}

/** A character that no font file has: its number in words, as a blank would be read as nothing. */
export const unknownMark = (character: string): string =>
  `〔U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}〕`;

/**
 * Noto Sans SC, files opened when a character first needs them and kept for the process: they do not change, and
 * opening the large one takes longer than writing a short paper.
 */
export class NotoSansFonts {
  readonly #open: OpenFile;
  readonly #files = new Map<string, Promise<OpenFont>>();
  readonly #fontOf = new Map<string, OpenFont>();
  /** What is shown for characters that no file has. */
  readonly #insteadOf = new Map<string, string>();
  #subsets: Promise<(codePoint: number) => string[]> | null = null;

  constructor(open: OpenFile) {
    this.#open = open;
  }

  /** Opens what the characters of these texts need. Others are not to be asked for afterwards. */
  async prepare(texts: Iterable<string>): Promise<void> {
    // Those of the mark first: what comes after may need it.
    for (const character of '〔〕U+0123456789ABCDEF') await this.#learn(character);
    const seen = new Set<string>();
    for (const text of texts) for (const character of text) seen.add(character);
    for (const character of seen) await this.#learn(character);
  }

  /** The text in runs of one font each; characters without a glyph are replaced, never left out. */
  runsOf(text: string): FontRun[] {
    const runs: FontRun[] = [];
    for (const character of this.#shown(text)) {
      const font = this.#fontOf.get(character)!;
      if (runs.at(-1)?.font === font) runs.at(-1)!.text += character;
      else runs.push({ font, text: character });
    }
    return runs;
  }

  /** Width of a text as it is shown, ems. */
  readonly widthOf = (text: string): number => {
    let width = 0;
    for (const character of this.#shown(text)) {
      const font = this.#fontOf.get(character)!;
      width += font.glyphForCodePoint(character.codePointAt(0)!).advanceWidth / font.unitsPerEm;
    }
    return width;
  };

  /** @throws Error for a character that was not prepared */
  #shown(text: string): string {
    let shown = '';
    for (const character of text) {
      const own = this.#fontOf.has(character) ? character : this.#insteadOf.get(character);
      if (own === undefined) throw new Error(`${unknownMark(character)} was not prepared`);
      shown += own;
    }
    return shown;
  }

  /**
   * Finds the font of a character. One that no file has is shown by what Unicode calls its equivalent (Ⅱ as II), or by its
   * number.
   */
  async #learn(character: string): Promise<void> {
    if (this.#fontOf.has(character) || this.#insteadOf.has(character)) return;
    const font = await this.#find(character);
    if (font !== null) {
      this.#fontOf.set(character, font);
      return;
    }
    const equivalent = character.normalize('NFKC');
    let isShown = equivalent !== character;
    for (const part of equivalent) {
      const partFont = await this.#find(part);
      if (partFont === null) isShown = false;
      else this.#fontOf.set(part, partFont);
    }
    this.#insteadOf.set(character, isShown ? equivalent : unknownMark(character));
  }

  async #find(character: string): Promise<OpenFont | null> {
    const codePoint = character.codePointAt(0)!;
    const main = await this.#file(mainSubset);
    if (main.hasGlyphForCodePoint(codePoint)) return main;
    this.#subsets ??= readFile(path.join(folder, 'unicode.json'), 'utf8').then((text) =>
      subsetsByRange(JSON.parse(text) as Record<string, string>),
    );
    for (const subset of (await this.#subsets)(codePoint)) {
      const font = await this.#file(subset);
      if (font.hasGlyphForCodePoint(codePoint)) return font;
    }
    return null;
  }

  #file(subset: string): Promise<OpenFont> {
    const known = this.#files.get(subset);
    if (known) return known;
    const opened = readFile(fileOf(subset))
      .then(unpackWoff)
      .then((bytes) => this.#open(bytes));
    this.#files.set(subset, opened);
    return opened;
  }
}

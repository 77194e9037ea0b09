import { closingClass, countCharacters, openingClass, separatorClass } from './characters.ts';
import { countPattern } from './heading.ts';

/** A stretch of one line: a whole line, or the part of it before or after a heading printed within the line. */
export interface Segment {
  readonly text: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based column, in characters, of the first character of `text`. */
  readonly column: number;
}

/** Cuts a text into its lines (CRLF, LF or CR), without a byte-order mark. */
export function splitLines(text: string): string[] {
  return text.replace(/^\uFEFF/u, '').split(/\r\n|\n|\r/u);
}

const notName = `${separatorClass}${openingClass}${closingClass}\\s`;
/** `某县：9个村` before a bracket, at the start of a line or after a full stop or semicolon. */
const countedHeading = `[^${notName}]{1,30}\\s?(?:[：:]\\s?)?${countPattern}\\s?[：:]?`;
/** `某县：` before a bracket. */
const uncountedHeading = `[^${notName}]{1,12}(?:[县市旗]|(?<!社)区)\\s?[：:]`;
const inlineHeading = new RegExp(
  `(^|[。.；;])(\\s{0,20})(?:${countedHeading}|${uncountedHeading})(?=\\s{0,20}[${openingClass}])`,
  'gu',
);

const anyOpening = new RegExp(`[${openingClass}]`, 'u');

/**
 * Cuts a line wherever a county heading stands in the same line as its list, so that headings and lists are
 * always separate segments. Most lines come back whole.
 */
export function segmentLine(text: string, line: number): Segment[] {
  if (!anyOpening.test(text)) return [{ text, line, column: 1 }];
  const cuts = new Set([0]);
  for (const match of text.matchAll(inlineHeading)) {
    cuts.add(match.index + match[1]!.length + match[2]!.length);
    cuts.add(match.index + match[0].length);
  }
  const starts = [...cuts].filter((start) => start < text.length || start === 0);
  let column = 1;
  return starts.map((start, index) => {
    const part = text.slice(start, starts[index + 1]);
    const segment = { text: part, line, column };
    column += countCharacters(part);
    return segment;
  });
}

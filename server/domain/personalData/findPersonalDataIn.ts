import type { Candidate, Finding } from './finding.ts';
import { findCandidates } from './findPersonalData.ts';

/** A finding in a structured value. */
export interface PlacedFinding extends Finding {
  /** Where: `projects[3].content`; a key itself is `projects[3].content (key)`. Offsets are within that text. */
  path: string;
}

/** One text of a row with its path. */
interface Cell {
  path: string;
  text: string;
}

/** No shorter whole number can be a personal one. */
const smallestNumber = 1e10;

/** The text of a value that has no parts, or null where it cannot hold anything personal. */
function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value;
  if (typeof value === 'bigint') return String(value);
  const isLongNumber =
    typeof value === 'number' && Number.isInteger(value) && Math.abs(value) >= smallestNumber;
  return isLongNumber ? String(value) : null;
}

const memberPath = (path: string, key: string): string => {
  if (!/^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === '' ? key : `${path}.${key}`;
};

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string');

/** The columns' names where a value is a table: rows of one length, the first of texts. */
function headerOf(value: readonly unknown[]): string[] | null {
  const [first, second] = value;
  const isTable = isTexts(first) && Array.isArray(second) && second.length === first.length;
  return isTable ? first : null;
}

/** Puts the cells of a row beside each other, so that a name and an address in two cells are seen together. */
function findInRow(cells: readonly Cell[], exempt: readonly string[]): PlacedFinding[] {
  let joined = '';
  const starts = cells.map(({ text }) => {
    const start = joined.length;
    joined += `${text}\t`;
    return start;
  });
  return findCandidates(joined, exempt).map((candidate) => place(candidate, cells, starts));
}

/** A finding over several cells is told at the cell of what makes it personal. */
function place(
  { datum, ...candidate }: Candidate,
  cells: readonly Cell[],
  starts: readonly number[],
): PlacedFinding {
  let at = starts.findLastIndex((start) => start <= datum.start);
  if (at === -1) at = 0;
  const start = starts[at]!;
  const { path, text } = cells[at]!;
  const { kind, excerpt, reason } = candidate;
  const isWithin = candidate.start >= start && candidate.end <= start + text.length;
  const span = isWithin ? candidate : datum;
  return {
    path,
    kind,
    excerpt,
    reason,
    start: span.start - start,
    end: Math.min(span.end - start, text.length),
  };
}

function walk(
  value: unknown,
  path: string,
  exempt: readonly string[],
  header: string[] | null,
): PlacedFinding[] {
  const text = textOf(value);
  if (text !== null) return findInRow([{ path, text }], exempt);
  if (typeof value !== 'object' || value === null) return [];
  const cells: Cell[] = [];
  const inner: PlacedFinding[] = [];
  if (Array.isArray(value)) {
    const columns = headerOf(value);
    value.forEach((item: unknown, index) => {
      const itemPath = `${path}[${index}]`;
      const itemText = textOf(item);
      if (itemText === null) inner.push(...walk(item, itemPath, exempt, index > 0 ? columns : null));
      else {
        if (header?.[index] !== undefined) cells.push({ path: `${itemPath} (key)`, text: header[index] });
        cells.push({ path: itemPath, text: itemText });
      }
    });
  } else {
    for (const [key, member] of Object.entries(value)) {
      const itemPath = memberPath(path, key);
      cells.push({ path: `${itemPath} (key)`, text: key });
      const itemText = textOf(member);
      if (itemText === null) inner.push(...walk(member, itemPath, exempt, null));
      else cells.push({ path: itemPath, text: itemText });
    }
  }
  return [...(cells.length > 0 ? findInRow(cells, exempt) : []), ...inner];
}

/**
 * Personal data in a JSON value or a table, with the path of each text that holds some; keys are searched too.
 * The texts of one object or one row are read together: a name in one column and an address in the next are a
 * finding, told at the name. Rows of a table (an array of arrays whose first row is texts) are read with their
 * columns' names. Numbers of eleven digits and more count as texts.
 * @param path what the paths begin with, such as `projects`; empty for the value itself
 * @param exempt exact texts that are no findings
 */
export function findPersonalDataIn(
  value: unknown,
  path: string,
  exempt: readonly string[] = [],
): PlacedFinding[] {
  return walk(value, path, exempt, null);
}

import { normalize } from '../search/normalize.ts';
import type { WantedValue } from './assignmentValue.ts';
import { columnRoles, type ColumnRoles } from './pastedColumns.ts';
import type { Sweep } from './stroke.ts';
import { VillageNames, type NamedVillage } from './villageNames.ts';

/** Why a row names no village that can be painted. */
export type UnmatchedReason =
  /** Excel has shortened the code to 5.2E+11: its digits are lost. */
  | 'mangled-code'
  /** A code with another number of digits than twelve. */
  | 'wrong-length'
  | 'unknown-code'
  | 'unknown-name'
  /** The row's category is none of the scheme. */
  | 'unknown-category'
  /** Rows of one village want different categories: none of them counts. */
  | 'contradiction'
  /** The row has nothing where villages are named. */
  | 'empty';

interface MatchedRow {
  /** As a table counts, from 1. */
  rowNumber: number;
  /** What the row says of the village. */
  text: string;
  /** A category's key, `unassigned` or `deferred`; null: the row names none, what is painted counts. */
  placeKey: string | null;
}

/** What became of a row. */
export type RowMatch = MatchedRow &
  (
    | { kind: 'matched'; villageId: number }
    /** Several villages are called so; a person chooses. */
    | { kind: 'ambiguous'; villageIds: readonly number[] }
    /** The village of an earlier row once more, for the same category. */
    | { kind: 'repeated'; villageId: number; firstRow: number }
    | { kind: 'unmatched'; reason: UnmatchedReason }
  );

export interface MatchCategory {
  key: string;
  order: number;
  letter: string;
  /** Whatever it is called: full and short, in every language. */
  names: readonly string[];
}

export interface MatchGround {
  villages: Iterable<NamedVillage>;
  /** Prefecture, counties and townships, with every name they go by. */
  regions: readonly { code: string; names: readonly string[] }[];
  categories: readonly MatchCategory[];
}

export interface VillageMatches {
  rows: readonly RowMatch[];
  columns: ColumnRoles;
}

/** 5.2E+11, 4.33124E+11: how a spreadsheet prints a code it took for a number. */
const mangled = /^\d([.,]\d+)?E\+?\d+$/i;

/** A code as text: without the marks by which a spreadsheet is told to keep it, and the .0 of a number. */
const plainCode = (text: string): string =>
  text
    .normalize('NFKC')
    .trim()
    .replace(/^='?"?|^'|"$/g, '')
    .replace(/\.0+$/, '')
    .replaceAll(/[\s-]/g, '');

const looksLikeCode = (code: string): boolean => mangled.test(code) || /^\d{6,}$/.test(code);

const withoutCategory: readonly { key: string; names: readonly string[] }[] = [
  { key: 'unassigned', names: ['未分类', '未', 'unassigned', '0'] },
  { key: 'deferred', names: ['暂不分类', '缓', 'deferred'] },
];

/** Category keys by everything they are called, normalised. */
function categoryIndex(categories: readonly MatchCategory[]): ReadonlyMap<string, string> {
  const index = new Map<string, string>();
  for (const { key, names } of withoutCategory) for (const name of names) index.set(normalize(name), key);
  for (const { key, order, letter, names } of categories) {
    for (const name of [key, String(order), letter, ...names]) index.set(normalize(name), key);
  }
  return index;
}

/**
 * Finds the villages that pasted rows name, before anything is changed. A row names its village by its 12-digit code
 * or by its name, with county and township in front of it or in columns of their own, and may name a category. Which
 * column is which is found out from what is in them.
 * @param rows cells as text, in the order of the table
 */
export function matchVillages(rows: readonly (readonly string[])[], ground: MatchGround): VillageMatches {
  const villages = [...ground.villages];
  const names = new VillageNames(villages, ground.regions);
  const byCode = new Map(villages.flatMap(({ code, id }) => (code === null ? [] : [[code, id] as const])));
  const categories = categoryIndex(ground.categories);
  const columns = columnRoles(rows, {
    isCode: (cell) => looksLikeCode(plainCode(cell)),
    isVillage: (cell) => names.find(cell, []).length > 0,
    isCategory: (cell) => categories.has(normalize(cell)),
    isRegion: (cell) => names.isRegion(cell),
  });

  function findVillage(cells: readonly string[], text: string): readonly number[] | UnmatchedReason {
    if (text === '') return 'empty';
    const code = plainCode(text);
    if (mangled.test(code)) return 'mangled-code';
    if (/^\d+$/.test(code)) {
      const id = byCode.get(code);
      if (id !== undefined) return [id];
      return code.length === 12 ? 'unknown-code' : 'wrong-length';
    }
    const context = cells.filter((_, column) => column !== columns.village && column !== columns.category);
    const found = names.find(text, context);
    return found.length > 0 ? found : 'unknown-name';
  }

  function matchRow(cells: readonly string[], index: number): RowMatch {
    const text = (cells[columns.village] ?? '').trim();
    const wanted = columns.category === null ? '' : (cells[columns.category] ?? '').trim();
    const placeKey = wanted === '' ? null : (categories.get(normalize(wanted)) ?? null);
    const row = { rowNumber: index + 1, text, placeKey };
    const found = findVillage(cells, text);
    if (typeof found === 'string') return { ...row, kind: 'unmatched', reason: found };
    if (wanted !== '' && placeKey === null) {
      return { ...row, text: `${text} ${wanted}`, kind: 'unmatched', reason: 'unknown-category' };
    }
    const [villageId, ...others] = found;
    return others.length === 0
      ? { ...row, kind: 'matched', villageId: villageId! }
      : { ...row, kind: 'ambiguous', villageIds: found };
  }

  const matches = rows
    .map((cells, index) => (isBlank(cells) || index < columns.firstRow ? null : matchRow(cells, index)))
    .filter((row) => row !== null);
  return { rows: withRepeats(matches), columns };
}

const isBlank = (cells: readonly string[]): boolean => cells.every((cell) => cell.trim() === '');

/** Marks rows that name a village once more, and refuses all of those that contradict each other. */
function withRepeats(rows: readonly RowMatch[]): RowMatch[] {
  const firsts = new Map<number, RowMatch>();
  const contradicted = new Set<number>();
  for (const row of rows) {
    if (row.kind !== 'matched') continue;
    const first = firsts.get(row.villageId);
    if (!first) firsts.set(row.villageId, row);
    else if (first.placeKey !== row.placeKey) contradicted.add(row.villageId);
  }
  return rows.map((row) => {
    if (row.kind !== 'matched') return row;
    const { villageId, rowNumber, text, placeKey } = row;
    if (contradicted.has(villageId)) {
      return { rowNumber, text, placeKey, kind: 'unmatched', reason: 'contradiction' };
    }
    const firstRow = firsts.get(villageId)!.rowNumber;
    return firstRow === rowNumber ? row : { ...row, kind: 'repeated', firstRow };
  });
}

/**
 * The sweeps of one stroke: matched rows and those whose village a person has chosen, by what they want. A village that
 * was chosen by hand and is named by another row as well is left to that row.
 * @param chosen village by row number, of ambiguous rows
 * @param wantedOf what a category's key, `unassigned` or `deferred` (null: nothing said) means
 */
export function sweepsOf(
  rows: readonly RowMatch[],
  chosen: ReadonlyMap<number, number>,
  wantedOf: (placeKey: string | null) => WantedValue,
): Sweep[] {
  const groups = new Map<string | null, number[]>();
  const taken = new Set<number>();
  const take = (villageId: number, placeKey: string | null) => {
    if (taken.has(villageId)) return;
    taken.add(villageId);
    const group = groups.get(placeKey);
    if (group) group.push(villageId);
    else groups.set(placeKey, [villageId]);
  };
  for (const row of rows) if (row.kind === 'matched') take(row.villageId, row.placeKey);
  for (const row of rows) {
    const villageId = row.kind === 'ambiguous' ? chosen.get(row.rowNumber) : undefined;
    if (villageId !== undefined) take(villageId, row.placeKey);
  }
  return [...groups].map(([placeKey, villageIds]) => ({ wanted: wantedOf(placeKey), villageIds }));
}

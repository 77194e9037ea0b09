import type { VersionDiff } from '#contract/workflow';
import { isCategoryKey } from './assignmentEdits.ts';

export type DiffCell = VersionDiff['cells'][number];

/** same: on the diagonal; new: from 未分类 or 不在名单 to a category; changed: every other move; none: no village. */
export type CellKind = 'none' | 'same' | 'new' | 'changed';

export interface MatrixCell extends DiffCell {
  kind: CellKind;
}

export interface Totals {
  villages: number;
  /** Sum of what is known; null where nothing is. */
  people: number | null;
  peopleUnknown: number;
}

export interface TransitionMatrix {
  /** Keys that hold a village before or after, in order; a category is there even without one. */
  fromKeys: string[];
  toKeys: string[];
  rows: { key: string; cells: MatrixCell[]; total: Totals }[];
  /** One a column; `delta` = villages more than before. */
  columns: { key: string; total: Totals; delta: number }[];
  /** Villages whose category was changed: neither newly assigned nor taken out. */
  changedOnly: number;
}

const totalsOf = (cells: readonly DiffCell[]): Totals => {
  const known = cells.filter((cell) => cell.people !== null);
  return {
    villages: cells.reduce((sum, cell) => sum + cell.villages, 0),
    people: known.length === 0 ? null : known.reduce((sum, cell) => sum + cell.people!, 0),
    peopleUnknown: cells.reduce((sum, cell) => sum + cell.peopleUnknown, 0),
  };
};

export function cellKind({ from, to, villages }: DiffCell): CellKind {
  if (villages === 0) return 'none';
  if (from === to) return 'same';
  return isCategoryKey(to) && (from === 'unassigned' || from === 'outside') ? 'new' : 'changed';
}

/** The matrix as it is drawn: rows = old, columns = new, without rows and columns that hold nothing. */
export function matrixOf(
  diff: Pick<VersionDiff, 'keys' | 'cells' | 'changed' | 'newlyAssigned'>,
): TransitionMatrix {
  const byKeys = new Map(diff.cells.map((cell) => [`${cell.from}\n${cell.to}`, cell]));
  const cell = (from: string, to: string): DiffCell =>
    byKeys.get(`${from}\n${to}`) ?? { from, to, villages: 0, people: null, peopleUnknown: 0 };
  const all = { from: new Map<string, DiffCell[]>(), to: new Map<string, DiffCell[]>() };
  for (const key of diff.keys) {
    all.from.set(
      key,
      diff.keys.map((to) => cell(key, to)),
    );
    all.to.set(
      key,
      diff.keys.map((from) => cell(from, key)),
    );
  }
  const isShown = (key: string, cells: readonly DiffCell[]) =>
    isCategoryKey(key) || cells.some(({ villages }) => villages > 0);
  const fromKeys = diff.keys.filter((key) => isShown(key, all.from.get(key)!));
  const toKeys = diff.keys.filter((key) => isShown(key, all.to.get(key)!));
  return {
    fromKeys,
    toKeys,
    rows: fromKeys.map((key) => ({
      key,
      cells: toKeys.map((to) => ({ ...cell(key, to), kind: cellKind(cell(key, to)) })),
      total: totalsOf(all.from.get(key)!),
    })),
    columns: toKeys.map((key) => ({
      key,
      total: totalsOf(all.to.get(key)!),
      delta: totalsOf(all.to.get(key)!).villages - totalsOf(all.from.get(key)!).villages,
    })),
    changedOnly: diff.changed - diff.newlyAssigned,
  };
}

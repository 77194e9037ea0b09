/**
 * Small-cell suppression with complementary suppression, so that small groups of households cannot be read
 * off published counts nor worked out from published totals.
 *
 * Method: primary suppression by a minimum frequency, then secondary (complementary) suppression through the
 * levels of a hierarchical table: Hundepool, A. et al. (2012), Statistical Disclosure Control, Wiley,
 * chapter 4 (cell suppression, singletons) and chapter 5 (frequency tables). Beyond exact recalculation it
 * also guards the sum that several hidden cells reveal, and values that follow from their bounds alone.
 *
 * What an attacker may know: every published figure, the hierarchy, the threshold, and that a hidden figure
 * is a whole number above zero. What the method does not protect: tables linked in two directions (the same
 * counts also published by another grouping), and two releases that differ by one household.
 */

/** One published count: a village's households, a site's people … */
export interface CountRow {
  /** Orders equal values; unique within its group. */
  key: string;
  group: string;
  /** A whole number; null = no data, which is published as such. */
  value: number | null;
}

/**
 * Why a figure is left out, for the preview of those who publish. Both must look the same in the release:
 * a mark 「<5」 on the small ones alone would tell the complementary ones apart and so narrow both down.
 */
export type SuppressionReason = 'small' | 'complementary';

export interface Suppression {
  /** Rows to leave out, by their index. */
  rows: Map<number, SuppressionReason>;
  /** Groups whose total is to be left out. */
  totals: Map<string, SuppressionReason>;
}

export interface SuppressionInput {
  rows: readonly CountRow[];
  /** Least number that may be published; smaller positive ones may not. */
  threshold?: number;
  /** The group whose published total includes this group's total; null at the top. */
  parentOf?: (group: string) => string | null;
}

interface Cell {
  key: string;
  value: number | null;
  reason: SuppressionReason | null;
  /** What a total sums up; null for a row. */
  parts: Cell[] | null;
}

interface Total extends Cell {
  parts: Cell[];
}

interface Table {
  rows: Cell[];
  totals: Map<string, Total>;
  /** Parts before the totals that include them. */
  inOrder: Total[];
}

function tableOf(rows: readonly CountRow[], parentOf: (group: string) => string | null): Table {
  const totals = new Map<string, Total>();
  const tops: Total[] = [];
  const totalOf = (group: string): Total => {
    const known = totals.get(group);
    if (known) return known;
    const total: Total = { key: group, value: null, reason: null, parts: [] };
    totals.set(group, total);
    const parent = parentOf(group);
    if (parent === null) tops.push(total);
    else totalOf(parent).parts.push(total);
    return total;
  };
  const cells = rows.map(({ key, group, value }) => {
    if (value !== null && !(Number.isSafeInteger(value) && value >= 0)) {
      throw new RangeError(`${group}, ${key}: ${value} is not a count`);
    }
    const cell: Cell = { key, value, reason: null, parts: null };
    totalOf(group).parts.push(cell);
    return cell;
  });
  const inOrder: Total[] = [];
  const sumUp = (total: Total) => {
    for (const part of total.parts) {
      if (part.parts) sumUp(part as Total);
      if (part.value !== null) total.value = (total.value ?? 0) + part.value;
    }
    inOrder.push(total);
  };
  tops.forEach(sumUp);
  if (inOrder.length < totals.size) throw new RangeError('a group is part of itself');
  return { rows: cells, totals, inOrder };
}

/**
 * Totals of the known values, of every group and of the groups above it; null where nothing is known.
 * These are the totals that `suppressSmallGroups` protects.
 * @throws RangeError when a value is not a count or a group is part of itself
 */
export function groupTotals({ rows, parentOf = () => null }: SuppressionInput): Map<string, number | null> {
  const { totals } = tableOf(rows, parentOf);
  return new Map([...totals].map(([group, { value }]) => [group, value]));
}

/** The smallest published part above zero; of equal ones the first by key. */
function smallestPublished({ parts }: Total): Cell | undefined {
  let smallest: Cell | undefined;
  for (const part of parts) {
    if (part.reason !== null || !part.value) continue;
    const isBefore =
      !smallest || part.value < smallest.value! || (part.value === smallest.value && part.key < smallest.key);
    if (isBefore) smallest = part;
  }
  return smallest;
}

/** A hidden total says nothing new while all its parts are published, so one of them goes too. */
function hide(cell: Cell) {
  cell.reason = 'complementary';
  if (cell.parts?.every(({ reason }) => reason === null)) hide(smallestPublished(cell as Total)!);
}

/** Hidden rows whose sum a published total reveals: its own, and those below its hidden parts. */
const hiddenRows = (parts: readonly Cell[]): Cell[] =>
  parts
    .filter(({ reason }) => reason !== null)
    .flatMap((part) => (part.parts ? hiddenRows(part.parts) : [part]));

/**
 * Whether a published total keeps the secret of its hidden parts: they are two or more, together no small
 * group, and their rows neither all at the least value a hidden one can have nor all at the largest small one.
 */
function isProtected(total: Total, threshold: number): boolean {
  const hidden = total.parts.filter(({ reason }) => reason !== null);
  if (hidden.length === 0 || total.reason !== null) return true;
  if (hidden.length === 1) return false;
  if (hidden.reduce((sum, { value }) => sum + value!, 0) < threshold) return false;
  const rows = hiddenRows(hidden);
  return ![1, threshold - 1].some((bound) => rows.every(({ value }) => value === bound));
}

/**
 * Chooses which counts and totals not to publish. Small are those above zero and below the threshold; then,
 * from the lowest groups up, the next smallest published part of a total is hidden until the total reveals
 * nothing, and the total itself where nothing is left to hide, which protects it at the next level.
 * Zeros and unknown values stay. Without a small count nothing is hidden.
 * @returns the same choice for rows in any order (indexes follow the rows)
 * @throws RangeError when a value is not a count, a group is part of itself, or the threshold is not a count
 */
export function suppressSmallGroups({
  rows,
  threshold = 5,
  parentOf = () => null,
}: SuppressionInput): Suppression {
  if (!Number.isSafeInteger(threshold) || threshold < 1) {
    throw new RangeError(`the threshold ${threshold} is not a count`);
  }
  const table = tableOf(rows, parentOf);
  for (const cell of [...table.rows, ...table.inOrder]) {
    if (cell.value !== null && cell.value > 0 && cell.value < threshold) cell.reason = 'small';
  }
  for (const total of table.inOrder) {
    while (!isProtected(total, threshold)) hide(smallestPublished(total) ?? total);
  }
  const reasons = <Key>(cells: Iterable<[Key, Cell]>) =>
    new Map([...cells].flatMap(([key, { reason }]) => (reason === null ? [] : [[key, reason] as const])));
  return { rows: reasons(table.rows.entries()), totals: reasons(table.totals) };
}

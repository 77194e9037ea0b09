import { placeKeyOf, type AssignmentValue } from './assignmentValue.ts';
import type { ValueChange } from './valueChange.ts';

/** What a village counts for; null = unknown, which is not zero. */
export interface VillageFigures {
  readonly people: number | null;
  readonly households: number | null;
  /** Of its territory; null without one. */
  readonly areaSquareMetres: number | null;
  /** False for one of two records of a doubtful village (`possible_duplicate_of`): a pair is counted once. */
  readonly isCounted: boolean;
}

/** Sums of the known figures beside how many are unknown; signed where it is a difference. */
export interface KeyTotals {
  readonly villages: number;
  readonly people: number;
  readonly peopleUnknown: number;
  readonly households: number;
  readonly householdsUnknown: number;
  /** Whole square metres: each village is rounded, so that sums are exact in whatever order they were made. */
  readonly areaSquareMetres: number;
  readonly areaUnknown: number;
}

/**
 * Totals by category key, `unassigned` and `deferred`; villages outside the list are in none. A key that is missing
 * has nothing. The two keys beside the categories are never to be read as categories.
 */
export type VillageTotals = ReadonlyMap<string, KeyTotals>;

export type FiguresOf = (villageId: number) => VillageFigures | undefined;

export const noTotals: KeyTotals = {
  villages: 0,
  people: 0,
  peopleUnknown: 0,
  households: 0,
  householdsUnknown: 0,
  areaSquareMetres: 0,
  areaUnknown: 0,
};

type Sums = { -readonly [Field in keyof KeyTotals]: KeyTotals[Field] };
const fields = Object.keys(noTotals) as (keyof KeyTotals)[];

/** Adds a village to sums that the caller owns, or takes it away. */
function count(sums: Map<string, Sums>, value: AssignmentValue, figures: VillageFigures, sign: 1 | -1): void {
  if (value === null) return;
  const key = placeKeyOf(value);
  let sum = sums.get(key);
  if (!sum) {
    sum = { ...noTotals };
    sums.set(key, sum);
  }
  sum.villages += sign;
  if (figures.people === null) sum.peopleUnknown += sign;
  else sum.people += sign * figures.people;
  if (figures.households === null) sum.householdsUnknown += sign;
  else sum.households += sign * figures.households;
  if (figures.areaSquareMetres === null) sum.areaUnknown += sign;
  else sum.areaSquareMetres += sign * Math.round(figures.areaSquareMetres);
}

function figuresFor(villageId: number, figuresOf: FiguresOf): VillageFigures {
  const figures = figuresOf(villageId);
  if (!figures) throw new RangeError(`no figures of village ${villageId}`);
  return figures;
}

/**
 * Counts from scratch.
 * @throws RangeError when a village has no figures
 */
export function countVillages(
  values: Iterable<readonly [villageId: number, value: AssignmentValue]>,
  figuresOf: FiguresOf,
): VillageTotals {
  const sums = new Map<string, Sums>();
  for (const [villageId, value] of values) {
    const figures = figuresFor(villageId, figuresOf);
    if (figures.isCounted) count(sums, value, figures, 1);
  }
  return sums;
}

/**
 * The signed change of a stroke by key, in time of its villages. Keys that gain and lose the same are left out.
 * @throws RangeError when a village has no figures
 */
export function totalsDelta(changes: Iterable<ValueChange>, figuresOf: FiguresOf): VillageTotals {
  const sums = new Map<string, Sums>();
  for (const { villageId, before, after } of changes) {
    const figures = figuresFor(villageId, figuresOf);
    if (!figures.isCounted) continue;
    count(sums, before, figures, -1);
    count(sums, after, figures, 1);
  }
  return withoutNothing(sums);
}

/** Totals plus a signed change, or minus it; neither argument is changed. In time of the keys. */
export function addTotals(totals: VillageTotals, delta: VillageTotals, sign: 1 | -1 = 1): VillageTotals {
  const sums = new Map(totals);
  for (const [key, change] of delta) {
    const sum: Sums = { ...(sums.get(key) ?? noTotals) };
    for (const field of fields) sum[field] += sign * change[field];
    sums.set(key, sum);
  }
  return withoutNothing(sums);
}

/** Totals after changes, in time of the changed villages and the keys. */
export const applyToTotals = (
  totals: VillageTotals,
  changes: Iterable<ValueChange>,
  figuresOf: FiguresOf,
): VillageTotals => addTotals(totals, totalsDelta(changes, figuresOf));

function withoutNothing(sums: Map<string, KeyTotals>): VillageTotals {
  for (const [key, sum] of sums) if (fields.every((field) => sum[field] === 0)) sums.delete(key);
  return sums;
}

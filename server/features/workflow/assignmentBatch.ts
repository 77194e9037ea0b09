import type { z } from 'zod';
import type { FieldError } from '#contract/errors';
import type { AssignmentValue, changeAssignmentsBody } from '#contract/workflow';
import { explanationFields } from '#domain/painting/assignmentValue';
import { AppError } from '../../errors.ts';

export type Batch = z.output<typeof changeAssignmentsBody>;
type Edit = Batch['edits'][number];

/** Most villages of one batch, over all its edits. */
export const mostVillages = 5000;
/** Errors name this many villages; a longer list helps nobody. */
const mostNamed = 20;

/** What a batch wants for one village. */
export interface WantedPlace {
  villageId: number;
  /** Place of the edit in the batch, for errors. */
  editIndex: number;
  edit: Edit;
}

/** One error a village, at the edit that names it. */
export function villageErrors(
  wanted: readonly WantedPlace[],
  sentence: (id: number) => string,
): FieldError[] {
  return wanted.slice(0, mostNamed).map(({ villageId, editIndex }) => ({
    path: `edits.${editIndex}.villageIds`,
    message: sentence(villageId),
  }));
}

/**
 * The edits village by village.
 * @throws AppError invalid-request when a village is named twice or there are too many
 */
export function wantedPlaces({ edits }: Batch): Map<number, WantedPlace> {
  const places = new Map<number, WantedPlace>();
  const repeated: WantedPlace[] = [];
  edits.forEach((edit, editIndex) => {
    for (const villageId of edit.villageIds) {
      const wanted = { villageId, editIndex, edit };
      if (places.has(villageId)) repeated.push(wanted);
      places.set(villageId, wanted);
    }
  });
  if (repeated.length > 0) {
    throw new AppError('invalid-request', `${repeated.length} villages are named twice`, {
      errors: villageErrors(repeated, (id) => `村 ${id} 出现了两次 village ${id} is named twice`),
    });
  }
  if (places.size > mostVillages) {
    throw new AppError('invalid-request', `${places.size} villages in one batch`, {
      errors: [
        { path: 'edits', message: `一次最多 ${mostVillages} 个村 at most ${mostVillages} villages at once` },
      ],
    });
  }
  return places;
}

/** A village whose value a batch changes. */
export interface PlaceChange {
  villageId: number;
  countyCode: string;
  before: AssignmentValue;
  after: AssignmentValue;
}

const keys = new WeakMap<NonNullable<AssignmentValue>, string>();

/** The same text for the same value, explanations included. Asked several times of thousands of values. */
export function valueKey(value: AssignmentValue): string {
  if (value === null) return '';
  const known = keys.get(value);
  if (known !== undefined) return known;
  const { status, categoryKey, reviewDate } = value;
  const key = JSON.stringify([
    status,
    categoryKey,
    reviewDate,
    ...explanationFields.map((field) => value[field] ?? null),
  ]);
  keys.set(value, key);
  return key;
}

/** Villages by what they were or are, for the audit log: a stroke over a thousand villages is a few lines. */
export function groupByValue(
  changes: readonly PlaceChange[],
  side: 'before' | 'after',
): { value: AssignmentValue; villageIds: number[] }[] {
  const groups = new Map<string, { value: AssignmentValue; villageIds: number[] }>();
  for (const change of changes) {
    const value = change[side];
    const key = valueKey(value);
    const group = groups.get(key);
    if (group) group.villageIds.push(change.villageId);
    else groups.set(key, { value, villageIds: [change.villageId] });
  }
  return [...groups.values()];
}

import type { z } from 'zod';
import type { FieldError } from '#contract/errors';
import type { AssignmentValue, changeAssignmentsBody } from '#contract/workflow';
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

const hasSamePlace = (one: AssignmentValue, other: AssignmentValue): boolean =>
  one?.status === other?.status &&
  one?.categoryKey === other?.categoryKey &&
  one?.reviewDate === other?.reviewDate;

/** Whether two values of a village are the same, reason included. */
export const isSameValue = (one: AssignmentValue, other: AssignmentValue): boolean =>
  hasSamePlace(one, other) && one?.reason === other?.reason;

/**
 * What a village would be after an edit. An edit that gives no reason (null) leaves the reason where the place stays
 * and drops it where the place changes: it explained the old one. An empty reason removes it.
 */
export function valueAfter(edit: Edit, current: AssignmentValue): AssignmentValue {
  if (edit.status === 'outside') return null;
  const value = {
    status: edit.status,
    categoryKey: edit.status === 'assigned' ? edit.categoryKey : null,
    reviewDate: edit.status === 'deferred' ? edit.reviewDate : null,
    reason: edit.reason === '' ? null : edit.reason,
  };
  const keepsReason = edit.reason === null && current !== null && hasSamePlace(value, current);
  return keepsReason ? { ...value, reason: current.reason } : value;
}

/** A village whose value a batch changes. */
export interface PlaceChange {
  villageId: number;
  countyCode: string;
  before: AssignmentValue;
  after: AssignmentValue;
}

/** Villages by what they were or are, for the audit log: a stroke over a thousand villages is a few lines. */
export function groupByValue(
  changes: readonly PlaceChange[],
  side: 'before' | 'after',
): { value: AssignmentValue; villageIds: number[] }[] {
  const groups = new Map<string, { value: AssignmentValue; villageIds: number[] }>();
  for (const change of changes) {
    const value = change[side];
    const key = JSON.stringify(value && [value.status, value.categoryKey, value.reviewDate, value.reason]);
    const group = groups.get(key);
    if (group) group.villageIds.push(change.villageId);
    else groups.set(key, { value, villageIds: [change.villageId] });
  }
  return [...groups.values()];
}

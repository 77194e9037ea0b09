import type { z } from 'zod';
import type { assignmentEditSchema, assignmentRowSchema, AssignmentValue } from '#contract/workflow';
import { keysWithoutCategory } from '#domain/versions/versionDiff';

/** One village of a version's list, with reason, evidence and who changed it. */
export type AssignmentRow = z.output<typeof assignmentRowSchema>;
/** The same change for many villages. */
export type AssignmentEdit = z.output<typeof assignmentEditSchema>;
export type EvidenceFile = AssignmentEdit['evidence'][number];

/** Where villages are moved: a category, 未分类, 暂不分类 until a day, or out of the list. */
export type EditTarget =
  | { status: 'assigned'; categoryKey: string }
  | { status: 'unassigned' }
  | { status: 'deferred'; reviewDate: string }
  | { status: 'outside' };

/** What a map needs of a row. */
export type MappedRow = Pick<
  AssignmentRow,
  'villageId' | 'countyCode' | 'townshipCode' | 'status' | 'categoryKey'
>;

/** Status and category of a place key other than outside. */
export function placeOfKey(key: string): Pick<AssignmentRow, 'status' | 'categoryKey'> {
  return key === 'unassigned' || key === 'deferred'
    ? { status: key, categoryKey: null }
    : { status: 'assigned', categoryKey: key };
}

export const isCategoryKey = (key: string): boolean =>
  !keysWithoutCategory.some((reserved) => reserved === key);

export const targetKeyOf = (target: EditTarget): string =>
  target.status === 'assigned' ? target.categoryKey : target.status;

/** The edit that moves villages to a target. */
export function editOf(
  target: EditTarget,
  { villageIds, reason, evidence }: Pick<AssignmentEdit, 'villageIds' | 'reason' | 'evidence'>,
): AssignmentEdit {
  return { ...target, villageIds: [...villageIds], reason, evidence: [...evidence] };
}

export const villagesOf = (edits: readonly AssignmentEdit[]): number[] =>
  edits.flatMap((edit) => edit.villageIds);

/** The value an edit gives a village. */
export function valueOf(edit: AssignmentEdit): AssignmentValue {
  if (edit.status === 'outside') return null;
  return {
    status: edit.status,
    categoryKey: edit.status === 'assigned' ? edit.categoryKey : null,
    reviewDate: edit.status === 'deferred' ? edit.reviewDate : null,
    reason: edit.reason,
  };
}

/** What a live event says of a village. */
export interface LivePlace {
  id: number;
  status: AssignmentRow['status'] | 'outside';
  categoryKey: string | null;
}

type Author = Pick<AssignmentRow, 'changedBy' | 'changedAt'>;

/** Rows after edits that the server has taken; who was taken out of the list is gone. */
export function withSaved(
  rows: readonly AssignmentRow[],
  edits: readonly AssignmentEdit[],
  author: Author,
): AssignmentRow[] {
  const byVillage = new Map<number, AssignmentEdit>();
  for (const edit of edits) for (const id of edit.villageIds) byVillage.set(id, edit);
  return rows.flatMap((row) => {
    const edit = byVillage.get(row.villageId);
    if (!edit) return row;
    const value = valueOf(edit);
    return value === null ? [] : { ...row, ...value, ...author };
  });
}

/** Rows after what an event tells; reasons and evidence come with the next load. */
export function withNews(
  rows: readonly AssignmentRow[],
  places: readonly LivePlace[],
  author: Author,
): AssignmentRow[] {
  const byVillage = new Map(places.map((place) => [place.id, place]));
  return rows.flatMap((row) => {
    const place = byVillage.get(row.villageId);
    if (!place) return row;
    const { status, categoryKey } = place;
    return status === 'outside' ? [] : { ...row, status, categoryKey, reason: null, ...author };
  });
}

/** A row as the list shows it; `isPending`: changed here and not confirmed by the server yet. */
export interface ShownRow extends AssignmentRow {
  isPending: boolean;
}

/** Rows with edits on top that the server has not confirmed. A village taken out of the list stays until then. */
export function withPending(rows: readonly AssignmentRow[], edits: readonly AssignmentEdit[]): ShownRow[] {
  const byVillage = new Map<number, AssignmentEdit>();
  for (const edit of edits) for (const id of edit.villageIds) byVillage.set(id, edit);
  return rows.map((row) => {
    const edit = byVillage.get(row.villageId);
    if (!edit) return { ...row, isPending: false };
    const value = valueOf(edit);
    return value === null ? { ...row, isPending: true } : { ...row, ...value, isPending: true };
  });
}

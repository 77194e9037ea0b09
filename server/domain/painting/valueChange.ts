import { explanationFields, isSameValue, type AssignmentValue, type ListedValue } from './assignmentValue.ts';

/** One village from one value to another; the two differ. */
export interface ValueChange {
  readonly villageId: number;
  readonly before: AssignmentValue;
  readonly after: AssignmentValue;
}

/** Villages that went the same way. */
export interface ChangeGroup {
  readonly before: AssignmentValue;
  readonly after: AssignmentValue;
  readonly villageIds: readonly number[];
}

/** A file that speaks for a place: SHA-256 of its content, and its name. */
export interface EvidenceFile {
  hash: string;
  fileName: string;
}

type Target =
  | { status: 'assigned'; categoryKey: string }
  | { status: 'unassigned' }
  | { status: 'deferred'; reviewDate: string }
  | { status: 'outside' };
/** An edit of the contract's `assignmentEditSchema`. */
export type ExactEdit = Target & {
  villageIds: number[];
  reason: string;
  criterion?: string;
  clause?: string;
  evidence: EvidenceFile[];
};

export const isEffective = ({ before, after }: ValueChange): boolean => !isSameValue(before, after);

/** A key of a value; no text of the database holds the separators. Much cheaper than JSON. */
function valueText(value: AssignmentValue): string {
  if (value === null) return '';
  let text = `${value.status}\u0000${value.categoryKey ?? ''}\u0000${value.reviewDate ?? ''}`;
  for (const field of explanationFields) text += `\u0000${value[field] ?? '\u0001'}`;
  return text;
}

/** Villages by the way they went, for wire and storage: a stroke over a thousand villages is a few groups. */
export function groupChanges(changes: readonly ValueChange[]): ChangeGroup[] {
  const groups = new Map<string, ChangeGroup & { villageIds: number[] }>();
  for (const { villageId, before, after } of changes) {
    const key = `${valueText(before)}\u0002${valueText(after)}`;
    const group = groups.get(key);
    if (group) group.villageIds.push(villageId);
    else groups.set(key, { before, after, villageIds: [villageId] });
  }
  return [...groups.values()];
}

/** The changes of groups, group by group. */
export const ungroupChanges = (groups: readonly ChangeGroup[]): ValueChange[] =>
  groups.flatMap(({ before, after, villageIds }) =>
    villageIds.map((villageId) => ({ villageId, before, after })),
  );

function targetOf(value: AssignmentValue): Target {
  if (value === null) return { status: 'outside' };
  const { status, categoryKey, reviewDate } = value;
  if (status === 'assigned' && categoryKey !== null) return { status, categoryKey };
  if (status === 'deferred' && reviewDate !== null) return { status, reviewDate };
  if (status === 'unassigned') return { status };
  throw new RangeError(`${status} without ${status === 'assigned' ? 'a category' : 'a review date'}`);
}

/** A text that is gone is said to be empty: null would leave the one that is there. */
function explanationOf(before: AssignmentValue, after: ListedValue): Pick<ExactEdit, 'criterion' | 'clause'> {
  const texts: Pick<ExactEdit, 'criterion' | 'clause'> = {};
  for (const field of ['criterion', 'clause'] as const) {
    if (after[field]) texts[field] = after[field];
    else if (before?.[field]) texts[field] = '';
  }
  return texts;
}

/**
 * Edits that leave every village with exactly its `after`, whatever explanation it has now: an undo takes a reason
 * away where there was none. One edit for all villages that come to the same value.
 * @param evidence goes with every edit
 * @throws RangeError when a value contradicts itself (assigned without a category, deferred without a day)
 */
export function exactEdits(
  changes: readonly ValueChange[],
  evidence: readonly EvidenceFile[] = [],
): ExactEdit[] {
  const edits = new Map<string, ExactEdit>();
  for (const { before, after, villageIds } of groupChanges(changes)) {
    const edit: ExactEdit = {
      ...targetOf(after),
      ...(after === null ? {} : explanationOf(before, after)),
      reason: after?.reason ?? '',
      villageIds: [],
      evidence: [...evidence],
    };
    const key = JSON.stringify(edit);
    const known = edits.get(key) ?? edit;
    if (known === edit) edits.set(key, edit);
    for (const villageId of villageIds) known.villageIds.push(villageId);
  }
  return [...edits.values()];
}

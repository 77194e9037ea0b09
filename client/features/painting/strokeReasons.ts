import type { AssignmentValue, ListedValue } from '#domain/painting/assignmentValue';
import type { ValueChange } from '#domain/painting/valueChange';
import type { EvidenceFile } from '../workbench/assignmentEdits.ts';

/** The reason card of a stroke: asked once, for all its villages. */
export interface Explanation {
  criterion: string;
  clause: string;
  reason: string;
  evidence: readonly EvidenceFile[];
}

/** What one village says in place of the card. */
export type ReasonTexts = Partial<Pick<Explanation, 'criterion' | 'clause' | 'reason'>>;

export const noExplanation: Explanation = { criterion: '', clause: '', reason: '', evidence: [] };

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());

/** A value with the texts of its card; an empty text leaves what is there. */
function explained(value: ListedValue, texts: ReasonTexts): ListedValue {
  const given = (text: string | undefined, current: string | null | undefined) =>
    orNull(text ?? '') ?? current ?? null;
  return {
    ...value,
    reason: given(texts.reason, value.reason),
    criterion: given(texts.criterion, value.criterion),
    clause: given(texts.clause, value.clause),
  };
}

/** Changes of a stroke with its reason card, and with what single villages say instead. */
export function withReasons(
  changes: readonly ValueChange[],
  explanation: ReasonTexts,
  exceptions: ReadonlyMap<number, ReasonTexts>,
): ValueChange[] {
  return changes.map((change) => {
    const after: AssignmentValue = change.after;
    if (after === null) return change;
    return { ...change, after: explained(after, { ...explanation, ...exceptions.get(change.villageId) }) };
  });
}

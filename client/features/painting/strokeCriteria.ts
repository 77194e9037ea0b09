import type { VersionRule } from '#contract/rules';

/** A criterion a reason may name: a rule of the version in words, with the clause it rests on. */
export interface Criterion {
  id: string;
  categoryKey: string;
  text: string;
  clause: string;
}

/** A note goes on about sources and doubts; its first sentence is what is met. */
const firstSentence = (note: string | null): string | null => note?.split(/[。\n]/, 1)[0] || null;

/**
 * Rules as criteria, those of the categories being painted first. A criterion is what the rule's author noted of it
 * first; a rule without a note is worded.
 * @param word says a rule's expression in a sentence; null where it cannot be said
 */
export function criteriaOf(
  rules: readonly VersionRule[],
  paintedKeys: ReadonlySet<string>,
  word: (expression: VersionRule['expression']) => string | null,
): Criterion[] {
  const seen = new Set<string>();
  return rules
    .map(({ id, categoryKey, note, clause, expression }) => ({
      id,
      categoryKey,
      // As long as the contract lets a criterion be.
      text: (firstSentence(note) ?? word(expression) ?? '').trim().slice(0, 200),
      clause: clause ?? '',
    }))
    .filter(({ text }) => text !== '' && !seen.has(text) && seen.add(text))
    .toSorted(
      (one, other) => Number(paintedKeys.has(other.categoryKey)) - Number(paintedKeys.has(one.categoryKey)),
    );
}

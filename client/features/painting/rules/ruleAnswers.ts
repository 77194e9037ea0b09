import { createClassifier, type ReadyRule, type Suggestion } from '#domain/rules/classify';
import type { RuleVillage } from '#domain/rules/villageAttributes';

/** What one rule says of one village. */
export const truthCodes = { fails: 0, holds: 1, unknown: 2 } as const;

/** What a list of rules says of every village. */
export interface RuleAnswers {
  /** In the order of the villages. */
  suggestions: readonly Suggestion[];
  /** One a rule, in their order: a truth code a village. */
  truths: readonly Uint8Array[];
}

const codeOf: Record<Suggestion['outcome'], number> = {
  suggested: truthCodes.holds,
  none: truthCodes.fails,
  unknown: truthCodes.unknown,
};

/** Answers lists of rules over fixed villages; a rule that did not change is not evaluated again. */
export function answering(villages: readonly RuleVillage[]): (rules: readonly ReadyRule[]) => RuleAnswers {
  const classifier = createClassifier(villages);
  return (rules) => ({
    suggestions: classifier.classify(rules),
    // A list of one rule says what that rule says.
    truths: rules.map((rule) =>
      Uint8Array.from(classifier.classify([rule]), ({ outcome }) => codeOf[outcome]),
    ),
  });
}

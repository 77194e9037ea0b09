import type { ReadyRule, SuggestionCount } from '#domain/rules/classify';
import type { RuleVillage } from '#domain/rules/villageAttributes';
import { truthCodes, type RuleAnswers } from './ruleAnswers.ts';

/** What one rule comes to in the list of a draft. */
export interface RuleCount {
  /** Villages it holds for, whatever the rules before it say. */
  matched: SuggestionCount;
  unknown: SuggestionCount;
  /** Villages it is the first to hold for. */
  decides: number;
  /** Attributes that villages it cannot tell lack, most first. */
  missing: { attribute: string; villages: number }[];
}

const noCount = (): SuggestionCount => ({ villages: 0, people: 0, peopleUnknown: 0 });

function add(count: SuggestionCount, { attributes }: RuleVillage): void {
  count.villages += 1;
  if (typeof attributes.population === 'number') count.people += attributes.population;
  else count.peopleUnknown += 1;
}

interface Answered {
  rules: readonly ReadyRule[];
  answers: RuleAnswers;
  /** In the order of the answers. */
  villages: readonly RuleVillage[];
}

/** Counts by rule id. @param isCounted whether a village is in the list */
export function countRules(
  { rules, answers, villages }: Answered,
  isCounted: (villageId: number) => boolean,
): Map<string, RuleCount> {
  const indexes = [...villages.keys()].filter((index) => isCounted(villages[index]!.villageId));
  const decided = new Map<string, number>();
  for (const index of indexes) {
    const { ruleId } = answers.suggestions[index]!;
    if (ruleId !== null) decided.set(ruleId, (decided.get(ruleId) ?? 0) + 1);
  }
  return new Map(
    rules.map((rule, at) => {
      const truths = answers.truths[at]!;
      const [matched, unknown] = [noCount(), noCount()];
      const missing = new Map<string, number>();
      for (const index of indexes) {
        const village = villages[index]!;
        if (truths[index] === truthCodes.holds) add(matched, village);
        if (truths[index] !== truthCodes.unknown) continue;
        add(unknown, village);
        for (const key of rule.compiled.missing(village.attributes)) {
          missing.set(key, (missing.get(key) ?? 0) + 1);
        }
      }
      const lacking = [...missing].map(([attribute, count]) => ({ attribute, villages: count }));
      return [
        rule.id,
        {
          matched,
          unknown,
          decides: decided.get(rule.id) ?? 0,
          missing: lacking.toSorted((one, other) => other.villages - one.villages),
        },
      ];
    }),
  );
}

/** Villages one rule holds for, and those it cannot tell, for the map. */
export function previewOf(
  { rules, answers, villages }: Answered,
  ruleId: string,
  isShown: (villageId: number) => boolean,
): { matched: number[]; unknown: number[] } {
  const truths = answers.truths[rules.findIndex(({ id }) => id === ruleId)];
  const idsOf = (code: number) =>
    villages.flatMap(({ villageId }, index) =>
      truths?.[index] === code && isShown(villageId) ? [villageId] : [],
    );
  return { matched: idsOf(truthCodes.holds), unknown: idsOf(truthCodes.unknown) };
}

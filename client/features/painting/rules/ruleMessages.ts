import { compileRules, type Rule } from '#domain/rules/classify';
import { catalogueOf, type RuleVillage, type VillageAttribute } from '#domain/rules/villageAttributes';
import { answering, type RuleAnswers } from './ruleAnswers.ts';

/** First message to the worker; functions do not travel, so that rules are compiled there again. */
export interface EngineGround {
  kind: 'ground';
  attributes: readonly VillageAttribute[];
  villages: readonly RuleVillage[];
}
export interface EngineRules {
  kind: 'rules';
  rules: readonly Rule[];
}

/** What the worker does with its messages. @throws Error for rules with faults, which are never sent */
export function engineAnswers(): (message: EngineGround | EngineRules) => RuleAnswers | null {
  let catalogue = catalogueOf([]);
  let answer = answering([]);
  return (message) => {
    if (message.kind === 'ground') {
      catalogue = catalogueOf(message.attributes);
      answer = answering(message.villages);
      return null;
    }
    const compiled = compileRules(message.rules, catalogue);
    if (!compiled.ok) throw new Error(`rule ${compiled.faults[0]?.ruleId} has faults`);
    return answer(compiled.rules);
  };
}

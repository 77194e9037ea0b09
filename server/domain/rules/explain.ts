import { compileRule, type CompiledRule, type Truth } from './expression.ts';
import { wordRule, wordValue } from './ruleWords.ts';
import type { AttributeCatalogue, VillageValues } from './villageAttributes.ts';
import type { Wording } from './wording.ts';

/** @throws RangeError for JSON that is no rule of the catalogue */
function compiledRule(json: unknown, catalogue: AttributeCatalogue): CompiledRule {
  const compilation = compileRule(json, catalogue);
  if (!compilation.ok) throw new RangeError(`not a rule: ${compilation.faults[0]?.sentence.en}`);
  return compilation.rule;
}

/**
 * A rule in words: 「人均可支配收入 < 10,000 元 且 到最近卫生室的距离 > 2,500 米」.
 * @throws RangeError for JSON that is no rule of the catalogue
 */
export function explainRule(json: unknown, catalogue: AttributeCatalogue): Wording {
  return wordRule(compiledRule(json, catalogue).expression, catalogue);
}

/** One attribute a condition reads, with the village's value in words. */
export interface ReadValue {
  attribute: string;
  label: Wording;
  value: Wording;
  isDemonstration: boolean;
}

/** Why a village matches a rule or not: a group with its parts, or a condition with the values it read. */
export interface Reason {
  join: 'all' | 'any' | null;
  words: Wording;
  outcome: Truth;
  /** Empty for groups. */
  read: ReadValue[];
  parts: Reason[];
}

/** Quotients have no end of digits: a thousandth is enough to see why. */
const rounded = (value: VillageValues[string]) =>
  typeof value === 'number' ? Math.round(value * 1000) / 1000 : value;

/** @throws RangeError for JSON that is no rule of the catalogue */
export function explainOutcome(json: unknown, values: VillageValues, catalogue: AttributeCatalogue): Reason {
  const rule = compiledRule(json, catalogue);
  const group = Array.isArray(json) && (json[0] === 'all' || json[0] === 'any') ? (json as unknown[]) : null;
  return {
    join: group ? (group[0] as 'all' | 'any') : null,
    words: wordRule(json, catalogue),
    outcome: rule.evaluate(values),
    read: group
      ? []
      : rule.attributes.flatMap((key) => {
          const attribute = catalogue.byKey.get(key);
          if (!attribute) return [];
          const { label, isDemonstration } = attribute;
          return [
            { attribute: key, label, value: wordValue(rounded(values[key]), attribute), isDemonstration },
          ];
        }),
    parts: (group?.slice(1) ?? []).map((part) => explainOutcome(part, values, catalogue)),
  };
}

const outcomeWords = (outcome: Truth): Wording => {
  if (outcome === null) return { zh: '无法判断', en: 'cannot be told' };
  return outcome ? { zh: '符合', en: 'met' } : { zh: '不符合', en: 'not met' };
};

/** A reason's condition in one line: 「人均可支配收入 < 10,000 元：8,750 元，符合」. */
export function wordReason({ words, read, outcome, join }: Reason): Wording {
  const verdict = outcomeWords(outcome);
  const isPlain = read.length === 1;
  const say = (language: keyof Wording, between: string, colon: string) =>
    read
      .map(({ label, value }) => (isPlain ? value[language] : `${label[language]}${colon}${value[language]}`))
      .join(between);
  if (join !== null || read.length === 0) {
    return { zh: `${words.zh}：${verdict.zh}`, en: `${words.en}: ${verdict.en}` };
  }
  return {
    zh: `${words.zh}：${say('zh', '、', ' ')}，${verdict.zh}`,
    en: `${words.en}: ${say('en', ', ', ' ')}, ${verdict.en}`,
  };
}

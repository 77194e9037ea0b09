import type { AttributeType } from './villageAttributes.ts';
import type { Wording } from './wording.ts';

export type RuleFaultCode =
  | 'notAnExpression'
  | 'operatorNotAllowed'
  | 'argumentCount'
  | 'unknownAttribute'
  | 'unknownValue'
  | 'wrongType'
  | 'textHasNoOrder'
  | 'readsNothing'
  | 'listExpected'
  | 'notBoolean'
  | 'tooLarge'
  | 'refusedByMapLibre';

/** Why a rule cannot be used, and where. */
export interface RuleFault {
  code: RuleFaultCode;
  /** Indices into the expression's arrays: [2, 1] is the first argument of the second argument. */
  path: number[];
  sentence: Wording;
}

const typeWords: Readonly<Record<AttributeType, Wording>> = {
  number: { zh: '数', en: 'a number' },
  boolean: { zh: '是否', en: 'yes or no' },
  text: { zh: '文字', en: 'text' },
};

/** What each fault says; parameters are quoted as the author wrote them. */
export const faultSentences = {
  notAnExpression: (found: string): Wording => ({
    zh: `这里不能用 ${found}`,
    en: `${found} cannot stand here`,
  }),
  operatorNotAllowed: (operator: string): Wording => ({
    zh: `规则里不能用「${operator}」`,
    en: `"${operator}" may not be used in a rule`,
  }),
  argumentCount: (operator: string): Wording => ({
    zh: `「${operator}」的参数个数不对`,
    en: `"${operator}" has the wrong number of arguments`,
  }),
  unknownAttribute: (key: string): Wording => ({
    zh: `没有名为「${key}」的村情数据`,
    en: `There is no attribute "${key}"`,
  }),
  unknownValue: (value: string, label: Wording): Wording => ({
    zh: `「${label.zh}」没有「${value}」这个取值`,
    en: `"${value}" is not a value of "${label.en}"`,
  }),
  wrongType: (found: AttributeType, wanted: AttributeType): Wording => ({
    zh: `这里应为${typeWords[wanted].zh}，却是${typeWords[found].zh}`,
    en: `Expected ${typeWords[wanted].en} here, found ${typeWords[found].en}`,
  }),
  textHasNoOrder: (operator: string): Wording => ({
    zh: `「${operator}」只能比较数`,
    en: `"${operator}" compares numbers only`,
  }),
  readsNothing: (): Wording => ({
    zh: '两边都是固定值，与村无关',
    en: 'Both sides are fixed values and say nothing about a village',
  }),
  listExpected: (): Wording => ({
    zh: '应为一组固定值：["literal", [ … ]]',
    en: 'Expected a list of fixed values: ["literal", [ … ]]',
  }),
  notBoolean: (found: AttributeType): Wording => ({
    zh: `规则的结果应为是否，却是${typeWords[found].zh}`,
    en: `A rule must come out as yes or no, this one as ${typeWords[found].en}`,
  }),
  tooLarge: (): Wording => ({ zh: '规则太长或套得太深', en: 'The rule is too long or too deeply nested' }),
  refusedByMapLibre: (message: string): Wording => ({
    zh: `地图不接受这条规则：${message}`,
    en: `The map refuses this rule: ${message}`,
  }),
} satisfies Record<RuleFaultCode, (...values: never[]) => Wording>;

/** Notes a fault; null, so that a translation can end with it. */
export function addFault<Code extends RuleFaultCode>(
  faults: RuleFault[],
  code: Code,
  path: readonly number[],
  ...about: Parameters<(typeof faultSentences)[Code]>
): null {
  const word = faultSentences[code] as (
    ...values: Parameters<(typeof faultSentences)[Code]>
  ) => RuleFault['sentence'];
  faults.push({ code, path: [...path], sentence: word(...about) });
  return null;
}

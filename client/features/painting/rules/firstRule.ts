import type { Category } from '#contract/plans';
import type { VersionRule } from '#contract/rules';
import { writeRule } from '#domain/rules/ruleModel';
import type { RuleBook } from './ruleBook.svelte.ts';
import { firstCondition } from './ruleTree.ts';

/** Half way between the least and the most of a number's values, on a step of its slider. */
export function middleOf(book: Pick<RuleBook, 'rangeOf'>, key: string): number | null {
  const range = book.rangeOf(key);
  if (range === null) return null;
  const steps = Math.round((range.most - range.least) / range.step / 2);
  return Number((range.least + steps * range.step).toFixed(6));
}

/** A rule to begin with: of the first category that has none, on the first attribute. */
export function firstRule(
  rules: readonly VersionRule[],
  categories: readonly Category[],
  book: Pick<RuleBook, 'rangeOf' | 'attributes'>,
): Omit<VersionRule, 'id'> {
  const ruled = new Set(rules.map(({ categoryKey }) => categoryKey));
  const category = categories.find(({ key }) => !ruled.has(key)) ?? categories[0];
  const [attribute] = book.attributes?.attributes ?? [];
  const parts = attribute ? [firstCondition(attribute, middleOf(book, attribute.key))] : [];
  return {
    categoryKey: category?.key ?? '',
    expression: writeRule({ kind: 'group', join: 'all', parts }) as VersionRule['expression'],
    clause: null,
    note: null,
  };
}

import { compileRule, type CompiledRule } from './expression.ts';
import type { RuleFault } from './ruleFault.ts';
import type { AttributeCatalogue, RuleVillage } from './villageAttributes.ts';

/** A rule of a scheme as it is stored; the order of the rules is their priority. */
export interface Rule {
  id: string;
  categoryKey: string;
  /** MapLibre expression. */
  expression: unknown;
  /** Where the plan says so: 「第二章四、专栏2」. */
  clause: string | null;
  note: string | null;
}

export interface ReadyRule extends Rule {
  compiled: CompiledRule;
}

export type RuleSet =
  { ok: true; rules: ReadyRule[] } | { ok: false; faults: { ruleId: string; faults: RuleFault[] }[] };

/** Compiles the rules of a scheme; with a fault in any of them nothing is suggested at all. */
export function compileRules(rules: readonly Rule[], catalogue: AttributeCatalogue): RuleSet {
  const compilations = rules.map((rule) => ({ rule, compilation: compileRule(rule.expression, catalogue) }));
  const faults = compilations.flatMap(({ rule, compilation }) =>
    compilation.ok ? [] : [{ ruleId: rule.id, faults: compilation.faults }],
  );
  if (faults.length > 0) return { ok: false, faults };
  return {
    ok: true,
    rules: compilations.flatMap(({ rule, compilation }) =>
      compilation.ok ? [{ ...rule, compiled: compilation.rule }] : [],
    ),
  };
}

/** What the rules say about one village. */
export interface Suggestion {
  villageId: number;
  /** unknown: no rule surely holds and at least one could; none: no rule holds. */
  outcome: 'suggested' | 'unknown' | 'none';
  /** Of the first rule that surely holds, as the map draws it; null unless suggested. */
  categoryKey: string | null;
  ruleId: string | null;
  /**
   * Other categories an earlier rule would suggest if what is missing were known: a suggestion with some is
   * provisional.
   */
  undecided: readonly string[];
  /** Attributes that the undecided rules read and the village lacks; empty where only a division by 0 is to blame. */
  missing: readonly string[];
}

const FALSE = 0;
const TRUE = 1;
const UNKNOWN = 2;
const KEPT_ANSWERS = 64;
const nothing: readonly string[] = [];

export interface Classifier {
  /** One suggestion a village, in the order of the villages. */
  classify: (rules: readonly ReadyRule[]) => Suggestion[];
}

/**
 * A classifier of a fixed list of villages. It keeps the answers of rules it has evaluated, so that while one
 * threshold is dragged only that rule is evaluated again.
 */
export function createClassifier(villages: readonly RuleVillage[]): Classifier {
  const kept = new Map<string, Uint8Array>();

  function answersOf({ compiled }: ReadyRule): Uint8Array {
    const key = JSON.stringify([compiled.holds, compiled.fails]);
    let answers = kept.get(key);
    if (!answers) {
      answers = new Uint8Array(villages.length);
      for (let index = 0; index < villages.length; index += 1) {
        const truth = compiled.evaluate(villages[index]!.attributes);
        answers[index] = truth === null ? UNKNOWN : truth ? TRUE : FALSE;
      }
    }
    // Last used, last dropped.
    kept.delete(key);
    kept.set(key, answers);
    if (kept.size > KEPT_ANSWERS) kept.delete(kept.keys().next().value!);
    return answers;
  }

  return {
    classify: (rules) => {
      const answers = rules.map(answersOf);
      return villages.map((village, index) => suggest(village, index, rules, answers));
    },
  };
}

function suggest(
  { villageId, attributes }: RuleVillage,
  village: number,
  rules: readonly ReadyRule[],
  answers: readonly Uint8Array[],
): Suggestion {
  let first = 0;
  let hasUnknown = false;
  for (; first < rules.length; first += 1) {
    const answer = answers[first]![village];
    if (answer === TRUE) break;
    if (answer === UNKNOWN) hasUnknown = true;
  }
  const { categoryKey, id: ruleId } = rules[first] ?? { categoryKey: null, id: null };
  const isSuggested = ruleId !== null;
  if (!hasUnknown) {
    const outcome = isSuggested ? 'suggested' : 'none';
    return { villageId, outcome, categoryKey, ruleId, undecided: nothing, missing: nothing };
  }
  const open = rules.filter(
    (rule, index) =>
      index < first && answers[index]![village] === UNKNOWN && rule.categoryKey !== categoryKey,
  );
  return {
    villageId,
    outcome: isSuggested ? 'suggested' : 'unknown',
    categoryKey,
    ruleId,
    undecided: [...new Set(open.map((rule) => rule.categoryKey))],
    missing: [...new Set(open.flatMap(({ compiled }) => compiled.missing(attributes)))],
  };
}

export interface SuggestionCount {
  villages: number;
  /** Sum of the known populations; read it with `peopleUnknown`. */
  people: number;
  /** Villages without a population figure. */
  peopleUnknown: number;
}

export interface SuggestionCounts {
  /** One entry a category, in the order given. */
  byCategory: (SuggestionCount & { categoryKey: string })[];
  unknown: SuggestionCount;
  none: SuggestionCount;
}

/**
 * Counts for the preview: every village is in exactly one of them.
 * @param villages those that were classified, in the same order
 * @throws RangeError for a suggestion of a category that is not among the keys
 */
export function countSuggestions(
  villages: readonly RuleVillage[],
  suggestions: readonly Suggestion[],
  categoryKeys: readonly string[],
): SuggestionCounts {
  const empty = (): SuggestionCount => ({ villages: 0, people: 0, peopleUnknown: 0 });
  const byCategory = new Map(categoryKeys.map((categoryKey) => [categoryKey, { categoryKey, ...empty() }]));
  const others = { unknown: empty(), none: empty() };
  suggestions.forEach(({ outcome, categoryKey }, index) => {
    const count = outcome === 'suggested' ? byCategory.get(categoryKey!) : others[outcome];
    if (!count) throw new RangeError(`a rule suggests ${categoryKey}, which the scheme does not have`);
    const people = villages[index]!.attributes.population;
    count.villages += 1;
    if (typeof people === 'number') count.people += people;
    else count.peopleUnknown += 1;
  });
  return { byCategory: [...byCategory.values()], ...others };
}

export interface Disagreement {
  villageId: number;
  /** null: no rule holds, not that of the assigned category either. */
  suggested: string | null;
  assigned: string;
  /** The rule that suggests. */
  ruleId: string | null;
  /** Attributes of every rule that had a say: the rules up to the one that holds. */
  attributes: readonly string[];
}

/**
 * Where the rules surely say something else than an assignment. A village whose assigned category an undecided
 * rule could still suggest does not disagree; neither does a category for which the scheme has no rule, where
 * no rule holds.
 * @param assignedTo category of each village; absent or null = not assigned, which is no disagreement
 */
export function listDisagreements(
  suggestions: readonly Suggestion[],
  rules: readonly ReadyRule[],
  assignedTo: ReadonlyMap<number, string | null>,
): Disagreement[] {
  const ruled = new Set(rules.map(({ categoryKey }) => categoryKey));
  // What the rules up to each one read; the last entry is that of all rules.
  const readUpTo = new Map<string | null, readonly string[]>();
  const read = new Set<string>();
  for (const { id, compiled } of rules) {
    for (const key of compiled.attributes) read.add(key);
    readUpTo.set(id, [...read]);
  }
  readUpTo.set(null, [...read]);
  return suggestions.flatMap(({ villageId, outcome, categoryKey, ruleId, undecided }) => {
    const assigned = assignedTo.get(villageId) ?? null;
    if (assigned === null || assigned === categoryKey || outcome === 'unknown') return [];
    if (outcome === 'none' ? !ruled.has(assigned) : undecided.includes(assigned)) return [];
    return [
      { villageId, suggested: categoryKey, assigned, ruleId, attributes: readUpTo.get(ruleId) ?? nothing },
    ];
  });
}

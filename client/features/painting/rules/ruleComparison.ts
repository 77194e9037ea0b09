import type { ReadyRule, Suggestion } from '#domain/rules/classify';
import { explainOutcome, wordReason, type Reason } from '#domain/rules/explain';
import type { AttributeCatalogue, VillageValues } from '#domain/rules/villageAttributes';
import type { Wording } from '#domain/rules/wording';
import { placeKeyOf, type AssignmentValue } from '#domain/painting/assignmentValue';
import type { Sweep } from '#domain/painting/stroke';
import type { PaintVillage } from '../draftData.ts';
import type { Criterion } from '../strokeCriteria.ts';

/** Which villages the rules are to decide; a county's code for that county. */
export type SuggestionScope = 'unassigned' | 'all' | { countyCode: string };

/** A category's key; none: no rule holds; unknown: what a rule reads is not known. */
export type RuleSays = string;
export const saysNone = 'none';
export const saysUnknown = 'unknown';

/** One village of the list: what it is in, and what the rules say. */
export interface ComparedVillage {
  villageId: number;
  /** A category's key, unassigned or deferred. */
  listed: string;
  says: RuleSays;
  suggestion: Suggestion;
}

/** Villages of one pair of what is listed and what the rules say. */
export interface ComparisonCell {
  listed: string;
  says: RuleSays;
  kind: 'same' | 'new' | 'differs' | 'open';
  villages: readonly ComparedVillage[];
  people: number;
  peopleUnknown: number;
}

export interface Comparison {
  cells: readonly ComparisonCell[];
  /** Villages in a category that the rules put elsewhere. */
  differing: number;
  agreeing: number;
  /** Villages that accepting would change. */
  changing: readonly ComparedVillage[];
}

interface Compared {
  suggestions: readonly Suggestion[];
  villages: ReadonlyMap<number, PaintVillage>;
  valueOf: (villageId: number) => AssignmentValue | undefined;
  scope: SuggestionScope;
}

const saysOf = ({ outcome, categoryKey }: Suggestion): RuleSays => {
  if (outcome === 'suggested') return categoryKey!;
  return outcome === 'none' ? saysNone : saysUnknown;
};

function isWithin(scope: SuggestionScope, village: PaintVillage, listed: string): boolean {
  if (scope === 'all') return true;
  return scope === 'unassigned' ? listed === 'unassigned' : village.countyCode === scope.countyCode;
}

function kindOf(listed: string, says: RuleSays): ComparisonCell['kind'] {
  if (listed === says) return 'same';
  if (says === saysNone || says === saysUnknown) return 'open';
  return listed === 'unassigned' ? 'new' : 'differs';
}

/** The present list against the rules, pair by pair. Villages outside the list are in none. */
export function compareWithList({ suggestions, villages, valueOf, scope }: Compared): Comparison {
  const cells = new Map<string, ComparisonCell & { villages: ComparedVillage[] }>();
  for (const suggestion of suggestions) {
    const { villageId } = suggestion;
    const [village, value] = [villages.get(villageId), valueOf(villageId) ?? null];
    if (!village || value === null) continue;
    const [listed, says] = [placeKeyOf(value), saysOf(suggestion)];
    if (!isWithin(scope, village, listed)) continue;
    const key = `${listed} ${says}`;
    const kind = kindOf(listed, says);
    const cell = cells.get(key) ?? { listed, says, kind, villages: [], people: 0, peopleUnknown: 0 };
    cells.set(key, cell);
    cell.villages.push({ villageId, listed, says, suggestion });
    if (village.people === null) cell.peopleUnknown += 1;
    else cell.people += village.people;
  }
  const all = [...cells.values()];
  const countOf = (kind: ComparisonCell['kind']) =>
    all.reduce((sum, cell) => sum + (cell.kind === kind ? cell.villages.length : 0), 0);
  return {
    cells: all,
    differing: countOf('differs'),
    agreeing: countOf('same'),
    changing: all.flatMap((cell) => (cell.kind === 'new' || cell.kind === 'differs' ? cell.villages : [])),
  };
}

/**
 * One stroke of what the rules say: a sweep a rule, with its criterion and clause, so that every village keeps what
 * it was decided by.
 */
export function suggestedSweeps(
  changing: readonly ComparedVillage[],
  criteria: readonly Pick<Criterion, 'id' | 'text' | 'clause'>[],
): Sweep[] {
  const byRule = new Map<string, number[]>();
  const categories = new Map<string, string>();
  for (const { villageId, says, suggestion } of changing) {
    const ruleId = suggestion.ruleId!;
    const ids = byRule.get(ruleId);
    if (ids) ids.push(villageId);
    else byRule.set(ruleId, [villageId]);
    categories.set(ruleId, says);
  }
  return [...byRule].map(([ruleId, villageIds]) => {
    const criterion = criteria.find(({ id }) => id === ruleId);
    return {
      wanted: {
        status: 'assigned',
        categoryKey: categories.get(ruleId)!,
        criterion: criterion?.text || null,
        clause: criterion?.clause || null,
      },
      villageIds,
    };
  });
}

/** Conditions of a rule without its groups. */
const conditionsOf = (reason: Reason): Reason[] =>
  reason.join === null ? [reason] : reason.parts.flatMap(conditionsOf);

/**
 * Why the rules say so of a village: the conditions of the rule that holds; else, of the rules of the category it is
 * listed in, those that are not met.
 */
export function reasonsOf(
  { listed, suggestion }: ComparedVillage,
  rules: readonly ReadyRule[],
  { values, catalogue }: { values: VillageValues; catalogue: AttributeCatalogue },
): Wording[] {
  const deciding = rules.find(({ id }) => id === suggestion.ruleId);
  const asked = deciding ? [deciding] : rules.filter(({ categoryKey }) => categoryKey === listed);
  return asked
    .flatMap((rule) => conditionsOf(explainOutcome(rule.expression, values, catalogue)))
    .filter(({ outcome }) => deciding !== undefined || outcome !== true)
    .map(wordReason);
}

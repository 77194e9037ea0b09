/**
 * Warnings while painting. They inform and ask for a reason; none of them blocks. What rests on demonstration
 * data says so, is never more than a note, and nothing here is ever called a violation (违反).
 */
import type { Disagreement } from './classify.ts';
import type { AttributeCatalogue, RuleVillage } from './villageAttributes.ts';
import { wordQuantity, type Wording } from './wording.ts';

export interface CategoryTarget {
  indicator: 'income' | 'collectiveIncome';
  operator: '>=' | '<=' | '=';
  /** In `unit`, as the plan prints it. */
  value: number;
  unit: string;
  year: number;
}

export interface WarnedCategory {
  key: string;
  name: Wording;
  /** 搬迁撤并 and its like: villages of it are moved. */
  isRelocation: boolean;
  targets: readonly CategoryTarget[];
}

/** A village of the stroke. */
export interface StrokeVillage extends RuleVillage {
  /** Category the stroke gives; null = left without one, which is warned about in no way. */
  categoryKey: string | null;
  reason: string | null;
  evidenceCount: number;
}

export type WarningCode =
  | 'relocatesTraditional'
  | 'belowTarget'
  | 'targetNotComparable'
  | 'againstRule'
  | 'withoutReason'
  | 'withoutEvidence';

export interface StrokeWarning {
  code: WarningCode;
  /** null for what concerns the stroke whatever the category. */
  categoryKey: string | null;
  /** Ascending; never empty. */
  villageIds: number[];
  sentence: Wording;
  severity: 'note' | 'warning';
  isFromDemonstration: boolean;
}

export interface WarningInput {
  villages: readonly StrokeVillage[];
  categories: readonly WarnedCategory[];
  /** Of the stroke's villages, against the categories the stroke gives. */
  disagreements: readonly Disagreement[];
  catalogue: AttributeCatalogue;
  /** Attribute that says a village is a 传统村落. */
  traditionalKey?: string;
}

const demonstrationSuffix: Wording = {
  zh: '（依据示例数据，不是真实情况）',
  en: ' (from demonstration data, not the real situation)',
};

/** Attribute behind a target's indicator. */
const indicatorKeys = { income: 'income_yuan', collectiveIncome: 'collective_income_yuan' } as const;

/** Yuan in one of a target's unit. */
const yuanIn: ReadonlyMap<string, number> = new Map([
  ['元', 1],
  ['万元', 10_000],
  ['亿元', 100_000_000],
]);

const meets = (value: number, { operator }: CategoryTarget, bound: number): boolean => {
  if (operator === '>=') return value >= bound;
  return operator === '<=' ? value <= bound : value === bound;
};

interface WarningDraft extends Omit<StrokeWarning, 'villageIds'> {
  villages: readonly { villageId: number }[];
}

/** The warning, or none when it concerns no village. Those from demonstration data are notes that say so. */
function warn({ villages, sentence, severity, ...rest }: WarningDraft): StrokeWarning[] {
  if (villages.length === 0) return [];
  const villageIds = villages.map(({ villageId }) => villageId).sort((a, b) => a - b);
  if (!rest.isFromDemonstration) return [{ ...rest, villageIds, sentence, severity }];
  const marked = {
    zh: `${sentence.zh}${demonstrationSuffix.zh}`,
    en: `${sentence.en}${demonstrationSuffix.en}`,
  };
  return [{ ...rest, villageIds, sentence: marked, severity: 'note' }];
}

const villagesInEnglish = (count: number): string => (count === 1 ? '1 village' : `${count} villages`);

function warnOfTargets(
  { key: categoryKey, name, targets }: WarnedCategory,
  members: readonly StrokeVillage[],
  catalogue: AttributeCatalogue,
): StrokeWarning[] {
  return targets.flatMap((target) => {
    const attribute = catalogue.byKey.get(indicatorKeys[target.indicator]);
    if (!attribute) return [];
    const { label, isDemonstration, key } = attribute;
    const unitYuan = yuanIn.get(target.unit);
    if (unitYuan === undefined) {
      return warn({
        code: 'targetNotComparable',
        categoryKey,
        villages: members,
        sentence: {
          zh: `「${name.zh}」的目标以「${target.unit}」计，无法与${label.zh}比较`,
          en: `The target of "${name.en}" is in "${target.unit}" and cannot be compared: ${label.en}`,
        },
        severity: 'note',
        isFromDemonstration: false,
      });
    }
    // Unknown values are no shortfall.
    const short = members.filter(({ attributes }) => {
      const value = attributes[key];
      return typeof value === 'number' && !meets(value, target, target.value * unitYuan);
    });
    const bound = {
      zh: wordQuantity(target.value, { zh: target.unit, en: '' }).zh,
      en: wordQuantity(target.value * unitYuan, { zh: '', en: 'yuan' }).en,
    };
    const isExact = target.operator === '=';
    const side = target.operator === '<=' ? { zh: '高于', en: 'above' } : { zh: '低于', en: 'below' };
    const relation = isExact ? { zh: '不等于', en: 'different from' } : side;
    return warn({
      code: 'belowTarget',
      categoryKey,
      villages: short,
      sentence: {
        zh: `${short.length} 村${label.zh}${relation.zh}「${name.zh}」${target.year} 年目标 ${bound.zh}`,
        en: `${villagesInEnglish(short.length)} ${relation.en} the ${target.year} target of "${name.en}", ${bound.en}: ${label.en}`,
      },
      severity: 'note',
      isFromDemonstration: isDemonstration,
    });
  });
}

function warnOfTraditional(
  { key: categoryKey, name }: WarnedCategory,
  members: readonly StrokeVillage[],
  { catalogue, traditionalKey = 'is_traditional' }: WarningInput,
): StrokeWarning[] {
  const attribute = catalogue.byKey.get(traditionalKey);
  if (!attribute) return [];
  const villages = members.filter(({ attributes }) => attributes[traditionalKey] === true);
  return warn({
    code: 'relocatesTraditional',
    categoryKey,
    villages,
    sentence: {
      zh: `${villages.length} 村是${attribute.label.zh}，却划入「${name.zh}」，请写明理由`,
      en: `${villagesInEnglish(villages.length)} on the list "${attribute.label.en}" put into "${name.en}": give the reason`,
    },
    severity: 'warning',
    isFromDemonstration: attribute.isDemonstration,
  });
}

/** Grouped by what was assigned and suggested, and by whether the rules read demonstration data. */
function warnOfRules({ disagreements, categories, catalogue, villages }: WarningInput): StrokeWarning[] {
  const given = new Map(villages.map(({ villageId, categoryKey }) => [villageId, categoryKey]));
  const names = new Map(categories.map(({ key, name }) => [key, name]));
  const nameOf = (key: string): Wording => names.get(key) ?? { zh: key, en: key };
  const groups = new Map<string, Disagreement[]>();
  for (const disagreement of disagreements) {
    if (given.get(disagreement.villageId) !== disagreement.assigned) continue;
    const { assigned, suggested, attributes } = disagreement;
    const isInvented = attributes.some((key) => catalogue.byKey.get(key)?.isDemonstration);
    const key = JSON.stringify([assigned, suggested, isInvented]);
    const group = groups.get(key);
    if (group) group.push(disagreement);
    else groups.set(key, [disagreement]);
  }
  return [...groups].flatMap(([key, group]) => {
    const [assigned, suggested, isFromDemonstration] = JSON.parse(key) as [string, string | null, boolean];
    const [to, from] = [nameOf(assigned), suggested === null ? null : nameOf(suggested)];
    return warn({
      code: 'againstRule',
      categoryKey: assigned,
      villages: group,
      sentence: from
        ? {
            zh: `${group.length} 村按规则建议为「${from.zh}」，划入的是「${to.zh}」`,
            en: `${villagesInEnglish(group.length)}: the rules suggest "${from.en}", assigned is "${to.en}"`,
          }
        : {
            zh: `${group.length} 村划入「${to.zh}」，但不符合它的规则`,
            en: `${villagesInEnglish(group.length)} assigned to "${to.en}" without meeting its rule`,
          },
      severity: 'warning',
      isFromDemonstration,
    });
  });
}

/** Warnings of a stroke, by category in the scheme's order, then those of the stroke as a whole. */
export function listWarnings(input: WarningInput): StrokeWarning[] {
  const { villages, categories, catalogue } = input;
  const assigned = villages.filter(({ categoryKey }) => categoryKey !== null);
  const byCategory = categories.flatMap((category) => {
    const members = assigned.filter(({ categoryKey }) => categoryKey === category.key);
    if (members.length === 0) return [];
    const traditional = category.isRelocation ? warnOfTraditional(category, members, input) : [];
    return [...traditional, ...warnOfTargets(category, members, catalogue)];
  });
  const unreasoned = assigned.filter(({ reason }) => reason === null || reason.trim() === '');
  const unproven = assigned.filter(({ evidenceCount }) => evidenceCount === 0);
  const aboutStroke = { categoryKey: null, isFromDemonstration: false };
  return [
    ...byCategory,
    ...warnOfRules(input),
    ...warn({
      ...aboutStroke,
      code: 'withoutReason',
      villages: unreasoned,
      sentence: {
        zh: `${unreasoned.length} 村还没有写理由`,
        en: `${villagesInEnglish(unreasoned.length)} without a reason`,
      },
      severity: 'warning',
    }),
    ...warn({
      ...aboutStroke,
      code: 'withoutEvidence',
      villages: unproven,
      sentence: {
        zh: `${unproven.length} 村没有附依据材料`,
        en: `${villagesInEnglish(unproven.length)} without evidence`,
      },
      severity: 'note',
    }),
  ];
}

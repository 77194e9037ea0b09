import type { Category } from '#contract/plans';
import type { AssignmentValue } from '#domain/painting/assignmentValue';
import { listWarnings, type StrokeWarning } from '#domain/rules/warnings';
import type { Disagreement } from '#domain/rules/classify';
import type { RuleGround } from './rules/ruleGround.ts';
import type { Explanation, ReasonTexts } from './strokeReasons.ts';

export interface CheckedStroke {
  villageIds: readonly number[];
  valueOf: (villageId: number) => AssignmentValue | undefined;
  explanation: Explanation;
  exceptions: ReadonlyMap<number, ReasonTexts>;
  categories: readonly Category[];
  ground: Pick<RuleGround, 'catalogue' | 'valuesOf'>;
  /** Where the version's rules suggest otherwise. */
  disagreements: readonly Disagreement[];
}

/** A scheme has no mark for categories whose villages are moved; plans name them so. */
const isRelocation = ({ name }: Pick<Category, 'name'>): boolean => name.includes('搬迁');

/** Warnings about the strokes that wait: targets of their categories, rules, reasons and evidence. None blocks. */
export function checkStroke(stroke: CheckedStroke): StrokeWarning[] {
  const { ground, explanation, exceptions } = stroke;
  return listWarnings({
    catalogue: ground.catalogue,
    disagreements: stroke.disagreements,
    categories: stroke.categories.map((category) => ({
      key: category.key,
      name: { zh: category.shortName, en: category.shortNameEn },
      isRelocation: isRelocation(category),
      targets: category.targets,
    })),
    villages: stroke.villageIds.map((villageId) => {
      const value = stroke.valueOf(villageId);
      return {
        villageId,
        attributes: ground.valuesOf(villageId) ?? {},
        categoryKey: value?.categoryKey ?? null,
        reason: exceptions.get(villageId)?.reason ?? (explanation.reason || (value?.reason ?? null)),
        evidenceCount: explanation.evidence.length,
      };
    }),
  });
}

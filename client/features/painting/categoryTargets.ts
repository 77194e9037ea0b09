import type { Category } from '#contract/plans';
import type { VillageFacts } from '#contract/villageFacts';
import { medianOf } from './median.ts';

type Target = Category['targets'][number];

/** A target of a category beside what its villages have; what is unknown is in neither. */
export interface TargetStanding {
  target: Target;
  /** Mean of the known values, yuan; null where none is known. */
  mean: number | null;
  median: number | null;
  /** Villages of the category with a known value. */
  known: number;
  /** Villages that do not reach it and what each lacks (of a ceiling: has too much), largest gap first. */
  short: readonly { villageId: number; yuan: number; gapYuan: number }[];
}

const yuanIn: ReadonlyMap<string, number> = new Map([
  ['元', 1],
  ['万元', 10_000],
]);

function reaches(yuan: number, target: Target, bound: number): boolean {
  if (target.operator === '<=') return yuan <= bound;
  return target.operator === '>=' ? yuan >= bound : yuan === bound;
}

/**
 * Income targets of the plan's categories against the villages that are in them now. Twins of a village are left out.
 * A target in a unit that is no money has nobody measured against it.
 */
export function categoryTargets(
  categories: readonly Category[],
  facts: VillageFacts,
  categoryKeyOf: (villageId: number) => string | null,
): { category: Category; targets: TargetStanding[] }[] {
  const members = new Map<string, number[]>();
  for (const [index, id] of facts.ids.entries()) {
    const key = facts.isCounted[index] ? categoryKeyOf(id) : null;
    if (key === null) continue;
    const indexes = members.get(key);
    if (indexes) indexes.push(index);
    else members.set(key, [index]);
  }
  return categories
    .filter(({ targets }) => targets.length > 0)
    .map((category) => ({
      category,
      targets: category.targets.map((target) => standing(target, members.get(category.key) ?? [], facts)),
    }));
}

function standing(target: Target, indexes: readonly number[], facts: VillageFacts): TargetStanding {
  const column = target.indicator === 'income' ? facts.incomesYuan : facts.collectiveIncomesYuan;
  const unit = yuanIn.get(target.unit);
  const known = indexes.flatMap((index) => {
    const yuan = column[index] ?? null;
    return yuan === null || unit === undefined ? [] : [{ villageId: facts.ids[index]!, yuan }];
  });
  const bound = target.value * (unit ?? 1);
  const sum = known.reduce((total, { yuan }) => total + yuan, 0);
  return {
    target,
    mean: known.length === 0 ? null : sum / known.length,
    median: medianOf(known.map(({ yuan }) => yuan)),
    known: known.length,
    short: known
      .filter(({ yuan }) => !reaches(yuan, target, bound))
      .map((village) => ({ ...village, gapYuan: Math.abs(bound - village.yuan) }))
      .toSorted((one, other) => other.gapYuan - one.gapYuan || one.villageId - other.villageId),
  };
}

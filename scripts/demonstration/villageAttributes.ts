import { bellCurve, seededRandom, type Random } from '../geography/random.ts';
import type { DemonstrationInputs, PlacedVillage } from './inputs.ts';

export const villageAttributeColumns = [
  'village_id',
  'population',
  'households',
  'income_yuan',
  'collective_income_yuan',
  'is_demonstration',
];

interface Level {
  incomeYuan: number;
  collectiveIncomeYuan: number;
}

/**
 * Middle values by category: they follow what the plan says about its zones, so that rules mostly agree
 * with it, and the spread makes some villages disagree, as real ones would.
 */
const LEVELS: Readonly<Record<string, Level>> = {
  demonstration: { incomeYuan: 14_200, collectiveIncomeYuan: 165_000 },
  keyAssistance: { incomeYuan: 9_600, collectiveIncomeYuan: 52_000 },
  consolidationOne: { incomeYuan: 10_100, collectiveIncomeYuan: 61_000 },
  consolidationTwo: { incomeYuan: 10_500, collectiveIncomeYuan: 118_000 },
};
const OUTSIDE_PLAN: Level = { incomeYuan: 11_600, collectiveIncomeYuan: 84_000 };

const INCOME_SPREAD = 0.14;
const COLLECTIVE_SPREAD = 0.5;
const POPULATION_SPREAD = 0.36;
const PEOPLE_PER_HOUSEHOLD = 3.8;

/** Rows of village-attributes.csv, one for every base village. */
export function makeVillageAttributes({ villages, seatVillages }: DemonstrationInputs): object[] {
  const seats = new Set([...seatVillages.values()].map(({ id }) => id));
  return villages.map((village) => {
    // A seed for each village: one village more or less leaves the others' figures alone.
    const random = seededRandom(`attributes of village ${village.id}`);
    const level = (village.category && LEVELS[village.category]) || OUTSIDE_PLAN;
    const population = roundTo(
      middlePopulation(village, seats.has(village.id)) * spread(random, POPULATION_SPREAD),
      1,
    );
    return {
      village_id: village.id,
      population,
      households: Math.round(population / (PEOPLE_PER_HOUSEHOLD + bellCurve(random) * 0.2)),
      income_yuan: roundTo(level.incomeYuan * spread(random, INCOME_SPREAD), 10),
      collective_income_yuan: roundTo(level.collectiveIncomeYuan * spread(random, COLLECTIVE_SPREAD), 100),
      is_demonstration: true,
    };
  });
}

function middlePopulation({ kind, townshipCode }: PlacedVillage, isSeat: boolean): number {
  if (kind === 'community') return townshipCode.slice(6) < '100' ? 4200 : 2300;
  return isSeat ? 1700 : 1050;
}

/** A factor around 1, skewed as incomes and sizes of settlements are. */
function spread(random: Random, deviation: number): number {
  return Math.exp(bellCurve(random) * deviation);
}

function roundTo(value: number, step: number): number {
  return Math.round(value / step) * step;
}

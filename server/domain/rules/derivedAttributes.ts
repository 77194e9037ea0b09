import {
  averagedIndicators,
  derivedKeys,
  type RuleVillage,
  type VillageValues,
} from './villageAttributes.ts';

export interface ListedVillage extends RuleVillage {
  /** In the plan's list of villages; averages are over these alone. */
  isListed: boolean;
}

/** One average with what it rests on, so that a mean of three villages is not read as one of a county. */
export interface RegionalAverage {
  indicator: string;
  scope: 'county' | 'prefecture';
  /** Six digits of a county, four of a prefecture. */
  regionCode: string;
  /** Not weighted by people; null where no listed village has a value. */
  mean: number | null;
  median: number | null;
  /** Listed villages with a value, and all listed villages. */
  known: number;
  listed: number;
}

const scopes = [
  { scope: 'county', digits: 6 },
  { scope: 'prefecture', digits: 4 },
] as const;

const numberOf = (values: VillageValues, key: string): number | null => {
  const value = values[key];
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
};

const regionOf = (values: VillageValues, digits: number): string | null => {
  const code = values.county_code;
  return typeof code === 'string' && code.length >= digits ? code.slice(0, digits) : null;
};

/** Middle value; the mean of both middle ones where their number is even. `sorted` is not empty. */
function medianOf(sorted: Float64Array): number {
  const middle = sorted.length >> 1;
  const upper = sorted[middle]!;
  return sorted.length % 2 === 1 ? upper : (sorted[middle - 1]! + upper) / 2;
}

/** Averages of every indicator by county and prefecture. */
export function regionalAverages(villages: readonly ListedVillage[]): RegionalAverage[] {
  const averages: RegionalAverage[] = [];
  for (const { key } of averagedIndicators) {
    for (const { scope, digits } of scopes) {
      const groups = new Map<string, { values: number[]; listed: number }>();
      for (const { attributes, isListed } of villages) {
        const region = regionOf(attributes, digits);
        if (!isListed || region === null) continue;
        const group = groups.get(region) ?? { values: [], listed: 0 };
        groups.set(region, group);
        group.listed += 1;
        const value = numberOf(attributes, key);
        if (value !== null) group.values.push(value);
      }
      for (const [regionCode, { values, listed }] of groups) {
        const known = values.length;
        const mean = known === 0 ? null : values.reduce((total, value) => total + value, 0) / known;
        const median = known === 0 ? null : medianOf(Float64Array.from(values).sort());
        averages.push({ indicator: key, scope, regionCode, mean, median, known, listed });
      }
    }
  }
  return averages;
}

/**
 * Villages with the derived attributes added: averages of their county and prefecture, and their own value
 * divided by the mean. Unknown in, unknown out; so is a ratio to a mean of 0. Villages outside the list are
 * measured against the list too. Nothing given is changed.
 */
export function withDerivedAttributes<Village extends ListedVillage>(
  villages: readonly Village[],
): Village[] {
  const byPlace = new Map<string, RegionalAverage>();
  for (const average of regionalAverages(villages)) {
    byPlace.set(`${average.indicator} ${average.scope} ${average.regionCode}`, average);
  }
  const ratios = averagedIndicators.flatMap(({ key }) =>
    scopes.map(({ scope }) => ({ key, ...derivedKeys(key, scope) })),
  );
  // One record a county, copied whole: far faster than adding a dozen properties to each village.
  const byCounty = new Map<VillageValues[string], Record<string, number | null>>();
  const averagesOf = (values: VillageValues): Record<string, number | null> => {
    let averages = byCounty.get(values.county_code);
    if (averages) return averages;
    averages = {};
    for (const { key } of averagedIndicators) {
      for (const { scope, digits } of scopes) {
        const average = byPlace.get(`${key} ${scope} ${regionOf(values, digits)}`);
        const keys = derivedKeys(key, scope);
        averages[keys.mean] = average?.mean ?? null;
        averages[keys.median] = average?.median ?? null;
        averages[keys.ratio] = null;
      }
    }
    byCounty.set(values.county_code, averages);
    return averages;
  };
  return villages.map((village) => {
    const averages = averagesOf(village.attributes);
    // Object.assign: spreading two records into one takes several times as long in V8.
    const attributes: Record<string, VillageValues[string]> = Object.assign({}, village.attributes, averages);
    for (const { key, mean: meanKey, ratio } of ratios) {
      const value = numberOf(village.attributes, key);
      const mean = averages[meanKey] ?? null;
      if (value !== null && mean !== null && mean !== 0) attributes[ratio] = value / mean;
    }
    return { ...village, attributes };
  });
}

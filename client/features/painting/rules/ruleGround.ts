import type { FacilityKind } from '#contract/places';
import type { Region } from '#contract/regions';
import type { VillageFacts } from '#contract/villageFacts';
import { withDerivedAttributes } from '#domain/rules/derivedAttributes';
import {
  makeCatalogue,
  type AttributeCatalogue,
  type RuleVillage,
  type VillageValues,
} from '#domain/rules/villageAttributes';

/** What rules read: the attributes of this instance, and the values of every village with averages among them. */
export interface RuleGround {
  catalogue: AttributeCatalogue;
  /** In the order of the facts. */
  villages: readonly RuleVillage[];
  valuesOf(villageId: number): VillageValues | undefined;
}

interface Named {
  regions: readonly Region[];
  facilityKinds: readonly FacilityKind[];
}

/** The same catalogue the server checks rules with. */
function catalogueOf(facts: VillageFacts, { regions, facilityKinds }: Named): AttributeCatalogue {
  const ofLevel = (level: Region['level']) => regions.filter((region) => region.level === level);
  return makeCatalogue({
    counties: ofLevel('county'),
    townships: ofLevel('township'),
    facilityKinds: facilityKinds.map(({ key, name, nameEn }) => ({
      key,
      name,
      nameEn,
      isDemonstration: facts.demonstrationKinds.includes(key),
    })),
    // The facts name no list of designated villages.
    designations: [],
    areIndicatorsDemonstration: facts.isDemonstration,
  });
}

function valuesAt(facts: VillageFacts, index: number): VillageValues {
  const { distances } = facts;
  const values: Record<string, VillageValues[string]> = {
    income_yuan: facts.incomesYuan[index],
    collective_income_yuan: facts.collectiveIncomesYuan[index],
    population: facts.people[index],
    households: facts.households[index],
    distance_county_seat: distances.countySeat[index],
    distance_township_seat: distances.townshipSeat[index],
    county_code: facts.countyCodes[index],
    township_code: facts.townshipCodes[index],
    kind: facts.kinds[index],
  };
  for (const [kind, metres] of Object.entries(distances.facilities))
    values[`distance_${kind}`] = metres[index];
  return values;
}

/** Averages are over the listed villages, once. */
export function ruleGround(facts: VillageFacts, named: Named): RuleGround {
  const villages = withDerivedAttributes(
    facts.ids.map((villageId, index) => ({
      villageId,
      attributes: valuesAt(facts, index),
      isListed: facts.isListed[index]!,
    })),
  );
  const byId = new Map(villages.map(({ villageId, attributes }) => [villageId, attributes]));
  return { catalogue: catalogueOf(facts, named), villages, valuesOf: (villageId) => byId.get(villageId) };
}

export interface ValueRange {
  least: number;
  most: number;
  /** Of a slider: a hundredth of the range or less, in round figures. */
  step: number;
}

/** Least and most of the known values of a number; null where no village has one. */
export function rangeOf(villages: readonly RuleVillage[], key: string): ValueRange | null {
  let [least, most] = [Infinity, -Infinity];
  for (const { attributes } of villages) {
    const value = attributes[key];
    if (typeof value !== 'number' || !Number.isFinite(value)) continue;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  if (least > most) return null;
  const step = 10 ** Math.floor(Math.log10((most - least || 1) / 100));
  const digits = Math.max(0, -Math.floor(Math.log10(step)));
  const round = (value: number) => Number(value.toFixed(digits));
  return {
    least: round(Math.floor(least / step) * step),
    most: round(Math.ceil(most / step) * step),
    step: round(step),
  };
}

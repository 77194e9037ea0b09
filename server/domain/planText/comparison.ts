import type {
  CountMismatch,
  NameSuspicion,
  PlanVillage,
  PlanZone,
  PlanZoneGroup,
  SameName,
  SuspiciousName,
  VillageFlag,
} from './planText.ts';

/** Every printed number that is not the number listed, in the order groups, then zones with their parts. */
export function findCountMismatches(
  zones: readonly PlanZone[],
  groups: readonly PlanZoneGroup[],
): CountMismatch[] {
  const mismatches: CountMismatch[] = [];
  const compare = (
    counted: { declared: number | null; listed: number; line: number },
    where: Pick<CountMismatch, 'level' | 'zone' | 'county' | 'township'>,
  ) => {
    const { declared, listed, line } = counted;
    if (declared !== null && declared !== listed) mismatches.push({ ...where, declared, listed, line });
  };
  for (const group of groups)
    compare(group, { level: 'group', zone: group.name, county: null, township: null });
  for (const zone of zones) {
    compare(zone, { level: 'zone', zone: zone.name, county: null, township: null });
    for (const county of zone.counties) {
      const where = { zone: zone.name, county: county.name };
      compare(county, { level: 'county', ...where, township: null });
      for (const township of county.townships) {
        compare(township, { level: 'township', ...where, township: township.name });
      }
    }
  }
  return mismatches;
}

/** Villages of one county, over all zones, that share a name; in the order of the first place. */
export function findSameNames(zones: readonly PlanZone[]): SameName[] {
  const placesByName = new Map<
    string,
    { county: string; name: string; places: SameName['places'][number][] }
  >();
  for (const zone of zones) {
    for (const county of zone.counties) {
      for (const township of county.townships) {
        for (const { name, line, column } of township.villages) {
          const key = `${county.name}\n${name}`;
          const entry = placesByName.get(key) ?? { county: county.name, name, places: [] };
          entry.places.push({ zone: zone.name, township: township.name, line, column });
          placesByName.set(key, entry);
        }
      }
    }
  }
  return [...placesByName.values()]
    .filter(({ places }) => places.length > 1)
    .map((entry) => {
      const townships = new Set(entry.places.map(({ township }) => township));
      return { ...entry, scope: townships.size < entry.places.length ? 'township' : 'county' };
    });
}

/** Adds to each village that shares its name the flag that says so. */
export function flagSameNames(zones: readonly PlanZone[], sameNames: readonly SameName[]): PlanZone[] {
  const flagByPlace = new Map<string, VillageFlag>();
  for (const { places } of sameNames) {
    const countByTownship = new Map<string, number>();
    for (const { township } of places)
      countByTownship.set(township, (countByTownship.get(township) ?? 0) + 1);
    for (const place of places) {
      const isShared = countByTownship.get(place.township)! > 1;
      flagByPlace.set(`${place.line}:${place.column}`, isShared ? 'sameNameInTownship' : 'sameNameInCounty');
    }
  }
  const flag = (village: PlanVillage): PlanVillage => {
    const added = flagByPlace.get(`${village.line}:${village.column}`);
    return added ? { ...village, flags: [...village.flags, added] } : village;
  };
  return zones.map((zone) => ({
    ...zone,
    counties: zone.counties.map((county) => ({
      ...county,
      townships: county.townships.map((township) => ({ ...township, villages: township.villages.map(flag) })),
    })),
  }));
}

/** The villages with a suspicious name, in the order of the text's zones and counties. */
export function listSuspiciousNames(zones: readonly PlanZone[]): SuspiciousName[] {
  return zones.flatMap((zone) =>
    zone.counties.flatMap((county) =>
      county.townships.flatMap((township) =>
        township.villages
          .filter(({ flags }) => flags.some(isSuspicion))
          .map(({ name, line, column, flags }) => ({
            zone: zone.name,
            county: county.name,
            township: township.name,
            name,
            line,
            column,
            reasons: flags.filter(isSuspicion),
          })),
      ),
    ),
  );
}

function isSuspicion(flag: VillageFlag): flag is NameSuspicion {
  return flag !== 'sameNameInTownship' && flag !== 'sameNameInCounty';
}

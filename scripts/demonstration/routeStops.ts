import type { DemonstrationInputs, PlacedVillage } from './inputs.ts';

/** A route as routes.json tells it: facts of the plan, which gives no line. */
export interface PlannedRoute {
  id: string;
  number: number;
  counties: string[];
  anchors: { name: string; kind: string; county?: string }[];
}

export interface RouteStop {
  name: string;
  village: PlacedVillage;
  /** Named by the plan; any other stop is 示例. */
  isAnchor: boolean;
}

/**
 * Where a name of the plan is not the name of a village or township: a person's reading. Rivers are no
 * place to stop at and are left out.
 */
const READINGS: Readonly<Record<string, { county: string; place: string }>> = {
  昌蒲塘: { county: '凤凰县', place: '菖蒲塘村' },
  凤凰古镇: { county: '凤凰县', place: '沱江镇' },
  里耶古镇: { county: '龙山县', place: '里耶镇' },
  浦市古镇: { county: '泸溪县', place: '浦市镇' },
  // The mountain rises above 里耶; the plan names no county for it.
  八面山: { county: '龙山县', place: '内溪乡' },
};

/** The anchors of a route that have a place, then a 示例 stop in the town of each county without one. */
export function stopsOf(route: PlannedRoute, inputs: DemonstrationInputs): RouteStop[] {
  const anchors = route.anchors.flatMap(({ name, county, kind }): RouteStop[] => {
    if (kind === 'river') return [];
    const village = locate(READINGS[name]?.place ?? name, READINGS[name]?.county ?? county, inputs);
    if (!village) throw new Error(`anchor ${name} of route ${route.id} has no village or township`);
    return [{ name, village, isAnchor: true }];
  });
  const reached = new Set(anchors.map(({ village }) => village.countyCode));
  const samples = route.counties.flatMap((name): RouteStop[] => {
    const county = inputs.counties.find((candidate) => candidate.name === name);
    if (!county) throw new Error(`route ${route.id} names ${name}, which is no county of the prefecture`);
    if (reached.has(county.code)) return [];
    return [{ name: '', village: inputs.countyTowns.get(county.code)!, isAnchor: false }];
  });
  return [...anchors, ...samples];
}

function locate(
  name: string,
  countyName: string | undefined,
  inputs: DemonstrationInputs,
): PlacedVillage | undefined {
  const county = inputs.counties.find((candidate) => candidate.name === countyName);
  const inCounty = inputs.villages.filter(({ countyCode }) => !county || countyCode === county.code);
  const village = inCounty.filter((candidate) => [name, `${name}村`].includes(candidate.name));
  if (village.length === 1) return village[0];
  const township = inputs.townships.filter(
    (candidate) =>
      (!county || candidate.countyCode === county.code) &&
      [name, `${name}镇`, `${name}乡`, `${name}街道`].includes(candidate.name),
  );
  return township.length === 1 ? inputs.seatVillages.get(township[0]!.code) : undefined;
}

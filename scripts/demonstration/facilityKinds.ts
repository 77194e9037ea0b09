/** One kind of facility of 五通五有 or of the plan, and how densely the demonstration spreads it. */
export interface FacilityKind {
  key: string;
  name: string;
  nameEn: string;
  /** Name of a symbol in client/theme. */
  glyph: string;
  group: string;
  /** Straight-line distance within which a village counts as served unless the reader chooses another. */
  standardMetres: number;
  order: number;
  /** Share of township seats that have one. */
  seatShare: number;
  /** Share of other villages that have one, before the township's own luck. */
  villageShare: number;
  /** Persons, seats, beds or places; null where the kind has no capacity. */
  capacity: readonly [number, number] | null;
}

const groups = { services: '五有', connections: '五通', plan: '规划设施' } as const;

/**
 * The standards are round walking or driving distances chosen for the demonstration: neither plan prints a
 * distance. A village clinic within half an hour on foot is 2.5 km, and so on.
 */
export const facilityKinds: readonly FacilityKind[] = [
  kind('school', ['小学', 'Primary school'], 'school', groups.services, 3000, [0.97, 0.11, [90, 900]]),
  kind('kindergarten', ['幼儿园', 'Kindergarten'], 'kindergarten', groups.plan, 3000, [
    0.95,
    0.08,
    [30, 270],
  ]),
  kind('clinic', ['卫生室', 'Clinic'], 'health', groups.services, 2500, [0.98, 0.33, [1, 12]]),
  kind('library', ['文化室', 'Reading room'], 'culture', groups.services, 2000, [0.9, 0.3, [12, 60]]),
  kind('square', ['健身广场', 'Square'], 'square', groups.services, 1500, [0.9, 0.3, null]),
  kind('shop', ['便民超市', 'Shop'], 'shop', groups.services, 2000, [1, 0.24, null]),
  kind('bus', ['公交站点', 'Bus stop'], 'bus', groups.plan, 2000, [1, 0.36, null]),
  kind('water', ['供水站', 'Water works'], 'water', groups.connections, 4000, [0.85, 0.06, [800, 12_000]]),
  kind('mast', ['5G 基站', '5G mast'], 'mast', groups.connections, 2500, [1, 0.16, null]),
  kind('charging', ['充电桩', 'Charging point'], 'charging', groups.plan, 8000, [0.45, 0.012, [2, 16]]),
  kind('elderly', ['养老服务点', 'Elder care'], 'elderly', groups.plan, 5000, [0.6, 0.045, [10, 80]]),
].map((entry, index) => ({ ...entry, order: index + 1 }));

function kind(
  key: string,
  [name, nameEn]: readonly [string, string],
  glyph: string,
  group: string,
  standardMetres: number,
  [seatShare, villageShare, capacity]: readonly [number, number, readonly [number, number] | null],
): Omit<FacilityKind, 'order'> {
  return { key, name, nameEn, glyph, group, standardMetres, seatShare, villageShare, capacity };
}

/** What facility-kinds.json holds: the kinds without how they are spread. */
export function publishedKinds(): object[] {
  return facilityKinds.map(({ key, name, nameEn, glyph, group, standardMetres, order }) => ({
    key,
    name,
    nameEn,
    glyph,
    group,
    standardMetres,
    order,
  }));
}

import { placeKeyOf, type AssignmentValue } from '#domain/painting/assignmentValue';
import type { PaintVillage } from './draftData.ts';

/** Figures that villages can be chosen by. */
export const measures = ['people', 'households', 'areaSquareMetres'] as const;
export type Measure = (typeof measures)[number];

/** Which villages are painted without the map; null or empty = whatever. */
export interface VillageChoice {
  countyCode: string | null;
  townshipCode: string | null;
  /** A category's key, `unassigned`, `deferred` or `outside`. */
  placeKey: string | null;
  /** Part of a name. */
  text: string;
  /** A bound on a figure; an area in square metres. A village without the figure is not chosen. */
  bound: { measure: Measure; isAtLeast: boolean; value: number } | null;
}

export const everyVillage: VillageChoice = {
  countyCode: null,
  townshipCode: null,
  placeKey: null,
  text: '',
  bound: null,
};

function isWithin(village: PaintVillage, { measure, isAtLeast, value }: NonNullable<VillageChoice['bound']>) {
  const figure = village[measure];
  if (figure === null) return false;
  return isAtLeast ? figure >= value : figure <= value;
}

/** The villages of a choice, in the order given; those a person may not see (undefined) are never chosen. */
export function chooseVillages(
  villages: Iterable<PaintVillage>,
  choice: VillageChoice,
  valueOf: (villageId: number) => AssignmentValue | undefined,
): PaintVillage[] {
  const { countyCode, townshipCode, placeKey, bound } = choice;
  const text = choice.text.trim();
  return [...villages].filter((village) => {
    if (countyCode !== null && village.countyCode !== countyCode) return false;
    if (townshipCode !== null && village.townshipCode !== townshipCode) return false;
    if (text !== '' && !village.name.includes(text)) return false;
    if (bound !== null && !isWithin(village, bound)) return false;
    const value = valueOf(village.id);
    if (value === undefined) return false;
    return placeKey === null || placeKeyOf(value) === placeKey;
  });
}

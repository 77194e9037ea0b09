import type { VillageItem } from '#contract/villages';
import { call } from '../../api/call.ts';

const pageLimit = 1000;

/**
 * Every village of a region, page by page (the whole prefecture is two pages).
 * @throws ApiFailure
 */
export async function fetchVillagesOf(
  region: string | null,
  signal: AbortSignal,
): Promise<readonly VillageItem[]> {
  const villages: VillageItem[] = [];
  let cursor: string | undefined;
  do {
    const page = await call('listVillages', { query: { region, limit: pageLimit, cursor } }, { signal });
    villages.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return villages;
}

/** Villages of one township, as the list shows them. */
export interface TownshipGroup {
  code: string;
  name: string;
  countyName: string;
  members: number;
  villages: readonly VillageItem[];
}

/** Lower-case text that a filter is searched in: names as printed and romanised. */
function haystack(village: VillageItem): string {
  return `${village.name}${village.townshipName}${village.countyName}${village.nameEn}`.toLowerCase();
}

export interface VillageFilter {
  text: string;
  includesOutside: boolean;
}

/**
 * Groups villages by township in the order of codes; inside a township by category, then as listed.
 * @param orderOf order of a category in the scheme
 */
export function groupByTownship(
  villages: readonly VillageItem[],
  filter: VillageFilter,
  orderOf: (categoryKey: string | null) => number,
): readonly TownshipGroup[] {
  const text = filter.text.trim().toLowerCase();
  const groups = new Map<string, VillageItem[]>();
  for (const village of villages) {
    if (!filter.includesOutside && village.membership === 'outside') continue;
    if (text !== '' && !haystack(village).includes(text)) continue;
    const group = groups.get(village.townshipCode);
    if (group) group.push(village);
    else groups.set(village.townshipCode, [village]);
  }
  return [...groups]
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([code, members]) => ({
      code,
      name: members[0]?.townshipName ?? '',
      countyName: members[0]?.countyName ?? '',
      members: members.filter((village) => village.membership !== 'outside').length,
      villages: members.toSorted((a, b) => orderOf(a.categoryKey) - orderOf(b.categoryKey) || a.id - b.id),
    }));
}

/** A page of a grouped list: groups cut so that the page holds `pageSize` villages. */
export function pageOfGroups(
  groups: readonly TownshipGroup[],
  page: number,
  pageSize: number,
): readonly TownshipGroup[] {
  const from = page * pageSize;
  const to = from + pageSize;
  let at = 0;
  const shown: TownshipGroup[] = [];
  for (const group of groups) {
    const villages = group.villages.slice(Math.max(0, from - at), Math.max(0, to - at));
    if (villages.length > 0) shown.push({ ...group, villages });
    at += group.villages.length;
  }
  return shown;
}

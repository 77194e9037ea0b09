import type { Facility, Site } from '#contract/places';
import type { VillageItem } from '#contract/villages';
import { call } from '../../../api/call.ts';
import { Resource } from '../../shell/resource.svelte.ts';
import { fetchVillagesOf } from '../../village/villageList.ts';

const pageLimit = 1000;

interface Page<Item> {
  items: readonly Item[];
  nextCursor: string | null;
}

async function everyPage<Item>(load: (cursor: string | undefined) => Promise<Page<Item>>): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | undefined;
  do {
    const page = await load(cursor);
    items.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return items;
}

/** What consequences of moving villages are told from. Facilities are those of everywhere: the nearest may be beyond. */
export interface RelocationGround {
  sites: readonly Site[];
  facilities: readonly Facility[];
  villages: ReadonlyMap<number, VillageItem>;
}

async function loadGround(region: string, signal: AbortSignal): Promise<RelocationGround> {
  const [sites, facilities, villages] = await Promise.all([
    everyPage((cursor) => call('listSites', { query: { limit: pageLimit, cursor } }, { signal })),
    everyPage((cursor) => call('listFacilities', { query: { limit: pageLimit, cursor } }, { signal })),
    fetchVillagesOf(region, signal),
  ]);
  return { sites, facilities, villages: new Map(villages.map((village) => [village.id, village])) };
}

/** Loaded while a component initialises. @param region null: nothing to load yet */
export const relocationGround = (region: () => string | null): Resource<RelocationGround> =>
  new Resource((signal) => {
    const code = region();
    return code === null ? null : loadGround(code, signal);
  });

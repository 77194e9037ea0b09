import type { SearchResult } from '#contract/search';

/** Layer ids of the explorer by the type of thing found. */
const layerOfType: Record<Exclude<SearchResult['type'], 'region' | 'village'>, string> = {
  site: 'sites',
  facility: 'facilities',
  project: 'projects',
  route: 'routes',
};

/** The page that answers for a result: a village has its own, the rest are shown on the map. */
export function pathOfResult(result: SearchResult): { path: string; search: string } {
  switch (result.type) {
    case 'village':
      return { path: `/v/${result.id}`, search: '' };
    case 'region':
      return { path: '/map', search: `r=${result.id}` };
    default:
      return { path: '/map', search: `s=${selectionOfResult(result)}` };
  }
}

/** `layer.id` of a result that is not a region, as links to the explorer write it. */
export function selectionOfResult(result: SearchResult): string {
  const layer = result.type === 'village' || result.type === 'region' ? 'villages' : layerOfType[result.type];
  return `${layer}.${result.id}`;
}

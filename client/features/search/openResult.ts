import type { SearchResult } from '#contract/search';
import { call } from '../../api/call.ts';
import type { navigate as navigateTo, route as currentRoute } from '../../router.ts';
import type { ViewState } from '../../state/view.svelte.ts';
import { pathOfResult, selectionOfResult } from './destination.ts';

interface Place {
  navigate: typeof navigateTo;
  route: typeof currentRoute;
  view: ViewState;
}

/** On the map a result is selected there; anywhere else its page opens. */
export async function openResult(result: SearchResult, { navigate, route, view }: Place): Promise<void> {
  if (route.pathname !== '/map') {
    const { path, search } = pathOfResult(result);
    await navigate(path as '/', { search });
    return;
  }
  if (result.type === 'region') {
    view.goToRegion(result.id);
    return;
  }
  const county = view.regionCode === null ? null : await countyElsewhere(result, view.regionCode);
  if (county !== null) view.goToRegion(county);
  const [layer = '', id = ''] = selectionOfResult(result).split('.');
  view.toggle(layer, true);
  view.select({ layer, id });
}

/** The county to change to when the result lies outside the region shown; null where the map may stay. */
async function countyElsewhere(result: SearchResult, regionCode: string): Promise<string | null> {
  const params = { id: result.id };
  try {
    if (result.type === 'village') {
      const village = await call('getVillage', { params });
      return village.path.some((region) => region.code === regionCode) ? null : village.countyCode;
    }
    if (result.type === 'site' || result.type === 'facility') {
      const place = await call(result.type === 'site' ? 'getSite' : 'getFacility', { params });
      const isInside = [place.countyCode, place.townshipCode].includes(regionCode);
      return isInside ? null : place.countyCode;
    }
  } catch {
    // The card will say that the thing could not be fetched; the map stays where it is.
  }
  return null;
}

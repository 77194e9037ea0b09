import type { PatternId } from './patterns.ts';
import type { SiteSize, SymbolVariant } from './symbols.ts';
import type { ThemeName } from './palette.ts';

/**
 * Ids of images of the map's style. An id says all that is needed to draw the image, so images are drawn when
 * the map first misses them and nothing has to be registered beforehand.
 */
export const imageIds = {
  pattern: (id: PatternId, theme: ThemeName) => `pattern/${id}/${theme}`,
  symbol: (glyph: string, variant: SymbolVariant, isEstimated: boolean, theme: ThemeName) =>
    `symbol/${glyph}/${variant}/${exactness(isEstimated)}/${theme}`,
  site: (size: SiteSize, isEstimated: boolean, theme: ThemeName) =>
    `site/${size}/${exactness(isEstimated)}/${theme}`,
  project: (isEstimated: boolean, theme: ThemeName) => `project/${exactness(isEstimated)}/${theme}`,
  badge: (routeNumber: number, theme: ThemeName) => `badge/${routeNumber}/${theme}`,
  lock: (theme: ThemeName) => `lock/${theme}`,
};

export function exactness(isEstimated: boolean): 'estimated' | 'exact' {
  return isEstimated ? 'estimated' : 'exact';
}

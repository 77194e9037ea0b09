import type { FacilityKind } from '#contract/places';
import { exactness } from '../theme/imageIds.ts';
import { palettes } from '../theme/palette.ts';
import { demonstrationAttribution, demonstrationNote } from './attributions.ts';
import { byZoom, isEstimated, maybeInRegion } from './expressions.ts';
import { defineLayer, type Expression, type LayerContext } from './layer.ts';

const symbolsFrom = 9.6;

/** Facilities by kind: outline shape = kind; inverted = planned, slash = closed, dashed = estimated place. */
export const facilities = defineLayer({
  id: 'facilities',
  title: { zh: '设施', en: 'Facilities' },
  group: 'facilities',
  isListed: true,
  isOnByDefault: false,
  minzoom: 0,
  maxzoom: 24,
  styleLayers(context) {
    const kinds = shownKinds(context);
    if (kinds.length === 0) return [];
    const palette = palettes[context.theme];
    const source = { source: 'places', 'source-layer': 'facilities' } as const;
    const ofKinds = ['in', ['get', 'k'], ['literal', kinds.map((kind) => kind.key)]];
    const filter = ['all', ofKinds, maybeInRegion(context)];
    const isCoverage = context.coverage !== null;
    return [
      {
        ...source,
        id: 'facilities-points',
        type: 'circle',
        minzoom: isCoverage ? 6 : 8,
        maxzoom: symbolsFrom,
        filter: filter as never,
        paint: {
          'circle-radius': byZoom([6, 1], [8, 1.5], [9.6, 2.8]),
          // Over served and unserved cells only what works counts: the others stay pale.
          'circle-color': ['match', ['get', 's'], 'working', palette.ink, palette.panel],
          'circle-stroke-color': ['match', ['get', 's'], 'working', palette.panel, palette.ink],
          'circle-stroke-width': byZoom([6, 0.5], [9, 1]),
        },
      },
      {
        ...source,
        id: 'facilities-symbols',
        type: 'symbol',
        minzoom: symbolsFrom,
        filter: filter as never,
        layout: {
          'icon-image': image(context, kinds),
          'icon-size': byZoom([symbolsFrom, 0.8], [11, 1], [14, 1.15]),
          'icon-padding': 1,
          // Coverage is about few facilities of one kind: none may hide.
          'icon-allow-overlap': isCoverage,
          'symbol-sort-key': ['match', ['get', 's'], 'working', 0, 'planned', 1, 2],
        },
      },
    ];
  },
  legend(context) {
    const kinds = context.coverage === null ? context.facilityKinds : shownKinds(context);
    return kinds.map((kind) => ({
      id: kind.key,
      kind: kind.key,
      label: { zh: kind.name, en: kind.nameEn },
      swatch: { type: 'symbol', glyph: kind.glyph, variant: 'working', estimated: false },
      count: kind.count,
      isHidden: !context.isKindShown(kind.key),
    }));
  },
  hitLayers: ['facilities-symbols', 'facilities-points'],
  describe(feature, names) {
    const { properties } = feature;
    const kind = names.facilityKind(String(properties['k'] ?? ''));
    const name = String(properties['n'] ?? kind?.name ?? feature.id);
    const status = statusNames[String(properties['s'])];
    return {
      layer: 'facilities',
      id: String(feature.id),
      title: { zh: name, en: name },
      subtitle: {
        zh: [kind?.name, status?.zh].filter(Boolean).join('·'),
        en: [kind?.nameEn, status?.en].filter(Boolean).join('·'),
      },
      isDemonstration: Boolean(properties['d']),
      isEstimated: properties['q'] !== 'surveyed' && properties['q'] !== 'gazetteer',
    };
  },
  list: {
    endpoint: 'listFacilities',
    columns: [
      { key: 'name', title: { zh: '设施', en: 'Facility' } },
      { key: 'townshipName', title: { zh: '乡镇', en: 'Township' } },
      { key: 'status', title: { zh: '状态', en: 'Status' } },
    ],
  },
  attribution: demonstrationAttribution,
  qualityNote: demonstrationNote,
  audience: 'everyone',
});

const statusNames: Readonly<Record<string, { zh: string; en: string }>> = {
  working: { zh: '在用', en: 'working' },
  planned: { zh: '拟建', en: 'planned' },
  closed: { zh: '停用', en: 'closed' },
};

/** While a coverage is shown, the facilities it counts are shown with it, and only those. */
function shownKinds(context: LayerContext): readonly FacilityKind[] {
  const { coverage } = context;
  if (coverage !== null) return context.facilityKinds.filter((kind) => kind.key === coverage.kind);
  if (!context.visible.has('facilities')) return [];
  return context.facilityKinds.filter((kind) => context.isKindShown(kind.key));
}

/** Ids as imageIds.symbol writes them. */
function image(context: LayerContext, kinds: readonly FacilityKind[]): Expression {
  const glyphs = kinds.flatMap((kind) => [kind.key, kind.glyph]);
  return [
    'concat',
    'symbol/',
    ['match', ['get', 'k'], ...glyphs, '?'],
    '/',
    ['coalesce', ['get', 's'], 'working'],
    '/',
    ['case', isEstimated, exactness(true), exactness(false)],
    `/${context.theme}`,
  ] as unknown as Expression;
}

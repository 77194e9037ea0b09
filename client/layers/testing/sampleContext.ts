import type { Category } from '#contract/plans';
import type { FacilityKind } from '#contract/places';
import type { Source } from '#contract/place';
import type { LayerContext } from '../layer.ts';

const source: Source = {
  id: 'sample',
  title: '样例',
  titleEn: 'Sample',
  kind: 'document',
  licence: '',
  isDemonstration: false,
  place: null,
};

function category(order: number, letter: string): Category {
  return {
    key: `category${order}`,
    order,
    slot: order,
    letter,
    name: `第${order}类`,
    nameEn: `Category ${order}`,
    shortName: `${order}类`,
    shortNameEn: `Class ${order}`,
    description: null,
    descriptionEn: null,
    parentName: null,
    targets: [],
    source,
  };
}

function kind(key: string, glyph: string): FacilityKind {
  return {
    key,
    order: 1,
    name: key,
    nameEn: key,
    glyph,
    group: 'sample',
    standardMetres: 2000,
    count: 3,
  };
}

/** A context with every kind of content, for tests of layers; nothing in the product imports it. */
export const sampleContext: LayerContext = {
  theme: 'light',
  locale: 'zh-CN',
  categories: [category(1, '示'), category(2, '帮'), category(3, 'Ⅰ'), category(4, 'Ⅱ')],
  counts: new Map([['category1', 28]]),
  outsideCount: 72,
  codesInUse: new Set([0, 1, 2, 3, 4, 254, 255]),
  facilityKinds: [kind('clinic', 'health'), kind('school', 'school')],
  isKindShown: () => true,
  tourismRoutes: [1, 2, 3, 4].map((number) => ({
    id: `route-${number}`,
    number,
    name: `线路${number}`,
    nameEn: `Route ${number}`,
  })),
  visible: new Set(),
  basemap: 'offline',
  regionCode: '433124',
  regionLevel: 'county',
  coverage: null,
  reach: null,
  serviceCircle: null,
  selection: { layer: 'villages', id: '7' },
  painting: null,
};

import { validateStyleMin, type StyleSpecification } from '@maplibre/maplibre-gl-style-spec';
import { describe, expect, test } from 'vitest';
import type { ThemeName } from '../theme/palette.ts';
import { layerGroups, layerOf, layers } from './index.ts';
import type { LayerContext, LayerDefinition, Swatch } from './layer.ts';
import { sampleContext } from './testing/sampleContext.ts';

const everything = new Set(layers.map((layer) => layer.id));
/** Files of this folder that are not layers themselves. */
const parts = new Set(['index', 'layer', 'expressions', 'attributions']);

/** The situations in which layers draw different things. */
const situations: Record<string, LayerContext> = {
  categories: { ...sampleContext, visible: new Set(['villages', 'zones', 'boundaries', 'placeNames']) },
  'everything on': { ...sampleContext, visible: everything, basemap: 'vec' },
  'whole region, English': { ...sampleContext, locale: 'en', regionCode: null, regionLevel: null },
  'township, nothing selected': {
    ...sampleContext,
    regionCode: '433124110',
    regionLevel: 'township',
    selection: null,
  },
  coverage: { ...sampleContext, coverage: { kind: 'clinic', standardMetres: 2500 } },
  'coverage, a facility selected': {
    ...sampleContext,
    coverage: { kind: 'clinic', standardMetres: 2500 },
    serviceCircle: { position: [109.5, 28.4], radiusMetres: 2500 },
    selection: { layer: 'facilities', id: '541' },
  },
  'a route selected': { ...sampleContext, selection: { layer: 'routes', id: 'route-2' } },
  'a site selected': { ...sampleContext, selection: { layer: 'sites', id: '3' } },
  painting: { ...sampleContext, painting: { hasLocks: false, hasPreview: false, isDimmed: false } },
  'painting with locks': {
    ...sampleContext,
    painting: { hasLocks: true, hasPreview: false, isDimmed: false },
  },
  'painting by a rule': {
    ...sampleContext,
    painting: { hasLocks: false, hasPreview: true, isDimmed: false },
  },
  'comparing with a chosen cell': {
    ...sampleContext,
    painting: { hasLocks: false, hasPreview: false, isDimmed: true },
  },
  'a project selected': { ...sampleContext, selection: { layer: 'projects', id: '12' } },
};
const themes: ThemeName[] = ['light', 'dark'];
const cases = Object.entries(situations).flatMap(([name, context]) =>
  themes.map((theme) => ({ name: `${name}, ${theme}`, context: { ...context, theme } })),
);

function styleOf(context: LayerContext): StyleSpecification {
  const vector = { type: 'vector' as const, tiles: ['http://127.0.0.1/{z}/{x}/{y}'] };
  return {
    version: 8,
    sources: {
      base: vector,
      'base-patterns': vector,
      places: vector,
      network: vector,
      'tianditu-vec': { type: 'raster', tiles: ['http://127.0.0.1/{z}/{x}/{y}'] },
      'tianditu-cva': { type: 'raster', tiles: ['http://127.0.0.1/{z}/{x}/{y}'] },
      letters: { type: 'geojson', data: { type: 'FeatureCollection', features: [] } },
      locks: { type: 'geojson', data: { type: 'FeatureCollection', features: [] } },
      'service-area': { type: 'geojson', data: { type: 'FeatureCollection', features: [] } },
    },
    layers: layers.flatMap((layer) => layer.styleLayers(context)) as StyleSpecification['layers'],
  };
}

function coloursOf(swatch: Swatch): string[] {
  switch (swatch.type) {
    case 'fill':
      return [swatch.color];
    case 'line':
    case 'badge':
      return [swatch.color];
    default:
      return [];
  }
}

function patternsOf(layer: LayerDefinition, context: LayerContext): string[] {
  return layer
    .legend(context)
    .flatMap(({ swatch }) => (swatch.type === 'fill' && swatch.pattern ? [swatch.pattern] : []));
}

describe('the layer registry', () => {
  test('registers every layer file of the folder', () => {
    const files = Object.keys(import.meta.glob('./*.ts'))
      .map((path) => path.slice(2, -3))
      .filter((name) => !name.endsWith('.test') && !parts.has(name));
    expect(files.toSorted()).toEqual([...everything].toSorted());
  });

  test('gives every layer an id and a place in the panel of its own', () => {
    expect(everything.size).toBe(layers.length);
    const groups = new Set(layerGroups.map((group) => group.id));
    for (const layer of layers.filter((each) => each.isListed)) expect(groups).toContain(layer.group);
    expect(layerOf('villages')?.id).toBe('villages');
    expect(layerOf('nothing')).toBeNull();
  });

  test('starts every style layer id with the id of its layer', () => {
    for (const layer of layers) {
      for (const { context } of cases) {
        for (const { id } of layer.styleLayers(context)) expect(id.startsWith(`${layer.id}-`)).toBe(true);
      }
    }
  });

  test('hits only style layers that it draws', () => {
    for (const layer of layers) {
      const drawn = cases.flatMap(({ context }) => layer.styleLayers(context).map(({ id }) => id));
      for (const id of layer.hitLayers) expect(drawn).toContain(id);
      expect(layer.hitLayers.length === 0).toBe(layer.describe === undefined);
    }
  });

  test.each(cases)('draws a valid style: $name', ({ context }) => {
    expect(validateStyleMin(styleOf(context)).map((error) => error.message)).toEqual([]);
  });

  test.each(cases)('draws every colour and pattern of its legend: $name', ({ context }) => {
    for (const layer of layers) {
      const drawn = JSON.stringify(layer.styleLayers(context));
      // A layer that draws nothing here (another mode is on) explains nothing on the map.
      if (drawn === '[]') continue;
      // Faded to outlines under the routes, categories keep their legend but not their fills.
      if (layer.id === 'villages' && context.visible.has('routes')) continue;
      for (const item of layer.legend(context)) {
        for (const colour of coloursOf(item.swatch)) expect(drawn).toContain(colour);
      }
      for (const pattern of patternsOf(layer, context)) expect(drawn).toContain(`pattern/${pattern}/`);
    }
  });
});

describe('layers', () => {
  test('name a village with its place and category', () => {
    const description = layerOf('villages')?.describe?.(
      { id: 745, properties: { c: '433124', t: '433124110', q: 'estimated' } },
      {
        categoryOf: () => sampleContext.categories[0] ?? null,
        region: (code) => ({
          code,
          level: code.length === 6 ? 'county' : 'township',
          name: code.length === 6 ? '花垣县' : '双龙镇',
          nameEn: '',
        }),
        villageName: () => '十八洞村',
        facilityKind: () => null,
        tourismRoute: () => null,
      },
    );
    expect(description).toMatchObject({
      layer: 'villages',
      id: '745',
      title: { zh: '十八洞村' },
      subtitle: { zh: '花垣县双龙镇·1类' },
      isEstimated: true,
    });
  });

  test('replace the categories by the coverage while a coverage is chosen', () => {
    const context = situations['coverage']!;
    expect(layerOf('villages')?.styleLayers(context)).toEqual([]);
    expect(layerOf('coverage')?.styleLayers(context)).not.toEqual([]);
    expect(layerOf('coverage')?.styleLayers(sampleContext)).toEqual([]);
  });

  test('outline the service area only under a coverage and around a facility of its kind', () => {
    const layer = layerOf('serviceArea')!;
    const context = situations['coverage, a facility selected']!;
    expect(layer.styleLayers(context).map(({ id }) => id)).toEqual([
      'serviceArea-casing',
      'serviceArea-line',
    ]);
    expect(layer.legend(context).map(({ label }) => label)).toEqual([
      { zh: '所选设施 2.5 公里范围', en: '2.5 km around the selected facility' },
    ]);
    for (const without of [situations['coverage']!, { ...context, coverage: null }]) {
      expect(layer.styleLayers(without)).toEqual([]);
      expect(layer.legend(without)).toEqual([]);
    }
  });

  test('leave hidden facility kinds out', () => {
    const context = { ...sampleContext, visible: everything, isKindShown: (key: string) => key === 'school' };
    const drawn = JSON.stringify(layerOf('facilities')?.styleLayers(context));
    expect(drawn).toContain('"school"');
    expect(drawn).not.toContain('"clinic"');
  });
});

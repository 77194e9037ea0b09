import type { LayerSpecification } from 'maplibre-gl';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { syncLayers, type LayerTarget } from './sync.ts';

/** A map that keeps its layers as an ordered list and counts the calls. */
class RecordingMap implements LayerTarget {
  layers: LayerSpecification[];
  calls: string[] = [];

  constructor(layers: readonly LayerSpecification[]) {
    this.layers = structuredClone([...layers]);
  }
  addLayer(layer: LayerSpecification, beforeId?: string) {
    this.calls.push(`add ${layer.id}`);
    this.#insert(structuredClone(layer), beforeId);
  }
  removeLayer(id: string) {
    this.calls.push(`remove ${id}`);
    this.layers = this.layers.filter((layer) => layer.id !== id);
  }
  moveLayer(id: string, beforeId?: string) {
    this.calls.push(`move ${id}`);
    const layer = this.#find(id);
    this.layers = this.layers.filter((each) => each !== layer);
    this.#insert(layer, beforeId);
  }
  setPaintProperty(id: string, name: string, value: unknown) {
    this.#set(id, 'paint', name, value);
  }
  setLayoutProperty(id: string, name: string, value: unknown) {
    this.#set(id, 'layout', name, value);
  }
  setFilter(id: string, filter?: unknown) {
    this.calls.push(`filter ${id}`);
    const layer = this.#find(id) as { filter?: unknown };
    if (filter === null || filter === undefined) delete layer.filter;
    else layer.filter = filter;
  }
  setLayerZoomRange(id: string, minzoom: number, maxzoom: number) {
    this.calls.push(`zoom ${id}`);
    Object.assign(this.#find(id), { minzoom, maxzoom });
  }
  #find(id: string) {
    const layer = this.layers.find((each) => each.id === id);
    if (!layer) throw new Error(`no layer ${id}`);
    return layer;
  }
  #insert(layer: LayerSpecification, beforeId?: string) {
    const index = beforeId === undefined ? this.layers.length : this.layers.indexOf(this.#find(beforeId));
    this.layers.splice(index, 0, layer);
  }
  #set(id: string, group: 'paint' | 'layout', name: string, value: unknown) {
    this.calls.push(`${group} ${id}.${name}`);
    const layer = this.#find(id) as unknown as Record<string, Record<string, unknown>>;
    const values = { ...layer[group] };
    if (value === undefined) delete values[name];
    else values[name] = value;
    layer[group] = values;
  }
}

function line(id: string, color = '#000000', more: object = {}): LayerSpecification {
  return {
    id,
    type: 'line',
    source: 'base',
    'source-layer': 'edges',
    paint: { 'line-color': color },
    ...more,
  };
}

const anyLayer = fc.record({
  id: fc.constantFrom(...'abcdefgh'),
  color: fc.constantFrom('#000000', '#ffffff'),
});
const anyStyle = fc
  .uniqueArray(anyLayer, { selector: ({ id }) => id, maxLength: 8 })
  .map((list) => list.map(({ id, color }) => line(id, color)));

describe('syncing layers', () => {
  test('always ends with the wanted layers in the wanted order', () => {
    fc.assert(
      fc.property(anyStyle, anyStyle, (drawn, wanted) => {
        const map = new RecordingMap(drawn);
        syncLayers(map, drawn, wanted);
        expect(map.layers).toEqual(wanted);
      }),
      { seed: 31, numRuns: 500 },
    );
  });

  test('does nothing where nothing differs', () => {
    const style = [line('a'), line('b', '#123456', { filter: ['==', ['get', 'k'], 'county'] })];
    const map = new RecordingMap(style);
    syncLayers(map, style, structuredClone(style));
    expect(map.calls).toEqual([]);
  });

  test('changes a colour in place, so that tiles and states stay', () => {
    const map = new RecordingMap([line('a'), line('b')]);
    syncLayers(map, [line('a'), line('b')], [line('a', '#ffffff'), line('b')]);
    expect(map.calls).toEqual(['paint a.line-color']);
  });

  test('adds one layer between two without touching them', () => {
    const map = new RecordingMap([line('a'), line('c')]);
    syncLayers(map, [line('a'), line('c')], [line('a'), line('b'), line('c')]);
    expect(map.calls).toEqual(['add b']);
  });

  test('replaces a layer whose type or source differs', () => {
    const fill: LayerSpecification = { id: 'a', type: 'fill', source: 'base', 'source-layer': 'villages' };
    const map = new RecordingMap([line('a')]);
    syncLayers(map, [line('a')], [fill]);
    expect(map.calls).toEqual(['remove a', 'add a']);
    expect(map.layers).toEqual([fill]);
  });

  test('takes back a filter, a property and a zoom range that are no longer wanted', () => {
    const before = line('a', '#000000', {
      filter: ['has', 'c'],
      minzoom: 7,
      layout: { 'line-cap': 'round' },
    });
    const map = new RecordingMap([before]);
    syncLayers(map, [before], [line('a')]);
    expect(map.calls.toSorted()).toEqual(['filter a', 'layout a.line-cap', 'zoom a']);
  });
});

import type { FilterSpecification, LayerSpecification } from 'maplibre-gl';

/** What syncing asks of a map; MapLibre's Map satisfies it. */
export interface LayerTarget {
  addLayer(layer: LayerSpecification, beforeId?: string): unknown;
  removeLayer(id: string): unknown;
  moveLayer(id: string, beforeId?: string): unknown;
  setPaintProperty(id: string, name: string, value: unknown): unknown;
  setLayoutProperty(id: string, name: string, value: unknown): unknown;
  setFilter(id: string, filter?: FilterSpecification | null): unknown;
  setLayerZoomRange(id: string, minzoom: number, maxzoom: number): unknown;
}

/**
 * Turns the drawn layers into the wanted ones by the fewest calls: feature state and loaded tiles survive, and
 * the order is the wanted list's alone. Sources are fixed and not touched.
 */
export function syncLayers(
  map: LayerTarget,
  drawn: readonly LayerSpecification[],
  wanted: readonly LayerSpecification[],
): void {
  const wantedById = new Map(wanted.map((layer) => [layer.id, layer]));
  const kept: LayerSpecification[] = [];
  for (const layer of drawn) {
    const next = wantedById.get(layer.id);
    if (next !== undefined && isSameKind(layer, next)) kept.push(layer);
    else map.removeLayer(layer.id);
  }
  const drawnById = new Map(kept.map((layer) => [layer.id, layer]));
  let order = kept.map((layer) => layer.id);
  // From the top down, so that the layer a new one goes below is always there.
  for (let i = wanted.length - 1; i >= 0; i -= 1) {
    const layer = wanted[i]!;
    const above = wanted[i + 1]?.id;
    const before = drawnById.get(layer.id);
    if (before === undefined) {
      map.addLayer(layer, above);
      order = placed(order, layer.id, above);
    } else {
      if (nextOf(order, layer.id) !== above) {
        map.moveLayer(layer.id, above);
        order = placed(order, layer.id, above);
      }
      updateLayer(map, before, layer);
    }
  }
}

/** A layer of another type, source or tile layer cannot be changed in place. */
function isSameKind(a: LayerSpecification, b: LayerSpecification): boolean {
  return (
    a.type === b.type && fieldOf(a, 'source') === fieldOf(b, 'source') && sourceLayer(a) === sourceLayer(b)
  );
}

function sourceLayer(layer: LayerSpecification): unknown {
  return fieldOf(layer, 'source-layer');
}

function fieldOf(layer: LayerSpecification, key: string): unknown {
  return (layer as unknown as Record<string, unknown>)[key];
}

function placed(order: readonly string[], id: string, above: string | undefined): string[] {
  const rest = order.filter((each) => each !== id);
  const index = above === undefined ? rest.length : rest.indexOf(above);
  return [...rest.slice(0, index), id, ...rest.slice(index)];
}

function nextOf(order: readonly string[], id: string): string | undefined {
  return order[order.indexOf(id) + 1];
}

function updateLayer(map: LayerTarget, before: LayerSpecification, after: LayerSpecification): void {
  const { id } = after;
  eachDifference(fieldOf(before, 'paint'), fieldOf(after, 'paint'), (name, value) =>
    map.setPaintProperty(id, name, value),
  );
  eachDifference(fieldOf(before, 'layout'), fieldOf(after, 'layout'), (name, value) =>
    map.setLayoutProperty(id, name, value),
  );
  const filter = fieldOf(after, 'filter');
  if (!isEqual(fieldOf(before, 'filter'), filter)) {
    map.setFilter(id, (filter as FilterSpecification | undefined) ?? null);
  }
  if (before.minzoom !== after.minzoom || before.maxzoom !== after.maxzoom) {
    map.setLayerZoomRange(id, after.minzoom ?? 0, after.maxzoom ?? 24);
  }
}

/** Calls `set` for every property that differs; undefined resets one that is no longer wanted. */
function eachDifference(before: unknown, after: unknown, set: (name: string, value: unknown) => void): void {
  const old = (before ?? {}) as Record<string, unknown>;
  const next = (after ?? {}) as Record<string, unknown>;
  for (const name of new Set([...Object.keys(old), ...Object.keys(next)])) {
    if (!isEqual(old[name], next[name])) set(name, next[name]);
  }
}

/** Style values are JSON, written by the same code each time, so equal values have equal text. */
function isEqual(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

import type { Map as MapLibreMap, MapGeoJSONFeature, PointLike } from 'maplibre-gl';
import type { HitFeature, LayerDefinition, Names, PickedFeature } from '../layers/layer.ts';
import { hitLayers } from './wantedLayers.ts';

/** How far from the pointer a point or line may be, CSS pixels. */
const reach = 5;

/** What the map can answer about rendered features. */
export type Queryable = Pick<MapLibreMap, 'queryRenderedFeatures' | 'getLayer' | 'unproject'>;

/**
 * Features at a point of the screen, topmost first, each once however many tiles or style layers show it.
 * Points and lines answer within a few pixels, areas only where they are.
 */
export function pickFeatures(map: Queryable, point: { x: number; y: number }, names: Names): PickedFeature[] {
  const { lng, lat } = map.unproject([point.x, point.y]);
  const picked = new Map<string, PickedFeature>();
  for (const { id, layer } of hitLayers()) {
    const drawn = map.getLayer(id);
    if (!drawn || !layer.describe) continue;
    for (const feature of map.queryRenderedFeatures(areaFor(drawn.type, point), { layers: [id] })) {
      const description = layer.describe(hitOf(feature), names);
      const key = `${description.layer}.${description.id}`;
      if (!picked.has(key)) picked.set(key, { ...description, position: positionOf(feature) ?? [lng, lat] });
    }
  }
  return [...picked.values()];
}

/** Whether anything at the point answers a click, for the pointer's shape. */
export function topmostHit(
  map: Queryable,
  point: { x: number; y: number },
): { layer: LayerDefinition; feature: HitFeature } | null {
  for (const { id, layer } of hitLayers()) {
    const drawn = map.getLayer(id);
    if (!drawn) continue;
    const [feature] = map.queryRenderedFeatures(areaFor(drawn.type, point), { layers: [id] });
    if (feature) return { layer, feature: hitOf(feature) };
  }
  return null;
}

function areaFor(type: string, { x, y }: { x: number; y: number }): PointLike | [PointLike, PointLike] {
  if (type === 'fill') return [x, y];
  return [
    [x - reach, y - reach],
    [x + reach, y + reach],
  ];
}

function hitOf(feature: MapGeoJSONFeature): HitFeature {
  return { id: Number(feature.id ?? 0), properties: feature.properties };
}

function positionOf(feature: MapGeoJSONFeature): [number, number] | null {
  if (feature.geometry.type !== 'Point') return null;
  const [lng, lat] = feature.geometry.coordinates;
  return lng === undefined || lat === undefined ? null : [lng, lat];
}

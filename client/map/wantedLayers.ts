import type { LayerSpecification } from 'maplibre-gl';
import { layers } from '../layers/index.ts';
import type { LayerContext, LayerDefinition } from '../layers/layer.ts';

/** Whether a layer draws anything: listed ones by the reader's choice, the others always. */
function isShown(layer: LayerDefinition, context: LayerContext): boolean {
  if (!layer.isListed || context.visible.has(layer.id)) return true;
  // A coverage figure shows the facilities it counts, whether or not the facility layer is on.
  return layer.id === 'facilities' && context.coverage !== null;
}

/** The style layers to draw, bottom to top, in the registry's order. */
export function wantedLayers(context: LayerContext): LayerSpecification[] {
  return layers.flatMap((layer) => (isShown(layer, context) ? layer.styleLayers(context) : []));
}

/** Style layer ids that answer the pointer, topmost first, with the layer that explains them. */
export function hitLayers(): { id: string; layer: LayerDefinition }[] {
  return [...layers].reverse().flatMap((layer) => layer.hitLayers.map((id) => ({ id, layer })));
}

import type { Tileset } from './index.ts';

const fieldTypes = { text: 'String', integer: 'Number', boolean: 'Boolean' } as const;

/** One of `vector_layers` in TileJSON 3.0.0 and in the metadata of PMTiles. */
export interface VectorLayer {
  id: string;
  description: string;
  /** Type and meaning of each attribute by its name. */
  fields: Record<string, string>;
  minzoom: number;
  maxzoom: number;
}

/** What the layers of a tileset hold, for those who read its tiles. */
export const vectorLayersOf = ({ layers }: Pick<Tileset, 'layers'>): VectorLayer[] =>
  layers.map((layer) => ({
    id: layer.id,
    description: layer.description,
    fields: Object.fromEntries(
      Object.entries(layer.attributes).map(([name, { type, description }]) => [
        name,
        `${fieldTypes[type]}: ${description}`,
      ]),
    ),
    minzoom: layer.minZoom,
    maxzoom: layer.maxZoom,
  }));

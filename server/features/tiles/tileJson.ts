import { attributionOf } from '../../../tiles/attribution.ts';
import type { Tileset } from '../../../tiles/index.ts';
import { vectorLayersOf, type VectorLayer } from '../../../tiles/vectorLayers.ts';
import { noScope } from '../../database/role.ts';
import type { Database } from '../../database/database.ts';
import { findBounds, listAttributions } from './queries.ts';

/** TileJSON 3.0.0: https://github.com/mapbox/tilejson-spec/tree/master/3.0.0 */
export interface TileJson {
  tilejson: '3.0.0';
  name: string;
  version: string;
  scheme: 'xyz';
  tiles: string[];
  minzoom: number;
  maxzoom: number;
  bounds: [number, number, number, number];
  attribution: string;
  vector_layers: VectorLayer[];
}

const wholeWorld: TileJson['bounds'] = [-180, -85.05113, 180, 85.05113];
/** About 10 cm, rounded outward so that nothing lies outside. */
const outward = (value: number, side: number) =>
  (side < 2 ? Math.floor(value * 1e6) : Math.ceil(value * 1e6)) / 1e6;

/** Describes a tileset; its tile addresses carry the data version, so they may be kept for ever. */
export async function describeTileset(
  database: Database,
  tileset: Tileset,
  dataVersion: string,
): Promise<TileJson> {
  const { bounds, sources } = await database.read('leader', noScope, async (transaction) => ({
    bounds: await findBounds(transaction, tileset),
    sources: await listAttributions(transaction),
  }));
  const isDemonstration = sources.some((source) => source.isDemonstration);
  return {
    tilejson: '3.0.0',
    name: tileset.name,
    version: '1.0.0',
    scheme: 'xyz',
    tiles: [`/tiles/${tileset.id}/{z}/{x}/{y}.mvt?v=${encodeURIComponent(dataVersion)}`],
    minzoom: tileset.minZoom,
    maxzoom: tileset.maxZoom,
    bounds: (bounds?.map(outward) as TileJson['bounds'] | undefined) ?? wholeWorld,
    attribution: attributionOf(sources, isDemonstration),
    vector_layers: vectorLayersOf(tileset),
  };
}

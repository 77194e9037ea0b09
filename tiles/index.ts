import { countiesLabel } from './base/countiesLabel.ts';
import { edges } from './base/edges.ts';
import { neighbours } from './base/neighbours.ts';
import { townshipsLabel } from './base/townshipsLabel.ts';
import { villagePoints } from './base/villagePoints.ts';
import { villages } from './base/villages.ts';
import { roads } from './network/roads.ts';
import { routes } from './network/routes.ts';
import { stops } from './network/stops.ts';
import { facilities } from './places/facilities.ts';
import { projects } from './places/projects.ts';
import { sites } from './places/sites.ts';
import { zoomRange, type TileLayer, type TilesetId } from './tileLayer.ts';

/** Every tile layer, in the order it is written into tiles. */
export const tileLayers: readonly TileLayer[] = [
  neighbours,
  villages,
  edges,
  villagePoints,
  townshipsLabel,
  countiesLabel,
  facilities,
  sites,
  projects,
  roads,
  routes,
  stops,
];

export interface Tileset {
  id: TilesetId;
  name: string;
  layers: readonly TileLayer[];
  minZoom: number;
  maxZoom: number;
}

const tilesetNames: Record<TilesetId, string> = {
  base: 'Villages and regions 村与行政区',
  places: 'Sites, facilities and projects 安置点、设施、项目',
  network: 'Roads and tourism routes 道路与旅游线路',
};

/** The tilesets by id, made from the layers that name them. */
export const tilesets: ReadonlyMap<string, Tileset> = new Map(
  (Object.keys(tilesetNames) as TilesetId[]).map((id) => [
    id,
    { id, name: tilesetNames[id], layers: tileLayers.filter((layer) => layer.tileset === id), ...zoomRange },
  ]),
);

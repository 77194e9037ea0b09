import { VectorTile, type VectorTileFeature } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';
import { inscribedCircle, type PiecedShape, type Point, type Segment } from './inscribedCircle.ts';

/**
 * What letters, names and zone outlines need of the base geometry, read once from a few tiles of one zoom: the
 * map itself only knows the tiles in view, cut at their borders. Villages are a few thousand in a prefecture.
 */
export interface BaseGeometry {
  villages: ReadonlyMap<number, VillageCell>;
  edges: readonly TerritoryEdge[];
  neighbours: readonly NamedPlace[];
}

export interface VillageCell {
  id: number;
  name: string | null;
  townshipCode: string | null;
  countyCode: string | null;
  /** Centre of the largest circle inside the territory, degrees. */
  centre: [lng: number, lat: number];
  /** Zoom at which that circle's radius is one pixel (512-pixel tiles). */
  onePixelZoom: number;
}

/** An edge of territories; 0 = outside every territory. */
export interface TerritoryEdge {
  id: number;
  left: number;
  right: number;
}

export interface NamedPlace {
  name: string;
  centre: [lng: number, lat: number];
}

export interface TileAddress {
  z: number;
  x: number;
  y: number;
}

export interface TileBytes extends TileAddress {
  bytes: Uint8Array;
}

/** How exact the middle of a territory or a county is, units: half a pixel of zoom 8 is plenty for a letter. */
const precision = { village: 4, neighbour: 48 };
/** Units along a tile's side; tiles of other extents are scaled to it. */
const unitsPerTile = 4096;
const pixelsPerTile = 512;

/** Tiles of zoom `z` that touch a bbox [west, south, east, north] in degrees. */
export function tilesOf(bbox: readonly [number, number, number, number], z: number): TileAddress[] {
  const count = 2 ** z;
  const column = (lng: number) => Math.floor(((lng + 180) / 360) * count);
  const row = (lat: number) => {
    const sine = Math.sin((lat * Math.PI) / 180);
    return Math.floor((0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * count);
  };
  const tiles: TileAddress[] = [];
  for (let x = column(bbox[0]); x <= column(bbox[2]); x += 1) {
    for (let y = row(bbox[3]); y <= row(bbox[1]); y += 1) tiles.push({ z, x, y });
  }
  return tiles;
}

/** Reads tiles of the base tileset, all of one zoom. */
export function readBaseGeometry(tiles: readonly TileBytes[]): BaseGeometry {
  const present = new Set(tiles.map((tile) => `${tile.x}/${tile.y}`));
  const shapes = new Map<number, MutableShape>();
  const outlines = new Map<string, MutableShape>();
  const points = new Map<number, VillageProperties>();
  const edges = new Map<number, TerritoryEdge>();
  for (const tile of tiles) {
    const { layers } = new VectorTile(new PbfReader(tile.bytes));
    const addPieces = (shape: MutableShape, feature: VectorTileFeature) =>
      addFeature(shape, feature, tile, present);
    each(layers['villages'], (feature) => {
      if (feature.id !== undefined) addPieces(shapeOf(shapes, feature.id), feature);
    });
    each(layers['neighbours'], (feature) => {
      const name = feature.properties['n'];
      if (typeof name === 'string') addPieces(shapeOf(outlines, name), feature);
    });
    each(layers['village_points'], (feature) => {
      if (feature.id !== undefined) points.set(feature.id, feature.properties);
    });
    each(layers['edges'], (feature) => {
      const { l, r } = feature.properties;
      if (feature.id === undefined) return;
      edges.set(feature.id, { id: feature.id, left: Number(l ?? 0), right: Number(r ?? 0) });
    });
  }
  const zoom = tiles[0]?.z ?? 0;
  return {
    villages: cellsOf(shapes, points, zoom),
    edges: [...edges.values()],
    neighbours: placesOf(outlines, zoom),
  };
}

type VillageProperties = VectorTileFeature['properties'];

function textOf(value: VillageProperties[string] | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

interface MutableShape extends PiecedShape {
  pieces: Point[][];
  boundary: Segment[];
}

function shapeOf<K>(shapes: Map<K, MutableShape>, key: K): MutableShape {
  let shape = shapes.get(key);
  if (!shape) {
    shape = { pieces: [], boundary: [] };
    shapes.set(key, shape);
  }
  return shape;
}

function each(
  layer: VectorTile['layers'][string] | undefined,
  visit: (feature: VectorTileFeature) => void,
): void {
  if (!layer) return;
  for (let i = 0; i < layer.length; i += 1) visit(layer.feature(i));
}

/**
 * Adds a feature's rings in units of the whole zoom level. Segments beyond the tile's own square are left to the
 * tile they lie in, which also drops the cuts that clipping made; without that tile they count as boundary.
 */
function addFeature(
  shape: MutableShape,
  feature: VectorTileFeature,
  tile: TileAddress,
  present: ReadonlySet<string>,
): void {
  const scale = unitsPerTile / feature.extent;
  const [left, top] = [tile.x * unitsPerTile, tile.y * unitsPerTile];
  for (const ring of feature.loadGeometry()) {
    const points = ring.map(({ x, y }): Point => [left + x * scale, top + y * scale]);
    shape.pieces.push(points);
    for (let i = 1; i < points.length; i += 1) {
      const [ax, ay] = points[i - 1]!;
      const [bx, by] = points[i]!;
      const column = beyond(ax, bx, left);
      const row = beyond(ay, by, top);
      const isElsewhere = column !== 0 || row !== 0;
      if (isElsewhere && present.has(`${tile.x + column}/${tile.y + row}`)) continue;
      shape.boundary.push([ax, ay, bx, by]);
    }
  }
}

/** −1, 0 or 1: whether both coordinates lie before, not wholly beyond, or after a tile that starts at `start`. */
function beyond(a: number, b: number, start: number): -1 | 0 | 1 {
  if (a <= start && b <= start) return -1;
  return a >= start + unitsPerTile && b >= start + unitsPerTile ? 1 : 0;
}

function cellsOf(
  shapes: ReadonlyMap<number, MutableShape>,
  points: ReadonlyMap<number, VillageProperties>,
  zoom: number,
): Map<number, VillageCell> {
  const cells = new Map<number, VillageCell>();
  for (const [id, shape] of shapes) {
    const circle = inscribedCircle(shape, precision.village);
    if (circle === null) continue;
    const properties = points.get(id);
    const pixels = (circle.radius * pixelsPerTile) / unitsPerTile;
    cells.set(id, {
      id,
      name: textOf(properties?.['n']),
      townshipCode: textOf(properties?.['t']),
      countyCode: textOf(properties?.['c']),
      centre: degreesOf(circle.x, circle.y, zoom),
      onePixelZoom: zoom - Math.log2(pixels),
    });
  }
  return cells;
}

function placesOf(outlines: ReadonlyMap<string, MutableShape>, zoom: number): NamedPlace[] {
  return [...outlines].flatMap(([name, shape]) => {
    const circle = inscribedCircle(shape, precision.neighbour);
    return circle === null ? [] : [{ name, centre: degreesOf(circle.x, circle.y, zoom) }];
  });
}

function degreesOf(x: number, y: number, zoom: number): [number, number] {
  const units = unitsPerTile * 2 ** zoom;
  const lng = (x / units) * 360 - 180;
  const lat = (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / units))) * 180) / Math.PI;
  return [lng, lat];
}

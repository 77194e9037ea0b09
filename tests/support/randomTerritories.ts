import { Delaunay } from 'd3-delaunay';
import { dissolveIntoArcs } from '#domain/territories/arcs';
import { traceFaces } from '#domain/territories/faces';
import { fromGrid, toGrid } from '#domain/territories/grid';
import { nodeSegments, type Segment } from '#domain/territories/noding';
import type { Position, TerritoryArc } from '#domain/territories/territoryArc';
import { numberedRandom } from '../../scripts/geography/random.ts';

const SOUTH_WEST: Position = [109.2, 27.8];
/** Side of a square that holds one village, degrees: 10 to 15 km² as in 湘西. */
const VILLAGE_DEGREES = 0.035;
/** Small Voronoi cells a territory is put together from, so that borders are jagged. */
const PIECES_PER_VILLAGE = 8;
/** Share of the pieces that belong to the village one place to the east. */
const STRAY_SHARE = 0.04;

/**
 * A made-up land of villages 1 to about `count`, the same for the same seed: jagged borders without gaps, some
 * territories in several parts, some enclaves.
 */
export function randomTerritories({ count, seed }: { count: number; seed: number }): TerritoryArc[] {
  const random = numberedRandom(seed);
  const side = VILLAGE_DEGREES * Math.sqrt(count);
  const place = (): [number, number] => [SOUTH_WEST[0] + random() * side, SOUTH_WEST[1] + random() * side];
  const inset = (at: number, least: number) =>
    least + VILLAGE_DEGREES + ((at - least) * (side - 2 * VILLAGE_DEGREES)) / side;
  const seats = Array.from({ length: count }, place).map(([lng, lat]): [number, number] => [
    inset(lng, SOUTH_WEST[0]),
    inset(lat, SOUTH_WEST[1]),
  ]);
  const villages = Delaunay.from(seats);
  const places = Array.from({ length: count * PIECES_PER_VILLAGE }, place);
  const rim = VILLAGE_DEGREES / 2;
  const isOnRim = ([lng, lat]: readonly [number, number]) =>
    Math.min(lng - SOUTH_WEST[0], lat - SOUTH_WEST[1]) < rim ||
    Math.max(lng - SOUTH_WEST[0], lat - SOUTH_WEST[1]) > side - rim;
  const owners = places.map((at) => {
    if (isOnRim(at)) return 0;
    const stray = random() < STRAY_SHARE ? VILLAGE_DEGREES : 0;
    return villages.find(at[0] + stray, at[1]) + 1;
  });
  const pieces = Delaunay.from(places);
  const centres = pieces.voronoi([-180, -90, 180, 90]).circumcenters;
  const { triangles, halfedges } = pieces;
  const vertex = (edge: number) => {
    const triangle = Math.floor(edge / 3);
    return toGrid([centres[2 * triangle]!, centres[2 * triangle + 1]!]);
  };
  const segments: Segment[] = [];
  halfedges.forEach((twin, edge) => {
    if (twin < edge) return;
    const one = owners[triangles[edge]!]!;
    const other = owners[triangles[edge % 3 === 2 ? edge - 2 : edge + 1]!]!;
    // d3-delaunay turns clockwise where y grows northward: the first site of an edge lies left of its dual.
    if (one !== other) segments.push({ a: vertex(edge), b: vertex(twin), left: one, right: other });
  });
  const graph = traceFaces(nodeSegments(segments));
  const owner = graph.faces.map(({ halfEdges }) => graph.halfEdges[halfEdges[0]!]!.label!);
  return dissolveIntoArcs(graph, owner).map(({ points, left, right }, index) => ({
    id: index + 1,
    left,
    right,
    rank: left === 0 || right === 0 ? 'prefecture' : 'village',
    points: points.map(fromGrid),
  }));
}

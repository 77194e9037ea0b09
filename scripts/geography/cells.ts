import { Delaunay } from 'd3-delaunay';
import { dissolveIntoArcs, type Arc } from '#domain/territories/arcs';
import { traceFaces, type PlanarGraph } from '#domain/territories/faces';
import { gridKey, insideRings, orientation, toGrid, type GridPoint } from '#domain/territories/grid';
import { findCuts, nodeSegments, splitAt, type Segment } from '#domain/territories/noding';
import type { CountyOutline } from './outline.ts';
import { XIANGXI_PLANE, type PlanePoint } from './plane.ts';
import type { VillagePoint } from './villagePoints.ts';

/** Far enough that the rays of outer cells end beyond any county. */
const FAR_KILOMETRES = 2000;

/**
 * The cells of all villages as one set of borders: in each county the Voronoi diagram of its villages,
 * cut at the county's outline. Left and right of an arc are village ids, 0 outside.
 *
 * @throws Error when a face lies between sites that disagree, that is when noding went wrong
 */
export function partitionCells(
  counties: readonly { county: CountyOutline; points: readonly VillagePoint[] }[],
): Arc[] {
  const cutsOfOutline = new Map<string, GridPoint[]>();
  const inner = counties.flatMap(({ county, points }) => {
    const outline = outlineSegments(county);
    const pieces = [...outline, ...voronoiSegments(points)];
    const cuts = findCuts(pieces);
    outline.forEach((segment, index) => {
      const key = undirectedKey(segment);
      cutsOfOutline.set(key, [...(cutsOfOutline.get(key) ?? []), ...(cuts.get(index) ?? [])]);
    });
    return pieces
      .flatMap((piece, index) => (index < outline.length ? [] : splitAt(piece, cuts.get(index) ?? [])))
      .filter((piece) => isInside(piece, county));
  });
  // A county border is cut where cells of either side meet it, so that both sides have the same vertices.
  const outline = counties.flatMap(({ county }) =>
    outlineSegments(county).flatMap((segment) =>
      splitAt(segment, cutsOfOutline.get(undirectedKey(segment))!),
    ),
  );
  const graph = traceFaces(nodeSegments([...outline, ...inner]));
  const owners = faceOwners(graph, counties);
  return dissolveIntoArcs(graph, owners);
}

/** The same text for a segment and its reverse. */
function undirectedKey({ a, b }: Segment): string {
  return [gridKey(a), gridKey(b)].sort().join(' ');
}

/** Label of an outline segment's sides: it does not know which village is there. */
const OUTLINE = -1;

function outlineSegments({ rings }: CountyOutline): Segment[] {
  return rings.flatMap((ring) =>
    ring.map((a, index) => ({ a, b: ring[(index + 1) % ring.length]!, left: OUTLINE, right: null })),
  );
}

/** The borders between neighbouring sites, with the ids of the villages on either side. */
function voronoiSegments(points: readonly VillagePoint[]): Segment[] {
  const sites = points.map(({ position }) => XIANGXI_PLANE.toPlane(position));
  const guards: PlanePoint[] = Array.from({ length: 8 }, (_, index) => [
    FAR_KILOMETRES * Math.cos((index * Math.PI) / 4),
    FAR_KILOMETRES * Math.sin((index * Math.PI) / 4),
  ]);
  const all = [...sites, ...guards];
  const { triangles, halfedges } = Delaunay.from(all);
  const centre = (edge: number) => {
    const first = Math.floor(edge / 3) * 3;
    return toGrid(
      XIANGXI_PLANE.toLngLat(
        circumcentre(all[triangles[first]!]!, all[triangles[first + 1]!]!, all[triangles[first + 2]!]!),
      ),
    );
  };
  const segments: Segment[] = [];
  halfedges.forEach((twin, edge) => {
    if (twin < edge) return;
    const one = points[triangles[edge]!];
    const other = points[triangles[edge % 3 === 2 ? edge - 2 : edge + 1]!];
    if (!one || !other) return;
    const [a, b] = [centre(edge), centre(twin)];
    const oneIsLeft = orientation(a, b, toGrid(one.position)) > 0;
    segments.push({ a, b, left: oneIsLeft ? one.id : other.id, right: oneIsLeft ? other.id : one.id });
  });
  return segments;
}

function circumcentre(a: PlanePoint, b: PlanePoint, c: PlanePoint): PlanePoint {
  const [bx, by] = [b[0] - a[0], b[1] - a[1]];
  const [cx, cy] = [c[0] - a[0], c[1] - a[1]];
  const doubled = 2 * (bx * cy - by * cx);
  const [bb, cc] = [bx * bx + by * by, cx * cx + cy * cy];
  return [a[0] + (cy * bb - by * cc) / doubled, a[1] + (bx * cc - cx * bb) / doubled];
}

function isInside({ a, b }: Segment, { rings }: CountyOutline): boolean {
  return insideRings([(a[0] + b[0]) / 2, (a[1] + b[1]) / 2], rings);
}

function faceOwners(
  graph: PlanarGraph,
  counties: readonly { county: CountyOutline; points: readonly VillagePoint[] }[],
): number[] {
  const { halfEdges, faces } = graph;
  const owners = faces.map(({ halfEdges: border, area }) => {
    const labels = new Set(border.map((index) => halfEdges[index]!.label));
    const villages = [...labels].filter((label) => label !== null && label !== OUTLINE) as number[];
    if (area < 0) return 0;
    if (villages.length > 1) throw new Error(`one cell claims villages ${villages.join(', ')}`);
    // Inside the outline but beside no Voronoi border: a part of the county on its own.
    return villages[0] ?? (labels.has(OUTLINE) ? -1 : 0);
  });
  const points = counties.flatMap((county) => county.points);
  const homes = new Set<number>();
  for (const { id, position } of points) {
    const home = faces.findIndex(
      (face, index) => owners[index] === id && insideRings(toGrid(position), [face.ring]),
    );
    if (home === -1) throw new Error(`village ${id} lies in no cell of its own`);
    homes.add(home);
  }
  return joinPieces(graph, owners, homes, countyOfVillage(counties));
}

/** Pieces of a cell cut off by the outline go to the village of the same county they border most. */
function joinPieces(
  { halfEdges, faces }: PlanarGraph,
  owners: number[],
  homes: ReadonlySet<number>,
  countyOf: ReadonlyMap<number, string>,
): number[] {
  const settled = new Set(homes);
  const open = new Set([...faces.keys()].filter((face) => owners[face] !== 0 && !homes.has(face)));
  while (open.size > 0) {
    let moved = 0;
    for (const face of open) {
      const borders = new Map<number, number>();
      for (const index of faces[face]!.halfEdges) {
        const { from, to, twin } = halfEdges[index]!;
        const beside = halfEdges[twin]!.face;
        const isInner = halfEdges[index]!.label !== OUTLINE;
        if (!settled.has(beside) || !isInner) continue;
        const length = Math.hypot(from[0] - to[0], from[1] - to[1]);
        borders.set(owners[beside]!, (borders.get(owners[beside]!) ?? 0) + length);
      }
      const [best] = [...borders].sort((one, other) => other[1] - one[1] || one[0] - other[0]);
      if (!best) continue;
      if (owners[face]! > 0 && countyOf.get(owners[face]!) !== countyOf.get(best[0])) continue;
      owners[face] = best[0];
      settled.add(face);
      open.delete(face);
      moved++;
    }
    if (moved === 0) throw new Error(`${open.size} pieces of county border on no cell`);
  }
  return owners;
}

function countyOfVillage(
  counties: readonly { county: CountyOutline; points: readonly VillagePoint[] }[],
): Map<number, string> {
  return new Map(
    counties.flatMap(({ county, points }) => points.map(({ id }) => [id, county.code] as const)),
  );
}

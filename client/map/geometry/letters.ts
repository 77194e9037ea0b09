import type { Feature, FeatureCollection, Point } from 'geojson';
import { assignmentCodes } from '#domain/classification/assignmentCodes';
import type { BaseGeometry, VillageCell } from './tileGeometry.ts';

/** Least radius of a cell's inscribed circle for its letter, CSS pixels. */
const letterRadius = 9;
/** Least radius for a lock's badge beside the letter. */
const badgeRadius = 8;
/** Least radius for its name below the letter, and the room one character takes. */
const nameRadius = 25;
const nameRadiusPerCharacter = 6;

/** Labels as data: `k` assignment byte, `lz` and `nz` the zooms from which letter and name fit. */
interface LabelProperties {
  type: 'village' | 'neighbour';
  n: string;
  /** Township and county codes of a village. */
  t: string;
  c: string;
  k: number;
  lz: number;
  nz: number;
}

/** The label source: a point in each territory's middle, and one in each neighbouring county. */
export function letterSource(
  geometry: BaseGeometry,
  codeOf: (villageId: number) => number,
): FeatureCollection<Point, LabelProperties> {
  const features: Feature<Point, LabelProperties>[] = [];
  for (const cell of geometry.villages.values()) {
    const name = cell.name ?? '';
    features.push({
      type: 'Feature',
      id: cell.id,
      geometry: { type: 'Point', coordinates: cell.centre },
      properties: {
        type: 'village',
        n: name,
        t: cell.townshipCode ?? '',
        c: cell.countyCode ?? '',
        k: codeOf(cell.id),
        lz: zoomFor(cell, letterRadius),
        nz: zoomFor(cell, Math.max(nameRadius, name.length * nameRadiusPerCharacter)),
      },
    });
  }
  // Every feature has an id of its own, or letters could not be updated one by one.
  const lastVillage = Math.max(0, ...geometry.villages.keys());
  for (const [index, { name, centre }] of geometry.neighbours.entries()) {
    features.push({
      type: 'Feature',
      id: lastVillage + 1 + index,
      geometry: { type: 'Point', coordinates: centre },
      properties: { type: 'neighbour', n: name, t: '', c: '', k: assignmentCodes.outside, lz: 24, nz: 24 },
    });
  }
  return { type: 'FeatureCollection', features };
}

/** Badges of locked villages: a point in each territory's middle, `lz` the zoom from which the badge fits. */
export function lockBadgeSource(
  geometry: BaseGeometry,
  lockedIds: Iterable<number>,
): FeatureCollection<Point, { lz: number }> {
  const features: Feature<Point, { lz: number }>[] = [];
  for (const id of lockedIds) {
    const cell = geometry.villages.get(id);
    if (!cell) continue;
    const point: Point = { type: 'Point', coordinates: cell.centre };
    features.push({ type: 'Feature', id, geometry: point, properties: { lz: zoomFor(cell, badgeRadius) } });
  }
  return { type: 'FeatureCollection', features };
}

/** Zoom at which the cell's inscribed circle has a radius of `pixels`. */
function zoomFor(cell: VillageCell, pixels: number): number {
  return Math.round((cell.onePixelZoom + Math.log2(pixels)) * 100) / 100;
}

import type { DrawnGeometry, LngLat } from './drawnRow.ts';

/** Digits after the point: about a centimetre. */
const digits = 7;
const metresPerDegree = 111_320;

export const rounded = (degrees: number): number => Number(degrees.toFixed(digits));
export const roundedPosition = ([lng, lat]: LngLat): LngLat => [rounded(lng), rounded(lat)];

/** A position out of a form; null while it is not one. */
export function positionOf(value: unknown): LngLat | null {
  if (!Array.isArray(value) || value.length !== 2) return null;
  const [lng, lat] = value as unknown[];
  return Number.isFinite(lng) && Number.isFinite(lat) ? [lng as number, lat as number] : null;
}

/** A position moved by metres to the east and to the north. */
export function nudged([lng, lat]: LngLat, east: number, north: number): LngLat {
  const shrink = Math.cos((lat * Math.PI) / 180);
  return roundedPosition([lng + east / (metresPerDegree * shrink), lat + north / metresPerDegree]);
}

/** One position a line, `longitude, latitude`; of an area without the last, which closes it. */
export function positionsText(positions: readonly LngLat[]): string {
  return positions.map(([lng, lat]) => `${lng}, ${lat}`).join('\n');
}

/** @returns the number of the first line that is no position, from 1 */
export function readPositions(text: string): { ok: true; positions: LngLat[] } | { ok: false; line: number } {
  const positions: LngLat[] = [];
  const lines = text.split('\n').map((line) => line.trim());
  for (const [index, line] of lines.entries()) {
    if (line === '') continue;
    const parts = line.split(/[\s,，;]+/).map(Number);
    const position = positionOf(parts);
    if (position === null) return { ok: false, line: index + 1 };
    positions.push(roundedPosition(position));
  }
  return { ok: true, positions };
}

export type ShapeType = 'Point' | 'LineString' | 'Polygon';

/** A part of a geometry that can be drawn by itself. */
export interface ShapePart {
  type: ShapeType;
  /** Of an area its outer ring, closed. */
  positions: readonly LngLat[];
  geometry: DrawnGeometry;
}

const simpleType: Readonly<Record<string, ShapeType>> = {
  Point: 'Point',
  LineString: 'LineString',
  MultiLineString: 'LineString',
  Polygon: 'Polygon',
  MultiPolygon: 'Polygon',
};

/** The parts of a geometry, each a point, a line or an area; none for what is not there. */
export function partsOf(geometry: DrawnGeometry | null | undefined): ShapePart[] {
  if (!geometry) return [];
  const type = simpleType[geometry.type];
  if (type === undefined) return [];
  const isMany = geometry.type.startsWith('Multi');
  const all = isMany ? geometry.coordinates : [geometry.coordinates];
  return all.map((coordinates) => ({
    type,
    positions: outline(type, coordinates),
    geometry: { type, coordinates: coordinates as unknown[] },
  }));
}

function outline(type: ShapeType, coordinates: unknown): readonly LngLat[] {
  if (type === 'Point') return [coordinates as LngLat];
  return (type === 'Polygon' ? (coordinates as unknown[])[0] : coordinates) as readonly LngLat[];
}

/** The geometry with one of its parts replaced. */
export function withPart(geometry: DrawnGeometry, index: number, part: DrawnGeometry): DrawnGeometry {
  if (!geometry.type.startsWith('Multi')) return part;
  return { type: geometry.type, coordinates: geometry.coordinates.with(index, part.coordinates) };
}

/** A geometry of one part out of positions; null while there are too few. The ring of an area is closed here. */
export function geometryFrom(type: ShapeType, positions: readonly LngLat[]): DrawnGeometry | null {
  const [first] = positions;
  if (first === undefined) return null;
  if (type === 'Point') return { type, coordinates: [...first] };
  if (type === 'LineString') return positions.length < 2 ? null : { type, coordinates: [...positions] };
  return positions.length < 3 ? null : { type, coordinates: [[...positions, first]] };
}

/** West, south, east, north of positions, degrees; null without one. */
export function boxOf(positions: readonly LngLat[]): [number, number, number, number] | null {
  if (positions.length === 0) return null;
  const lngs = positions.map(([lng]) => lng);
  const lats = positions.map(([, lat]) => lat);
  return [Math.min(...lngs), Math.min(...lats), Math.max(...lngs), Math.max(...lats)];
}

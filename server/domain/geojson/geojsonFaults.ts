import * as geojsonValidation from 'geojson-validation';
import type { Geometry, Position } from 'geojson';

interface Fault {
  /** Where in the object, for example `features[3].geometry ring 0 position 12`. */
  place: string;
  reason: string;
}

function positionFault([lng, lat]: Position): string | null {
  if (!Number.isFinite(lng) || !Number.isFinite(lat)) return 'is not two finite numbers';
  if (Math.abs(lng!) > 180) return `longitude ${lng} is out of range`;
  if (Math.abs(lat!) > 90) return `latitude ${lat} is out of range`;
  return null;
}

function lineFaults(line: Position[], place: string): Fault[] {
  return line.flatMap((position, index) => {
    const reason = positionFault(position);
    return reason === null ? [] : [{ place: `${place} position ${index}`, reason }];
  });
}

function ringFaults(ring: Position[], place: string): Fault[] {
  const faults = lineFaults(ring, place);
  const [first, last] = [ring[0], ring.at(-1)];
  if (ring.length < 4) faults.push({ place, reason: `has ${ring.length} positions, fewer than 4` });
  else if (first![0] !== last![0] || first![1] !== last![1]) faults.push({ place, reason: 'is not closed' });
  const repeated = ring.findIndex(
    (position, index) =>
      index > 0 && position[0] === ring[index - 1]![0] && position[1] === ring[index - 1]![1],
  );
  if (repeated > 0) faults.push({ place: `${place} position ${repeated}`, reason: 'repeats the one before' });
  return faults;
}

const polygonFaults = (rings: Position[][], place: string) =>
  rings.flatMap((ring, index) => ringFaults(ring, `${place} ring ${index}`));

function coordinateFaults(geometry: Geometry, place: string): Fault[] {
  switch (geometry.type) {
    case 'Point':
      return lineFaults([geometry.coordinates], place);
    case 'MultiPoint':
    case 'LineString':
      return lineFaults(geometry.coordinates, place);
    case 'MultiLineString':
      return geometry.coordinates.flatMap((line, index) => lineFaults(line, `${place} line ${index}`));
    case 'Polygon':
      return polygonFaults(geometry.coordinates, place);
    case 'MultiPolygon':
      return geometry.coordinates.flatMap((rings, index) => polygonFaults(rings, `${place} part ${index}`));
    case 'GeometryCollection':
      return geometry.geometries.flatMap((part, index) => coordinateFaults(part, `${place} part ${index}`));
  }
}

/**
 * What is wrong with a GeoJSON geometry in degrees (EPSG:4490, [lng, lat]): its form by RFC 7946, then the
 * range of every position, and the closure and repetitions of every ring, each with its place. Crossing rings
 * are not looked for here: the database does that (ST_IsValidReason). An empty list: nothing is wrong.
 * @param place how the geometry is called in the answer
 */
export function geometryFaults(geometry: unknown, place: string): Fault[] {
  const form = geojsonValidation.isGeometryObject(geometry, true);
  if (Array.isArray(form) && form.length > 0) return form.map((reason) => ({ place, reason }));
  return coordinateFaults(geometry as Geometry, place);
}

/** The same for a feature collection: its form first, then every feature's geometry. */
export function featureCollectionFaults(collection: unknown): Fault[] {
  const form = geojsonValidation.isFeatureCollection(collection, true);
  if (Array.isArray(form) && form.length > 0) return form.map((reason) => ({ place: 'collection', reason }));
  const { features } = collection as { features: { geometry: Geometry | null }[] };
  return features.flatMap(({ geometry }, index) =>
    geometry === null ? [] : geometryFaults(geometry, `features[${index}].geometry`),
  );
}

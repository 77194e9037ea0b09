import { pointShape, type DrawnShape } from './drawnShapes.ts';
import type { DrawnGeometry, DrawnRow, LngLat, Values } from './drawnRow.ts';
import { boxOf, geometryFrom, partsOf, positionOf } from './positions.ts';
import { routeOf } from './routeStops.ts';

/** What a form's values look like on the map. */
export function shapesOf(values: Values, isEditable: boolean): DrawnShape[] {
  if ('stops' in values) return routeShapes(values, isEditable);
  if ('geometry' in values) {
    return partsOf(values['geometry'] as DrawnGeometry | null).map(({ geometry }, index) => ({
      key: `part.${index}`,
      geometry,
      isEditable,
    }));
  }
  const position = positionOf(values['position']);
  return position === null ? [] : [pointShape('position', position, isEditable)];
}

/** Stops can be moved; the line follows them. */
function routeShapes(values: Values, isEditable: boolean): DrawnShape[] {
  const { stops, legs } = routeOf(values);
  const lines = legs.flatMap((leg, index): DrawnShape[] => {
    const geometry = leg === null ? null : geometryFrom('LineString', leg);
    return geometry === null ? [] : [{ key: `leg.${index}`, geometry, isEditable: false }];
  });
  const points = stops.flatMap(({ position }, index) => {
    const place = positionOf(position);
    return place === null ? [] : [pointShape(`stop.${index}`, place, isEditable)];
  });
  return [...lines, ...points];
}

/** Lines and areas of rows, which tiles show as points only. */
export const rowShapes = (rows: readonly DrawnRow[], except: string | null): DrawnShape[] =>
  rows
    .filter(({ key }) => key !== except)
    .flatMap(({ key, values }) =>
      partsOf(values['geometry'] as DrawnGeometry | undefined)
        .filter(({ type }) => type !== 'Point')
        .map(({ geometry }, index) => ({ key: `row.${key}.${index}`, geometry, isEditable: false })),
    );

/** Everything a form places, for bringing it into sight: west, south, east, north; null where nothing is placed. */
export function extentOf(values: Values): [number, number, number, number] | null {
  const positions = shapesOf(values, false).flatMap(({ geometry }) =>
    partsOf(geometry).flatMap((part): readonly LngLat[] => part.positions),
  );
  return boxOf(positions);
}

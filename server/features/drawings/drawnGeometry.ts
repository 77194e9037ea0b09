import type { FieldError } from '#contract/errors';
import { mostPositions } from '#contract/drawings';
import { geometryFaults } from '#domain/geojson/geojsonFaults';
import { sql } from '../../database/sql.ts';
import type { Transaction } from '../../database/transaction.ts';
import { refuseFaults } from './fieldFaults.ts';
import { extentFaults, outsideFault, type AskedPosition, type LngLat } from './placeLocation.ts';

/** A GeoJSON geometry as it came: its form is not known yet. */
export interface AskedGeometry {
  type: string;
  coordinates: unknown[];
}

/** A geometry that can be stored. */
export interface DrawnGeometry {
  /** GeoJSON. */
  text: string;
  /** On the geometry: where it is drawn as a point. */
  position: LngLat;
  /** Counties it touches; one at least. */
  countyCodes: string[];
}

/** `geometry part 1 ring 0 position 3` as a path: `geometry.coordinates.1.0.3`. */
function pathOf(field: string, place: string): string {
  const numbers = place.slice(field.length).match(/\d+/g) ?? [];
  return [field, ...(numbers.length > 0 ? ['coordinates', ...numbers] : [])].join('.');
}

/** Every position with its path. */
function positionsIn(value: unknown, path: string): AskedPosition[] {
  if (!Array.isArray(value)) return [];
  if (typeof value[0] === 'number') return [{ path, position: value as unknown as LngLat }];
  return value.flatMap((inner, index) => positionsIn(inner, `${path}.${index}`));
}

/** What the form of the geometry shows, without the database. */
function formFaults({ type, coordinates }: AskedGeometry, field: string): FieldError[] {
  const faults = geometryFaults({ type, coordinates }, field);
  if (faults.length > 0) {
    return faults.map(({ place, reason }) => ({
      path: pathOf(field, place),
      message: `几何有误 the geometry is wrong: ${reason}`,
    }));
  }
  const { length } = positionsIn(coordinates, '');
  if (length <= mostPositions) return [];
  return [{ path: field, message: `有 ${length} 个点，最多 ${mostPositions} 个 too many positions` }];
}

interface Facts {
  reason: string | null;
  fault: [number, number] | null;
  position: [number, number] | null;
  countyCodes: string[];
}

/** Lines that cross themselves are no fault; areas that do are. */
const readFacts = (transaction: Transaction, text: string): Promise<Facts> =>
  transaction.one<Facts>(sql`
    with drawn as (
      select ST_SetSRID(ST_GeomFromGeoJSON(${text}), 4490) as geom
    ),
    checked as (
      select geom, ST_IsValidDetail(geom) as detail, ST_PointOnSurface(geom) as point
      from drawn
    )
    select
      case when not valid(detail) then reason(detail) end as reason,
      case when not valid(detail) then array[ST_X(location(detail)), ST_Y(location(detail))] end as fault,
      array[ST_X(point), ST_Y(point)] as position,
      case when valid(detail) then array(
        select code::text
        from region
        where level = 'county' and ST_Intersects(region.geom, checked.geom)
        order by code
      ) else '{}' end as "countyCodes"
    from checked`);

/**
 * Looks at a drawn geometry: its form, its place, crossings of an area.
 * @param field where it stands in the body, for the paths of faults
 * @throws AppError invalid-request naming every fault with its place
 */
export async function checkGeometry(
  transaction: Transaction,
  geometry: AskedGeometry,
  field: string,
): Promise<DrawnGeometry> {
  refuseFaults(formFaults(geometry, field));
  const { type, coordinates } = geometry;
  refuseFaults(await extentFaults(transaction, positionsIn(coordinates, `${field}.coordinates`)));
  const text = JSON.stringify({ type, coordinates });
  const { reason, fault, position, countyCodes } = await readFacts(transaction, text);
  if (reason !== null) {
    const place = fault ? `${fault[0]}, ${fault[1]}` : '';
    refuseFaults([{ path: field, message: `几何有误 the geometry is wrong: ${reason} (${place})` }]);
  }
  if (countyCodes.length === 0 || position === null) refuseFaults([outsideFault(field)]);
  return { text, position: position!, countyCodes };
}

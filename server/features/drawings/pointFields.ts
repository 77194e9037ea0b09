import type { FieldError } from '#contract/errors';
import type { Transaction } from '../../database/transaction.ts';
import { pointText, type RowContent } from './drawnRows.ts';
import { personalFaults, refuseFaults, yearFaults } from './fieldFaults.ts';
import {
  extentFaults,
  locate,
  outsideFault,
  type AskedPosition,
  type PlaceLocation,
} from './placeLocation.ts';
import type { PointFields, PointLayer } from './pointLayer.ts';

type AnyLayer = Pick<PointLayer<{ id: number }>, 'columns' | 'faults'>;

/**
 * Looks at fields, and finds where positions lie; null for rows that are not moved.
 * @param asked fields with what the paths of their faults begin with
 * @throws AppError invalid-request naming every fault
 */
export async function checkPoints(
  transaction: Transaction,
  layer: AnyLayer,
  asked: readonly { path: string; fields: PointFields }[],
): Promise<(PlaceLocation | null)[]> {
  const errors: FieldError[] = [];
  const positions: (AskedPosition & { index: number })[] = [];
  for (const [index, { path, fields }] of asked.entries()) {
    if (Object.keys(fields).length === 0) {
      errors.push({ path: path.replace(/\.$/, ''), message: '没有改动 nothing is changed' });
    }
    errors.push(...personalFaults(`${path}name`, fields.name));
    errors.push(...yearFaults(`${path}openedYear`, fields['openedYear']));
    errors.push(...(await layer.faults(transaction, fields, path)));
    const { position } = fields;
    if (position) positions.push({ index, path: `${path}position`, position });
  }
  errors.push(...(await extentFaults(transaction, positions)));
  refuseFaults(errors);
  const locations: (PlaceLocation | null)[] = asked.map(() => null);
  const found = await locate(
    transaction,
    positions.map(({ position }) => position),
  );
  refuseFaults(
    positions.flatMap(({ index, path }, order) => {
      locations[index] = found[order]!;
      return found[order] ? [] : [outsideFault(path)];
    }),
  );
  return locations;
}

/** Columns a change writes. A place that moves and says nothing of how it is known is estimated. */
export function pointContent(
  { columns }: AnyLayer,
  fields: PointFields,
  location: PlaceLocation | null,
): RowContent {
  const content: RowContent = {};
  for (const [field, column] of Object.entries(columns)) {
    if (fields[field] !== undefined) content[column] = fields[field];
  }
  const { position, locationQuality } = fields;
  if (position && location) {
    content['geom'] = pointText(position);
    content['county_code'] = location.countyCode;
    content['township_code'] = location.townshipCode;
    content['village_id'] = location.villageId;
    content['location_quality'] = locationQuality ?? 'estimated';
  } else if (locationQuality !== undefined) content['location_quality'] = locationQuality;
  return content;
}

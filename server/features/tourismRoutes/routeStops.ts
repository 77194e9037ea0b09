import type { z } from 'zod';
import type { FieldError } from '#contract/errors';
import type { routeStopBody } from '#contract/drawings';
import type { Transaction } from '../../database/transaction.ts';
import { pointText, type RowContent } from '../drawings/drawnRows.ts';
import { personalFaults, refuseFaults } from '../drawings/fieldFaults.ts';
import { extentFaults, locate, outsideFault } from '../drawings/placeLocation.ts';

export type StopFields = z.output<typeof routeStopBody>;
/** Where a new stop comes from. */
export type Signature = { source_id: string; source_place: string };

/** A stop as it is. */
export interface KnownStop {
  order: number;
  isAnchor: boolean;
  name: string;
  position: readonly [number, number];
}

/** What is wrong with naming earlier stops. */
function ancestryFaults(stops: readonly StopFields[], known: ReadonlyMap<number, KnownStop>): FieldError[] {
  return stops.flatMap(({ was, name }, index): FieldError[] => {
    if (was === null) return [];
    const path = `stops.${index}.was`;
    const before = known.get(was);
    if (!before) return [{ path, message: `没有第 ${was} 站 there is no stop ${was}` }];
    if (stops.findIndex((stop) => stop.was === was) < index) {
      return [{ path, message: `第 ${was} 站用了两次 stop ${was} is named twice` }];
    }
    if (!before.isAnchor || before.name === name) return [];
    return [
      {
        path: `stops.${index}.name`,
        message: `规划里的名称是「${before.name}」，不能改 the plan calls it so: the name cannot be changed`,
      },
    ];
  });
}

/**
 * Rows of a route's stops, in their order. What an earlier stop says of itself stays: whether the plan names it, whether
 * it is demonstration data, where it comes from, and its place when it is not moved.
 * @throws AppError invalid-request naming every fault
 */
export async function stopRows(
  transaction: Transaction,
  stops: readonly StopFields[],
  before: { rows: readonly RowContent[]; stops: readonly KnownStop[]; signature: Signature },
): Promise<RowContent[]> {
  const known = new Map(before.stops.map((stop) => [stop.order, stop]));
  const positions = stops.map(({ position }, index) => ({ path: `stops.${index}.position`, position }));
  refuseFaults([
    ...ancestryFaults(stops, known),
    ...stops.flatMap(({ name }, index) => personalFaults(`stops.${index}.name`, name)),
    ...(await extentFaults(transaction, positions)),
  ]);
  const locations = await locate(
    transaction,
    stops.map(({ position }) => position),
  );
  refuseFaults(positions.flatMap(({ path }, index) => (locations[index] ? [] : [outsideFault(path)])));
  const rows = new Map(before.rows.map((row) => [row['order'], row]));
  return stops.map(({ was, name, position, locationQuality }, index) => {
    const kept = was === null ? undefined : rows.get(was);
    const old = was === null ? undefined : known.get(was);
    const isThere = old !== undefined && old.position.every((degrees, axis) => degrees === position[axis]);
    return {
      is_anchor: kept?.['is_anchor'] ?? false,
      is_demonstration: kept?.['is_demonstration'] ?? false,
      source_id: kept?.['source_id'] ?? before.signature.source_id,
      source_place: kept ? kept['source_place'] : before.signature.source_place,
      geom: isThere ? kept!['geom'] : pointText(position),
      village_id: isThere ? kept!['village_id'] : locations[index]!.villageId,
      location_quality: locationQuality,
      name,
      order: index + 1,
    };
  });
}

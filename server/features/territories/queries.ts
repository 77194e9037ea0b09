import type { TerritoryArc } from '#domain/territories/territoryArc';
import { sql } from '../../database/sql.ts';
import type { Transaction } from '../../database/transaction.ts';
import { villagesWithin } from '../regions/regionSize.ts';

type ArcRow = Omit<TerritoryArc, 'points'> & { points: [number, number][] };

/**
 * Borders of the villages of a region, in degrees (EPSG:4490). A border to another region is kept with the county of
 * either side, so that both ends are looked up.
 */
export function listArcs(transaction: Transaction, region: string): Promise<ArcRow[]> {
  return transaction.all<ArcRow>(sql`
    with inside as materialized (
      select id
      from village
      where ${villagesWithin(region)}
    )
    select
      id, left_id as "left", right_id as "right", rank,
      ST_AsGeoJSON(ST_GeometryN(geom, 1), 7)::jsonb -> 'coordinates' as points
    from village_edge
    where left_id in (select id from inside) or right_id in (select id from inside)
    order by id`);
}

import type { TerritoryArc } from '#domain/territories/territoryArc';
import { sql, type Fragment } from '../../database/sql.ts';
import type { Transaction } from '../../database/transaction.ts';
import { villagesWithin } from '../regions/regionSize.ts';

type ArcRow = Omit<TerritoryArc, 'points'> & { points: [number, number][] };

const arcColumns: Fragment = sql`
  id, left_id as "left", right_id as "right", rank,
  ST_AsGeoJSON(ST_GeometryN(geom, 1), 7)::jsonb -> 'coordinates' as points`;

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
    select ${arcColumns}
    from village_edge
    where left_id in (select id from inside) or right_id in (select id from inside)
    order by id`);
}

/** Borders of villages, by their ids. */
export function listArcsOf(transaction: Transaction, villages: readonly number[]): Promise<ArcRow[]> {
  return transaction.all<ArcRow>(sql`
    select ${arcColumns}
    from village_edge
    where left_id = any(${villages}::integer[]) or right_id = any(${villages}::integer[])
    order by id`);
}

/** The border of a region: inside is 1, outside 0. */
export function listOutline(transaction: Transaction, region: string): Promise<ArcRow[]> {
  return transaction.all<ArcRow>(sql`
    with inside as materialized (
      select id
      from village
      where ${villagesWithin(region)}
    ),
    sided as (
      select *, left_id in (select id from inside) as is_left, right_id in (select id from inside) as is_right
      from village_edge
      where rank <> 'village'
    )
    select
      id, is_left::integer as "left", is_right::integer as "right", rank,
      ST_AsGeoJSON(ST_GeometryN(geom, 1), 7)::jsonb -> 'coordinates' as points
    from sided
    where is_left <> is_right
    order by id`);
}

/** The number of the latest edit that one may see; 1 before the first. */
export async function readRevision(transaction: Transaction): Promise<number> {
  const { revision } = await transaction.one<{ revision: number }>(sql`
    select coalesce(max(id), 1) as revision from territory_edit`);
  return revision;
}

import type { TerritoryArc } from '#domain/territories/territoryArc';
import { excerptOf } from '#domain/territories/territoryExcerpt';
import { sql } from '../../database/sql.ts';
import type { Transaction } from '../../database/transaction.ts';
import { listArcs, listArcsOf } from './queries.ts';

/** The borders an edit can have to do with: those of some townships' villages and of all their neighbours. */
export interface Ground {
  /** A sound partition: what lies further away is the outside. */
  arcs: TerritoryArc[];
  /** Regions of the villages in it. */
  villages: ReadonlyMap<number, { countyCode: string; townshipCode: string }>;
}

export async function loadGround(transaction: Transaction, townships: readonly string[]): Promise<Ground> {
  const near = new Set<number>();
  for (const township of townships) {
    for (const { left, right } of await listArcs(transaction, township)) near.add(left).add(right);
  }
  near.delete(0);
  const arcs = excerptOf(await listArcsOf(transaction, [...near]), near);
  const rows = await transaction.all<{ id: number; countyCode: string; townshipCode: string }>(sql`
    select id, county_code as "countyCode", township_code as "townshipCode"
    from village
    where id = any(${[...near]}::integer[])`);
  return { arcs, villages: new Map(rows.map(({ id, ...codes }) => [id, codes])) };
}

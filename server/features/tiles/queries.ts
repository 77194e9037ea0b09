import type { Tileset } from '../../../tiles/index.ts';
import { sql } from '../../database/sql.ts';
import type { Transaction } from '../../database/transaction.ts';

/** West, south, east and north of everything in a tileset, in degrees; null when there is nothing. */
export async function findBounds(
  transaction: Transaction,
  tileset: Tileset,
): Promise<[number, number, number, number] | null> {
  const boxes = tileset.layers.map(
    (layer) => sql`(select ST_Extent(${layer.geometry})::geometry as box from ${layer.from})`,
  );
  const { bounds } = await transaction.one<{ bounds: [number, number, number, number] | null }>(sql`
    with extent as (
      select ST_Transform(ST_SetSRID(ST_Extent(box)::geometry, 3857), 4326) as box
      from (select box from ${joinUnion(boxes)}) as boxes
    )
    select array[ST_XMin(box), ST_YMin(box), ST_XMax(box), ST_YMax(box)] as bounds
    from extent
    where box is not null
    union all
    select null
    from extent
    where box is null`);
  return bounds;
}

function joinUnion(selects: ReturnType<typeof sql>[]): ReturnType<typeof sql> {
  const [first, ...rest] = selects;
  return sql`(${first} ${sql.join(
    rest.map((select) => sql`union all ${select}`),
    ' ',
  )}) as layer`;
}

/** Where the facts of this instance come from, facts before estimates. */
export async function listAttributions(
  transaction: Transaction,
): Promise<{ title: string; licence: string; isDemonstration: boolean }[]> {
  return transaction.all(sql`
    select title, licence, is_demonstration as "isDemonstration"
    from source
    where kind in ('dataset', 'computation')
    order by kind desc, id`);
}

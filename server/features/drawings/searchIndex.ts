import { spell } from '#domain/search/spell';
import { numberedTermsOf, termsOf } from '#domain/search/terms';
import { sql, type Fragment } from '../../database/sql.ts';
import type { Transaction } from '../../database/transaction.ts';

export type IndexedType = 'site' | 'facility' | 'route' | 'village';

/** As the loader writes them (database/load/searchEntries.ts): one select a type, for the given ids. */
const entriesOf: Record<IndexedType, (ids: readonly string[]) => Fragment> = {
  site: (ids) => pointEntries(sql`'site'`, sql`site`, ids),
  facility: (ids) => pointEntries(sql`'facility'`, sql`facility`, ids),
  route: (ids) => sql`
    select
      'route', route.id, 0, route.name, route.name_en, array_to_string(route.county_names, '、'), null::geometry,
      null::double precision[], null::text, false
    from tourism_route as route
    where route.id = any(${ids}::text[])`,
  // One that stands in no list.
  village: (ids) => sql`
    select
      'village', village.id::text, 1, village.name, village.name_en, county.name || township.name, village.geom,
      array[
        ST_XMin(village.territory), ST_YMin(village.territory), ST_XMax(village.territory), ST_YMax(village.territory)
      ],
      village.location_quality::text, false
    from village
    join region as county on county.code = village.county_code
    join region as township on township.code = village.township_code
    where village.id = any(${ids}::integer[])`,
};

const pointEntries = (type: Fragment, table: Fragment, ids: readonly string[]): Fragment => sql`
  select
    ${type}, place.id::text, 2, place.name, place.name, county.name || coalesce(township.name, ''), place.geom,
    array[ST_XMin(place.geom), ST_YMin(place.geom), ST_XMax(place.geom), ST_YMax(place.geom)],
    place.location_quality::text, place.is_demonstration
  from ${table} as place
  join region as county on county.code = place.county_code
  left join region as township on township.code = place.township_code
  where place.id = any(${ids}::integer[])`;

/** Takes rows out of the search index; before they are deleted, as rights go by the rows. */
export async function unindex(
  transaction: Transaction,
  type: IndexedType,
  ids: readonly (string | number)[],
): Promise<void> {
  await transaction.run(sql`
    delete from search_entry
    where type = ${type} and target_id = any(${ids.map(String)}::text[])`);
}

/** Puts rows into the search index as they are now. @param code by which the rows are found too, if there is one */
export async function reindex(
  transaction: Transaction,
  type: IndexedType,
  ids: readonly (string | number)[],
  code: string | null = null,
): Promise<void> {
  await unindex(transaction, type, ids);
  const entries = await transaction.all<{ id: number; tier: number; name: string }>(sql`
    insert into search_entry (
      type, target_id, tier, name, name_en, context, geom, extent, location_quality, is_demonstration
    )
    select type, target_id, tier, name, name_en, context, geom, extent,
      location_quality::xiangtu.location_quality, is_demonstration
    from (${entriesOf[type](ids.map(String))}) as found(
      type, target_id, tier, name, name_en, context, geom, extent, location_quality, is_demonstration
    )
    returning id, tier, name`);
  const terms = entries.flatMap(({ id, tier, name }) => {
    const searchable = { name, aliases: [], code };
    const found = type === 'facility' ? numberedTermsOf(searchable) : termsOf(searchable, spell);
    return found.map((term) => ({ ...term, id, tier }));
  });
  await transaction.run(sql`
    insert into search_term (entry_id, tier, kind, is_inner, term)
    select * from unnest(
      ${terms.map(({ id }) => id)}::integer[], ${terms.map(({ tier }) => tier)}::smallint[],
      ${terms.map(({ kind }) => kind)}::text[], ${terms.map(({ isInner }) => isInner)}::boolean[],
      ${terms.map(({ term }) => term)}::text[]
    )`);
}

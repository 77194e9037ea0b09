import { spell } from '#domain/search/spell';
import { numberedTermsOf, termsOf } from '#domain/search/terms';
import { sql } from '../sql.ts';
import type { Transaction } from '../transaction.ts';

interface EntryName {
  id: number;
  type: 'village' | 'region' | 'site' | 'facility' | 'project' | 'route';
  tier: number;
  name: string;
  aliases: string[];
  code: string | null;
  /** As shipped; null where the name is read here. */
  pinyin: string | null;
  initials: string | null;
}

/** Terms of this many names are written at a time: a few megabytes, whatever the size of the country. */
const batchNames = 2_000;

/**
 * Fills the search tables from the other tables: villages, regions, sites, facilities, projects and routes. Names
 * are not qualified: the loader fills those of the working data, the publisher those of the release it stages.
 * A village of a plan's list is in tier 0, as are regions, projects and routes; other villages in tier 1,
 * places in tier 2.
 */
export async function loadSearchEntries(transaction: Transaction): Promise<number> {
  const names = await insertEntries(transaction);
  let written = 0;
  for (let start = 0; start < names.length; start += batchNames) {
    const batch = names
      .slice(start, start + batchNames)
      .flatMap((entry) => termsOfEntry(entry).map((term) => ({ ...term, id: entry.id, tier: entry.tier })));
    written += batch.length;
    await transaction.run(sql`
      insert into search_term (entry_id, tier, kind, is_inner, term)
      select * from unnest(
        ${batch.map((row) => row.id)}::integer[], ${batch.map((row) => row.tier)}::smallint[],
        ${batch.map((row) => row.kind)}::text[], ${batch.map((row) => row.isInner)}::boolean[],
        ${batch.map((row) => row.term)}::text[]
      )`);
  }
  return written;
}

function termsOfEntry({ type, name, aliases, code, pinyin, initials }: EntryName) {
  if (type === 'facility') return numberedTermsOf({ name, aliases, code });
  const shipped = pinyin !== null && initials !== null ? { pinyin, initials } : null;
  return termsOf({ name, aliases, code }, (text) => (text === name && shipped ? shipped : spell(text)));
}

function insertEntries(transaction: Transaction): Promise<EntryName[]> {
  return transaction.all<EntryName>(sql`
    with
      current_version as (
        select id, plan_id
        from plan_version
        order by plan_id, state = 'published' desc, state = 'approved' desc, number desc
        limit 1
      ),
      found as (
        select
          'village' as type, village.id::text as target_id,
          case when assignment.village_id is null then 1 else 0 end as tier,
          village.name, village.name_en, county.name || township.name as context, assignment.category_key,
          village.geom, village.territory as area, village.location_quality, false as is_demonstration,
          village.aliases || case
            when assignment.printed_name <> village.name then array[assignment.printed_name]
            else '{}'
          end as aliases,
          village.code::text as code, village.pinyin, village.initials
        from village
        join region as county on county.code = village.county_code
        join region as township on township.code = village.township_code
        left join assignment
          on assignment.county_code = village.county_code and assignment.village_id = village.id
          and assignment.version_id = (select id from current_version)
        union all
        select
          'region', region.code, 0, region.name, region.name_en, coalesce(parent.name, ''), null,
          coalesce(region.seat, ST_PointOnSurface(region.geom)), region.geom,
          case when region.seat is null then region.territory_quality else region.seat_quality end, false,
          region.aliases, region.code, region.pinyin, region.initials
        from region
        left join region as parent on parent.code = region.parent_code
        union all
        select
          'site', site.id::text, 2, site.name, site.name, county.name || coalesce(township.name, ''), null,
          site.geom, site.geom, site.location_quality, site.is_demonstration, '{}', null, null, null
        from site
        join region as county on county.code = site.county_code
        left join region as township on township.code = site.township_code
        union all
        select
          'facility', facility.id::text, 2, facility.name, facility.name,
          county.name || coalesce(township.name, ''), null,
          facility.geom, facility.geom, facility.location_quality, facility.is_demonstration, '{}', null, null, null
        from facility
        join region as county on county.code = facility.county_code
        left join region as township on township.code = facility.township_code
        union all
        select
          'project', project.number::text, 0, project.name, project.name, project.category, null,
          null, null, null, false, '{}', null, null, null
        from project
        where project.plan_id = (select plan_id from current_version)
        union all
        select
          'route', route.id, 0, route.name, route.name_en, array_to_string(route.county_names, '、'), null,
          null, null, null, false, '{}', null, null, null
        from tourism_route as route
        where route.plan_id = (select plan_id from current_version)
      ),
      numbered as (
        select row_number() over (order by tier, type, target_id) as id, found.* from found
      ),
      inserted as (
        insert into search_entry (
          id, type, target_id, tier, name, name_en, context, category_key, geom, extent, location_quality,
          is_demonstration
        )
        select
          id, type, target_id, tier, name, name_en, context, category_key, geom,
          case when area is not null
            then array[ST_XMin(area), ST_YMin(area), ST_XMax(area), ST_YMax(area)]
          end,
          location_quality, is_demonstration
        from numbered
      )
    select id, type, tier, name, aliases, code, pinyin, initials from numbered order by id`);
}

-- Intent: what the public may read. Publishing copies redacted rows into schema archive, one set a release;
-- schema release holds views of them, which show the release that the transaction names in xiangtu.release.
-- Public requests may select from those views and reach nothing else.

create schema archive;
revoke all on schema archive from public;

create table archive.release (
  id text primary key check (id ~ '^[a-z0-9][a-z0-9._-]{1,79}$'),
  plan_id text not null,
  region_code xiangtu.division_code not null,
  version_id text not null,
  -- 1, 2, … within the plan.
  number integer not null check (number > 0),
  -- staged: being written and baked; nobody but the publisher sees it.
  state text not null check (state in ('staged', 'published', 'superseded', 'retracted')),
  -- null: shipped with the program.
  published_by integer references xiangtu.person (id),
  published_at timestamptz not null default now(),
  -- While staged: when whoever makes it last said so; one that has been silent for long is removed.
  heartbeat_at timestamptz not null default now(),
  superseded_by text references archive.release (id),
  superseded_at timestamptz,
  retracted_by integer references xiangtu.person (id),
  retracted_at timestamptz,
  retraction_reason text check (char_length(retraction_reason) between 1 and 2000),
  is_demonstration boolean not null,
  map_approval_number text,
  window_start date not null,
  window_end date not null check (window_end >= window_start),
  contact text not null check (char_length(contact) between 1 and 200),
  objection text not null check (char_length(objection) between 1 and 500),
  data_date date,
  -- Files with bytes and SHA-256, sources, licence, as manifest.json serves them; null while staged.
  manifest jsonb,
  -- What was left out and why: for the publisher, not for the public.
  withheld jsonb not null default '[]',
  unique (plan_id, number),
  check (state = 'staged' or manifest is not null),
  check ((state = 'retracted') = (retracted_at is not null)),
  check (state <> 'retracted' or retraction_reason is not null)
);
create unique index release_one_published on archive.release (plan_id) where state = 'published';

-- Copies of working tables under the same names, with the release before everything. Generated columns are
-- plain here: a redacted place must not be computed from the exact one.
do $$
declare
  copied text;
  names text;
  geometry_column text;
begin
  foreach copied in array array[
    'source', 'region', 'neighbour_region', 'village', 'village_edge', 'demonstration_attribute',
    'scheme', 'category', 'plan', 'plan_version', 'assignment', 'declared_count', 'indicator', 'project',
    'tourism_route', 'contradiction', 'site', 'facility_kind', 'facility', 'road', 'route_line', 'route_stop',
    'project_place', 'search_entry', 'search_term'
  ] loop
    execute format(
      'create table archive.%1$I (
         release_id text not null default current_setting(''xiangtu.release'')
           references archive.release (id) on delete cascade,
         like xiangtu.%1$I
       )', copied);
    select string_agg(quote_ident(column_name), ', ' order by ordinal_position) into names
    from information_schema.columns
    where table_schema = 'xiangtu' and table_name = copied;
    execute format(
      'create view release.%1$I as
       select %2$s
       from archive.%1$I
       where release_id = (
         select id
         from archive.release
         where id = current_setting(''xiangtu.release'', true)
           and (state in (''published'', ''superseded'')
             or (state = ''staged'' and current_user = ''xiangtu_publisher''))
       )', copied, names);
    for geometry_column in
      select column_name from information_schema.columns
      where table_schema = 'xiangtu' and table_name = copied and column_name like '%\_mercator'
    loop
      execute format('create index on archive.%I using gist (%I)', copied, geometry_column);
    end loop;
  end loop;
end
$$;

create index on archive.source (release_id, id);
create index on archive.region (release_id, code);
create index on archive.region (release_id, parent_code);
create index on archive.neighbour_region (release_id, code);
create index on archive.village (release_id, id);
create index on archive.village (release_id, county_code, township_code);
create index on archive.village (release_id, possible_duplicate_of) where possible_duplicate_of is not null;
create index on archive.village_edge (release_id, id);
create index on archive.demonstration_attribute (release_id);
create index on archive.scheme (release_id);
create index on archive.category (release_id);
create index on archive.plan (release_id);
create index on archive.plan_version (release_id);
create index on archive.assignment (release_id, county_code, village_id);
create index on archive.declared_count (release_id);
create index on archive.indicator (release_id);
create index on archive.project (release_id);
create index on archive.tourism_route (release_id);
create index on archive.contradiction (release_id);
create index on archive.site (release_id, id);
create index on archive.facility_kind (release_id);
create index on archive.facility (release_id, id);
create index on archive.facility (release_id, kind, county_code);
create index on archive.road (release_id);
create index on archive.route_line (release_id);
create index on archive.route_stop (release_id);
create index on archive.project_place (release_id);
create index on archive.search_entry (release_id, id);
-- As those of xiangtu.search_term (0005), a release at a time.
create index on archive.search_term (release_id, is_inner, tier, term) include (entry_id, kind);
create index on archive.search_term (release_id, char_length(term), term)
  include (entry_id, tier, kind) where not is_inner and kind in ('name', 'alias', 'pinyin');
create index on archive.search_term (release_id, char_length(term), reverse(term))
  include (term, entry_id, tier, kind) where not is_inner and kind in ('name', 'alias', 'pinyin');
create index on archive.search_term (release_id, char_length(term), left(term, 1), reverse(term))
  include (term, entry_id, tier, kind) where not is_inner and kind in ('name', 'alias', 'pinyin');

-- What a cache may go by: the loads of shipped data for staff, the release for the public.
create view xiangtu.data_state as select key, checksum from meta.data_load;
create view release.data_state as
select 'release' as key, id as checksum
from archive.release
where id = current_setting('xiangtu.release', true) and state <> 'retracted';

-- Releases as the public knows them: who published is not said, and the staged one is not there.
create view release.release as
select
  id, plan_id, region_code, version_id, number, state, published_at, superseded_by, superseded_at, retracted_at,
  retraction_reason, is_demonstration, map_approval_number, window_start, window_end, contact, objection,
  data_date, case when state <> 'retracted' then manifest end as manifest
from archive.release
where state <> 'staged';

-- A release that was published never changes but for being superseded or retracted.
create function archive.guard_release() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    if new.state <> 'staged' then
      raise exception 'release % begins as %: it must be staged', new.id, new.state using errcode = 'XT001';
    end if;
    return new;
  end if;
  if tg_op = 'DELETE' then
    if old.state <> 'staged' then
      raise exception 'release % is %: it cannot be deleted', old.id, old.state using errcode = 'XT001';
    end if;
    return old;
  end if;
  if new.state <> old.state and (old.state, new.state) not in (
    ('staged', 'published'), ('published', 'superseded'), ('published', 'retracted'), ('superseded', 'retracted')
  ) then
    raise exception 'release %: % cannot become %', old.id, old.state, new.state using errcode = 'XT001';
  end if;
  if old.state <> 'staged' and (
    new.id, new.plan_id, new.region_code, new.version_id, new.number, new.published_by, new.published_at,
    new.is_demonstration, new.map_approval_number, new.window_start, new.window_end, new.contact, new.objection,
    new.data_date, new.manifest, new.withheld
  ) is distinct from (
    old.id, old.plan_id, old.region_code, old.version_id, old.number, old.published_by, old.published_at,
    old.is_demonstration, old.map_approval_number, old.window_start, old.window_end, old.contact, old.objection,
    old.data_date, old.manifest, old.withheld
  ) then
    raise exception 'release % is %: it cannot be changed', old.id, old.state using errcode = 'XT001';
  end if;
  return new;
end
$$;
create trigger release_guard before insert or update or delete on archive.release
  for each row execute function archive.guard_release();

-- Nor do its rows: they come in while it is staged, stay as they are, and go when another has taken its place.
-- Once a statement, as a check of every row would take longer than the copying.
create function archive.guard_rows() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    if exists (
      select from changed join archive.release on release.id = changed.release_id where release.state = 'published'
    ) then
      raise exception 'rows of a published release cannot be deleted from %', tg_table_name using errcode = 'XT001';
    end if;
  elsif exists (
    select from changed left join archive.release on release.id = changed.release_id
    where release.state is distinct from 'staged'
  ) then
    raise exception 'rows come into % only while the release is staged', tg_table_name using errcode = 'XT001';
  end if;
  return null;
end
$$;
create function archive.refuse_update() returns trigger language plpgsql as $$
begin
  raise exception 'rows of % never change', tg_table_name using errcode = 'XT001';
end
$$;
do $$
declare
  copied text;
begin
  for copied in
    select relname from pg_class join pg_namespace as namespace on namespace.oid = relnamespace
    where nspname = 'archive' and relkind = 'r' and relname <> 'release'
  loop
    execute format(
      'create trigger rows_come_in after insert on archive.%I referencing new table as changed
         for each statement execute function archive.guard_rows()', copied);
    execute format(
      'create trigger rows_go after delete on archive.%I referencing old table as changed
         for each statement execute function archive.guard_rows()', copied);
    execute format(
      'create trigger rows_stay before update or truncate on archive.%I
         for each statement execute function archive.refuse_update()', copied);
  end loop;
end
$$;

-- Intent: painting: strokes that can be undone on any machine, what a category rests on, the rules of a version,
-- who has a version open, and guards that cost a statement rather than a row.

-- What a village's place rests on, beside the reason in free words. Working columns: a release never has them.
alter table xiangtu.assignment
  add column criterion text check (char_length(criterion) between 1 and 200),
  add column clause text check (char_length(clause) between 1 and 300);
alter table archive.assignment
  add column criterion text,
  add column clause text;
-- Schema release shows the same columns as the working tables (decision 11), in their order: the new ones are last.
do $$
declare
  names text;
begin
  select string_agg(quote_ident(column_name), ', ' order by ordinal_position) into names
  from information_schema.columns
  where table_schema = 'xiangtu' and table_name = 'assignment';
  execute format(
    'create or replace view release.assignment as
     select %s
     from archive.assignment
     where release_id = (
       select id
       from archive.release
       where id = current_setting(''xiangtu.release'', true)
         and (state in (''published'', ''superseded'')
           or (state = ''staged'' and current_user = ''xiangtu_publisher''))
     )', names);
end
$$;

-- A batch is a stroke, or takes one back, or does it again: the journal of a person's batches is their undo stack.
alter table xiangtu.assignment_batch
  add column kind text not null default 'stroke' check (kind in ('stroke', 'undo', 'redo')),
  -- Key of the stroke that is undone or done again.
  add column reverses text,
  -- Villages whose place changed; a batch without any has no revision of its own.
  add column changed integer not null default 0 check (changed >= 0),
  add check ((kind = 'stroke') = (reverses is null)),
  add foreign key (version_id, reverses) references xiangtu.assignment_batch (version_id, key);
update xiangtu.assignment_batch set changed = coalesce((answer ->> 'changed')::integer, 0);
create index assignment_batch_journal on xiangtu.assignment_batch (version_id, person_id, revision);

-- Rules that suggest a category, in the order they are tried; read by server/domain/rules.
create table xiangtu.version_rule (
  version_id text not null references xiangtu.plan_version (id) on delete cascade,
  id text not null check (id ~ '^[A-Za-z0-9_-]{1,60}$'),
  position integer not null check (position > 0),
  category_key text not null,
  -- A MapLibre expression over village attributes.
  expression jsonb not null check (jsonb_typeof(expression) = 'array'),
  -- What of the plan it follows.
  clause text check (char_length(clause) <= 300),
  note text check (char_length(note) <= 2000),
  primary key (version_id, id),
  unique (version_id, position) deferrable initially deferred
);
-- Counts how often the list of a version was replaced, so that nobody writes over what they have not seen.
create table xiangtu.version_rule_list (
  version_id text primary key references xiangtu.plan_version (id) on delete cascade,
  revision integer not null check (revision > 0),
  changed_by integer references xiangtu.person (id),
  changed_at timestamptz not null default now()
);

-- Who has a version open, a row a connection. A row that was not renewed for 45 s counts as gone.
create table xiangtu.version_presence (
  version_id text not null references xiangtu.plan_version (id) on delete cascade,
  person_id integer not null references xiangtu.person (id) on delete cascade,
  connection_id uuid not null,
  since timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  primary key (version_id, person_id, connection_id)
);
create index version_presence_seen on xiangtu.version_presence (seen_at);

-- The guard of 0012, once a statement instead of once a row: a stroke over 5,000 villages asked for the state of its
-- version 5,000 times. What a statement did is looked at when it is done, and all of it is taken back if it may not be.
create function xiangtu.guard_version_rows() returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  fixed record;
begin
  select touched.version_id, version.state into fixed
  from (select distinct version_id from changed) as touched
  left join xiangtu.plan_version as version on version.id = touched.version_id
  where version.state is distinct from 'draft'
  limit 1;
  if found then
    raise exception 'version % is %: its list cannot be changed', fixed.version_id, coalesce(fixed.state, 'not there')
      using errcode = 'XT001';
  end if;
  return null;
end
$$;
-- Rows never move to another version, so that the new rows of an update tell of the old ones too. Fires only where a
-- statement names the column.
create function xiangtu.keep_version() returns trigger language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  if new.version_id <> old.version_id then
    raise exception 'rows of version % cannot move to %', old.version_id, new.version_id using errcode = 'XT001';
  end if;
  return new;
end
$$;
do $$
declare
  guarded text;
begin
  foreach guarded in array array[
    'assignment', 'declared_count', 'assignment_evidence', 'version_rule', 'version_rule_list'
  ] loop
    execute format('drop trigger if exists %I on xiangtu.%I', guarded || '_guard', guarded);
    execute format(
      'create trigger rows_come_in after insert on xiangtu.%I referencing new table as changed
         for each statement execute function xiangtu.guard_version_rows()', guarded);
    execute format(
      'create trigger rows_change after update on xiangtu.%I referencing new table as changed
         for each statement execute function xiangtu.guard_version_rows()', guarded);
    execute format(
      'create trigger rows_go after delete on xiangtu.%I referencing old table as changed
         for each statement execute function xiangtu.guard_version_rows()', guarded);
    execute format(
      'create trigger rows_stay_in_version before update of version_id on xiangtu.%I
         for each row execute function xiangtu.keep_version()', guarded);
  end loop;
end
$$;
drop function xiangtu.guard_version_content();

-- A stroke updates thousands of rows at once. With room on their page and no indexed column that changes, PostgreSQL
-- puts the new row beside the old one and leaves the indexes alone (HOT); the list of one version is short enough to be
-- read without an index on its categories.
alter table xiangtu.assignment set (fillfactor = 50);
drop index xiangtu.assignment_category;

-- The journal is read by revision (what came later, what a person did) and by village (its history).
alter table xiangtu.assignment_change
  drop constraint assignment_change_pkey,
  add primary key (version_id, revision, county_code, village_id);
drop index xiangtu.assignment_change_village;
create index assignment_change_village on xiangtu.assignment_change (village_id);

-- Its references to version and person are looked up once a statement: a foreign key does it once a row, for thousands
-- of rows that name the same two. What a foreign key promises still holds: whom a row names is there, stays while rows
-- name them, and a version that is deleted takes its journal along.
alter table xiangtu.assignment_change
  drop constraint assignment_change_version_id_fkey,
  drop constraint assignment_change_person_id_fkey;
create function xiangtu.check_change_references() returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  missing text;
begin
  -- Locked, as by a foreign key: nobody deletes them before this transaction ends.
  perform from xiangtu.plan_version where id in (select version_id from added) order by id for key share;
  perform from xiangtu.person where id in (select person_id from added) order by id for key share;
  select coalesce('version ' || named.version_id, 'person ' || named.person_id) into missing
  from (
    select distinct version_id, null::integer as person_id from added
    union all
    select distinct null, person_id from added
  ) as named
  left join xiangtu.plan_version as version on version.id = named.version_id
  left join xiangtu.person on person.id = named.person_id
  where version.id is null and person.id is null
  limit 1;
  if found then
    raise foreign_key_violation using message = format('the journal names %s, which is not there', missing);
  end if;
  return null;
end
$$;
create trigger references_are_there after insert on xiangtu.assignment_change referencing new table as added
  for each statement execute function xiangtu.check_change_references();
create function xiangtu.refuse_journal_update() returns trigger language plpgsql as $$
begin
  raise exception 'the journal of changes is not rewritten' using errcode = 'XT002';
end
$$;
create trigger rows_stay before update on xiangtu.assignment_change
  for each statement execute function xiangtu.refuse_journal_update();
create function xiangtu.delete_version_journal() returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  delete from xiangtu.assignment_change where version_id = old.id;
  return null;
end
$$;
create trigger journal_goes after delete on xiangtu.plan_version
  for each row execute function xiangtu.delete_version_journal();
create function xiangtu.keep_journal_person() returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if exists (select from xiangtu.assignment_change where person_id = old.id) then
    raise foreign_key_violation using message = format('person %s is named in the journal of changes', old.id);
  end if;
  return old;
end
$$;
create trigger journal_keeps before delete on xiangtu.person
  for each row execute function xiangtu.keep_journal_person();

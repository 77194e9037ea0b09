-- Intent: one place to look names up in, built by the loader from villages, regions and places. Every lookup
-- is a range of a B-tree: a beginning, a beginning inside the name, or (for one mistake) what stands before
-- or after it. Trigrams are not used: a Chinese name of three characters has hardly any in
-- common with its misspelling, and with the C locale pg_trgm sees no Chinese at all.

create table xiangtu.search_entry (
  id integer primary key,
  type text not null check (type in ('village', 'region', 'site', 'facility', 'project', 'route')),
  target_id text not null,
  -- 0: plan members, regions and what the plan names; 1: other villages; 2: places
  tier smallint not null check (tier between 0 and 2),
  name text not null,
  name_en text not null,
  context text not null,
  category_key text,
  geom geometry(Point, 4490),
  -- west, south, east, north
  extent double precision[] check (array_length(extent, 1) = 4),
  location_quality xiangtu.location_quality,
  is_demonstration boolean not null,
  unique (type, target_id)
);

-- The C collation makes a range comparison a comparison of code points, the same on every engine.
create table xiangtu.search_term (
  entry_id integer not null references xiangtu.search_entry (id) on delete cascade,
  tier smallint not null,
  kind text not null check (kind in ('name', 'alias', 'pinyin', 'initials', 'code')),
  is_inner boolean not null,
  term text collate "C" not null check (term <> '')
);
-- Beginnings, tier by tier, so that the first rows of the index are already the best.
create index search_term_beginning on xiangtu.search_term (is_inner, tier, term) include (entry_id, kind);
-- One mistake: a word of known length that begins like this, ends like this, or both. The columns a hit is
-- judged by are in the index, so that the table is read for hits only.
create index search_term_by_length on xiangtu.search_term (char_length(term), term)
  include (entry_id, tier, kind)
  where not is_inner and kind in ('name', 'alias', 'pinyin');
create index search_term_backwards on xiangtu.search_term (char_length(term), reverse(term))
  include (term, entry_id, tier, kind)
  where not is_inner and kind in ('name', 'alias', 'pinyin');
create index search_term_both_ends on xiangtu.search_term (char_length(term), left(term, 1), reverse(term))
  include (term, entry_id, tier, kind)
  where not is_inner and kind in ('name', 'alias', 'pinyin');
create index search_term_entry on xiangtu.search_term (entry_id);

grant select on xiangtu.search_entry, xiangtu.search_term to
  xiangtu_leader, xiangtu_planner, xiangtu_reviewer, xiangtu_clerk, xiangtu_admin;

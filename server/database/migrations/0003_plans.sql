-- Intent: schemes with categories and targets, plans, versions and their assignments, and the
-- plan's other facts: indicators, projects, tourism routes, contradictions in the source.

create table xiangtu.scheme (
  id text primary key,
  revision integer not null default 1 check (revision > 0),
  name text not null,
  name_en text not null,
  source_id text not null references xiangtu.source (id),
  source_place text
);

create table xiangtu.category (
  scheme_id text not null references xiangtu.scheme (id),
  key text not null,
  "order" integer not null check ("order" between 1 and 9),
  slot integer not null check (slot between 1 and 6),
  letter text not null,
  name text not null,
  name_en text not null,
  short_name text not null,
  short_name_en text not null,
  description text,
  description_en text,
  parent_name text,
  targets jsonb not null default '[]',
  source_id text not null references xiangtu.source (id),
  source_place text,
  primary key (scheme_id, key),
  unique (scheme_id, "order")
);

create table xiangtu.plan (
  id text primary key,
  name text not null,
  name_en text not null,
  short_name text not null,
  short_name_en text not null,
  region_code xiangtu.division_code not null references xiangtu.region (code),
  period_start integer not null,
  period_end integer not null check (period_end >= period_start),
  -- Figures the document states about the plan and its sites: key, name, value, unit, place …
  figures jsonb not null default '[]',
  -- What the plan mentions without naming it, so that nobody looks for it on the map.
  out_of_scope jsonb not null default '[]',
  source_id text not null references xiangtu.source (id)
);

create table xiangtu.plan_version (
  id text primary key,
  plan_id text not null references xiangtu.plan (id),
  number integer not null check (number > 0),
  state text not null
    check (state in ('draft', 'submitted', 'returned', 'approved', 'published', 'superseded')),
  scheme_id text not null references xiangtu.scheme (id),
  scheme_revision integer not null,
  base_version text not null,
  revision integer not null default 1 check (revision > 0),
  data_date date,
  source_id text not null references xiangtu.source (id),
  unique (plan_id, number)
);

-- 未分类 (unassigned: member, not handled yet) and 暂不分类 (deferred, with a review date) differ;
-- a village without a row is not in the plan's list.
create table xiangtu.assignment (
  version_id text not null references xiangtu.plan_version (id),
  county_code xiangtu.division_code not null,
  village_id integer not null,
  status text not null default 'assigned' check (status in ('assigned', 'unassigned', 'deferred')),
  category_key text,
  review_date date,
  printed_name text,
  printed_township text,
  reason text,
  flags text[] not null default '{}',
  source_id text not null references xiangtu.source (id),
  source_place text,
  primary key (version_id, county_code, village_id),
  foreign key (county_code, village_id) references xiangtu.village (county_code, id),
  check ((status = 'assigned') = (category_key is not null)),
  check (status <> 'deferred' or review_date is not null)
);
create index assignment_category on xiangtu.assignment (version_id, category_key);

-- What the document says it lists, shown beside what it does list.
create table xiangtu.declared_count (
  version_id text not null references xiangtu.plan_version (id),
  county_code xiangtu.division_code not null references xiangtu.region (code),
  category_key text not null,
  declared integer not null check (declared >= 0),
  source_place text,
  primary key (version_id, county_code, category_key)
);

create table xiangtu.indicator (
  plan_id text not null references xiangtu.plan (id),
  number integer not null,
  row integer not null,
  group_name text not null,
  name text not null,
  unit text,
  kind text not null check (kind in ('binding', 'anticipated')),
  baseline_year integer,
  baseline numeric,
  baseline_text text,
  target_year integer,
  target numeric,
  target_operator text check (target_operator in ('>=', '<=', '=', '>', '<', 'about')),
  target_text text,
  annual_growth_percent numeric,
  note text,
  source_id text not null references xiangtu.source (id),
  source_place text,
  primary key (plan_id, number, row)
);

create table xiangtu.project (
  plan_id text not null references xiangtu.plan (id),
  number integer not null,
  category text not null,
  subcategory text,
  name text not null,
  content text,
  note text,
  places text[] not null default '{}',
  year_start integer,
  year_end integer,
  years_text text,
  investment_yuan bigint check (investment_yuan >= 0),
  -- Rows whose amount the document prints once for several share a group; the amount is the group's.
  investment_group text,
  source_id text not null references xiangtu.source (id),
  source_place text,
  primary key (plan_id, number)
);

create table xiangtu.tourism_route (
  plan_id text not null references xiangtu.plan (id),
  id text not null,
  number integer not null,
  name text not null,
  name_en text not null,
  theme text,
  theme_en text,
  county_names text[] not null default '{}',
  -- Number of counties the document says it lists; null where it says none.
  declared_county_count integer,
  anchors jsonb not null default '[]',
  note text,
  note_en text,
  source_id text not null references xiangtu.source (id),
  source_place text,
  primary key (plan_id, id)
);

create table xiangtu.contradiction (
  plan_id text not null references xiangtu.plan (id),
  id text not null,
  subject_type text not null
    check (subject_type in ('indicator', 'project', 'route', 'plan', 'site', 'category', 'version')),
  -- Key of the figure, number of the indicator or project, id of the route, key of the category.
  subject_id text not null,
  -- Sub-row of an indicator; null: all of it.
  subject_row integer,
  nature text not null
    check (nature in ('arithmetic', 'counting', 'figures', 'slip', 'unclear', 'wording')),
  summary text not null,
  summary_en text not null,
  source_id text not null references xiangtu.source (id),
  source_place text,
  primary key (plan_id, id)
);
create index contradiction_subject on xiangtu.contradiction (plan_id, subject_type, subject_id);

grant select on all tables in schema xiangtu to
  xiangtu_leader, xiangtu_planner, xiangtu_reviewer, xiangtu_clerk, xiangtu_admin;

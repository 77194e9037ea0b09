-- Intent: where facts come from, the administrative regions, villages and the edges between
-- their territories. Geometry is stored in CGCS2000 (EPSG:4490); a generated Web Mercator copy
-- serves tiles without a transform per request.

create table meta.data_load (
  key text primary key,
  checksum text not null,
  loaded_at timestamptz not null default now()
);

create table xiangtu.source (
  id text primary key,
  kind text not null check (kind in ('document', 'dataset', 'import', 'person', 'computation')),
  title text not null,
  title_en text not null,
  publisher text,
  issued date,
  licence text not null,
  checksum text,
  note text,
  is_demonstration boolean not null default false
);

create table xiangtu.region (
  code xiangtu.division_code primary key,
  level text not null check (level in ('prefecture', 'county', 'township')),
  name text not null,
  name_en text not null,
  aliases text[] not null default '{}',
  pinyin text not null,
  initials text not null,
  parent_code xiangtu.division_code references xiangtu.region (code),
  seat geometry(Point, 4490),
  seat_quality xiangtu.location_quality not null default 'unknown',
  geom geometry(MultiPolygon, 4490),
  geom_mercator geometry(MultiPolygon, 3857) generated always as (ST_Transform(geom, 3857)) stored,
  territory_quality xiangtu.location_quality not null default 'unknown',
  source_id text not null references xiangtu.source (id),
  source_place text
);
create index region_parent on xiangtu.region (parent_code);
create index region_geom_mercator on xiangtu.region using gist (geom_mercator);

-- Regions outside the planning area, drawn as hairlines so that the map does not float.
create table xiangtu.neighbour_region (
  code xiangtu.division_code primary key,
  name text not null,
  name_en text not null,
  geom geometry(MultiPolygon, 4490) not null,
  geom_mercator geometry(MultiPolygon, 3857) generated always as (ST_Transform(geom, 3857)) stored,
  source_id text not null references xiangtu.source (id)
);
create index neighbour_region_geom_mercator on xiangtu.neighbour_region using gist (geom_mercator);

-- id is dense from 1 and comes from data/: it is the feature id in tiles and the index into the
-- compact assignment array. county_code leads every key so that the table can be sharded by county.
create table xiangtu.village (
  county_code xiangtu.division_code not null references xiangtu.region (code),
  id integer not null check (id > 0),
  code xiangtu.division_code,
  name text not null,
  name_en text not null,
  kind text not null check (kind in ('village', 'community')),
  township_code xiangtu.division_code not null references xiangtu.region (code),
  parent_id integer,
  possible_duplicate_of integer,
  aliases text[] not null default '{}',
  pinyin text not null,
  initials text not null,
  geom geometry(Point, 4490),
  geom_mercator geometry(Point, 3857) generated always as (ST_Transform(geom, 3857)) stored,
  location_quality xiangtu.location_quality not null default 'unknown',
  territory geometry(MultiPolygon, 4490),
  territory_mercator geometry(MultiPolygon, 3857) generated always as (ST_Transform(territory, 3857)) stored,
  territory_quality xiangtu.location_quality not null default 'unknown',
  source_id text not null references xiangtu.source (id),
  source_place text,
  primary key (county_code, id),
  unique (county_code, code),
  check (code is null or left(code, 6) = county_code),
  check (left(township_code, 6) = county_code)
);
create index village_id on xiangtu.village (id);
create index village_possible_duplicate on xiangtu.village (possible_duplicate_of)
  where possible_duplicate_of is not null;
create index village_township on xiangtu.village (township_code);
create index village_geom_mercator on xiangtu.village using gist (geom_mercator);
create index village_territory_mercator on xiangtu.village using gist (territory_mercator);
create index village_name_trigram on xiangtu.village using gin (name gin_trgm_ops);

-- One row a border between two territories (0 = outside), so that zone outlines are a comparison of
-- two categories and shared borders are drawn once.
create table xiangtu.village_edge (
  county_code xiangtu.division_code not null,
  id integer not null check (id > 0),
  left_id integer not null,
  right_id integer not null,
  rank text not null check (rank in ('village', 'township', 'county', 'prefecture')),
  geom geometry(MultiLineString, 4490) not null,
  geom_mercator geometry(MultiLineString, 3857) generated always as (ST_Transform(geom, 3857)) stored,
  source_id text not null references xiangtu.source (id),
  primary key (county_code, id)
);
create index village_edge_geom_mercator on xiangtu.village_edge using gist (geom_mercator);

-- Invented attributes of real villages, kept apart from facts: working area of a 演示站 only.
create table xiangtu.demonstration_attribute (
  county_code xiangtu.division_code not null,
  village_id integer not null,
  population integer check (population >= 0),
  households integer check (households >= 0),
  income_yuan integer check (income_yuan >= 0),
  collective_income_yuan integer check (collective_income_yuan >= 0),
  is_demonstration boolean not null default true check (is_demonstration),
  source_id text not null references xiangtu.source (id),
  primary key (county_code, village_id),
  foreign key (county_code, village_id) references xiangtu.village (county_code, id)
);

grant select on all tables in schema xiangtu to
  xiangtu_leader, xiangtu_planner, xiangtu_reviewer, xiangtu_clerk, xiangtu_admin;
grant select on all tables in schema meta to
  xiangtu_leader, xiangtu_planner, xiangtu_reviewer, xiangtu_clerk, xiangtu_admin;

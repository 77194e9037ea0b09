-- Intent: located things a map layer shows: resettlement sites, facilities, roads, the lines and
-- stops of tourism routes, project places. Each row says whether it is demonstration data.

create table xiangtu.site (
  county_code xiangtu.division_code not null references xiangtu.region (code),
  id integer not null check (id > 0),
  name text not null,
  township_code xiangtu.division_code references xiangtu.region (code),
  village_id integer,
  households integer check (households >= 0),
  people integer check (people >= 0),
  capacity_households integer check (capacity_households >= 0),
  size_class text not null check (size_class in ('small', 'medium', 'large')),
  opened_year integer,
  checks jsonb not null default '{}',
  geom geometry(Point, 4490) not null,
  geom_mercator geometry(Point, 3857) generated always as (ST_Transform(geom, 3857)) stored,
  location_quality xiangtu.location_quality not null,
  is_demonstration boolean not null,
  source_id text not null references xiangtu.source (id),
  source_place text,
  primary key (county_code, id)
);
create index site_id on xiangtu.site (id);
create index site_geom_mercator on xiangtu.site using gist (geom_mercator);

create table xiangtu.facility_kind (
  key text primary key,
  "order" integer not null,
  name text not null,
  name_en text not null,
  glyph text not null,
  group_name text not null,
  standard_metres integer not null check (standard_metres > 0)
);

create table xiangtu.facility (
  county_code xiangtu.division_code not null references xiangtu.region (code),
  id integer not null check (id > 0),
  kind text not null references xiangtu.facility_kind (key),
  name text not null,
  township_code xiangtu.division_code references xiangtu.region (code),
  village_id integer,
  capacity integer check (capacity >= 0),
  status text not null check (status in ('working', 'planned', 'closed')),
  opened_year integer,
  geom geometry(Point, 4490) not null,
  geom_mercator geometry(Point, 3857) generated always as (ST_Transform(geom, 3857)) stored,
  location_quality xiangtu.location_quality not null,
  is_demonstration boolean not null,
  source_id text not null references xiangtu.source (id),
  source_place text,
  primary key (county_code, id)
);
create index facility_id on xiangtu.facility (id);
create index facility_kind_county on xiangtu.facility (kind, county_code);
create index facility_geom_mercator on xiangtu.facility using gist (geom_mercator);

create table xiangtu.road (
  county_code xiangtu.division_code not null references xiangtu.region (code),
  id integer not null check (id > 0),
  class text not null check (class in ('county', 'township', 'village')),
  surface text,
  length_metres integer not null check (length_metres >= 0),
  speed_kmh integer not null check (speed_kmh > 0),
  from_village_id integer,
  to_village_id integer,
  is_closed boolean not null default false,
  geom geometry(LineString, 4490) not null,
  geom_mercator geometry(LineString, 3857) generated always as (ST_Transform(geom, 3857)) stored,
  location_quality xiangtu.location_quality not null,
  is_demonstration boolean not null,
  source_id text not null references xiangtu.source (id),
  primary key (county_code, id)
);
create index road_geom_mercator on xiangtu.road using gist (geom_mercator);

create table xiangtu.route_line (
  plan_id text not null,
  route_id text not null,
  geom geometry(MultiLineString, 4490) not null,
  geom_mercator geometry(MultiLineString, 3857) generated always as (ST_Transform(geom, 3857)) stored,
  location_quality xiangtu.location_quality not null,
  is_demonstration boolean not null,
  source_id text not null references xiangtu.source (id),
  primary key (plan_id, route_id),
  foreign key (plan_id, route_id) references xiangtu.tourism_route (plan_id, id)
);
create index route_line_geom_mercator on xiangtu.route_line using gist (geom_mercator);

create table xiangtu.route_stop (
  plan_id text not null,
  route_id text not null,
  "order" integer not null check ("order" > 0),
  name text not null,
  village_id integer,
  -- An anchor is named by the plan; any other stop was added to draw a line and is 示例.
  is_anchor boolean not null,
  geom geometry(Point, 4490) not null,
  geom_mercator geometry(Point, 3857) generated always as (ST_Transform(geom, 3857)) stored,
  location_quality xiangtu.location_quality not null,
  is_demonstration boolean not null,
  source_id text not null references xiangtu.source (id),
  source_place text,
  primary key (plan_id, route_id, "order"),
  foreign key (plan_id, route_id) references xiangtu.tourism_route (plan_id, id)
);
create index route_stop_geom_mercator on xiangtu.route_stop using gist (geom_mercator);

create table xiangtu.project_place (
  plan_id text not null,
  project_number integer not null,
  "order" integer not null check ("order" > 0),
  place text not null,
  county_code xiangtu.division_code references xiangtu.region (code),
  township_code xiangtu.division_code references xiangtu.region (code),
  village_id integer,
  geom geometry(Point, 4490) not null,
  geom_mercator geometry(Point, 3857) generated always as (ST_Transform(geom, 3857)) stored,
  location_quality xiangtu.location_quality not null,
  is_demonstration boolean not null,
  source_id text not null references xiangtu.source (id),
  primary key (plan_id, project_number, "order"),
  foreign key (plan_id, project_number) references xiangtu.project (plan_id, number)
);
create index project_place_geom_mercator on xiangtu.project_place using gist (geom_mercator);

grant select on all tables in schema xiangtu to
  xiangtu_leader, xiangtu_planner, xiangtu_reviewer, xiangtu_clerk, xiangtu_admin;

-- Intent: stored label points of regions and an index that counts listed villages, so that label
-- layers of tiles are read like any other point layer.

alter table xiangtu.region
  add column label_mercator geometry(Point, 3857)
  generated always as (ST_Transform(coalesce(seat, ST_PointOnSurface(geom)), 3857)) stored;
create index region_label_mercator on xiangtu.region using gist (label_mercator);

-- The primary key leads with the version; labels ask about a village whatever the version.
create index assignment_village on xiangtu.assignment (county_code, village_id);

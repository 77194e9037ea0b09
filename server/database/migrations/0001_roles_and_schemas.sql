-- Intent: extensions, the database roles requests run under, and the schemas that keep
-- working data, public releases and bookkeeping apart.
-- Roles are cluster-wide and two test databases may be created at once, hence the handler.

create extension if not exists postgis;
create extension if not exists pg_trgm;

create schema if not exists xiangtu;  -- working data: planners and leaders
create schema if not exists release;  -- what the public may read; filled by publishing
create schema if not exists meta;     -- migrations, data loads

do $$
declare
  request_role text;
begin
  foreach request_role in array array[
    'xiangtu_public', 'xiangtu_leader', 'xiangtu_planner',
    'xiangtu_reviewer', 'xiangtu_clerk', 'xiangtu_admin'
  ] loop
    begin
      execute format('create role %I nologin noinherit nocreatedb nocreaterole', request_role);
    exception when duplicate_object or unique_violation then
      null;
    end;
  end loop;
end
$$;

revoke all on schema xiangtu, release, meta from public;
grant usage on schema xiangtu to
  xiangtu_leader, xiangtu_planner, xiangtu_reviewer, xiangtu_clerk, xiangtu_admin;
grant usage on schema release to
  xiangtu_public, xiangtu_leader, xiangtu_planner, xiangtu_reviewer, xiangtu_clerk, xiangtu_admin;
-- Readiness checks read the bookkeeping under the request role.
grant usage on schema meta to
  xiangtu_leader, xiangtu_planner, xiangtu_reviewer, xiangtu_clerk, xiangtu_admin;

-- Where a person or document may have been read from: 实测, 地名库, 推定, 未知.
create domain xiangtu.location_quality as text
  check (value in ('surveyed', 'gazetteer', 'estimated', 'unknown'));

-- Official division codes are text of 6, 9 or 12 digits: leading zeros and Excel must not eat them.
create domain xiangtu.division_code as text
  check (value ~ '^([0-9]{6}|[0-9]{9}|[0-9]{12})$');

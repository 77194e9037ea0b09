-- Intent: who may do what in the database: roles, rights, row-level security, leakproof flags. The whole script can
-- be applied again and gives the same state: a dump does not carry roles and flags, and restoring one into an
-- empty cluster loses the rights and policies that name the roles.

do $$
declare
  request_role text;
begin
  foreach request_role in array array[
    'xiangtu_public', 'xiangtu_leader', 'xiangtu_planner', 'xiangtu_reviewer', 'xiangtu_clerk', 'xiangtu_admin',
    'xiangtu_gate', 'xiangtu_publisher'
  ] loop
    begin
      execute format('create role %I nologin noinherit nocreatedb nocreaterole', request_role);
    -- Roles are cluster-wide: another database may have made them, even at this moment.
    exception when duplicate_object or unique_violation then
      null;
    end;
  end loop;
  for request_role in
    select rolname from pg_roles
    where rolname ^@ 'xiangtu_' and rolname = any(array[
        'xiangtu_public', 'xiangtu_leader', 'xiangtu_planner', 'xiangtu_reviewer', 'xiangtu_clerk',
        'xiangtu_admin', 'xiangtu_gate', 'xiangtu_publisher'
      ])
      and (rolcanlogin or rolinherit or rolcreatedb or rolcreaterole or rolsuper or rolbypassrls)
  loop
    execute format('alter role %I nologin noinherit nocreatedb nocreaterole nosuperuser nobypassrls', request_role);
  end loop;
end
$$;

-- The scope of a transaction: prefixes of division codes, and the person.
create or replace function xiangtu.scope_prefixes() returns text[]
  language sql stable parallel safe
  return string_to_array(nullif(current_setting('xiangtu.scope', true), ''), ',');
create or replace function xiangtu.scope_person() returns integer
  language sql stable parallel safe
  return nullif(current_setting('xiangtu.person', true), '')::integer;
-- As regionPrefix of server/domain/regions.
create or replace function xiangtu.region_prefix(code text) returns text
  language sql immutable parallel safe
  return case when char_length(code) = 6 then regexp_replace(code, '(0000|00)$', '') else code end;
create or replace function xiangtu.scope_covers(code text) returns boolean
  language sql stable parallel safe
  return coalesce(code ^@ any(xiangtu.scope_prefixes()), false);
create or replace function xiangtu.scope_overlaps(code text) returns boolean
  language sql stable parallel safe
  return coalesce(code ^@ any(xiangtu.scope_prefixes()), false) or exists (
    select from unnest(xiangtu.scope_prefixes()) as prefix where prefix ^@ xiangtu.region_prefix(code)
  );

-- Nothing but what follows.
do $$
declare
  stale record;
begin
  for stale in select schemaname, tablename, policyname from pg_policies where schemaname in ('xiangtu', 'archive', 'meta') loop
    execute format('drop policy %I on %I.%I', stale.policyname, stale.schemaname, stale.tablename);
  end loop;
  for stale in
    select namespace.nspname as schemaname, relname as tablename
    from pg_class
    join pg_namespace as namespace on namespace.oid = relnamespace
    where nspname in ('xiangtu', 'archive') and relkind in ('r', 'p')
  loop
    execute format('alter table %I.%I enable row level security', stale.schemaname, stale.tablename);
  end loop;
end
$$;
revoke all on all tables in schema xiangtu, release, archive, meta from
  public, xiangtu_public, xiangtu_leader, xiangtu_planner, xiangtu_reviewer, xiangtu_clerk, xiangtu_admin,
  xiangtu_gate, xiangtu_publisher;
revoke all on schema xiangtu, release, archive, meta from
  public, xiangtu_public, xiangtu_leader, xiangtu_planner, xiangtu_reviewer, xiangtu_clerk, xiangtu_admin,
  xiangtu_gate, xiangtu_publisher;
revoke create on schema public from public;
grant usage on schema public to public;
grant usage on schema xiangtu, meta to
  xiangtu_leader, xiangtu_planner, xiangtu_reviewer, xiangtu_clerk, xiangtu_admin, xiangtu_gate, xiangtu_publisher;
grant usage on schema release to xiangtu_public, xiangtu_publisher;
grant usage on schema archive to xiangtu_publisher, xiangtu_reviewer, xiangtu_leader, xiangtu_planner, xiangtu_clerk, xiangtu_admin;
grant select on meta.schema_migration, meta.data_load, meta.security_state to
  xiangtu_leader, xiangtu_planner, xiangtu_reviewer, xiangtu_clerk, xiangtu_admin, xiangtu_gate, xiangtu_publisher;

-- The public: views of releases. Staff see what the public sees by asking as the public.
grant select on all tables in schema release to xiangtu_public, xiangtu_publisher;

-- Facts that every member of staff works with.
grant select on xiangtu.data_state to
  xiangtu_leader, xiangtu_planner, xiangtu_reviewer, xiangtu_clerk, xiangtu_admin;
do $$
declare
  fact text;
begin
  foreach fact in array array[
    'source', 'region', 'neighbour_region', 'village', 'village_edge', 'demonstration_attribute', 'scheme', 'category',
    'plan', 'indicator', 'project', 'tourism_route', 'contradiction', 'site', 'facility_kind', 'facility', 'road',
    'route_line', 'route_stop', 'project_place', 'search_entry', 'search_term'
  ] loop
    execute format(
      'grant select on xiangtu.%I to xiangtu_leader, xiangtu_planner, xiangtu_reviewer, xiangtu_clerk, xiangtu_admin, xiangtu_publisher',
      fact);
    execute format(
      'create policy facts_are_read on xiangtu.%I for select to xiangtu_leader, xiangtu_planner, xiangtu_reviewer, xiangtu_clerk, xiangtu_admin, xiangtu_publisher using (true)',
      fact);
  end loop;
end
$$;

-- Plan versions: seen where the region overlaps; changed as the state machine and the region allow.
grant select on xiangtu.plan_version, xiangtu.assignment, xiangtu.declared_count, xiangtu.assignment_change,
  xiangtu.version_comment, xiangtu.assignment_evidence, xiangtu.evidence
  to xiangtu_leader, xiangtu_planner, xiangtu_reviewer, xiangtu_clerk, xiangtu_admin;
create policy version_is_read on xiangtu.plan_version for select
  to xiangtu_leader, xiangtu_planner, xiangtu_reviewer, xiangtu_clerk, xiangtu_admin
  using (xiangtu.scope_overlaps(region_code));

grant insert, update, delete on xiangtu.plan_version to xiangtu_planner;
create policy draft_is_made on xiangtu.plan_version for insert to xiangtu_planner
  with check (state = 'draft' and author_id = xiangtu.scope_person() and xiangtu.scope_covers(region_code));
create policy draft_is_changed on xiangtu.plan_version for update to xiangtu_planner
  using (
    (state = 'draft' and xiangtu.scope_overlaps(region_code))
    or (state in ('submitted', 'returned') and xiangtu.scope_covers(region_code))
  )
  with check (
    (state = 'draft' and xiangtu.scope_overlaps(region_code))
    or (state = 'submitted' and submitted_by = xiangtu.scope_person() and xiangtu.scope_covers(region_code))
  );
create policy draft_is_deleted on xiangtu.plan_version for delete to xiangtu_planner
  using (state = 'draft' and xiangtu.scope_covers(region_code));
grant update on xiangtu.plan_version to xiangtu_reviewer;
create policy submission_is_decided on xiangtu.plan_version for update to xiangtu_reviewer
  using (state = 'submitted' and xiangtu.scope_covers(region_code))
  with check (state in ('returned', 'approved') and decided_by = xiangtu.scope_person()
    and xiangtu.scope_covers(region_code));

-- A list that is decided is seen with its version; one that is worked on only in the regions one is responsible for.
do $$
declare
  part text;
begin
  foreach part in array array['assignment', 'declared_count', 'assignment_change', 'assignment_evidence'] loop
    execute format($policy$
      create policy list_is_read on xiangtu.%I for select
        to xiangtu_leader, xiangtu_planner, xiangtu_reviewer, xiangtu_clerk, xiangtu_admin
        using (
          version_id in (
            select id from xiangtu.plan_version
            where state in ('approved', 'published', 'superseded', 'retracted')
          )
          or (version_id in (select id from xiangtu.plan_version) and xiangtu.scope_covers(county_code))
        )$policy$, part);
  end loop;
end
$$;
grant insert, update, delete on xiangtu.assignment, xiangtu.assignment_evidence to xiangtu_planner;
create policy list_is_written on xiangtu.assignment for all to xiangtu_planner
  using (xiangtu.scope_covers(county_code)) with check (xiangtu.scope_covers(county_code));
create policy evidence_is_linked on xiangtu.assignment_evidence for all to xiangtu_planner
  using (xiangtu.scope_covers(county_code))
  with check (xiangtu.scope_covers(county_code) and added_by = xiangtu.scope_person());
grant insert, delete on xiangtu.declared_count to xiangtu_planner;
create policy declared_count_is_copied on xiangtu.declared_count for insert to xiangtu_planner
  with check (xiangtu.scope_covers(county_code));
-- Goes with its draft; the guard of the table keeps the others.
create policy declared_count_is_removed on xiangtu.declared_count for delete to xiangtu_planner
  using (xiangtu.scope_covers(county_code));
grant insert on xiangtu.assignment_change to xiangtu_planner;
create policy change_is_written on xiangtu.assignment_change for insert to xiangtu_planner
  with check (xiangtu.scope_covers(county_code) and person_id = xiangtu.scope_person());
grant select, insert on xiangtu.assignment_batch to xiangtu_planner;
create policy own_batches on xiangtu.assignment_batch to xiangtu_planner
  using (person_id = xiangtu.scope_person()) with check (person_id = xiangtu.scope_person());

create policy comment_is_read on xiangtu.version_comment for select
  to xiangtu_leader, xiangtu_planner, xiangtu_reviewer, xiangtu_clerk, xiangtu_admin
  using (version_id in (select id from xiangtu.plan_version) and xiangtu.scope_overlaps(region_code));
grant insert, update (resolved_by, resolved_at) on xiangtu.version_comment to xiangtu_planner, xiangtu_reviewer;
create policy comment_is_written on xiangtu.version_comment for insert to xiangtu_planner, xiangtu_reviewer
  with check (author_id = xiangtu.scope_person() and xiangtu.scope_overlaps(region_code)
    and version_id in (select id from xiangtu.plan_version));
create policy comment_is_resolved on xiangtu.version_comment for update to xiangtu_planner, xiangtu_reviewer
  using (version_id in (select id from xiangtu.plan_version) and xiangtu.scope_overlaps(region_code))
  with check (resolved_by = xiangtu.scope_person());

grant insert on xiangtu.evidence to xiangtu_planner;
create policy evidence_is_read on xiangtu.evidence for select
  to xiangtu_leader, xiangtu_planner, xiangtu_reviewer, xiangtu_clerk, xiangtu_admin
  using (uploaded_by = xiangtu.scope_person() or hash in (select hash from xiangtu.assignment_evidence));
create policy evidence_is_added on xiangtu.evidence for insert to xiangtu_planner
  with check (uploaded_by = xiangtu.scope_person());

-- People: staff see names, because changes carry them; administrators see accounts; the gate sees passwords.
grant select (id, name) on xiangtu.person to
  xiangtu_leader, xiangtu_planner, xiangtu_reviewer, xiangtu_clerk;
grant select (
    id, login, name, is_disabled, is_demonstration, locked_until, password_changed_at, created_at, created_by
  ), insert (login, name, created_by), update (name, is_disabled, locked_until, failed_attempts)
  on xiangtu.person to xiangtu_admin;
create policy person_is_read on xiangtu.person for select
  to xiangtu_leader, xiangtu_planner, xiangtu_reviewer, xiangtu_clerk, xiangtu_admin using (true);
create policy person_is_made on xiangtu.person for insert to xiangtu_admin
  with check (created_by = xiangtu.scope_person());
-- An administrator of a region manages those who have no grant outside it.
create policy person_is_managed on xiangtu.person for update to xiangtu_admin
  using (not exists (
    select from xiangtu.person_grant as held
    where held.person_id = person.id and not xiangtu.scope_covers(held.region_code)
  ));
grant select on xiangtu.person_grant to xiangtu_admin;
grant insert, delete on xiangtu.person_grant to xiangtu_admin;
create policy grant_is_read on xiangtu.person_grant for select to xiangtu_admin using (true);
create policy grant_is_given on xiangtu.person_grant for insert to xiangtu_admin
  with check (xiangtu.scope_covers(region_code) and granted_by = xiangtu.scope_person());
create policy grant_is_taken on xiangtu.person_grant for delete to xiangtu_admin
  using (xiangtu.scope_covers(region_code));
grant select, insert on xiangtu.setup_link to xiangtu_admin;
-- A link is a way into the account.
create policy link_is_made on xiangtu.setup_link for insert to xiangtu_admin
  with check (created_by = xiangtu.scope_person() and person_id is not null and not exists (
    select from xiangtu.person_grant as held
    where held.person_id = setup_link.person_id and not xiangtu.scope_covers(held.region_code)
  ));
create policy link_is_listed on xiangtu.setup_link for select to xiangtu_admin
  using (created_by = xiangtu.scope_person());
grant delete on xiangtu.session to xiangtu_admin;
grant select (person_id) on xiangtu.session to xiangtu_admin;
create policy session_is_ended on xiangtu.session for all to xiangtu_admin
  using (not exists (
    select from xiangtu.person_grant as held
    where held.person_id = session.person_id and not xiangtu.scope_covers(held.region_code)
  ));

grant select, insert, update (
    password_hash, password_changed_at, failed_attempts, locked_until, name, login
  ) on xiangtu.person to xiangtu_gate;
create policy gate_person on xiangtu.person to xiangtu_gate using (true) with check (true);
grant select, insert on xiangtu.person_grant to xiangtu_gate;
create policy gate_grant on xiangtu.person_grant to xiangtu_gate using (true) with check (true);
grant select, insert, update, delete on xiangtu.session to xiangtu_gate;
create policy gate_session on xiangtu.session to xiangtu_gate using (true) with check (true);
grant select, insert, update (used_at, expires_at) on xiangtu.setup_link to xiangtu_gate;
create policy gate_link on xiangtu.setup_link to xiangtu_gate using (true) with check (true);
grant select on xiangtu.region to xiangtu_gate;
create policy gate_region on xiangtu.region for select to xiangtu_gate using (true);

-- Publishing copies what is approved, and moves a version on.
grant select on xiangtu.plan_version, xiangtu.assignment, xiangtu.declared_count to xiangtu_publisher;
grant update (state, decided_by, decided_at, decision_reason) on xiangtu.plan_version to xiangtu_publisher;
create policy publisher_reads on xiangtu.plan_version for select to xiangtu_publisher
  using (state in ('approved', 'published', 'superseded', 'retracted'));
create policy publisher_moves on xiangtu.plan_version for update to xiangtu_publisher
  using (state in ('approved', 'published', 'superseded') and xiangtu.scope_covers(region_code))
  with check (state in ('published', 'superseded', 'retracted') and xiangtu.scope_covers(region_code));
create policy publisher_reads on xiangtu.assignment for select to xiangtu_publisher
  using (version_id in (select id from xiangtu.plan_version));
create policy publisher_reads on xiangtu.declared_count for select to xiangtu_publisher
  using (version_id in (select id from xiangtu.plan_version));
grant insert, delete on all tables in schema release to xiangtu_publisher;
grant select, insert, delete on all tables in schema archive to xiangtu_publisher;
grant update on archive.release to xiangtu_publisher;
do $$
declare
  copied text;
begin
  for copied in
    select relname from pg_class join pg_namespace as namespace on namespace.oid = relnamespace
    where nspname = 'archive' and relkind in ('r', 'p')
  loop
    execute format('create policy publisher on archive.%I to xiangtu_publisher using (true) with check (true)', copied);
  end loop;
end
$$;
grant select on archive.release to xiangtu_leader, xiangtu_planner, xiangtu_reviewer, xiangtu_clerk, xiangtu_admin;
create policy release_is_read on archive.release for select
  to xiangtu_leader, xiangtu_planner, xiangtu_reviewer, xiangtu_clerk, xiangtu_admin
  using (xiangtu.scope_overlaps(region_code));

-- Events and the audit log: everybody who acts writes; reading goes by region.
grant select, insert on xiangtu.outbox to
  xiangtu_leader, xiangtu_planner, xiangtu_reviewer, xiangtu_clerk, xiangtu_admin, xiangtu_publisher;
create policy event_is_read on xiangtu.outbox for select
  to xiangtu_leader, xiangtu_planner, xiangtu_reviewer, xiangtu_clerk, xiangtu_admin
  using (xiangtu.scope_overlaps(region_code));
create policy event_is_sent on xiangtu.outbox for insert
  to xiangtu_planner, xiangtu_reviewer, xiangtu_admin, xiangtu_publisher
  with check (actor_id is not distinct from xiangtu.scope_person());

grant select, insert, update on xiangtu.audit_chain to
  xiangtu_leader, xiangtu_planner, xiangtu_reviewer, xiangtu_clerk, xiangtu_admin, xiangtu_gate, xiangtu_publisher;
create policy chain_goes_on on xiangtu.audit_chain
  to xiangtu_leader, xiangtu_planner, xiangtu_reviewer, xiangtu_clerk, xiangtu_admin, xiangtu_gate, xiangtu_publisher
  using (true) with check (true);
grant insert on xiangtu.audit_event to
  xiangtu_leader, xiangtu_planner, xiangtu_reviewer, xiangtu_clerk, xiangtu_admin, xiangtu_gate, xiangtu_publisher;
create policy event_is_recorded on xiangtu.audit_event for insert
  to xiangtu_leader, xiangtu_planner, xiangtu_reviewer, xiangtu_clerk, xiangtu_admin, xiangtu_publisher
  with check (person_id is not distinct from xiangtu.scope_person());
create policy gate_event_is_recorded on xiangtu.audit_event for insert to xiangtu_gate with check (true);
-- The address a request came from is for administrators.
grant select (
    chain, number, at, person_id, person_name, role, action, subject_type, subject_id, region_code, request_id,
    before, after, recorded_at
  ) on xiangtu.audit_event to xiangtu_leader, xiangtu_planner, xiangtu_reviewer, xiangtu_clerk;
grant select on xiangtu.audit_event to xiangtu_admin;
-- What was done to people and their sessions too.
create policy history_is_read on xiangtu.audit_event for select
  to xiangtu_leader, xiangtu_planner, xiangtu_reviewer, xiangtu_clerk
  using (
    subject_type not in ('person', 'session') and region_code is not null and xiangtu.scope_covers(region_code)
  );
create policy log_is_read on xiangtu.audit_event for select to xiangtu_admin
  using (chain = 'system' or xiangtu.scope_covers(region_code));

-- Rules of a version: seen with it, written by planners of the whole plan while it is a draft.
do $$
declare
  part text;
begin
  foreach part in array array['version_rule', 'version_rule_list'] loop
    execute format(
      'grant select on xiangtu.%I to xiangtu_leader, xiangtu_planner, xiangtu_reviewer, xiangtu_clerk, xiangtu_admin',
      part);
    execute format($policy$
      create policy rules_are_read on xiangtu.%I for select
        to xiangtu_leader, xiangtu_planner, xiangtu_reviewer, xiangtu_clerk, xiangtu_admin
        using (version_id in (select id from xiangtu.plan_version))$policy$, part);
    execute format($policy$
      create policy rules_are_written on xiangtu.%I for all to xiangtu_planner
        using (version_id in (
          select id from xiangtu.plan_version where state = 'draft' and xiangtu.scope_covers(region_code)
        ))
        with check (version_id in (
          select id from xiangtu.plan_version where state = 'draft' and xiangtu.scope_covers(region_code)
        ))$policy$, part);
  end loop;
end
$$;
grant insert, delete on xiangtu.version_rule to xiangtu_planner;
grant insert, update, delete on xiangtu.version_rule_list to xiangtu_planner;

-- Who has a version open: whoever may see the version sees it, and everybody says it of themselves alone. Reading a
-- version runs as leader, whatever the roles of the reader.
grant select, insert, delete, update (seen_at) on xiangtu.version_presence to xiangtu_leader;
create policy presence_is_read on xiangtu.version_presence for select to xiangtu_leader
  using (version_id in (select id from xiangtu.plan_version));
create policy presence_is_said on xiangtu.version_presence for insert to xiangtu_leader
  with check (person_id = xiangtu.scope_person() and version_id in (select id from xiangtu.plan_version));
create policy presence_goes_on on xiangtu.version_presence for update to xiangtu_leader
  using (person_id = xiangtu.scope_person()) with check (person_id = xiangtu.scope_person());
create policy presence_ends on xiangtu.version_presence for delete to xiangtu_leader
  using (person_id = xiangtu.scope_person());
create policy presence_is_told on xiangtu.outbox for insert to xiangtu_leader
  with check (topic = 'presence-changed' and actor_id is not distinct from xiangtu.scope_person()
    and version_id in (select id from xiangtu.plan_version));

-- Places that planners draw: by the county of the row; routes cross counties, so they are for planners of the plan's
-- whole region, as are places of a project that lie in several counties.
do $$
declare
  drawn record;
begin
  for drawn in
    select * from (values
      ('site', 'county_code', true), ('facility', 'county_code', true),
      (
        'project_place',
        'coalesce(county_code, (select plan.region_code from xiangtu.plan where plan.id = plan_id))', true
      ),
      ('tourism_route', '(select plan.region_code from xiangtu.plan where plan.id = plan_id)', true),
      ('route_line', '(select plan.region_code from xiangtu.plan where plan.id = plan_id)', false),
      ('route_stop', '(select plan.region_code from xiangtu.plan where plan.id = plan_id)', false)
    ) as drawn(name, region, is_signed)
  loop
    execute format('grant insert, update, delete on xiangtu.%I to xiangtu_planner', drawn.name);
    execute format(
      'create policy place_is_drawn on xiangtu.%I for insert to xiangtu_planner
         with check (xiangtu.scope_covers(%s))', drawn.name, drawn.region);
    execute format(
      'create policy place_is_changed on xiangtu.%I for update to xiangtu_planner
         using (xiangtu.scope_covers(%s)) with check (xiangtu.scope_covers(%s)%s)',
      drawn.name, drawn.region, drawn.region,
      case when drawn.is_signed then ' and changed_by = xiangtu.scope_person()' else '' end);
    execute format(
      'create policy place_is_deleted on xiangtu.%I for delete to xiangtu_planner
         using (xiangtu.scope_covers(%s)%s)',
      -- What the plan prints stays.
      drawn.name, drawn.region, case when drawn.name = 'tourism_route' then $and$ and source_id = 'drawing'$and$ else '' end);
  end loop;
end
$$;
grant select, insert, update, delete on xiangtu.deleted_place to xiangtu_planner;
create policy deleted_is_read on xiangtu.deleted_place for select to xiangtu_planner
  using (xiangtu.scope_covers(region_code));
create policy deleted_is_kept on xiangtu.deleted_place for insert to xiangtu_planner
  with check (xiangtu.scope_covers(region_code) and deleted_by = xiangtu.scope_person());
create policy deleted_is_replaced on xiangtu.deleted_place for update to xiangtu_planner
  using (xiangtu.scope_covers(region_code))
  with check (xiangtu.scope_covers(region_code) and deleted_by = xiangtu.scope_person());
create policy deleted_is_brought_back on xiangtu.deleted_place for delete to xiangtu_planner
  using (xiangtu.scope_covers(region_code));
-- The one source of all that is drawn here.
grant insert on xiangtu.source to xiangtu_planner;
create policy drawing_is_a_source on xiangtu.source for insert to xiangtu_planner
  with check (id = 'drawing' and kind = 'person' and not is_demonstration);
-- What is drawn can be found at once.
create or replace function xiangtu.may_draw(type text, target_id text) returns boolean
  language sql stable
  return case type
    when 'site' then exists (
      select from xiangtu.site where site.id = target_id::integer and xiangtu.scope_covers(site.county_code)
    )
    when 'facility' then exists (
      select from xiangtu.facility
      where facility.id = target_id::integer and xiangtu.scope_covers(facility.county_code)
    )
    -- One that a split made: the names of the others are not drawn.
    when 'village' then exists (
      select from xiangtu.village
      where village.id = target_id::integer and village.source_id = 'drawing'
        and xiangtu.scope_covers(village.township_code)
    )
    when 'route' then exists (
      select from xiangtu.tourism_route as route
      join xiangtu.plan on plan.id = route.plan_id
      where route.id = target_id and xiangtu.scope_covers(plan.region_code)
    )
    else false
  end;
grant insert, delete on xiangtu.search_entry to xiangtu_planner;
grant insert on xiangtu.search_term to xiangtu_planner;
create policy entry_is_made on xiangtu.search_entry for insert to xiangtu_planner
  with check (xiangtu.may_draw(type, target_id));
create policy entry_is_removed on xiangtu.search_entry for delete to xiangtu_planner
  using (xiangtu.may_draw(type, target_id));
create policy term_is_made on xiangtu.search_term for insert to xiangtu_planner
  with check (exists (
    select from xiangtu.search_entry as entry
    where entry.id = entry_id and xiangtu.may_draw(entry.type, entry.target_id)
  ));

-- Territories that planners edit: by the township of the villages. A border is theirs when it bounds one of their
-- villages; what lies beyond it they reach only through move_by_a_vertex.
grant update (territory, territory_quality, merged_into), insert, delete on xiangtu.village to xiangtu_planner;
create policy territory_is_edited on xiangtu.village for update to xiangtu_planner
  using (xiangtu.scope_covers(township_code)) with check (xiangtu.scope_covers(township_code));
create policy village_is_made on xiangtu.village for insert to xiangtu_planner
  with check (source_id = 'drawing' and xiangtu.scope_covers(township_code));
-- Only what a split made: taking the split back.
create policy village_is_unmade on xiangtu.village for delete to xiangtu_planner
  using (source_id = 'drawing' and xiangtu.scope_covers(township_code));
create or replace function xiangtu.bounds_own_village(left_id integer, right_id integer) returns boolean
  language sql stable
  return exists (
    select from xiangtu.village
    where village.id in (left_id, right_id) and xiangtu.scope_covers(village.township_code)
  );
grant insert, update, delete on xiangtu.village_edge to xiangtu_planner;
-- Ids are drawn before the rows are written: what takes an edit back names them.
grant usage on sequence xiangtu.village_edge_id_seq to xiangtu_planner;
create policy border_is_made on xiangtu.village_edge for insert to xiangtu_planner
  with check (xiangtu.bounds_own_village(left_id, right_id));
create policy border_is_moved on xiangtu.village_edge for update to xiangtu_planner
  using (xiangtu.bounds_own_village(left_id, right_id)) with check (xiangtu.bounds_own_village(left_id, right_id));
create policy border_is_removed on xiangtu.village_edge for delete to xiangtu_planner
  using (xiangtu.bounds_own_village(left_id, right_id));
grant select on xiangtu.territory_edit to xiangtu_leader, xiangtu_planner, xiangtu_reviewer, xiangtu_clerk, xiangtu_admin;
-- Why a border lies where it does is told to whoever sees it.
create policy edit_is_read on xiangtu.territory_edit for select
  to xiangtu_leader, xiangtu_planner, xiangtu_reviewer, xiangtu_clerk, xiangtu_admin using (true);
grant insert on xiangtu.territory_edit to xiangtu_planner;
create policy edit_is_kept on xiangtu.territory_edit for insert to xiangtu_planner
  with check (xiangtu.scope_covers(township_code) and person_id = xiangtu.scope_person());
grant update (extent) on xiangtu.search_entry to xiangtu_planner;
create policy extent_follows on xiangtu.search_entry for update to xiangtu_planner
  using (type = 'village' and exists (
    select from xiangtu.village
    where village.id::text = target_id and xiangtu.scope_covers(village.township_code)
  ));
-- A line that ends on the border of a township gives its neighbour, and the regions on both sides, a vertex there: on
-- the border as it was, to the grid's rounding of 1e-6 degrees. Nothing that moves further passes.
create or replace function xiangtu.move_by_a_vertex(villages jsonb, regions jsonb) returns void
  language plpgsql security definer set search_path = pg_catalog, public, pg_temp as $function$
declare
  moved record;
begin
  for moved in
    select place.id, place.territory as before, ST_SetSRID(ST_GeomFromGeoJSON(asked.geom), 4490) as after
    from jsonb_to_recordset(villages) as asked(id integer, geom jsonb)
    join xiangtu.village as place on place.id = asked.id
  loop
    if coalesce(ST_HausdorffDistance(moved.before, moved.after), 1) > 2e-6 then
      raise exception 'village % would move by more than a vertex', moved.id using errcode = '42501';
    end if;
  end loop;
  update xiangtu.village
  set territory = ST_Multi(ST_SetSRID(ST_GeomFromGeoJSON(asked.geom), 4490))
  from jsonb_to_recordset(villages) as asked(id integer, geom jsonb)
  where village.id = asked.id;
  -- A region whose outline came from elsewhere is not made of its villages' borders: it stays.
  update xiangtu.region
  set geom = wanted.geom
  from jsonb_to_recordset(regions) as asked(code text, geom jsonb)
  cross join lateral (select ST_Multi(ST_SetSRID(ST_GeomFromGeoJSON(asked.geom), 4490)) as geom) as wanted
  where region.code = asked.code and ST_HausdorffDistance(region.geom, wanted.geom) <= 2e-6;
end
$function$;
revoke all on function xiangtu.move_by_a_vertex(jsonb, jsonb) from public;
grant execute on function xiangtu.move_by_a_vertex(jsonb, jsonb) to xiangtu_planner;

-- Under row-level security a condition that could leak its input is only tried on rows that passed the policy,
-- so a spatial index would go unused. These operators compare bounding boxes and raise no error that
-- depends on the data: they leak nothing. Needs a superuser.
do $$
declare
  operator_function regprocedure;
begin
  for operator_function in
    select distinct pg_operator.oprcode::regprocedure
    from pg_amop
    join pg_opfamily on pg_opfamily.oid = amopfamily and opfname = 'gist_geometry_ops_2d'
    join pg_operator on pg_operator.oid = amopopr
    join pg_proc on pg_proc.oid = oprcode
    where not proleakproof
  loop
    execute format('alter function %s leakproof', operator_function);
  end loop;
exception when insufficient_privilege then
  raise warning 'leakproof flags need a superuser: readiness will name them as missing';
end
$$;

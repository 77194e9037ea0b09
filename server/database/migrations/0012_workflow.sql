-- Intent: plan versions that people make, review and decide about: who and when, a journal of changes,
-- comments, evidence, and an outbox of events for those who look on.

alter table xiangtu.plan_version
  drop constraint plan_version_state_check,
  add constraint plan_version_state_check check (
    state in ('draft', 'submitted', 'returned', 'approved', 'published', 'superseded', 'retracted')
  ),
  -- Of the plan; repeated here because policies decide by it.
  add column region_code xiangtu.division_code,
  add column label text check (char_length(label) <= 120),
  add column kind text not null default 'document' check (kind in ('document', 'copy', 'adjustment')),
  -- Of a yearly adjustment 动态调整.
  add column year integer check (year between 1990 and 2200),
  add column based_on text,
  add column author_id integer references xiangtu.person (id),
  add column created_at timestamptz not null default now(),
  add column submitted_by integer references xiangtu.person (id),
  add column submitted_at timestamptz,
  add column decided_by integer references xiangtu.person (id),
  add column decided_at timestamptz,
  -- Why it was returned or retracted.
  add column decision_reason text check (char_length(decision_reason) <= 2000),
  add column is_demonstration boolean not null default false,
  -- Nobody approves what they submitted; a document has neither.
  add constraint plan_version_own_decision check (decided_by is null or decided_by <> submitted_by);
update xiangtu.plan_version as version
set region_code = plan.region_code
from xiangtu.plan
where plan.id = version.plan_id;
alter table xiangtu.plan_version alter column region_code set not null;
create index plan_version_plan_state on xiangtu.plan_version (plan_id, state);

alter table xiangtu.assignment
  -- The revision of the version that changed the row last.
  add column revision integer not null default 1,
  add column changed_by integer references xiangtu.person (id),
  add column changed_at timestamptz;

-- One row a village and accepted batch: what was, what is, by whom. Conflicts are found here.
create table xiangtu.assignment_change (
  version_id text not null references xiangtu.plan_version (id) on delete cascade,
  county_code xiangtu.division_code not null,
  revision integer not null check (revision > 1),
  village_id integer not null,
  -- {status, categoryKey, reviewDate, reason}; null: 不在名单
  before jsonb,
  after jsonb,
  person_id integer not null references xiangtu.person (id),
  changed_at timestamptz not null default now(),
  primary key (version_id, county_code, revision, village_id)
);
create index assignment_change_village on xiangtu.assignment_change (version_id, village_id, revision desc);

-- Answers of batches by their key: a batch sent twice has one effect.
create table xiangtu.assignment_batch (
  version_id text not null references xiangtu.plan_version (id) on delete cascade,
  key text not null check (key ~ '^[A-Za-z0-9_-]{8,80}$'),
  person_id integer not null references xiangtu.person (id),
  -- SHA-256 of the body: the same key with another body is a mistake.
  body_hash text not null,
  revision integer not null,
  answer jsonb not null,
  created_at timestamptz not null default now(),
  primary key (version_id, key)
);

create table xiangtu.version_comment (
  version_id text not null references xiangtu.plan_version (id) on delete cascade,
  id integer generated always as identity,
  -- Of the village; of the plan for a comment on the version or a category.
  region_code xiangtu.division_code not null,
  village_id integer,
  category_key text,
  text text not null check (char_length(text) between 1 and 4000),
  author_id integer not null references xiangtu.person (id),
  created_at timestamptz not null default now(),
  resolved_by integer references xiangtu.person (id),
  resolved_at timestamptz,
  primary key (version_id, id),
  check (village_id is null or category_key is null)
);

-- Files are stored by the SHA-256 of their content; this is who brought which: the same file may come from several.
create table xiangtu.evidence (
  hash text not null check (hash ~ '^[0-9a-f]{64}$'),
  media_type text not null,
  bytes bigint not null check (bytes > 0),
  uploaded_by integer not null references xiangtu.person (id),
  uploaded_at timestamptz not null default now(),
  primary key (hash, uploaded_by)
);
create table xiangtu.assignment_evidence (
  version_id text not null references xiangtu.plan_version (id) on delete cascade,
  county_code xiangtu.division_code not null,
  village_id integer not null,
  hash text not null,
  file_name text not null check (char_length(file_name) between 1 and 200),
  added_by integer not null references xiangtu.person (id),
  added_at timestamptz not null default now(),
  primary key (version_id, county_code, village_id, hash),
  foreign key (hash, added_by) references xiangtu.evidence (hash, uploaded_by)
);
create index assignment_evidence_hash on xiangtu.assignment_evidence (hash);

-- What others should hear of. Readers go by transaction, not by id alone: ids are given before they are committed.
create table xiangtu.outbox (
  id bigint generated always as identity primary key,
  transaction_id xid8 not null default pg_current_xact_id(),
  at timestamptz not null default now(),
  topic text not null,
  region_code xiangtu.division_code not null,
  version_id text,
  actor_id integer,
  payload jsonb not null default '{}'
);
create index outbox_at on xiangtu.outbox (at);
create index outbox_order on xiangtu.outbox (transaction_id, id);

-- A version may only take the steps of the state machine (server/domain/versions), and what a decided one says
-- cannot be changed by anybody, whatever the program believes.
create function xiangtu.guard_plan_version() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    if old.state <> 'draft' then
      raise exception 'version % is %: it cannot be deleted', old.id, old.state using errcode = 'XT001';
    end if;
    return old;
  end if;
  if new.state <> old.state and (old.state, new.state) not in (
    ('draft', 'submitted'), ('submitted', 'draft'), ('submitted', 'returned'), ('returned', 'draft'),
    ('returned', 'submitted'), ('submitted', 'approved'), ('approved', 'published'),
    ('published', 'superseded'), ('published', 'retracted'), ('superseded', 'retracted')
  ) then
    raise exception 'version %: % cannot become %', old.id, old.state, new.state using errcode = 'XT001';
  end if;
  if new.revision < old.revision then
    raise exception 'version %: the revision cannot fall', old.id using errcode = 'XT001';
  end if;
  if (new.id, new.plan_id, new.number, new.region_code, new.kind, new.scheme_id, new.scheme_revision, new.base_version)
      is distinct from
     (old.id, old.plan_id, old.number, old.region_code, old.kind, old.scheme_id, old.scheme_revision, old.base_version)
  then
    raise exception 'version %: what it is drawn on is fixed', old.id using errcode = 'XT001';
  end if;
  if old.state <> 'draft' and (new.revision, new.label, new.year, new.data_date)
      is distinct from (old.revision, old.label, old.year, old.data_date) then
    raise exception 'version % is %: it cannot be changed', old.id, old.state using errcode = 'XT001';
  end if;
  return new;
end
$$;
create trigger plan_version_guard before update or delete on xiangtu.plan_version
  for each row execute function xiangtu.guard_plan_version();

-- Looks as the owner: what state a version is in does not depend on who asks, and row-level security would cost more a
-- row than the change itself.
create function xiangtu.guard_version_content() returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  found_state text;
  found_version text := case when tg_op = 'DELETE' then old.version_id else new.version_id end;
begin
  select state into found_state from xiangtu.plan_version where id = found_version;
  if found_state is distinct from 'draft' or (tg_op = 'UPDATE' and old.version_id <> new.version_id) then
    raise exception 'version % is %: its list cannot be changed', found_version, coalesce(found_state, 'not there')
      using errcode = 'XT001';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end
$$;
create trigger assignment_guard before insert or update or delete on xiangtu.assignment
  for each row execute function xiangtu.guard_version_content();
create trigger declared_count_guard before insert or update or delete on xiangtu.declared_count
  for each row execute function xiangtu.guard_version_content();
create trigger assignment_evidence_guard before insert or update or delete on xiangtu.assignment_evidence
  for each row execute function xiangtu.guard_version_content();

-- What may be said of a place in public.
alter table xiangtu.site
  -- village: drawn at its village; exact: cleared for its own place; withheld: not in a release at all.
  add column disclosure text not null default 'village' check (disclosure in ('village', 'exact', 'withheld'));
alter table xiangtu.facility add column is_public boolean not null default true;

-- Villages the plan's document lists here: for labels, which must not depend on who looks.
alter table xiangtu.region add column listed_villages integer not null default 0;

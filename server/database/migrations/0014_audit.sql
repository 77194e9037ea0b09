-- Intent: an append-only log of what was done, chained by HMAC a county at a time (chain "system" for the rest).
-- The key is outside the database, so whoever can write here still cannot forge.

create table xiangtu.audit_chain (
  chain text primary key check (chain = 'system' or chain ~ '^[0-9]{6}$'),
  number bigint not null default 0,
  mac text not null
);
create table xiangtu.audit_event (
  chain text not null references xiangtu.audit_chain (chain),
  number bigint not null check (number > 0),
  -- Text of the sealed record, to the millisecond: what the MAC was computed of.
  at text not null,
  person_id integer,
  person_name text,
  role text not null,
  action text not null,
  subject_type text not null,
  subject_id text not null,
  region_code text,
  request_id text,
  address text,
  before jsonb,
  after jsonb,
  previous_mac text not null,
  mac text not null,
  recorded_at timestamptz not null default now(),
  primary key (chain, number)
);
create index audit_event_subject on xiangtu.audit_event (subject_type, subject_id, recorded_at desc);
create index audit_event_recorded on xiangtu.audit_event (recorded_at);

create function xiangtu.refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'XT002';
end
$$;
create trigger audit_event_append_only before update or delete or truncate on xiangtu.audit_event
  for each statement execute function xiangtu.refuse_change();
create trigger audit_chain_stays before delete or truncate on xiangtu.audit_chain
  for each statement execute function xiangtu.refuse_change();

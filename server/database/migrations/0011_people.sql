-- Intent: accounts, what they may do where, sessions and one-time links. Rights and policies of every
-- table are in security/security.sql, which can be applied again after a restore.

-- What security.sql made of the catalog when it was last applied, an item a row, to compare with later.
create table meta.security_state (
  item text primary key
);

create table xiangtu.person (
  id integer generated always as identity primary key,
  -- Lower case, NFKC: look-alikes of one name are one name.
  login text not null unique check (login ~ '^[a-z0-9][a-z0-9._-]{1,39}$'),
  name text not null check (char_length(name) between 1 and 60),
  -- argon2id in PHC format; null: no password has been chosen yet, nobody can log in.
  password_hash text,
  password_changed_at timestamptz,
  is_disabled boolean not null default false,
  is_demonstration boolean not null default false,
  failed_attempts integer not null default 0 check (failed_attempts >= 0),
  locked_until timestamptz,
  created_at timestamptz not null default now(),
  created_by integer references xiangtu.person (id)
);

-- No reference to region: base data may be loaded anew while people stay.
create table xiangtu.person_grant (
  person_id integer not null references xiangtu.person (id),
  role text not null check (role in ('leader', 'planner', 'reviewer', 'clerk', 'admin')),
  region_code xiangtu.division_code not null,
  granted_by integer references xiangtu.person (id),
  granted_at timestamptz not null default now(),
  primary key (person_id, role, region_code)
);

-- Columns sid, sess and expire are what the session store expects. sid is a hash: the table alone opens no session.
create table xiangtu.session (
  sid text primary key,
  sess json not null,
  expire timestamptz not null,
  person_id integer generated always as ((sess ->> 'personId')::integer) stored
);
create index session_expire on xiangtu.session (expire);
create index session_person on xiangtu.session (person_id);

-- One-time links: the first administrator, and passwords that are chosen by their owner.
create table xiangtu.setup_link (
  -- SHA-256 of the secret in the link, hexadecimal.
  token_hash text primary key,
  -- null: creates the first administrator.
  person_id integer references xiangtu.person (id),
  created_by integer references xiangtu.person (id),
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz
);

/** Accounts, scenarios with their history, jobs, runs, the ledger, the server's public key and the event stream. */
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `create table users (
    id uuid primary key,
    name text not null unique,
    display_name text not null,
    role text not null,
    password_hash text not null,
    must_change_password boolean not null,
    active boolean not null,
    created_at timestamptz not null default now()
  )`,
  `create table sessions (
    token_hash text primary key,
    user_id uuid not null references users on delete cascade,
    created_at timestamptz not null default now(),
    last_seen_at timestamptz not null default now()
  )`,
  'create index on sessions (user_id)',
  `create table scenarios (
    id uuid primary key,
    parent_id uuid references scenarios,
    title text not null,
    edits integer not null,
    revision integer not null,
    hash text not null,
    author_id uuid not null references users,
    saved_at timestamptz not null
  )`,
  'create index on scenarios (saved_at desc)',
  `create table scenario_revisions (
    scenario_id uuid not null references scenarios,
    revision integer not null,
    scenario jsonb not null,
    hash text not null,
    author_id uuid not null references users,
    saved_at timestamptz not null,
    primary key (scenario_id, revision)
  )`,
  `create table jobs (
    id uuid primary key,
    scenario_id uuid references scenarios,
    title text not null,
    body jsonb not null,
    client_digest text,
    author_id uuid not null references users,
    state text not null,
    attempts integer not null default 0,
    run_id uuid,
    error jsonb,
    created_at timestamptz not null
  )`,
  `create index on jobs (state) where state in ('queued', 'running')`,
  `create table ledger (
    sequence integer primary key,
    actor text not null,
    role text not null,
    time text not null,
    subject text not null,
    action text not null,
    detail jsonb not null,
    previous text not null,
    hash text not null unique,
    signature text not null
  )`,
  `create function refuse_change() returns trigger language plpgsql as
    $$ begin raise exception 'the table % only takes new rows', tg_table_name; end $$`,
  `create trigger append_only before update or delete or truncate on ledger
    for each statement execute function refuse_change()`,
  `create trigger append_only before update or delete or truncate on scenario_revisions
    for each statement execute function refuse_change()`,
  `create table runs (
    id uuid primary key,
    job_id uuid not null unique references jobs,
    scenario_id uuid references scenarios,
    title text not null,
    body jsonb not null,
    record jsonb not null,
    client_digest text,
    ledger_sequence integer not null unique references ledger,
    created_at timestamptz not null
  )`,
  'create index on runs (scenario_id)',
  'create index on runs (created_at desc)',
  `create trigger append_only before update or delete or truncate on runs
    for each statement execute function refuse_change()`,
  `create table server_keys (
    public_key text primary key,
    created_at timestamptz not null default now()
  )`,
  `create table events (
    id bigint generated always as identity primary key,
    payload jsonb not null,
    created_at timestamptz not null default now()
  )`,
]

/**
 * The permit desk: cases with their clocks as columns (so that SQL sorts and counts), the people apart, history, checks,
 * attachments, numbers and the working calendar. An account may belong to an administrative unit.
 */
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  'alter table users add column unit_code text',
  `create table permits (
    id uuid primary key,
    code text not null unique,
    unit_code text not null,
    procedure text not null,
    house boolean not null,
    state text not null,
    revision integer not null,
    application jsonb not null,
    application_hash text not null,
    title text not null,
    site text not null,
    words tsvector not null,
    assignee_id uuid references users,
    follow_hash text not null unique,
    filed_at timestamptz not null,
    due date,
    term_days integer not null,
    paused boolean not null,
    closed boolean not null,
    soon_at timestamptz,
    late_at timestamptz,
    acts_at timestamptz,
    verdict text,
    specimen boolean not null,
    check_id uuid,
    permit_number text,
    issued_at timestamptz,
    storeys integer not null,
    floor_square_metres double precision not null
  )`,
  'create index on permits using gin (words)',
  'create index on permits (due, filed_at, id)',
  'create index on permits (unit_code, due)',
  'create index on permits (filed_at desc)',
  'create index on permits (issued_at desc) where issued_at is not null',
  'create index on permits (acts_at) where acts_at is not null',
  'create index on permits (assignee_id)',
  `create table permit_people (
    permit_id uuid primary key references permits,
    people jsonb not null,
    words tsvector not null
  )`,
  'create index on permit_people using gin (words)',
  `create table permit_history (
    permit_id uuid not null references permits,
    revision integer not null,
    event text not null,
    state text not null,
    at timestamptz not null,
    actor_id uuid references users,
    actor text not null,
    note text not null,
    clauses jsonb not null,
    target text,
    application jsonb,
    check_id uuid,
    ledger_sequence integer not null unique references ledger,
    primary key (permit_id, revision)
  )`,
  `create table permit_checks (
    id uuid primary key,
    permit_id uuid not null references permits,
    application_hash text not null,
    input jsonb not null,
    report jsonb not null,
    report_hash text not null,
    specimen boolean not null,
    actor_id uuid references users,
    at timestamptz not null,
    ledger_sequence integer not null unique references ledger
  )`,
  'create index on permit_checks (permit_id, at desc)',
  `create table permit_attachments (
    permit_id uuid not null references permits,
    hash text not null,
    name text not null,
    kind text not null,
    bytes integer not null,
    added_at timestamptz not null,
    primary key (permit_id, hash)
  )`,
  'create index on permit_attachments (hash)',
  ...['permit_history', 'permit_checks'].map(
    (table) => `create trigger append_only before update or delete or truncate on ${table}
    for each statement execute function refuse_change()`,
  ),
  'create table permit_counters (name text primary key, last integer not null)',
  `create table work_calendar (
    only_one boolean primary key check (only_one),
    calendar jsonb not null
  )`,
]

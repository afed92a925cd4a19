/**
 * Requests for official planning information, with who asks apart; and floods whose maps are kept and published. A run that the server
 * does by itself has no author.
 */
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `create table statements (
    id uuid primary key,
    code text not null unique,
    unit_code text not null,
    state text not null,
    revision integer not null,
    ask jsonb not null,
    words tsvector not null,
    follow_hash text not null unique,
    filed_at timestamptz not null,
    closed boolean not null,
    assignee_id uuid references users,
    due date
  )`,
  'create index on statements (closed, due, filed_at)',
  'create index on statements using gin (words)',
  'create table statement_people (statement_id uuid primary key references statements, people jsonb not null)',
  `create table statement_notes (
    statement_id uuid not null references statements,
    revision integer not null,
    actor_id uuid references users,
    note text not null,
    primary key (statement_id, revision)
  )`,
  `create table statement_files (
    statement_id uuid not null references statements,
    hash text not null,
    name text not null,
    kind text not null,
    bytes integer not null,
    of_office boolean not null,
    added_at timestamptz not null,
    primary key (statement_id, hash)
  )`,
  'create index on statement_files (hash)',
  'alter table jobs alter column author_id drop not null',
  `create table floods (
    id uuid primary key,
    key text,
    title jsonb not null,
    says jsonb not null,
    city text not null,
    job_id uuid not null unique references jobs,
    state text not null,
    bounds jsonb not null,
    error_metres double precision not null,
    grid_hash text,
    created_at timestamptz not null,
    published_at timestamptz,
    published_by uuid references users
  )`,
  'create index on floods (state)',
  'create index on floods (grid_hash)',
]

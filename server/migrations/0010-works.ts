/** Street works: registrations, who to call, what was written at a step, photos, common trenches, streets paved. */
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `create table works (
    id uuid primary key,
    code text not null unique,
    unit_code text not null,
    state text not null,
    revision integer not null,
    application jsonb not null,
    starts_on date not null,
    ends_on date not null,
    opened_on date,
    restored_on date,
    words tsvector not null,
    follow_hash text not null unique,
    filed_at timestamptz not null,
    acts_on date,
    permit_number text,
    specimen boolean not null
  )`,
  'create index on works (starts_on, ends_on)',
  'create index on works (acts_on)',
  'create index on works using gin (words)',
  'create table works_people (works_id uuid primary key references works, people jsonb not null)',
  `create table works_notes (
    works_id uuid not null references works,
    revision integer not null,
    actor_id uuid references users,
    note text not null,
    primary key (works_id, revision)
  )`,
  `create table works_photos (
    works_id uuid not null references works,
    hash text not null,
    name text not null,
    kind text not null,
    bytes integer not null,
    added_at timestamptz not null,
    primary key (works_id, hash)
  )`,
  'create index on works_photos (hash)',
  `create table works_joints (
    id uuid primary key,
    joint jsonb not null,
    agreed jsonb not null,
    state text not null,
    proposed_at timestamptz not null
  )`,
  `create table pavings (
    id uuid primary key,
    road text not null,
    from_metres double precision not null,
    to_metres double precision not null,
    paved_on date not null,
    material text not null,
    source text not null
  )`,
  'create index on pavings (road)',
]

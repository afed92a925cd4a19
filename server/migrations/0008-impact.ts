/** Impacts of permit cases: what was asked and planned, what their runs found; jobs that belong to one; steps that name one. */
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `create table permit_impacts (
    id uuid primary key,
    permit_id uuid not null references permits,
    application_hash text not null,
    asked jsonb not null,
    plan jsonb not null,
    author_id uuid not null references users,
    at timestamptz not null,
    found jsonb not null,
    error jsonb,
    revision integer,
    cells jsonb,
    lost_cubic_metres double precision
  )`,
  'create index on permit_impacts (permit_id, at desc)',
  'create index on permit_impacts using gin (cells)',
  'alter table jobs add column impact_id uuid references permit_impacts',
  'alter table jobs add column impact_part text',
  'create index on jobs (impact_id) where impact_id is not null',
  'alter table permit_history add column impact jsonb',
]

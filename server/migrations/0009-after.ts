/** After the permit: visits to sites, matters of building control, and what was written of people in them, apart. */
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  'alter table permits add column notice boolean not null default false',
  'alter table permits add column order_due date',
  'create index on permits (order_due) where order_due is not null',
  'create index on permits (filed_at desc) where notice',
  'alter table permit_attachments add column photo jsonb',
  `create table site_visits (
    id uuid primary key,
    permit_id uuid not null references permits,
    inspector_id uuid not null references users,
    received_at timestamptz not null
  )`,
  'create index on site_visits (permit_id)',
  `create table site_matters (
    id uuid primary key,
    permit_id uuid not null references permits
  )`,
  'create index on site_matters (permit_id)',
  `create table site_matter_steps (
    matter_id uuid not null references site_matters,
    revision integer not null,
    actor_id uuid not null references users,
    primary key (matter_id, revision)
  )`,
  `create table site_words (
    subject text not null,
    revision integer not null,
    permit_id uuid not null references permits,
    words jsonb not null,
    primary key (subject, revision)
  )`,
  'create index on site_words (permit_id)',
]

/**
 * Field reports: their state as the last of their records left it; apart from it, so that it can be erased, who sent them, what was
 * written and the photos, each with the blurred copy that may be published; and how many saw the same, by the hash of a random token.
 */
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `create table reports (
    id uuid primary key,
    code text not null unique,
    unit_code text,
    state text not null,
    revision integer not null,
    category text not null,
    text text not null,
    lon double precision not null,
    lat double precision not null,
    urgent boolean not null,
    danger boolean not null,
    anonymous boolean not null,
    not_public boolean not null,
    unit text,
    words tsvector not null,
    photos_expected integer not null,
    written_at timestamptz not null,
    sent_at timestamptz not null,
    changed_at timestamptz not null,
    handler_id uuid references users,
    due_at timestamptz,
    joined_into uuid references reports,
    publication jsonb,
    published_at timestamptz,
    follow_hash text not null unique,
    erased boolean not null
  )`,
  'create index on reports (state, sent_at desc)',
  'create index on reports (due_at)',
  'create index on reports (sent_at desc, id)',
  'create index on reports (published_at desc, id) where published_at is not null',
  'create index on reports (lat, lon)',
  'create index on reports (joined_into)',
  'create index on reports using gin (words)',
  `create table report_people (
    report_id uuid primary key references reports,
    name text not null,
    phone text not null
  )`,
  `create table report_notes (
    report_id uuid not null references reports,
    revision integer not null,
    actor_id uuid references users,
    note text not null,
    primary key (report_id, revision)
  )`,
  `create table report_photos (
    report_id uuid not null references reports,
    hash text not null,
    party text not null,
    name text not null,
    kind text not null,
    bytes integer not null,
    added_at timestamptz not null,
    kept boolean not null,
    public_hash text,
    public_kind text,
    public_bytes integer,
    boxes integer,
    primary key (report_id, hash)
  )`,
  'create index on report_photos (hash)',
  'create index on report_photos (public_hash)',
  `create table report_supporters (
    report_id uuid not null references reports,
    key text not null,
    primary key (report_id, key)
  )`,
]

/** Permits signed outside: the numbers that are reserved for them, the files that go out and come back, and who may sign. */
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `create table permit_numbers (
    permit_id uuid not null references permits,
    kind text not null,
    unit_code text not null,
    year integer not null,
    number text not null,
    primary key (permit_id, kind),
    unique (unit_code, year, number)
  )`,
  `create table permit_papers (
    id uuid primary key,
    permit_id uuid not null references permits,
    revision integer not null,
    permit_number text not null,
    terms jsonb not null,
    hash text not null,
    bytes integer not null,
    kept boolean not null,
    at timestamptz not null,
    actor_id uuid references users,
    ledger_sequence integer not null unique references ledger
  )`,
  'create index on permit_papers (permit_id, at)',
  'create index on permit_papers (hash)',
  `create table signers (
    id uuid primary key,
    unit_code text,
    user_id uuid not null references users,
    match text not null,
    certificate jsonb not null,
    fingerprint text not null,
    active boolean not null,
    added_at timestamptz not null
  )`,
  'create index on signers (fingerprint)',
  `create table permit_signatures (
    permit_id uuid primary key references permits,
    paper_id uuid not null references permit_papers,
    signer_id uuid not null references signers,
    hash text not null,
    bytes integer not null,
    kept boolean not null,
    signature jsonb not null,
    at timestamptz not null,
    ledger_sequence integer not null unique references ledger
  )`,
  'create index on permit_signatures (hash)',
]

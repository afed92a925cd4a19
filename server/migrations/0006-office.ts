/**
 * The national portal: cases that came from it, files that it still owes, steps that it is still to be told; what visitors
 * have uploaded in a day; and the ledger found by subject and action.
 */
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `create table portal_cases (
    code text primary key,
    permit_id uuid not null unique references permits,
    message_hash text not null,
    received_at timestamptz not null
  )`,
  `create table portal_files (
    permit_id uuid not null references permits,
    hash text not null,
    name text not null,
    url text not null,
    state text not null,
    attempts integer not null,
    next_at timestamptz not null,
    leased_until timestamptz,
    last_error text,
    primary key (permit_id, hash)
  )`,
  'create index on portal_files (next_at)',
  `create table portal_outbox (
    id text primary key,
    permit_id uuid not null references permits,
    code text not null,
    sequence integer not null,
    step jsonb not null,
    state text not null,
    attempts integer not null,
    next_at timestamptz not null,
    leased_until timestamptz,
    last_error text,
    created_at timestamptz not null,
    sent_at timestamptz,
    unique (code, sequence)
  )`,
  `create index on portal_outbox (code, sequence) where state <> 'sent'`,
  'create table visitor_uploads (day date primary key, bytes bigint not null)',
  'create index on ledger (subject text_pattern_ops, sequence)',
  'create index on ledger (action text_pattern_ops, sequence)',
]

/** Kept records (each version a row, its hash in the ledger), and the changes of the city with their build state. */
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `create table records (
    subject text not null,
    revision integer not null,
    action text not null,
    record jsonb not null,
    at timestamptz not null,
    ledger_sequence integer not null unique references ledger,
    primary key (subject, revision)
  )`,
  `create trigger append_only before update or delete or truncate on records
    for each statement execute function refuse_change()`,
  `create table city_changes (
    id uuid primary key,
    source text not null,
    position integer not null,
    slot text not null,
    edit jsonb not null,
    build_state text not null,
    effective_from date not null,
    moved_at timestamptz not null,
    model_order integer
  )`,
  'create index on city_changes (source, position)',
  'create index on city_changes (slot)',
  'create index on city_changes (build_state)',
]

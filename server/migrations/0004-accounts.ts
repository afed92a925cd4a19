/**
 * Accounts that hold against guessing and theft: waits after wrong passwords, one-time codes as a second step with their
 * recovery codes, and the subjects of a single sign-on, with or without an account here.
 */
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `alter table sessions
    add column waits_for_code boolean not null default false,
    add column by_sso boolean not null default false,
    add column id_token text`,
  `create table sign_in_failures (
    key text primary key,
    failures integer not null,
    last_at timestamptz not null,
    wait_until timestamptz not null
  )`,
  'create index on sign_in_failures (last_at)',
  `create table second_steps (
    user_id uuid primary key references users on delete cascade,
    secret text not null,
    confirmed boolean not null,
    last_counter integer not null
  )`,
  `create table recovery_codes (
    user_id uuid not null references second_steps on delete cascade,
    code_hash text not null,
    primary key (user_id, code_hash)
  )`,
  `create table identities (
    id uuid primary key,
    issuer text not null,
    subject text not null,
    user_id uuid references users on delete cascade,
    name text,
    display_name text not null,
    first_seen_at timestamptz not null,
    last_seen_at timestamptz not null,
    unique (issuer, subject)
  )`,
  'create index on identities (user_id)',
]

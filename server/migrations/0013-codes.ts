/** Address codes: each once and for good. */
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `create table address_codes (
    code text primary key check (code ~ '^[2-9A-HJKMNP-Z]{7}$'),
    address_id text not null,
    household integer not null check (household > 0),
    state text not null check (state in ('active', 'split', 'merged', 'demolished', 'withdrawn')),
    successors text[] not null,
    place jsonb not null,
    unit_code text,
    street text,
    words text not null,
    reason text not null,
    assigned_at timestamptz not null,
    changed_at timestamptz not null,
    batch text not null
  )`,
  // Two households never share a place at an address.
  `create unique index address_codes_household on address_codes (address_id, household) where state = 'active'`,
  'create index on address_codes (unit_code, street)',
  'create index on address_codes (changed_at desc)',
  `create function keep_address_code() returns trigger language plpgsql as $$
    begin
      if tg_op = 'DELETE' then raise exception 'address code % is never removed', old.code; end if;
      if new.code <> old.code then raise exception 'address code % is never changed', old.code; end if;
      if old.state <> 'active' and new.state <> old.state then
        raise exception 'address code % has ended and is not used again', old.code;
      end if;
      return new;
    end $$`,
  `create trigger keep_address_code before update or delete on address_codes
    for each row execute function keep_address_code()`,
  `create trigger keep_address_codes before truncate on address_codes
    for each statement execute function refuse_change()`,
]

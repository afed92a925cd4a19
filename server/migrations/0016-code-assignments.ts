/** Orders to give a whole unit its address codes: kept, so that one that a stop interrupts is taken up again. */
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `create table code_assignments (
    id uuid primary key,
    unit_code text not null,
    households text not null check (households in ('one', 'counted')),
    user_id uuid not null references users,
    state text not null check (state in ('running', 'done', 'cancelled', 'failed')),
    addresses integer not null,
    seen integer not null,
    given integer not null,
    started_at timestamptz not null
  )`,
  // One at a time.
  `create unique index code_assignments_running on code_assignments ((true)) where state = 'running'`,
]

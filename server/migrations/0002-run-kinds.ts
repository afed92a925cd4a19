/** What a job computes: until now always drainage. */
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table jobs add column kind text not null default 'drainage'`.execute(db)
  await sql`alter table jobs alter column kind drop default`.execute(db)
}

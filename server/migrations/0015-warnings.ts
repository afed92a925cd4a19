/** Warnings to the public, each as it was published; and issued permits by place, for the map of the register. */
import { type Kysely, sql } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `create table warnings (
    id text primary key,
    warning jsonb not null,
    sent timestamptz not null,
    expires timestamptz not null,
    published_at timestamptz not null,
    ended_by text references warnings
  )`,
  'create index on warnings (expires) where ended_by is null',
  'create index on warnings (published_at desc)',
  // The first corner of the lot, m (VN-2000).
  `create index on permits using gist (point(
    (application #>> '{check,site,ring,0,0}')::double precision,
    (application #>> '{check,site,ring,0,1}')::double precision
  )) where issued_at is not null`,
]

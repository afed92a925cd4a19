/** Databases for tests: one of its own, or a copy on the PostgreSQL that all files of flow tests share (`shared.setup.ts`). */
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { type Connection, startPostgres } from '../../server/postgres.ts'

export interface Shared {
  /** Holds `city` and `tiles` of the village. */
  readonly dir: string
  readonly connection: Connection
  /** The name of a migrated database. */
  readonly template: string
}
/** Null outside the flow tests. */
export const shared = (): Shared | null => JSON.parse(process.env.TEST_SHARED ?? 'null')

export interface Database {
  readonly connection: Connection
  stop(): Promise<void>
}

/** An empty one: of TEST_DATABASE_URL's server, or of an embedded server that is started for it. */
export async function startDatabase(dataDir: string): Promise<Database> {
  const url = process.env.TEST_DATABASE_URL
  return url ? createDatabase({ connectionString: url }, 'template0') : startPostgres(dataDir)
}

export async function createDatabase(connection: Connection, template: string): Promise<Database> {
  const name = `vithanh_${randomBytes(6).toString('hex')}`
  await asAdmin(connection, `create database ${name} template ${template}`)
  return {
    connection: databaseOf(connection, name),
    stop: () => asAdmin(connection, `drop database ${name} with (force)`),
  }
}

export function databaseOf(connection: Connection, database: string): Connection {
  if (!('connectionString' in connection)) return { ...connection, database }
  const own = new URL(connection.connectionString)
  own.pathname = `/${database}`
  return { connectionString: own.href }
}

export async function asAdmin(connection: Connection, statement: string): Promise<void> {
  const client = new pg.Client(connection)
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

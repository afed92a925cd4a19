/**
 * What the servers of the flow tests have in common, made once: a PostgreSQL (the embedded one, or TEST_DATABASE_URL's) with a
 * database that is migrated already, and the village with its tiles. Each server takes a copy.
 */
import { rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { migrate, openStore } from '../../server/database.ts'
import type { Postgres } from '../../server/postgres.ts'
import { buildTiles } from '../../tiles/build/index.ts'
import { healthPost, writeVillage } from '../village.ts'
import { asAdmin, databaseOf, type Shared } from './databases.ts'
import { openFolder } from './server-harness.ts'

/** By Node itself: where setups run, Vitest resolves no packages (`import.meta.resolve`), which finds the binaries. */
const { startPostgres }: typeof import('../../server/postgres.ts') = createRequire(import.meta.url)(
  '../../server/postgres.ts',
)

export default async function makeShared(): Promise<() => Promise<void>> {
  const dir = openFolder('shared')
  await writeVillage(join(dir, 'city'), [healthPost])
  await buildTiles(join(dir, 'city'), join(dir, 'tiles'))

  const url = process.env.TEST_DATABASE_URL
  const postgres = url ? null : await startRoomy(join(dir, 'data'))
  const connection = postgres?.connection ?? { connectionString: url! }
  const template = `vithanh_template_${process.pid}`
  await asAdmin(connection, `create database ${template} template template0`)
  const store = openStore(databaseOf(connection, template))
  await migrate(store.db)
  await store.close()

  process.env.TEST_SHARED = JSON.stringify({ dir, connection, template } satisfies Shared)
  return async () => {
    await asAdmin(connection, `drop database ${template} with (force)`)
    await postgres?.stop()
    rmSync(dir, { recursive: true, force: true })
  }
}

/** With room for the connections of many servers; what a power cut would take need not be kept. */
async function startRoomy(dataDir: string): Promise<Postgres> {
  const { connection, stop } = await startPostgres(dataDir)
  for (const setting of ['max_connections = 200', 'fsync = off']) {
    await asAdmin(connection, `alter system set ${setting}`)
  }
  await stop()
  return startPostgres(dataDir)
}

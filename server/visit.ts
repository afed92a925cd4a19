/** The database for a command: the one that a server runs on at this moment, or started for the command and stopped after. */
import { type Db, migrate, openStore } from './database.ts'
import { registerKey } from './ledger.ts'
import { startPostgres } from './postgres.ts'
import { readSecrets, type Secrets } from './secrets.ts'
import type { Settings } from './settings.ts'

export async function visitDatabase<T>(
  settings: Settings,
  visit: (db: Db, secrets: Secrets) => Promise<T>,
): Promise<T> {
  const postgres = settings.databaseUrl ? null : await startPostgres(settings.dataDir)
  const store = openStore(postgres?.connection ?? { connectionString: settings.databaseUrl! })
  try {
    await migrate(store.db)
    const secrets = readSecrets(settings.dataDir)
    await registerKey(store.db, secrets)
    return await visit(store.db, secrets)
  } finally {
    await store.close()
    if (postgres?.started) await postgres.stop()
  }
}

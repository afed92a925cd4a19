/** What stands between a bare database and one that the API can be built on. */
import { ensureAdministrator } from './accounts.ts'
import { migrate, openStore } from './database.ts'
import { registerKey } from './ledger.ts'
import type { Connection } from './postgres.ts'
import { readSecrets } from './secrets.ts'

/**
 * Migrations, the ledger's key, the first administrator.
 * @returns the administrator's one-time password, to be shown once; null where nobody has to be told
 */
export async function prepareDatabase(
  connection: Connection,
  dataDir: string,
  adminPasswordFile: string | null,
): Promise<string | null> {
  const store = openStore(connection)
  try {
    await migrate(store.db)
    const secrets = readSecrets(dataDir)
    await registerKey(store.db, secrets)
    return await ensureAdministrator(store.db, secrets, adminPasswordFile)
  } finally {
    await store.close()
  }
}

/** `vithanh ledger rotate-key`: the ledger is signed with a new key from here on; what was signed before stays verifiable. */
import { parseArgs } from 'node:util'
import { keyFingerprint } from '../../scenarios/ledger/public-key.ts'
import { rotateKey } from '../../server/ledger.ts'
import { readSettings } from '../../server/settings.ts'
import { visitDatabase } from '../../server/visit.ts'

export const usage =
  'ledger rotate-key   đổi khóa ký sổ cái; sau đó hãy sao lưu / a new signing key, over which the old one signs; back up afterwards'

export async function run(args: string[]): Promise<number> {
  parseArgs({ args, options: {} })
  const settings = readSettings()
  const { sequence, publicKey } = await visitDatabase(settings, (db, secrets) =>
    rotateKey(db, secrets, settings.dataDir),
  )
  process.stdout.write(`${sequence}: khóa mới / new key SHA-256 ${keyFingerprint(publicKey)}\n${publicKey}`)
  return 0
}

/** `vithanh ledger verify`: every fault of the ledger, a line each; ends with 3 where there is one. */
import { parseArgs } from 'node:util'
import { both } from '../../scenarios/text.ts'
import { verifyStoredLedger } from '../../server/ledger.ts'
import { readSettings } from '../../server/settings.ts'
import { visitDatabase } from '../../server/visit.ts'

export const usage = 'ledger verify   kiểm tra sổ cái / checks the chain, signatures, records and published head'

const faults = {
  sequence: both('sai số thứ tự', 'out of sequence'),
  previous: both('không nối với mục trước', 'does not follow the entry before'),
  hash: both('nội dung đã bị đổi', 'its content was changed'),
  signature: both('chữ ký không đúng', 'its signature is not ours'),
  record: both('bản ghi không khớp với mục sổ', 'its record differs from the entry, or has none'),
  short: both(
    'sổ ngắn hơn hoặc khác đầu sổ đã công bố',
    'the ledger is shorter than, or differs from, its published head',
  ),
}

export async function run(args: string[]): Promise<number> {
  parseArgs({ args, options: {} })
  const settings = readSettings()
  const found = await visitDatabase(settings, (db, secrets) => verifyStoredLedger(db, secrets, settings.dataDir))
  for (const { sequence, what } of found.faults) {
    process.stdout.write(`${sequence}: ${what}: ${faults[what].vi} / ${faults[what].en}\n`)
  }
  process.stdout.write(`${found.entries} mục / entries, ${found.faults.length} lỗi / faults\n`)
  return found.faults.length > 0 ? 3 : 0
}

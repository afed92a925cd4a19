/** `vithanh backup`: one file with everything that this server cannot make again, taken while it runs or stands still. */
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { Problem } from '../../scenarios/problem.ts'
import { both } from '../../scenarios/text.ts'
import { writeBackup } from '../../server/backup.ts'
import { readSettings } from '../../server/settings.ts'
import { visitDatabase } from '../../server/visit.ts'

export const usage =
  'backup --out <file or folder>   sao lưu cơ sở dữ liệu, tệp, khóa, sổ cái / backs up database, files, keys'

export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { out: { type: 'string' } } })
  if (!values.out) {
    const message = both('Thiếu nơi ghi bản sao lưu', 'Where should the backup go?')
    throw new Problem({ code: 'backup/out', message, place: '--out' })
  }
  const out = resolve(values.out)
  const settings = readSettings()
  const { file, bytes, head, parts, lost } = await visitDatabase(settings, (db) =>
    writeBackup(db, settings.dataDir, out),
  )
  const line = (text: string) => process.stdout.write(`${text}\n`)
  line(`${file}   ${(bytes / 1024).toFixed(1)} KiB`)
  for (const { name, rows, sha256 } of parts) line(`  ${name}: ${rows}   sha256 ${sha256}`)
  for (const hash of lost) line(`! Thiếu tệp đính kèm / an attachment is missing: ${hash}`)
  line('Tệp này chứa khóa ký sổ cái và mã băm mật khẩu: chỉ chủ tệp được đọc (0600); hãy cất nơi an toàn.')
  line('This file holds the key that signs the ledger and password hashes: only its owner may read it (0600).')
  line('Không kèm dữ liệu thành phố và ô dữ liệu; các lần chạy dùng / without city and tiles; runs refer to tiles:')
  line(head.cities.map((hash) => `  ${hash}`).join('\n') || '  –')
  return 0
}

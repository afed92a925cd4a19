/** `vithanh restore`: a backup into an empty DATA_DIR (and DATABASE_URL's empty database). */
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { Problem } from '../../scenarios/problem.ts'
import { both } from '../../scenarios/text.ts'
import { restoreBackup } from '../../server/restore.ts'
import { readSettings } from '../../server/settings.ts'

export const usage =
  'restore <backup> [--data-dir <folder>] [--accept-faults]   khôi phục vào nơi trống / restores into an empty place'

export async function run(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { 'data-dir': { type: 'string' }, 'accept-faults': { type: 'boolean', default: false } },
  })
  const [file, ...more] = positionals
  if (!file || more.length > 0) {
    const message = both('Cần đúng một tệp sao lưu', 'One backup, and only one, can be restored')
    throw new Problem({ code: 'restore/file', message, expected: 'vithanh restore <backup>' })
  }
  const settings = readSettings({ ...process.env, ...(values['data-dir'] && { DATA_DIR: values['data-dir'] }) })
  const restored = await restoreBackup(settings, resolve(file), values['accept-faults'])
  const { head, parts, entries, faults } = restored
  const line = (text: string) => process.stdout.write(`${text}\n`)
  line(`${settings.dataDir}   ${head.createdAt}   vithanh ${head.version}`)
  for (const { name, rows } of parts) line(`  ${name}: ${rows}`)
  line(`Sổ cái / ledger: ${entries} mục / entries, ${faults.length} lỗi / faults`)
  line('Mọi người đăng nhập lại / people sign in again. Ô dữ liệu cần có / tiles that runs refer to:')
  line(head.cities.map((hash) => `  ${hash}`).join('\n') || '  –')
  return faults.length > 0 ? 3 : 0
}

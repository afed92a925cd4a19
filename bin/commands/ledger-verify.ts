/**
 * `vithanh ledger verify`: every fault of the ledger, a line each; ends with 3 where there is one. Of the server's own, with
 * its records; or of a file that it was exported to, without any database.
 */
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { readLedgerExport } from '../../scenarios/ledger/export.ts'
import { faultTitles, type LedgerHead, ledgerHeadSchema, verifyLedger } from '../../scenarios/ledger/ledger.ts'
import { keyFingerprint } from '../../scenarios/ledger/public-key.ts'
import { Problem } from '../../scenarios/problem.ts'
import { both } from '../../scenarios/text.ts'
import { exportLedger, verifySignature, verifyStoredLedger } from '../../server/ledger.ts'
import { readSettings } from '../../server/settings.ts'
import { visitDatabase } from '../../server/visit.ts'
import { bytesOf } from '../source-file.ts'
import { writeWholeFile } from '../whole-file.ts'

export const usage =
  'ledger verify [--export <file> | --file <exported> [--head <head.json>]]   kiểm tra sổ cái, hoặc tệp đã xuất / checks chain, signatures, records and published head'

export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { export: { type: 'string' }, file: { type: 'string' }, head: { type: 'string' } },
  })
  if (values.file ? values.export : values.head) {
    const message = both('Các tùy chọn không đi cùng nhau', 'The options do not go together')
    throw new Problem({ code: 'ledger/options', message, expected: usage })
  }
  const found = values.file ? await verifyFile(values.file, values.head) : await verifyOwn(values.export)
  for (const { sequence, what } of found.faults) {
    process.stdout.write(`${sequence}: ${what}: ${faultTitles[what].vi} / ${faultTitles[what].en}\n`)
  }
  process.stdout.write(`${found.entries} mục / entries, ${found.faults.length} lỗi / faults\n`)
  return found.faults.length > 0 ? 3 : 0
}

function verifyOwn(to: string | undefined) {
  const settings = readSettings()
  return visitDatabase(settings, async (db) => {
    if (to) await writeWholeFile(resolve(to), exportLedger(db, settings.dataDir))
    return verifyStoredLedger(db, settings.dataDir)
  })
}

const textOf = async (file: string) => new TextDecoder().decode(await bytesOf(file))

async function verifyFile(file: string, headFile: string | undefined) {
  const { entries, publicKey, head: told } = readLedgerExport(await textOf(file), file)
  const head = headFile === undefined ? told : headOf(await textOf(headFile), headFile)
  // To be compared with the one that the office tells by another way.
  process.stdout.write(`khóa / key SHA-256 ${keyFingerprint(publicKey)}\n`)
  return { entries: entries.length, faults: await verifyLedger(entries, { verify: verifySignature, publicKey, head }) }
}

/** A published head, as its file or as `GET /api/ledger/head` answers it. */
function headOf(text: string, file: string): LedgerHead {
  let value: unknown = null
  try {
    value = JSON.parse(text)
  } catch {
    // the schema says so
  }
  const parsed = ledgerHeadSchema.safeParse((value as { head?: unknown } | null)?.head ?? value)
  if (parsed.success) return parsed.data
  const message = both('Không phải đầu sổ đã công bố', 'Not a published head of a ledger')
  throw new Problem({ code: 'ledger/head', message, file, expected: '{ sequence, hash, time }' })
}

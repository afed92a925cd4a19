/**
 * A ledger in a file that anyone can check without the database: JSON lines, first what it is, then an entry each. It brings
 * the key and the head that its server published; a reader who has them from elsewhere compares.
 */
import { z } from 'zod'
import { Problem } from '../problem.ts'
import { both } from '../text.ts'
import { firstIssue } from '../wire.ts'
import { type LedgerEntry, ledgerEntrySchema, ledgerHeadSchema } from './ledger.ts'

export const LEDGER_EXPORT = 'ledger-export@1'

const exportHeadSchema = z.object({
  schema: z.literal(LEDGER_EXPORT),
  /** UTC */
  exportedAt: z.iso.datetime(),
  /** The key that signs today. SPKI, PEM. */
  publicKey: z.string(),
  /** The last published. */
  head: ledgerHeadSchema.nullable(),
  /** Entries that follow. */
  entries: z.number().int().nonnegative(),
})
export type ExportHead = z.infer<typeof exportHeadSchema>

export interface LedgerExport extends Omit<ExportHead, 'entries'> {
  readonly entries: readonly LedgerEntry[]
}

/** @throws Problem `ledger-export/invalid`, with the line */
export function readLedgerExport(text: string, file: string): LedgerExport {
  const [first = '', ...rest] = text.trimEnd().split('\n')
  const { entries: told, ...head } = parseLine(exportHeadSchema, first, file, 1)
  const entries = rest.map((line, i) => parseLine(ledgerEntrySchema, line, file, i + 2))
  if (entries.length !== told) {
    throw invalid(file, `${entries.length + 1}`, `${told} mục / entries, ${entries.length} có / there`)
  }
  return { ...head, entries }
}

function parseLine<T>(schema: z.ZodType<T>, line: string, file: string, number: number): T {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    throw invalid(file, `${number}`, 'JSON')
  }
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const { place, expected } = firstIssue(parsed.error)
  throw invalid(file, `${number}: ${place}`, expected ?? '')
}

const invalid = (file: string, place: string, expected: string): Problem =>
  new Problem({
    code: 'ledger-export/invalid',
    message: both('Không phải tệp sổ cái đã xuất, hoặc tệp bị hỏng', 'Not an exported ledger, or a damaged one'),
    file,
    place,
    expected,
  })

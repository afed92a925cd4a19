/**
 * The ledger's form: append-only, each entry names the hash of the one before it and is signed by the server. Pure: storage
 * and keys are the server's, checking is anyone's.
 */
import { z } from 'zod'
import { hashRecord } from '../canonical.ts'

export const ledgerEntrySchema = z.object({
  /** 1, 2, 3, … without gaps */
  sequence: z.number().int().positive(),
  /** Salted hash or id of who did it: never a name. */
  actor: z.string(),
  role: z.string(),
  /** UTC */
  time: z.iso.datetime(),
  /** e.g. `run/0190…` */
  subject: z.string(),
  /** What was done: `run.stored`, `scenario.saved` … */
  action: z.string(),
  /** Canonical JSON holds it; records by their hash. */
  detail: z.record(z.string(), z.unknown()),
  /** Hash of the entry before; 64 zeros for the first. */
  previous: z.string().length(64),
  hash: z.string().length(64),
  /** Ed25519 over the hash, base64. */
  signature: z.string(),
})
export type LedgerEntry = z.infer<typeof ledgerEntrySchema>

export const FIRST_PREVIOUS = '0'.repeat(64)

export type LedgerBody = Omit<LedgerEntry, 'hash' | 'signature'>
export const ledgerHash = ({ sequence, actor, role, time, subject, action, detail, previous }: LedgerBody): string =>
  hashRecord({ sequence, actor, role, time, subject, action, detail, previous })

export type LedgerFault = {
  sequence: number
  what: 'sequence' | 'previous' | 'hash' | 'signature' | 'record' | 'short'
}

/**
 * The faults of a chain, in order; none for a whole one.
 * @param verifySignature checks an entry's signature over its hash
 * @param head the last published head: a chain that is shorter or differs there is a fault
 */
export function verifyLedger(
  entries: readonly LedgerEntry[],
  verifySignature: (hash: string, signature: string) => boolean,
  head?: { sequence: number; hash: string },
): LedgerFault[] {
  const faults: LedgerFault[] = []
  let previous = FIRST_PREVIOUS
  entries.forEach((entry, index) => {
    if (entry.sequence !== index + 1) faults.push({ sequence: index + 1, what: 'sequence' })
    if (entry.previous !== previous) faults.push({ sequence: entry.sequence, what: 'previous' })
    if (entry.hash !== ledgerHash(entry)) faults.push({ sequence: entry.sequence, what: 'hash' })
    if (!verifySignature(entry.hash, entry.signature)) faults.push({ sequence: entry.sequence, what: 'signature' })
    previous = entry.hash
  })
  if (head && entries[head.sequence - 1]?.hash !== head.hash) faults.push({ sequence: head.sequence, what: 'short' })
  return faults
}

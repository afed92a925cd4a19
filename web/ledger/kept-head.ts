/**
 * The last published head that this browser saw, kept here: a ledger that was cut or written anew since then no longer holds
 * it, whatever its server says.
 */
import type { LedgerProof } from '../../scenarios/api/api.ts'
import { isWhole, type LedgerHead, ledgerHeadSchema, type VerifySignature } from '../../scenarios/ledger/ledger.ts'
import { Problem } from '../../scenarios/problem.ts'
import type { CheckState } from './checks.ts'

const KEY = 'vithanh.ledger-head'

export interface Store {
  getItem(key: string): string | null
  setItem(key: string, value: string): void
}

/**
 * Holds the kept head against the ledger, and keeps the one published now where that is right.
 * @param read an entry with its proof @returns `open` where this browser has seen none yet
 */
export async function checkKeptHead(
  store: Store,
  head: LedgerHead | null,
  read: (sequence: number) => Promise<LedgerProof>,
  verify: VerifySignature,
): Promise<{ state: CheckState; kept: LedgerHead | null }> {
  const kept = keptIn(store)
  if (kept) {
    const found = await read(kept.sequence).catch((error: unknown) => {
      if (error instanceof Problem && error.detail.code === 'request/not-found') return null
      throw error
    })
    const there = found?.entry.hash === kept.hash && (await isWhole(found.entry, found.publicKey, verify))
    if (!there) return { state: 'wrong', kept }
  }
  if (head && head.sequence >= (kept?.sequence ?? 0)) store.setItem(KEY, JSON.stringify(head))
  return { state: kept ? 'right' : 'open', kept }
}

function keptIn(store: Store): LedgerHead | null {
  try {
    return ledgerHeadSchema.parse(JSON.parse(store.getItem(KEY) ?? 'null'))
  } catch {
    return null // none, or something else's
  }
}

/** What a reader's own browser finds of one entry: each check by itself, so that each can be told in words. */
import { LEDGER_CHAIN_LIMIT, type LedgerProof, type StoredRun } from '../../scenarios/api/api.ts'
import { hashRecord } from '../../scenarios/canonical.ts'
import {
  type ChainEntry,
  FIRST_PREVIOUS,
  isSealed,
  isWhole,
  keyAt,
  type LedgerEntry,
  type LedgerHead,
  type VerifySignature,
  verifyLedger,
  verifyRotations,
} from '../../scenarios/ledger/ledger.ts'
import { type Progress, throwIfAborted } from '../../scenarios/problem.ts'
import { type ScenarioBody, scenarioHash } from '../../scenarios/scenario.ts'

/** `open`: there is nothing yet that it could be held against. */
export type CheckState = 'right' | 'wrong' | 'open'
export type CheckName = 'hash' | 'signature' | 'key' | 'before' | 'after'
export type Checks = Readonly<Record<CheckName, CheckState>>

const told = (right: boolean): CheckState => (right ? 'right' : 'wrong')

/** All that needs no more of the ledger than the proof brings. */
export async function checkEntry(proof: LedgerProof, verify: VerifySignature): Promise<Checks> {
  const { entry, before, after, publicKey, rotations } = proof
  const key = keyAt(rotations, publicKey, entry.sequence)
  const follows = before
    ? before.sequence === entry.sequence - 1 &&
      before.hash === entry.previous &&
      (await isWhole(before, publicKey, verify))
    : entry.sequence === 1 && entry.previous === FIRST_PREVIOUS
  const followed = async (next: ChainEntry) =>
    next.sequence === entry.sequence + 1 && next.previous === entry.hash && isWhole(next, publicKey, verify)
  const whole = await isWhole(entry, publicKey, verify)
  return {
    hash: isSealed(entry) && whole ? 'open' : told(whole),
    signature: told(await verify(key, entry.hash, entry.signature)),
    key: told((await verifyRotations(rotations, publicKey, verify)).length === 0),
    before: told(follows),
    after: after ? told(await followed(after)) : 'open',
  }
}

interface Walk {
  readonly verify: VerifySignature
  /** At most `LEDGER_CHAIN_LIMIT` entries after a sequence, up to another. */
  read(after: number, to: number, signal: AbortSignal): Promise<ChainEntry[]>
  readonly signal: AbortSignal
  readonly progress: Progress
}

/** Walks the chain from the entry to a published head. @throws Cancelled */
export async function checkToHead(proof: LedgerProof, head: LedgerHead, walk: Walk): Promise<CheckState> {
  const { entry, publicKey, rotations } = proof
  const { verify, read, signal, progress } = walk
  if (head.sequence < entry.sequence) return 'open'
  const span = Math.max(1, head.sequence - entry.sequence)
  let at = { sequence: entry.sequence, hash: entry.hash }
  while (at.sequence < head.sequence) {
    progress((at.sequence - entry.sequence) / span)
    const to = Math.min(at.sequence + LEDGER_CHAIN_LIMIT, head.sequence)
    const entries = await read(at.sequence, to, signal)
    throwIfAborted(signal)
    const faults = await verifyLedger(entries, { verify, publicKey, part: { after: at, rotations } })
    const last = entries.at(-1)
    if (faults.length > 0 || last?.sequence !== to) return 'wrong'
    at = last
  }
  progress(1)
  return told(at.hash === head.hash)
}

/** Whether a stored run is the one that the entry was signed over, and its scenario the one it was computed of. */
export const checkRun = ({ detail }: LedgerEntry, { record }: StoredRun, body: ScenarioBody): CheckState =>
  told(
    hashRecord(record) === detail.record &&
      record.digest === detail.digest &&
      record.scenarioHash === detail.scenario &&
      scenarioHash(body) === detail.scenario,
  )

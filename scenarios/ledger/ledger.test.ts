import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FIRST_PREVIOUS, type LedgerEntry, ledgerHash, verifyLedger } from './ledger.ts'

function chain(length: number): LedgerEntry[] {
  const entries: LedgerEntry[] = []
  for (let i = 0; i < length; i++) {
    const body = {
      sequence: i + 1,
      actor: 'a'.repeat(64),
      role: 'planner',
      time: '2026-11-21T00:00:00Z',
      subject: `run/${i}`,
      action: 'run.stored',
      detail: { digest: `${i}` },
      previous: entries.at(-1)?.hash ?? FIRST_PREVIOUS,
    }
    const hash = ledgerHash(body)
    entries.push({ ...body, hash, signature: `signed ${hash}` })
  }
  return entries
}
const signed = (hash: string, signature: string) => signature === `signed ${hash}`

test('a whole chain has no fault, up to its head', () => {
  const entries = chain(8)
  expect(verifyLedger(entries, signed, { sequence: 8, hash: entries[7]!.hash })).toEqual([])
})

test('any changed, removed or swapped entry shows', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 6 }), fc.constantFrom('change', 'remove', 'swap'), (at, how) => {
      const entries = chain(8)
      if (how === 'change') entries[at] = { ...entries[at]!, detail: { digest: 'other' } }
      if (how === 'remove') entries.splice(at, 1)
      if (how === 'swap') entries.splice(at, 2, entries[at + 1]!, entries[at]!)
      expect(verifyLedger(entries, signed).length).toBeGreaterThan(0)
    }),
  )
})

test('a cut tail shows against the published head', () => {
  const entries = chain(8)
  const head = { sequence: 8, hash: entries[7]!.hash }
  expect(verifyLedger(entries.slice(0, 6), signed, head)).toEqual([{ sequence: 8, what: 'short' }])
})

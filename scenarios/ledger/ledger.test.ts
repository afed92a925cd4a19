import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ledgerChain, privateKeys, publicKeys, signHash, verifyHash } from '../../test/ledger-chain.ts'
import { Problem } from '../problem.ts'
import { LEDGER_EXPORT, readLedgerExport } from './export.ts'
import { FIRST_PREVIOUS, KEY_ROTATED, keyAt, ledgerHash, verifyLedger, verifyRotations } from './ledger.ts'

const pem = (i: number) => publicKeys[i]!
const whole = (publicKey = pem(0)) => ({ verify: verifyHash, publicKey })

test('a whole chain has no fault, up to its head', async () => {
  const entries = ledgerChain(8)
  expect(await verifyLedger(entries, { ...whole(), head: { sequence: 8, hash: entries[7]!.hash } })).toEqual([])
  expect(await verifyLedger([], whole())).toEqual([])
})

test('any changed, removed or swapped entry shows', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 6 }),
      fc.constantFrom('change', 'remove', 'swap', 'rehash'),
      fc.constantFrom([], [3], [3, 6]),
      async (at, how, rotatedAt) => {
        const entries = ledgerChain(8, rotatedAt)
        const changed = { ...entries[at]!, actor: 'other' }
        if (how === 'change') entries[at] = changed
        if (how === 'rehash') entries[at] = { ...changed, hash: ledgerHash(changed) }
        if (how === 'remove') entries.splice(at, 1)
        if (how === 'swap') entries.splice(at, 2, entries[at + 1]!, entries[at]!)
        expect((await verifyLedger(entries, whole(pem(rotatedAt.length)))).length).toBeGreaterThan(0)
      },
    ),
    { numRuns: 40 },
  )
})

test('a cut tail shows against the published head', async () => {
  const entries = ledgerChain(8)
  const head = { sequence: 8, hash: entries[7]!.hash }
  expect(await verifyLedger(entries.slice(0, 6), { ...whole(), head })).toEqual([{ sequence: 8, what: 'short' }])
})

test('entries before and after a rotation are verified by the keys of their time', async () => {
  const entries = ledgerChain(9, [3, 6])
  const rotations = entries.filter(({ action }) => action === KEY_ROTATED)
  expect(await verifyLedger(entries, whole(pem(2)))).toEqual([])
  expect([1, 3, 4, 6, 7, 9].map((sequence) => keyAt(rotations, pem(2), sequence))).toEqual(
    [0, 0, 1, 1, 2, 2].map((i) => pem(i)),
  )
  // Someone else's key, and a rotation that its new key never agreed to.
  expect(await verifyLedger(entries, whole(pem(1)))).toContainEqual({ sequence: 6, what: 'key' })
  const bent = { ...rotations[1]!, detail: { ...rotations[1]!.detail, proof: rotations[1]!.signature } }
  const hash = ledgerHash(bent)
  const alone = { ...bent, hash, signature: signHash(hash, privateKeys[1]!) }
  expect(await verifyRotations([rotations[0]!, alone], pem(2), verifyHash)).toEqual([{ sequence: 6, what: 'key' }])
  expect(await verifyRotations([{ ...alone, detail: {} }], pem(2), verifyHash)).toEqual([{ sequence: 6, what: 'key' }])
})

test('a history forged under a key of one’s own is not taken over by a later key', async () => {
  const [ours, forged] = [ledgerChain(6, [3]), ledgerChain(6, [3])]
  forged[0] = { ...forged[0]!, detail: { digest: 'forged' } }
  // Everything up to the rotation made anew: the new key's proof and the entries after it were made over the true one.
  for (let i = 0, previous = FIRST_PREVIOUS; i < 3; i++) {
    const body = { ...forged[i]!, previous }
    const hash = ledgerHash(body)
    forged[i] = { ...body, hash, signature: signHash(hash, privateKeys[0]!) }
    previous = hash
  }
  expect(await verifyLedger(ours, whole(pem(1)))).toEqual([])
  expect(await verifyLedger(forged, whole(pem(1)))).toEqual([
    { sequence: 4, what: 'previous' },
    { sequence: 3, what: 'key' },
  ])
})

test('a part is verified from what it follows up to a head', async () => {
  const entries = ledgerChain(9, [3, 6])
  const rotations = entries.filter(({ action }) => action === KEY_ROTATED)
  const head = { sequence: 7, hash: entries[6]!.hash }
  const part = { after: { sequence: 2, hash: entries[1]!.hash }, rotations }
  const told: number[] = []
  const by = { ...whole(pem(2)), head, part, progress: (fraction: number) => void told.push(fraction) }
  expect(await verifyLedger(entries.slice(2, 7), by)).toEqual([])
  expect(told).toEqual([0])
  expect(await verifyLedger(entries.slice(2, 6), by)).toEqual([{ sequence: 7, what: 'short' }])
  expect(await verifyLedger(entries.slice(3, 7), by)).toContainEqual({ sequence: 3, what: 'sequence' })
})

test('an exported ledger is read; what is none is refused by its line', () => {
  const entries = ledgerChain(3)
  const first = { schema: LEDGER_EXPORT, exportedAt: '2026-11-21T00:00:00Z', publicKey: pem(0), head: null, entries: 3 }
  const lines = [first, ...entries].map((line) => JSON.stringify(line))
  const read = (all: string[]) => readLedgerExport(`${all.join('\n')}\n`, 'ledger.jsonl')
  expect(read(lines)).toEqual({ ...first, entries })
  const place = (all: string[]): string | undefined => {
    try {
      read(all)
    } catch (error) {
      return error instanceof Problem ? error.detail.place : String(error)
    }
    return undefined
  }
  expect(place(['{}'])).toBe('1: schema')
  expect(place(lines.slice(0, 3))).toBe('3')
  expect(place([...lines.slice(0, 2), '{', lines[3]!])).toBe('3')
  expect(place([lines[0]!, lines[1]!, JSON.stringify({ ...entries[1], hash: 'short' }), lines[3]!])).toBe('3: hash')
})

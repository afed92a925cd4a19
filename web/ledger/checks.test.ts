import { afterEach, expect, test, vi } from 'vitest'
import type { LedgerProof } from '../../scenarios/api/api.ts'
import { KEY_ROTATED, type LedgerEntry, ledgerHash, linkHash, verifyLedger } from '../../scenarios/ledger/ledger.ts'
import { Cancelled, Problem } from '../../scenarios/problem.ts'
import { both } from '../../scenarios/text.ts'
import { ledgerChain, privateKeys, publicKeys, signHash, verifyHash } from '../../test/ledger-chain.ts'
import { checkEntry, checkToHead } from './checks.ts'
import { checkKeptHead } from './kept-head.ts'
import { verifySignature } from './verify-signature.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

const entries = ledgerChain(1100, [3, 700])
const headAt = (sequence: number, of = entries) => ({ sequence, hash: of[sequence - 1]!.hash, time: entries[0]!.time })
const proofOf = (sequence: number, of: readonly LedgerEntry[] = entries): LedgerProof => ({
  entry: of[sequence - 1]!,
  before: of[sequence - 2] ?? null,
  after: of[sequence] ?? null,
  covering: null,
  head: null,
  publicKey: publicKeys[2]!,
  rotations: of.filter(({ action }) => action === KEY_ROTATED),
})
/** The chain with one entry written anew, signed as if by the server. */
function forged(sequence: number): LedgerEntry[] {
  const body = { ...entries[sequence - 1]!, role: 'approver' }
  const hash = ledgerHash(body)
  return entries.with(sequence - 1, { ...body, hash, signature: signHash(hash, privateKeys[1]!) })
}

test.each([
  ['its own', false],
  ['ours', true],
])('an entry is checked with what it came with, by the Ed25519 of the browser: %s', async (_, without) => {
  if (without) vi.stubGlobal('crypto', {})
  // Anew: it remembers keys that the browser took.
  vi.resetModules()
  const { verifySignature } = await import('./verify-signature.ts')
  const right = { hash: 'right', signature: 'right', key: 'right', before: 'right', after: 'right' }
  for (const sequence of [1, 2, 3, 4, 700, 701])
    expect(await checkEntry(proofOf(sequence), verifySignature)).toEqual(right)
  expect(await checkEntry(proofOf(1100), verifySignature)).toEqual({ ...right, after: 'open' })
  const proof = proofOf(5)
  const bent = { ...proof, entry: { ...proof.entry, role: 'approver' } }
  expect(await checkEntry(bent, verifySignature)).toEqual({ ...right, hash: 'wrong' })
  expect(await checkEntry(proofOf(5, forged(5)), verifySignature)).toEqual({ ...right, after: 'wrong' })
  expect(await checkEntry(proofOf(6, forged(5)), verifySignature)).toEqual({ ...right, before: 'wrong' })
  expect(await checkEntry({ ...proof, publicKey: publicKeys[0]! }, verifySignature)).toMatchObject({ key: 'wrong' })
  expect(await checkEntry({ ...proof, before: null }, verifySignature)).toMatchObject({ before: 'wrong' })
})

test('a sealed entry holds its place by what the key of today signed, and by nothing else', async () => {
  const { sequence, previous, hash, signature } = entries[4]!
  const place = { sequence, previous, hash, signature }
  const sealed = { ...place, link: signHash(linkHash(place), privateKeys[2]!) }
  const right = { signature: 'right', key: 'right', before: 'right', after: 'right' }
  expect(await checkEntry({ ...proofOf(5), entry: sealed }, verifyHash)).toEqual({ ...right, hash: 'open' })
  expect(await checkEntry({ ...proofOf(6), before: sealed }, verifyHash)).toEqual({ ...right, hash: 'right' })
  expect(await checkEntry({ ...proofOf(4), after: sealed }, verifyHash)).toEqual({ ...right, hash: 'right' })
  // By an older key, of another place, or not at all.
  for (const link of [signHash(linkHash(place), privateKeys[1]!), signHash(hash, privateKeys[2]!), '']) {
    const bent = { ...sealed, link }
    expect(await checkEntry({ ...proofOf(5), entry: bent }, verifyHash)).toMatchObject({ hash: 'wrong' })
    expect(await checkEntry({ ...proofOf(6), before: bent }, verifyHash)).toMatchObject({ before: 'wrong' })
    const chain = [...entries.slice(0, 4), bent, ...entries.slice(5)]
    expect(await verifyLedger(chain, { verify: verifyHash, publicKey: publicKeys[2]! })).toEqual([
      { sequence: 5, what: 'hash' },
    ])
  }
  const chain = [...entries.slice(0, 4), sealed, ...entries.slice(5)]
  expect(await verifyLedger(chain, { verify: verifyHash, publicKey: publicKeys[2]! })).toEqual([])
})

test('what is no key, hash or signature verifies nothing', async () => {
  const { hash, signature } = entries[0]!
  expect(await verifySignature(publicKeys[0]!, hash, signature)).toBe(true)
  for (const [key, of, by] of [
    ['', hash, signature],
    [publicKeys[1]!, hash, signature],
    [publicKeys[0]!, `${hash.slice(1)}g`, signature],
    [publicKeys[0]!, hash, '*'],
    [publicKeys[0]!, hash, ''],
  ] as const)
    expect(await verifySignature(key, of, by)).toBe(false)
})

test('the chain is walked to a head in parts; what is changed, missing or stopped on the way is told', async () => {
  const asked: number[] = []
  const walk = (of: readonly LedgerEntry[], stop = new AbortController()) => ({
    verify: verifyHash,
    read: async (after: number, to: number) => {
      asked.push(after)
      return of.slice(after, to)
    },
    signal: stop.signal,
    progress: (fraction: number) => void (fraction === 0 && of.length === 1 && stop.abort()),
  })
  expect(await checkToHead(proofOf(2), headAt(1100), walk(entries))).toBe('right')
  expect(asked).toEqual([2, 502, 1002])
  expect(await checkToHead(proofOf(7), headAt(7), walk(entries))).toBe('right')
  expect(await checkToHead(proofOf(7), headAt(6), walk(entries))).toBe('open')
  expect(await checkToHead(proofOf(7), { ...headAt(7), hash: 'f'.repeat(64) }, walk(entries))).toBe('wrong')
  expect(await checkToHead(proofOf(2), headAt(1100), walk(forged(600)))).toBe('wrong')
  expect(await checkToHead(proofOf(2), headAt(1100), walk(entries.slice(0, 900)))).toBe('wrong')
  await expect(checkToHead(proofOf(2), headAt(1100), walk(entries.slice(0, 1)))).rejects.toThrow(Cancelled)
})

test('a browser remembers the head that it saw, and tells when it is gone', async () => {
  const kept = new Map<string, string>()
  const store = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  }
  const read = (of: readonly LedgerEntry[]) => async (sequence: number) => {
    if (of[sequence - 1]) return proofOf(sequence, of)
    throw new Problem({ code: 'request/not-found', message: both('Không có', 'None') })
  }
  const look = async (head: number | null, of: readonly LedgerEntry[] = entries) => {
    const { state, kept: known } = await checkKeptHead(store, head === null ? null : headAt(head), read(of), verifyHash)
    return [state, known?.sequence ?? null]
  }
  expect(await look(null)).toEqual(['open', null])
  expect(await look(5)).toEqual(['open', null])
  expect(await look(9)).toEqual(['right', 5])
  // Cut short, or written anew: told every time, and what was seen stays.
  expect(await look(4, entries.slice(0, 8))).toEqual(['wrong', 9])
  expect(await look(1100, forged(9))).toEqual(['wrong', 9])
  expect(await look(4)).toEqual(['right', 9])
  expect(await look(4)).toEqual(['right', 9])
  const lost = async () => {
    throw new Problem({ code: 'net/offline', message: both('Mất mạng', 'Offline') })
  }
  await expect(checkKeptHead(store, null, lost, verifyHash)).rejects.toThrow('Offline')
  for (const key of kept.keys()) kept.set(key, '{"of":"something else"}')
  expect(await look(5)).toEqual(['open', null])
})

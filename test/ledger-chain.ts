/** Ledgers as a server would write them, with keys of their own, for tests. */
import { generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto'
import {
  FIRST_PREVIOUS,
  KEY_ROTATED,
  type LedgerEntry,
  ledgerHash,
  rotationHash,
  type VerifySignature,
} from '../scenarios/ledger/ledger.ts'

const keys = Array.from({ length: 3 }, () => generateKeyPairSync('ed25519'))
/** Of the keys that sign in turn. SPKI, PEM. */
export const publicKeys = keys.map(({ publicKey }) => publicKey.export({ type: 'spki', format: 'pem' }).toString())
export const privateKeys: readonly KeyObject[] = keys.map(({ privateKey }) => privateKey)

export const signHash = (hash: string, key: KeyObject): string =>
  sign(null, Buffer.from(hash, 'hex'), key).toString('base64')
export const verifyHash: VerifySignature = (key, hash, signature) =>
  key !== '' && verify(null, Buffer.from(hash, 'hex'), key, Buffer.from(signature, 'base64'))

/** @param rotatedAt signing goes to the next key with each sequence named */
export function ledgerChain(length: number, rotatedAt: readonly number[] = []): LedgerEntry[] {
  const entries: LedgerEntry[] = []
  let key = 0
  for (let sequence = 1; sequence <= length; sequence++) {
    const previous = entries.at(-1)?.hash ?? FIRST_PREVIOUS
    const common = { sequence, actor: 'a'.repeat(32), time: '2026-11-21T00:00:00Z', previous }
    const rotates = rotatedAt.includes(sequence)
    const pair = { from: publicKeys[key]!, to: publicKeys[key + 1] ?? '' }
    const body = rotates
      ? {
          ...common,
          ...{ role: 'server', subject: 'ledger/key', action: KEY_ROTATED },
          detail: { ...pair, proof: signHash(rotationHash(previous, pair), privateKeys[key + 1]!) },
        }
      : {
          ...common,
          ...{ role: 'planner', subject: `run/${sequence}`, action: 'run.stored' },
          detail: { digest: `${sequence}` },
        }
    const hash = ledgerHash(body)
    entries.push({ ...body, hash, signature: signHash(hash, privateKeys[key]!) })
    if (rotates) key++
  }
  return entries
}

/** Ed25519 in the browser: its own where it has it (pages over https or of this machine alone), else ours. */
import { verifyEd25519 } from '../../scenarios/ledger/ed25519.ts'
import type { VerifySignature } from '../../scenarios/ledger/ledger.ts'
import { bytesOfBase64, ed25519KeyOf } from '../../scenarios/ledger/public-key.ts'

const imported = new Map<string, Promise<CryptoKey | null>>()

/** Null where the browser has no such algorithm, or keeps it from this page. */
function keyOf(publicKey: string, raw: Uint8Array): Promise<CryptoKey | null> {
  let key = imported.get(publicKey)
  if (!key) {
    const subtle: SubtleCrypto | undefined = globalThis.crypto?.subtle
    key = Promise.resolve(subtle?.importKey('raw', new Uint8Array(raw), 'Ed25519', false, ['verify']) ?? null).catch(
      () => null,
    )
    imported.set(publicKey, key)
  }
  return key
}

export const verifySignature: VerifySignature = async (publicKey, hash, base64) => {
  const [raw, signature] = [ed25519KeyOf(publicKey), bytesOfBase64(base64)]
  if (!raw || !signature || !/^([0-9a-f]{2})+$/.test(hash)) return false
  const message = Uint8Array.from(hash.match(/../g)!, (digits) => Number.parseInt(digits, 16))
  const key = await keyOf(publicKey, raw)
  return key
    ? crypto.subtle.verify('Ed25519', key, new Uint8Array(signature), message)
    : verifyEd25519(raw, message, signature)
}

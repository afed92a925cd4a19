/** The ledger's public key (SPKI, PEM) as bytes, where nothing but the language is at hand. */
import { hashBytes } from '../ids.ts'

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
/** RFC 8410 §4: what stands before the 32 bytes of an Ed25519 key. */
const ED25519_SPKI = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00]

/** Padding is optional; null where it is no base64. */
export function bytesOfBase64(text: string): Uint8Array | null {
  const digits = text.replace(/=+$/, '')
  const bytes = new Uint8Array((digits.length * 6) >> 3)
  let [bits, held, at] = [0, 0, 0]
  for (const digit of digits) {
    const value = DIGITS.indexOf(digit)
    if (value < 0) return null
    bits = ((bits << 6) | value) & 0xffff
    held += 6
    if (held < 8) continue
    held -= 8
    bytes[at++] = (bits >> held) & 255
  }
  return bytes
}

const derOf = (pem: string): Uint8Array | null => bytesOfBase64(pem.replace(/-----[A-Z ]+-----|\s/g, ''))

/** 32 bytes; null where it is no Ed25519 key. */
export function ed25519KeyOf(pem: string): Uint8Array | null {
  const der = derOf(pem)
  if (der?.length !== ED25519_SPKI.length + 32 || !ED25519_SPKI.every((byte, i) => der[i] === byte)) return null
  return der.subarray(ED25519_SPKI.length)
}

/** SHA-256 of the key in DER, as `openssl pkey -pubin -outform DER | sha256sum` tells it; empty where it is no key. */
export const keyFingerprint = (pem: string): string => {
  const der = derOf(pem)
  return der ? hashBytes(der) : ''
}

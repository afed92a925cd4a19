/** Canonical JSON (RFC 8785) and digests of records and arrays: same input, same bytes. */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import canonicalize from 'canonicalize'

export function canonicalJson(value: unknown): string {
  const text = canonicalize(value)
  if (text === undefined) throw new Error('Expected a value that JSON can hold, got undefined')
  return text
}

export const hashRecord = (value: unknown): string => bytesToHex(sha256(utf8ToBytes(canonicalJson(value))))

/**
 * SHA-256 over the canonical header, then the arrays in the given order, little-endian, −0 as +0. NaN is a bug.
 * @param header names, shapes, units, parameters; no timings and no thread count
 */
export function digestArrays(header: unknown, arrays: readonly (Float32Array | Float64Array | Int32Array)[]): string {
  const hash = sha256.create().update(utf8ToBytes(canonicalJson(header)))
  for (const array of arrays) {
    const clean = array.slice()
    for (let i = 0; i < clean.length; i++) {
      const value = clean[i]!
      if (Number.isNaN(value)) throw new Error(`Expected numbers in the digest, got NaN at index ${i}`)
      clean[i] = value + 0
    }
    hash.update(new Uint8Array(clean.buffer, clean.byteOffset, clean.byteLength))
  }
  return bytesToHex(hash.digest())
}

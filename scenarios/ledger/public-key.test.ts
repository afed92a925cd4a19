import { createHash, generateKeyPairSync } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bytesOfBase64, ed25519KeyOf, keyFingerprint } from './public-key.ts'

test('base64 is read as Node writes it', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 90 }), (bytes) => {
      expect(bytesOfBase64(Buffer.from(bytes).toString('base64'))).toEqual(new Uint8Array(bytes))
    }),
  )
  expect(bytesOfBase64('a-b_')).toBeNull()
})

test('a key gives its bytes and fingerprint; another kind of key is none', () => {
  const { publicKey } = generateKeyPairSync('ed25519')
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
  const der = publicKey.export({ type: 'spki', format: 'der' })
  expect(Buffer.from(ed25519KeyOf(pem)!).equals(der.subarray(-32))).toBe(true)
  expect(keyFingerprint(pem)).toBe(createHash('sha256').update(der).digest('hex'))
  const other = generateKeyPairSync('x25519').publicKey.export({ type: 'spki', format: 'pem' }).toString()
  expect([ed25519KeyOf(other), ed25519KeyOf('')]).toEqual([null, null])
})

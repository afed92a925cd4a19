import { generateKeyPairSync, sign } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { verifyEd25519 } from './ed25519.ts'

const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, 'hex'))

test('the vectors of RFC 8032 §7.1', () => {
  const vectors = [
    [
      'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
      '',
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
    ],
    [
      '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
      '72',
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
    ],
    [
      'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
      'af82',
      '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
    ],
  ] as const
  for (const [key, message, signature] of vectors)
    expect(verifyEd25519(bytes(key), bytes(message), bytes(signature))).toBe(true)
})

test('what OpenSSL signs is taken; with any bit changed, of key, message or signature, it is not', () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const key = new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }).subarray(-32))
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 1, maxLength: 80 }),
      fc.constantFrom('key', 'message', 'signature'),
      fc.nat(),
      (message, what, at) => {
        const signature = new Uint8Array(sign(null, message, privateKey))
        const bent = { key: key.slice(), message: message.slice(), signature: signature.slice() }
        const array = bent[what]
        array[(at >> 3) % array.length]! ^= 1 << (at & 7)
        return verifyEd25519(key, message, signature) && !verifyEd25519(bent.key, bent.message, bent.signature)
      },
    ),
    { numRuns: 30 },
  )
})

test('lengths that are wrong and a signature past the order are refused', () => {
  const key = bytes('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a')
  const right =
    'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b'
  expect(verifyEd25519(key.subarray(1), new Uint8Array(), bytes(right))).toBe(false)
  expect(verifyEd25519(key, new Uint8Array(), bytes(right).subarray(1))).toBe(false)
  // s + L is the same scalar: a second signature of the same message, which RFC 8032 refuses.
  const order = 2n ** 252n + 27742317777372353535851937790883648493n
  let s = BigInt(`0x${Buffer.from(bytes(right).slice(32).reverse()).toString('hex')}`) + order
  const bent = bytes(right)
  for (let i = 32; i < 64; i++, s >>= 8n) bent[i] = Number(s & 255n)
  expect(verifyEd25519(key, new Uint8Array(), bent)).toBe(false)
})

/** Which algorithms and keys a signature may use: RSA of 2048 bits or ECDSA on P-256 and up, with SHA-256 and up. */
import { constants, type KeyObject, verify } from 'node:crypto'
import * as asn1js from 'asn1js'
import { type AlgorithmIdentifier, RSASSAPSSParams } from 'pkijs'
import { fault } from './problem.ts'

export type Hash = 'sha256' | 'sha384' | 'sha512'

const hashes: Readonly<Record<string, Hash>> = {
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
}
const RSA = '1.2.840.113549.1.1.1'
const RSA_PSS = '1.2.840.113549.1.1.10'
const MGF1 = '1.2.840.113549.1.1.8'
const withRsa: Readonly<Record<string, Hash>> = {
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
}
const withEcdsa: Readonly<Record<string, Hash>> = {
  '1.2.840.10045.4.3.2': 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.10045.4.3.4': 'sha512',
}
const CURVES = new Set(['prime256v1', 'secp384r1', 'secp521r1'])
const RSA_BITS = 2048

/** Parameters are none, or NULL. */
export function expectPlain({ algorithmId, algorithmParams }: AlgorithmIdentifier): void {
  if (algorithmParams !== undefined && !isNull(algorithmParams)) throw fault('cms-form', algorithmId, 'NULL')
}
const isNull = (value: unknown): boolean =>
  value instanceof asn1js.Null && Buffer.from(value.toBER()).equals(Buffer.from([5, 0]))

/** @throws Problem `signature/weak` */
export function hashOf(algorithm: AlgorithmIdentifier, place: string): Hash {
  const hash = hashes[algorithm.algorithmId]
  if (!hash) throw fault('weak', `${place}: ${algorithm.algorithmId}`, 'SHA-256, SHA-384, SHA-512')
  expectPlain(algorithm)
  return hash
}

/** @throws Problem `signature/weak` */
export function expectStrongKey(key: KeyObject, place: string): void {
  const { modulusLength = 0, namedCurve = '' } = key.asymmetricKeyDetails ?? {}
  const type = key.asymmetricKeyType
  const strong =
    type === 'rsa' || type === 'rsa-pss' ? modulusLength >= RSA_BITS : type === 'ec' && CURVES.has(namedCurve)
  if (!strong)
    throw fault('weak', `${place}: ${type} ${modulusLength || namedCurve}`, `RSA ≥ ${RSA_BITS}, ECDSA ≥ P-256`)
}

/**
 * Whether a signature is the key's over the bytes.
 * @param digest the hash that is told apart from the algorithm; null where the algorithm must name it
 * @throws Problem `signature/weak` where the algorithm is none of ours
 */
export function verifies(
  algorithm: AlgorithmIdentifier,
  digest: Hash | null,
  key: KeyObject,
  bytes: Uint8Array,
  signature: Uint8Array,
  place: string,
): boolean {
  const id = algorithm.algorithmId
  const type = key.asymmetricKeyType
  const matches = (hash: Hash) => digest === null || digest === hash
  if (id === RSA_PSS) {
    const { hash, saltLength } = pssOf(algorithm, place)
    const padding = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength }
    return (
      (type === 'rsa' || type === 'rsa-pss') && matches(hash) && verify(hash, bytes, { key, ...padding }, signature)
    )
  }
  const rsa = id === RSA ? digest : withRsa[id]
  if (rsa) {
    expectPlain(algorithm)
    return type === 'rsa' && matches(rsa) && verify(rsa, bytes, key, signature)
  }
  const ecdsa = withEcdsa[id]
  if (ecdsa) {
    if (algorithm.algorithmParams !== undefined) throw fault('cms-form', id)
    return type === 'ec' && matches(ecdsa) && verify(ecdsa, bytes, key, signature)
  }
  throw fault('weak', `${place}: ${id}`, 'RSA, RSA-PSS, ECDSA: SHA-256, SHA-384, SHA-512')
}

function pssOf({ algorithmParams }: AlgorithmIdentifier, place: string): { hash: Hash; saltLength: number } {
  const schema = algorithmParams as asn1js.Sequence | undefined
  if (!schema) throw fault('weak', `${place}: RSA-PSS`, 'SHA-256')
  const { hashAlgorithm, maskGenAlgorithm, saltLength, trailerField } = parametersOf(schema, place)
  const hash = hashOf(hashAlgorithm, place)
  const mask = maskGenAlgorithm.algorithmParams as asn1js.Sequence | undefined
  const [maskHash] = mask?.valueBlock.value ?? []
  const same = maskHash instanceof asn1js.ObjectIdentifier && hashes[maskHash.valueBlock.toString()] === hash
  if (maskGenAlgorithm.algorithmId !== MGF1 || !same || trailerField !== 1)
    throw fault('weak', `${place}: RSA-PSS`, 'MGF1')
  return { hash, saltLength }
}

function parametersOf(schema: asn1js.Sequence, place: string): RSASSAPSSParams {
  try {
    return new RSASSAPSSParams({ schema })
  } catch {
    throw fault('cms-form', `${place}: RSA-PSS`)
  }
}

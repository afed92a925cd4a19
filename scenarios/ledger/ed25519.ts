/**
 * Ed25519 verification (RFC 8032 §5.1.7) in plain integers, for browsers whose WebCrypto lacks it or withholds it from pages
 * without https: some milliseconds a signature. Public values only, so it need not run in constant time.
 */
import { sha512 } from '@noble/hashes/sha2.js'
import { concatBytes } from '@noble/hashes/utils.js'

const P = 2n ** 255n - 19n
/** Order of the base point. */
const L = 2n ** 252n + 27742317777372353535851937790883648493n

const mod = (a: bigint): bigint => {
  const rest = a % P
  return rest < 0n ? rest + P : rest
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n
  for (let b = base, e = exponent; e > 0n; e >>= 1n) {
    if (e & 1n) result = mod(result * b)
    b = mod(b * b)
  }
  return result
}
const inverse = (a: bigint): bigint => power(a, P - 2n)

const D = mod(-121665n * inverse(121666n))
const ROOT_OF_MINUS_1 = power(2n, (P - 1n) / 4n)

/** Extended coordinates: x = X/Z, y = Y/Z, x·y = T/Z. */
interface Point {
  readonly x: bigint
  readonly y: bigint
  readonly z: bigint
  readonly t: bigint
}
const ZERO: Point = { x: 0n, y: 1n, z: 1n, t: 0n }

/** Of any two points, the same one twice too (Hisil and others 2008, §3.1). */
function add(p: Point, q: Point): Point {
  const a = mod((p.y - p.x) * (q.y - q.x))
  const b = mod((p.y + p.x) * (q.y + q.x))
  const c = mod(2n * D * mod(p.t * q.t))
  const d = mod(2n * p.z * q.z)
  const [e, f, g, h] = [b - a, d - c, d + c, b + a]
  return { x: mod(e * f), y: mod(g * h), z: mod(f * g), t: mod(e * h) }
}

/** §5.1.3; null where the bytes are no point. */
function decode(bytes: Uint8Array): Point | null {
  const all = integerOf(bytes)
  const sign = all >> 255n
  const y = all & (2n ** 255n - 1n)
  if (y >= P) return null
  const u = mod(y * y - 1n)
  const v = mod(D * y * y + 1n)
  const v3 = mod(v * v * v)
  let x = mod(u * v3 * power(mod(u * v3 * v3 * v), (P - 5n) / 8n))
  const found = mod(v * x * x)
  if (found !== u) {
    if (found !== mod(-u)) return null
    x = mod(x * ROOT_OF_MINUS_1)
  }
  if (x === 0n && sign === 1n) return null
  if ((x & 1n) !== sign) x = P - x
  return { x, y, z: 1n, t: mod(x * y) }
}

function encode({ x, y, z }: Point): Uint8Array {
  const scale = inverse(z)
  const all = mod(y * scale) | ((mod(x * scale) & 1n) << 255n)
  return Uint8Array.from({ length: 32 }, (_, i) => Number((all >> BigInt(8 * i)) & 255n))
}

/** Little-endian. */
const integerOf = (bytes: Uint8Array): bigint => bytes.reduceRight((all, byte) => (all << 8n) | BigInt(byte), 0n)

const BASE = decode(Uint8Array.of(0x58, ...new Uint8Array(31).fill(0x66)))!

/**
 * @param publicKey 32 bytes @param signature 64 bytes
 * @returns false too where a length is wrong or the bytes are no point
 */
export function verifyEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== 32 || signature.length !== 64) return false
  const key = decode(publicKey)
  const r = signature.subarray(0, 32)
  const s = integerOf(signature.subarray(32))
  if (!key || s >= L) return false
  const k = integerOf(sha512(concatBytes(r, publicKey, message))) % L
  // s·B − k·A, both from the top bit down.
  const minus: Point = { ...key, x: mod(-key.x), t: mod(-key.t) }
  const sum = add(BASE, minus)
  let point = ZERO
  for (let bit = 252n; bit >= 0n; bit--) {
    point = add(point, point)
    const [ofS, ofK] = [(s >> bit) & 1n, (k >> bit) & 1n]
    if (ofS && ofK) point = add(point, sum)
    else if (ofS) point = add(point, BASE)
    else if (ofK) point = add(point, minus)
  }
  const found = encode(point)
  return r.every((byte, i) => byte === found[i])
}

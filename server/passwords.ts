/** Passwords: scrypt hashes that carry their own parameters, and one-time passwords that people can read aloud. */
import { randomBytes, randomInt, scrypt, timingSafeEqual } from 'node:crypto'

const COST = 2 ** 15
const BLOCK = 8
const PARALLEL = 1
const KEY_BYTES = 32

/** At most two at a time: each takes 32 MiB and a core. */
let running = 0
const waiting: (() => void)[] = []

/** `scrypt$32768$8$1$<salt>$<key>` */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const key = await derive(password, salt, COST, BLOCK, PARALLEL)
  return ['scrypt', COST, BLOCK, PARALLEL, salt.toString('base64url'), key.toString('base64url')].join('$')
}

export async function checkPassword(password: string, stored: string): Promise<boolean> {
  const [method, cost, block, parallel, salt, key] = stored.split('$')
  if (method !== 'scrypt' || !salt || !key) throw new Error(`Expected a scrypt hash, got ${method}`)
  const found = await derive(password, Buffer.from(salt, 'base64url'), Number(cost), Number(block), Number(parallel))
  return timingSafeEqual(found, Buffer.from(key, 'base64url'))
}

/** A hash that no password has: checked where there is no such user, so that the answer takes as long. */
export const noPassword = hashPassword(randomBytes(32).toString('hex'))

/** Without letters that look alike. */
const READABLE = 'abcdefghjkmnpqrstuvwxyz23456789'

/** So many groups of four, about 20 bits each. */
export function readableSecret(groups: number): string {
  const group = () => Array.from({ length: 4 }, () => READABLE[randomInt(READABLE.length)]).join('')
  return Array.from({ length: groups }, group).join('-')
}

/** About 98 bits. */
export const oneTimePassword = (): string => readableSecret(5)

async function derive(password: string, salt: Buffer, N: number, r: number, p: number): Promise<Buffer> {
  if (running >= 2) await new Promise<void>((go) => waiting.push(go))
  else running++
  try {
    return await new Promise<Buffer>((resolve, reject) => {
      scrypt(password.normalize('NFC'), salt, KEY_BYTES, { N, r, p, maxmem: 256 * N * r }, (error, key) =>
        error ? reject(error) : resolve(key),
      )
    })
  } finally {
    const next = waiting.shift()
    if (next) next()
    else running--
  }
}

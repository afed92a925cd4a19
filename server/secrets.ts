/**
 * The server's secrets: one file each under `<DATA_DIR>/secrets` (folder 0700, files 0600), made on first use. They never
 * stand in the database, so that whoever reads or changes the database can neither sign nor name people.
 */
import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto'
import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { hashText } from '../scenarios/ids.ts'

const NONCE_BYTES = 12
const TAG_BYTES = 16

export interface Secrets {
  /** Signs the ledger (Ed25519). */
  readonly privateKey: KeyObject
  readonly publicKey: KeyObject
  /** SPKI, PEM */
  readonly publicKeyPem: string
  /** A person in the ledger: a hash that only this server can make, the same each time. */
  actor(userId: string): string
  /** Text that only this server can read again (AES-256-GCM), and only for what it was sealed for. */
  seal(text: string, what: string): string
  /** @throws Error where it was sealed with another key or for something else */
  open(sealed: string, what: string): string
}

export function readSecrets(dataDir: string): Secrets {
  const pem = secretFile(dataDir, 'ledger-ed25519.pem', () =>
    generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  )
  const salt = secretFile(dataDir, 'actor-salt', () => randomBytes(32).toString('hex'))
  const sealing = Buffer.from(
    secretFile(dataDir, 'account-key', () => randomBytes(32).toString('hex')),
    'hex',
  )
  const privateKey = createPrivateKey(pem)
  const publicKey = createPublicKey(privateKey)
  return {
    privateKey,
    publicKey,
    publicKeyPem: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    actor: (userId) => hashText(`${salt}\n${userId}`).slice(0, 32),
    seal(text, what) {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv('aes-256-gcm', sealing, nonce).setAAD(Buffer.from(what))
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')
    },
    open(sealed, what) {
      const bytes = Buffer.from(sealed, 'base64url')
      const decipher = createDecipheriv('aes-256-gcm', sealing, bytes.subarray(0, NONCE_BYTES), {
        authTagLength: TAG_BYTES,
      })
      decipher.setAAD(Buffer.from(what)).setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
      return decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8')
    },
  }
}

/** The text of a secret; made where it is missing, whole or not at all, the same for processes that start together. */
export function secretFile(dataDir: string, name: string, make: () => string): string {
  const dir = `${dataDir}/secrets`
  mkdirSync(dataDir, { recursive: true })
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const path = `${dir}/${name}`
  const known = readIfThere(path)
  if (known !== null) return known
  const draft = `${path}.${process.pid}`
  rmSync(draft, { force: true })
  const file = openSync(draft, 'wx', 0o600)
  writeSync(file, make())
  fsyncSync(file)
  closeSync(file)
  try {
    linkSync(draft, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(draft)
  }
  return readFileSync(path, 'utf8')
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

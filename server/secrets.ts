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
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { hashText } from '../scenarios/ids.ts'

const NONCE_BYTES = 12
const TAG_BYTES = 16

export interface Secrets {
  /** Of the ledger's first key that lies here (Ed25519; SPKI, PEM): signs where the ledger names none yet. */
  readonly publicKeyPem: string
  /** The key that signs for a public one; null where it does not lie here. One that came since the start is found. */
  signer(publicKeyPem: string): KeyObject | null
  /** A person in the ledger: a hash that only this server can make, the same each time. */
  actor(userId: string): string
  /** Text that only this server can read again (AES-256-GCM), and only for what it was sealed for. */
  seal(text: string, what: string): string
  /** @throws Error where it was sealed with another key or for something else */
  open(sealed: string, what: string): string
}

export function readSecrets(dataDir: string): Secrets {
  if (ledgerKeys(dataDir).length === 0) secretFile(dataDir, `${LEDGER_KEY}.pem`, newPrivateKey)
  const salt = secretFile(dataDir, 'actor-salt', () => randomBytes(32).toString('hex'))
  const sealing = Buffer.from(
    secretFile(dataDir, 'account-key', () => randomBytes(32).toString('hex')),
    'hex',
  )
  let keys = ledgerKeys(dataDir)
  const find = (pem: string) => keys.find(({ publicKeyPem }) => publicKeyPem === pem)?.privateKey ?? null
  return {
    publicKeyPem: keys[0]!.publicKeyPem,
    signer(pem) {
      const known = find(pem)
      if (known) return known
      keys = ledgerKeys(dataDir)
      return find(pem)
    },
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

const LEDGER_KEY = 'ledger-ed25519'
const newPrivateKey = (): string =>
  generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()

interface LedgerKey {
  readonly file: string
  readonly privateKey: KeyObject
  readonly publicKeyPem: string
}

function ledgerKeys(dataDir: string): LedgerKey[] {
  const dir = `${dataDir}/secrets`
  if (!existsSync(dir)) return []
  const names = readdirSync(dir).filter((name) => name.startsWith(LEDGER_KEY) && name.endsWith('.pem'))
  return names.sort().flatMap((name) => {
    const text = readIfThere(`${dir}/${name}`)
    if (text === null) return []
    const privateKey = createPrivateKey(text)
    return { file: `${dir}/${name}`, privateKey, publicKeyPem: publicPem(privateKey) }
  })
}

const publicPem = (privateKey: KeyObject): string =>
  createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString()

/** A new key for the ledger in a file of its own, beside those that are there. */
export function addLedgerKey(dataDir: string): LedgerKey {
  const text = newPrivateKey()
  const privateKey = createPrivateKey(text)
  const publicKeyPem = publicPem(privateKey)
  const name = `${LEDGER_KEY}-${hashText(publicKeyPem).slice(0, 12)}.pem`
  secretFile(dataDir, name, () => text)
  return { file: `${dataDir}/secrets/${name}`, privateKey, publicKeyPem }
}

/** Removes the ledger's private keys but those named: no entry is signed with them again. */
export function dropLedgerKeys(dataDir: string, kept: readonly string[]): void {
  for (const { file, publicKeyPem } of ledgerKeys(dataDir)) if (!kept.includes(publicKeyPem)) rmSync(file)
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

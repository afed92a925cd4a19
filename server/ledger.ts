/**
 * The ledger's storage and signing: entries are appended one at a time (an advisory lock), in the transaction of the change
 * that they tell of. Signing goes over to a new key by an entry that both keys sign. The head is published as a file a day,
 * and never moves back: a shorter ledger is found out by it.
 */
import { createPublicKey, sign, verify } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { sql } from 'kysely'
import { hashRecord } from '../scenarios/canonical.ts'
import { type ExportHead, LEDGER_EXPORT } from '../scenarios/ledger/export.ts'
import {
  type ChainEntry,
  FIRST_PREVIOUS,
  KEY_ROTATED,
  keyAt,
  type LedgerEntry,
  type LedgerFault,
  type LedgerHead,
  ledgerHash,
  ledgerHeadSchema,
  linkHash,
  rotationHash,
  type VerifySignature,
  verifyLedger,
} from '../scenarios/ledger/ledger.ts'
import { Problem } from '../scenarios/problem.ts'
import { scenarioHash } from '../scenarios/scenario.ts'
import { both } from '../scenarios/text.ts'
import { strayCodes } from './codes/desk.ts'
import type { Db, Trx } from './database.ts'
import { mark, permitMarks, permitRecords, strayCases } from './permits/record.ts'
import { planMarks, strayPlans } from './plans/record.ts'
import { keptRecords } from './records.ts'
import { strayReports } from './reports/record.ts'
import { addLedgerKey, dropLedgerKeys, type Secrets } from './secrets.ts'
import { strayStatements } from './statements/record.ts'
import { strayWorks } from './works/record.ts'

/** Held while an entry is appended: entries follow each other. */
const LEDGER_LOCK = 7_105_001

export interface Deed {
  /** Null: no account; then `by`, or the server itself. */
  readonly userId: string | null
  readonly by?: 'applicant' | 'clock'
  readonly role: string
  readonly subject: string
  readonly action: string
  readonly detail: Record<string, unknown>
}

/** Appends what was done, in the transaction that does it; answers its sequence. */
export const appendLedger = (trx: Trx, secrets: Secrets, deed: Deed): Promise<number> =>
  append(trx, secrets, { ...deed, detail: () => deed.detail })

interface Following extends Omit<Deed, 'detail'> {
  /** @param previous hash of the entry before */
  detail(previous: string): Record<string, unknown>
}

async function append(trx: Trx, secrets: Secrets, deed: Following): Promise<number> {
  await sql`select pg_advisory_xact_lock(${LEDGER_LOCK})`.execute(trx)
  const last = await trx
    .selectFrom('ledger')
    .select(['sequence', 'hash'])
    .orderBy('sequence', 'desc')
    .limit(1)
    .executeTakeFirst()
  // Each time: another process may have handed signing over to a new key.
  const privateKey = secrets.signer(await signingKey(trx))
  if (!privateKey) throw keyProblem()
  const previous = last?.hash ?? FIRST_PREVIOUS
  const body = {
    sequence: (last?.sequence ?? 0) + 1,
    actor: deed.userId === null ? (deed.by ?? 'server') : secrets.actor(deed.userId),
    role: deed.role,
    time: new Date().toISOString(),
    subject: deed.subject,
    action: deed.action,
    detail: deed.detail(previous),
    previous,
  }
  const hash = ledgerHash(body)
  const signature = sign(null, Buffer.from(hash, 'hex'), privateKey).toString('base64')
  await trx
    .insertInto('ledger')
    .values({ ...body, detail: JSON.stringify(body.detail), hash, signature })
    .execute()
  return body.sequence
}

/** The entries after a sequence, in order. */
export const readLedger = (db: Db, after: number, limit: number): Promise<LedgerEntry[]> =>
  db.selectFrom('ledger').selectAll().where('sequence', '>', after).orderBy('sequence').limit(limit).execute()

/** Every entry that handed signing over, in order. */
export const readRotations = (db: Db): Promise<LedgerEntry[]> =>
  db.selectFrom('ledger').selectAll().where('action', '=', KEY_ROTATED).orderBy('sequence').execute()

/** Of accounts: an entry that appears when someone tries a password would tell whose hash it is. */
const isOfAccount = ({ subject }: LedgerEntry): boolean => subject.startsWith('user/')

/** As a visitor sees them: those of accounts by their place alone, which is signed for where they are whole. */
export async function sealAccounts(db: Db, secrets: Secrets, entries: readonly LedgerEntry[]): Promise<ChainEntry[]> {
  if (!entries.some(isOfAccount)) return [...entries]
  const now = await signingKey(db)
  const rotations = await readRotations(db)
  const privateKey = secrets.signer(now)
  return entries.map((entry) => {
    if (!isOfAccount(entry)) return entry
    const { sequence, previous, hash, signature } = entry
    const whole = hash === ledgerHash(entry) && verifyHere(keyAt(rotations, now, sequence), hash, signature)
    const link =
      whole && privateKey ? sign(null, Buffer.from(linkHash(entry), 'hex'), privateKey).toString('base64') : ''
    return { sequence, previous, hash, signature, link }
  })
}

/** The public key of the one that signs now. SPKI, PEM. */
export async function signingKey(db: Db): Promise<string> {
  const key = await db.selectFrom('serverKeys').select('publicKey').orderBy('createdAt', 'desc').executeTakeFirst()
  if (!key) throw new Error('Expected a key of the ledger, registered at the start, got none')
  return key.publicKey
}

/** The key that signs what follows an entry, though signing may go over to another at this moment. */
async function keyAfter(db: Db, sequence: number): Promise<string> {
  const now = await signingKey(db)
  return keyAt(await readRotations(db), now, sequence + 1)
}

/**
 * Makes sure that the key which signs the ledger lies in this DATA_DIR.
 * @throws Problem `ledger/key` where another key signed it
 */
export async function registerKey(db: Db, secrets: Secrets): Promise<void> {
  await sql`insert into server_keys (public_key) select ${secrets.publicKeyPem}
    where not exists (select from server_keys) on conflict do nothing`.execute(db)
  if (!secrets.signer(await signingKey(db))) throw keyProblem()
}

const keyProblem = (): Problem =>
  new Problem({
    code: 'ledger/key',
    message: both(
      'Sổ cái của cơ sở dữ liệu này được ký bằng khóa khác; hãy khôi phục thư mục secrets của DATA_DIR',
      "This database's ledger was signed with another key; restore the secrets folder of its DATA_DIR",
    ),
    file: 'secrets/ledger-ed25519*.pem',
  })

/**
 * Hands signing over to a new key: an entry that the old key signs and whose proof the new one made. A server that runs signs
 * with the new key from its next entry on. The old private key stays until the next rotation, for a backup that is being
 * written; ones before it are removed.
 * @returns the new public key (SPKI, PEM) and the entry
 */
export async function rotateKey(
  db: Db,
  secrets: Secrets,
  dataDir: string,
): Promise<{ sequence: number; publicKey: string }> {
  return db.transaction().execute(async (trx) => {
    // Two rotations at a time would drop each other's keys.
    await sql`select pg_advisory_xact_lock(${LEDGER_LOCK})`.execute(trx)
    const from = await signingKey(trx)
    const { publicKeyPem: to, privateKey } = addLedgerKey(dataDir)
    const sequence = await append(trx, secrets, {
      userId: null,
      role: 'server',
      subject: 'ledger/key',
      action: KEY_ROTATED,
      detail: (previous) => {
        const proof = sign(null, Buffer.from(rotationHash(previous, { from, to }), 'hex'), privateKey)
        return { from, to, proof: proof.toString('base64') }
      },
    })
    // Not the transaction's own time: of two that waited for each other, the later may have begun first.
    await sql`insert into server_keys (public_key, created_at) values (${to}, clock_timestamp())`.execute(trx)
    dropLedgerKeys(dataDir, [from, to])
    return { sequence, publicKey: to }
  })
}

/** Of Node. */
export const verifySignature: VerifySignature = (publicKey, hash, signature) => verifyHere(publicKey, hash, signature)

function verifyHere(publicKey: string, hash: string, signature: string): boolean {
  try {
    return verify(null, Buffer.from(hash, 'hex'), publicKeyOf(publicKey), Buffer.from(signature, 'base64'))
  } catch {
    return false // no key, or none of this kind
  }
}

let lastKey = { pem: '', key: null as ReturnType<typeof createPublicKey> | null }
function publicKeyOf(pem: string) {
  if (lastKey.pem !== pem || !lastKey.key) lastKey = { pem, key: createPublicKey(pem) }
  return lastKey.key!
}

const headsDir = (dataDir: string): string => `${dataDir}/ledger-heads`
const HEAD_FILE = /^\d{4}-\d\d-\d\d\.json$/
const readHead = (dataDir: string, name: string): LedgerHead =>
  ledgerHeadSchema.parse(JSON.parse(readFileSync(`${headsDir(dataDir)}/${name}`, 'utf8')))

/** Days sort as names do. */
function headFiles(dataDir: string): string[] {
  mkdirSync(headsDir(dataDir), { recursive: true })
  return readdirSync(headsDir(dataDir))
    .filter((name) => HEAD_FILE.test(name))
    .sort()
}

/** The last published head; null where none is. */
export function publishedHead(dataDir: string): LedgerHead | null {
  const last = headFiles(dataDir).at(-1)
  return last ? readHead(dataDir, last) : null
}

/** The first published head at or after an entry; null where none is yet. */
export function coveringHead(dataDir: string, sequence: number): LedgerHead | null {
  const files = headFiles(dataDir)
  let [low, high] = [0, files.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (readHead(dataDir, files[middle]!).sequence < sequence) low = middle + 1
    else high = middle
  }
  const file = files[low]
  return file ? readHead(dataDir, file) : null
}

/** Writes the head of today; false, and nothing written, where the ledger no longer holds the head published before. */
export async function publishHead(db: Db, dataDir: string): Promise<boolean> {
  const before = publishedHead(dataDir)
  const rows = await db
    .selectFrom('ledger')
    .select(['sequence', 'hash', 'time', 'signature'])
    .orderBy('sequence', 'desc')
    .limit(1)
    .execute()
  if (before) {
    const kept = await db.selectFrom('ledger').select('hash').where('sequence', '=', before.sequence).executeTakeFirst()
    if (kept?.hash !== before.hash) return false
  }
  const head = rows[0]
  if (!head || head.sequence === before?.sequence) return true
  const rotation = await db
    .selectFrom('ledger')
    .select('detail')
    .where('action', '=', KEY_ROTATED)
    .where('sequence', '=', head.sequence)
    .executeTakeFirst()
  // A rotation is signed by the key that it ends.
  const publicKey = rotation ? String(rotation.detail.from) : await signingKey(db)
  const file = `${headsDir(dataDir)}/${new Date().toISOString().slice(0, 10)}.json`
  writeFileSync(`${file}.new`, `${JSON.stringify({ ...head, publicKey })}\n`)
  renameSync(`${file}.new`, file)
  return true
}

const EXPORT_AT_A_TIME = 1000

/** The lines of an exported ledger (`scenarios/ledger/export.ts`), as it is at one moment. */
export async function* exportLedger(db: Db, dataDir: string): AsyncGenerator<string> {
  // Before the entries: they reach at least as far.
  const published = publishedHead(dataDir)
  const last = await db.selectFrom('ledger').select('sequence').orderBy('sequence', 'desc').limit(1).executeTakeFirst()
  const upTo = last?.sequence ?? 0
  const { n } = await db
    .selectFrom('ledger')
    .select(({ fn }) => fn.countAll<string>().as('n'))
    .where('sequence', '<=', upTo)
    .executeTakeFirstOrThrow()
  const head: ExportHead = {
    schema: LEDGER_EXPORT,
    exportedAt: new Date().toISOString(),
    publicKey: await keyAfter(db, upTo),
    head: published,
    entries: Number(n),
  }
  yield `${JSON.stringify(head)}\n`
  for (let after = 0; after < upTo; ) {
    const entries = await readLedger(db, after, EXPORT_AT_A_TIME)
    for (const entry of entries) if (entry.sequence <= upTo) yield `${JSON.stringify(entry)}\n`
    after = entries.at(-1)?.sequence ?? upTo
  }
}

/**
 * Everything that can be wrong with the ledger: chain, signatures, keys, records that no longer hash to what their entry says,
 * records without an entry (sequence 0), a tail shorter than the last published head.
 */
export async function verifyStoredLedger(db: Db, dataDir: string): Promise<{ entries: number; faults: LedgerFault[] }> {
  // Before the entries: they reach at least as far.
  const head = publishedHead(dataDir)
  const entries = await readLedger(db, 0, 10_000_000)
  const publicKey = await keyAfter(db, entries.at(-1)?.sequence ?? 0)
  const faults = await verifyLedger(entries, { verify: verifySignature, publicKey, head })

  const marks = new Set<string>()
  const said = new Map<string, { sequence: number; record: unknown }>()
  for (const { sequence, subject, action, detail } of entries) {
    if (detail.kept) said.set(`${subject}@${String(detail.revision)}`, { sequence, record: detail.kept })
    if (action === 'run.stored') said.set(subject, { sequence, record: detail.record })
    if (action === 'scenario.saved')
      said.set(`${subject}@${String(detail.revision)}`, { sequence, record: detail.record })
    if (action.startsWith('permit.') && detail.record)
      said.set(`${subject}@${String(detail.revision)}`, { sequence, record: detail.record })
    if (action === 'permit.issue') marks.add(mark(subject, detail.permitNumber))
    if (['permit.attached', 'permit.prepared', 'permit.signed', 'plan.attached'].includes(action))
      marks.add(mark(subject, detail.file))
    if (action === 'permit.checked')
      said.set(`permit-check/${String(detail.check)}`, { sequence, record: detail.report })
  }
  for (const { subject, hash } of await planMarks(db))
    if (!marks.has(mark(subject, hash))) faults.push({ sequence: 0, what: 'record' })
  for (const one of await permitMarks(db)) if (!marks.has(one)) faults.push({ sequence: 0, what: 'record' })
  const check = (key: string, record: unknown) => {
    const entry = said.get(key)
    said.delete(key)
    if (!entry || entry.record !== hashRecord(record)) faults.push({ sequence: entry?.sequence ?? 0, what: 'record' })
  }
  for (const { id, record, body } of await db.selectFrom('runs').select(['id', 'record', 'body']).execute()) {
    const { scenarioHash: told } = record
    const sequence = said.get(`run/${id}`)?.sequence ?? 0
    check(`run/${id}`, record)
    if (scenarioHash(body) !== told) faults.push({ sequence, what: 'record' })
  }
  const revisions = db.selectFrom('scenarioRevisions').select(['scenarioId', 'revision', 'scenario'])
  for (const { scenarioId, revision, scenario } of await revisions.execute()) {
    check(`scenario/${scenarioId}@${revision}`, scenario)
  }
  for await (const { key, record } of permitRecords(db)) check(key, record)
  for await (const { subject, revision, record } of keptRecords(db)) check(`${subject}@${revision}`, record)
  // Records of tables of their own that no longer are as the ledger last kept them.
  const named = (kind: string) => (id: string) => `${kind}/${id}`
  const strays = [
    ...(await strayPlans(db)),
    ...(await strayCases(db)).map(named('permit')),
    ...(await strayWorks(db)).map(named('works')),
    ...(await strayReports(db)).map(named('report')),
    ...(await strayCodes(db)),
    ...(await strayStatements(db)).map(named('statement')),
  ]
  for (const subject of strays) {
    const last = entries.findLast((entry) => entry.subject === subject && (entry.detail.kept ?? entry.detail.record))
    faults.push({ sequence: last?.sequence ?? 0, what: 'record' })
  }
  for (const { sequence } of said.values()) faults.push({ sequence, what: 'record' })
  return { entries: entries.length, faults }
}

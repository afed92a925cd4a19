/**
 * The ledger's storage and signing: entries are appended one at a time (an advisory lock), in the transaction of the change
 * that they tell of. The head is published as a file a day, and never moves back: a shorter ledger is found out by it.
 */
import { sign, verify } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { sql } from 'kysely'
import { hashRecord } from '../scenarios/canonical.ts'
import {
  FIRST_PREVIOUS,
  type LedgerEntry,
  type LedgerFault,
  ledgerHash,
  verifyLedger,
} from '../scenarios/ledger/ledger.ts'
import { Problem } from '../scenarios/problem.ts'
import { both } from '../scenarios/text.ts'
import type { Db, Trx } from './database.ts'
import { mark, permitMarks, permitRecords, strayCases } from './permits/record.ts'
import type { Secrets } from './secrets.ts'

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
export async function appendLedger(trx: Trx, secrets: Secrets, deed: Deed): Promise<number> {
  await sql`select pg_advisory_xact_lock(${LEDGER_LOCK})`.execute(trx)
  const last = await trx
    .selectFrom('ledger')
    .select(['sequence', 'hash'])
    .orderBy('sequence', 'desc')
    .limit(1)
    .executeTakeFirst()
  const body = {
    sequence: (last?.sequence ?? 0) + 1,
    actor: deed.userId === null ? (deed.by ?? 'server') : secrets.actor(deed.userId),
    role: deed.role,
    time: new Date().toISOString(),
    subject: deed.subject,
    action: deed.action,
    detail: deed.detail,
    previous: last?.hash ?? FIRST_PREVIOUS,
  }
  const hash = ledgerHash(body)
  const signature = sign(null, Buffer.from(hash, 'hex'), secrets.privateKey).toString('base64')
  await trx
    .insertInto('ledger')
    .values({ ...body, detail: JSON.stringify(body.detail), hash, signature })
    .execute()
  return body.sequence
}

/** The entries after a sequence, in order. */
export const readLedger = (db: Db, after: number, limit: number): Promise<LedgerEntry[]> =>
  db.selectFrom('ledger').selectAll().where('sequence', '>', after).orderBy('sequence').limit(limit).execute()

/**
 * Makes sure that the ledger is signed with the key of this DATA_DIR.
 * @throws Problem `ledger/key` where another key signed it
 */
export async function registerKey(db: Db, secrets: Secrets): Promise<void> {
  await sql`insert into server_keys (public_key) select ${secrets.publicKeyPem}
    where not exists (select from server_keys) on conflict do nothing`.execute(db)
  const keys = await db.selectFrom('serverKeys').select('publicKey').execute()
  if (keys.length === 1 && keys[0]?.publicKey === secrets.publicKeyPem) return
  throw new Problem({
    code: 'ledger/key',
    message: both(
      'Sổ cái của cơ sở dữ liệu này được ký bằng khóa khác; hãy khôi phục thư mục secrets của DATA_DIR',
      "This database's ledger was signed with another key; restore the secrets folder of its DATA_DIR",
    ),
    file: 'secrets/ledger-ed25519.pem',
  })
}

export interface Head {
  readonly sequence: number
  readonly hash: string
  readonly time: string
}

const headsDir = (dataDir: string): string => `${dataDir}/ledger-heads`

/** The last published head; null where none is. Days sort as names do. */
export function publishedHead(dataDir: string): Head | null {
  mkdirSync(headsDir(dataDir), { recursive: true })
  const last = readdirSync(headsDir(dataDir))
    .filter((name) => /^\d{4}-\d\d-\d\d\.json$/.test(name))
    .sort()
    .at(-1)
  return last ? (JSON.parse(readFileSync(`${headsDir(dataDir)}/${last}`, 'utf8')) as Head) : null
}

/** Writes the head of today; false, and nothing written, where the ledger no longer holds the head published before. */
export async function publishHead(db: Db, dataDir: string): Promise<boolean> {
  const before = publishedHead(dataDir)
  const rows = await db
    .selectFrom('ledger')
    .select(['sequence', 'hash', 'time'])
    .orderBy('sequence', 'desc')
    .limit(1)
    .execute()
  if (before) {
    const kept = await db.selectFrom('ledger').select('hash').where('sequence', '=', before.sequence).executeTakeFirst()
    if (kept?.hash !== before.hash) return false
  }
  const head = rows[0]
  if (!head || head.sequence === before?.sequence) return true
  const file = `${headsDir(dataDir)}/${new Date().toISOString().slice(0, 10)}.json`
  writeFileSync(`${file}.new`, `${JSON.stringify(head)}\n`)
  renameSync(`${file}.new`, file)
  return true
}

/**
 * Everything that can be wrong with the ledger: chain, signatures, records that no longer hash to what their entry says,
 * records without an entry (sequence 0), a tail shorter than the last published head.
 */
export async function verifyStoredLedger(
  db: Db,
  secrets: Pick<Secrets, 'publicKey'>,
  dataDir: string,
): Promise<{ entries: number; faults: LedgerFault[] }> {
  const entries = await readLedger(db, 0, 10_000_000)
  const signed = (hash: string, signature: string) =>
    verify(null, Buffer.from(hash, 'hex'), secrets.publicKey, Buffer.from(signature, 'base64'))
  const faults = verifyLedger(entries, signed, publishedHead(dataDir) ?? undefined)

  const marks = new Set<string>()
  const said = new Map<string, { sequence: number; record: unknown }>()
  for (const { sequence, subject, action, detail } of entries) {
    if (action === 'run.stored') said.set(subject, { sequence, record: detail.record })
    if (action === 'scenario.saved')
      said.set(`${subject}@${String(detail.revision)}`, { sequence, record: detail.record })
    if (action.startsWith('permit.') && detail.record)
      said.set(`${subject}@${String(detail.revision)}`, { sequence, record: detail.record })
    if (action === 'permit.issue') marks.add(mark(subject, detail.permitNumber))
    if (action === 'permit.attached') marks.add(mark(subject, detail.file))
    if (action === 'permit.checked')
      said.set(`permit-check/${String(detail.check)}`, { sequence, record: detail.report })
  }
  for (const one of await permitMarks(db)) if (!marks.has(one)) faults.push({ sequence: 0, what: 'record' })
  const check = (key: string, record: unknown) => {
    const entry = said.get(key)
    said.delete(key)
    if (!entry || entry.record !== hashRecord(record)) faults.push({ sequence: entry?.sequence ?? 0, what: 'record' })
  }
  for (const { id, record } of await db.selectFrom('runs').select(['id', 'record']).execute())
    check(`run/${id}`, record)
  const revisions = db.selectFrom('scenarioRevisions').select(['scenarioId', 'revision', 'scenario'])
  for (const { scenarioId, revision, scenario } of await revisions.execute()) {
    check(`scenario/${scenarioId}@${revision}`, scenario)
  }
  for await (const { key, record } of permitRecords(db)) check(key, record)
  for (const id of await strayCases(db)) {
    const last = entries.findLast(({ subject, detail }) => subject === `permit/${id}` && detail.record)
    faults.push({ sequence: last?.sequence ?? 0, what: 'record' })
  }
  for (const { sequence } of said.values()) faults.push({ sequence, what: 'record' })
  return { entries: entries.length, faults }
}

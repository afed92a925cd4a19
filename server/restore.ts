/**
 * A backup brought back, into an empty place only, whole or not at all: every sum is checked before anything is touched, the
 * rows come in one transaction with the migrations that they were made under and those that came later, and it is
 * committed when the ledger has been verified.
 */
import { createHash, type Hash } from 'node:crypto'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { sql } from 'kysely'
import type { LedgerFault } from '../scenarios/ledger/ledger.ts'
import { Problem } from '../scenarios/problem.ts'
import { both } from '../scenarios/text.ts'
import { type Draft, draftFile, fileOf } from './attachments.ts'
import {
  ATTACHMENTS,
  type BackupHead,
  FOLDERS,
  fileSchema,
  headSchema,
  type KeptFile,
  keptFiles,
  ourTables,
  pieceSchema,
} from './backup.ts'
import { foreign, type PartSum, readParts } from './backup-file.ts'
import { type Db, migrate, migrations, openStore, type Trx } from './database.ts'
import { registerKey, verifyStoredLedger } from './ledger.ts'
import { startPostgres } from './postgres.ts'
import { readSecrets } from './secrets.ts'
import type { Settings } from './settings.ts'

/** Characters of rows that go to the database together. */
const BATCH_CHARACTERS = 4 * 2 ** 20

export interface Restored {
  readonly head: BackupHead
  readonly parts: readonly PartSum[]
  readonly entries: number
  readonly faults: readonly LedgerFault[]
}
type Target = Pick<Settings, 'dataDir' | 'databaseUrl'>
type Folder = (typeof FOLDERS)[number]

/**
 * @param acceptFaults brings back a ledger that had faults when it was backed up
 * @throws Problem of `readParts`; `database/newer`, `restore/not-empty`, `restore/ledger`; `ledger/key`
 */
export async function restoreBackup(target: Target, file: string, acceptFaults = false): Promise<Restored> {
  const { head, files, parts } = await inspect(file)
  expectEmptyFolder(target.dataDir, files)
  const postgres = target.databaseUrl ? null : await startPostgres(target.dataDir)
  const store = openStore(postgres?.connection ?? { connectionString: target.databaseUrl! })
  const placed: string[] = []
  try {
    await expectEmptyDatabase(store.db)
    return await store.db.transaction().execute(async (trx) => {
      await migrate(trx, head.migrations.at(-1))
      await loadTables(trx, file, parts)
      await migrate(trx)
      await placeAttachments(target.dataDir, file, placed)
      for (const folder of FOLDERS) placeFiles(target.dataDir, folder, files[folder], placed)
      const secrets = readSecrets(target.dataDir)
      await registerKey(trx, secrets)
      const { entries, faults } = await verifyStoredLedger(trx, target.dataDir)
      if (faults[0] && !acceptFaults) throw ledgerProblem(file, faults[0], faults.length)
      return { head, parts, entries, faults }
    })
  } catch (error) {
    for (const path of placed) rmSync(path, { force: true })
    throw error
  } finally {
    await store.close()
    if (postgres?.started) await postgres.stop()
  }
}

/** Reads the whole file, checks every sum, and answers what is small in it. */
async function inspect(file: string) {
  const rows: Record<string, string[]> = { head: [], secrets: [], 'ledger-heads': [] }
  const parts = await readParts(file, (part, row) => void rows[part]?.push(row))
  const head = headSchema.safeParse(parse(rows.head?.[0]))
  if (!head.success) throw foreign(file, 'head')
  const filesOf = (folder: Folder): KeptFile[] => {
    const found = fileSchema.array().safeParse(rows[folder]?.map(parse))
    if (!found.success) throw foreign(file, folder)
    return found.data
  }
  const known = Object.keys(migrations)
  const strange = head.data.migrations.find((name, index) => name !== known[index])
  if (strange !== undefined) {
    throw new Problem({
      code: 'database/newer',
      message: both(
        `Bản sao lưu thuộc phiên bản khác hoặc mới hơn của phần mềm (${strange})`,
        `The backup belongs to another or a later version of this software (${strange})`,
      ),
      file,
      place: 'head',
      expected: `≤ ${known.at(-1)}`,
    })
  }
  return {
    head: head.data,
    files: { secrets: filesOf('secrets'), 'ledger-heads': filesOf('ledger-heads') },
    parts,
  }
}

function parse(row: string | undefined): unknown {
  try {
    return JSON.parse(row ?? '')
  } catch {
    return undefined
  }
}

/** Files of the same content are welcome: those of a restore that was killed. */
function expectEmptyFolder(dataDir: string, files: Record<Folder, KeptFile[]>): void {
  for (const folder of FOLDERS) {
    const other = keptFiles(`${dataDir}/${folder}`).find(
      ({ name, text }) => !files[folder].some((kept) => kept.name === name && kept.text === text),
    )
    if (other) throw notEmpty(`${dataDir}/${folder}/${other.name}`)
  }
}

async function expectEmptyDatabase(db: Db): Promise<void> {
  const { rows } = await sql<{ name: string }>`select c.oid::regclass::text as name
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema')
      and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
    order by 1`.execute(db)
  if (rows.length > 0) throw notEmpty('PostgreSQL', rows.map(({ name }) => name).join(', '))
}

const notEmpty = (file: string, place = ''): Problem =>
  new Problem({
    code: 'restore/not-empty',
    message: both(
      'Nơi khôi phục đã có dữ liệu; hãy khôi phục vào DATA_DIR và cơ sở dữ liệu trống',
      'The place to restore into holds data already; restore into an empty DATA_DIR and database',
    ),
    file,
    place,
  })

async function loadTables(trx: Trx, file: string, parts: readonly PartSum[]): Promise<void> {
  const tables = (await ourTables(trx)).map(({ name }) => `table/${name}`)
  const given = parts.map(({ name }) => name)
  // Those made before there were cases have no files.
  const files = tables.includes('table/permit_attachments') ? [ATTACHMENTS] : []
  const expected = ['head', ...FOLDERS, ...tables, ...files]
  const missing = expected.find((name, index) => given[index] !== name)
  if (missing !== undefined || given.length !== expected.length) throw foreign(file, missing ?? given.at(-1))

  // Rows come table by table: what they refer to may come after them.
  const constraints = await sql<{ table: string; name: string }>`select conrelid::regclass::text as table,
      quote_ident(conname) as name from pg_constraint
    where contype = 'f' and not condeferrable and connamespace = current_schema()::regnamespace`.execute(trx)
  const alter = async (how: string) => {
    for (const { table, name } of constraints.rows)
      await sql.raw(`alter table ${table} alter constraint ${name} ${how}`).execute(trx)
  }
  await alter('deferrable initially deferred')

  let batch: { part: string; rows: string[]; characters: number } = { part: '', rows: [], characters: 0 }
  const flush = async (next: string) => {
    const table = sql.table(batch.part.slice('table/'.length))
    if (batch.rows.length > 0)
      await sql`insert into ${table} overriding system value
        select * from json_populate_recordset(null::${table}, ${`[${batch.rows.join(',')}]`}::json)`.execute(trx)
    batch = { part: next, rows: [], characters: 0 }
  }
  await readParts(file, async (part, row) => {
    if (!part.startsWith('table/')) return
    if (part !== batch.part || batch.characters + row.length > BATCH_CHARACTERS) await flush(part)
    batch.rows.push(row)
    batch.characters += row.length
  })
  await flush('')

  await sql`set constraints all immediate`.execute(trx)
  await alter('not deferrable')
  const counters = await sql<{ table: string; column: string }>`select table_name as table, column_name as column
    from information_schema.columns where table_schema = current_schema() and is_identity = 'YES'`.execute(trx)
  for (const { table, column } of counters.rows)
    await sql`select setval(pg_get_serial_sequence(${table}, ${column}), max(${sql.ref(column)}))
      from ${sql.table(table)}`.execute(trx)
}

/** Each file new, on disk and named in `placed`; the same one that is there already stays. */
function placeFiles(dataDir: string, folder: Folder, files: readonly KeptFile[], placed: string[]): void {
  const secret = folder === 'secrets'
  mkdirSync(`${dataDir}/${folder}`, { recursive: true, mode: secret ? 0o700 : 0o755 })
  const there = new Set(keptFiles(`${dataDir}/${folder}`).map(({ name }) => name))
  for (const { name, text } of files) {
    if (there.has(name)) continue
    const path = `${dataDir}/${folder}/${name}`
    writeFileSync(path, text, { mode: secret ? 0o600 : 0o644, flag: 'wx', flush: true })
    placed.push(path)
  }
}

/** Every file whole and of its hash; those that a restore left that was killed stay. */
async function placeAttachments(dataDir: string, file: string, placed: string[]): Promise<void> {
  interface Open {
    readonly hash: string
    readonly draft: Draft
    readonly sum: Hash
  }
  const at: { open: Open | null } = { open: null }
  try {
    await readParts(file, async (part, row) => {
      if (part !== ATTACHMENTS) return
      const piece = pieceSchema.safeParse(parse(row))
      if (!piece.success) throw foreign(file, ATTACHMENTS)
      const { hash, last, base64 } = piece.data
      at.open ??= { hash, draft: await draftFile(dataDir, hash), sum: createHash('sha256') }
      const { open } = at
      const bytes = Buffer.from(base64, 'base64')
      open.sum.update(bytes)
      await open.draft.write(bytes)
      if (open.hash !== hash || (last && open.sum.digest('hex') !== hash)) throw foreign(file, ATTACHMENTS)
      if (!last) return
      if (!existsSync(fileOf(dataDir, hash))) placed.push(fileOf(dataDir, hash))
      await open.draft.place()
      at.open = null
    })
  } finally {
    await at.open?.draft.drop()
  }
}

const ledgerProblem = (file: string, { sequence, what }: LedgerFault, faults: number): Problem =>
  new Problem({
    code: 'restore/ledger',
    message: both(
      `Sổ cái trong bản sao lưu có ${faults} lỗi; thêm --accept-faults để vẫn khôi phục`,
      `The ledger in the backup has ${faults} faults; add --accept-faults to restore it all the same`,
    ),
    file,
    place: `ledger ${sequence}: ${what}`,
  })

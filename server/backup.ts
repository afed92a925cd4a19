/**
 * A backup: everything that a server cannot make again, as it was at one moment, while it runs. In it stand the rows of our
 * tables, the files that cases name, the ledger's keys and salt, and the heads that were published; whoever has it can sign
 * as this server. Left out: sessions (people sign in again), the queue (open jobs are queued again at a start), the city and its tiles.
 */
import {
  createReadStream,
  createWriteStream,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { sql } from 'kysely'
import { z } from 'zod'
import { Problem } from '../scenarios/problem.ts'
import { both } from '../scenarios/text.ts'
import { fileOf, namedFiles } from './attachments.ts'
import { type Part, type PartSum, writeParts } from './backup-file.ts'
import type { Db, Trx } from './database.ts'
import { version } from './settings.ts'

/** The part `head`, one row. */
export const headSchema = z.object({
  /** Of the software. */
  version: z.string(),
  createdAt: z.iso.datetime(),
  /** Those that the tables have seen, in order. */
  migrations: z.array(z.string()).min(1),
  /** Hashes of the tiles that stored runs were made on. */
  cities: z.array(z.string()),
})
export type BackupHead = z.infer<typeof headSchema>

/** Folders of a DATA_DIR that are backed up, and the file in them that belongs to the database's own machine. */
export const FOLDERS = ['secrets', 'ledger-heads'] as const
const OF_THE_MACHINE = 'postgres-password'
/** Rows of a folder's part; a name leads to no other folder. */
export const fileSchema = z.object({ name: z.string().regex(/^[a-z0-9][\w.-]*$/i), text: z.string() })
export type KeptFile = z.infer<typeof fileSchema>

/** The last part: files by their hash, in pieces, those of a file in order. */
export const ATTACHMENTS = 'attachments'
export const pieceSchema = z.object({ hash: z.string().regex(/^[0-9a-f]{64}$/), last: z.boolean(), base64: z.base64() })
const PIECE_BYTES = 768 * 1024

/** A row may be as large as a scenario: 16 MiB. */
const ROWS_AT_A_TIME = 20

export interface Backup {
  readonly file: string
  readonly bytes: number
  readonly head: BackupHead
  readonly parts: readonly PartSum[]
  /** Hashes of files that rows name and that could not be read: the backup lacks them. */
  readonly lost: readonly string[]
}

/**
 * Writes a backup, whole or not at all, readable by its owner alone.
 * @param out a file that is not there yet, or a folder: then the file is named after the moment
 * @throws Problem `backup/exists`, `backup/empty`, `backup/write`
 */
export async function writeBackup(db: Db, dataDir: string, out: string): Promise<Backup> {
  const createdAt = new Date().toISOString()
  const intoFolder = existsSync(out) && statSync(out).isDirectory()
  const file = intoFolder ? join(out, `vithanh-${createdAt.replaceAll(':', '-')}.backup.gz`) : out
  if (existsSync(file)) {
    throw new Problem({
      code: 'backup/exists',
      message: both('Tệp đã có; bản sao lưu không ghi đè', 'The file is there already; a backup replaces nothing'),
      file,
    })
  }
  // Before the snapshot: a head published during it may be of an entry that the snapshot does not hold.
  const heads = keptFiles(`${dataDir}/ledger-heads`)
  const parts: PartSum[] = []
  const lost: string[] = []
  const draft = `${file}.${process.pid}`
  try {
    rmSync(draft, { force: true })
    const snapshot = db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only')
    const head = await snapshot.execute(async (trx) => {
      const head = { version, createdAt, ...(await headOf(trx)) }
      if (!(await trx.selectFrom('users').select('id').limit(1).executeTakeFirst())) throw nothingThere(dataDir)
      // After it: the key that the snapshot's ledger is signed with lies there, and so does one that follows it meanwhile.
      const files = { secrets: keptFiles(`${dataDir}/secrets`), 'ledger-heads': heads }
      async function* all(): AsyncGenerator<Part> {
        yield { name: 'head', rows: [JSON.stringify(head)] }
        for (const folder of FOLDERS) yield { name: folder, rows: files[folder].map((one) => JSON.stringify(one)) }
        for (const table of await ourTables(trx)) yield { name: `table/${table.name}`, rows: rowsOf(trx, table) }
        yield { name: ATTACHMENTS, rows: piecesOf(trx, dataDir, lost) }
      }
      const target = createWriteStream(draft, { mode: 0o600, flags: 'wx', flush: true })
      await pipeline(writeParts(all(), parts), createGzip(), target)
      return head
    })
    renameSync(draft, file)
    return { file, bytes: statSync(file).size, head, parts, lost }
  } catch (error) {
    rmSync(draft, { force: true })
    const { syscall, code, message } = error as NodeJS.ErrnoException
    if (!syscall || code?.startsWith('ECONN')) throw error
    throw new Problem({
      code: 'backup/write',
      message: both(`Không ghi được bản sao lưu: ${message}`, `The backup cannot be written: ${message}`),
      file,
    })
  }
}

/** A mistyped DATA_DIR, most likely: better told today than on the day of the restore. */
const nothingThere = (dataDir: string): Problem =>
  new Problem({
    code: 'backup/empty',
    message: both(
      'Cơ sở dữ liệu chưa có tài khoản nào; DATA_DIR có đúng không?',
      'The database has not a single account; is this the right DATA_DIR?',
    ),
    file: dataDir,
  })

/** The files of a folder that a backup keeps, by name; none where there is no folder. */
export function keptFiles(folder: string): KeptFile[] {
  if (!existsSync(folder)) return []
  // A name that ends with a process id or `.new` is being written at this moment.
  const names = readdirSync(folder).filter((name) => name !== OF_THE_MACHINE && !/\.(\d+|new)$/.test(name))
  return names.sort().map((name) => ({ name, text: readFileSync(`${folder}/${name}`, 'utf8') }))
}

async function headOf(trx: Trx): Promise<Pick<BackupHead, 'migrations' | 'cities'>> {
  const migrations = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(trx)
  const cities = await sql<{ city: string }>`select distinct body->>'city' as city from runs order by 1`.execute(trx)
  return { migrations: migrations.rows.map(({ name }) => name), cities: cities.rows.map(({ city }) => city) }
}

interface Table {
  readonly name: string
  /** Columns of its primary key, quoted. */
  readonly key: string[]
}

/** The tables whose rows a backup holds, from the database's own catalogue: a new one needs no word here. */
export async function ourTables(trx: Trx): Promise<Table[]> {
  const { rows } = await sql<Table>`select c.relname as name, array(
      select quote_ident(a.attname) from pg_index i
        cross join unnest(i.indkey) with ordinality as k (attnum, n)
        join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
      where i.indrelid = c.oid and i.indisprimary order by k.n) as key
    from pg_class c where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p')
      and c.relname not in ('sessions', 'kysely_migration', 'kysely_migration_lock')
      and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
    order by 1`.execute(trx)
  return rows
}

/** As JSON made by PostgreSQL and never parsed here: numbers and times keep every digit. */
async function* rowsOf(trx: Trx, { name, key }: Table): AsyncGenerator<string> {
  await sql`declare backup no scroll cursor for select row_to_json(t)::text as row from ${sql.table(name)} t
    order by ${sql.raw(key.join(', ') || '1')}`.execute(trx)
  for (;;) {
    const { rows } = await sql<{ row: string }>`fetch ${sql.lit(ROWS_AT_A_TIME)} from backup`.execute(trx)
    if (rows.length === 0) break
    for (const { row } of rows) yield row
  }
  await sql`close backup`.execute(trx)
}

async function* piecesOf(trx: Trx, dataDir: string, lost: string[]): AsyncGenerator<string> {
  for (const hash of await namedFiles(trx)) {
    const piece = (last: boolean, bytes: Buffer) => JSON.stringify({ hash, last, base64: bytes.toString('base64') })
    try {
      for await (const bytes of createReadStream(fileOf(dataDir, hash), { highWaterMark: PIECE_BYTES }))
        yield piece(false, bytes as Buffer)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
      lost.push(hash)
      continue
    }
    yield piece(true, Buffer.alloc(0))
  }
}

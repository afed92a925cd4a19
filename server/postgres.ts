/**
 * The embedded PostgreSQL: the real server from npm binaries, reached through a Unix socket in a folder of its own. It
 * outlives us when we are killed, so every start looks for it first: one that answers is adopted, one that does not is
 * stopped. What it acknowledged is on disk (fsync).
 */
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  appendFileSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { hashText } from '../scenarios/ids.ts'
import { Problem } from '../scenarios/problem.ts'
import { both } from '../scenarios/text.ts'
import { databaseHome, nativeBinaries, type Owner, ownHome } from './owner.ts'
import { clearRemains, postmaster } from './postmaster.ts'
import { secretFile } from './secrets.ts'

/** How the database is reached: an address, or the embedded server's socket. */
export type Connection = { readonly connectionString: string } | SocketConnection
interface SocketConnection {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
  readonly database: string
}

export interface Postgres {
  readonly connection: Connection
  /** False where a running server was adopted. */
  readonly started: boolean
  /** Stops the server, whoever started it. */
  stop(): Promise<void>
}

const NAME = 'vithanh'
const START_SECONDS = 60
/** A Unix socket's path must stay under 107 bytes, `/.s.PGSQL.5432.lock` included. */
const SOCKET_DIR_BYTES = 80

/** Starts or adopts the embedded server of a DATA_DIR. */
export async function startPostgres(dataDir: string): Promise<Postgres> {
  const home = databaseHome(dataDir)
  const owner = ownHome(home)
  const data = `${home}/data`
  const native = nativeBinaries()
  const run = (tool: string, ...args: string[]) => runAs(owner, home, `${native}/bin/${tool}`, args)
  const password = secretFile(dataDir, 'postgres-password', () => randomBytes(24).toString('base64url'))
  const socketDir = socketFolder(home, owner)
  const connection = { host: socketDir, port: 5432, user: NAME, password, database: NAME }
  const stop = async () => {
    if (postmaster(data) === null) return
    const { status } = await run('pg_ctl', 'stop', '-D', data, '-m', 'fast', '-w', '-t', '20')
    if (status !== 0) await run('pg_ctl', 'stop', '-D', data, '-m', 'immediate', '-w', '-t', '20')
  }

  if (!existsSync(data)) await initialise(home, data, password, owner, run)
  if (postmaster(data) !== null) {
    if (await answers(connection, 10)) return { connection, started: false, stop }
    await stop()
  }
  await clearRemains(data, socketDir)
  writeOwned(`${data}/vithanh.conf`, configuration(socketDir), owner)
  const { status, output } = await run(
    'pg_ctl',
    'start',
    '-D',
    data,
    '-l',
    `${home}/postgres.log`,
    '-w',
    '-t',
    `${START_SECONDS}`,
  )
  if (status !== 0) {
    throw new Problem({
      code: 'postgres/start',
      message: both('Cơ sở dữ liệu nhúng không khởi động được', 'The embedded database does not start'),
      file: `${home}/postgres.log`,
      expected: output.trim().split('\n').at(-1) ?? '',
    })
  }
  try {
    await createDatabase(connection, home)
  } catch (error) {
    await stop()
    throw error
  }
  return { connection, started: true, stop }
}

type Run = (tool: string, ...args: string[]) => Promise<{ status: number | null; output: string }>

/** A new cluster, whole or not at all: made beside its place and moved there. */
async function initialise(home: string, data: string, password: string, owner: Owner | null, run: Run): Promise<void> {
  // Of its own name each time: an initdb of a killed start may still be writing.
  for (const name of readdirSync(home)) {
    if (name.startsWith('data.')) rmSync(`${home}/${name}`, { recursive: true, force: true })
  }
  const draft = `${data}.${process.pid}`
  const passwordFile = `${home}/password`
  writeOwned(passwordFile, password, owner)
  const { status, output } = await run(
    'initdb',
    '-D',
    draft,
    '-U',
    NAME,
    '--pwfile',
    passwordFile,
    '-A',
    'scram-sha-256',
    '-E',
    'UTF8',
    '--no-locale',
  )
  rmSync(passwordFile)
  if (status !== 0) {
    throw new Problem({
      code: 'postgres/init',
      message: both('Không tạo được cơ sở dữ liệu nhúng', 'The embedded database could not be made'),
      file: home,
      expected: output.trim().split('\n').at(-1) ?? '',
    })
  }
  appendFileSync(`${draft}/postgresql.conf`, "\ninclude = 'vithanh.conf'\n")
  renameSync(draft, data)
}

/** A file that only its owner reads, whatever the umask. */
function writeOwned(file: string, text: string, owner: Owner | null): void {
  writeFileSync(file, text, { mode: 0o600 })
  if (owner) chownSync(file, owner.uid, owner.gid)
}

const configuration = (socketDir: string): string => `# Written at every start.
listen_addresses = ''
unix_socket_directories = '${socketDir.replaceAll("'", "''")}'
unix_socket_permissions = 0700
max_connections = 60
shared_buffers = '64MB'
fsync = on
full_page_writes = on
synchronous_commit = on
log_min_messages = warning
log_statement = none
timezone = 'UTC'
`

/** A short 0700 folder for the socket: beside the data, or under /tmp where that path is too long. */
function socketFolder(home: string, owner: Owner | null): string {
  const near = `${home}/socket`
  const folder = Buffer.byteLength(near) <= SOCKET_DIR_BYTES ? near : `/tmp/vithanh-${hashText(home).slice(0, 12)}`
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const found = lstatSync(folder)
  const uid = owner?.uid ?? process.getuid?.() ?? 0
  if (owner && found.uid === 0 && found.isDirectory()) chownSync(folder, owner.uid, owner.gid)
  else if (!found.isDirectory() || found.uid !== uid) {
    throw new Problem({
      code: 'postgres/socket',
      message: both('Thư mục socket thuộc về người khác', "The socket's folder belongs to someone else"),
      file: folder,
    })
  }
  return folder
}

async function answers(connection: Connection, seconds: number): Promise<boolean> {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await sleep(200)) {
    const client = new pg.Client({ ...connection, connectionTimeoutMillis: 3000 })
    client.on('error', () => {})
    try {
      await client.connect()
      await client.query('select 1')
      return true
    } catch (error) {
      // 57P03: starting up or shutting down. Anything else will not mend by waiting.
      if ((error as { code?: string }).code !== '57P03') return false
    } finally {
      await client.end().catch(() => {})
    }
  }
  return false
}

const lostPassword = (home: string): Problem =>
  new Problem({
    code: 'postgres/password',
    message: both(
      'Cơ sở dữ liệu nhúng còn đó nhưng mật khẩu của nó (DATA_DIR/secrets) đã mất; hãy khôi phục, hoặc xóa thư mục này để bắt đầu lại',
      'The embedded database is there but its password (DATA_DIR/secrets) is lost; restore it, or delete this folder to begin anew',
    ),
    file: home,
  })

async function createDatabase(connection: SocketConnection, home: string): Promise<void> {
  const client = new pg.Client({ ...connection, database: 'postgres' })
  try {
    await client.connect()
  } catch (error) {
    if ((error as { code?: string }).code === '28P01') throw lostPassword(home)
    throw error
  }
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [NAME])
    if (rowCount === 0) await client.query(`create database ${NAME}`)
  } finally {
    await client.end()
  }
}

function runAs(owner: Owner | null, cwd: string, command: string, args: string[]): ReturnType<Run> {
  return new Promise((resolve, reject) => {
    const env = { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C.UTF-8', TZ: 'UTC' }
    const child = spawn(command, args, { ...owner, cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    child.stdout.on('data', (chunk) => {
      output += chunk
    })
    child.stderr.on('data', (chunk) => {
      output += chunk
    })
    child.on('error', reject)
    // Not `close`: a daemon may keep the pipes.
    child.on('exit', (status) => setImmediate(() => resolve({ status, output })))
  })
}

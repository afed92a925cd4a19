/** A backup taken while people write, brought back into an empty place; what is damaged, foreign or newer is refused. */
import { execFile } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import {
  copyFileSync,
  createWriteStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip, gzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import type { Job } from '../../scenarios/api/api.ts'
import { hashBytes } from '../../scenarios/ids.ts'
import { defaultLighting } from '../../scenarios/lighting-facts.ts'
import { Problem } from '../../scenarios/problem.ts'
import type { RunKind } from '../../scenarios/run.ts'
import type { Scenario, ScenarioBody } from '../../scenarios/scenario.ts'
import { defaultTraffic } from '../../scenarios/traffic-facts.ts'
import { authenticate } from '../../server/accounts.ts'
import { build } from '../../server/app.ts'
import { fileOf } from '../../server/attachments.ts'
import { writeBackup } from '../../server/backup.ts'
import { readParts, writeParts } from '../../server/backup-file.ts'
import { type Db, openStore } from '../../server/database.ts'
import { publishedHead, publishHead, readLedger, verifyStoredLedger } from '../../server/ledger.ts'
import { prepareDatabase } from '../../server/prepare.ts'
import { restoreBackup } from '../../server/restore.ts'
import { readSecrets } from '../../server/secrets.ts'
import { newPermit } from '../permit-application.ts'
import { startDatabase } from './databases.ts'
import { headersOf, PASSWORD, type Person, startServer, type TestServer, until, villageBody } from './server-harness.ts'

vi.setConfig({ testTimeout: 240_000 })

let server: TestServer
let planner: Person
let file: string
/** Open when the backup was taken, one after the other. */
let long: Job
let short: Job
const drawing = Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(2_000_000), Buffer.from('\n%%EOF\n')])
const drawingHash = hashBytes(drawing)
beforeAll(async () => {
  server = await startServer({ ownDatabase: true })
  planner = await server.person('planner')
  await fill()
  file = await backUpWhileWriting()
  for (const id of [short.id, long.id]) await server.inject(planner, 'DELETE', `/api/jobs/${id}`)
})
afterAll(() => server.stop())

const smallBody = (): ScenarioBody => {
  const body = villageBody(server.manifest)
  const [x, y] = body.area
  return { ...body, area: [x, y, x + 300, y + 300], horizonSeconds: 1800, outputEverySeconds: 600 }
}
const scenarioOf = (title: string, parentId: string | null = null): Scenario => ({
  schema: 'scenario@1',
  id: randomUUID(),
  parentId,
  title,
  body: smallBody(),
})
async function save(scenario: Scenario, revision = 0): Promise<void> {
  const [method, url] =
    revision === 0 ? (['POST', '/api/scenarios'] as const) : (['PUT', `/api/scenarios/${scenario.id}`] as const)
  const answer = await server.inject(planner, method, url, revision === 0 ? scenario : { scenario, revision })
  expect([200, 201], answer.body).toContain(answer.statusCode)
}
const ask = async (scenarioId: string | null, body: ScenarioBody | null, kind: RunKind = 'drainage'): Promise<Job> =>
  (await server.inject(planner, 'POST', '/api/runs', { kind, scenarioId, body, clientDigest: null })).json()

async function fill(): Promise<void> {
  const parent = scenarioOf('Làng “cũ”\u2028\n\\ \u{1F30A}')
  // Of more than one rebuilt batch of rows, children among them that stand before their parents.
  await save(parent)
  for (let i = 0; i < 30; i++) await save(scenarioOf(`Nhánh ${i}`, parent.id))
  await save({ ...parent, title: 'Làng' }, 1)
  const done = [
    await ask(parent.id, null),
    await ask(null, { ...smallBody(), traffic: defaultTraffic }, 'traffic'),
    await ask(null, { ...smallBody(), lighting: defaultLighting }, 'lighting'),
  ]
  for (const { id } of done)
    await until(async () => (await server.inject(null, 'GET', `/api/jobs/${id}`)).json().state === 'done')
  // A case, with a file of more than one piece.
  const desk = await server.person('reviewer')
  const filed = await server.inject(desk, 'POST', '/api/permits', newPermit())
  const sent = await server.app.inject({
    method: 'POST',
    url: `/api/permits/${filed.json().id}/attachments?name=a.pdf`,
    payload: drawing,
    headers: { ...headersOf(desk), 'content-type': 'application/octet-stream' },
  })
  expect(sent.statusCode, sent.body).toBe(201)
  // Enough that people write while it is read; it comes before the ledger and what the ledger tells of.
  await sql`insert into events (payload) select '{"type": "run", "id": "none"}' from generate_series(1, 10000)`.execute(
    server.db,
  )
  expect(await publishHead(server.db, server.dataDir)).toBe(true)
  long = await ask(null, { ...villageBody(server.manifest, 48), cellSizeMetres: 5 })
  short = await ask(null, smallBody())
}

const vithanh = (env: Record<string, string>, ...args: string[]) =>
  new Promise<{ status: number; out: string; error: string }>((resolve) => {
    const command = [join(import.meta.dirname, '../../bin/vithanh.ts'), ...args]
    execFile(process.execPath, command, { env: { ...process.env, ...env } }, (error, out, text) =>
      resolve({ status: error ? Number(error.code) : 0, out, error: text }),
    )
  })
const urlOf = ({ connection }: Pick<TestServer, 'connection'>): string =>
  'connectionString' in connection ? connection.connectionString : ''

async function backUpWhileWriting(): Promise<string> {
  let writing = true
  const writer = (async () => {
    for (let i = 0; writing; i++) await save(scenarioOf(`Trong lúc sao lưu ${i}`))
  })()
  const env = { DATA_DIR: server.dataDir, DATABASE_URL: urlOf(server) }
  const told = await vithanh(env, 'backup', '--out', server.dir).finally(() => {
    writing = false
  })
  await writer
  await save(scenarioOf('Sau khi sao lưu'))
  expect(told.error).toBe('')
  expect(told.out).toContain(server.manifest.hash)
  const [name, ...others] = readdirSync(server.dir).filter((entry) => entry.includes('backup'))
  expect([name, others]).toEqual([expect.stringMatching(/^vithanh-2.*Z\.backup\.gz$/), []])
  return join(server.dir, name!)
}

/** The same backup with other rows, its sums made anew: what no sum can find. */
async function forge(to: string, change: (part: string, row: string) => string, leaveOut = ''): Promise<string> {
  const parts = new Map<string, string[]>()
  const sums = await readParts(file, (part, row) => {
    if (!parts.has(part)) parts.set(part, [])
    parts.get(part)!.push(change(part, row))
  })
  async function* all() {
    for (const { name } of sums) if (name !== leaveOut) yield { name, rows: parts.get(name) ?? [] }
  }
  const path = join(server.dir, to)
  await pipeline(writeParts(all(), []), createGzip(), createWriteStream(path))
  return path
}

const refusal = async (dataDir: string, backup: string, databaseUrl: string | null = null) => {
  const error: unknown = await restoreBackup({ dataDir, databaseUrl }, backup).catch((thrown: unknown) => thrown)
  if (!(error instanceof Problem)) throw new Error(`Expected a Problem, got ${String(error)}`)
  return error.detail
}
const rowsOf = async (db: Db, table: string): Promise<string[]> => {
  const { rows } = await sql<{ row: string }>`select row_to_json(t)::text as row from ${sql.table(table)} t`.execute(db)
  return rows.map(({ row }) => row).sort()
}

test('it is for its owner alone, and replaces nothing', async () => {
  expect(statSync(file).mode & 0o777).toBe(0o600)
  await expect(writeBackup(server.db, server.dataDir, file)).rejects.toThrow('replaces nothing')
  await expect(writeBackup(server.db, server.dataDir, join(server.dir, 'no/such/file'))).rejects.toThrow('ENOENT')
})

test('a file that is gone is named, and everything else is kept', async () => {
  const path = fileOf(server.dataDir, drawingHash)
  renameSync(path, `${path}.away`)
  const { lost, parts } = await writeBackup(server.db, server.dataDir, join(server.dir, 'lost.gz'))
  renameSync(`${path}.away`, path)
  expect([lost, parts.at(-1)]).toMatchObject([[drawingHash], { name: 'attachments', rows: 0 }])
})

test('what is missing, foreign, damaged, cut short or newer is refused before anything is touched', async () => {
  const nowhere = join(server.dir, 'nowhere')
  const at = (name: string, bytes: Buffer | string) => {
    writeFileSync(join(server.dir, name), bytes)
    return join(server.dir, name)
  }
  const bytes = readFileSync(file)
  const flipped = Buffer.from(bytes)
  flipped[bytes.length >> 1]! ^= 4
  const cut = at('cut.gz', bytes)
  truncateSync(cut, bytes.length - 200)
  const files: [string, string][] = [
    [join(server.dir, 'none.gz'), 'backup/missing'],
    [server.dir, 'backup/missing'],
    [at('empty.gz', ''), 'backup/foreign'],
    [at('text.gz', 'vithanh-backup@1\n'), 'backup/foreign'],
    [at('other.gz', gzipSync('a\nb\n')), 'backup/foreign'],
    [at('later.gz', gzipSync('vithanh-backup@2\n')), 'backup/newer'],
    [at('headless.gz', gzipSync('vithanh-backup@1\n#manifest\n[]\n')), 'backup/foreign'],
    [at('sum.gz', gzipSync('vithanh-backup@1\n#head\n{}\n={"name":"head","rows":1}\n')), 'backup/damaged'],
    [at('flipped.gz', flipped), 'backup/damaged'],
    [cut, 'backup/damaged'],
    [
      await forge('schema.gz', (part, row) => (part === 'head' ? row.replace('0001-first', '0009-later') : row)),
      'database/newer',
    ],
    [
      await forge('path.gz', (part, row) => (part === 'secrets' ? row.replace('actor-salt', '../salt') : row)),
      'backup/foreign',
    ],
  ]
  for (const [path, code] of files) {
    const detail = await refusal(nowhere, path)
    expect([detail.code, detail.file]).toEqual([code, path])
    expect(existsSync(nowhere), path).toBe(false)
  }
  expect((await refusal(nowhere, cut)).place).toBeTruthy()
})

test('it comes back whole: rows, passwords, ledger and open jobs; then the place is taken', async () => {
  const dataDir = join(server.dir, 'restored')
  const database = await startDatabase(dataDir)
  const { connection } = database
  const url = urlOf(database)
  const store = openStore(connection)
  onTestFinished(async () => {
    await store.close()
    await database.stop()
  })
  const tables = async () =>
    await sql<{
      n: string
    }>`select count(*) as n from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`
      .execute(store.db)
      .then(({ rows }) => Number(rows[0]!.n))
  // Whole files with a ledger that was changed, and without a table: found in the transaction, of which nothing stays.
  const changed = await forge('changed.gz', (part, row) =>
    part === 'table/ledger' ? row.replace('scenario.saved', 'scenario.tried') : row,
  )
  const faulty = await startDatabase(join(server.dir, 'faulty'))
  onTestFinished(() => faulty.stop())
  const target = { dataDir: join(server.dir, 'faulty'), databaseUrl: urlOf(faulty) || null }
  expect((await restoreBackup(target, changed, true)).faults.length).toBeGreaterThan(0)

  // A place where nobody was ever let in is most likely the wrong one.
  const nobody = await vithanh(
    { DATABASE_URL: '', DATA_DIR: join(server.dir, 'mistyped') },
    'backup',
    '--out',
    server.dir,
  )
  expect([nobody.status, nobody.error.includes('not a single account')]).toEqual([2, true])
  const less = await forge('less.gz', (_, row) => row, 'table/jobs')
  const bent = await forge('bent.gz', (part, row) =>
    part === 'attachments' ? row.replace(/"base64":"\w/, '"base64":"/') : row,
  )
  for (const [path, code] of [
    [changed, 'restore/ledger'],
    [bent, 'backup/foreign'],
    [less, 'backup/foreign'],
  ] as const) {
    expect((await refusal(dataDir, path, url || null)).code).toBe(code)
    const files = [join(dataDir, 'secrets/actor-salt'), fileOf(dataDir, drawingHash)]
    expect([await tables(), ...files.map((path) => existsSync(path))]).toEqual([0, false, false])
  }

  // The same file, from a restore that was killed, is welcome; another one is not.
  const salt = join(dataDir, 'secrets/actor-salt')
  mkdirSync(join(dataDir, 'secrets'), { recursive: true, mode: 0o700 })
  writeFileSync(salt, 'of another server')
  expect(await refusal(dataDir, file, url || null)).toMatchObject({ code: 'restore/not-empty', file: salt })
  copyFileSync(join(server.dataDir, 'secrets/actor-salt'), salt)
  const told = await vithanh({ DATABASE_URL: url }, 'restore', file, '--data-dir', dataDir)
  expect([told.status, told.error]).toEqual([0, ''])
  expect(told.out).toContain('0 lỗi / faults')

  const secrets = readSecrets(dataDir)
  expect(secrets.publicKeyPem).toBe(server.secrets.publicKeyPem)
  expect(secrets.open(server.secrets.seal('second step', 'x'), 'x')).toBe('second step')
  expect(publishedHead(dataDir)).not.toBeNull()
  expect(statSync(join(dataDir, 'secrets/ledger-ed25519.pem')).mode & 0o777).toBe(0o600)
  for (const table of ['users', 'server_keys'])
    expect(await rowsOf(store.db, table)).toEqual(await rowsOf(server.db, table))
  expect(readFileSync(fileOf(dataDir, drawingHash)).equals(drawing)).toBe(true)
  expect(statSync(fileOf(dataDir, drawingHash)).mode & 0o777).toBe(0o600)
  const desk = ['permits', 'permit_people', 'permit_history', 'permit_attachments', 'permit_counters']
  for (const table of ['scenario_revisions', 'runs', 'ledger', 'events', ...desk]) {
    const [here, there] = [await rowsOf(store.db, table), new Set(await rowsOf(server.db, table))]
    expect(here.length, table).toBeGreaterThan(0)
    expect(
      here.filter((row) => !there.has(row)),
      table,
    ).toEqual([])
  }
  const before = await readLedger(store.db, 0, 10_000)
  // It was taken among the writes: some are in it, the last is not.
  expect(before.length).toBeLessThan((await readLedger(server.db, 0, 10_000)).length)
  expect(await rowsOf(store.db, 'sessions')).toEqual([])
  expect((await authenticate(store.db, planner.name, PASSWORD))?.role).toBe('planner')

  expect(await prepareDatabase(connection, dataDir, null)).toBeNull()
  const app = await build({ connection, dataDir, tilesDir: join(server.dir, 'tiles'), webDir: join(server.dir, 'web') })
  const jobs = () => store.db.selectFrom('jobs').select(['id', 'state']).execute()
  const stateOf = async (id: string) => (await jobs()).find((job) => job.id === id)?.state
  await until(async () => (await stateOf(long.id)) === 'running')
  const signedIn = await app.inject({
    method: 'POST',
    url: '/api/session',
    payload: { name: planner.name, password: PASSWORD },
  })
  expect(signedIn.statusCode, signedIn.body).toBeLessThan(300)
  const cookie = String(signedIn.headers['set-cookie']).split(';')[0]!
  const headers = { cookie, 'x-csrf-token': signedIn.json().csrf }
  const stopped = await app.inject({ method: 'DELETE', url: `/api/jobs/${long.id}`, headers })
  expect(stopped.statusCode, stopped.body).toBe(200)
  await until(async () => (await stateOf(short.id)) === 'done')
  await app.close()

  const after = await readLedger(store.db, 0, 10_000)
  expect(after.slice(0, before.length)).toEqual(before)
  expect(after[before.length]).toMatchObject({ previous: before.at(-1)!.hash, action: 'run.stored' })
  expect((await verifyStoredLedger(store.db, dataDir)).faults).toEqual([])
  const constraintsOf = (db: Db) => rowsOf(db, 'constraints_there')
  for (const db of [server.db, store.db])
    await sql`create view constraints_there as select conname, pg_get_constraintdef(oid) as what from pg_constraint
      where connamespace = 'public'::regnamespace`.execute(db)
  expect(await constraintsOf(store.db)).toEqual(await constraintsOf(server.db))

  const again = await refusal(dataDir, file, url || null)
  expect([again.code, again.file === 'PostgreSQL' || again.file?.startsWith(dataDir)]).toEqual([
    'restore/not-empty',
    true,
  ])
  const other = await refusal(server.dataDir, file, urlOf(server) || null)
  expect(other.code).toBe('restore/not-empty')
})

/**
 * The ledger on a real PostgreSQL: whatever is done to it or to the records that it names is found; it is read and checked by
 * anyone, exported, and signed with a new key without losing the old entries.
 */
import { randomUUID } from 'node:crypto'
import { cpSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import type { Job, LedgerPage, LedgerProof } from '../../scenarios/api/api.ts'
import type { PermitFiled } from '../../scenarios/api/permits.ts'
import { readLedgerExport } from '../../scenarios/ledger/export.ts'
import {
  type ChainEntry,
  isSealed,
  KEY_ROTATED,
  type LedgerEntry,
  type LedgerFault,
  ledgerHash,
  linkHash,
  type SealedEntry,
  verifyLedger,
} from '../../scenarios/ledger/ledger.ts'
import { type Scenario, scenarioHash } from '../../scenarios/scenario.ts'
import { writeBackup } from '../../server/backup.ts'
import { openStore } from '../../server/database.ts'
import {
  coveringHead,
  exportLedger,
  publishedHead,
  publishHead,
  readLedger,
  rotateKey,
  sealAccounts,
  signingKey,
  verifySignature,
  verifyStoredLedger,
} from '../../server/ledger.ts'
import { restoreBackup } from '../../server/restore.ts'
import { readSecrets } from '../../server/secrets.ts'
import { newPermit } from '../permit-application.ts'
import { house } from '../permit-cases.ts'
import { startDatabase } from './databases.ts'
import { type Person, startServer, type TestServer, until, villageBody } from './server-harness.ts'

vi.setConfig({ testTimeout: 180_000 })

const UNIT = '31318'
let server: TestServer
let planner: Person
let runId: string
let scenarioId: string
let permitId: string

beforeAll(async () => {
  server = await startServer()
  planner = await server.person('planner')
  const reviewer = await server.person('reviewer', UNIT)
  scenarioId = await save()
  const whole = villageBody(server.manifest)
  const [x, y] = whole.area
  const body = { ...whole, area: [x, y, x + 300, y + 300], horizonSeconds: 1800, outputEverySeconds: 600 }
  const asked = await server.inject(planner, 'POST', '/api/runs', { scenarioId: null, body, clientDigest: null })
  expect(asked.statusCode, asked.body).toBe(202)
  runId = await until(async () => {
    const job: Job = (await server.inject(null, 'GET', `/api/jobs/${asked.json().id}`)).json()
    return job.runId
  })
  const filed = await server.inject(reviewer, 'POST', '/api/permits', newPermit(house, UNIT))
  permitId = filed.json<PermitFiled>().id
  const received = { event: 'receive', revision: 1, note: '' }
  expect((await server.inject(reviewer, 'POST', `/api/permits/${permitId}/events`, received)).statusCode).toBe(200)
  expect((await server.inject(reviewer, 'POST', `/api/permits/${permitId}/check`)).statusCode).toBe(200)
  await publishHead(server.db, server.dataDir)
}, 180_000)
afterAll(() => server?.stop())

async function save(title = 'Phương án'): Promise<string> {
  const scenario: Scenario = {
    schema: 'scenario@1',
    id: randomUUID(),
    parentId: null,
    title,
    body: villageBody(server.manifest),
  }
  const answer = await server.inject(planner, 'POST', '/api/scenarios', scenario)
  expect(answer.statusCode, answer.body).toBe(201)
  return scenario.id
}
const faultsNow = async (): Promise<LedgerFault[]> => (await verifyStoredLedger(server.db, server.dataDir)).faults
const get = <T>(who: Person | null, url: string) => server.inject(who, 'GET', url).then((answer) => answer.json<T>())

/** What is found when someone who owns the database has done this to it; nothing of it stays. */
async function foundAfter(...statements: string[]): Promise<string[]> {
  const undo = new Error('undo')
  let faults: LedgerFault[] = []
  await server.db
    .transaction()
    .execute(async (trx) => {
      await sql`set local session_replication_role = replica`.execute(trx)
      for (const statement of statements) await sql.raw(statement).execute(trx)
      faults = (await verifyStoredLedger(trx, server.dataDir)).faults
      throw undo
    })
    .catch((error: unknown) => {
      if (error !== undo) throw error
    })
  return faults.map(({ sequence, what }) => `${sequence} ${what}`)
}

describe('what was done to it is found', () => {
  const sequenceOf = async (action: string) =>
    (await readLedger(server.db, 0, 1000)).find((entry) => entry.action === action)!.sequence

  test('an entry that was changed, in whatever it says', async () => {
    for (const change of [
      `actor = 'x'`,
      `role = 'x'`,
      `time = '2020-01-01T00:00:00.000Z'`,
      `subject = 'x'`,
      `detail = '{}'`,
    ]) {
      expect(await foundAfter(`update ledger set ${change} where sequence = 2`)).toContain('2 hash')
    }
    expect(
      await foundAfter(`update ledger set signature = (select signature from ledger where sequence = 1)
      where sequence = 2`),
    ).toEqual(['2 signature'])
    const [, second] = await readLedger(server.db, 0, 2)
    const hash = ledgerHash({ ...second!, role: 'x' })
    expect(await foundAfter(`update ledger set role = 'x', hash = '${hash}' where sequence = 2`)).toEqual([
      '2 signature',
      '3 previous',
    ])
  })

  test('entries that were removed, put in another order, or put in', async () => {
    expect(await foundAfter('delete from ledger where sequence = 2')).toEqual(
      expect.arrayContaining(['2 sequence', '3 previous']),
    )
    expect(
      await foundAfter(
        'delete from ledger where sequence = 2',
        'update ledger set sequence = sequence - 1 where sequence > 2',
      ),
    ).toEqual(expect.arrayContaining(['2 previous', '2 hash']))
    expect(
      await foundAfter(
        'update ledger set sequence = 1000 where sequence = 2',
        'update ledger set sequence = 2 where sequence = 3',
        'update ledger set sequence = 3 where sequence = 1000',
      ),
    ).toEqual(expect.arrayContaining(['2 previous', '2 hash', '3 previous', '3 hash']))
    expect(
      await foundAfter(`insert into ledger select sequence + 1, actor, role, time, subject, action, detail, hash,
        repeat('a', 64), signature from ledger order by sequence desc limit 1`),
    ).toEqual(expect.arrayContaining([expect.stringMatching(/hash$/), expect.stringMatching(/signature$/)]))
  })

  test('a tail that was cut off, shorter than the last published head', async () => {
    const head = publishedHead(server.dataDir)!
    const user = await sequenceOf('user.created')
    expect(user).toBeLessThan(head.sequence)
    expect(await foundAfter(`delete from ledger where sequence >= ${head.sequence}`)).toContain(
      `${head.sequence} short`,
    )
    expect(await foundAfter('delete from ledger')).toContain(`${head.sequence} short`)
  })

  test('a scenario, a run, what it was computed of, a step, a check, a case: changed, removed or put in', async () => {
    const [run, scenario, filed, received, checked] = await Promise.all(
      ['run.stored', 'scenario.saved', 'permit.file', 'permit.receive', 'permit.checked'].map(sequenceOf),
    )
    const cases: [string, string][] = [
      [`update runs set record = jsonb_set(record, '{digest}', '"x"') where id = '${runId}'`, `${run} record`],
      [`update runs set body = jsonb_set(body, '{seed}', '2') where id = '${runId}'`, `${run} record`],
      [`delete from runs where id = '${runId}'`, `${run} record`],
      [
        `update scenario_revisions set scenario = jsonb_set(scenario, '{title}', '"x"') where scenario_id = '${scenarioId}'`,
        `${scenario} record`,
      ],
      [`delete from scenario_revisions where scenario_id = '${scenarioId}'`, `${scenario} record`],
      [
        `insert into scenario_revisions select scenario_id, 2, scenario, hash, author_id, saved_at from scenario_revisions
          where scenario_id = '${scenarioId}'`,
        '0 record',
      ],
      [`update permit_history set note = 'x' where permit_id = '${permitId}' and revision = 1`, `${filed} record`],
      [
        `update permit_checks set report = jsonb_set(report, '{verdict}', '"pass?"') where permit_id = '${permitId}'`,
        `${checked} record`,
      ],
      [`delete from permit_checks where permit_id = '${permitId}'`, `${checked} record`],
      [`update permits set state = 'issued' where id = '${permitId}'`, `${received} record`],
    ]
    for (const [statement, fault] of cases)
      expect([statement, await foundAfter(statement)]).toEqual([statement, [fault]])
    expect(await faultsNow()).toEqual([])
  })
})

describe('anyone may check', () => {
  test('an entry comes with its neighbours, heads and keys; it holds no names', async () => {
    const entries = await readLedger(server.db, 0, 1000)
    const run = entries.find(({ action }) => action === 'run.stored')!
    const proof = await get<LedgerProof>(null, `/api/ledger/${run.sequence}`)
    expect(proof).toEqual({
      entry: run,
      before: (await sealAccounts(server.db, server.secrets, [entries[run.sequence - 2]!]))[0],
      after: (await sealAccounts(server.db, server.secrets, [entries[run.sequence]!]))[0],
      covering: publishedHead(server.dataDir),
      head: publishedHead(server.dataDir),
      publicKey: server.secrets.publicKeyPem,
      rotations: [],
    })
    const proofOfFirst = await get<LedgerProof>(null, '/api/ledger/1')
    expect(proofOfFirst.before).toBeNull()
    expect((await get<LedgerProof>(null, `/api/ledger/${entries.length}`)).after).toBeNull()
    // Of an account, by its place alone: whoever tries passwords must not learn whose hash is whose.
    const { link, ...place } = proofOfFirst.entry as SealedEntry
    expect(Object.keys(place).sort()).toEqual(['hash', 'previous', 'sequence', 'signature'])
    expect(await verifySignature(server.secrets.publicKeyPem, linkHash(place), link)).toBe(true)
    expect((await get<LedgerProof>(planner, '/api/ledger/1')).entry).toEqual(entries[0])
    for (const bad of ['0', '-1', '1.5', `${entries.length + 1}`, 'x', '99999999999'])
      expect((await server.inject(null, 'GET', `/api/ledger/${bad}`)).statusCode).toBeGreaterThanOrEqual(400)
    const chain = await get<ChainEntry[]>(null, `/api/ledger/chain?after=0&to=${entries.length}`)
    const publicKey = server.secrets.publicKeyPem
    expect(
      await verifyLedger(chain, { verify: verifySignature, publicKey, head: publishedHead(server.dataDir) }),
    ).toEqual([])
    expect(chain.filter(isSealed)).toHaveLength(entries.filter(({ subject }) => subject.startsWith('user/')).length)
    const all = JSON.stringify(chain)
    expect(all).not.toContain('user/')
    const { people } = newPermit(house, UNIT)
    for (const name of [planner.name, planner.id, 'Người', people.ownerName, people.ownerId, people.phone])
      expect(all).not.toContain(name)
  })

  test('a part of the chain, and what a run was computed of', async () => {
    const part = await get<LedgerEntry[]>(null, '/api/ledger/chain?after=2&to=4')
    expect(part.map(({ sequence }) => sequence)).toEqual([3, 4])
    expect(await get(null, '/api/ledger/chain?after=4&to=2')).toEqual([])
    const run = await get<{ record: { scenarioHash: string } }>(null, `/api/runs/${runId}`)
    expect(scenarioHash(await get(null, `/api/runs/${runId}/body`))).toBe(run.record.scenarioHash)
  })

  test('who signs in searches, newest first, a page at a time', async () => {
    const page = (query: string) => get<LedgerPage>(planner, `/api/ledger/entries?${query}`)
    const all = await page('')
    expect(all.total).toBe(all.entries.length)
    expect(all.entries.map(({ sequence }) => sequence)).toEqual(all.entries.map((_, i) => all.total - i))
    expect((await page('subject=run/')).entries.map(({ action }) => action)).toEqual(['run.stored'])
    expect((await page(`subject=permit/${permitId}&action=permit.`)).total).toBe(3)
    expect((await page('action=%25')).total).toBe(0)
    expect(new Set((await page('role=reviewer')).entries.map(({ role }) => role))).toEqual(new Set(['reviewer']))
    expect((await page('page=2')).entries).toEqual([])
  })
})

test('a head is published once, comes with its signature, and covers what stands before it', async () => {
  const [name] = readdirSync(`${server.dataDir}/ledger-heads`)
  const file = `${server.dataDir}/ledger-heads/${name}`
  const before = [readFileSync(file, 'utf8'), statSync(file).ino]
  expect(await publishHead(server.db, server.dataDir)).toBe(true)
  expect([readFileSync(file, 'utf8'), statSync(file).ino]).toEqual(before)

  const { head, publicKey } = await get<{ head: LedgerEntry; publicKey: string }>(null, '/api/ledger/head')
  expect(head).toEqual(JSON.parse(String(before[0])))
  expect(await verifySignature(publicKey, head.hash, head.signature)).toBe(true)

  const old = (await readLedger(server.db, 0, 3))[2]!
  const day = (date: string) => `${server.dataDir}/ledger-heads/${date}.json`
  // As they were written first: without signature.
  writeFileSync(day('2020-01-02'), JSON.stringify({ sequence: 3, hash: old.hash, time: old.time }))
  onTestFinished(() => rmSync(day('2020-01-02')))
  expect([1, 3, 4].map((sequence) => coveringHead(server.dataDir, sequence)!.sequence)).toEqual([3, 3, head.sequence])
  expect(coveringHead(server.dataDir, head.sequence + 1)).toBeNull()
})

describe('a new key', () => {
  test('signs from its entry on while the server runs; old entries stay verifiable; only two keys lie there', async () => {
    const first = await signingKey(server.db)
    const keys = () => readdirSync(`${server.dataDir}/secrets`).filter((name) => name.startsWith('ledger-'))
    for (const turn of [1, 2]) {
      // As the command does it: another process, with its own view of the secrets.
      const { sequence, publicKey } = await rotateKey(server.db, readSecrets(server.dataDir), server.dataDir)
      await save(`Sau lần đổi khóa ${turn}`)
      const [rotation, next] = await readLedger(server.db, sequence - 1, 2)
      expect(rotation).toMatchObject({ action: KEY_ROTATED, actor: 'server', detail: { to: publicKey } })
      expect(await verifySignature(publicKey, next!.hash, next!.signature)).toBe(true)
      expect(await verifySignature(first, next!.hash, next!.signature)).toBe(false)
      expect(keys()).toHaveLength(2)
      expect(await faultsNow()).toEqual([])
    }
    await server.restart()
    await save('Sau khi khởi động lại')
    expect(await faultsNow()).toEqual([])
    const proof = await get<LedgerProof>(null, '/api/ledger/1')
    expect(proof.rotations).toHaveLength(2)
    expect(proof.publicKey).toBe(await signingKey(server.db))
  })

  test('two at a time follow each other', async () => {
    const rotate = () => rotateKey(server.db, readSecrets(server.dataDir), server.dataDir)
    const both = await Promise.all([rotate(), rotate()])
    expect(new Set(both.map(({ sequence }) => sequence)).size).toBe(2)
    await save('Sau hai lần đổi')
    expect(await faultsNow()).toEqual([])
  })

  test('a key that was slipped into the database is found', async () => {
    const [other] = [readSecrets(join(server.dir, 'elsewhere')).publicKeyPem]
    expect(
      await foundAfter(`insert into server_keys (public_key, created_at) values ('${other}', clock_timestamp())`),
    ).toEqual(expect.arrayContaining([expect.stringMatching(/key$/), expect.stringMatching(/signature$/)]))
    const last = (await readLedger(server.db, 0, 1000)).findLast(({ action }) => action === KEY_ROTATED)!
    const bent = `update ledger set detail = jsonb_set(detail, '{to}', to_jsonb('${other}'::text)) where sequence = ${last.sequence}`
    expect(await foundAfter(bent)).toEqual(expect.arrayContaining([`${last.sequence} hash`, `${last.sequence} key`]))
  })

  test('a backup brings it along: restored, the ledger is whole and goes on', async () => {
    const file = join(server.dir, 'rotated.backup.gz')
    await writeBackup(server.db, server.dataDir, file)
    const dataDir = join(server.dir, 'restored')
    const database = await startDatabase(dataDir)
    const { connection } = database
    const store = openStore(connection)
    onTestFinished(async () => {
      await store.close()
      await database.stop()
    })
    const url = 'connectionString' in connection ? (connection.connectionString ?? null) : null
    expect((await restoreBackup({ dataDir, databaseUrl: url }, file)).faults).toEqual([])
    expect(await signingKey(store.db)).toBe(await signingKey(server.db))
    const { sequence } = await rotateKey(store.db, readSecrets(dataDir), dataDir)
    const { entries, faults } = await verifyStoredLedger(store.db, dataDir)
    expect([entries, faults]).toEqual([sequence, []])
    // Without its key it cannot sign: the secrets of another server do not do.
    cpSync(`${dataDir}/secrets`, `${dataDir}/secrets-away`, { recursive: true })
    for (const name of readdirSync(`${dataDir}/secrets`))
      if (name.startsWith('ledger-')) rmSync(`${dataDir}/secrets/${name}`)
    await expect(rotateKey(store.db, readSecrets(dataDir), dataDir)).rejects.toThrow('another key')
  })
})

test('an exported ledger is verified without the database, and tells what was done to the file', async () => {
  await publishHead(server.db, server.dataDir)
  let text = ''
  for await (const line of exportLedger(server.db, server.dataDir)) text += line
  const read = readLedgerExport(text, 'x.jsonl')
  const verified = (entries: readonly LedgerEntry[]) =>
    verifyLedger(entries, { verify: verifySignature, publicKey: read.publicKey, head: read.head })
  expect(read.entries).toEqual(await readLedger(server.db, 0, 10_000))
  expect(await verified(read.entries)).toEqual([])
  expect(await verified(read.entries.slice(0, -1))).toEqual([{ sequence: read.head!.sequence, what: 'short' }])
  expect(await verified(read.entries.toSpliced(3, 1))).not.toEqual([])
  expect(await verified(read.entries.with(3, { ...read.entries[3]!, subject: 'x' }))).toEqual([
    { sequence: 4, what: 'hash' },
  ])
})

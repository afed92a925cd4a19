/** Runs on the server: computed again by the same kernel, compared, stored once with their ledger entry, whatever happens. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Event, Job, NewRun, StoredRun } from '../../scenarios/api/api.ts'
import { hashRecord } from '../../scenarios/canonical.ts'
import type { LedgerEntry } from '../../scenarios/ledger/ledger.ts'
import { type Scenario, type ScenarioBody, scenarioHash } from '../../scenarios/scenario.ts'
import { computeRun } from '../../server/compute.ts'
import { openEventStream } from '../../server/events.ts'
import { verifyStoredLedger } from '../../server/ledger.ts'
import { type Person, startServer, type TestServer, until, villageBody } from './server-harness.ts'

vi.setConfig({ testTimeout: 180_000 })

let server: TestServer
let planner: Person
beforeAll(async () => {
  server = await startServer()
  planner = await server.person('planner')
})
afterAll(() => server.stop())

/** A corner of the village for half an hour: a second of computing. */
const smallBody = (): ScenarioBody => {
  const body = villageBody(server.manifest)
  const [x, y] = body.area
  return { ...body, area: [x, y, x + 300, y + 300], horizonSeconds: 1800, outputEverySeconds: 600 }
}

const deaf = { signal: { aborted: false }, progress: () => {} }
const ask = (run: Partial<NewRun>) =>
  server.inject(planner, 'POST', '/api/runs', { scenarioId: null, body: null, clientDigest: null, ...run })
const jobNow = async (id: string): Promise<Job> => (await server.inject(null, 'GET', `/api/jobs/${id}`)).json()
const ended = (id: string) =>
  until(async () => {
    const job = await jobNow(id)
    return job.state === 'queued' || job.state === 'running' ? null : job
  })
const runOf = async (job: Job): Promise<StoredRun> =>
  (await server.inject(null, 'GET', `/api/runs/${job.runId}`)).json()

test('a saved scenario is run, its digest compared, and stored with its ledger entry', async () => {
  const body = smallBody()
  const scenario: Scenario = { schema: 'scenario@1', id: randomUUID(), parentId: null, title: 'Làng', body }
  expect((await server.inject(planner, 'POST', '/api/scenarios', scenario)).statusCode).toBe(201)
  const stream = await openEventStream(server.db, server.connection)
  const told: Event[] = []
  stream.listen(({ event }) => told.push(event))

  const here = await computeRun(`${server.dir}/tiles`, { kind: 'drainage', body }, deaf)
  const accepted = await ask({ scenarioId: scenario.id, clientDigest: here.summary.digest })
  expect(accepted.statusCode).toBe(202)
  const job = await ended(accepted.json<Job>().id)
  expect(job).toMatchObject({ state: 'done', progress: 1, error: null, scenarioId: scenario.id })
  const run = await runOf(job)
  expect(run).toMatchObject({ title: 'Làng', digestsAgree: true, clientDigest: here.summary.digest })
  expect(run.record).toMatchObject({ scenarioHash: scenarioHash(body), city: server.manifest.hash, illustrative: true })
  expect(run.record.kernel).toMatch(/^.+@.+$/)

  const { entries } = (await server.inject(planner, 'GET', '/api/ledger')).json() as { entries: LedgerEntry[] }
  expect(entries[run.ledgerSequence - 1]).toMatchObject({
    action: 'run.stored',
    subject: `run/${run.record.id}`,
    detail: { record: hashRecord(run.record), digest: run.record.digest },
  })
  expect((await server.inject(null, 'GET', `/api/runs?scenarioId=${scenario.id}`)).json()).toEqual([run])
  await until(async () => told.some(({ type }) => type === 'run'))
  await stream.close()
  const states = told.flatMap((event) => (event.type === 'job' ? [event.job.state] : []))
  expect(states.filter((state, i) => state !== states[i - 1])).toEqual(['queued', 'running', 'done'])
})

test('a wrong digest of the browser is found out', async () => {
  const accepted = await ask({ body: smallBody(), clientDigest: 'f'.repeat(64) })
  expect((await runOf(await ended(accepted.json<Job>().id))).digestsAgree).toBe(false)
})

test('what cannot be run is refused: another city, too large an area, odd cells, an edit of what has changed', async () => {
  const body = smallBody()
  const other = await ask({ body: { ...body, city: '0'.repeat(64) } })
  expect([other.statusCode, other.json().code]).toEqual([409, 'run/city'])
  const [x, y] = body.area
  const large = await ask({ body: { ...body, area: [x, y, x + 2001, y + 100] } })
  expect([large.statusCode, large.json().code]).toEqual([422, 'run/area'])
  const odd = await ask({ body: { ...body, cellSizeMetres: 7 } })
  expect([odd.statusCode, odd.json().code]).toEqual([422, 'run/cell-size'])
  expect((await ask({})).statusCode).toBe(400)
  expect((await ask({ scenarioId: randomUUID() })).statusCode).toBe(404)
  const edit = { kind: 'road.state', target: 'vt:road/1', from: 'closed', to: 'open' } as const
  const job = await ended((await ask({ body: { ...body, edits: [edit] } })).json<Job>().id)
  expect(job).toMatchObject({ state: 'failed', runId: null, error: { code: 'edit/stale', place: 'vt:road/1' } })
})

test('an edit elsewhere changes nothing in the area that is run', async () => {
  const body = smallBody()
  const edit = { kind: 'road.state', target: 'vt:road/2', from: 'open', to: 'closed' } as const
  const [x, y] = body.area
  const away = { ...body, area: [x, y - 400, x + 300, y - 300] as ScenarioBody['area'] }
  const jobs = [away, { ...away, edits: [edit] }].map(async (one) => (await ask({ body: one })).json<Job>())
  const [without, within] = await Promise.all(jobs.map(async (job) => runOf(await ended((await job).id))))
  expect(within!.record.digest).toBe(without!.record.digest)
})

test('a job is stopped, queued or running, and leaves no run', async () => {
  const long = { ...villageBody(server.manifest, 48), cellSizeMetres: 5 }
  const first = (await ask({ body: long })).json<Job>()
  const second = (await ask({ body: long })).json<Job>()
  await until(async () => (await jobNow(first.id)).progress > 0)
  for (const { id } of [second, first]) {
    expect((await server.inject(planner, 'DELETE', `/api/jobs/${id}`)).json().state).toBe('cancelled')
  }
  // The next one is taken up: the runner is free.
  const next = await ended((await ask({ body: smallBody() })).json<Job>().id)
  expect(next.state).toBe('done')
  for (const { id } of [first, second]) expect(await jobNow(id)).toMatchObject({ state: 'cancelled', runId: null })
})

test('a server that stops in the middle takes the job up again, and stores it once', async () => {
  const job = (await ask({ body: villageBody(server.manifest) })).json<Job>()
  await until(async () => (await jobNow(job.id)).progress > 0)
  await server.restart()
  expect((await ended(job.id)).state).toBe('done')
  const runs = await server.db.selectFrom('runs').select('id').where('jobId', '=', job.id).execute()
  expect(runs).toHaveLength(1)
  expect((await verifyStoredLedger(server.db, server.dataDir)).faults).toEqual([])
})

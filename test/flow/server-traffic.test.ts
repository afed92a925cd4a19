/** Runs of traffic on the server: the streets of the whole city, with the water of the same scenario where it is asked for. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Job, NewRun, StoredRun } from '../../scenarios/api/api.ts'
import { applyEditsWithin, type Edit } from '../../scenarios/edit.ts'
import { grow } from '../../scenarios/geometry.ts'
import type { Grid } from '../../scenarios/grid.ts'
import { Cancelled } from '../../scenarios/problem.ts'
import type { TrafficRun } from '../../scenarios/run.ts'
import { AREA_MARGIN_METRES, baselineOf, type ScenarioBody } from '../../scenarios/scenario.ts'
import type { TrafficComparison } from '../../scenarios/traffic.ts'
import { defaultTraffic } from '../../scenarios/traffic-facts.ts'
import { floodOnStreets } from '../../scenarios/traffic-flood.ts'
import { verifyStoredLedger } from '../../server/ledger.ts'
import { fileSource } from '../../tiles/read/file.ts'
import { openTiles, readCity, type Tiles } from '../../tiles/read/index.ts'
import { cityTraffic } from '../../workers/node/city-traffic.ts'
import { drainage, prepareDrainage } from '../../workers/node/drainage.ts'
import { createComparison } from '../../workers/traffic/compare.ts'
import { trafficLayers } from '../../workers/traffic/prepare.ts'
import { type Person, startServer, type TestServer, until, villageBody } from './server-harness.ts'

vi.setConfig({ testTimeout: 180_000 })

let server: TestServer
let planner: Person
let tiles: Tiles
beforeAll(async () => {
  server = await startServer()
  planner = await server.person('planner')
  tiles = await openTiles(fileSource(`${server.dir}/tiles`))
})
afterAll(() => server.stop())

/** A street in the north, outside the area that is flooded. */
const closed: Edit = { kind: 'road.state', target: 'vt:road/2', from: 'open', to: 'closed' }

/** Half an hour of rain on a corner of the village, which traffic asks for only with `flood`. */
function traffic(flood: boolean): ScenarioBody {
  const body = villageBody(server.manifest)
  const [x, y] = body.area
  const area: ScenarioBody['area'] = [x, y, x + 300, y + 200]
  return { ...body, area, horizonSeconds: 1800, edits: [closed], traffic: { ...defaultTraffic, flood } }
}

const ask = (run: Partial<NewRun>) =>
  server.inject(planner, 'POST', '/api/runs', {
    kind: 'traffic',
    scenarioId: null,
    body: null,
    clientDigest: null,
    ...run,
  })
const jobNow = async (id: string): Promise<Job> => (await server.inject(null, 'GET', `/api/jobs/${id}`)).json()
const ended = (id: string) =>
  until(async () => {
    const job = await jobNow(id)
    return job.state === 'queued' || job.state === 'running' ? null : job
  })
const runsOf = async (kind: string): Promise<StoredRun[]> =>
  (await server.inject(null, 'GET', `/api/runs?kind=${kind}`)).json()

/** What a browser does: water first where it is asked for, then the same steps. */
async function compareHere(body: ScenarioBody): Promise<TrafficComparison> {
  const wet = async (of: ScenarioBody): Promise<Grid> => {
    const { city } = applyEditsWithin(await readCity(tiles, grow(of.area, AREA_MARGIN_METRES)), of.edits)
    return floodOnStreets(city, await drainage.run(prepareDrainage(city, of)))
  }
  const flood = body.traffic!.flood ? { baseline: await wet(baselineOf(body)), scenario: await wet(body) } : null
  const only = { layers: trafficLayers, ground: false } as const
  const city = await readCity(tiles, tiles.manifest.city.bounds, undefined, only)
  const comparison = createComparison(city, body, flood, { threads: 1, clock: () => 0 })
  while (!comparison.done) comparison.step()
  return comparison.result()
}

test.each([false, true])('a run of traffic is stored as it is computed anywhere, flood %s', async (flood) => {
  const body = traffic(flood)
  const { baseline, scenario } = await compareHere(body)
  const accepted = await ask({ body, clientDigest: scenario.summary.digest })
  expect(accepted.json()).toMatchObject({ kind: 'traffic', state: 'queued' })
  const job = await ended(accepted.json<Job>().id)
  expect(job).toMatchObject({ kind: 'traffic', state: 'done', error: null })

  const [run] = await runsOf('traffic')
  expect(run!.record.id).toBe(job.runId)
  expect(run!.digestsAgree).toBe(true)
  const record = run!.record as TrafficRun
  expect(record).toMatchObject({
    schema: 'traffic-run@1',
    kernel: expect.stringMatching(/^traffic@/),
    illustrative: true,
  })
  expect(record.indicators).toEqual(scenario.summary.indicators)
  expect(record.baseline).toEqual(baseline.summary.indicators)
  expect(record.diagnostics.converged).toBe(true)
  expect((await verifyStoredLedger(server.db, server.dataDir)).faults).toEqual([])
})

test('runs are listed by what they compute', async () => {
  const { traffic: _, ...dry } = traffic(false)
  const job = await ended((await ask({ kind: 'drainage', body: dry })).json<Job>().id)
  expect((await runsOf('drainage')).map(({ record }) => record.id)).toEqual([job.runId])
  expect((await runsOf('traffic')).every(({ record }) => record.schema === 'traffic-run@1')).toBe(true)
  expect((await server.inject(null, 'GET', '/api/runs?kind=noise')).statusCode).toBe(400)
})

test('what cannot be run is refused: no word of travel, water on too large an area; dry streets ask for no area', async () => {
  const { traffic: _, ...silent } = traffic(false)
  const refused = await ask({ body: silent })
  expect([refused.statusCode, refused.json().code]).toEqual([422, 'run/traffic'])
  const [x, y] = silent.area
  const area: ScenarioBody['area'] = [x, y, x + 2001, y + 100]
  const wet = await ask({ body: { ...traffic(true), area } })
  expect([wet.statusCode, wet.json().code]).toEqual([422, 'run/area'])
  const dry = await ask({ body: { ...traffic(false), area } })
  expect((await ended(dry.json<Job>().id)).state).toBe('done')
  const stale = { ...closed, from: 'closed', to: 'open' } as const
  const job = await ended((await ask({ body: { ...traffic(false), edits: [stale] } })).json<Job>().id)
  expect(job).toMatchObject({ state: 'failed', error: { code: 'edit/stale', place: 'vt:road/2' } })
})

test('a job is stopped, and a server that stops in the middle takes it up again', async () => {
  const long = { ...villageBody(server.manifest, 48), cellSizeMetres: 5, traffic: { ...defaultTraffic, flood: true } }
  const first = (await ask({ body: long })).json<Job>()
  await until(async () => (await jobNow(first.id)).progress > 0)
  expect((await server.inject(planner, 'DELETE', `/api/jobs/${first.id}`)).json().state).toBe('cancelled')

  const second = (await ask({ body: { ...villageBody(server.manifest), traffic: long.traffic } })).json<Job>()
  await until(async () => (await jobNow(second.id)).progress > 0)
  await server.restart()
  expect((await ended(second.id)).state).toBe('done')
  const runs = await server.db.selectFrom('runs').select('jobId').where('jobId', 'in', [first.id, second.id]).execute()
  expect(runs).toEqual([{ jobId: second.id }])
})

test('the thread of a comparison ends when it is told to', async () => {
  const asked = { tilesDir: `${server.dir}/tiles`, body: traffic(false), flood: null }
  const stop = new AbortController()
  const running = cityTraffic.compare(asked, { signal: stop.signal, progress: () => stop.abort() })
  await expect(running).rejects.toBeInstanceOf(Cancelled)
  const flag = { aborted: true }
  await expect(cityTraffic.compare(asked, { signal: flag, progress: () => {} })).rejects.toBeInstanceOf(Cancelled)
})

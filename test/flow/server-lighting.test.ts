/** Runs of street lighting on the server: the streets of the whole city without and with the edits. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Job, NewRun, SavedScenario, StoredRun } from '../../scenarios/api/api.ts'
import type { Edit } from '../../scenarios/edit.ts'
import { recordId } from '../../scenarios/ids.ts'
import type { LightingComparison } from '../../scenarios/lighting.ts'
import { defaultLighting } from '../../scenarios/lighting-facts.ts'
import { Cancelled } from '../../scenarios/problem.ts'
import type { LightingRun } from '../../scenarios/run.ts'
import { type ScenarioBody, scenarioHash } from '../../scenarios/scenario.ts'
import { defaultTraffic } from '../../scenarios/traffic-facts.ts'
import { verifyStoredLedger } from '../../server/ledger.ts'
import { fileSource } from '../../tiles/read/file.ts'
import { openTiles, readCity } from '../../tiles/read/index.ts'
import { createComparison } from '../../workers/lighting/compare.ts'
import { lighting, lightingLayers } from '../../workers/node/lighting.ts'
import { villageFiles, villageLamps } from '../village.ts'
import { type Person, startServer, type TestServer, until, villageBody } from './server-harness.ts'

vi.setConfig({ testTimeout: 180_000 })

let server: TestServer
let planner: Person
beforeAll(async () => {
  server = await startServer()
  planner = await server.person('planner')
})
afterAll(() => server.stop())

/** Ten lamps on a street that has none, one of them out; a street closed, which light does not ask for. */
const edits: Edit[] = [
  ...villageLamps(10),
  { kind: 'lamp.state', target: 'new:lamp/04', from: 'on', to: 'out' },
  { kind: 'road.state', target: 'vt:road/2', from: 'open', to: 'closed' },
]
const lit = (): ScenarioBody => ({
  ...villageBody(server.manifest),
  edits,
  lighting: { ...defaultLighting, buildings: true },
})

const ask = (run: Partial<NewRun>) =>
  server.inject(planner, 'POST', '/api/runs', {
    kind: 'lighting',
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

/** What a browser does. */
async function compareHere({ edits, lighting: settings }: ScenarioBody): Promise<LightingComparison> {
  const tiles = await openTiles(fileSource(`${server.dir}/tiles`))
  const only = { layers: lightingLayers, ground: false } as const
  const city = await readCity(tiles, tiles.manifest.city.bounds, undefined, only)
  const comparison = createComparison(city, settings!, edits, { clock: () => 0 })
  while (!comparison.done) comparison.step()
  return comparison.result()
}

test('a run of lighting is stored as it is computed anywhere, and listed by its kind', async () => {
  const body = lit()
  const { baseline, scenario } = await compareHere(body)
  const accepted = await ask({ body, clientDigest: scenario.summary.digest })
  expect(accepted.json()).toMatchObject({ kind: 'lighting', state: 'queued' })
  const job = await ended(accepted.json<Job>().id)
  expect(job).toMatchObject({ kind: 'lighting', state: 'done', error: null })

  const [run] = await runsOf('lighting')
  expect(run!.record.id).toBe(job.runId)
  expect(run!.digestsAgree).toBe(true)
  const record = run!.record as LightingRun
  expect(record).toMatchObject({
    schema: 'lighting-run@1',
    kernel: `${lighting.about.name}@${lighting.about.version}`,
    illustrative: true,
  })
  expect(record.indicators).toEqual(scenario.summary.indicators)
  expect(record.baseline).toEqual(baseline.summary.indicators)
  expect(record.indicators.energy).toMatchObject({ lamps: 10, lampsOut: 1 })
  expect(record.inputs).toEqual(scenario.summary.inputs)
  expect(await runsOf('traffic')).toEqual([])
  expect((await verifyStoredLedger(server.db, server.dataDir)).faults).toEqual([])
})

test('a luminaire and a road surface from files are saved, computed as anywhere, and named by the scenario alone', async () => {
  const files = villageFiles()
  const [own] = files.luminaires
  const body: ScenarioBody = {
    ...lit(),
    edits: villageLamps(10, own!.id),
    lighting: { ...defaultLighting, ...files },
  }
  const scenario = {
    schema: 'scenario@1' as const,
    id: recordId(),
    parentId: null,
    title: 'Bộ đèn từ tệp',
    body,
  }
  const saved = await server.inject(planner, 'POST', '/api/scenarios', scenario)
  expect([saved.statusCode, saved.json<SavedScenario>().scenario]).toEqual([201, scenario])
  const here = (await compareHere(body)).scenario
  expect(here.model.input.luminaires[0]!.id).toBe(own!.id)
  const accepted = await ask({ scenarioId: scenario.id, clientDigest: here.summary.digest })
  const job = await ended(accepted.json<Job>().id)
  expect(job).toMatchObject({ state: 'done', error: null })
  const run = (await runsOf('lighting')).find(({ record }) => record.id === job.runId)!
  expect([run.digestsAgree, run.record.scenarioHash]).toEqual([true, scenarioHash(body)])
  expect(run.record.inputs).toContainEqual({ name: 'luminaires', provenance: 'imported' })

  const { luminaires: _, ...without } = body.lighting!
  const lost = await ended((await ask({ body: { ...body, lighting: without } })).json<Job>().id)
  expect(lost).toMatchObject({ state: 'failed', error: { code: 'lighting/luminaire', place: 'new:lamp/00' } })
  expect(lost.error!.message.vi).toContain(own!.id)
  const forged = { ...body.lighting!, luminaires: [{ ...own!, candela: own!.candela.map((value) => 2 * value) }] }
  const refused = await ask({ body: { ...body, lighting: forged } })
  expect([refused.statusCode, refused.json().place]).toEqual([400, 'body.body.lighting.luminaires.0.fluxLumens'])
})

test('what cannot be run is refused; light asks for no area, whatever the body says of water', async () => {
  const { lighting: _, ...silent } = lit()
  const refused = await ask({ body: silent })
  expect([refused.statusCode, refused.json().code]).toEqual([422, 'run/lighting'])
  const [x, y] = silent.area
  const traffic = { ...defaultTraffic, flood: true }
  const wide = await ask({ body: { ...lit(), traffic, area: [x, y, x + 2001, y + 100] } })
  expect((await ended(wide.json<Job>().id)).state).toBe('done')
  const stale: Edit = { kind: 'lamp.state', target: 'vt:lamp/none', from: 'on', to: 'out' }
  const job = await ended((await ask({ body: { ...lit(), edits: [stale] } })).json<Job>().id)
  expect(job).toMatchObject({ state: 'failed', error: { place: 'vt:lamp/none' } })
})

test('a job that waits is stopped, and one that waits when the server stops is taken up again', async () => {
  const long = { ...villageBody(server.manifest, 48), cellSizeMetres: 5 }
  const [busy, unwanted, wanted] = [
    (await ask({ kind: 'drainage', body: long })).json<Job>(),
    (await ask({ body: lit() })).json<Job>(),
    (await ask({ body: lit() })).json<Job>(),
  ]
  expect((await server.inject(planner, 'DELETE', `/api/jobs/${unwanted.id}`)).json().state).toBe('cancelled')
  await server.restart()
  await server.inject(planner, 'DELETE', `/api/jobs/${busy.id}`)
  expect((await ended(wanted.id)).state).toBe('done')
  const runs = await server.db
    .selectFrom('runs')
    .select('jobId')
    .where('jobId', 'in', [unwanted.id, wanted.id])
    .execute()
  expect(runs).toEqual([{ jobId: wanted.id }])
})

test('the thread of a comparison ends when it is told to', async () => {
  const asked = { tilesDir: `${server.dir}/tiles`, edits, settings: defaultLighting }
  const stop = new AbortController()
  const running = lighting.compare(asked, { signal: stop.signal, progress: () => stop.abort() })
  await expect(running).rejects.toBeInstanceOf(Cancelled)
})

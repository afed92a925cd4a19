/** The impact of a case's building on a real server: asked for by who may, computed, kept, shown, out of date, stopped, taken up again. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { apiErrorSchema } from '../../scenarios/api/api.ts'
import type { ImpactJob, PermitCase, PermitFiled } from '../../scenarios/api/permits.ts'
import { hashRecord } from '../../scenarios/canonical.ts'
import { impactRuns, usualImpact } from '../../scenarios/permits/impact.ts'
import type { PermitCheck } from '../../scenarios/rules/case.ts'
import { computeRun } from '../../server/compute.ts'
import { verifyStoredLedger } from '../../server/ledger.ts'
import { applicationOf, newPermit } from '../permit-application.ts'
import { changed, house } from '../permit-cases.ts'
import { SOUTH, WEST } from '../village.ts'
import { type Answer, type Person, startServer, type TestServer, until } from './server-harness.ts'

vi.setConfig({ testTimeout: 240_000 })

const UNIT = '31318'
let server: TestServer
let reviewer: Person
let approver: Person
let stranger: Person
beforeAll(async () => {
  server = await startServer({ cellSize: 10 })
  reviewer = await server.person('reviewer', UNIT)
  approver = await server.person('approver', UNIT)
  stranger = await server.person('reviewer', '31321')
})
afterAll(() => server.stop())

const box = (x: number, y: number, width: number, depth: number): [number, number][] =>
  [
    [x, y],
    [x + width, y],
    [x + width, y + depth],
    [x, y + depth],
    [x, y],
  ].map(([dx, dy]) => [WEST + dx!, SOUTH + dy!])

/** On a parcel of the village's third row, 36 m × 60 m and empty, its ground at about 0.9 m. */
const onTheParcel = (groundLevelMetres: number | null, kind: PermitCheck['work']['kind'] = 'house'): PermitCheck => {
  const [part] = house.building.parts
  const ring = box(360, 840, 36, 60)
  return changed(house, {
    work: { kind },
    site: { ring, registered: ring, registeredSquareMetres: 2160 },
    building: { parts: [{ ...part!, footprint: box(368, 850, 20, 30), storeys: 4 }], groundLevelMetres },
    roads: [],
    neighbours: [],
    corridors: [],
    buffers: [],
    flood: { designLevelMetres: 1.2 },
  })
}

const file = async (check: PermitCheck): Promise<string> => {
  const answer = await server.inject(reviewer, 'POST', '/api/permits', newPermit(check, UNIT))
  expect(answer.statusCode, answer.body).toBe(201)
  return answer.json<PermitFiled>().id
}
const read = async (id: string, who: Person = reviewer): Promise<PermitCase> =>
  (await server.inject(who, 'GET', `/api/permits/${id}`)).json()
const ask = (id: string, who: Person = reviewer, body: object = usualImpact) =>
  server.inject(who, 'POST', `/api/permits/${id}/impact`, body)
const told = (answer: Answer) => [answer.statusCode, apiErrorSchema.parse(answer.json()).code]
const done = (id: string, revision = 1) =>
  until(async () => {
    const now = await read(id)
    if (now.impactJob?.state === 'failed') throw new Error(JSON.stringify(now.impactJob.error))
    return now.impact?.revision === revision && now.impactJob === null ? now : null
  })
const faults = async () => (await verifyStoredLedger(server.db, server.dataDir)).faults
async function step(who: Person, id: string, event: string, more: object = {}): Promise<void> {
  const { revision } = await read(id)
  const answer = await server.inject(who, 'POST', `/api/permits/${id}/events`, { event, revision, note: '', ...more })
  expect(answer.statusCode, `${event}: ${answer.body}`).toBe(200)
}

test('a raised lot is computed without and with its building; what came of it is kept and can be run again', async () => {
  const id = await file(onTheParcel(1.6))
  expect(told(await ask(id, stranger))).toEqual([403, 'permit/unit'])
  expect(told(await server.inject(stranger, 'DELETE', `/api/permits/${id}/impact`))).toEqual([403, 'permit/unit'])
  expect((await ask(id, await server.person('planner'))).statusCode).toBe(403)
  const asked = await ask(id)
  expect(asked.statusCode, asked.body).toBe(202)
  const job = asked.json<ImpactJob>()
  expect(job).toMatchObject({ state: 'running', jobs: [{ part: 'without' }, { part: 'with' }] })
  expect(told(await ask(id))).toEqual([409, 'permit/impact-running'])
  const theirs = await server.inject(await server.person('planner'), 'DELETE', `/api/jobs/${job.jobs[0]!.id}`)
  expect(told(theirs)).toEqual([403, 'run/of-permit'])

  const { impact } = await done(id)
  const { record } = impact!
  expect(impact).toMatchObject({ current: true, revision: 1 })
  expect(record).toMatchObject({ illustrative: true, demolished: 0, traffic: { computed: false, streets: [] } })
  // 2 160 m² raised from about 0.9 m to the design water level of 1.2 m: all of it is lost, the building stands above.
  const { storage } = record
  expect(storage).toMatchObject({ levelMetres: 1.2, levelFrom: 'design', plannedMetres: 1.6, bodyCubicMetres: 0 })
  expect(storage.fillCubicMetres).toBeCloseTo(2160 * (1.2 - storage.groundMetres!), -2)
  expect(storage.lostCubicMetres).toBe(storage.fillCubicMetres)
  expect(storage.roofSquareMetres).toBe(600)
  expect(storage.roofCubicMetres).toBe(90)
  expect(storage.cells).toMatchObject([{ kind: 'square', squareMetres: 250_000, others: { cases: 0 } }])
  expect(record.water.neighbours[0]).toMatchObject({
    kind: 'building',
    name: { vi: 'Nhà thửa 33, tờ 12', en: 'House on parcel 33, sheet 12' },
    metresAway: 12,
  })
  expect(record.water.neighbours.map(({ id }) => id)).not.toContain('vt:parcel/33')

  // Each run stands in the ledger, and anyone who computes its body finds its digest.
  for (const run of record.runs) {
    // Until the permit is issued, the desk's alone: what a neighbour asks for is not told.
    for (const path of ['', '/body'])
      expect((await server.inject(null, 'GET', `/api/runs/${run.id}${path}`)).statusCode).toBe(404)
    const body = (await server.inject(reviewer, 'GET', `/api/runs/${run.id}/body`)).json()
    const again = await computeRun(`${server.dir}/tiles`, { kind: run.kind, body }, deaf)
    expect([again.summary.digest, again.kernel]).toEqual([run.digest, run.kernel])
  }
  expect(impactRuns(impact).map(({ id: run, digest }) => [run, digest])).toEqual(
    record.runs.map((run) => [run.id, run.digest]),
  )
  const kept = await server.db.selectFrom('records').selectAll().where('subject', '=', `permit-impact/${id}`).execute()
  expect(kept.map((row) => hashRecord(row.record))).toEqual([hashRecord(record)])
  expect(await faults()).toEqual([])
  // The rules get the depth of the run as advice, with its id.
  const report = (await server.inject(reviewer, 'POST', `/api/permits/${id}/check`)).json()
  const line = report.rules.find((rule: { id: string }) => rule.id === 'ground.simulated-flood')
  expect(line).toMatchObject({ verdict: 'pass', basis: 'advice' })
  expect(line.why.vi).toContain(record.runs.find(({ part }) => part === 'with')!.id)
})

const deaf = { signal: { aborted: false }, progress: () => {} }

test('a supplement makes it out of date; a decision shows so; the total of a cell counts what was approved', async () => {
  const id = await file(onTheParcel(1.6))
  await step(reviewer, id, 'receive')
  await step(reviewer, id, 'assign', { to: reviewer.id })
  expect((await ask(id)).statusCode).toBe(202)
  const before = await done(id)
  await step(reviewer, id, 'request-supplement', { note: 'Thiếu mặt cắt' })
  const application = { ...applicationOf(onTheParcel(1.6), UNIT), colour: 'xanh' }
  await step(reviewer, id, 'supplement', { application })
  expect((await read(id)).impact).toMatchObject({ current: false, revision: 1 })
  const report = (await server.inject(reviewer, 'POST', `/api/permits/${id}/check`)).json()
  const line = report.rules.find((rule: { id: string }) => rule.id === 'ground.simulated-flood')
  expect(line.why.vi).toContain('Chưa có mô phỏng')
  expect(impactRuns((await read(id)).impact)[1]!.lines.at(-1)!.vi).toContain('đã cũ')

  await step(reviewer, id, 'propose')
  expect((await read(id)).history.at(-1)!.impact).toEqual({ revision: 1, current: false })
  // Computed again, of the application as it stands.
  expect((await ask(id)).statusCode).toBe(202)
  const { impact } = await done(id, 2)
  expect(impact!.current).toBe(true)
  expect(impact!.record.storage.lostCubicMetres).toBe(before.impact!.record.storage.lostCubicMetres)
  const failed = report.rules.filter((rule: { verdict: string }) => rule.verdict === 'fail')
  expect(failed).toEqual([])
  await step(approver, id, 'approve', { note: 'Đã xem, đồng ý' })
  expect((await read(id)).history.at(-1)!.impact).toEqual({ revision: 2, current: true })

  const next = await file(onTheParcel(1.6))
  expect((await ask(next)).statusCode).toBe(202)
  const lost = impact!.record.storage.lostCubicMetres
  const [cell] = (await done(next)).impact!.record.storage.cells
  expect(cell!.others).toEqual({ cases: 1, lostCubicMetres: lost })
  // Itself it does not count.
  expect((await read(id)).impact!.cells).toEqual([{ id: cell!.id, cases: 0, lostCubicMetres: 0 }])
  expect(await faults()).toEqual([])
})

test('a shop makes trips, and its hour is computed; no ground is raised where none is planned', async () => {
  const id = await file(onTheParcel(null, 'commercial'))
  expect((await ask(id, reviewer, { ...usualImpact, tide: 'none' })).statusCode).toBe(202)
  const { record } = (await done(id)).impact!
  expect(record.runs.map(({ part, kind }) => [part, kind])).toEqual([
    ['without', 'drainage'],
    ['with', 'drainage'],
    ['traffic', 'traffic'],
  ])
  expect(record.traffic.computed).toBe(true)
  const { motorbike } = record.traffic.visits
  // 2 400 m² of floor, 11 visits a day to 100 m², a tenth of them in the hour, 0.7 of that coming.
  const all = Object.values(record.traffic.visits).reduce((sum, { coming }) => sum + coming, 0)
  expect(all).toBeCloseTo(24 * 11 * 0.1 * 0.7, 6)
  expect(motorbike.coming).toBeGreaterThan(motorbike.going)
  expect(record.storage.fillCubicMetres).toBe(0)
  // Its closed body stands in the water: 600 m² from the ground to the level.
  expect(record.storage.bodyCubicMetres).toBeCloseTo(600 * (1.2 - record.storage.groundMetres!), -2)
  expect(record.tidePeakMetres).toBe(null)
})

test('stopped, it leaves no record; a server that stops in the middle takes it up again', async () => {
  const id = await file(onTheParcel(1.6))
  expect(told(await server.inject(reviewer, 'DELETE', `/api/permits/${id}/impact`))).toEqual([409, 'permit/no-impact'])
  expect((await ask(id)).statusCode).toBe(202)
  const stopped = await server.inject(approver, 'DELETE', `/api/permits/${id}/impact`)
  expect(stopped.json()).toMatchObject({ state: 'cancelled' })
  expect(await read(id)).toMatchObject({ impact: null, impactJob: { state: 'cancelled' } })

  const job = (await ask(id)).json<ImpactJob>()
  await until(async () => {
    const now = await server.inject(null, 'GET', `/api/jobs/${job.jobs[0]!.id}`)
    return now.json().progress > 0
  })
  await server.restart()
  const { impact } = await done(id)
  expect(impact!.record.runs).toHaveLength(2)
  const runs = await server.db
    .selectFrom('runs')
    .innerJoin('jobs', 'jobs.id', 'runs.jobId')
    .select('runs.id')
    .where('impactId', '=', job.id)
    .execute()
  expect(runs).toHaveLength(2)

  // Its last run was stored, but the server stopped before the record was made.
  await server.db.updateTable('permitImpacts').set({ revision: null }).where('id', '=', job.id).execute()
  await server.restart()
  expect((await done(id, 2)).impact!.record.water).toEqual(impact!.record.water)
  expect(await faults()).toEqual([])
})

test('a lot outside of the city is refused by name', async () => {
  const away = changed(onTheParcel(1.6), {
    site: { ring: box(90_000, 680, 36, 60), registered: null },
    building: { parts: [{ ...house.building.parts[0]!, footprint: box(90_008, 690, 20, 30) }] },
  })
  const [status, code] = told(await ask(await file(away)))
  expect([status, code]).toEqual([422, 'tiles/area'])
})

/** Runs and the jobs that make them. The server computes for itself; what the browser found is only compared. */
import { sql } from 'kysely'
import { z } from 'zod'
import { type Job, jobSchema, newRunSchema, storedRunSchema, type User } from '../../scenarios/api/api.ts'
import { recordId } from '../../scenarios/ids.ts'
import { Problem } from '../../scenarios/problem.ts'
import { type RunKind, runKinds } from '../../scenarios/run.ts'
import { MAX_AREA_SIDE_METRES, type ScenarioBody, scenarioBodySchema } from '../../scenarios/scenario.ts'
import { both } from '../../scenarios/text.ts'
import { readRecord } from '../../scenarios/wire.ts'
import type { Trx } from '../database.ts'
import { appendEvent } from '../events.ts'
import type { House } from '../house.ts'
import { type App, idParams, notFound, Refusal, refuse } from '../http.ts'
import { type JobRow, jobOf, moveJob, storedRunOf } from '../jobs.ts'
import { isStaff } from '../permits/desk.ts'
import type { Runner } from '../runner.ts'
import { type CityTiles, expectCity } from '../tiles.ts'
import { SCENARIO_BYTES } from './scenarios.ts'

const planners = ['planner', 'admin'] as const
/** Jobs that may wait or run at a time. */
const MAX_OPEN_JOBS = 50
const MAX_RUNS_LISTED = 500

export function runRoutes(app: App, { db, tiles, runner }: House): void {
  app.post(
    '/api/runs',
    {
      bodyLimit: SCENARIO_BYTES,
      config: { access: planners, rateLimit: { max: 60, timeWindow: '1 minute' } },
      schema: { body: newRunSchema, response: { 202: jobSchema } },
    },
    async (request, reply) => {
      const { kind, scenarioId, clientDigest } = request.body
      const { body, title } = await whatToRun(request.body)
      await expectRunnable(tiles, kind, body)
      const authorId = request.user!.id
      const job = await db
        .transaction()
        .execute((trx) => queueRun(trx, runner, { kind, scenarioId, title, body, clientDigest, authorId }))
      return reply.code(202).send(job)
    },
  )

  app.get(
    '/api/runs',
    {
      config: { access: 'anyone' },
      schema: {
        querystring: z.object({ scenarioId: z.uuid().optional(), kind: z.enum(runKinds).optional() }),
        response: { 200: z.array(storedRunSchema) },
      },
    },
    async ({ query, user }) => {
      let runs = db
        .selectFrom('runs')
        .selectAll()
        .where(seenBy(user))
        .orderBy('createdAt', 'desc')
        .limit(MAX_RUNS_LISTED)
      if (query.scenarioId) runs = runs.where('scenarioId', '=', query.scenarioId)
      if (query.kind) {
        runs = runs.where('jobId', 'in', db.selectFrom('jobs').select('id').where('kind', '=', query.kind))
      }
      return (await runs.execute()).map(storedRunOf)
    },
  )

  app.get(
    '/api/runs/:id',
    { config: { access: 'anyone' }, schema: { params: idParams, response: { 200: storedRunSchema } } },
    async ({ params, user }) => {
      const row = await db
        .selectFrom('runs')
        .selectAll()
        .where('id', '=', params.id)
        .where(seenBy(user))
        .executeTakeFirst()
      if (!row) throw notFound(`run/${params.id}`)
      return storedRunOf(row)
    },
  )

  app.get(
    '/api/runs/:id/body',
    { config: { access: 'anyone' }, schema: { params: idParams, response: { 200: scenarioBodySchema } } },
    async ({ params, user }) => {
      const row = await db
        .selectFrom('runs')
        .select('body')
        .where('id', '=', params.id)
        .where(seenBy(user))
        .executeTakeFirst()
      if (!row) throw notFound(`run/${params.id}`)
      return row.body
    },
  )

  app.get(
    '/api/jobs/:id',
    { config: { access: 'anyone' }, schema: { params: idParams, response: { 200: jobSchema } } },
    async ({ params }) => readJob(params.id),
  )

  app.delete(
    '/api/jobs/:id',
    { config: { access: planners }, schema: { params: idParams, response: { 200: jobSchema } } },
    async ({ params }) => {
      const job = await db.selectFrom('jobs').select('impactId').where('id', '=', params.id).executeTakeFirst()
      if (job && job.impactId !== null) {
        const message = both('Lượt tính này thuộc một hồ sơ cấp phép', 'The run belongs to a permit case')
        throw refuse(403, 'run/of-permit', message, params.id, 'DELETE /api/permits/:id/impact')
      }
      await db.transaction().execute((trx) => moveJob(trx, params.id, ['queued', 'running'], { state: 'cancelled' }))
      return readJob(params.id)
    },
  )

  async function readJob(id: string): Promise<Job> {
    const row = await db.selectFrom('jobs').selectAll().where('id', '=', id).executeTakeFirst()
    if (!row) throw notFound(`job/${id}`)
    return jobOf(row, runner.progressOf(id))
  }

  /** What is asked for in a case is the desk's alone until its permit is issued. */
  const seenBy = (user: User | null) => sql<boolean>`(${isStaff(user)} or not exists (
    select from jobs j join permit_impacts i on i.id = j.impact_id join permits p on p.id = i.permit_id
    where j.id = runs.job_id and p.issued_at is null))`

  /** The scenario as it is saved, or the body as it was sent. */
  async function whatToRun({
    scenarioId,
    body,
  }: z.infer<typeof newRunSchema>): Promise<{ body: ScenarioBody; title: string }> {
    if (scenarioId === null) {
      if (!body) throw refuse(400, 'request/invalid', both('Thiếu kịch bản', 'Neither scenario nor body'), 'body.body')
      return { body, title: body.edits.length === 0 ? 'Hiện trạng / Baseline' : 'Bản nháp / Draft' }
    }
    const row = await db
      .selectFrom('scenarioRevisions')
      .select(['scenario'])
      .where('scenarioId', '=', scenarioId)
      .orderBy('revision', 'desc')
      .limit(1)
      .executeTakeFirst()
    if (!row) throw notFound(`scenario/${scenarioId}`)
    const { body: saved, title } = readRecord('scenario', row.scenario)
    return { body: saved, title }
  }
}

/** Stores a job and queues it, in the transaction that asks for it. @throws Refusal 429 `run/queue-full` */
export async function queueRun(
  trx: Trx,
  runner: Runner,
  run: Pick<JobRow, 'kind' | 'scenarioId' | 'title' | 'body' | 'clientDigest' | 'authorId'> &
    Partial<Pick<JobRow, 'impactId' | 'impactPart'>>,
): Promise<Job> {
  const { count } = await trx
    .selectFrom('jobs')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('state', 'in', ['queued', 'running'])
    .executeTakeFirstOrThrow()
  if (Number(count) >= MAX_OPEN_JOBS) {
    throw refuse(429, 'run/queue-full', both('Hàng đợi tính toán đã đầy', 'The queue is full; try again later'))
  }
  const row = await trx
    .insertInto('jobs')
    .values({
      ...run,
      id: recordId(),
      body: JSON.stringify(run.body),
      state: 'queued',
      attempts: 0,
      createdAt: new Date(),
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  await runner.enqueue(trx, row.id)
  await appendEvent(trx, { type: 'job', job: jobOf(row) })
  return jobOf(row)
}

/** @throws Refusal 422, 409 `run/city`: what the server would not compute */
export async function expectRunnable(tiles: CityTiles, kind: RunKind, body: ScenarioBody): Promise<void> {
  if (kind === 'traffic' && !body.traffic) {
    const message = both('Phương án chưa có giả định giao thông', 'The scenario says nothing of how people travel')
    throw refuse(422, 'run/traffic', message, 'body.traffic')
  }
  if (kind === 'lighting' && !body.lighting) {
    const message = both('Phương án chưa có giả định chiếu sáng', 'The scenario says nothing of how streets are lit')
    throw refuse(422, 'run/lighting', message, 'body.lighting')
  }
  if (kind === 'drainage' || (kind === 'traffic' && body.traffic?.flood)) await expectWindow(tiles, body)
  try {
    await expectCity(tiles, body.city)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    const { code, message, place = '', expected = '' } = error.detail
    throw new Refusal(409, { code, message: { ...message }, place, expected })
  }
}

/** What the drainage engine can compute: an area of its size, in cells of the ground. */
async function expectWindow(tiles: CityTiles, { area, cellSizeMetres }: ScenarioBody): Promise<void> {
  const [x0, y0, x1, y1] = area
  if (Math.max(x1 - x0, y1 - y0) > MAX_AREA_SIDE_METRES) {
    const message = both('Khu vực tính toán quá lớn', 'The area is too large')
    throw refuse(422, 'run/area', message, 'body.area', `≤ ${MAX_AREA_SIDE_METRES} m`)
  }
  const ground = (await tiles.manifest()).city.grids[0]?.spec.cellSize ?? cellSizeMetres
  if (cellSizeMetres < ground || Math.abs(cellSizeMetres / ground - Math.round(cellSizeMetres / ground)) > 1e-9) {
    const message = both(
      'Cỡ ô không phải bội số của cỡ ô mặt đất',
      'The cell size is no whole multiple of the ground’s',
    )
    throw refuse(422, 'run/cell-size', message, 'body.cellSizeMetres', `${ground} m × n`)
  }
}

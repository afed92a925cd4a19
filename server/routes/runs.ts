/** Runs and the jobs that make them. The server computes for itself; what the browser found is only compared. */
import { z } from 'zod'
import { type Job, jobSchema, newRunSchema, storedRunSchema } from '../../scenarios/api/api.ts'
import { runKinds } from '../../scenarios/run.ts'
import { type ScenarioBody, scenarioBodySchema } from '../../scenarios/scenario.ts'
import { both } from '../../scenarios/text.ts'
import { readRecord } from '../../scenarios/wire.ts'
import type { House } from '../house.ts'
import { type App, idParams, notFound, refuse } from '../http.ts'
import { jobOf, moveJob, queueJob, storedRunOf } from '../jobs.ts'
import { expectRunnable } from '../runnable.ts'
import { SCENARIO_BYTES } from './scenarios.ts'

const planners = ['planner', 'admin'] as const
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
      const job = await db
        .transaction()
        .execute((trx) =>
          queueJob(trx, runner, { kind, scenarioId, title, body, clientDigest, authorId: request.user!.id }),
        )
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
    async ({ query }) => {
      let runs = db.selectFrom('runs').selectAll().orderBy('createdAt', 'desc').limit(MAX_RUNS_LISTED)
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
    async ({ params }) => {
      const row = await db.selectFrom('runs').selectAll().where('id', '=', params.id).executeTakeFirst()
      if (!row) throw notFound(`run/${params.id}`)
      return storedRunOf(row)
    },
  )

  app.get(
    '/api/runs/:id/body',
    { config: { access: 'anyone' }, schema: { params: idParams, response: { 200: scenarioBodySchema } } },
    async ({ params }) => {
      const row = await db.selectFrom('runs').select('body').where('id', '=', params.id).executeTakeFirst()
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

/** Scenarios: kept with every revision; a save must name the revision that it changes. */
import { z } from 'zod'
import { savedScenarioSchema, saveScenarioSchema, scenarioSummarySchema, type User } from '../../scenarios/api/api.ts'
import { hashRecord } from '../../scenarios/canonical.ts'
import { type Scenario, scenarioHash, scenarioSchema } from '../../scenarios/scenario.ts'
import { both } from '../../scenarios/text.ts'
import { readRecord } from '../../scenarios/wire.ts'
import type { Db, Trx } from '../database.ts'
import { appendEvent } from '../events.ts'
import type { House } from '../house.ts'
import { type App, idParams, notFound, refuse } from '../http.ts'
import { appendLedger } from '../ledger.ts'
import type { Secrets } from '../secrets.ts'

const planners = ['planner', 'admin'] as const
/** 5000 edits with their rings. */
export const SCENARIO_BYTES = 16 * 2 ** 20

export function scenarioRoutes(app: App, { db, secrets }: House): void {
  app.get(
    '/api/scenarios',
    { config: { access: 'anyone' }, schema: { response: { 200: z.array(scenarioSummarySchema) } } },
    async ({ user }) => {
      const rows = await db
        .selectFrom('scenarios')
        .innerJoin('users', 'users.id', 'scenarios.authorId')
        .selectAll('scenarios')
        .select(['displayName', 'role'])
        .orderBy('savedAt', 'desc')
        .execute()
      return rows.map((row) => ({
        id: row.id,
        parentId: row.parentId,
        title: row.title,
        edits: row.edits,
        revision: row.revision,
        hash: row.hash,
        savedAt: row.savedAt.toISOString(),
        author: authorFor(user, row),
      }))
    },
  )

  app.get(
    '/api/scenarios/:id',
    { config: { access: 'anyone' }, schema: { params: idParams, response: { 200: savedScenarioSchema } } },
    async ({ params, user }) => readScenario(db, params.id, user),
  )

  app.post(
    '/api/scenarios',
    {
      bodyLimit: SCENARIO_BYTES,
      config: { access: planners },
      schema: { body: scenarioSchema, response: { 201: savedScenarioSchema } },
    },
    async (request, reply) => {
      const { body: scenario, user } = request
      await db.transaction().execute(async (trx) => {
        await expectParent(trx, scenario)
        const now = { ...headOf(scenario), revision: 1, authorId: user!.id, savedAt: new Date() }
        const made = await trx
          .insertInto('scenarios')
          .values({ id: scenario.id, ...now })
          .onConflict((conflict) => conflict.doNothing())
          .returning('id')
          .executeTakeFirst()
        if (!made)
          throw refuse(409, 'scenario/exists', both('Kịch bản đã có', 'The scenario is there already'), scenario.id)
        await keepRevision(trx, secrets, user!, scenario, 1, now.savedAt)
      })
      return reply.code(201).send(await readScenario(db, scenario.id, user))
    },
  )

  app.put(
    '/api/scenarios/:id',
    {
      bodyLimit: SCENARIO_BYTES,
      config: { access: planners },
      schema: { params: idParams, body: saveScenarioSchema, response: { 200: savedScenarioSchema } },
    },
    async (request) => {
      const { params, user } = request
      const { scenario, revision } = request.body
      if (scenario.id !== params.id) {
        throw refuse(
          400,
          'request/invalid',
          both('Sai mã kịch bản', 'Not the id of the address'),
          'body.scenario.id',
          params.id,
        )
      }
      await db.transaction().execute(async (trx) => {
        await expectParent(trx, scenario)
        const now = { ...headOf(scenario), revision: revision + 1, authorId: user!.id, savedAt: new Date() }
        const saved = await trx
          .updateTable('scenarios')
          .set(now)
          .where('id', '=', params.id)
          .where('revision', '=', revision)
          .returning('id')
          .executeTakeFirst()
        if (!saved) throw await conflictOf(trx, params.id)
        await keepRevision(trx, secrets, user!, scenario, revision + 1, now.savedAt)
      })
      return readScenario(db, params.id, user)
    },
  )
}

const headOf = (scenario: Scenario) => ({
  parentId: scenario.parentId,
  title: scenario.title,
  edits: scenario.body.edits.length,
  hash: scenarioHash(scenario.body),
})

async function keepRevision(
  trx: Trx,
  secrets: Secrets,
  user: User,
  scenario: Scenario,
  revision: number,
  savedAt: Date,
) {
  const hash = scenarioHash(scenario.body)
  await trx
    .insertInto('scenarioRevisions')
    .values({ scenarioId: scenario.id, revision, scenario: JSON.stringify(scenario), hash, authorId: user.id, savedAt })
    .execute()
  await appendLedger(trx, secrets, {
    userId: user.id,
    role: user.role,
    subject: `scenario/${scenario.id}`,
    action: 'scenario.saved',
    detail: { revision, record: hashRecord(scenario), scenario: hash },
  })
  await appendEvent(trx, { type: 'scenario', id: scenario.id, revision })
}

async function readScenario(db: Db, id: string, reader: User | null) {
  const row = await db
    .selectFrom('scenarios')
    .innerJoin('users', 'users.id', 'scenarios.authorId')
    .innerJoin('scenarioRevisions', (join) =>
      join
        .onRef('scenarioRevisions.scenarioId', '=', 'scenarios.id')
        .onRef('scenarioRevisions.revision', '=', 'scenarios.revision'),
    )
    .selectAll('scenarios')
    .select(['displayName', 'role', 'scenario'])
    .where('scenarios.id', '=', id)
    .executeTakeFirst()
  if (!row) throw notFound(`scenario/${id}`)
  const { scenario, revision, hash, savedAt } = row
  const current = readRecord('scenario', scenario)
  return { scenario: current, revision, hash, savedAt: savedAt.toISOString(), author: authorFor(reader, row) }
}

/** Names of people are for people with an account; others see the role. */
export const authorFor = (reader: User | null, author: { displayName: string; role: string }): string =>
  reader && !reader.mustChangePassword ? author.displayName : author.role

async function expectParent(trx: Trx, { id, parentId }: Scenario): Promise<void> {
  if (parentId === null) return
  const parent = await trx.selectFrom('scenarios').select('id').where('id', '=', parentId).executeTakeFirst()
  if (parent && parentId !== id) return
  throw refuse(
    422,
    'scenario/parent',
    both('Không có kịch bản gốc', 'There is no such scenario to branch from'),
    parentId,
  )
}

async function conflictOf(trx: Trx, id: string) {
  const now = await trx.selectFrom('scenarios').select('revision').where('id', '=', id).executeTakeFirst()
  if (!now) return notFound(`scenario/${id}`)
  const message = both(
    'Kịch bản đã được lưu ở nơi khác trong lúc bạn sửa',
    'The scenario was saved elsewhere while you edited',
  )
  return refuse(409, 'scenario/conflict', message, id, `revision ${now.revision}`)
}

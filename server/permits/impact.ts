/**
 * The impact of a case's building, from what the desk asks to its record. Its runs are jobs like any other (`runner.ts`), so
 * that they are stopped, taken up again and stored once as all are; when the last of them is stored, the record is made.
 */
import type { FastifyBaseLogger } from 'fastify'
import { sql } from 'kysely'
import type { User } from '../../scenarios/api/api.ts'
import type { ImpactJob } from '../../scenarios/api/permits.ts'
import { hashRecord } from '../../scenarios/canonical.ts'
import { recordId } from '../../scenarios/ids.ts'
import type { Application } from '../../scenarios/permits/application.ts'
import {
  type DrainageCell,
  expectFrame,
  type ImpactAsk,
  type ImpactPart,
  impactParts,
  planImpact,
} from '../../scenarios/permits/impact.ts'
import { cellsOf, impactOf } from '../../scenarios/permits/impact-figures.ts'
import { terminalStates } from '../../scenarios/permits/process.ts'
import { checkPermit } from '../../scenarios/rules/check.ts'
import type { RunKind } from '../../scenarios/run.ts'
import type { ScenarioBody } from '../../scenarios/scenario.ts'
import { both } from '../../scenarios/text.ts'
import { readRecord } from '../../scenarios/wire.ts'
import { groundSpec } from '../../tiles/read/city.ts'
import { fileSource } from '../../tiles/read/file.ts'
import { openTiles, readCity } from '../../tiles/read/index.ts'
import type { Computed } from '../compute.ts'
import type { Db, PermitRow, Trx } from '../database.ts'
import { appendEvent } from '../events.ts'
import type { House } from '../house.ts'
import { describeError, refuse } from '../http.ts'
import { type JobRow, moveJob } from '../jobs.ts'
import { appendLedger } from '../ledger.ts'
import { keepRecord } from '../records.ts'
import { expectRunnable, queueRun } from '../routes/runs.ts'
import type { Secrets } from '../secrets.ts'
import type { CityTiles } from '../tiles.ts'
import { cityAtLot } from './city.ts'
import { expectUnit, lockPermit } from './desk.ts'
import { impactJobOf, jobsOf, lostInCell, subjectOfImpact } from './impact-read.ts'

const OPEN = ['queued', 'running'] as const
const kinds: Record<ImpactPart, RunKind> = { without: 'drainage', with: 'drainage', traffic: 'traffic' }

/**
 * Queues the runs of an impact of the case as it stands.
 * @throws Refusal 403 `permit/unit`, 409 `permit/closed`, `permit/impact-running`, `permit/conflict` · Problem where the lot or
 *   the city do not fit
 */
export async function startImpact(
  { db, secrets, tiles, runner }: House,
  user: User,
  permitId: string,
  asked: ImpactAsk,
): Promise<ImpactJob> {
  const seen = await db.transaction().execute((trx) => lockPermit(trx, permitId))
  expectUnit(user, seen.unitCode)
  const id = recordId()
  const plan = await planOf(tiles, seen, asked)
  const parts = impactParts.flatMap((part) => {
    const body = plan.bodies[part]
    return body ? [{ part, body }] : []
  })
  for (const { part, body } of parts) await expectRunnable(tiles, kinds[part], body)
  return db.transaction().execute(async (trx) => {
    const permit = await lockPermit(trx, permitId)
    if (permit.applicationHash !== seen.applicationHash) {
      const message = both('Hồ sơ vừa được sửa; hãy xem lại', 'The case has just been changed; look at it again')
      throw refuse(409, 'permit/conflict', message, permitId)
    }
    if (terminalStates.has(permit.state)) {
      throw refuse(409, 'permit/closed', both('Hồ sơ đã kết thúc', 'The case has ended'), permit.state)
    }
    if ((await jobsOf(trx, permitId)).some(({ state }) => isOpen(state))) {
      const message = both('Tác động của hồ sơ này đang được tính', 'The impact of this case is being computed')
      throw refuse(409, 'permit/impact-running', message, permitId)
    }
    const at = new Date()
    await trx
      .insertInto('permitImpacts')
      .values({
        id,
        permitId,
        applicationHash: permit.applicationHash,
        asked: JSON.stringify(asked),
        plan: JSON.stringify(plan),
        authorId: user.id,
        at,
        found: '{}',
      })
      .execute()
    const title = `Tác động công trình / impact of a building – ${permit.code}`
    const asks = { scenarioId: null, title, clientDigest: null, authorId: user.id, impactId: id }
    for (const { part, body } of parts)
      await queueRun(trx, runner, { ...asks, kind: kinds[part], body, impactPart: part })
    await appendLedger(trx, secrets, {
      userId: user.id,
      role: user.role,
      subject: `permit/${permitId}`,
      action: 'permit.impact-asked',
      detail: { impact: id, application: permit.applicationHash, asked },
    })
    await appendEvent(trx, { type: 'permit', id: permitId, revision: permit.revision })
    return (await impactJobOf(trx, permitId))!
  })
}

const isOpen = (state: string): boolean => OPEN.some((open) => open === state)

async function planOf(tiles: CityTiles, permit: PermitRow, asked: ImpactAsk) {
  const application = permit.application as Application
  const { city } = await tiles.manifest()
  expectFrame(city.frame)
  // A lot that crosses itself is refused by the corner that is wrong.
  checkPermit(application.check)
  const opened = await tiles.open()
  const around = await cityAtLot(tiles, application)
  const seed = Number.parseInt(permit.applicationHash.slice(0, 8), 16)
  return planImpact(around, groundSpec(opened), application, { key: `permit/${permit.id}`, asked, seed })
}

/** Stops the impact that is being computed. @throws Refusal 403 `permit/unit`, 409 `permit/no-impact` */
export async function stopImpact({ db }: House, user: User, permitId: string): Promise<ImpactJob> {
  return db.transaction().execute(async (trx) => {
    const permit = await lockPermit(trx, permitId)
    expectUnit(user, permit.unitCode)
    const open = (await jobsOf(trx, permitId)).filter(({ state }) => isOpen(state))
    if (open.length === 0) {
      throw refuse(
        409,
        'permit/no-impact',
        both('Không có tác động nào đang tính', 'No impact is being computed'),
        permitId,
      )
    }
    for (const { id } of open) await moveJob(trx, id, OPEN, { state: 'cancelled' })
    await appendEvent(trx, { type: 'permit', id: permitId, revision: permit.revision })
    return (await impactJobOf(trx, permitId))!
  })
}

/** The lot of the impact that a job is a part of. */
export async function lotOf(db: Db, { impactId }: Pick<JobRow, 'impactId'>) {
  if (impactId === null) return undefined
  const row = await db.selectFrom('permitImpacts').select('plan').where('id', '=', impactId).executeTakeFirst()
  return row?.plan.lot
}

/** Keeps what a part of an impact found, in the transaction that stores its run. */
export async function keepFound(trx: Trx, { impactId, impactPart }: JobRow, { found }: Computed): Promise<void> {
  if (impactId === null || impactPart === null) return
  await trx
    .updateTable('permitImpacts')
    .set({ found: sql`found || ${JSON.stringify({ [impactPart]: found })}::jsonb` })
    .where('id', '=', impactId)
    .execute()
}

interface Parts {
  readonly db: Db
  readonly secrets: Secrets
  readonly tiles: CityTiles
  readonly log: FastifyBaseLogger
}

/** Makes the record of impacts whose every run is stored: of the one named, or of all that a stop of the server left so. */
export async function finishImpacts(parts: Parts, impactId: string | null = null): Promise<void> {
  let ready = parts.db
    .selectFrom('permitImpacts')
    .select('id')
    .where('revision', 'is', null)
    .where('error', 'is', null)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('jobs')
            .select('jobs.id')
            .whereRef('jobs.impactId', '=', 'permitImpacts.id')
            .where('state', '<>', 'done'),
        ),
      ),
    )
  if (impactId !== null) ready = ready.where('id', '=', impactId)
  for (const { id } of await ready.execute()) {
    try {
      await finish(parts, id)
    } catch (error) {
      const { status, detail } = describeError(error)
      if (status === 503) throw error
      if (status >= 500) parts.log.error(error)
      await parts.db.transaction().execute(async (trx) => {
        const failed = trx
          .updateTable('permitImpacts')
          .set({ error: JSON.stringify(detail) })
          .where('id', '=', id)
        const { permitId } = await failed.returning('permitId').executeTakeFirstOrThrow()
        const { revision } = await lockPermit(trx, permitId)
        await appendEvent(trx, { type: 'permit', id: permitId, revision })
      })
    }
  }
}

async function finish({ db, secrets, tiles }: Parts, id: string): Promise<void> {
  const impact = await db.selectFrom('permitImpacts').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  const { permitId, plan, asked, found, applicationHash } = impact
  const read = await readFor(tiles, plan.bodies.without, (found.traffic?.length ?? 0) > 0)
  const stored = await db
    .selectFrom('runs')
    .innerJoin('jobs', 'jobs.id', 'runs.jobId')
    .select(['runs.record', 'runs.ledgerSequence', 'jobs.impactPart'])
    .where('impactId', '=', id)
    .execute()
  const runs = impactParts.flatMap((part) =>
    stored
      .filter(({ impactPart }) => impactPart === part)
      .map(({ record, ledgerSequence }) => ({ part, ledgerSequence, record: readRecord('run', record) })),
  )
  await db.transaction().execute(async (trx) => {
    const permit = await lockPermit(trx, permitId)
    const open = await trx
      .selectFrom('permitImpacts')
      .select('revision')
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst()
    if (!open || open.revision !== null) return
    const application = await applicationOf(trx, permit, applicationHash)
    const cells: DrainageCell[] = []
    for (const cell of cellsOf(read.city, plan.lot))
      cells.push({ ...cell, others: await lostInCell(trx, cell.id, permitId) })
    const record = impactOf({
      ...{ id, permitId, applicationHash, application, asked, plan, runs, found, cells },
      ...read,
      computedAt: new Date().toISOString(),
    })
    const author = await trx
      .selectFrom('users')
      .select('role')
      .where('id', '=', impact.authorId)
      .executeTakeFirstOrThrow()
    const { revision } = await keepRecord(trx, secrets, {
      userId: impact.authorId,
      role: author.role,
      subject: subjectOfImpact(permitId),
      action: 'permit.impact',
      record,
      detail: { permit: permitId, impact: id, runs: record.runs.map((run) => run.id), application: applicationHash },
    })
    await trx
      .updateTable('permitImpacts')
      .set({
        revision,
        cells: JSON.stringify(cells.map((cell) => cell.id)),
        lostCubicMetres: record.storage.lostCubicMetres,
      })
      .where('id', '=', id)
      .execute()
    await appendEvent(trx, { type: 'permit', id: permitId, revision: permit.revision })
  })
}

/** The window as it stands, and the names of streets where some have changed. */
async function readFor(tiles: CityTiles, body: ScenarioBody, streets: boolean) {
  const opened = await openTiles(fileSource(tiles.dir), undefined, body.city)
  const { area } = body
  const layers = ['buildings', 'parcels', 'addresses', 'blocks', 'subunits'] as const
  const city = await readCity(opened, area, undefined, { layers })
  const { bounds } = opened.manifest.city
  const roads = streets
    ? (await readCity(opened, bounds, undefined, { layers: ['roads'], ground: false })).layers.roads
    : new Map()
  const streetNames = new Map([...roads].map(([id, { properties }]) => [id, properties.name as string | null]))
  return { city, streetNames }
}

/** As it was when the impact was asked for, whatever a supplement brought since. */
async function applicationOf(trx: Trx, permit: PermitRow, hash: string): Promise<Application> {
  if (permit.applicationHash === hash) return permit.application as Application
  const past = await trx
    .selectFrom('permitHistory')
    .select('application')
    .where('permitId', '=', permit.id)
    .where('application', 'is not', null)
    .orderBy('revision', 'desc')
    .execute()
  const found = past.find(({ application }) => application && hashRecord(application) === hash)?.application
  if (!found) throw new Error(`Expected the application ${hash} among those of ${permit.id}`)
  return found
}

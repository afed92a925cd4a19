/**
 * What the clock does by itself: runs that are all there are compared, a consultation whose days are over is concluded, a plan
 * whose period is over expires, and approved zoning, which needs no works, comes to stand on the day from which it holds.
 * Each is looked at again under its lock, so that doing it twice does nothing.
 */
import type { FastifyBaseLogger } from 'fastify'
import { sql } from 'kysely'
import type { PlanEvent } from '../../scenarios/plans/process.ts'
import { moveChange } from '../city-changes.ts'
import type { House } from '../house.ts'
import { Refusal } from '../http.ts'
import { stepPlan, today } from './desk.ts'
import type { PlanDesk } from './plan-row.ts'
import { doerOf } from './record.ts'
import { planOfJob, plansToSettle, settleRuns } from './submission.ts'

const EVERY_MS = 10 * 60_000

/** Steps that were due by now. @returns how many plans and changes moved */
export async function runPlanClock(desk: PlanDesk, date = today()): Promise<number> {
  const { db } = desk
  let moved = 0
  for (const id of await plansToSettle(db)) if (await settleRuns(desk, id)) moved++
  const over = await db
    .selectFrom('plans')
    .select(['id', 'revision'])
    .where('state', '=', 'consulting')
    .where('consultedUntil', '<', date)
    .execute()
  for (const plan of over) if (await act(desk, plan, 'conclude')) moved++
  const expired = await db
    .selectFrom('plans')
    .select(['id', 'revision'])
    .where('state', 'in', ['approved', 'published', 'marked'])
    .where('expiresOn', '<', date)
    .execute()
  for (const plan of expired) if (await act(desk, plan, 'expire')) moved++
  const zoned = await db
    .selectFrom('cityChanges')
    .select('id')
    .where(sql<boolean>`starts_with(source, 'plan/')`)
    .where(sql<boolean>`edit->>'kind' = 'parcel.zoning'`)
    .where('buildState', '=', 'approved')
    .where('effectiveFrom', '<=', date)
    .orderBy('effectiveFrom')
    .orderBy('source')
    .orderBy('position')
    .execute()
  for (const { id } of zoned) if (await stand(desk, id)) moved++
  return moved
}

async function act(desk: PlanDesk, plan: { id: string; revision: number }, event: PlanEvent): Promise<boolean> {
  return unlessMoved(async () => {
    await stepPlan(desk, 'clock', plan.id, { event, revision: plan.revision, note: '' })
  })
}

const stand = ({ db, secrets }: PlanDesk, changeId: string): Promise<boolean> =>
  unlessMoved(async () => {
    await db.transaction().execute((trx) => moveChange(trx, secrets, doerOf('clock'), changeId, 'complete'))
  })

/** Someone moved it on in between: it is looked at again. */
async function unlessMoved(work: () => Promise<void>): Promise<boolean> {
  try {
    await work()
    return true
  } catch (error) {
    if (error instanceof Refusal) return false
    throw error
  }
}

/** Looks every ten minutes and at the start; runs that are done are compared at once. */
export function startPlanClock(house: House, log: FastifyBaseLogger): () => Promise<void> {
  let running: Promise<unknown> = Promise.resolve()
  const then = (work: () => Promise<unknown>) => {
    running = running.then(work).catch((error: unknown) => {
      log.error(error)
    })
  }
  const look = () => then(() => runPlanClock(house))
  look()
  const timer = setInterval(look, EVERY_MS)
  const forget = house.events.listen(({ event }) => {
    if (event.type !== 'job' || !['done', 'failed', 'cancelled'].includes(event.job.state)) return
    then(async () => {
      const plan = await planOfJob(house.db, event.job.id)
      if (plan) await settleRuns(house, plan)
    })
  })
  return async () => {
    clearInterval(timer)
    forget()
    await running
  }
}

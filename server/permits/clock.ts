/**
 * What the clock does by itself: a consulted body that was silent has consented, a permit whose works never started has
 * lapsed. Each case is a step of its own by the state table, so that doing it again does nothing.
 */
import type { FastifyBaseLogger } from 'fastify'
import { mayDo, type PermitEvent } from '../../scenarios/permits/process.ts'
import { Refusal } from '../http.ts'
import { runWorksClock } from '../works/clock.ts'
import { clockColumns, clockSettings, pastOf } from './calendar.ts'
import { type Desk, factsOf, historyOf, lockPermit, stepPermit } from './desk.ts'

const EVERY_MS = 10 * 60_000
const AT_A_TIME = 100

/** Steps that were due by now. @returns how many cases moved */
export async function runClock(desk: Desk, now = new Date()): Promise<number> {
  const { db } = desk
  let moved = 0
  for (;;) {
    const due = await db
      .selectFrom('permits')
      .select('id')
      .where('actsAt', '<=', now)
      .orderBy('actsAt')
      .limit(AT_A_TIME)
      .execute()
    const before = moved
    for (const { id } of due) if (await act(desk, id)) moved++
    if (due.length < AT_A_TIME || moved === before) return moved
  }
}

async function act(desk: Desk, id: string): Promise<boolean> {
  const { db } = desk
  const next = await db.transaction().execute(async (trx) => {
    const permit = await lockPermit(trx, id)
    const history = (await historyOf(trx, id)).map(pastOf)
    const now = new Date().toISOString()
    const event: PermitEvent | undefined = mayDo(history, 'clock', await factsOf(trx, permit, history, now))[0]
    if (event) return { event, revision: permit.revision, note: '', clauses: [] }
    // Nothing to do after all: the columns say when there is.
    const columns = clockColumns(history, permit, await clockSettings(trx), now)
    const later = columns.actsAt !== null && columns.actsAt.getTime() > Date.now() ? columns.actsAt : null
    await trx
      .updateTable('permits')
      .set({ ...columns, actsAt: later })
      .where('id', '=', id)
      .execute()
    return null
  })
  if (!next) return false
  try {
    await stepPermit(desk, 'clock', id, next)
    return true
  } catch (error) {
    // Someone moved it on in between: it is looked at again.
    if (error instanceof Refusal) return false
    throw error
  }
}

/** Looks every ten minutes, and at the start. */
export function startClock(desk: Desk, log: FastifyBaseLogger): () => Promise<void> {
  let running: Promise<unknown> = Promise.resolve()
  const look = () => {
    running = running
      .then(() => runClock(desk))
      .then(() => runWorksClock(desk))
      .catch((error: unknown) => {
        log.error(error)
      })
  }
  look()
  const timer = setInterval(look, EVERY_MS)
  return async () => {
    clearInterval(timer)
    await running
  }
}

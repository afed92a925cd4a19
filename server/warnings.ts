/** Warnings to the public: kept once, ended by a later one or by their time, told on the event stream. */
import { sql } from 'kysely'
import type { User } from '../scenarios/api/api.ts'
import type { WarningsAnswer } from '../scenarios/api/warnings.ts'
import { both } from '../scenarios/text.ts'
import { inForce } from '../scenarios/warning-words.ts'
import { type Warning, warningSchema } from '../scenarios/warnings.ts'
import type { Db } from './database.ts'
import { appendEvent } from './events.ts'
import type { House } from './house.ts'
import { refuse } from './http.ts'
import { keepRecord } from './records.ts'

/** Held while a warning is published: two never end the same one. */
const WARNINGS_LOCK = 7_105_015
const UNIQUE_VIOLATION = '23505'
/** More in force at once warn nobody. */
const MOST_SHOWN = 50

/**
 * Publishes a warning that its office has decided on; who published it stands in the ledger (product guard 8).
 * @throws Refusal 409 `warning/known`; 422 `warning/over`, `warning/early`, `warning/reference` where what it refers to is not there or ended
 */
export async function publishWarning(
  { db, secrets }: Pick<House, 'db' | 'secrets'>,
  { id: userId, role }: Pick<User, 'id' | 'role'>,
  warning: Warning,
): Promise<void> {
  warningSchema.parse(warning)
  const now = new Date()
  if (Date.parse(warning.expires) <= now.getTime() && warning.msgType !== 'Cancel') {
    throw refuse(422, 'warning/over', both('Cảnh báo đã hết hạn', 'The warning is over already'), 'expires')
  }
  if (Date.parse(warning.sent) > now.getTime()) {
    throw refuse(422, 'warning/early', both('Giờ gửi còn ở phía trước', 'It is sent in time to come'), 'sent')
  }
  await db
    .transaction()
    .execute(async (trx) => {
      await sql`select pg_advisory_xact_lock(${WARNINGS_LOCK})`.execute(trx)
      await trx
        .insertInto('warnings')
        .values({
          ...{ id: warning.id, warning: JSON.stringify(warning), publishedAt: now, endedBy: null },
          ...{ sent: new Date(warning.sent), expires: new Date(warning.expires) },
        })
        .execute()
      for (const reference of warning.references) {
        const ended = await trx
          .updateTable('warnings')
          .set({ endedBy: warning.id })
          .where('id', '=', reference)
          .where('id', '!=', warning.id)
          .where('endedBy', 'is', null)
          .returning('warning')
          .executeTakeFirst()
        // An exercise never ends a real warning.
        if (ended?.warning.status === warning.status) continue
        const message = both('Không có cảnh báo này đang hiệu lực', 'There is no such warning in force')
        throw refuse(422, 'warning/reference', message, reference)
      }
      const deed = { userId, role, subject: `warning/${warning.id}`, action: 'warning.published' }
      await keepRecord(trx, secrets, { ...deed, record: warning, detail: { status: warning.status } })
      await appendEvent(trx, { type: 'warning', id: warning.id })
    })
    .catch((error: { code?: string }) => {
      if (error.code !== UNIQUE_VIOLATION) throw error
      throw refuse(409, 'warning/known', both('Mã cảnh báo đã dùng', 'A warning of this id is there'), warning.id)
    })
}

export async function readWarnings(db: Db, now = new Date()): Promise<WarningsAnswer> {
  const [rows, last] = await Promise.all([
    db
      .selectFrom('warnings')
      .select('warning')
      .where('endedBy', 'is', null)
      .where('expires', '>', now)
      .where('sent', '<=', now)
      .execute(),
    db
      .selectFrom('warnings')
      .select(({ fn }) => fn.max('publishedAt').as('at'))
      .executeTakeFirst(),
  ])
  const at = now.toISOString()
  const warnings = inForce(
    rows.map(({ warning }) => warning),
    at,
  )
  return { at, warnings: warnings.slice(0, MOST_SHOWN), lastPublishedAt: last?.at?.toISOString() ?? null }
}

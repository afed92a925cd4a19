/** Closures of street works that traffic meets at an instant. */
import { localDate } from '../../scenarios/permits/working-days.ts'
import { type Bar, barsOf, type Closing, closesAt, takenDates } from '../../scenarios/works/closures.ts'
import type { Db } from '../database.ts'

/** @param at the instant, ISO 8601; left out: now */
export async function closuresAt(db: Db, at?: string) {
  const now = new Date().toISOString()
  const instant = at ?? now
  const rows = await db
    .selectFrom('works')
    .select(['id', 'state', 'application', 'openedOn', 'restoredOn'])
    .where('startsOn', '<=', localDate(instant))
    .where('state', 'in', ['permitted', 'open', 'restored', 'accepted', 'warranty-ended'])
    .where((eb) => eb.or([eb('endsOn', '>=', localDate(instant)), eb('state', '=', 'open')]))
    .orderBy('id')
    .execute()
  const closing = rows.filter((row) => closesAt(row, instant, now))
  return {
    bars: closing.flatMap(({ application }): Bar[] => barsOf(application)),
    closures: closing.map((row) => ({
      id: row.id,
      title: row.application.title,
      until: takenDates(row satisfies Closing).to,
    })),
  }
}

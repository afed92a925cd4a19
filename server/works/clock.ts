/** What the clock does to works by itself: a permit that was not begun lapses, a warranty ends. */
import { localDate } from '../../scenarios/permits/working-days.ts'
import { mayDoWorks } from '../../scenarios/works/process.ts'
import { Refusal } from '../http.ts'
import { readRules, stepWorks, type WorksDesk, worksHistory } from './desk.ts'

/** @returns how many works moved */
export async function runWorksClock(desk: WorksDesk, now = new Date()): Promise<number> {
  const { db } = desk
  const at = now.toISOString()
  const rules = await readRules(db)
  const due = await db
    .selectFrom('works')
    .select(['id', 'revision', 'application'])
    .where('actsOn', '<=', localDate(at))
    .orderBy('id')
    .execute()
  let moved = 0
  for (const { id, revision, application } of due) {
    const facts = { at, application, rules, clashes: { stop: 0, person: 0 } }
    const event = mayDoWorks(await worksHistory(db, id), 'clock', facts).find((one) => one !== 'join')
    if (!event) continue
    try {
      await stepWorks(desk, 'clock', id, { event, revision, note: '' })
      moved++
    } catch (error) {
      // Someone moved it on in between: it is looked at again.
      if (!(error instanceof Refusal)) throw error
    }
  }
  return moved
}

/** Whether closures of the same days together cut off households from an ambulance: advice of the model, no rule. */
import type { WorksReach } from '../../scenarios/api/works.ts'
import { bothWithin, cutOffClash, type WorksPeer } from '../../scenarios/works/clashes.ts'
import { barsOf, takenDates } from '../../scenarios/works/closures.ts'
import type { WorksRow } from '../database.ts'
import type { House } from '../house.ts'

const CATEGORY = 'health'

export async function worksReach({ db, travel }: Pick<House, 'db' | 'travel'>, works: WorksRow): Promise<WorksReach> {
  const dates = takenDates(works)
  const rows = await db
    .selectFrom('works')
    .select(['id', 'state', 'application', 'openedOn', 'restoredOn'])
    .where('id', '!=', works.id)
    .where('state', 'in', ['submitted', 'changes-asked', 'coordinated', 'permitted', 'open'])
    .orderBy('id')
    .execute()
  const beside: WorksPeer[] = rows.filter(
    (one) => barsOf(one.application).length > 0 && bothWithin(dates, takenDates(one)) !== null,
  )
  const travelling = await travel.now()
  const bars = [works, ...beside].flatMap(({ application }) => barsOf(application))
  const without = await travelling.reach('ambulance', CATEGORY, [])
  const own = barsOf(works.application)
  const closed = own.length === 0 ? without : await travelling.reach('ambulance', CATEGORY, bars)
  const cutOff = Math.max(0, closed.found.cutOff - without.found.cutOff)
  return {
    cutOff,
    clash: cutOffClash(works.application.stretches, cutOff, beside, dates),
    illustrative: closed.basis.illustrative,
  }
}

/** The working calendar of the office, and what a case's clock says in columns: so that SQL sorts and counts cases by it. */
import { sql } from 'kysely'
import { type HolidayPreview, PREVIEWED_CASES } from '../../scenarios/api/office.ts'
import type { WorkCalendar } from '../../scenarios/api/permits.ts'
import type { Application } from '../../scenarios/permits/application.ts'
import { type ClockSettings, type ClockSubject, clockOf, SOON_DAYS } from '../../scenarios/permits/clock.ts'
import { type PermitPast, pendingOpinions, startBefore, stateOf } from '../../scenarios/permits/process.ts'
import {
  dayOf,
  type IsoDate,
  isoOf,
  usualDeskHours,
  type WorkingCalendar,
  workingCalendar,
} from '../../scenarios/permits/working-days.ts'
import type { Db, PermitRow, Trx } from '../database.ts'

const usual: WorkCalendar = { years: [], hours: usualDeskHours }

export async function readCalendar(db: Db): Promise<WorkCalendar> {
  const row = await db.selectFrom('workCalendar').select('calendar').executeTakeFirst()
  return row?.calendar ?? usual
}

export const settingsOf = ({ years, hours }: WorkCalendar): ClockSettings => ({
  calendar: workingCalendar(years),
  desk: hours,
  soonDays: SOON_DAYS,
})

/** As the office has settled it now. */
let known: { text: string; settings: ClockSettings } | null = null
export async function clockSettings(db: Db): Promise<ClockSettings> {
  const calendar = await readCalendar(db)
  const text = JSON.stringify(calendar)
  if (known?.text !== text) known = { text, settings: settingsOf(calendar) }
  return known.settings
}

export const subjectOf = ({ procedure, check }: Pick<Application, 'procedure' | 'check'>): ClockSubject => ({
  procedure,
  house: check.work.kind === 'house',
})

/** Midnight in Vietnam, with which the day begins. */
const startOf = (date: IsoDate): Date => new Date(`${date}T00:00:00+07:00`)
const dayAfter = (date: IsoDate): Date => startOf(isoOf(dayOf(date) + 1))

export type ClockColumns = Pick<PermitRow, 'due' | 'termDays' | 'paused' | 'closed' | 'soonAt' | 'lateAt' | 'actsAt'>

/** @param now the instant, ISO 8601 */
export function clockColumns(
  history: readonly PermitPast[],
  subject: ClockSubject,
  settings: ClockSettings,
  now: string,
): ClockColumns {
  const { calendar } = settings
  const { bucket, due, termDays } = clockOf(history, now, subject, settings)
  const closed = bucket === 'closed'
  const paused = bucket === 'paused'
  // While it stands, the day moves on with each day: there is none to sort by.
  const runs = due !== null && !closed && !paused
  return {
    due: runs ? due : null,
    termDays,
    paused,
    closed,
    soonAt: runs ? startOf(calendar.add(due, -SOON_DAYS)) : null,
    lateAt: runs ? dayAfter(due) : null,
    actsAt: actsAt(history, calendar),
  }
}

/** When the clock itself does the next step; null: it does not. */
function actsAt(history: readonly PermitPast[], calendar: WorkingCalendar): Date | null {
  switch (stateOf(history)) {
    case 'consulting': {
      const waiting = pendingOpinions(history, calendar).map(({ due }) => due)
      // Where every body has answered, who reviews it goes on when they have read the opinions.
      return waiting.length === 0 ? null : dayAfter(waiting.toSorted().at(-1)!)
    }
    case 'issued':
    case 'adjusted':
    case 'extended': {
      const last = startBefore(history)
      return last === null ? null : dayAfter(last)
    }
    default:
      return null
  }
}

/** History rows as the process reads them. */
export const pastOf = (row: {
  event: PermitPast['event']
  state: PermitPast['state']
  at: Date
  target: string | null
}): PermitPast => ({ event: row.event, state: row.state, at: row.at.toISOString(), to: row.target })

const AT_A_TIME = 500

/** Sets the clocks of all cases anew, after the calendar has changed. */
export async function resetClocks(trx: Trx, settings: ClockSettings): Promise<void> {
  const now = new Date().toISOString()
  for (let after = ''; ; ) {
    const cases = await trx
      .selectFrom('permits')
      .select(['id', 'procedure', 'house'])
      .where('closed', '=', false)
      .$if(after !== '', (query) => query.where('id', '>', after))
      .orderBy('id')
      .limit(AT_A_TIME)
      .forUpdate()
      .execute()
    if (cases.length === 0) return
    after = cases.at(-1)!.id
    const histories = await historiesOf(
      trx,
      cases.map(({ id }) => id),
    )
    const rows = cases.map(({ id, procedure, house }) => {
      const columns = clockColumns(histories.get(id) ?? [], { procedure, house }, settings, now)
      return { id, due: columns.due, soon_at: columns.soonAt, late_at: columns.lateAt, acts_at: columns.actsAt }
    })
    await sql`update permits p set due = n.due, soon_at = n.soon_at, late_at = n.late_at, acts_at = n.acts_at
      from json_to_recordset(${JSON.stringify(rows)}::json)
        as n (id uuid, due date, soon_at timestamptz, late_at timestamptz, acts_at timestamptz)
      where p.id = n.id`.execute(trx)
  }
}

/** How open cases would stand by another calendar; nothing is written. @param unitCode null: of every unit */
export async function previewCalendar(
  db: Db,
  calendar: WorkCalendar,
  unitCode: string | null,
): Promise<HolidayPreview> {
  const settings = settingsOf(calendar)
  const instant = new Date()
  const now = instant.toISOString()
  const found: HolidayPreview = { open: 0, moved: 0, cases: [] }
  const moved: HolidayPreview['cases'] = []
  for (let after = ''; ; ) {
    const cases = await db
      .selectFrom('permits')
      .select(['id', 'code', 'unitCode', 'procedure', 'house', 'due'])
      .where('closed', '=', false)
      .$if(unitCode !== null, (query) => query.where('unitCode', '=', unitCode!))
      .$if(after !== '', (query) => query.where('id', '>', after))
      .orderBy('id')
      .limit(AT_A_TIME)
      .execute()
    if (cases.length === 0) break
    after = cases.at(-1)!.id
    const histories = await historiesOf(
      db,
      cases.map(({ id }) => id),
    )
    found.open += cases.length
    for (const { id, code, unitCode: unit, procedure, house, due: before } of cases) {
      const columns = clockColumns(histories.get(id) ?? [], { procedure, house }, settings, now)
      if (columns.due === before) continue
      const late = (date: string | null) => date !== null && dayAfter(date) <= instant
      moved.push({ code, unitCode: unit, before, after: columns.due, becomesLate: late(columns.due) && !late(before) })
    }
  }
  moved.sort((a, b) => ((a.before ?? '') < (b.before ?? '') ? -1 : 1))
  return { ...found, moved: moved.length, cases: moved.slice(0, PREVIEWED_CASES) }
}

export async function historiesOf(db: Db, ids: readonly string[]): Promise<Map<string, PermitPast[]>> {
  const found = new Map<string, PermitPast[]>()
  if (ids.length === 0) return found
  const rows = await db
    .selectFrom('permitHistory')
    .select(['permitId', 'event', 'state', 'at', 'target'])
    .where('permitId', 'in', [...ids])
    .orderBy('permitId')
    .orderBy('revision')
    .execute()
  for (const row of rows) {
    const past = found.get(row.permitId)
    if (past) past.push(pastOf(row))
    else found.set(row.permitId, [pastOf(row)])
  }
  return found
}

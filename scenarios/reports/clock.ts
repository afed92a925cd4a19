/** By when a field report is to be received and answered: working hours, working days, and hours by the clock for what is urgent. */
import { dayOf, type IsoDate, isoOf, localDate, type WorkingCalendar } from '../permits/working-days.ts'
import { openStates, type ReportPast, reportStateOf } from './process.ts'
import type { ReportSettings } from './settings.ts'

const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000
/** Midnight in Vietnam, with which a date begins, ms. */
const midnight = (date: IsoDate): number => Date.parse(`${date}T00:00:00+07:00`)
const nextDay = (date: IsoDate): IsoDate => isoOf(dayOf(date) + 1)
/** The last instant of a date, ms: 23:59:59. */
const endOf = (date: IsoDate): number => midnight(nextDay(date)) - 1000

/** The instant that is so many working hours later, ms. */
export function addWorkingHours(
  from: number,
  hours: number,
  spans: ReportSettings['hours']['value'],
  calendar: WorkingCalendar,
): number {
  let left = hours * HOUR_MS
  for (let date = localDate(new Date(from).toISOString()); ; date = nextDay(date)) {
    if (!calendar.isWorking(date)) continue
    for (const { fromMinutes, toMinutes } of spans) {
      const opens = Math.max(from, midnight(date) + fromMinutes * MINUTE_MS)
      const closes = midnight(date) + toMinutes * MINUTE_MS
      if (opens >= closes) continue
      if (left <= closes - opens) return opens + left
      left -= closes - opens
    }
  }
}

export interface ReportClock {
  /** When the step that is awaited is due: received, or answered; null: nothing runs. ISO 8601. */
  readonly due: string | null
  /** When the answer is due. */
  readonly answerDue: string | null
}

/** The last sending or reopening: from then the clock runs. */
const begunAt = (history: readonly ReportPast[]): string | undefined =>
  history.findLast(({ event }) => event === 'send' || event === 'reopen')?.at

/** The last day that an extension may reach. */
export const latestDay = (
  history: readonly ReportPast[],
  { complexDays }: ReportSettings,
  calendar: WorkingCalendar,
): IsoDate => calendar.add(localDate(begunAt(history) ?? new Date(0).toISOString()), complexDays.value)

export function reportClock(
  history: readonly ReportPast[],
  urgent: boolean,
  settings: ReportSettings,
  calendar: WorkingCalendar,
): ReportClock {
  const begun = begunAt(history)
  const state = reportStateOf(history)
  if (begun === undefined || !openStates.has(state)) return { due: null, answerDue: null }
  const from = Date.parse(begun)
  const extended = history.findLast(({ event, at }) => event === 'extend' && at >= begun)?.until
  const ordinary = urgent
    ? from + settings.urgentHours.value * HOUR_MS
    : endOf(calendar.add(localDate(begun), settings.ordinaryDays.value))
  const answer = extended ? endOf(extended) : ordinary
  const intake = Math.min(
    answer,
    addWorkingHours(from, settings.intakeHours.value, settings.hours.value, calendar),
    // A fallen wire at night is not left until the office opens.
    ...(urgent ? [from + settings.intakeHours.value * HOUR_MS] : []),
  )
  const iso = (ms: number) => new Date(ms).toISOString()
  return { due: iso(state === 'new' || state === 'reopened' ? intake : answer), answerDue: iso(answer) }
}

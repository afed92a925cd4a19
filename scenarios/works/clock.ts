/** The clock of a registration: working days from the complete registration to the permit, standing while changes are awaited. */
import type { Clock } from '../api/permits.ts'
import type { ClockSettings } from '../permits/clock.ts'
import { countsFrom, localDate } from '../permits/working-days.ts'
import { endedStates, type WorksPast, worksStateOf } from './process.ts'
import type { WorksRules } from './rules.ts'

const answers: ReadonlySet<WorksPast['event']> = new Set(['permit', 'refuse', 'withdraw'])

/** @param at now: the instant, ISO 8601 */
export function worksClockOf(
  history: readonly WorksPast[],
  at: string,
  { answerDays: { value: termDays } }: WorksRules,
  { calendar, desk, soonDays }: ClockSettings,
): Clock {
  const state = worksStateOf(history)
  const answer = history.find(({ event }) => answers.has(event))
  const answered = answer !== undefined || endedStates.has(state)
  const first = history.find((past) => past.state === 'submitted')
  if (!first) return { bucket: answered ? 'closed' : 'ahead', due: null, leftDays: null, termDays }
  let pausedDays = 0
  history.forEach((past, i) => {
    if (past.event !== 'ask-changes') return
    const resumed = history.slice(i + 1).find(({ event }) => event === 'submit' || answers.has(event))
    const back = resumed?.event === 'submit' ? countsFrom(resumed.at, desk, calendar) : localDate(resumed?.at ?? at)
    pausedDays += Math.max(0, calendar.between(localDate(past.at), back))
  })
  const due = calendar.add(countsFrom(first.at, desk, calendar), termDays + pausedDays)
  const until = localDate(answer?.at ?? at)
  const leftDays = until > due ? Math.min(-1, -calendar.between(due, until)) : calendar.between(until, due)
  const running = leftDays < 0 ? 'late' : leftDays <= soonDays ? 'soon' : 'ahead'
  const paused = state === 'changes-asked'
  return { bucket: answered ? 'closed' : paused ? 'paused' : running, due, leftDays, termDays }
}

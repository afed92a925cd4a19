/**
 * The clock of a case: working days from the complete dossier to the answer, standing still while the applicant supplements.
 * The day of receipt is not counted: a dossier of 7 days taken in on Monday is due on the seventh working day after it.
 */
import type { Clock } from '../api/permits.ts'
import { type Bilingual, both } from '../text.ts'
import type { Procedure } from './application.ts'
import { type PermitEvent, type PermitPast, pendingOpinions, startBefore, stateOf, terminalStates } from './process.ts'
import { consultationDaysOn, termsOn } from './terms.ts'
import { countsFrom, type DeskHours, type IsoDate, localDate, type WorkingCalendar } from './working-days.ts'

/** What the terms hang on. */
export interface ClockSubject {
  readonly procedure: Procedure
  readonly house: boolean
}

export interface ClockSettings {
  readonly calendar: WorkingCalendar
  readonly desk: DeskHours
  /** Sắp đến hạn: as many working days left, or fewer. */
  readonly soonDays: number
}
export const SOON_DAYS = 2

/** With these the desk has answered; what follows has terms of its own. */
const answers: ReadonlySet<PermitEvent | 'file'> = new Set([
  ...(['refuse-at-intake', 'refuse', 'withdraw', 'issue', 'register'] as const),
])

/** @param at now: the instant, ISO 8601 */
export function clockOf(
  history: readonly PermitPast[],
  at: string,
  subject: ClockSubject,
  settings: ClockSettings,
): Clock {
  const { calendar, soonDays } = settings
  const run = runOf(history, at, subject, settings)
  const answered = history.some(({ event }) => answers.has(event)) || terminalStates.has(stateOf(history))
  if (!run) {
    const { answerDays } = termsOn(localDate(at), subject.procedure, subject.house)
    return { bucket: answered ? 'closed' : 'ahead', due: null, leftDays: null, termDays: answerDays }
  }
  const { terms, due, until } = run
  // A day that is over is late at once, though no working day has passed since.
  const leftDays = until > due ? Math.min(-1, -calendar.between(due, until)) : calendar.between(until, due)
  const running = leftDays < 0 ? 'late' : leftDays <= soonDays ? 'soon' : 'ahead'
  const paused = stateOf(history) === 'supplement-requested'
  return { bucket: answered ? 'closed' : paused ? 'paused' : running, due, leftDays, termDays: terms.answerDays }
}

/** From when the clock runs, under which terms, until when it is looked at; null before a dossier was received. */
function runOf(
  history: readonly PermitPast[],
  at: string,
  { procedure, house }: ClockSubject,
  settings: ClockSettings,
) {
  const { calendar, desk } = settings
  const received = history.find(({ event }) => event === 'receive')
  if (!received) return null
  const start = countsFrom(received.at, desk, calendar)
  const terms = termsOn(start, procedure, house)
  const answer = history.find(({ event }) => answers.has(event))
  const until = localDate(answer?.at ?? at)
  let pausedDays = 0
  history.forEach((past, index) => {
    if (past.event !== 'request-supplement') return
    // Reassigning meanwhile changes nothing.
    const resumed = history.slice(index + 1).find(({ state }) => state !== 'supplement-requested')
    const back = resumed?.event === 'supplement' ? countsFrom(resumed.at, desk, calendar) : localDate(resumed?.at ?? at)
    pausedDays += Math.max(0, calendar.between(localDate(past.at), back))
  })
  return { start, terms, until, pausedDays, due: calendar.add(start, terms.answerDays + pausedDays) }
}

export interface Milestone {
  readonly title: Bilingual
  /** Last day. */
  readonly due: IsoDate
  /** The day it was done; null: not yet, or not needed. */
  readonly done: IsoDate | null
  readonly late: boolean
}

/** The steps inside the term, each with its own last day. Empty before a dossier was received. */
export function milestonesOf(
  history: readonly PermitPast[],
  at: string,
  subject: ClockSubject,
  settings: ClockSettings,
): Milestone[] {
  const { calendar, desk } = settings
  const run = runOf(history, at, subject, settings)
  if (!run) return []
  const { start, terms, until, pausedDays, due } = run
  const dayOfFirst = (event: PermitEvent): IsoDate | null => {
    const found = history.find((past) => past.event === event)
    return found ? localDate(found.at) : null
  }
  const milestone = (title: Bilingual, last: IsoDate, done: IsoDate | null, needed = true): Milestone => ({
    title,
    due: last,
    done,
    late: (done ?? (needed ? until : last)) > last,
  })
  const supplemented = history.find(({ event }) => event === 'supplement')
  const back = supplemented && countsFrom(supplemented.at, desk, calendar)
  const works = startBefore(history)
  return [
    milestone(
      titles.supplementNotice,
      calendar.add(start, terms.supplementNoticeDays),
      dayOfFirst('request-supplement'),
      false,
    ),
    milestone(titles.appraisal, calendar.add(start, terms.appraisalDays + pausedDays), dayOfFirst('propose')),
    ...history
      .filter(({ event }) => event === 'consult')
      .map((asked) => {
        const body = asked.to ?? ''
        const opinion = history.find(
          ({ event, to, at: then }) => event === 'opinion' && to === body && then >= asked.at,
        )
        const day = localDate(asked.at)
        const last = calendar.add(day, consultationDaysOn(day))
        const waiting = pendingOpinions(history, calendar).some((one) => one.body === body)
        return milestone(
          both(`Ý kiến của ${body}`, `Opinion of ${body}`),
          last,
          opinion ? localDate(opinion.at) : null,
          waiting,
        )
      }),
    ...(back
      ? [milestone(titles.refusalNotice, calendar.add(back, terms.refusalNoticeDays), dayOfFirst('refuse'), false)]
      : []),
    milestone(titles.answer, due, history.some(({ event }) => answers.has(event)) ? until : null),
    ...(works ? [milestone(titles.start, works, dayOfFirst('start'), terminalStates.has(stateOf(history)))] : []),
  ]
}

const titles = {
  supplementNotice: both('Thông báo bổ sung (một lần)', 'Notice of the one supplement'),
  appraisal: both('Thẩm định hồ sơ, kiểm tra thực địa', 'Appraisal and look at the site'),
  refusalNotice: both('Thông báo từ chối nếu bổ sung không đạt', 'Notice of refusal where the supplement fails'),
  answer: both('Trả kết quả', 'Answer'),
  start: both('Khởi công', 'Start of works'),
} as const

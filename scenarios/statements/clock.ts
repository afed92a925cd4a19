/** The clock of a request: working days from its receipt to the answer, standing while more is awaited from who asks. */
import { z } from 'zod'
import type { Clock } from '../api/permits.ts'
import type { ClockSettings } from '../permits/clock.ts'
import { countsFrom, localDate } from '../permits/working-days.ts'
import { endedStatements, type StatementPast } from './process.ts'

export const statementTermsSchema = z.strictObject({
  /** From the receipt to the answer, working days. */
  answerDays: z.number().int().min(1).max(60),
  /** The text that sets it. */
  clause: z.string().trim().min(1).max(300),
  /** `assumed`: from memory; `confirmed`: read in the text by the administrator. */
  confidence: z.enum(['assumed', 'confirmed']),
})
export type StatementTerms = z.infer<typeof statementTermsSchema>

/** No text at hand sets it: what was usual under the former law, to be confirmed by the office. */
export const assumedTerms: StatementTerms = {
  answerDays: 15,
  clause:
    'Luật Quy hoạch đô thị và nông thôn 47/2024/QH15, cung cấp thông tin quy hoạch (thời hạn theo trí nhớ, chưa đối chiếu)',
  confidence: 'assumed',
}

/** @param at now: the instant, ISO 8601 */
export function statementClockOf(
  history: readonly StatementPast[],
  at: string,
  { answerDays: termDays }: Pick<StatementTerms, 'answerDays'>,
  { calendar, desk, soonDays }: ClockSettings,
): Clock {
  const [first, last] = [history[0], history.at(-1)]
  if (!first || !last) return { bucket: 'ahead', due: null, leftDays: null, termDays }
  const ended = endedStatements.has(last.state)
  let pausedDays = 0
  history.forEach((past, i) => {
    if (past.event !== 'ask-more') return
    const back = history.slice(i + 1).find(({ state }) => state !== 'more-asked')
    const until = back?.event === 'supply' ? countsFrom(back.at, desk, calendar) : localDate(back?.at ?? at)
    pausedDays += Math.max(0, calendar.between(localDate(past.at), until))
  })
  const due = calendar.add(countsFrom(first.at, desk, calendar), termDays + pausedDays)
  const until = localDate(ended ? last.at : at)
  const leftDays = until > due ? Math.min(-1, -calendar.between(due, until)) : calendar.between(until, due)
  const running = leftDays < 0 ? 'late' : leftDays <= soonDays ? 'soon' : 'ahead'
  return { bucket: ended ? 'closed' : last.state === 'more-asked' ? 'paused' : running, due, leftDays, termDays }
}

/** Days of the desk's clock in words, as they are at the desk (Asia/Ho_Chi_Minh). */
import type { Clock } from '../../scenarios/api/permits.ts'
import type { Words } from '../shared/language.tsx'
import { text } from './text.ts'

export { day, today } from '../shared/days.ts'

export function leftInWords({ bucket, leftDays, due }: Clock, { t, number }: Words): string {
  if (bucket === 'closed') return ''
  if (bucket === 'paused') return t(text.stopped)
  if (due === null || leftDays === null) return t(text.notStarted)
  if (leftDays === 0) return t(text.today)
  return leftDays > 0 ? t(text.leftDays, { n: number(leftDays) }) : t(text.lateDays, { n: number(-leftDays) })
}

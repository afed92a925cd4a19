/** Days of the desk's clock in words, as they are at the desk (Asia/Ho_Chi_Minh). */
import type { Clock } from '../../scenarios/api/permits.ts'
import type { Words } from '../shared/language.tsx'
import { text } from './text.ts'

/** `21/12/2026`, of a date or an instant. */
export function day(iso: string, { language }: Words): string {
  const instant = iso.length === 10 ? new Date(`${iso}T12:00:00+07:00`) : new Date(iso)
  return new Intl.DateTimeFormat(language === 'vi' ? 'vi-VN' : 'en-GB', {
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
    timeZone: 'Asia/Ho_Chi_Minh',
  }).format(instant)
}

export function leftInWords({ bucket, leftDays, due }: Clock, { t, number }: Words): string {
  if (bucket === 'closed') return ''
  if (bucket === 'paused') return t(text.stopped)
  if (due === null || leftDays === null) return t(text.notStarted)
  if (leftDays === 0) return t(text.today)
  return leftDays > 0 ? t(text.leftDays, { n: number(leftDays) }) : t(text.lateDays, { n: number(-leftDays) })
}

/** `2026-11-25`: the day it is at the desk. */
export const today = (now = new Date()): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Ho_Chi_Minh' }).format(now)

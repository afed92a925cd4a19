/** Days in words, as they are at the desk (Asia/Ho_Chi_Minh). */
import type { Words } from './language.tsx'

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

/** `2026-11-25`: the day it is at the desk. */
export const today = (now = new Date()): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Ho_Chi_Minh' }).format(now)

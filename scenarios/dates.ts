/** Dates of the calendar in Vietnam, as text and as days since 1970. Pure. */

/** `2026-11-25` */
export type IsoDate = string

const DAY_MS = 86_400_000
/** Vietnam keeps UTC+7 all the year. */
const OFFSET_MS = 7 * 3_600_000

export const dayOf = (date: IsoDate): number => Date.parse(`${date}T00:00:00Z`) / DAY_MS
export const isoOf = (day: number): IsoDate => new Date(day * DAY_MS).toISOString().slice(0, 10)

/** The date in Vietnam at an instant (ISO 8601). */
export const localDate = (instant: string): IsoDate => isoOf(Math.floor((Date.parse(instant) + OFFSET_MS) / DAY_MS))

/** The same day some months on, or the last of that month. */
export function addMonths(date: IsoDate, months: number): IsoDate {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number]
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate()
  return new Date(Date.UTC(year, month - 1 + months, Math.min(day, last))).toISOString().slice(0, 10)
}

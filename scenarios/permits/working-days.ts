/**
 * Working days in Asia/Ho_Chi_Minh. Public holidays: Bộ luật Lao động 45/2019/QH14 Đ.112 and, for 24 November, NQ 28/2026/QH16;
 * one that falls on a weekly day off is taken on the next working day (Đ.111.3). What is settled anew each year (which days around
 * Tết, which neighbour of 2 September, swapped days) is the administrator's table; until that year is confirmed the
 * calendar assumes what has been usual, and says so.
 */
import { z } from 'zod'
import { addMonths, dayOf, type IsoDate, isoOf, localDate } from '../dates.ts'
import { type Bilingual, both } from '../text.ts'
import { type Day, lunarDay } from './lunar.ts'

export { addMonths, dayOf, type IsoDate, isoOf, localDate }

const DAY_MS = 86_400_000
/** Vietnam keeps UTC+7 all the year. */
const OFFSET_MS = 7 * 3_600_000
/** Minutes since midnight in Vietnam. */
const localMinutes = (instant: string): number => ((Date.parse(instant) + OFFSET_MS) % DAY_MS) / 60_000

export const holidayDaySchema = z.strictObject({
  date: z.iso.date(),
  /** A day off, or one that is worked (làm bù), whatever the law's own days say. */
  kind: z.enum(['off', 'working']),
  note: z.string().trim().max(200),
  source: z.string().trim().min(1).max(200),
})

export const holidayYearSchema = z.strictObject({
  year: z.number().int().min(1968).max(2100),
  /** The announcement that settles the year; null: not yet made. */
  confirmed: z.string().trim().min(1).max(200).nullable(),
  /** How many of the five days of Tết lie before the first of the lunar year; null: as usual. */
  tetDaysBefore: z.number().int().min(0).max(4).nullable(),
  /** The second day of the National Day; null: as usual. */
  nationalDay: z.enum(['before', 'after']).nullable(),
  days: z.array(holidayDaySchema).max(60),
})
export type HolidayYear = z.infer<typeof holidayYearSchema>

/** The administrator’s, a row for each year. */
export const holidayTableSchema = z
  .array(holidayYearSchema)
  .max(150)
  .refine((years) => new Set(years.map(({ year }) => year)).size === years.length, 'one row for each year')
  .refine((years) => years.every(({ year, days }) => days.every(({ date }) => date.startsWith(`${year}-`))), 'own year')
export type HolidayTable = z.infer<typeof holidayTableSchema>

export interface Holiday {
  readonly date: IsoDate
  readonly title: Bilingual
  readonly source: string
  /** It depends on what is not confirmed for this year. */
  readonly assumed: boolean
}

export interface WorkingCalendar {
  isWorking(date: IsoDate): boolean
  /** The date that is n working days later; n = 0: the date itself. */
  add(date: IsoDate, n: number): IsoDate
  /** Working days after `from`, up to and with `to`; negative the other way round. */
  between(from: IsoDate, to: IsoDate): number
  /** Days off of a year besides weekends, in order. */
  holidays(year: number): readonly Holiday[]
  /** Whether the year’s own days have been settled. */
  isConfirmed(year: number): boolean
}

const titles = {
  newYear: both('Tết Dương lịch', 'New Year'),
  tet: both('Tết Nguyên đán', 'Lunar New Year (Tết)'),
  hungKings: both('Giỗ Tổ Hùng Vương', 'Hùng Kings’ Commemoration Day'),
  reunification: both('Ngày Giải phóng miền Nam', 'Reunification Day'),
  labour: both('Quốc tế Lao động', 'Labour Day'),
  national: both('Quốc khánh', 'National Day'),
  culture: both('Ngày Văn hóa Việt Nam', 'Vietnamese Culture Day'),
} as const

const LABOUR_CODE = 'Bộ luật Lao động 45/2019/QH14, Đ.112'
const IN_LIEU = 'Bộ luật Lao động 45/2019/QH14, Đ.111.3'
const CULTURE_DAY = { from: '2026-07-01', source: 'NQ 28/2026/QH16' } as const

/** 0 Sunday … 6 Saturday */
const weekday = (day: Day): number => (((day + 4) % 7) + 7) % 7
const isWeekend = (day: Day): boolean => weekday(day) === 0 || weekday(day) === 6

/** As set in 2018–2026: one day before where Tết is a Tuesday, else two. */
const usualTetDaysBefore = (tet: Day): number => (weekday(tet) === 2 ? 1 : 2)
/** As set in 2020–2026: the side that joins the weekend. */
const usualNationalDay = (second: Day): 'before' | 'after' => ([0, 1, 4].includes(weekday(second)) ? 'after' : 'before')

export function workingCalendar(table: HolidayTable): WorkingCalendar {
  const given = new Map(table.map((row) => [row.year, row]))
  const known = new Map<number, { holidays: Holiday[]; off: Set<Day>; worked: Set<Day> }>()

  function yearOf(day: Day) {
    const year = new Date(day * DAY_MS).getUTCFullYear()
    const found = known.get(year) ?? settle(year, given.get(year))
    known.set(year, found)
    return found
  }
  const answers = new Map<Day, boolean>()
  function isWorkingDay(day: Day): boolean {
    let answer = answers.get(day)
    if (answer === undefined) {
      const { off, worked } = yearOf(day)
      answer = worked.has(day) || (!isWeekend(day) && !off.has(day))
      answers.set(day, answer)
    }
    return answer
  }

  return {
    isWorking: (date) => isWorkingDay(dayOf(date)),
    add(date, n) {
      let day = dayOf(date)
      for (let left = Math.abs(n); left > 0; ) {
        day += Math.sign(n)
        if (isWorkingDay(day)) left--
      }
      return isoOf(day)
    },
    between(from, to) {
      if (to < from) return -this.between(to, from)
      let count = 0
      const last = dayOf(to)
      for (let day = dayOf(from) + 1; day <= last; day++) if (isWorkingDay(day)) count++
      return count
    },
    holidays: (year) => yearOf(dayOf(`${year}-01-01`)).holidays,
    isConfirmed: (year) => given.get(year)?.confirmed != null,
  }
}

/** The law’s own days, those taken in lieu, and the administrator’s on top. */
function settle(year: number, row: HolidayYear | undefined) {
  const unsettled = row?.confirmed == null
  const found = new Map<Day, Holiday>()
  const keep = (day: Day, title: Bilingual, source = LABOUR_CODE, assumed = false) =>
    found.set(day, { date: isoOf(day), title, source, assumed })
  const on = (monthDay: string): Day => dayOf(`${year}-${monthDay}`)

  keep(on('01-01'), titles.newYear)
  const tet = lunarDay(year, 1, 1)
  const first = tet - (row?.tetDaysBefore ?? usualTetDaysBefore(tet))
  for (let day = first; day < first + 5; day++) keep(day, titles.tet, LABOUR_CODE, unsettled)
  keep(lunarDay(year, 3, 10), titles.hungKings)
  keep(on('04-30'), titles.reunification)
  keep(on('05-01'), titles.labour)
  const national = on('09-02')
  keep(national, titles.national)
  const side = row?.nationalDay ?? usualNationalDay(national)
  keep(national + (side === 'before' ? -1 : 1), titles.national, LABOUR_CODE, unsettled)
  if (isoOf(on('11-24')) >= CULTURE_DAY.from) keep(on('11-24'), titles.culture, CULTURE_DAY.source)

  const off = new Set(found.keys())
  const added: Holiday[] = []
  for (const day of [...found.keys()].filter(isWeekend).sort((a, b) => a - b)) {
    let instead = day + 1
    while (isWeekend(instead) || off.has(instead)) instead++
    off.add(instead)
    const { title, assumed } = found.get(day)!
    added.push({ date: isoOf(instead), title: inLieu(title), source: IN_LIEU, assumed })
  }

  const worked = new Set<Day>()
  for (const { date, kind, note, source } of row?.days ?? []) {
    const day = dayOf(date)
    if (kind === 'working') worked.add(day)
    else if (!off.has(day)) {
      off.add(day)
      added.push({ date, title: both(note || 'Ngày nghỉ', note || 'Day off'), source, assumed: unsettled })
    }
  }

  const holidays = [...found.values(), ...added]
    .filter(({ date }) => !worked.has(dayOf(date)))
    .sort((a, b) => (a.date < b.date ? -1 : 1))
  return { holidays, off, worked }
}

const inLieu = ({ vi, en }: Bilingual): Bilingual => both(`${vi} (nghỉ bù)`, `${en} (day in lieu)`)

/** When the desk takes dossiers in. */
export const deskHoursSchema = z.strictObject({
  /** Minutes since midnight; what comes later counts as of the next day that the desk is open. */
  cutOffMinutes: z.number().int().min(0).max(1440),
  /** Null: closed on Saturdays. */
  saturdayCutOffMinutes: z.number().int().min(0).max(1440).nullable(),
})
export type DeskHours = z.infer<typeof deskHoursSchema>

/** 17:00, no Saturday desk; assumed until the office sets its own. */
export const usualDeskHours: DeskHours = { cutOffMinutes: 17 * 60, saturdayCutOffMinutes: null }

/** The day as of which a dossier counts as handed in: a Saturday morning desk takes it in, terms still count working days. */
export function countsFrom(instant: string, hours: DeskHours, calendar: WorkingCalendar): IsoDate {
  const closes = (date: IsoDate): number | null => {
    if (calendar.isWorking(date)) return hours.cutOffMinutes
    const holiday = calendar.holidays(Number(date.slice(0, 4))).some((day) => day.date === date)
    return weekday(dayOf(date)) === 6 && !holiday ? hours.saturdayCutOffMinutes : null
  }
  let date = localDate(instant)
  let minutes = localMinutes(instant)
  for (;;) {
    const closing = closes(date)
    if (closing !== null && minutes <= closing) return date
    date = isoOf(dayOf(date) + 1)
    minutes = 0
  }
}

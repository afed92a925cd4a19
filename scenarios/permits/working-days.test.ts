import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  addMonths,
  countsFrom,
  dayOf,
  type HolidayTable,
  holidayTableSchema,
  isoOf,
  usualDeskHours,
  workingCalendar,
} from './working-days.ts'

const usual = workingCalendar([])
const off = (year: number, table: HolidayTable = []) =>
  workingCalendar(table)
    .holidays(year)
    .map(({ date }) => date)
const row = (year: number, rest: Partial<HolidayTable[number]> = {}): HolidayTable[number] => ({
  year,
  confirmed: null,
  tetDaysBefore: null,
  nationalDay: null,
  days: [],
  ...rest,
})

test('2024: as it was kept, with its two days in lieu of the weekend of Tết', () => {
  expect(off(2024)).toEqual([
    '2024-01-01',
    '2024-02-08',
    '2024-02-09',
    '2024-02-10',
    '2024-02-11',
    '2024-02-12',
    '2024-02-13',
    '2024-02-14',
    '2024-04-18',
    '2024-04-30',
    '2024-05-01',
    '2024-09-02',
    '2024-09-03',
  ])
})

test('2023: Giỗ Tổ on a Saturday, 30 April on a Sunday: days in lieu pass over those that are off already', () => {
  expect(off(2023).filter((date) => date > '2023-04' && date < '2023-06')).toEqual([
    '2023-04-29',
    '2023-04-30',
    '2023-05-01',
    '2023-05-02',
    '2023-05-03',
  ])
})

test('24 November is a holiday since 2026, and not before', () => {
  expect(usual.isWorking('2025-11-24')).toBe(true)
  expect(usual.isWorking('2026-11-24')).toBe(false)
  // A Saturday in 2029: the Monday is taken in lieu.
  expect(off(2029)).toEqual(expect.arrayContaining(['2029-11-24', '2029-11-26']))
})

test('in every year the law’s days are apart, and each that falls on a weekend is taken in lieu', () => {
  for (let year = 1968; year <= 2100; year++) {
    const days = usual.holidays(year)
    const lieu = days.filter(({ title }) => title.en.includes('in lieu'))
    const own = days.filter((day) => !lieu.includes(day))
    const weekend = own.filter(({ date }) => [0, 6].includes(new Date(date).getUTCDay()))
    expect([year, own.length, lieu.length]).toEqual([year, year < 2026 ? 11 : 12, weekend.length])
    expect(lieu.every(({ date }) => ![0, 6].includes(new Date(date).getUTCDay()))).toBe(true)
  }
})

test('the administrator’s table: what is settled for a year goes over what was assumed', () => {
  const table = holidayTableSchema.parse([
    row(2026, {
      confirmed: 'Thông báo 1',
      tetDaysBefore: 1,
      nationalDay: 'before',
      days: [
        { date: '2026-08-31', kind: 'off', note: 'hoán đổi', source: 'Thông báo 1' },
        { date: '2026-08-22', kind: 'working', note: 'làm bù', source: 'Thông báo 1' },
      ],
    }),
  ])
  const calendar = workingCalendar(table)
  expect(calendar.isWorking('2026-08-22')).toBe(true)
  expect(calendar.isWorking('2026-08-31')).toBe(false)
  expect(calendar.isWorking('2026-09-01')).toBe(false)
  expect(calendar.isConfirmed(2026)).toBe(true)
  expect(calendar.holidays(2026).some(({ assumed }) => assumed)).toBe(false)
  expect(calendar.isConfirmed(2027)).toBe(false)
  expect(calendar.holidays(2027).filter(({ assumed }) => assumed).length).toBeGreaterThan(4)
  expect(workingCalendar([row(2027, { tetDaysBefore: 4 })]).isWorking('2027-02-02')).toBe(false)
})

test('a table with two rows for a year, or a day of another year, is refused', () => {
  expect(holidayTableSchema.safeParse([row(2026), row(2026)]).success).toBe(false)
  const stray = { date: '2027-01-04', kind: 'off' as const, note: '', source: 'x' }
  expect(holidayTableSchema.safeParse([row(2026, { days: [stray] })]).success).toBe(false)
})

const dates = fc.integer({ min: dayOf('2024-01-01'), max: dayOf('2030-12-31') }).map(isoOf)

test('add and between are each other’s reverse, and what add gives is worked', () => {
  fc.assert(
    fc.property(dates, fc.integer({ min: 1, max: 60 }), (from, n) => {
      const to = usual.add(from, n)
      expect(usual.isWorking(to)).toBe(true)
      expect(usual.between(from, to)).toBe(n)
      expect(usual.between(to, from)).toBe(-n)
      expect(usual.add(usual.add(from, n), 3)).toBe(usual.add(from, n + 3))
    }),
    { numRuns: 300 },
  )
})

test('one more day off never brings a date forward', () => {
  fc.assert(
    fc.property(dates, dates, fc.integer({ min: 0, max: 40 }), (from, date, n) => {
      const extra = { date, kind: 'off' as const, note: '', source: 'x' }
      const more = workingCalendar([row(Number(date.slice(0, 4)), { days: [extra] })])
      expect(more.add(from, n) >= usual.add(from, n)).toBe(true)
    }),
    { numRuns: 200 },
  )
})

test('months end where the month does', () => {
  expect(addMonths('2026-11-25', 12)).toBe('2027-11-25')
  expect(addMonths('2028-02-29', 12)).toBe('2029-02-28')
  expect(addMonths('2026-12-31', 2)).toBe('2027-02-28')
})

test('a dossier after the cut-off counts from the next day that the desk is open', () => {
  const from = (instant: string, hours = usualDeskHours) => countsFrom(instant, hours, usual)
  // Wednesday 25 November 2026; 10:00 UTC is 17:00 in Vietnam.
  expect(from('2026-11-25T10:00:00Z')).toBe('2026-11-25')
  expect(from('2026-11-25T10:00:01Z')).toBe('2026-11-26')
  // Friday evening: Monday, or Saturday where the desk is open then.
  expect(from('2026-11-27T12:00:00Z')).toBe('2026-11-30')
  const saturday = { ...usualDeskHours, saturdayCutOffMinutes: 11 * 60 }
  expect(from('2026-11-27T12:00:00Z', saturday)).toBe('2026-11-28')
  expect(from('2026-11-28T04:00:01Z', saturday)).toBe('2026-11-30')
  // 24 November 2029 is a holiday and a Saturday.
  expect(from('2029-11-23T12:00:00Z', saturday)).toBe('2029-11-27')
  // 17:30 UTC is already the next day in Vietnam.
  expect(from('2026-11-25T17:30:00Z')).toBe('2026-11-26')
})

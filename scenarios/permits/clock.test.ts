import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type ClockSettings, type ClockSubject, clockOf, milestonesOf, SOON_DAYS } from './clock.ts'
import type { PermitEvent, PermitPast, PermitState } from './process.ts'
import { addMonths, dayOf, type HolidayTable, isoOf, usualDeskHours, workingCalendar } from './working-days.ts'

const settingsWith = (table: HolidayTable = []): ClockSettings => ({
  calendar: workingCalendar(table),
  desk: usualDeskHours,
  soonDays: SOON_DAYS,
})
const usual = settingsWith()
const house: ClockSubject = { procedure: 'new', house: true }
const other: ClockSubject = { procedure: 'new', house: false }

/** 10:00 in Vietnam. */
const on = (date: string) => `${date}T03:00:00Z`
const past = (event: PermitPast['event'], state: PermitState, at: string, to: string | null = null): PermitPast => ({
  event,
  state,
  at,
  to,
})
const received = (at: string): PermitPast[] => [past('file', 'submitted', at), past('receive', 'received', at)]
const paused = (at: string): PermitPast => past('request-supplement', 'supplement-requested', at)
const resumed = (at: string): PermitPast => past('supplement', 'in-review', at)

describe('terms', () => {
  test('7 working days for a house, 10 for other works; by the law of the day before July 2026, 15 and 20', () => {
    const due = (date: string, subject: ClockSubject) => clockOf(received(on(date)), on(date), subject, usual)
    // Monday 2 November 2026.
    expect(due('2026-11-02', house)).toEqual({ bucket: 'ahead', due: '2026-11-11', leftDays: 7, termDays: 7 })
    expect(due('2026-11-02', other)).toMatchObject({ due: '2026-11-16', termDays: 10 })
    expect(due('2026-11-02', { procedure: 'repair', house: false })).toMatchObject({ due: '2026-11-13', termDays: 9 })
    expect(due('2026-11-02', { procedure: 'extend', house: true })).toMatchObject({ due: '2026-11-09', termDays: 5 })
    expect(due('2026-06-30', house).termDays).toBe(15)
    expect(due('2026-07-01', house).termDays).toBe(7)
    expect(due('2026-06-30', other).termDays).toBe(20)
  })

  test('24 November and the weekend are not counted', () => {
    expect(clockOf(received(on('2026-11-20')), on('2026-11-20'), house, usual).due).toBe('2026-12-02')
  })

  test('what comes in after the desk has closed counts from the next working day', () => {
    const evening = '2026-11-02T10:30:00Z'
    expect(clockOf(received(evening), evening, house, usual).due).toBe('2026-11-12')
  })
})

describe('buckets', () => {
  const history = received(on('2026-11-02'))
  const bucket = (date: string, of = history) => clockOf(of, on(date), house, usual)

  test('ahead, soon with two working days left, late the day after', () => {
    expect(bucket('2026-11-06')).toMatchObject({ bucket: 'ahead', leftDays: 3 })
    expect(bucket('2026-11-09')).toMatchObject({ bucket: 'soon', leftDays: 2 })
    expect(bucket('2026-11-11')).toMatchObject({ bucket: 'soon', leftDays: 0 })
    expect(bucket('2026-11-12')).toMatchObject({ bucket: 'late', leftDays: -1 })
    expect(bucket('2026-11-16')).toMatchObject({ bucket: 'late', leftDays: -3 })
  })

  test('a weekend after the last day is late too', () => {
    const friday = received(on('2026-11-04'))
    expect(bucket('2026-11-13', friday)).toMatchObject({ due: '2026-11-13', bucket: 'soon', leftDays: 0 })
    expect(bucket('2026-11-14', friday)).toMatchObject({ bucket: 'late', leftDays: -1 })
    expect(bucket('2026-11-16', friday)).toMatchObject({ bucket: 'late', leftDays: -1 })
  })

  test('before a dossier is received nothing runs; once answered nothing does', () => {
    const filed = [past('file', 'submitted', on('2026-11-02'))]
    expect(bucket('2026-11-20', filed)).toEqual({ bucket: 'ahead', due: null, leftDays: null, termDays: 7 })
    const back = [...filed, past('refuse-at-intake', 'refused-at-intake', on('2026-11-03'))]
    expect(bucket('2026-11-20', back)).toMatchObject({ bucket: 'closed', due: null })
    const issued = [...history, past('issue', 'issued', on('2026-11-10'))]
    expect(bucket('2027-05-20', issued)).toMatchObject({ bucket: 'closed', due: '2026-11-11', leftDays: 1 })
    expect(bucket('2027-05-20', [...history, past('refuse', 'refused', on('2026-11-13'))])).toMatchObject({
      bucket: 'closed',
      leftDays: -2,
    })
  })

  test('paused, the days left stand still and the last day moves on', () => {
    const waiting = [...history, paused(on('2026-11-04'))]
    expect(bucket('2026-11-05', waiting)).toMatchObject({ bucket: 'paused', leftDays: 5, due: '2026-11-12' })
    expect(bucket('2026-12-05', waiting)).toMatchObject({ bucket: 'paused', leftDays: 5 })
  })
})

const dates = fc.integer({ min: dayOf('2026-07-01'), max: dayOf('2029-12-31') }).map(isoOf)
const gap = fc.integer({ min: 0, max: 40 })
const later = (date: string, days: number) => isoOf(dayOf(date) + days)
const subjects = fc.constantFrom(house, other)

test('a pause moves the last day by exactly the working days paused', () => {
  fc.assert(
    fc.property(dates, gap, gap, gap, subjects, (start, until, length, after, subject) => {
      const history = received(on(start))
      const from = later(start, until)
      const to = later(from, length)
      const now = on(later(to, after))
      const straight = clockOf(history, now, subject, usual)
      const back = usual.calendar.isWorking(to) ? to : usual.calendar.add(to, 1)
      const stopped = clockOf([...history, paused(on(from)), resumed(on(to))], now, subject, usual)
      expect(stopped.due).toBe(usual.calendar.add(straight.due!, usual.calendar.between(from, back)))
      expect(stopped.leftDays!).toBeGreaterThanOrEqual(straight.leftDays!)
    }),
    { numRuns: 200 },
  )
})

test('while paused the days left never change', () => {
  fc.assert(
    fc.property(dates, fc.integer({ min: 0, max: 5 }), gap, gap, (start, until, a, b) => {
      const history = [...received(on(start)), paused(on(later(start, until)))]
      const left = (days: number) => clockOf(history, on(later(start, until + days)), house, usual).leftDays
      expect(left(a)).toBe(left(b))
    }),
    { numRuns: 200 },
  )
})

test('one more holiday never brings the last day forward, and time never adds days', () => {
  fc.assert(
    fc.property(dates, gap, gap, (start, when, wait) => {
      const history = received(on(start))
      const date = later(start, when)
      const days = [{ date, kind: 'off' as const, note: '', source: 'x' }]
      const row = { year: Number(date.slice(0, 4)), confirmed: null, tetDaysBefore: null, nationalDay: null, days }
      const [before, with1] = [usual, settingsWith([row])].map((one) => clockOf(history, on(start), house, one))
      expect(with1!.due! >= before!.due!).toBe(true)
      const [now, then] = [wait, wait + 1].map((n) => clockOf(history, on(later(start, n)), house, usual).leftDays!)
      expect(then!).toBeLessThanOrEqual(now!)
      expect(now! - then!).toBeLessThanOrEqual(2)
    }),
    { numRuns: 200 },
  )
})

test('each step inside the term has its own last day', () => {
  const history: PermitPast[] = [
    ...received(on('2026-11-02')),
    past('assign', 'in-review', on('2026-11-02'), 'A'),
    past('consult', 'consulting', on('2026-11-03'), 'Điện lực'),
    past('conclude', 'in-review', on('2026-11-06')),
    past('propose' satisfies PermitEvent, 'to-sign', on('2026-11-06')),
  ]
  const said = (at: string, of = history) =>
    milestonesOf(of, on(at), house, usual).map(({ title, ...rest }) => ({ title: title.en, ...rest }))
  expect(said('2026-11-06')).toEqual([
    { title: 'Notice of the one supplement', due: '2026-11-04', done: null, late: false },
    { title: 'Appraisal and look at the site', due: '2026-11-05', done: '2026-11-06', late: true },
    { title: 'Opinion of Điện lực', due: '2026-11-05', done: null, late: false },
    { title: 'Answer', due: '2026-11-11', done: null, late: false },
  ])
  expect(said('2026-11-12').at(-1)).toMatchObject({ title: 'Answer', late: true })
  const issued = [...history, past('issue', 'issued', on('2026-11-11'))]
  expect(said('2027-01-01', issued).slice(-2)).toEqual([
    { title: 'Answer', due: '2026-11-11', done: '2026-11-11', late: false },
    { title: 'Start of works', due: addMonths('2026-11-11', 12), done: null, late: false },
  ])
})

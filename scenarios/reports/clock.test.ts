import { expect, test } from 'vitest'
import { workingCalendar } from '../permits/working-days.ts'
import { addWorkingHours, latestDay, reportClock } from './clock.ts'
import type { ReportPast } from './process.ts'
import { assumedSettings, reportSettingsSchema } from './settings.ts'

const calendar = workingCalendar([])
const past = (event: ReportPast['event'], state: ReportPast['state'], at: string, until?: string): ReportPast => ({
  ...{ event, state, at, role: 'operator' },
  ...(until ? { until } : {}),
})
const clock = (history: ReportPast[], urgent = false) => reportClock(history, urgent, assumedSettings, calendar)

test('working hours pass over noon, night and the weekend', () => {
  const spans = assumedSettings.hours.value
  const add = (from: string, hours: number) =>
    new Date(addWorkingHours(Date.parse(from), hours, spans, calendar)).toISOString()
  // Thursday 26 November 2026; 10:00 in Vietnam is 03:00Z.
  expect(add('2026-11-26T03:00:00Z', 1)).toBe('2026-11-26T04:00:00.000Z')
  expect(add('2026-11-26T03:00:00Z', 4)).toBe('2026-11-26T09:00:00.000Z')
  expect(add('2026-11-26T15:00:00Z', 2)).toBe('2026-11-27T02:00:00.000Z')
  expect(add('2026-11-27T09:30:00Z', 1)).toBe('2026-11-30T00:30:00.000Z')
})

test('first it is to be received, then answered; an extension moves the answer; a reopening begins anew', () => {
  const sent = past('send', 'new', '2026-11-26T03:00:00.000Z')
  expect(clock([sent])).toEqual({ due: '2026-11-26T09:00:00.000Z', answerDue: '2026-12-03T16:59:59.000Z' })
  const received = [sent, past('receive', 'received', '2026-11-26T04:00:00.000Z')]
  expect(clock(received).due).toBe('2026-12-03T16:59:59.000Z')
  const extended = [...received, past('extend', 'in-progress', '2026-12-01T04:00:00.000Z', '2026-12-10')]
  expect(clock(extended).due).toBe('2026-12-10T16:59:59.000Z')
  const answered = [...extended, past('answer', 'answered', '2026-12-08T04:00:00.000Z')]
  expect(clock(answered)).toEqual({ due: null, answerDue: null })
  const again = [...answered, past('reopen', 'reopened', '2026-12-09T03:00:00.000Z')]
  expect(clock(again)).toEqual({ due: '2026-12-09T09:00:00.000Z', answerDue: '2026-12-16T16:59:59.000Z' })
  expect(latestDay(again, assumedSettings, calendar)).toBe('2026-12-30')
})

test('what is urgent runs by the clock, at night and on Sundays', () => {
  // Saturday 28 November, 22:00.
  const sent = past('send', 'new', '2026-11-28T15:00:00.000Z')
  expect(clock([sent], true)).toEqual({ due: '2026-11-28T19:00:00.000Z', answerDue: '2026-11-29T15:00:00.000Z' })
})

test('the assumed terms are settings, marked as such', () => {
  expect(reportSettingsSchema.parse(assumedSettings)).toEqual(assumedSettings)
  expect(Object.values(assumedSettings).every(({ confidence }) => confidence === 'assumed')).toBe(true)
  const turned = [{ fromMinutes: 600, toMinutes: 500 }]
  expect(
    reportSettingsSchema.safeParse({ ...assumedSettings, hours: { ...assumedSettings.hours, value: turned } }).success,
  ).toBe(false)
})

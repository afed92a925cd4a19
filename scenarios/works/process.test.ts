import { expect, test } from 'vitest'
import { worksOf } from '../../test/works-application.ts'
import { usualDeskHours, workingCalendar } from '../permits/working-days.ts'
import { Problem } from '../problem.ts'
import { worksClockOf } from './clock.ts'
import {
  endedStates,
  mayDoWorks,
  nextWorksState,
  type WorksEvent,
  type WorksFacts,
  type WorksPast,
  type WorksState,
  worksActors,
  worksEvents,
  worksStates,
  worksTable,
} from './process.ts'
import { assumedRules } from './rules.ts'

const facts = (at: string, clashes = { stop: 0, person: 0 }): WorksFacts => ({
  ...{ at, application: worksOf(), rules: assumedRules, clashes },
})
const past = (event: WorksPast['event'], state: WorksState, at = '2026-11-25T03:00:00Z'): WorksPast => ({
  event,
  state,
  at,
})
const codeOf = (made: WorksState | Problem) => (made instanceof Problem ? made.detail.code : made)
const move = (history: WorksPast[], event: WorksEvent, role: WorksFacts | string, at: string, more = {}) =>
  codeOf(nextWorksState(history, { event, role: role as 'reviewer', note: '', ...more }, facts(at)))

test('every state is reached, every event leads somewhere, and ended is ended', () => {
  const reached = new Set<WorksState>(['draft', 'submitted'])
  for (const state of worksStates) for (const to of Object.values(worksTable[state])) if (to) reached.add(to)
  expect([...reached].sort()).toEqual([...worksStates].sort())
  for (const event of worksEvents) {
    expect([event, worksStates.some((state) => worksTable[state][event])]).toEqual([event, true])
    expect(worksActors[event].length).toBeGreaterThan(0)
  }
  expect([...endedStates].sort()).toEqual(['expired', 'refused', 'warranty-ended', 'withdrawn'])
})

const permitted = [past('file', 'submitted'), past('coordinate', 'coordinated'), past('permit', 'permitted')]

test('digging begins on the days of the permit alone', () => {
  expect(move(permitted, 'start', 'utility', '2026-12-06T16:59:00Z')).toBe('works/too-early')
  expect(move(permitted, 'start', 'utility', '2026-12-06T17:00:00Z')).toBe('open')
  expect(move(permitted, 'start', 'utility', '2026-12-16T16:59:00Z')).toBe('open')
  expect(move(permitted, 'start', 'utility', '2026-12-16T17:00:00Z')).toBe('works/expired')
  expect(move(permitted, 'expire', 'clock', '2026-12-16T16:59:00Z')).toBe('works/not-expired')
  expect(move(permitted, 'expire', 'clock', '2026-12-16T17:00:00Z')).toBe('expired')
})

test('a permit needs no clash that a rule forbids, and a word on those that a person judges', () => {
  const history = permitted.slice(0, 2)
  const permit = (clashes: WorksFacts['clashes'], note = '') =>
    codeOf(nextWorksState(history, { event: 'permit', role: 'approver', note }, facts('2026-11-26T00:00:00Z', clashes)))
  expect(permit({ stop: 0, person: 0 })).toBe('permitted')
  expect(permit({ stop: 1, person: 0 }, 'dù sao')).toBe('works/clash')
  expect(permit({ stop: 0, person: 1 })).toBe('works/judgement')
  expect(permit({ stop: 0, person: 1 }, 'đã thống nhất')).toBe('permitted')
  expect(move(history, 'permit', 'reviewer', '2026-11-26T00:00:00Z')).toBe('works/role')
})

test('reasons and later days are asked for', () => {
  expect(move([past('file', 'submitted')], 'ask-changes', 'reviewer', '2026-11-26T00:00:00Z')).toBe('works/no-reason')
  const extend = (until?: string) =>
    move(permitted, 'extend', 'approver', '2026-12-10T00:00:00Z', { until, note: 'mưa' })
  expect([extend(), extend('2026-12-16'), extend('2026-12-17')]).toEqual(['works/until', 'works/until', 'permitted'])
})

test('the warranty ends after its months', () => {
  const accepted = [...permitted, past('accept', 'accepted', '2026-12-20T03:00:00Z')]
  expect(move(accepted, 'end-warranty', 'clock', '2027-12-20T10:00:00Z')).toBe('works/warranty')
  expect(move(accepted, 'end-warranty', 'clock', '2027-12-20T17:00:00Z')).toBe('warranty-ended')
})

test('what one may do leaves out what the clock alone does', () => {
  expect(mayDoWorks([past('file', 'submitted')], 'reviewer', facts('2026-11-26T00:00:00Z'))).toEqual([
    ...['ask-changes', 'coordinate', 'withdraw'],
  ])
  expect(mayDoWorks([past('file', 'draft')], 'utility', facts('2026-11-26T00:00:00Z'))).toEqual([
    'revise',
    'submit',
    'withdraw',
  ])
})

test('the clock counts working days and stands while changes are awaited', () => {
  const settings = { calendar: workingCalendar([]), desk: usualDeskHours, soonDays: 2 }
  const clock = (history: WorksPast[], at: string) => worksClockOf(history, at, assumedRules, settings)
  const filed = [past('file', 'submitted', '2026-11-25T03:00:00Z')]
  // Wednesday 25 November and seven working days.
  expect(clock(filed, '2026-11-25T03:00:00Z')).toMatchObject({ bucket: 'ahead', due: '2026-12-04', leftDays: 7 })
  expect(clock(filed, '2026-12-05T03:00:00Z')).toMatchObject({ bucket: 'late', leftDays: -1 })
  const asked = [...filed, past('ask-changes', 'changes-asked', '2026-11-26T03:00:00Z')]
  expect(clock(asked, '2026-11-30T03:00:00Z').bucket).toBe('paused')
  const again = [...asked, past('submit', 'submitted', '2026-11-30T03:00:00Z')]
  expect(clock(again, '2026-12-01T03:00:00Z')).toMatchObject({ bucket: 'ahead', due: '2026-12-08' })
  expect(clock([past('file', 'draft')], '2026-11-26T00:00:00Z')).toMatchObject({ bucket: 'ahead', due: null })
})

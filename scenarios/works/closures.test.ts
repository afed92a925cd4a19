import { expect, test } from 'vitest'
import { feature } from '../../test/arbitraries/city.ts'
import { stretch, worksOf } from '../../test/works-application.ts'
import type { Feature } from '../city/dataset.ts'
import { barsOf, type Closing, closesAt, closureEdits, withinHours } from './closures.ts'
import type { WorksApplication } from './works.ts'

const closing = (
  more: Partial<Closing>,
  closure: WorksApplication['closure'] = { kind: 'whole-street', allDay: true },
): Closing => ({
  ...{ state: 'open', application: worksOf({ closure }), openedOn: '2026-12-07', restoredOn: null },
  ...more,
})
const at = (day: string, time = '12:00') => new Date(`${day}T${time}:00+07:00`).toISOString()

test('an open closure holds from its first day to its last, and on while it is not restored', () => {
  const now = at('2026-12-10')
  const open = closing({})
  expect(['2026-12-06', '2026-12-07', '2026-12-16', '2026-12-17'].map((day) => closesAt(open, at(day), now))).toEqual([
    ...[false, true, true, false],
  ])
  // Late: still dug today, not known for tomorrow.
  const late = at('2026-12-20')
  expect(['2026-12-17', '2026-12-20', '2026-12-21'].map((day) => closesAt(open, at(day), late))).toEqual([
    true,
    true,
    false,
  ])
})

test('a permit that has not begun closes days to come only; a restored street is open', () => {
  const permitted = closing({ state: 'permitted', openedOn: null })
  expect(closesAt(permitted, at('2026-12-08'), at('2026-12-01'))).toBe(true)
  expect(closesAt(permitted, at('2026-12-08'), at('2026-12-08'))).toBe(false)
  expect(closesAt(closing({ state: 'submitted', openedOn: null }), at('2026-12-08'), at('2026-12-01'))).toBe(false)
  const restored = closing({ state: 'restored', restoredOn: '2026-12-09' })
  expect(['2026-12-09', '2026-12-10'].map((day) => closesAt(restored, at(day), at('2026-12-12')))).toEqual([
    true,
    false,
  ])
})

test('one lane closes nothing; hours close over midnight too', () => {
  expect(closesAt(closing({}, { kind: 'one-lane', allDay: true }), at('2026-12-08'), at('2026-12-08'))).toBe(false)
  const day = closing({}, { kind: 'whole-street', allDay: false })
  const now = at('2026-12-10')
  const hours = ['06:59', '07:00', '16:59', '17:00'].map((time) => closesAt(day, at('2026-12-08', time), now))
  expect(hours).toEqual([false, true, true, false])
  const night = { fromMinutes: 22 * 60, toMinutes: 5 * 60 }
  expect([21 * 60, 22 * 60, 0, 299, 300].map((minute) => withinHours(night, minute))).toEqual([
    false,
    true,
    true,
    true,
    false,
  ])
})

const road = (more: Partial<Feature<'roads'>['properties']> = {}) =>
  feature(
    'roads',
    'vt:road/1',
    {
      type: 'LineString',
      coordinates: [
        [0, 0],
        [700, 0],
      ],
    },
    {
      ...{ name: null, class: 'local', widthMetres: 6, redLineWidthMetres: null, lanes: 2, oneWay: false },
      ...{ bridge: false, tunnel: false, state: 'open' },
      ...more,
    },
  )
const roads = (more = {}) => new Map([['vt:road/1', road(more)]])
const barred = (side: 'left' | 'right') =>
  barsOf(worksOf({ closure: { kind: 'one-direction', allDay: true }, stretches: [stretch(0, 50, { side })] }))

test('a closure becomes edits of the road: closed, or the direction that is left', () => {
  const whole = barsOf(worksOf({ closure: { kind: 'whole-street', allDay: true } }))
  expect(closureEdits(whole, roads())).toEqual([
    { kind: 'road.state', target: 'vt:road/1', from: 'open', to: 'closed' },
  ])
  expect(closureEdits(barred('right'), roads())).toEqual([
    { kind: 'road.direction', target: 'vt:road/1', from: 'both', to: 'backward' },
  ])
  expect(closureEdits(barred('left'), roads())).toEqual([
    { kind: 'road.direction', target: 'vt:road/1', from: 'both', to: 'forward' },
  ])
  // Both halves by two works: nothing is left. A one-way street loses its one way, or nothing.
  expect(closureEdits([...barred('left'), ...barred('right')], roads())[0]?.kind).toBe('road.state')
  expect(closureEdits(barred('right'), roads({ oneWay: true }))[0]?.kind).toBe('road.state')
  expect(closureEdits(barred('left'), roads({ oneWay: true }))).toEqual([])
  expect(closureEdits(whole, roads({ state: 'closed' }))).toEqual([])
  expect(closureEdits(whole, new Map())).toEqual([])
})

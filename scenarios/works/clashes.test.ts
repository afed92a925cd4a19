import fc from 'fast-check'
import { expect, test } from 'vitest'
import { stretch, worksOf } from '../../test/works-application.ts'
import type { CityChange } from '../city-changes.ts'
import type { XY } from '../frame.ts'
import { dayOf, isoOf } from '../permits/working-days.ts'
import { type Clash, type ClashKind, findClashes, type Surroundings, type WorksPeer } from './clashes.ts'
import { assumedRules } from './rules.ts'
import { type Stretch, sides, type WorksApplication } from './works.ts'
import '../../test/seed.ts'

const peer = (id: string, more: Partial<WorksApplication> = {}): WorksPeer => ({
  ...{ id, state: 'submitted', application: worksOf(more), openedOn: null, restoredOn: null },
})
const line: XY[] = [
  [0, 0],
  [700, 0],
]
const nothing: Surroundings = {
  roads: new Map([['vt:road/1', { id: 'vt:road/1', name: 'Đường Số 1', line, widthMetres: 8 }]]),
  ...{ others: [], pavings: [], changes: [], networks: [], places: [] },
}
const kindsOf = (clashes: readonly Clash[]): ClashKind[] => clashes.map(({ kind }) => kind)
const between = (a: WorksPeer, b: WorksPeer): Clash[] => findClashes(a, { ...nothing, others: [b] }, assumedRules)

test('the same days clash, the day after the last does not: then the street is dug twice', () => {
  const a = peer('a')
  expect(kindsOf(between(a, peer('b', { dates: { from: '2026-12-16', to: '2026-12-20' } })))).toEqual(['same-time'])
  expect(kindsOf(between(a, peer('b', { dates: { from: '2026-12-17', to: '2026-12-20' } })))).toEqual(['in-sequence'])
})

test('six months after the last day is in sequence, a day later is not', () => {
  const a = peer('a')
  expect(kindsOf(between(a, peer('b', { dates: { from: '2027-06-16', to: '2027-06-20' } })))).toEqual(['in-sequence'])
  expect(between(a, peer('b', { dates: { from: '2027-06-17', to: '2027-06-20' } }))).toEqual([])
})

test('stretches that touch do not clash, a metre over does; the other side clashes at the same time only', () => {
  const a = peer('a')
  expect(between(a, peer('b', { stretches: [stretch(200, 260)] }))).toEqual([])
  const [over] = between(a, peer('b', { stretches: [stretch(199, 260)] }))
  expect(over).toMatchObject({ kind: 'same-time', where: [{ road: 'vt:road/1', fromMetres: 199, toMetres: 200 }] })
  const left = [stretch(100, 200, { side: 'left' })]
  expect(kindsOf(between(a, peer('b', { stretches: left })))).toEqual(['same-time'])
  expect(between(a, peer('b', { stretches: left, dates: { from: '2026-12-17', to: '2026-12-20' } }))).toEqual([])
})

test('what was opened and restored counts by its real days', () => {
  const done = { ...peer('b'), state: 'restored' as const, openedOn: '2026-12-07', restoredOn: '2026-12-09' }
  expect(kindsOf(between(peer('a', { dates: { from: '2026-12-10', to: '2026-12-12' } }), done))).toEqual([
    'in-sequence',
  ])
})

const arbitraryStretch = fc
  .record({
    road: fc.constantFrom('vt:road/1', 'vt:road/2'),
    from: fc.nat(300),
    metres: fc.integer({ min: 1, max: 200 }),
  })
  .chain(({ road, from, metres }) =>
    fc.constantFrom(...sides).map((side): Stretch => ({ road, side, fromMetres: from, toMetres: from + metres })),
  )
const arbitraryWorks = (id: string) =>
  fc
    .record({
      first: fc.integer({ min: 0, max: 400 }),
      days: fc.integer({ min: 0, max: 60 }),
      stretches: fc.array(arbitraryStretch, { minLength: 1, maxLength: 4 }),
    })
    .map(({ first, days, stretches }): WorksPeer => {
      const from = isoOf(dayOf('2026-12-01') + first)
      const dates = { from, to: isoOf(dayOf(from) + days) }
      return peer(id, { dates, window: dates, stretches })
    })

test('a clash is the same whichever of the two is asked', () => {
  fc.assert(
    fc.property(arbitraryWorks('a'), arbitraryWorks('b'), (a, b) => {
      const told = (clashes: Clash[]) =>
        clashes.map(({ kind, where, dates, severity }) => ({ kind, where, dates, severity }))
      expect(told(between(a, b))).toEqual(told(between(b, a)))
    }),
  )
})

test('moved far enough apart, nothing clashes', () => {
  fc.assert(
    fc.property(arbitraryWorks('a'), arbitraryWorks('b'), (a, b) => {
      const away = { ...b.application, dates: { from: '2031-01-01', to: '2031-02-01' } }
      expect(between(a, { ...b, application: away })).toEqual([])
    }),
  )
})

test('the order of registration changes nothing', () => {
  fc.assert(
    fc.property(arbitraryWorks('a'), fc.array(arbitraryWorks('x'), { maxLength: 5 }), (a, many) => {
      const others = many.map((one, i) => ({ ...one, id: `p${i}` }))
      const found = findClashes(a, { ...nothing, others }, assumedRules)
      expect(findClashes(a, { ...nothing, others: others.toReversed() }, assumedRules)).toEqual(found)
    }),
  )
})

const paving = (pavedOn: string) => ({
  id: 'p',
  road: 'vt:road/1',
  fromMetres: 150,
  toMetres: 300,
  pavedOn,
  material: 'asphalt' as const,
})

test('a street paved twelve months ago may be dug, a day less may not; a confirmed rule forbids, an assumed one asks', () => {
  const clashes = (pavedOn: string, rules = assumedRules) =>
    findClashes(peer('a'), { ...nothing, pavings: [paving(pavedOn)] }, rules)
  expect(clashes('2025-12-07')).toEqual([])
  const [recent] = clashes('2025-12-08')
  expect(recent).toMatchObject({ kind: 'paved-of-late', severity: 'person', clause: assumedRules.noDigMonths.clause })
  expect(recent?.where).toEqual([{ road: 'vt:road/1', fromMetres: 150, toMetres: 200 }])
  // Paved on the very day is paved; paved after the digging is the restoration of someone else.
  expect(kindsOf(clashes('2026-12-07'))).toEqual(['paved-of-late'])
  expect(clashes('2026-12-08')).toEqual([])
  const confirmed = { ...assumedRules, noDigMonths: { ...assumedRules.noDigMonths, confidence: 'confirmed' as const } }
  expect(clashes('2025-12-08', confirmed)[0]?.severity).toBe('stop')
  const drilled = peer('a', { trench: { method: 'trenchless', depthMetres: 2, widthMetres: 0.3 } })
  expect(findClashes(drilled, { ...nothing, pavings: [paving('2026-11-01')] }, confirmed)).toEqual([])
})

test('pipes in the dug half that are not known to lie deeper are told', () => {
  const pipe = (y: number, topMetres: number | null) => ({
    ...{ id: `pipe ${y}`, title: { vi: 'Ống', en: 'Pipe' }, topMetres },
    line: [
      [90, y],
      [260, y],
    ] as XY[],
  })
  const found = (...networks: ReturnType<typeof pipe>[]) =>
    findClashes(peer('a'), { ...nothing, networks }, assumedRules)
  expect(kindsOf(found(pipe(-3, null)))).toEqual(['network'])
  // right of the line is below it; the other half is not dug
  expect(found(pipe(3, null))).toEqual([])
  expect(kindsOf(found(pipe(0.2, null)))).toEqual(['network'])
  expect(kindsOf(found(pipe(-3, 1.2)))).toEqual(['network'])
  expect(found(pipe(-3, 1.21))).toEqual([])
  // 8 m wide: 4 m to the edge, 1.5 m beside it
  expect(kindsOf(found(pipe(-5.5, null)))).toEqual(['network'])
  expect(found(pipe(-5.6, null))).toEqual([])
})

test('a school in front is told up to the distance of the rule', () => {
  const school = (y: number) => [{ id: 's', name: 'Trường', at: [150, y] as XY }]
  const found = (y: number) => findClashes(peer('a'), { ...nothing, places: school(y) }, assumedRules)
  expect(kindsOf(found(60))).toEqual(['frontage'])
  expect(found(60.5)).toEqual([])
})

test('an approved widening of the road, and a new road across it, clash', () => {
  const change = (edit: CityChange['edit']): CityChange => ({
    ...{ id: '019ac000-0000-7000-8000-000000000001', source: 'plan/x', position: 0, edit, buildState: 'approved' },
    ...{ effectiveFrom: '2026-11-01', movedAt: '2026-11-01T00:00:00.000Z', modelOrder: null },
  })
  const found = (edit: CityChange['edit']) =>
    findClashes(peer('a'), { ...nothing, changes: [change(edit)] }, assumedRules)
  const section = { widthMetres: 8, lanes: 2 }
  const widened = (target: string) =>
    ({ kind: 'road.section', target, from: section, to: { widthMetres: 12, lanes: 4 } }) as const
  expect(kindsOf(found(widened('vt:road/1')))).toEqual(['plan-change'])
  expect(found(widened('vt:road/2'))).toEqual([])
  const across = (x: number) =>
    ({
      kind: 'road.new',
      target: 'new:road/1',
      from: null,
      to: {
        line: [
          [x, -50],
          [x, 50],
        ],
        ...{ class: 'local', widthMetres: 6, lanes: 2, oneWay: false, bridge: false, name: null },
      },
    }) as CityChange['edit']
  expect(kindsOf(found(across(150)))).toEqual(['plan-change'])
  expect(found(across(230))).toEqual([])
})

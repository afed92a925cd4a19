import fc from 'fast-check'
import { expect, test } from 'vitest'
import { box, changed, factory, house, lineOf, plain, tower } from '../../test/permit-cases.ts'
import type { PermitCheck, WorkKind } from './case.ts'
import { houseDensityLimit, table29, table210, table212 } from './density.ts'
import { byHeightAndLot } from './interpolate.ts'

test.each([
  [1, 100],
  [89.99, 100],
  [90, 100],
  [90.01, 99.99],
  [95, 95],
  [100, 90],
  [101, 89.8],
  [150, 80],
  [200, 70],
  [250, 65],
  [300, 60],
  [400, 55],
  [500, 50],
  [750, 45],
  [999, 40.02],
  [1000, 40],
  [1001, 40],
  [50_000, 40],
])('Bảng 2.8: a lot of %d m² may be built to %d %%', (lot, percent) => {
  expect(houseDensityLimit(lot)).toBeCloseTo(percent, 9)
})

test.each([
  [16, 3000, 75],
  [15.9, 2000, 75],
  [16.01, 10_000, 65 - 5 / 300],
  [17.5, 10_000, 62.5],
  [19, 10_000, 60],
  [19, 14_000, 59],
  [22, 26_500, 53.5],
  [46, 35_000, 36],
  [46.001, 35_000, 35],
  [46, 40_000, 36],
  [100, 18_000, 38],
  [20.5, 6500, (67.5 + 66) / 2],
])('Bảng 2.9: %d m high on %d m²: %d %%', (height, lot, percent) => {
  expect(byHeightAndLot(table29, height, lot)).toBeCloseTo(percent, 9)
})

test.each([
  [16, 3000, 80],
  [31, 10_000, 53],
  [32.5, 18_000, 50],
  [46, 18_000, 44],
  [46.01, 18_000, 43],
])('Bảng 2.10: %d m high on %d m²: %d %%', (height, lot, percent) => {
  expect(byHeightAndLot(table210, height, lot)).toBeCloseTo(percent, 9)
})

test.each([
  [10, 2000, 4],
  [16, 10_000, 3.5],
  [17.5, 10_000, 3.7],
  [46, 3000, 12],
  [46.01, 3000, 12.8],
  [60, 35_000, 6.4],
])('Bảng 2.12: %d m high on %d m²: %d', (height, lot, ratio) => {
  expect(byHeightAndLot(table212, height, lot)).toBeCloseTo(ratio, 9)
})

test('limits never rise with the lot, nor density with the height', () => {
  const lot = fc.double({ min: 1, max: 60_000, noNaN: true })
  const height = fc.double({ min: 1, max: 120, noNaN: true })
  const steps = fc.double({ min: 0, max: 5000, noNaN: true })
  fc.assert(
    fc.property(lot, height, steps, (area, high, more) => {
      expect(houseDensityLimit(area + more)).toBeLessThanOrEqual(houseDensityLimit(area) + 1e-9)
      for (const table of [table29, table210]) {
        const limit = byHeightAndLot(table, high, area)
        expect(byHeightAndLot(table, high, area + more)).toBeLessThanOrEqual(limit + 1e-9)
        expect(byHeightAndLot(table, high + more / 100, area)).toBeLessThanOrEqual(limit + 1e-9)
      }
      expect(byHeightAndLot(table212, high, area + more)).toBeLessThanOrEqual(
        byHeightAndLot(table212, high, area) + 1e-9,
      )
    }),
  )
})

/** A lot of 10 m front with a building across it: density is depth over depth. */
const row = (base: PermitCheck, lotDepth: number, depth: number, heightMetres = 12) =>
  plain(base, { lot: [10, lotDepth], part: [10, depth], heightMetres })
const existing = (c: PermitCheck) => changed(c, { place: { area: 'existing' } })
const unknown = (c: PermitCheck) => changed(c, { place: { area: null } })

test.each([
  ['on the limit of 200 m²', row(house, 20, 14), 'pass', 70, 70],
  ['a centimetre deeper', row(house, 20, 14.01), 'fail', 70, 70.05],
  ['a centimetre less', row(house, 20, 13.99), 'pass', 70, 69.95],
  ['90 m² may be built on whole', row(house, 9, 9), 'pass', 100, 100],
  ['91 m² may not', row(house, 9.1, 9.1), 'fail', 99, 100],
  ['100 m² of an existing area, 25 m high', existing(row(house, 10, 10, 25)), 'pass', 100, 100],
  ['higher than 25 m', existing(row(house, 10, 10, 25.01)), 'fail', 90, 100],
  ['larger than 100 m²', existing(row(house, 10.01, 10.01, 25)), 'fail', 89.98, 100],
  ['in a new area', row(house, 10, 10, 25), 'fail', 90, 100],
  ['new or existing is not known', unknown(row(house, 10, 10, 25)), 'person', 90, 100],
  ['not known, but above either limit', unknown(row(house, 20, 15)), 'fail', 70, 75],
  ['no plan on file', changed(row(house, 20, 14.01), { plans: { approved: null } }), 'person', 70, 70.05],
] as const)('density of a house: %s', (_, c, verdict, limit, actual) => {
  const line = lineOf(c, 'density.house')
  expect(line).toMatchObject({ verdict, unit: '%', basis: 'code' })
  expect(line.limit).toBeCloseTo(limit, 6)
  expect(line.actual).toBeCloseTo(actual, 6)
})

test('a lot that a road will cut is for a person, either way', () => {
  const cut = { ...house.roads[0]!, redLine: box(-10, 1, 60, 0).slice(0, 2) }
  expect(lineOf(changed(row(house, 20, 10), { roads: [cut] }), 'density.house').verdict).toBe('person')
  expect(lineOf(changed(row(house, 20, 15), { roads: [cut] }), 'density.house').verdict).toBe('person')
})

const high = (kind: WorkKind, heightMetres: number, percent: number) =>
  plain(changed(tower, { work: { kind } }), { lot: [100, 100], part: [100, percent], heightMetres, storeys: 5 })

test.each([
  ['apartment', 16, 65, 'pass'],
  ['apartment', 16, 65.01, 'fail'],
  ['apartment', 46, 41, 'pass'],
  ['apartment', 46, 41.01, 'fail'],
  ['apartment', 46.01, 40, 'pass'],
  ['apartment', 46.01, 40.01, 'fail'],
  ['commercial', 16, 70, 'pass'],
  ['commercial', 16, 70.01, 'fail'],
  ['mixed', 20.5, 63.5, 'pass'],
  ['mixed', 20.5, 63.51, 'fail'],
] as const)('density of high buildings on 10 000 m²: %s, %d m, %d %%: %s', (kind, height, percent, verdict) => {
  const id = kind === 'apartment' ? 'density.apartment' : 'density.commercial'
  expect(lineOf(high(kind, height, percent), id).verdict).toBe(verdict)
})

const part = (
  name: string,
  kind: 'main' | 'podium' | 'tower',
  heightMetres: number,
  ...at: Parameters<typeof box>
) => ({
  name,
  kind,
  footprint: box(...at),
  projections: [],
  heightMetres,
  storeys: 3,
})
const of = (...parts: ReturnType<typeof part>[]) => changed(high('apartment', 16, 10), { building: { parts } })

test.each([
  [
    'podium and tower within their own limits',
    of(part('đế', 'podium', 16, 0, 0, 65, 100), part('tháp', 'tower', 60, 0, 0, 40, 100)),
    'pass',
  ],
  [
    'the podium above its own',
    of(part('đế', 'podium', 16, 0, 0, 65.1, 100), part('tháp', 'tower', 60, 0, 0, 40, 100)),
    'fail',
  ],
  [
    'the tower above its own',
    of(part('đế', 'podium', 16, 0, 0, 65, 100), part('tháp', 'tower', 60, 0, 0, 40.1, 100)),
    'fail',
  ],
  [
    'a tower beside its podium counts on the ground',
    of(part('đế', 'podium', 16, 0, 0, 60, 100), part('tháp', 'tower', 60, 60, 0, 5.1, 100)),
    'fail',
  ],
  // 16 and 22 m, as much ground each: mean 19 m, 60 %.
  [
    'several heights by their mean',
    of(part('A', 'main', 16, 0, 0, 30, 100), part('B', 'main', 22, 50, 0, 30, 100)),
    'pass',
  ],
  [
    'above the mean’s limit',
    of(part('A', 'main', 16, 0, 0, 30.1, 100), part('B', 'main', 22, 50, 0, 30.1, 100)),
    'fail',
  ],
  // 16 m on 50 %, 31 m on 10 %: by area 18.5 m, 60.83 %; unweighted 23.5 m, 55 %.
  [
    'the two ways to take a mean differ',
    of(part('A', 'main', 16, 0, 0, 50, 100), part('B', 'main', 31, 80, 0, 10, 100)),
    'person',
  ],
] as const)('density of groups: %s', (_, c, verdict) => {
  expect(lineOf(c, 'density.apartment').verdict).toBe(verdict)
})

const school = (percent: number) =>
  plain(changed(tower, { work: { kind: 'education' } }), { lot: [100, 100], part: [100, percent] })
test.each([
  ['new', school(40), 'pass', 40],
  ['new', school(40.01), 'fail', 40],
  ['existing', existing(school(40)), 'pass', 40],
  ['existing', existing(school(40.01)), 'person', 40],
  ['existing', existing(school(60)), 'person', 40],
  ['existing', existing(school(60.01)), 'fail', 60],
  ['not known', unknown(school(60)), 'person', 40],
  ['not known', unknown(school(60.01)), 'fail', 60],
] as const)('density of public services, %s area', (_, c, verdict, limit) => {
  expect(lineOf(c, 'density.public-service')).toMatchObject({ verdict, limit })
})

const works = (percent: number, productionFloors: number | null, storeys = 6, kind: WorkKind = 'factory') =>
  changed(plain(factory, { lot: [100, 100], part: [100, percent], storeys }), {
    work: { kind },
    building: { productionFloors },
  })
test.each([
  [works(70, 5), 'pass', 70],
  [works(70.01, 5), 'fail', 70],
  [works(60, 6), 'pass', 60],
  [works(60.01, 6), 'fail', 60],
  [works(60.01, null), 'person', 70],
  [works(60, null), 'pass', 70],
  [works(70.01, null), 'fail', 70],
  [works(70, null, 5), 'pass', 70],
  [works(70, 6, 6, 'warehouse'), 'pass', 70],
] as const)('density of industry %#', (c, verdict, limit) => {
  expect(lineOf(c, 'density.industry')).toMatchObject({ verdict, limit })
})

const floors = (base: PermitCheck, above: number, excluded = 0) =>
  changed(base, { building: { floors: { above, basement: 100, mezzanine: 0, tum: 0, excluded } } })
test.each([
  [floors(row(house, 10, 9), 600), 'pass', 7],
  [floors(row(house, 10, 9), 600.1), 'fail', 7.001],
  [floors(row(house, 10, 9), 650, 50), 'pass', 7],
] as const)('FAR of a house counts basements but what is excluded %#', (c, verdict, actual) => {
  expect(lineOf(c, 'far.house')).toMatchObject({ verdict, actual, limit: 7 })
})

const tall = (heightMetres: number, far: number, kind: WorkKind = 'apartment') =>
  floors(high(kind, heightMetres, 30), far * 10_000 - 100)
test.each([
  ['46 m: not asked', tall(46, 14), 'pass', null],
  ['above 46 m', tall(46.01, 13), 'pass', 13],
  ['above 46 m', tall(46.01, 13.01), 'fail', 13],
  [
    'a landmark of a higher plan',
    changed(tall(60, 14, 'commercial'), { plans: { approved: { far: 15 } } }),
    'person',
    13,
  ],
  ['no landmark among apartments', changed(tall(60, 14), { plans: { approved: { far: 15 } } }), 'fail', 13],
] as const)('FAR above 46 m: %s', (_, c, verdict, limit) => {
  expect(lineOf(c, 'far.tall')).toMatchObject({ verdict, limit })
})

test('podium and tower together keep to 13, however low', () => {
  const c = of(part('đế', 'podium', 15, 0, 0, 65, 100), part('tháp', 'tower', 40, 0, 0, 30, 100))
  expect(lineOf(floors(c, 129_900), 'far.tall').verdict).toBe('pass')
  expect(lineOf(floors(c, 130_000), 'far.tall').verdict).toBe('fail')
})

// 10 000 m², 22 m: 4.34.
const instead = { densityPercent: null, storeys: null, heightMetres: null }
test.each([
  ['within', existing(tall(22, 4.34)), 'pass'],
  [
    'above, a plan that sets the ratio alone',
    changed(existing(tall(22, 4.35)), { plans: { approved: instead } }),
    'fail',
  ],
  ['above, a plan that sets density too', existing(tall(22, 4.35)), 'person'],
  ['above, new or existing not known', unknown(tall(22, 4.35)), 'person'],
  ['a new area', tall(22, 9), 'pass'],
] as const)('FAR of existing areas: %s', (_, c, verdict) => {
  expect(lineOf(c, 'far.existing').verdict).toBe(verdict)
})

test('a person says which group of the code other works belong to', () => {
  expect(
    lineOf(plain(changed(tower, { work: { kind: 'other' } }), { lot: [100, 100], part: [100, 10] }), 'density.other'),
  ).toMatchObject({
    verdict: 'person',
    actual: 10,
  })
  expect(lineOf(house, 'density.other').verdict).toBe('pass')
})

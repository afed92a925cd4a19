import { expect, test } from 'vitest'
import { at, box, changed, house, lineOf, plain } from '../../test/permit-cases.ts'
import type { PermitCheck } from './case.ts'
import { setbackLimit } from './setback.ts'

test.each([
  [16.5, 15, 0],
  [16.5, 18.99, 0],
  [16.5, 19, 3],
  [16.5, 20, 3],
  [16.5, 21.99, 3],
  [16.5, 22, 4],
  [16.5, 27.9, 4],
  [16.5, 27.99, 4],
  [16.5, 28, 6],
  [18.99, 19, 3],
  [19, 19, 0],
  [20, 21, 0],
  [20, 21.99, 0],
  [20, 22, 3],
  [20, 25, 3],
  [21.99, 27.99, 3],
  [22, 27.99, 0],
  [30, 27, 0],
  [20, 28, 6],
  [30, 28, 6],
  [30, 30, 6],
])('Bảng 2.7: a road of %d m and a height of %d m ask for %d m', (width, height, metres) => {
  expect(setbackLimit(width, height)).toBe(metres)
})

type Road = PermitCheck['roads'][number]
const road = house.roads[0]!
const standing = (
  heightMetres: number,
  y: number,
  change: Partial<Road> = {},
  place: Partial<PermitCheck['place']> = {},
) =>
  changed(plain(house, { lot: [10, 40], part: [10, 20], heightMetres, y }), { roads: [{ ...road, ...change }], place })

test.each([
  ['low: none asked', standing(18.99, 0), 'pass', 0],
  ['19 m, on 3 m', standing(19, 3), 'pass', 3],
  ['19 m, short of 3 m', standing(19, 2.99), 'fail', 3],
  ['a millimetre short', standing(19, 2.999), 'fail', 3],
  ['22 m', standing(22, 3.99), 'fail', 4],
  ['22 m, on 4 m', standing(22, 4), 'pass', 4],
  ['28 m', standing(28, 5.99), 'fail', 6],
  ['28 m, on 6 m', standing(28, 6), 'pass', 6],
  ['no plan on file', changed(standing(19, 2.99), { plans: { approved: null } }), 'person', 3],
  ['a rebuilt row never fails alone', standing(28, 5.99, { widthMetres: 22 }), 'person', 6],
  ['a rebuilt row passes', standing(28, 6, { widthMetres: 22 }), 'pass', 6],
  ['an existing area: the detailed plan', standing(19, 2.99, {}, { area: 'existing' }), 'person', 3],
  ['an existing area that meets it', standing(19, 3, {}, { area: 'existing' }), 'pass', 3],
  ['new or existing is not known', standing(19, 2.99, {}, { area: null }), 'person', 3],
  ['12 m is no road of area class', standing(20, 0, { widthMetres: 12, class: null }), 'pass', null],
  ['just below 16 m', standing(20, 0, { widthMetres: 15.99, class: null }), 'pass', null],
  ['16 m, class not known', standing(20, 0, { widthMetres: 16, class: null }), 'person', 3],
  ['16 m, class not known, met', standing(20, 3, { widthMetres: 16, class: null }), 'pass', 3],
  ['an internal street', standing(20, 0, { class: 'internal' }), 'pass', null],
  ['an alley', standing(20, 0, { class: 'alley' }), 'pass', null],
  ['width not known', standing(20, 0, { widthMetres: null }), 'person', null],
  ['red line not known', standing(20, 5, { redLine: null }), 'person', 3],
  ['red line not known, none asked', standing(15, 5, { redLine: null }), 'pass', 0],
  ['no road', changed(standing(20, 5), { roads: [] }), 'person', null],
  ['assumed red line', standing(19, 3, { provenance: 'assumed' }), 'person', 3],
  ['generated red line', standing(19, 2.99, { provenance: 'generated' }), 'fail', 3],
] as const)('setback: %s', (_, c, verdict, limit) => {
  expect(lineOf(c, 'setback.street')).toMatchObject({ verdict, limit })
})

test('a rebuilt row says so, a literal one does not', () => {
  expect(lineOf(standing(28, 6, { widthMetres: 22 }), 'setback.street')).toMatchObject({ confidence: 'reconstructed' })
  expect(lineOf(standing(28, 6, { widthMetres: 22 }), 'setback.street').why.vi).toContain('phục dựng')
  expect(lineOf(standing(28, 6), 'setback.street').confidence).toBe('found')
})

test('podium and tower stand back by their own heights, each on every road', () => {
  const part = (kind: 'podium' | 'tower', y: number, heightMetres: number) => ({
    name: kind,
    kind,
    footprint: box(0, y, 10, 20),
    projections: [],
    heightMetres,
    storeys: 3,
  })
  const of = (podium: number, tower: number) =>
    changed(standing(15, 0), { building: { parts: [part('podium', podium, 15), part('tower', tower, 30)] } })
  expect(lineOf(of(0, 6), 'setback.street').verdict).toBe('pass')
  expect(lineOf(of(0, 5.9), 'setback.street')).toMatchObject({ verdict: 'fail', limit: 6, actual: 5.9 })
  // The second road, along the west side, is nearer.
  const west: Road = { ...road, name: 'Tây', redLine: [at(-5, -50), at(-5, 90)] }
  const both = changed(of(0, 6), { roads: [road, west] })
  expect(lineOf(both, 'setback.street')).toMatchObject({ verdict: 'fail', limit: 6, actual: 5 })
  expect(lineOf(both, 'setback.street').geometry).toMatchObject({ type: 'MultiLineString' })
})

test.each([
  ['on it', standing(12, 0), 'pass', 0],
  ['by what snapping moves', standing(12, -0.002), 'pass', 0],
  ['beyond it', standing(12, -0.003), 'fail', 0.003],
  ['well beyond', standing(12, -1.5), 'fail', 1.5],
  ['beyond it without a plan on file', changed(standing(12, -1.5), { plans: { approved: null } }), 'fail', 1.5],
  ['red line not known', standing(12, 0, { redLine: null }), 'person', null],
  ['no road', changed(standing(12, 0), { roads: [] }), 'person', null],
  ['an assumed red line', standing(12, -1, { provenance: 'assumed' }), 'person', 1],
] as const)('red line: %s', (_, c, verdict, actual) => {
  expect(lineOf(c, 'line.red')).toMatchObject({ verdict, actual })
})

test('what projects may not cross the red line where the building line lies behind it', () => {
  const balcony = (y: number, buildingLine: Road['buildingLine']) =>
    changed(standing(12, 3, { buildingLine }), {
      building: { parts: [{ ...standing(12, 3).building.parts[0]!, projections: [box(2, y, 4, 3 - y)] }] },
    })
  const behind = [at(-50, 3), at(50, 3)]
  expect(lineOf(balcony(0, behind), 'line.red').verdict).toBe('pass')
  expect(lineOf(balcony(-0.5, behind), 'line.red')).toMatchObject({ verdict: 'fail', actual: 0.5 })
  // On one line, or where the building line is not known, the plan says what may project.
  expect(lineOf(balcony(-0.5, road.redLine), 'line.red').verdict).toBe('person')
  expect(lineOf(balcony(-0.5, null), 'line.red').verdict).toBe('person')
})

test.each([
  ['on it', 3, 'pass'],
  ['behind it', 3.5, 'pass'],
  ['beyond it', 2.99, 'fail'],
] as const)('building line: %s', (_, y, verdict) => {
  const c = standing(12, y, { buildingLine: [at(-50, 3), at(50, 3)] })
  expect(lineOf(c, 'line.building').verdict).toBe(verdict)
})

test('a building line that is not known is for a person', () => {
  expect(lineOf(standing(12, 3, { buildingLine: null }), 'line.building').verdict).toBe('person')
  expect(lineOf(changed(house, { roads: [] }), 'line.building').verdict).toBe('person')
})

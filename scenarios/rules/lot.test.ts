import { expect, test } from 'vitest'
import { at, box, changed, house, lineOf, plain } from '../../test/permit-cases.ts'
import type { PermitCheck } from './case.ts'

const lot = plain(house, { lot: [10, 20], part: [10, 12] })
const part = lot.building.parts[0]!

test.each([
  ['inside', lot, 'pass', 0],
  [
    'by what snapping moves',
    changed(lot, { building: { parts: [{ ...part, footprint: box(0, 0, 10.002, 12) }] } }),
    'pass',
    0,
  ],
  ['10 cm over', changed(lot, { building: { parts: [{ ...part, footprint: box(0, 0, 10.1, 12) }] } }), 'fail', 1.2],
] as const)('building in the lot: %s', (_, c, verdict, actual) => {
  expect(lineOf(c, 'lot.inside')).toMatchObject({ verdict, actual, unit: 'm²' })
})

// 60 m around, 5 cm a corner: 3 m².
test.each([
  ['the same', box(0, 0, 10, 20), lot, 'pass', 0],
  ['within the error of surveys', box(0, 0, 9.851, 20), lot, 'pass', 2.98],
  [
    'more, and built on',
    box(0, 0, 9.8, 20),
    changed(lot, { building: { parts: [{ ...part, footprint: box(0, 0, 10, 20) }] } }),
    'fail',
    4,
  ],
  ['more, but not built on', box(0, 0, 10, 19), lot, 'person', 10],
  ['not registered', null, lot, 'person', null],
] as const)('the registered parcel: %s', (_, registered, c, verdict, actual) => {
  const ring = registered as PermitCheck['site']['registered']
  expect(lineOf(changed(c, { site: { registered: ring } }), 'lot.registered')).toMatchObject({ verdict, actual })
})

test.each([
  [200, 'pass'],
  [203, 'pass'],
  [203.01, 'person'],
  [196.99, 'person'],
  [null, 'person'],
])('area of the paper %d m² against 200 m²: %s', (registeredSquareMetres, verdict) => {
  expect(lineOf(changed(lot, { site: { registeredSquareMetres } }), 'lot.area').verdict).toBe(verdict)
})

const street = house.roads[0]!
const fronting = (width: number, roadWidth: number | null, change: Partial<PermitCheck['roads'][number]> = {}) =>
  changed(plain(house, { lot: [10, 20], part: [width, 12] }), {
    roads: [{ ...street, widthMetres: roadWidth, ...change }],
  })
test.each([
  ['19 m street, 5 m', fronting(5, 19), 'pass', 5],
  ['19 m street, less', fronting(4.99, 19), 'fail', 5],
  ['below 19 m, 4 m', fronting(4, 18.99), 'pass', 4],
  ['below 19 m, less', fronting(3.99, 18.99), 'fail', 4],
  ['width not known, 5 m', fronting(5, null), 'pass', 5],
  ['width not known, between', fronting(4.5, null), 'person', 5],
  ['width not known, below both', fronting(3.99, null), 'fail', 5],
  ['existing area', changed(fronting(3, 18), { place: { area: 'existing' } }), 'pass', null],
  ['area not known', changed(fronting(3, 18), { place: { area: null } }), 'person', 4],
  ['alley only', fronting(3, 4, { class: 'alley' }), 'pass', null],
  ['red line not known', fronting(5, 18, { redLine: null }), 'person', null],
  ['no plan on file', changed(fronting(3.99, 18), { plans: { approved: null } }), 'person', 4],
] as const)('frontage: %s', (_, c, verdict, limit) => {
  expect(lineOf(c, 'lot.frontage')).toMatchObject({ verdict, limit })
})

test.each([
  [60, 'pass'],
  [60.01, 'fail'],
])('a row block of %d m: %s', (rowBlockMetres, verdict) => {
  expect(lineOf(changed(lot, { site: { rowBlockMetres } }), 'lot.row-block').verdict).toBe(verdict)
})

test('a house alone is no block', () => {
  expect(lineOf(lot, 'lot.row-block')).toMatchObject({ verdict: 'pass', limit: null })
})

const cut = (y: number) => changed(lot, { roads: [{ ...street, redLine: [at(-50, y), at(50, y)] }] })
test.each([
  ['red line on the boundary', cut(0), 'pass', 0],
  ['by what snapping moves', cut(0.002), 'pass', 0],
  ['3 mm in', cut(0.003), 'person', 0.003],
  ['2 m in', cut(2), 'person', 2],
  ['not known', changed(lot, { roads: [{ ...street, redLine: null }] }), 'person', null],
  ['no road', changed(lot, { roads: [] }), 'person', null],
] as const)('the part of the lot that a road takes: %s', (_, c, verdict, actual) => {
  expect(lineOf(c, 'lot.red-line')).toMatchObject({ verdict, actual })
})

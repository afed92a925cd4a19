import fc from 'fast-check'
import { expect, test } from 'vitest'
import { stretch } from '../../test/works-application.ts'
import type { XY } from '../frame.ts'
import { lineLength } from '../geometry.ts'
import {
  chainOf,
  linesOfStretches,
  metresOf,
  nearestOn,
  overlapOf,
  partOf,
  sharedOf,
  stretchesOf,
  unionOf,
} from './stretch.ts'
import '../../test/seed.ts'

test('stretches that only touch share nothing, a centimetre more is shared', () => {
  const a = stretch(10, 20)
  expect(overlapOf(a, stretch(20, 30))).toBeNull()
  expect(overlapOf(a, stretch(0, 10))).toBeNull()
  expect(overlapOf(a, stretch(19.99, 30))).toEqual({ road: 'vt:road/1', fromMetres: 19.99, toMetres: 20 })
  expect(overlapOf(a, stretch(0, 10.01))).toEqual({ road: 'vt:road/1', fromMetres: 10, toMetres: 10.01 })
  expect(overlapOf(a, stretch(10, 20, { road: 'vt:road/2' }))).toBeNull()
})

test('both sides of a street share traffic, not ground', () => {
  const [left, right, whole] = (['left', 'right', 'whole'] as const).map((side) => [stretch(0, 50, { side })])
  expect(metresOf(sharedOf(left!, right!, true))).toBe(0)
  expect(metresOf(sharedOf(left!, right!, false))).toBe(50)
  expect(metresOf(sharedOf(left!, whole!, true))).toBe(50)
})

const spans = fc.array(
  fc.record({ road: fc.constantFrom('a', 'b'), from: fc.nat(100), metres: fc.integer({ min: 1, max: 40 }) }),
  { maxLength: 8 },
)
test('a union holds each metre once, in whatever order its spans come', () => {
  fc.assert(
    fc.property(spans, (raw) => {
      const all = raw.map(({ road, from, metres }) => ({ road, fromMetres: from, toMetres: from + metres }))
      const covered = new Set(
        all.flatMap(({ road, fromMetres, toMetres }) =>
          Array.from({ length: toMetres - fromMetres }, (_, i) => `${road} ${fromMetres + i}`),
        ),
      )
      expect(metresOf(all)).toBe(covered.size)
      expect(unionOf(all.toReversed())).toEqual(unionOf(all))
    }),
  )
})

const bend: XY[] = [
  [0, 0],
  [10, 0],
  [10, 10],
]
test('a part of a line begins and ends where it is asked for', () => {
  expect(partOf(bend, 5, 15)).toEqual([
    [5, 0],
    [10, 0],
    [10, 5],
  ])
  expect(partOf(bend, 0, 20)).toEqual(bend)
  expect(partOf(bend, -5, 3)).toEqual([
    [0, 0],
    [3, 0],
  ])
  expect(partOf(bend, 15, 99)).toEqual([
    [10, 5],
    [10, 10],
  ])
  expect(partOf(bend, 30, 40)).toEqual([])
})

test('parts of a line are as long as they were asked for', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 19, noNaN: true }),
      fc.double({ min: 0.5, max: 20, noNaN: true }),
      (from, metres) => {
        const to = Math.min(20, from + metres)
        expect(lineLength(partOf(bend, from, to))).toBeCloseTo(to - from, 6)
      },
    ),
  )
})

test('the nearest place on a line, and on which side of it a point lies', () => {
  expect(nearestOn(bend, [4, 3])).toEqual({ metres: 4, away: 3, left: true })
  expect(nearestOn(bend, [4, -3])).toEqual({ metres: 4, away: 3, left: false })
  expect(nearestOn(bend, [13, 6])).toEqual({ metres: 16, away: 3, left: false })
})

const road = (id: string, name: string | null, ...line: XY[]) => ({ id, name, line })
const roads = [
  road('m', 'Một', [100, 0], [200, 0]),
  // drawn against the chain
  road('e', 'Một', [300, 0], [200, 0]),
  road('w', 'Một', [0, 0], [100, 0]),
  road('side', 'Hai', [200, 0], [200, 50]),
  road('back', 'Một', [300, 0], [205, 5]),
]

test('a street goes on through roads of its name, whichever way they were drawn', () => {
  const chain = chainOf(roads[0]!, roads)
  expect(chain.links.map(({ road: { id }, reversed }) => [id, reversed])).toEqual([
    ['w', false],
    ['m', false],
    ['e', true],
  ])
  expect(chain.metres).toBe(300)
  expect(chain.line).toEqual([
    [0, 0],
    [100, 0],
    [200, 0],
    [300, 0],
  ])
})

test('a part of a street becomes stretches of its roads, sides and metres turned where a road was drawn backwards', () => {
  const chain = chainOf(roads[0]!, roads)
  expect(stretchesOf(chain, 150, 230, 'right')).toEqual([
    { road: 'm', fromMetres: 50, toMetres: 100, side: 'right' },
    { road: 'e', fromMetres: 70, toMetres: 100, side: 'left' },
  ])
  // An end at the junction does not reach into the next road.
  expect(stretchesOf(chain, 100, 200.3, 'whole').map(({ road }) => road)).toEqual(['m'])
  const lines = linesOfStretches(stretchesOf(chain, 150, 230, 'right'), new Map(roads.map((one) => [one.id, one])))
  expect(lines).toEqual([
    [
      [150, 0],
      [200, 0],
    ],
    [
      [230, 0],
      [200, 0],
    ],
  ])
})

test('a road without a name is its own street', () => {
  const alley = road('x', null, [0, 0], [5, 0])
  expect(chainOf(alley, [alley, road('y', null, [5, 0], [9, 0])]).metres).toBe(5)
})

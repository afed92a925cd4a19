import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { XY } from '../frame.ts'
import { Problem } from '../problem.ts'
import {
  areaOf,
  beyond,
  closingError,
  coveredBy,
  frontageOf,
  gapBetween,
  lineBeside,
  outside,
  type Point,
  setbackFrom,
  snapper,
  soundRing,
  widthAlong,
} from './geometry.ts'

const origin: XY = [551_420, 1_081_960]
const at = (x: number, y: number): XY => [origin[0] + x, origin[1] + y]
const snap = snapper(origin)
const points = (...corners: XY[]): Point[] =>
  snap(
    corners.map(([x, y]) => at(x, y)),
    'x',
  )
const ring = (...corners: XY[]): Point[] => points(...corners, corners[0]!)
const square = (x: number, y: number, w: number, h = w) => ring([x, y], [x + w, y], [x + w, y + h], [x, y + h])
const surfaces = { a: true, b: true }

function problemOf(...corners: XY[]): Problem['detail'] {
  const given = corners.map(([x, y]) => at(x, y))
  try {
    soundRing(given, snap(given, 'site.ring'), 'site.ring')
  } catch (error) {
    if (error instanceof Problem) return error.detail
    throw error
  }
  throw new Error('Expected a Problem')
}

test('a ring that is open, repeats a corner, crosses itself or has no area is refused with the corner', () => {
  const open = problemOf([0, 0], [10, 0], [10, 10], [0.03, 0.04])
  expect(open).toMatchObject({ code: 'permit/ring-open', place: 'site.ring[3]' })
  expect(open.message.vi).toContain('góc 4 (X 1081960.040, Y 551420.030)')
  expect(open.message.en).toContain('closing error 0.050 m')
  expect(problemOf([0, 0], [10, 0], [10, 0], [0, 10], [0, 0])).toMatchObject({
    code: 'permit/ring-repeated',
    place: 'site.ring[2]',
  })
  const bowTie = problemOf([0, 0], [10, 10], [10, 0], [0, 10], [0, 0])
  expect(bowTie).toMatchObject({ code: 'permit/ring-crossing', place: 'site.ring[2]' })
  expect(bowTie.message.en).toContain('corner 3')
  expect(bowTie.message.en).toContain('side 1–2')
  // A corner that touches another side; a side that folds back over the one before, the last over the first.
  expect(problemOf([0, 0], [10, 0], [10, 10], [5, 0], [0, 10], [0, 0]).code).toBe('permit/ring-crossing')
  expect(problemOf([0, 0], [10, 0], [5, 0], [5, 5], [0, 0]).code).toBe('permit/ring-crossing')
  expect(problemOf([0, 0], [10, 0], [10, 10], [5, 0], [0, 0]).code).toBe('permit/ring-crossing')
  expect(problemOf([0, 0], [10, 0], [20, 0], [0, 0])).toMatchObject({ code: 'permit/ring-flat', place: 'site.ring[0]' })
  expect(problemOf([0, 0], [10, 0], [0, 0]).code).toBe('permit/ring-flat')
  expect(() => snap([[origin[1], origin[0]]], 'roads[0].redLine')).toThrow(/roads\[0\]\.redLine\[0\].*X for Y/)
})

test('corners closer than half a millimetre are one', () => {
  const given: XY[] = [at(0, 0), at(10, 0), at(10, 10), at(0.0004, -0.0004)]
  expect(() => soundRing(given, snap(given, 'r'), 'r')).not.toThrow()
  expect(closingError(given)).toBeCloseTo(0.000566, 5)
})

test('areas are exact in whole millimetres, wherever the ring lies and however it turns', () => {
  expect(areaOf(square(0, 0, 5, 20))).toBe(100)
  expect(areaOf(ring([0, 0], [0.001, 0], [0.001, 0.001]))).toBe(5e-7)
  expect(areaOf(ring([0, 0], [19_999.999, 0], [19_999.999, 19_999.999], [0, 19_999.999]))).toBe(399_999_960.000001)
  const corner = fc.tuple(fc.integer({ min: 1, max: 50_000 }), fc.integer({ min: 1, max: 50_000 }))
  fc.assert(
    fc.property(corner, corner, corner, ([ax, ay], [bx, by], [cx, cy]) => {
      const area = areaOf([
        [ax, ay],
        [bx, by],
        [cx, cy],
        [ax, ay],
      ])
      const turned = areaOf([
        [bx, by],
        [ax, ay],
        [cx, cy],
        [bx, by],
      ])
      expect(turned).toBe(area)
      expect(Math.round(area * 2e6)).toBe(Math.abs((bx - ax) * (cy - ay) - (by - ay) * (cx - ax)))
    }),
  )
})

test('ground covered together counts what overlaps once', () => {
  expect(coveredBy([square(0, 0, 10), square(5, 0, 10)])).toBe(150)
  expect(coveredBy([square(0, 0, 10), square(20, 0, 10)])).toBe(200)
  expect(coveredBy([])).toBe(0)
})

test('what lies outside: none on shared sides or by what snapping moves, else its area', () => {
  const lot = square(0, 0, 10, 20)
  expect(outside([square(0, 0, 10, 12)], lot).squareMetres).toBe(0)
  expect(outside([square(0, 0, 10.002, 12)], lot).squareMetres).toBe(0)
  expect(outside([square(0, 0, 10.5, 12)], lot)).toMatchObject({ squareMetres: 6 })
  expect(outside([square(30, 0, 10)], lot).squareMetres).toBe(100)
  // A lot with a bay: the building bridges it though all of its corners are inside.
  const bay = ring([0, 0], [20, 0], [20, 20], [12, 20], [12, 5], [8, 5], [8, 20], [0, 20])
  expect(outside([square(2, 8, 16, 4)], bay).squareMetres).toBeCloseTo(16, 6)
})

test('distances to the millimetre: apart, touching, inside one another', () => {
  expect(gapBetween(square(0, 0, 10), square(13, 14, 5), surfaces).metres).toBe(5)
  expect(gapBetween(square(0, 0, 10), square(10, 0, 5), surfaces).metres).toBe(0)
  expect(gapBetween(square(0, 0, 10), square(10.001, 0, 5), surfaces).metres).toBe(0.001)
  expect(gapBetween(square(0, 0, 10), square(2, 2, 1), surfaces).metres).toBe(0)
  expect(gapBetween(square(2, 2, 1), square(0, 0, 10), surfaces).metres).toBe(0)
  expect(gapBetween(square(0, 0, 10), points([-5, 13], [20, 13]), { a: true, b: false })).toMatchObject({ metres: 3 })
  expect(gapBetween(square(0, 0, 10), points([5, -5], [5, 20]), { a: true, b: false }).metres).toBe(0)
  fc.assert(
    fc.property(fc.integer({ min: -40, max: 40 }), fc.integer({ min: -40, max: 40 }), (x, y) => {
      const [a, b] = [square(0, 0, 10), square(x, y, 7)]
      expect(gapBetween(a, b, surfaces).metres).toBe(gapBetween(b, a, surfaces).metres)
    }),
  )
})

test('beyond a line: none on it, by how much past it, on the side away from the lot', () => {
  const lot = square(0, 0, 10, 20)
  const red = lineBeside(points([-50, 0], [50, 0]), lot)
  expect(beyond([square(0, 0, 10, 12)], red)).toBeNull()
  expect(beyond([square(0, -0.002, 10, 12)], red)).toBeNull()
  expect(beyond([square(0, -0.003, 10, 12)], red)).toMatchObject({ metres: 0.003 })
  expect(beyond([square(0, -1.2, 10, 12)], red)).toMatchObject({ metres: 1.2 })
  expect(setbackFrom([square(0, 3, 10, 12)], red).metres).toBe(3)
  expect(setbackFrom([square(0, -1, 10, 12)], red).metres).toBe(0)
  // Drawn the other way round, and with a strip of the lot in the road.
  expect(beyond([square(0, -1, 10, 12)], lineBeside(points([50, 0], [-50, 0]), lot))).toMatchObject({ metres: 1 })
  expect(beyond([square(0, 0, 10, 12)], lineBeside(points([50, 2], [-50, 2]), lot))).toMatchObject({ metres: 2 })
})

test('a line that bends round a corner lot has one inner side', () => {
  const lot = square(0, 0, 10, 20)
  const corner = lineBeside(points([50, 0], [0, 0], [0, 50]), lot)
  expect(beyond([square(0, 0, 8, 8)], corner)).toBeNull()
  expect(beyond([square(-1, 1, 5, 5)], corner)).toMatchObject({ metres: 1 })
  expect(beyond([square(1, -2, 5, 5)], corner)).toMatchObject({ metres: 2 })
  expect(beyond([square(-3, -4, 7, 7)], corner)).toMatchObject({ metres: 5 })
  // A bend that reaches into a building.
  const spike = lineBeside(points([-50, 0], [4, 0], [5, 4], [6, 0], [50, 0]), lot)
  expect(beyond([square(2, 0, 6, 6)], spike)?.metres).toBeGreaterThan(1)
})

test('frontage of the lot and width of the building along the street', () => {
  const lot = square(0, 0, 6, 20)
  expect(frontageOf(lot, points([-50, 0], [50, 0]))).toBe(6)
  expect(frontageOf(lot, points([-50, -0.05], [50, -0.05]))).toBe(6)
  expect(frontageOf(lot, points([-50, -0.051], [50, -0.051]))).toBe(0)
  expect(widthAlong([square(1, 2, 4.2, 9)], points([-50, 0], [50, 0]))).toBe(4.2)
  expect(widthAlong([ring([0, 0], [3, 4], [-1, 7], [-4, 3])], points([0, 0], [3, 4]))).toBe(5)
})

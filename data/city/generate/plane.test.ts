import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { XY } from '../../../scenarios/frame.ts'
import { pointInRing, polygonArea, ringArea } from '../../../scenarios/geometry.ts'
import { bufferLine, cut, extentIn, type OpenRing, offsetLine, simpleRings, turned } from './plane.ts'

/** A star-shaped ring, bent inwards and outwards by chance. */
const star = fc
  .tuple(
    fc.array(fc.double({ min: 20, max: 100, noNaN: true }), { minLength: 5, maxLength: 24 }),
    fc.double({ min: 0, max: 6.28, noNaN: true }),
  )
  .map(
    ([radii, phase]): OpenRing =>
      radii.map((r, i): XY => {
        const angle = phase + (2 * Math.PI * i) / radii.length
        return [550_000 + r * Math.cos(angle), 1_080_000 + r * Math.sin(angle)]
      }),
  )
const area = (rings: readonly OpenRing[]) => rings.reduce((sum, ring) => sum + Math.abs(ringArea(ring)), 0)

test('a cut loses no land and leaves each piece on its side', () => {
  fc.assert(
    fc.property(
      star,
      fc.double({ min: 0, max: 3.14, noNaN: true }),
      fc.double({ min: 0.05, max: 0.95, noNaN: true }),
      (ring, angle, share) => {
        const frame = turned(angle)
        const { u0, u1 } = extentIn(frame, ring)
        const at = u0 + share * (u1 - u0)
        const [below, above] = cut(ring, frame, at, 0)
        expect(area(below) + area(above)).toBeCloseTo(area([ring]), 3)
        for (const piece of below) expect(extentIn(frame, piece).u1).toBeLessThan(at + 1e-6)
        for (const piece of above) expect(extentIn(frame, piece).u0).toBeGreaterThan(at - 1e-6)
      },
    ),
  )
})

test('an offset to the right lies to the right', () => {
  const east: XY[] = [
    [0, 0],
    [100, 0],
    [100, 100],
  ]
  expect(offsetLine(east, 10)).toEqual([
    [0, -10],
    [110, -10],
    [110, 100],
  ])
})

test('a buffer holds every point within its distance', () => {
  const line: XY[] = [
    [0, 0],
    [100, 0],
    [140, 80],
    [90, 150],
  ]
  const surface = bufferLine(line, 20)
  expect(surface).toHaveLength(1)
  for (let k = 0; k < 16; k++) {
    const angle = (k * Math.PI) / 8
    expect(pointInRing([100 + 19.9 * Math.cos(angle), 19.9 * Math.sin(angle)], surface[0]![0]!)).toBe(true)
  }
})

test('a surface with a hole becomes rings without one, of the same area', () => {
  const square = (x: number, size: number): XY[] => [
    [x, x],
    [x + size, x],
    [x + size, x + size],
    [x, x + size],
    [x, x],
  ]
  const rings = simpleRings([[square(0, 100), square(30, 20)]])
  expect(area(rings)).toBeCloseTo(polygonArea({ type: 'Polygon', coordinates: [square(0, 100), square(30, 20)] }), 6)
})

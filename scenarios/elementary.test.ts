import fc from 'fast-check'
import { expect, it } from 'vitest'
import { atan, atan2, cos, sin } from './elementary.ts'

it('sine, cosine and arctangent are those of Math to 1e-15', () => {
  fc.assert(
    fc.property(fc.double({ min: -1000, max: 1000, noNaN: true }), (x) => {
      expect(Math.abs(sin(x) - Math.sin(x))).toBeLessThan(1e-15)
      expect(Math.abs(cos(x) - Math.cos(x))).toBeLessThan(1e-15)
      expect(Math.abs(atan(x) - Math.atan(x))).toBeLessThan(1e-15)
    }),
    { numRuns: 5000 },
  )
})

it('the angle of a direction is that of Math.atan2', () => {
  const number = fc.double({ min: -1e6, max: 1e6, noNaN: true })
  fc.assert(
    fc.property(number, number, (y, x) => {
      expect(Math.abs(atan2(y + 0, x + 0) - Math.atan2(y + 0, x + 0))).toBeLessThan(1e-15)
    }),
    { numRuns: 5000 },
  )
  expect([atan2(0, 1), atan2(1, 0), atan2(-1, 0), atan2(0, -1), atan2(0, 0)]).toEqual([
    0,
    Math.PI / 2,
    -Math.PI / 2,
    Math.PI,
    0,
  ])
})

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { cubeRoot } from './flux.ts'
import { integrate, valueAt } from './series.ts'
import { decay } from './soil.ts'

const series: [number, number][] = [
  [10, 1],
  [20, 3],
  [40, 0],
]

it('reads series step-wise and linearly', () => {
  expect([0, 10, 15, 20, 30, 50].map((t) => valueAt(series, false, t))).toEqual([1, 1, 1, 3, 3, 0])
  expect([0, 10, 15, 20, 30, 50].map((t) => valueAt(series, true, t))).toEqual([1, 1, 2, 3, 1.5, 0])
  expect(integrate(series, false, 0, 60)).toBe(10 + 60)
  expect(integrate(series, true, 0, 60)).toBe(20 + 30)
  expect(integrate([], false, 0, 60)).toBe(0)
  expect(integrate([[5, 2]], true, 0, 10)).toBe(10)
})

it('integrates in pieces what it integrates at once', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 60, noNaN: true }), fc.boolean(), (middle, linear) => {
      const pieces = integrate(series, linear, 0, middle) + integrate(series, linear, middle, 60)
      expect(pieces).toBeCloseTo(integrate(series, linear, 0, 60), 9)
    }),
  )
})

it('has roots and decays of its own', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-4, max: 1e4, noNaN: true }), (a) => {
      expect(Math.abs(cubeRoot(a) / Math.cbrt(a) - 1)).toBeLessThan(3e-5)
      expect(Math.abs(decay(a) - Math.exp(-a))).toBeLessThan(1e-9)
    }),
  )
})

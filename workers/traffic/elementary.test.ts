import fc from 'fast-check'
import { expect, test } from 'vitest'
import { exp } from './elementary.ts'

test('the exponential is that of the library to the last digits', () => {
  expect([exp(0), exp(-1e9), exp(1e9)]).toEqual([1, 0, Infinity])
  fc.assert(
    fc.property(fc.double({ min: -700, max: 700, noNaN: true }), (x) => {
      expect(Math.abs(exp(x) / Math.exp(x) - 1)).toBeLessThan(2e-15)
    }),
    { numRuns: 2000 },
  )
})

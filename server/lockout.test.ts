import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LONGEST_WAIT_SECONDS, remaining, waitSeconds } from './lockout.ts'

const rule = { free: 5, forgetSeconds: 3600 }

test('free tries, then a wait that doubles up to a quarter of an hour', () => {
  const waits = [1, 5, 6, 7, 8, 9, 10, 11, 12, 2000].map((failures) => waitSeconds(failures, rule))
  expect(waits).toEqual([0, 0, 30, 60, 120, 240, 480, 900, 900, 900])
})

test('more wrong tries never wait less, more time never leaves more of them', () => {
  fc.assert(
    fc.property(fc.nat(5000), fc.nat(5000), fc.nat(10 ** 7), fc.nat(10 ** 7), (a, b, seconds, more) => {
      const [few, many] = [Math.min(a, b), Math.max(a, b)]
      expect(waitSeconds(many, rule)).toBeGreaterThanOrEqual(waitSeconds(few, rule))
      expect(waitSeconds(many, rule)).toBeLessThanOrEqual(LONGEST_WAIT_SECONDS)
      expect(remaining(many, seconds, rule)).toBeGreaterThanOrEqual(remaining(few, seconds, rule))
      expect(remaining(a, seconds + more, rule)).toBeLessThanOrEqual(remaining(a, seconds, rule))
    }),
  )
  expect([0, 3599, 3600, 7200, 10 ** 9].map((s) => remaining(2, s, rule))).toEqual([2, 2, 1, 0, 0])
  expect(remaining(2, -5, rule)).toBe(2) // the clock was set back
})

import { expect, test } from 'vitest'
import { followCodeOf, metresBetween, tidyFollowCode } from './report.ts'

test('a code is four groups, and is known however it is typed', () => {
  const code = followCodeOf(Uint8Array.from({ length: 16 }, (_, i) => i * 17))
  expect(code).toMatch(/^([A-HJ-NP-Z2-9]{4}-){3}[A-HJ-NP-Z2-9]{4}$/)
  expect(tidyFollowCode(` ${code.toLowerCase().replaceAll('-', ' ')} `)).toBe(code)
  expect(tidyFollowCode(' abc ')).toBe('abc')
})

test('metres between two places', () => {
  const here = { lon: 105.47, lat: 9.78 }
  expect(metresBetween(here, here)).toBe(0)
  expect(metresBetween(here, { ...here, lat: 9.78 + 1 / 1000 })).toBeCloseTo(111.2, 0)
  expect(metresBetween(here, { ...here, lon: 105.471 })).toBeCloseTo(109.6, 0)
})

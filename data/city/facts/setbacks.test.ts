import { expect, test } from 'vitest'
import { leastSetbackMetres } from './setbacks.ts'

/** Rows of facts/vietnam.json `qcvn01_2_7_setback.tests`. */
test.each([
  [16.5, 15, 0],
  [16.5, 20, 3],
  [16.5, 27.9, 4],
  [16.5, 28, 6],
  [20, 21, 0],
  [20, 25, 3],
  [30, 27, 0],
  [30, 30, 6],
  [12, 20, null],
])('a street of %d m and a building of %d m', (width, height, setback) => {
  expect(leastSetbackMetres(width, height)).toBe(setback)
})

import { expect, test } from 'vitest'
import { bytesOf, joined } from './ranges.ts'

test('runs that overlap or nearly touch become one, in the order of the file', () => {
  expect(
    joined([
      { from: 50_000, to: 60_000 },
      { from: 0, to: 99 },
      { from: 55_000, to: 70_000 },
      { from: 100, to: 199 },
    ]),
  ).toEqual([
    { from: 0, to: 199 },
    { from: 50_000, to: 70_000 },
  ])
  expect(
    bytesOf([
      { from: 0, to: 199 },
      { from: 300, to: 300 },
    ]),
  ).toBe(201)
  expect(joined([])).toEqual([])
})

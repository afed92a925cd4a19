import { expect, test } from 'vitest'
import type { XY } from '../../scenarios/frame.ts'
import { arrowsOn, banSpot, spotOn } from './arrows.ts'

const line: XY[] = [
  [0, 0],
  [100, 0],
  [100, 50],
]

test('a spot lies on the line and knows its way, and is held within it', () => {
  expect(spotOn(line, 40)).toEqual({ at: [40, 0], way: [1, 0] })
  expect(spotOn(line, 120)).toEqual({ at: [100, 20], way: [0, 1] })
  expect(spotOn(line, 900)).toEqual({ at: [100, 50], way: [0, 1] })
  expect(spotOn([[0, 0]], 0)).toBeNull()
})

test('arrows point along the line, one at least', () => {
  const [arrow] = arrowsOn(line, 1000, 4)
  expect(arrow![1]).toEqual([75, 0])
  expect(arrow![0]![0]).toBeLessThan(75)
  expect(arrowsOn(line, 30, 4).length).toBe(5)
})

test('a ban stands before the end at which the two roads meet', () => {
  expect(
    banSpot(line, [
      [100, 50],
      [200, 50],
    ]),
  ).toEqual([100, 38])
  expect(
    banSpot(line, [
      [0, 0],
      [0, 90],
    ]),
  ).toEqual([12, 0])
})

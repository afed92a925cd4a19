import { expect, it } from 'vitest'
import { streetModel } from '../../test/arbitraries/ways.ts'
import { bandsOf, reachOf } from './reach.ts'

it('counts each street once, by its better direction, and who is cut off', () => {
  const model = streetModel(
    [
      [0, 0],
      [100, 0],
      [200, 0],
      [300, 0],
    ],
    [
      { from: 0, to: 1, households: 3 },
      { from: 1, to: 2, households: 5 },
      { from: 2, to: 3, households: 7 },
    ],
  )
  const seconds = Float64Array.of(700, 300, 1801, 2000, Infinity, Infinity, Infinity, Infinity)
  const reach = reachOf(model, seconds)
  expect(reach.linkSeconds).toBe(seconds)
  expect(reach.households.map(({ withinSeconds, count }) => [withinSeconds, count])).toEqual([
    [300, 3],
    [600, 3],
    [900, 3],
    [1200, 3],
    [1800, 3],
  ])
  expect(reach.cutOff).toBe(7)
  const lines = bandsOf(model, reach).map(({ withinSeconds, lines }) => [withinSeconds, lines.length])
  expect(lines).toEqual([
    [300, 1],
    [600, 0],
    [900, 0],
    [1200, 0],
    [1800, 0],
    [Infinity, 1],
    [null, 1],
  ])
})

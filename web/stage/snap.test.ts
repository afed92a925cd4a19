import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Feature } from '../../scenarios/city/dataset.ts'
import type { XY } from '../../scenarios/frame.ts'
import { snapTo } from './snap.ts'

const road = (line: XY[]) =>
  ({
    type: 'Feature',
    id: 'r',
    provenance: 'real',
    buildState: 'as-built',
    geometry: { type: 'LineString', coordinates: line },
    properties: { widthMetres: 30 },
  }) as unknown as Feature<'roads'>

const street = road([
  [0, 0],
  [100, 0],
  [100, 80],
])

test('a vertex comes before a place along the street, and both before nothing', () => {
  expect(snapTo([street], [97, 3], 8)).toEqual([100, 0])
  expect(snapTo([street], [50, 6], 8)).toEqual([50, 0])
  expect(snapTo([street], [50, 9], 8)).toEqual([50, 9])
  expect(snapTo([], [50, 6], 8)).toEqual([50, 6])
})

test('a corner never moves farther than it may, and a corner on a vertex stays', () => {
  const coordinate = fc.integer({ min: -20, max: 120 })
  fc.assert(
    fc.property(coordinate, coordinate, fc.integer({ min: 1, max: 30 }), (x, y, near) => {
      const [sx, sy] = snapTo([street], [x, y], near)
      expect(Math.hypot(sx - x, sy - y)).toBeLessThanOrEqual(near + 1e-9)
      expect(snapTo([street], [100, 80], near)).toEqual([100, 80])
    }),
  )
})

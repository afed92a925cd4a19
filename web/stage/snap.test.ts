import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Feature } from '../../scenarios/city/dataset.ts'
import type { XY } from '../../scenarios/frame.ts'
import { distanceTo, distanceToSegment } from './pick.ts'
import { kerbAt, snapTo } from './snap.ts'

const road = (line: XY[], id = 'r', widthMetres = 30) =>
  ({
    type: 'Feature',
    id,
    provenance: 'real',
    buildState: 'as-built',
    geometry: { type: 'LineString', coordinates: line },
    properties: { widthMetres },
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

const tool = { kind: 'kerb', behindMetres: 0.5, withinMetres: 15 } as const

test('a pole stands behind the kerb on the side that was pointed at and looks at its street', () => {
  const own = road(
    [
      [0, 0],
      [100, 0],
    ],
    'own',
    8,
  )
  expect(kerbAt([own], [40, 9], tool)).toEqual({ at: [40, 4.5], headingDegrees: 180, road: own })
  expect(kerbAt([own], [40, -1], tool)).toMatchObject({ at: [40, -4.5], headingDegrees: 0 })
  expect(kerbAt([own], [40, 19.6], tool)).toBeNull()
  expect(kerbAt([], [40, 3], tool)).toBeNull()
  // Where another street crosses, its carriageway is no place for a pole.
  const across = road(
    [
      [50, -60],
      [50, 60],
    ],
    'across',
    20,
  )
  const beside = kerbAt([own, across], [48, 5], tool)!
  expect(Math.abs(beside.at[0] - 50)).toBeGreaterThan(10)
})

test('a pole is never in a carriageway, never farther than it may, and looks at its street', () => {
  const coordinate = fc.integer({ min: -40, max: 140 })
  const streets = [
    road(
      [
        [0, 0],
        [100, 0],
        [100, 80],
      ],
      'a',
      9,
    ),
    road(
      [
        [50, -60],
        [45, 90],
      ],
      'b',
      14,
    ),
  ]
  fc.assert(
    fc.property(coordinate, coordinate, (x, y) => {
      const kerb = kerbAt(streets, [x, y], tool)
      if (!kerb) return
      const [px, py] = kerb.at
      expect(Math.hypot(px - x, py - y)).toBeLessThanOrEqual(tool.withinMetres)
      for (const street of streets) expect(distanceTo(street, kerb.at, 0)).toBe(Infinity)
      const angle = (kerb.headingDegrees * Math.PI) / 180
      const reach = kerb.road.properties.widthMetres / 2 + tool.behindMetres
      const middle: XY = [px + reach * Math.sin(angle), py + reach * Math.cos(angle)]
      const line = kerb.road.geometry.coordinates as XY[]
      const off = line.slice(1).map((end, i) => distanceToSegment(middle, line[i]!, end))
      // The heading is in whole degrees.
      expect(Math.min(...off)).toBeLessThan(0.1)
    }),
  )
})

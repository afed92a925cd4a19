import { expect, test } from 'vitest'
import type { XY } from '../../scenarios/frame.ts'
import { awayFrom } from './concerns.ts'

const box = (x: number, y: number, side: number): XY[] => [
  [x, y],
  [x + side, y],
  [x + side, y + side],
  [x, y + side],
  [x, y],
]
const lot = box(0, 0, 10)

test.each([
  ['a point inside', { type: 'Point' as const, coordinates: [5, 5] as XY }, 0],
  ['a point beside', { type: 'Point' as const, coordinates: [13, 5] as XY }, 3],
  [
    'a street beside',
    {
      type: 'LineString' as const,
      coordinates: [
        [-50, -4],
        [50, -4],
      ] as XY[],
    },
    4,
  ],
  ['an area that covers it', { type: 'Polygon' as const, coordinates: [box(-100, -100, 300)] }, 0],
  ['an area within it', { type: 'Polygon' as const, coordinates: [box(4, 4, 2)] }, 0],
  ['an area beside', { type: 'MultiPolygon' as const, coordinates: [[box(20, 0, 5)], [box(90, 0, 5)]] }, 10],
])('%s', (_, place, away) => {
  expect(awayFrom(lot, place)).toBeCloseTo(away, 9)
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { XY } from '../frame.ts'
import type { Bounds, Geometry } from '../geometry.ts'
import { Problem } from '../problem.ts'
import { holdsWithin, readBbox, readInterval, touches } from './query.ts'

test('a box is four numbers, or six, and may cross the 180th meridian', () => {
  expect(readBbox('105,9,106,10')).toEqual([[105, 9, 106, 10]])
  expect(readBbox('105,9,-3,106,10,8')).toEqual([[105, 9, 106, 10]])
  expect(readBbox('170,-1,-170,1')).toEqual([
    [170, -1, 180, 1],
    [-180, -1, -170, 1],
  ])
  for (const wrong of ['', '1,2,3', '1,2,3,x', '1,,3,4', '1,9,3,4', '500,1,2,3', '1,2,3,4,5'])
    expect(() => readBbox(wrong)).toThrow(Problem)
})

test('an interval is a day, an instant, or two of them with an open end', () => {
  const day = readInterval('2025-07-01')
  expect([holdsWithin('2025-07-01', null, day), holdsWithin('2025-07-02', null, day)]).toEqual([true, false])
  expect(holdsWithin('2000-01-01', '2025-06-30', readInterval('2025-07-01T00:00:00Z/..'))).toBe(false)
  expect(holdsWithin('2000-01-01', '2025-06-30', readInterval('../2001-01-01'))).toBe(true)
  for (const wrong of ['', '..', '../..', '2025', '2025-07-01/2024-07-01', '2025-13-01', 'a/b', '1/2/3'])
    expect(() => readInterval(wrong)).toThrow(Problem)
})

/** On whole numbers, so that nothing is rounded. */
const point = fc.tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 20 }))
const boxes = fc
  .tuple(point, point)
  .map(([[a, b], [c, d]]): Bounds => [Math.min(a, c), Math.min(b, d), Math.max(a, c), Math.max(b, d)])

test('a line touches a box where one of very many points of it lies in it', () => {
  fc.assert(
    fc.property(point, point, boxes, ([ax, ay], [bx, by], box) => {
      const line: Geometry = {
        type: 'LineString',
        coordinates: [
          [ax, ay],
          [bx, by],
        ],
      }
      // Liang–Barsky: the part of the line within each pair of sides.
      let [from, to] = [0, 1]
      for (const [start, end, low, high] of [
        [ax, bx, box[0], box[2]],
        [ay, by, box[1], box[3]],
      ] as const) {
        if (start === end) {
          if (start < low || start > high) to = -1
          continue
        }
        const [one, other] = [(low - start) / (end - start), (high - start) / (end - start)]
        from = Math.max(from, Math.min(one, other))
        to = Math.min(to, Math.max(one, other))
      }
      expect(touches(line, box)).toBe(from <= to + 1e-12)
    }),
  )
})

test('a surface touches a box within it, and not one within its hole', () => {
  const ring = (low: number, high: number): XY[] => [
    [low, low],
    [high, low],
    [high, high],
    [low, high],
    [low, low],
  ]
  const surface: Geometry = { type: 'Polygon', coordinates: [ring(0, 20), ring(5, 15)] }
  expect(touches(surface, [1, 1, 2, 2])).toBe(true)
  expect(touches(surface, [8, 8, 9, 9])).toBe(false)
  expect(touches(surface, [8, 8, 16, 9])).toBe(true)
  expect(touches(surface, [-5, -5, 40, 40])).toBe(true)
  expect(touches(surface, [21, 0, 22, 20])).toBe(false)
})

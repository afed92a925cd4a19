import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { XY } from '../../scenarios/frame.ts'
import { nearestPiece } from './nearest.ts'

const point = fc.tuple(fc.integer({ min: -500, max: 500 }), fc.integer({ min: -500, max: 500 })).map((p): XY => p)

test('the nearest piece is the one that looking at all of them finds', () => {
  fc.assert(
    fc.property(fc.array(fc.array(point, { minLength: 2, maxLength: 4 }), { maxLength: 12 }), point, (lines, place) => {
      const pieces = lines.map((line, i) => ({ road: i, from: 0, to: 1, line }))
      const door = nearestPiece(pieces)(place)
      const distances = lines.map((line) =>
        Math.min(...line.slice(1).map((b, i) => distanceToSegment(place, line[i]!, b))),
      )
      if (lines.length === 0) expect(door).toBeNull()
      else {
        expect(door!.distance).toBeCloseTo(Math.min(...distances), 9)
        expect(distances[door!.piece]).toBeCloseTo(Math.min(...distances), 9)
      }
    }),
  )
})

test('pieces that are not usable are passed over', () => {
  const pieces = [0, 100].map((y, road) => ({
    road,
    from: 0,
    to: 1,
    line: [
      [0, y],
      [50, y],
    ] as XY[],
  }))
  expect(nearestPiece(pieces)([0, 10], Uint8Array.of(0, 1))).toEqual({ piece: 1, distance: 90, atEnd: false })
  expect(nearestPiece(pieces)([49, 10])).toEqual({ piece: 0, distance: 10, atEnd: true })
})

function distanceToSegment([x, y]: XY, [ax, ay]: XY, [bx, by]: XY): number {
  const squared = (bx - ax) ** 2 + (by - ay) ** 2
  const t = squared > 0 ? Math.min(1, Math.max(0, ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / squared)) : 0
  return Math.hypot(ax + t * (bx - ax) - x, ay + t * (by - ay) - y)
}

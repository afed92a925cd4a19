/** What OGC API – Features asks of a collection: a window, an instant or interval, attributes; read from a query, held against a feature. */

import type { XY } from '../frame.ts'
import { type Bounds, type Geometry, linesOf, overlaps, pointInPolygon, pointsOf, polygonsOf } from '../geometry.ts'
import { Problem } from '../problem.ts'
import { both } from '../text.ts'

/**
 * `bbox=west,south,east,north` in degrees, or with heights, which are left out; two boxes where it crosses the 180th meridian.
 * @throws Problem `open-data/bbox`
 */
export function readBbox(text: string): Bounds[] {
  const numbers = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)))
  const [west, south, east, north] = numbers.length === 6 ? [0, 1, 3, 4].map((i) => numbers[i]!) : numbers
  const fits = (numbers.length === 4 || numbers.length === 6) && numbers.every(Number.isFinite)
  if (!fits || south! > north! || Math.abs(west!) > 180 || Math.abs(east!) > 180) {
    throw new Problem({
      code: 'open-data/bbox',
      message: both('Khung tọa độ không hợp lệ', 'The box of coordinates is not valid'),
      place: `bbox=${text.slice(0, 80)}`,
      expected: 'bbox=west,south,east,north',
    })
  }
  if (west! <= east!) return [[west!, south!, east!, north!]]
  return [
    [west!, south!, 180, north!],
    [-180, south!, east!, north!],
  ]
}

/** Milliseconds since 1970, both ends included; open ends are infinite. */
export interface Interval {
  readonly from: number
  readonly to: number
}
const DAY_MS = 86_400_000
const INSTANT = /^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d))?$/

/** `datetime=2025-07-01`, `…/…`, `../…`. @throws Problem `open-data/datetime` */
export function readInterval(text: string): Interval {
  const wrong = () =>
    new Problem({
      code: 'open-data/datetime',
      message: both('Thời gian không hợp lệ', 'The time is not valid'),
      place: `datetime=${text.slice(0, 80)}`,
      expected: 'datetime=2025-07-01 · 2025-07-01T00:00:00Z/..',
    })
  const parts = text.split('/')
  if (parts.length > 2) throw wrong()
  const [from, to] = parts.map((part) => {
    if (part === '' || part === '..') return null
    const at = INSTANT.test(part) ? Date.parse(part) : Number.NaN
    if (Number.isNaN(at)) throw wrong()
    return { at, end: part.length === 10 ? at + DAY_MS - 1 : at }
  })
  if (parts.length === 1) {
    if (!from) throw wrong()
    return { from: from.at, to: from.end }
  }
  if (!from && !to) throw wrong()
  const interval = { from: from?.at ?? Number.NEGATIVE_INFINITY, to: to?.end ?? Number.POSITIVE_INFINITY }
  if (interval.from > interval.to) throw wrong()
  return interval
}

/** Whether what holds from a day to a day (null: without end) meets an interval. */
export function holdsWithin(from: unknown, to: unknown, interval: Interval): boolean {
  const start = typeof from === 'string' ? Date.parse(from) : Number.NEGATIVE_INFINITY
  const end = typeof to === 'string' ? Date.parse(to) + (to.length === 10 ? DAY_MS - 1 : 0) : Number.POSITIVE_INFINITY
  return start <= interval.to && end >= interval.from
}

/** Whether a shape and a box have a point in common, edges included. */
export function touches(geometry: Geometry, box: Bounds): boolean {
  for (const point of pointsOf(geometry)) if (within(box, point)) return true
  if (geometry.type === 'Point') return false
  const polygons = polygonsOf(geometry)
  const lines = polygons.length > 0 ? polygons.flat() : linesOf(geometry)
  if (lines.some((line) => line.some((point, i) => i > 0 && segmentTouches(line[i - 1]!, point, box)))) return true
  // No corner within and no side across: the box lies inside of it, or the two are apart.
  return polygons.some((rings) => pointInPolygon([box[0], box[1]], rings))
}

const within = ([w, s, e, n]: Bounds, [x, y]: XY): boolean => x >= w && x <= e && y >= s && y <= n

/** Separating axes: the two of the box, and the one across the segment. */
function segmentTouches([ax, ay]: XY, [bx, by]: XY, box: Bounds): boolean {
  if (!overlaps([Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by)], box)) return false
  const [w, s, e, n] = box
  const side = (x: number, y: number) => Math.sign((bx - ax) * (y - ay) - (by - ay) * (x - ax))
  const sides = [side(w, s), side(e, s), side(e, n), side(w, n)]
  return !(sides.every((one) => one > 0) || sides.every((one) => one < 0))
}

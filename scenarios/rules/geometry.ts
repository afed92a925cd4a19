/**
 * Exact plane geometry of lots, footprints and lines. Corners are snapped to whole millimetres about the lot's first corner;
 * who lies on which side and what crosses is then decided in integers (products stay below 2^53), areas are summed in
 * integers, and distances are told to the millimetre.
 */
import polygonClipping from 'polygon-clipping'
import type { XY } from '../frame.ts'
import { type Bounds, boundsOf, pointInRing } from '../geometry.ts'
import { Problem } from '../problem.ts'
import { both } from '../text.ts'
import type { Metres, SquareMetres } from '../units.ts'

/** Whole millimetres about the origin of the case. */
export type Point = readonly [number, number]
/** Closed: the last corner is the first. */
export type Ring = readonly Point[]

/** Farther from the lot's first corner than this nothing concerns it: swapped coordinates, another zone. Keeps products exact. */
const REACH_METRES = 20_000
/** What the snapping of corners can move a side by: a wall on a line is not beyond it, mm. */
const ON_LINE = 2

/** Snaps to 1 mm about a corner of the lot. @throws Problem `permit/far`, with the corner */
export function snapper(origin: XY): (line: readonly XY[], place: string) => Point[] {
  const [ox, oy] = origin.map((v) => Math.round(v * 1000)) as [number, number]
  return (line, place) =>
    line.map(([x, y], i) => {
      const point: Point = [Math.round(x * 1000) - ox, Math.round(y * 1000) - oy]
      if (Math.max(Math.abs(point[0]), Math.abs(point[1])) <= REACH_METRES * 1000) return point
      throw bad('far', place, i, [x, y], {
        message: both(
          'nằm quá xa lô đất (nhầm X với Y, hoặc nhầm múi chiếu?)',
          'is too far from the lot (X for Y, another zone?)',
        ),
        expected: `[easting, northing] within ${REACH_METRES / 1000} km of the lot's first corner`,
      })
    })
}

/** Back to metres. */
export const metresOf = (origin: XY, [x, y]: Point): [number, number] => [
  (Math.round(origin[0] * 1000) + x) / 1000,
  (Math.round(origin[1] * 1000) + y) / 1000,
]

/**
 * A ring that is closed, simple, and has an area. @throws Problem `permit/ring-open`, `-repeated`, `-crossing`, `-flat` that
 * names the corner by number (from 1), X (northing) and Y (easting)
 */
export function soundRing(corners: readonly XY[], ring: Ring, place: string): Ring {
  const last = ring.length - 1
  if (!same(ring[0]!, ring[last]!)) {
    const gap = closingError(corners).toFixed(3)
    throw bad('ring-open', place, last, corners[last]!, {
      message: both(`không khép về góc 1, sai số khép ${gap} m`, `does not close on corner 1, closing error ${gap} m`),
      expected: 'a closed ring: the last corner is the first again',
    })
  }
  if (ring.length < 4) {
    throw bad('ring-flat', place, last, corners[last]!, {
      message: both('khép một vòng chưa đủ ba góc', 'closes a ring of fewer than three corners'),
      expected: 'at least three corners, then the first again',
    })
  }
  const seen = new Map<string, number>()
  for (let i = 0; i < last; i++) {
    const key = `${ring[i]}`
    const before = seen.get(key)
    if (before !== undefined) {
      throw bad('ring-repeated', place, i, corners[i]!, {
        message: both(`trùng với góc ${before + 1}`, `is corner ${before + 1} again`),
        expected: 'each corner once, the first again at the end',
      })
    }
    seen.set(key, i)
  }
  const flat = ring.every((corner) => turn(ring[0]!, ring[1]!, corner) === 0)
  for (let i = 0; i < last && !flat; i++) {
    for (let j = i + 1; j < last; j++) {
      const [a, b, c, d] = [ring[i]!, ring[i + 1]!, ring[j]!, ring[j + 1]!]
      const next = j === i + 1
      const round = i === 0 && j === last - 1
      // Neighbouring sides share a corner; they are wrong only where one folds back over the other.
      const wrong = next ? folds(a, b, d) : round ? folds(c, a, b) : touches(a, b, c, d)
      if (!wrong) continue
      throw bad('ring-crossing', place, j, corners[j]!, {
        message: both(
          `bắt đầu cạnh ${j + 1}–${j + 2} cắt hoặc chạm cạnh ${i + 1}–${i + 2}`,
          `begins side ${j + 1}–${j + 2}, which meets side ${i + 1}–${i + 2}`,
        ),
        expected: 'a ring whose sides meet at their corners only',
      })
    }
  }
  if (flat) {
    throw bad('ring-flat', place, 0, corners[0]!, {
      message: both(
        'thuộc vòng thẳng hàng, không có diện tích',
        'belongs to a ring that is one straight line, without area',
      ),
      expected: 'a ring with an area',
    })
  }
  return ring
}

/** A line that leads somewhere. @throws Problem `permit/line-flat` where all of its points are one */
export function soundLine(points: readonly XY[], line: Point[], place: string): Point[] {
  if (line.some((point) => !same(point, line[0]!))) return line
  throw bad('line-flat', place, 0, points[0]!, {
    message: both('là mọi điểm của đường này', 'is every point of this line'),
    expected: 'a line of two points at least that differ',
  })
}

function bad(
  code: string,
  place: string,
  i: number,
  [x, y]: XY,
  what: Pick<Problem['detail'], 'message' | 'expected'>,
): Problem {
  const at = `X ${y.toFixed(3)}, Y ${x.toFixed(3)}`
  return new Problem({
    code: `permit/${code}`,
    ...what,
    message: both(`góc ${i + 1} (${at}) ${what.message.vi}`, `corner ${i + 1} (${at}) ${what.message.en}`),
    place: `${place}[${i}]`,
  })
}

const same = (a: Point, b: Point): boolean => a[0] === b[0] && a[1] === b[1]
const distance = (a: Point, b: Point): number => norm(a[0] - b[0], a[1] - b[1])
/** Not `Math.hypot`: its last bit may differ between engines. */
const norm = (dx: number, dy: number): number => Math.sqrt(dx * dx + dy * dy)
/** Twice the area of a–b–c, mm²: above 0 where c lies to the left of a→b. */
const turn = (a: Point, b: Point, c: Point): number => (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
const within = (a: Point, b: Point, p: Point): boolean =>
  Math.min(a[0], b[0]) <= p[0] &&
  p[0] <= Math.max(a[0], b[0]) &&
  Math.min(a[1], b[1]) <= p[1] &&
  p[1] <= Math.max(a[1], b[1])
/** Whether b→c runs back over a→b. */
const folds = (a: Point, b: Point, c: Point): boolean =>
  turn(a, b, c) === 0 && (a[0] - b[0]) * (c[0] - b[0]) + (a[1] - b[1]) * (c[1] - b[1]) > 0

/** Whether two sides have any point in common. */
function touches(a: Point, b: Point, c: Point, d: Point): boolean {
  const [s, t, u, v] = [turn(a, b, c), turn(a, b, d), turn(c, d, a), turn(c, d, b)]
  if (Math.sign(s) * Math.sign(t) < 0 && Math.sign(u) * Math.sign(v) < 0) return true
  return (
    (s === 0 && within(a, b, c)) ||
    (t === 0 && within(a, b, d)) ||
    (u === 0 && within(c, d, a)) ||
    (v === 0 && within(c, d, b))
  )
}

/** Shoelace in integers, mm². */
function twiceArea(ring: Ring): bigint {
  let twice = 0n
  for (let i = 1; i < ring.length; i++) {
    const [a, b] = [ring[i - 1]!, ring[i]!]
    twice += BigInt(a[0]) * BigInt(b[1]) - BigInt(b[0]) * BigInt(a[1])
  }
  return twice
}

/** Exact to what a double can hold. */
export function areaOf(ring: Ring): SquareMetres {
  const twice = twiceArea(ring)
  return Number(twice < 0n ? -twice : twice) / 2e6
}

/** Distance between the ends of a traverse (sai số khép), m: 0 where it is closed. */
export const closingError = (corners: readonly XY[]): Metres =>
  corners.length === 0 ? 0 : norm(corners[0]![0] - corners.at(-1)![0], corners[0]![1] - corners.at(-1)![1])

type Surface = [number, number][][][]

/** Steps that corners are snapped to, one after the other, mm: the overlay gives up on rare near-coincident sides. */
const SNAPS = [1, 10, 50] as const

/** @throws Problem `permit/overlay` where no step helps */
function overlay(rings: readonly Ring[], combine: (...surfaces: Surface[]) => Surface): Surface {
  for (const step of SNAPS) {
    const snapped = (value: number) => Math.round(value / step) * step
    try {
      return combine(...rings.map((ring): Surface => [[ring.map(([x, y]) => [snapped(x), snapped(y)])]]))
    } catch {
      // A coarser step moves the sides that were too near one another.
    }
  }
  throw new Problem({
    code: 'permit/overlay',
    message: both('không chồng được các hình lên nhau', 'the shapes cannot be laid over one another'),
    expected: 'outlines without near-coincident sides',
  })
}

const surfaceArea = (polygons: Surface): SquareMetres => {
  let area = 0
  // Corners of an overlay may lie between millimetres: doubles, about the origin of the case.
  for (const rings of polygons) {
    for (const [k, ring] of rings.entries()) {
      let twice = 0
      for (let i = 1; i < ring.length; i++) twice += ring[i - 1]![0] * ring[i]![1] - ring[i]![0] * ring[i - 1]![1]
      area += ((k === 0 ? 1 : -1) * Math.abs(twice)) / 2e6
    }
  }
  return area
}

/** Ground that rings cover together. */
export function coveredBy(rings: readonly Ring[]): SquareMetres {
  if (rings.length === 0) return 0
  if (rings.length === 1) return areaOf(rings[0]!)
  return surfaceArea(overlay(rings, (first, ...others) => polygonClipping.union(first!, ...others)))
}

/** Whether nothing of a ring can lie outside another; false where only an overlay can tell. */
function plainlyWithin(ring: Ring, of: Ring): boolean {
  const near = (point: Point, to: Ring) => {
    for (let i = 1; i < to.length; i++) if (distance(nearest(to[i - 1]!, to[i]!, point), point) <= ON_LINE) return true
    return false
  }
  if (!ring.every((corner) => inside(corner, of) || near(corner, of))) return false
  if (of.some((corner) => inside(corner, ring) && !near(corner, ring))) return false
  for (let i = 1; i < ring.length; i++) {
    for (let j = 1; j < of.length; j++) {
      const [a, b, c, d] = [ring[i - 1]!, ring[i]!, of[j - 1]!, of[j]!]
      if (turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0) return false
    }
  }
  return true
}

/** Ground of the rings that lies outside another: its area, and its outline in whole mm. */
export function outside(
  rings: readonly Ring[],
  of: Ring,
): { readonly squareMetres: SquareMetres; readonly polygons: Point[][][] } {
  if (rings.every((ring) => plainlyWithin(ring, of))) return { squareMetres: 0, polygons: [] }
  const rest = overlay([of, ...rings], (whole, first, ...others) =>
    polygonClipping.difference(polygonClipping.union(first!, ...others), whole!),
  )
  // Slivers that corners moved by the snapping leave along shared sides.
  const polygons = rest.filter((polygon) => surfaceArea([polygon]) > perimeterOf(polygon[0]!) * (ON_LINE / 1000))
  return {
    squareMetres: surfaceArea(polygons),
    polygons: polygons.map((polygon) =>
      polygon.map((ring) => ring.map(([x, y]): Point => [Math.round(x), Math.round(y)])),
    ),
  }
}

export const perimeterOf = (ring: readonly Point[]): Metres =>
  ring.reduce((sum, point, i) => (i === 0 ? 0 : sum + distance(ring[i - 1]!, point)), 0) / 1000

/** The shortest way between two things, told to the millimetre. */
export interface Gap {
  readonly metres: Metres
  readonly from: Point
  readonly to: Point
}

/** @param closed whether each is a surface: what lies inside it is at distance 0 */
export function gapBetween(a: readonly Point[], b: readonly Point[], closed: { a: boolean; b: boolean }): Gap {
  if (closed.b && inside(a[0]!, b)) return { metres: 0, from: a[0]!, to: a[0]! }
  if (closed.a && inside(b[0]!, a)) return { metres: 0, from: b[0]!, to: b[0]! }
  let [best, from, to] = [Infinity, a[0]!, b[0]!]
  const keep = (p: Point, q: Point) => {
    const d = distance(p, q)
    if (d < best) [best, from, to] = [d, p, q]
  }
  for (let i = 1; i < a.length; i++) {
    const [p, q] = [a[i - 1]!, a[i]!]
    for (let j = 1; j < b.length; j++) {
      const [r, s] = [b[j - 1]!, b[j]!]
      if (apart(p, q, r, s) >= best) continue
      if (touches(p, q, r, s)) {
        const at = meeting(p, q, r, s)
        return { metres: 0, from: at, to: at }
      }
      keep(p, nearest(r, s, p))
      keep(q, nearest(r, s, q))
      keep(nearest(p, q, r), r)
      keep(nearest(p, q, s), s)
    }
  }
  return { metres: Math.round(best) / 1000, from, to }
}

/** A lower bound of the distance between two sides: that of their boxes, mm. */
function apart(p: Point, q: Point, r: Point, s: Point): number {
  const dx = Math.max(Math.min(r[0], s[0]) - Math.max(p[0], q[0]), Math.min(p[0], q[0]) - Math.max(r[0], s[0]), 0)
  const dy = Math.max(Math.min(r[1], s[1]) - Math.max(p[1], q[1]), Math.min(p[1], q[1]) - Math.max(r[1], s[1]), 0)
  return norm(dx, dy)
}

function nearest(a: Point, b: Point, p: Point): Point {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]]
  const t = Math.min(Math.max(((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / (dx * dx + dy * dy || 1), 0), 1)
  return [a[0] + t * dx, a[1] + t * dy]
}

function meeting(p: Point, q: Point, r: Point, s: Point): Point {
  const [u, v] = [turn(r, s, p), turn(r, s, q)]
  if (u === v) return [p, q].find((end) => within(r, s, end)) ?? r
  return nearest(p, q, [p[0] + (u / (u - v)) * (q[0] - p[0]), p[1] + (u / (u - v)) * (q[1] - p[1])])
}

const inside = (point: Point, ring: readonly Point[]): boolean =>
  pointInRing([point[0], point[1]], ring as unknown as XY[])

export const boxOf = (points: readonly Point[]): Bounds => boundsOf(points as unknown as XY[])

/**
 * A line with the side of it that the lot lies on: that of the lot's corner farthest from the line, so that a strip of the
 * lot which a widened road will take does not turn it round.
 */
export interface Line {
  readonly points: readonly Point[]
  readonly inner: 1 | -1
}

export function lineBeside(points: readonly Point[], lot: Ring): Line {
  const offsets = lot.map((corner) => offsetFrom(points, corner).mm)
  const farthest = offsets.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a), 0)
  return { points, inner: farthest < 0 ? -1 : 1 }
}

/** Signed distance of a point from a line (to the left of it: above 0), mm, and the nearest point on it. */
function offsetFrom(line: readonly Point[], point: Point): { readonly mm: number; readonly at: Point } {
  let [best, at, side, straight] = [Infinity, line[0]!, 0, 0]
  for (let i = 1; i < line.length; i++) {
    const [a, b] = [line[i - 1]!, line[i]!]
    const near = nearest(a, b, point)
    const d = distance(near, point)
    const cross = turn(a, b, point)
    const off = Math.abs(cross) / (distance(a, b) || 1)
    // At a bend the side that the point stands more squarely before tells where it lies.
    if (d < best - 1e-6 || (d < best + 1e-6 && off > straight))
      [best, at, side, straight] = [d, near, Math.sign(cross), off]
  }
  return { mm: side * best, at }
}

/** How far rings reach beyond a line, away from the lot; null where none does by more than the snapping can make. */
export function beyond(rings: readonly Ring[], { points, inner }: Line): Gap | null {
  let worst: Gap | null = null
  const keep = (mm: number, from: Point, to: Point) => {
    if (mm > ON_LINE && mm / 1000 > (worst?.metres ?? 0)) worst = { metres: Math.round(mm) / 1000, from, to }
  }
  for (const ring of rings) {
    for (const corner of ring) {
      const { mm, at } = offsetFrom(points, corner)
      if (mm * inner < 0) keep(Math.abs(mm), corner, at)
    }
    // A bend of the line that reaches into a building whose corners all stand on the right side.
    for (const bend of points.slice(1, -1)) {
      if (!inside(bend, ring)) continue
      const gap = gapBetween([bend, bend], ring, { a: false, b: false })
      keep(gap.metres * 1000, bend, gap.to)
    }
  }
  return worst
}

/** Distance of rings from a line on the lot's side; 0 where one stands on it or beyond. */
export function setbackFrom(rings: readonly Ring[], line: Line): Gap {
  const over = beyond(rings, line)
  if (over) return { ...over, metres: 0 }
  return rings
    .map((ring) => gapBetween(ring, line.points, { a: true, b: false }))
    .reduce((a, b) => (b.metres < a.metres ? b : a))
}

/** Length of the lot's sides that lie along a line (mặt tiền): each within 5 cm of it at both ends and at its middle, m. */
export function frontageOf(lot: Ring, line: readonly Point[]): Metres {
  let length = 0
  for (let i = 1; i < lot.length; i++) {
    const [a, b] = [lot[i - 1]!, lot[i]!]
    const middle: Point = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]
    if ([a, middle, b].every((p) => Math.abs(offsetFrom(line, p).mm) <= 50)) length += distance(a, b)
  }
  return Math.round(length) / 1000
}

/** Width of rings as seen from the road, square to the straight piece of the line that is nearest to them, m. */
export function widthAlong(rings: readonly Ring[], line: readonly Point[]): Metres {
  let [best, u] = [Infinity, [1, 0] as Point]
  for (let i = 1; i < line.length; i++) {
    const [a, b] = [line[i - 1]!, line[i]!]
    const length = distance(a, b)
    if (length === 0) continue
    for (const ring of rings) {
      const gap = gapBetween(ring, [a, b], { a: true, b: false }).metres
      if (gap < best) [best, u] = [gap, [(b[0] - a[0]) / length, (b[1] - a[1]) / length]]
    }
  }
  const along = rings.flat().map(([x, y]) => x * u[0] + y * u[1])
  return Math.round(Math.max(...along) - Math.min(...along)) / 1000
}

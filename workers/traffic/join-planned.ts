/**
 * A road drawn by hand joins what lies within a metre of its ends and corners and, where it is no bridge, what it crosses at
 * grade; both it and what it meets gain a vertex there.
 */
import type { XY } from '../../scenarios/frame.ts'
import { type Bounds, boundsOf, grow, overlaps } from '../../scenarios/geometry.ts'

/** How far a hand-drawn road may miss what it is meant to meet, m. */
export const JOIN_METRES = 1
/** A line of a road as vertices of the table. */
export interface Line {
  readonly road: number
  readonly level: 'ground' | 'bridge'
  vertices: number[]
  /** Around its course, wide enough for all that may join it. */
  bounds: Bounds
}

/** Vertices, one for all points that fall together to the centimetre. */
export class Points {
  before: Uint8Array = new Uint8Array()
  readonly #byPlace = new Map<string, number>()
  readonly #all: XY[] = []

  add([x, y]: XY): number {
    const key = `${Math.round(x * 100)} ${Math.round(y * 100)}`
    const known = this.#byPlace.get(key)
    if (known !== undefined) return known
    this.#byPlace.set(key, this.#all.length)
    return this.#all.push([x, y]) - 1
  }
  at(vertex: number): XY {
    return this.#all[vertex]!
  }
  get count(): number {
    return this.#all.length
  }
}

/** @returns bounds with room for what may join */
export const boundsAround = (course: readonly XY[]): Bounds => grow(boundsOf(course), JOIN_METRES)

/** Moves ends and corners of a planned line onto what stands near them and ties crossings at grade; cuts what it meets. */
export function joinPlanned(line: Line, others: readonly Line[], points: Points): void {
  const last = line.vertices.length - 1
  line.vertices = line.vertices.map((v, i) => {
    const isEnd = i === 0 || i === last
    return isEnd || line.level === 'ground' ? near(points.at(v), isEnd, others, points) : v
  })
  line.bounds = boundsAround(line.vertices.map((v) => points.at(v)))
  if (line.level === 'bridge') return
  const course: number[] = [line.vertices[0]!]
  for (const [i, b] of line.vertices.entries()) {
    if (i === 0) continue
    const a = line.vertices[i - 1]!
    const met: { t: number; vertex: number }[] = []
    const bounds = boundsOf([points.at(a), points.at(b)])
    for (const other of others) {
      if (other.level === 'ground' && overlaps(bounds, other.bounds)) cross(a, b, other, points, met)
    }
    met.sort((p, q) => p.t - q.t)
    for (const { vertex } of met) course.push(vertex)
    course.push(b)
  }
  line.vertices = course
  line.bounds = boundsAround(course.map((v) => points.at(v)))
}

/** The vertex that a point joins: one within reach, or a new one on the segment within reach, or its own. */
function near(point: XY, isEnd: boolean, lines: readonly Line[], points: Points): number {
  let [best, found] = [JOIN_METRES, -1]
  let split: { line: Line; at: number; foot: XY } | null = null
  const here: Bounds = [point[0], point[1], point[0], point[1]]
  const close = lines.filter(({ bounds }) => overlaps(here, bounds))
  for (const line of close) {
    for (const [i, v] of line.vertices.entries()) {
      const mayJoin = line.level === 'ground' || (isEnd && (i === 0 || i === line.vertices.length - 1))
      const distance = mayJoin ? distanceBetween(point, points.at(v)) : Infinity
      if (distance <= best) [best, found] = [distance, v]
    }
  }
  if (found >= 0) return found
  for (const line of close) {
    if (line.level !== 'ground') continue
    for (let i = 1; i < line.vertices.length; i++) {
      const [a, b] = [points.at(line.vertices[i - 1]!), points.at(line.vertices[i]!)]
      if (!boxesMeet(a, b, point, point)) continue
      const foot = footOn(point, a, b)
      const distance = distanceBetween(point, foot)
      if (distance <= best) {
        best = distance
        split = { line, at: i, foot }
      }
    }
  }
  if (!split) return points.add(point)
  const vertex = points.add(split.foot)
  insert(split.line, split.at, vertex, points)
  return vertex
}

/** Ties segment a–b to every segment of a line that it crosses; adds where along it, 0 … 1. */
function cross(a: number, b: number, line: Line, points: Points, met: { t: number; vertex: number }[]): void {
  const [[ax, ay], [bx, by]] = [points.at(a), points.at(b)]
  for (let i = 1; i < line.vertices.length; i++) {
    const [c, d] = [line.vertices[i - 1]!, line.vertices[i]!]
    const [[cx, cy], [dx, dy]] = [points.at(c), points.at(d)]
    if (!boxesMeet([ax, ay], [bx, by], [cx, cy], [dx, dy])) continue
    if (c === a || c === b || d === a || d === b) continue
    const turn = (bx - ax) * (dy - cy) - (by - ay) * (dx - cx)
    if (turn === 0) continue
    const t = ((cx - ax) * (dy - cy) - (cy - ay) * (dx - cx)) / turn
    const s = ((cx - ax) * (by - ay) - (cy - ay) * (bx - ax)) / turn
    if (t < 0 || t > 1 || s < 0 || s > 1) continue
    const place: XY = [ax + t * (bx - ax), ay + t * (by - ay)]
    const close = [a, b, c, d].find((v) => distanceBetween(points.at(v), place) <= JOIN_METRES)
    const vertex = close ?? points.add(place)
    if (vertex !== a && vertex !== b) met.push({ t, vertex })
    if (vertex !== c && vertex !== d) insert(line, i++, vertex, points)
  }
}

function insert(line: Line, at: number, vertex: number, points: Points): void {
  line.vertices.splice(at, 0, vertex)
  const [[x, y], [west, south, east, north]] = [points.at(vertex), line.bounds]
  line.bounds = [
    Math.min(west, x - JOIN_METRES),
    Math.min(south, y - JOIN_METRES),
    Math.max(east, x + JOIN_METRES),
    Math.max(north, y + JOIN_METRES),
  ]
}

const distanceBetween = (a: XY, b: XY): number => Math.hypot(a[0] - b[0], a[1] - b[1])

const boxesMeet = (a: XY, b: XY, c: XY, d: XY): boolean =>
  Math.min(a[0], b[0]) - JOIN_METRES <= Math.max(c[0], d[0]) &&
  Math.max(a[0], b[0]) + JOIN_METRES >= Math.min(c[0], d[0]) &&
  Math.min(a[1], b[1]) - JOIN_METRES <= Math.max(c[1], d[1]) &&
  Math.max(a[1], b[1]) + JOIN_METRES >= Math.min(c[1], d[1])

function footOn([px, py]: XY, [ax, ay]: XY, [bx, by]: XY): XY {
  const [dx, dy] = [bx - ax, by - ay]
  const squared = dx * dx + dy * dy
  const t = squared > 0 ? Math.min(1, Math.max(0, ((px - ax) * dx + (py - ay) * dy) / squared)) : 0
  return [ax + t * dx, ay + t * dy]
}

/**
 * Roads cut into pieces at their junctions. Roads meet where they share a vertex (to 1 cm): pieces of a generated city that
 * end there, ways of a surveyed one that pass through. What crosses without a shared vertex passes over or under.
 *
 * A road of the plan was drawn by hand: its ends and corners join what lies within a metre of them, and where it is no
 * bridge it also joins what it crosses at grade; the roads it meets are cut there.
 */
import { type City, stands } from '../../scenarios/city/city.ts'
import type { Feature } from '../../scenarios/city/dataset.ts'
import type { XY } from '../../scenarios/frame.ts'
import { linesOf } from '../../scenarios/geometry.ts'

/** How far a hand-drawn road may miss what it is meant to meet, m. */
export const JOIN_METRES = 1

export interface Streets {
  /** Roads that stand, by id in rising order. */
  readonly roads: readonly Feature<'roads'>[]
  /** Junctions and ends; those that are there without the roads of the plan come first. */
  readonly nodes: readonly XY[]
  readonly nodesBeforePlan: number
  /** By road, in order along it. No piece ends where it begins. */
  readonly pieces: readonly Piece[]
}

export interface Piece {
  /** Index into `roads`. */
  readonly road: number
  readonly from: number
  readonly to: number
  readonly line: readonly XY[]
}

/** A line of a road as vertices of the table. */
interface Line {
  readonly road: number
  readonly level: 'ground' | 'bridge'
  vertices: number[]
}

export function streetsOf(city: City): Streets {
  const roads = [...city.layers.roads.values()].filter(stands).sort((a, b) => (a.id < b.id ? -1 : 1))
  const points = new Points()
  const lines: Line[] = []
  for (const plan of [false, true]) {
    for (const [road, { geometry, provenance, properties }] of roads.entries()) {
      if ((provenance === 'planned') !== plan) continue
      for (const course of linesOf(geometry)) {
        const level = properties.bridge || properties.tunnel ? ('bridge' as const) : ('ground' as const)
        const line = { road, level, vertices: course.map((point) => points.add(point)) }
        if (plan) joinPlanned(line, lines, points)
        lines.push(line)
      }
    }
    if (!plan) points.before = junctions(lines, points)
  }
  for (const line of lines) line.vertices = line.vertices.filter((v, i, all) => v !== all[i - 1])
  const isNode = junctions(lines, points)
  const cut = lines
    .filter(({ vertices }) => vertices.length > 1)
    .sort((a, b) => a.road - b.road)
    .flatMap((line) => cutAtNodes(line, isNode))

  const used = new Set(cut.flatMap(({ vertices }) => [vertices[0]!, vertices.at(-1)!]))
  const before = [...used].filter((v) => points.before[v]).sort((a, b) => a - b)
  const after = [...used].filter((v) => !points.before[v]).sort((a, b) => a - b)
  const number = new Map([...before, ...after].map((v, i) => [v, i]))
  return {
    roads,
    nodes: [...number.keys()].map((v) => points.at(v)),
    nodesBeforePlan: before.length,
    pieces: cut.map(({ road, vertices }) => ({
      road,
      from: number.get(vertices[0]!)!,
      to: number.get(vertices.at(-1)!)!,
      line: vertices.map((v) => points.at(v)),
    })),
  }
}

/** Vertices, one for all points that fall together to the centimetre. */
class Points {
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

/** 1 for vertices where a line ends or that are passed more than once. */
function junctions(lines: readonly Line[], points: Points): Uint8Array {
  const passed = new Uint8Array(points.count)
  const isNode = new Uint8Array(points.count)
  for (const { vertices } of lines) {
    isNode[vertices[0]!] = 1
    isNode[vertices.at(-1)!] = 1
    let last = -1
    for (const v of vertices) {
      if (v !== last && passed[v]) isNode[v] = 1
      passed[v] = 1
      last = v
    }
  }
  return isNode
}

function cutAtNodes({ road, vertices }: Line, isNode: Uint8Array): { road: number; vertices: number[] }[] {
  const pieces: { road: number; vertices: number[] }[] = []
  let first = 0
  for (let i = 1; i < vertices.length; i++) {
    if (!isNode[vertices[i]!]) continue
    if (vertices[i] !== vertices[first]) pieces.push({ road, vertices: vertices.slice(first, i + 1) })
    else {
      // A loop back to its own beginning: halved, so that every link leads somewhere.
      const middle = (first + i) >> 1
      pieces.push({ road, vertices: vertices.slice(first, middle + 1) })
      pieces.push({ road, vertices: vertices.slice(middle, i + 1) })
    }
    first = i
  }
  return pieces
}

/** Moves ends and corners of a planned line onto what stands near them and ties crossings at grade; cuts what it meets. */
function joinPlanned(line: Line, others: readonly Line[], points: Points): void {
  const last = line.vertices.length - 1
  line.vertices = line.vertices.map((v, i) => {
    const isEnd = i === 0 || i === last
    return isEnd || line.level === 'ground' ? near(points.at(v), isEnd, others, points) : v
  })
  if (line.level === 'bridge') return
  const course: number[] = [line.vertices[0]!]
  for (const [i, b] of line.vertices.entries()) {
    if (i === 0) continue
    const a = line.vertices[i - 1]!
    const met: { t: number; vertex: number }[] = []
    for (const other of others) if (other.level === 'ground') cross(a, b, other, points, met)
    met.sort((p, q) => p.t - q.t)
    course.push(...met.map(({ vertex }) => vertex), b)
  }
  line.vertices = course
}

/** The vertex that a point joins: one within reach, or a new one on the segment within reach, or its own. */
function near(point: XY, isEnd: boolean, lines: readonly Line[], points: Points): number {
  let [best, found] = [JOIN_METRES, -1]
  let split: { line: Line; at: number; foot: XY } | null = null
  for (const line of lines) {
    for (const [i, v] of line.vertices.entries()) {
      const mayJoin = line.level === 'ground' || (isEnd && (i === 0 || i === line.vertices.length - 1))
      const distance = mayJoin ? distanceBetween(point, points.at(v)) : Infinity
      if (distance <= best) [best, found] = [distance, v]
    }
  }
  if (found >= 0) return found
  for (const line of lines) {
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
  split.line.vertices.splice(split.at, 0, vertex)
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
    if (vertex !== c && vertex !== d) line.vertices.splice(i++, 0, vertex)
  }
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

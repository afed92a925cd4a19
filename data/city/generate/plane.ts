/**
 * Cutting the plane: everything generated is made by cutting rings with straight lines, so that parcels, blocks, corridors
 * and water meet exactly and nothing overlaps. Rings are open (the first corner is not repeated).
 */
import polygonClipping from 'polygon-clipping'
import type { XY } from '../../../scenarios/frame.ts'
import { boundsOf, ringArea } from '../../../scenarios/geometry.ts'

export type OpenRing = XY[]

/** A frame turned by an angle about the origin: u along, v to the left of it. */
export interface Turned {
  readonly cos: number
  readonly sin: number
}
export const turned = (radians: number): Turned => ({ cos: Math.cos(radians), sin: Math.sin(radians) })
export const alongU = (f: Turned, [x, y]: XY): number => x * f.cos + y * f.sin
export const alongV = (f: Turned, [x, y]: XY): number => y * f.cos - x * f.sin
export const fromUV = (f: Turned, u: number, v: number): XY => [u * f.cos - v * f.sin, u * f.sin + v * f.cos]
export const perpendicular = (f: Turned): Turned => ({ cos: -f.sin, sin: f.cos })

/**
 * Cuts a simple ring by the line u = at of a frame.
 * @returns the pieces with u < at and those with u > at; slivers under `least` m² are dropped
 */
export function cut(ring: OpenRing, frame: Turned, at: number, least = 0.01): [below: OpenRing[], above: OpenRing[]] {
  const d = ring.map((p) => {
    const value = alongU(frame, p) - at
    return Math.abs(value) < 1e-9 ? 1e-9 : value
  })
  if (d.every((value) => value > 0)) return [[], [ring]]
  if (d.every((value) => value < 0)) return [[ring], []]
  return [halfOf(ring, d, frame, -1, least), halfOf(ring, d, frame, 1, least)]
}

/** The chains of corners on one side, joined along the line in the order of their crossings. */
function halfOf(ring: OpenRing, d: number[], frame: Turned, sign: number, least: number): OpenRing[] {
  const n = ring.length
  const chains: { points: OpenRing; enter: number; leave: number }[] = []
  const start = d.findIndex((value, i) => value * sign > 0 && d[(i + n - 1) % n]! * sign < 0)
  for (let k = 0, i = start; k < n; k++, i = (i + 1) % n) {
    if (d[i]! * sign < 0) continue
    const before = (i + n - 1) % n
    const after = (i + 1) % n
    if (d[before]! * sign < 0) {
      const point = crossing(ring, d, before, i)
      chains.push({ points: [point], enter: alongV(frame, point), leave: 0 })
    }
    const chain = chains.at(-1)!
    chain.points.push(ring[i]!)
    if (d[after]! * sign < 0) {
      const point = crossing(ring, d, i, after)
      chain.points.push(point)
      chain.leave = alongV(frame, point)
    }
  }
  const ends = chains
    .flatMap((chain, i) => [
      { at: chain.enter, chain: i, enters: true },
      { at: chain.leave, chain: i, enters: false },
    ])
    .sort((a, b) => a.at - b.at)
  const next = new Array<number>(chains.length).fill(-1)
  for (let k = 0; k + 1 < ends.length; k += 2) {
    const [a, b] = [ends[k]!, ends[k + 1]!]
    if (a.enters !== b.enters) next[(a.enters ? b : a).chain] = (a.enters ? a : b).chain
  }
  const out: OpenRing[] = []
  const used = new Set<number>()
  for (let i = 0; i < chains.length; i++) {
    if (used.has(i)) continue
    const points: OpenRing = []
    for (let j = i; j >= 0 && !used.has(j); j = next[j]!) {
      used.add(j)
      points.push(...chains[j]!.points)
    }
    const clean = withoutRepeats(points)
    if (clean.length >= 3 && Math.abs(ringArea(clean)) > least) out.push(clean)
  }
  return out
}

function crossing(ring: OpenRing, d: number[], i: number, j: number): XY {
  const [a, b, t] = [ring[i]!, ring[j]!, d[i]! / (d[i]! - d[j]!)]
  return [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])]
}

export function withoutRepeats(points: OpenRing): OpenRing {
  const out = points.filter((p, i) => {
    const q = points[(i + points.length - 1) % points.length]!
    return Math.abs(p[0] - q[0]) > 1e-6 || Math.abs(p[1] - q[1]) > 1e-6
  })
  return out
}

/** The strip from < u < to of a ring. */
export const strip = (ring: OpenRing, frame: Turned, from: number, to: number): OpenRing[] =>
  cut(ring, frame, from)[1].flatMap((piece) => cut(piece, frame, to)[0])

export interface Extent {
  readonly u0: number
  readonly u1: number
  readonly v0: number
  readonly v1: number
}
export function extentIn(frame: Turned, ring: OpenRing): Extent {
  const [u0, v0, u1, v1] = boundsOf(ring.map((p): XY => [alongU(frame, p), alongV(frame, p)]))
  return { u0, v0, u1, v1 }
}

/** The frame of the smallest box around a ring, u along its longer side. */
export function longFrame(ring: OpenRing): Turned {
  let best = turned(0)
  let least = Infinity
  for (let degrees = 0; degrees < 90; degrees += 3) {
    const frame = turned((degrees * Math.PI) / 180)
    const e = extentIn(frame, ring)
    const area = (e.u1 - e.u0) * (e.v1 - e.v0)
    if (area < least - 1e-6) {
      least = area
      best = e.u1 - e.u0 >= e.v1 - e.v0 ? frame : perpendicular(frame)
    }
  }
  return best
}

/** A line moved sideways: positive to the right of its direction; corners mitred, at most 2 × as far. */
export function offsetLine(line: readonly XY[], by: number): XY[] {
  return line.map((p, i) => {
    const a = direction(line[Math.max(0, i - 1)]!, line[Math.max(1, i)]!)
    const b = direction(line[Math.min(line.length - 2, i)]!, line[Math.min(line.length - 1, i + 1)]!)
    const [nx, ny] = [a[1] + b[1], -a[0] - b[0]]
    const scale = by / Math.max(0.25, (nx * nx + ny * ny) / 2)
    return [p[0] + nx * scale, p[1] + ny * scale]
  })
}

export function direction(a: XY, b: XY): XY {
  const length = Math.hypot(b[0] - a[0], b[1] - a[1])
  return length > 0 ? [(b[0] - a[0]) / length, (b[1] - a[1]) / length] : [1, 0]
}

/** The middle corner of a line, or the middle of its middle segment. */
export function middleOf(line: readonly XY[]): XY {
  const [a, b] = [line[Math.ceil(line.length / 2) - 1]!, line[Math.floor(line.length / 2)]!]
  return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]
}

/** A rectangle around a segment. */
export function rectangle(a: XY, b: XY, half: number, beyond = 0): OpenRing {
  const [dx, dy] = direction(a, b)
  const [p, q]: [XY, XY] = [
    [a[0] - dx * beyond, a[1] - dy * beyond],
    [b[0] + dx * beyond, b[1] + dy * beyond],
  ]
  const [nx, ny] = [-dy * half, dx * half]
  return [
    [p[0] - nx, p[1] - ny],
    [q[0] - nx, q[1] - ny],
    [q[0] + nx, q[1] + ny],
    [p[0] + nx, p[1] + ny],
  ]
}

/** The surface within a distance of a line: rectangles and eight-sided joints, united. */
export function bufferLine(line: readonly XY[], half: number): XY[][][] {
  const parts: XY[][][] = []
  for (let i = 1; i < line.length; i++) parts.push([closed(rectangle(line[i - 1]!, line[i]!, half))])
  for (let i = 1; i + 1 < line.length; i++) parts.push([closed(octagon(line[i]!, half))])
  return parts.length === 1 ? parts : polygonClipping.union(parts[0]!, ...parts.slice(1))
}

function octagon([x, y]: XY, radius: number): OpenRing {
  // Around the circle, not in it: nothing within the distance is left out at a bend.
  const a = radius * 1.0824
  const b = a * Math.SQRT1_2
  return [
    [x + a, y],
    [x + b, y + b],
    [x, y + a],
    [x - b, y + b],
    [x - a, y],
    [x - b, y - b],
    [x, y - a],
    [x + b, y - b],
  ]
}

export const closed = (ring: OpenRing): XY[] => [...ring, ring[0]!]
export const opened = (ring: XY[]): OpenRing => {
  const [first, last] = [ring[0]!, ring.at(-1)!]
  return first[0] === last[0] && first[1] === last[1] ? ring.slice(0, -1) : ring
}

/** Simple rings of a surface: where one has holes it is cut through them. */
export function simpleRings(polygons: XY[][][], least = 1): OpenRing[] {
  return polygons.flatMap((rings): OpenRing[] => {
    if (rings.length === 1) return Math.abs(ringArea(rings[0]!)) > least ? [opened(rings[0]!)] : []
    const hole = rings[1]!
    const [x0, , x1] = boundsOf(hole)
    const [, y0, , y1] = boundsOf(rings[0]!)
    const [w, , e] = boundsOf(rings[0]!)
    const half = (from: number, to: number): XY[][] => [
      closed([
        [from, y0 - 1],
        [to, y0 - 1],
        [to, y1 + 1],
        [from, y1 + 1],
      ]),
    ]
    const at = (x0 + x1) / 2
    return [half(w - 1, at), half(at, e + 1)].flatMap((side) =>
      simpleRings(polygonClipping.intersection(rings, side), least),
    )
  })
}

/** A file's triangles about the lot, and whether one of them stands between a point and the sun: boxes within boxes, by halves. Pure. */
import type { BuildingModel } from '../../data/readers/building/model.ts'
import type { XY } from '../../scenarios/frame.ts'
import { levelOf, type Placement, placed } from '../../scenarios/permits/model.ts'
import type { Blocker } from './shades.ts'

export interface Triangles {
  /** East, north from the view's origin; up above datum, m. */
  readonly positions: Float32Array
  readonly indices: Uint32Array
}

/** More are drawn and shaded too slowly without a graphics card: the smallest are left out. */
export const MOST_DRAWN = 300_000

export function trianglesAt(
  { positions, indices: all, origin }: Pick<BuildingModel, 'positions' | 'indices' | 'origin'>,
  placement: Placement,
  [ox, oy]: XY,
): Triangles {
  const out = new Float32Array(positions.length)
  for (let i = 0; i < positions.length; i += 3) {
    const [x, y] = placed([positions[i]! + origin[0], positions[i + 1]! + origin[1]], placement)
    out[i] = x - ox
    out[i + 1] = y - oy
    out[i + 2] = levelOf(positions[i + 2]! + origin[2], placement)
  }
  return { positions: out, indices: largest(out, all) }
}

/** Railings, handles and the like cast no shadow that counts. */
function largest(p: Float32Array, indices: Uint32Array): Uint32Array {
  const count = indices.length / 3
  if (count <= MOST_DRAWN) return indices
  const areas = Float32Array.from({ length: count }, (_, i) => {
    const [a, b, c] = [0, 1, 2].map((k) => indices[3 * i + k]! * 3) as [number, number, number]
    const [ux, uy, uz] = [p[b]! - p[a]!, p[b + 1]! - p[a + 1]!, p[b + 2]! - p[a + 2]!]
    const [vx, vy, vz] = [p[c]! - p[a]!, p[c + 1]! - p[a + 1]!, p[c + 2]! - p[a + 2]!]
    return Math.hypot(uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx)
  })
  const least = areas.toSorted()[count - MOST_DRAWN]!
  return indices.filter((_, i) => areas[Math.floor(i / 3)]! >= least)
}

/** Triangles in a box that is not halved any more. */
const LEAF = 8
/** Nearer to the point than this a triangle is its own wall. */
const NEAR_METRES = 1e-4

export function blockerOf({ positions, indices }: Triangles): Blocker {
  const count = indices.length / 3
  const order = Uint32Array.from({ length: count }, (_, i) => i)
  const middles = new Float32Array(count * 3)
  for (let i = 0; i < count * 3; i++) {
    const axis = i % 3
    const first = i - axis
    for (let k = 0; k < 3; k++) middles[i]! += positions[indices[first + k]! * 3 + axis]! / 3
  }
  /** Six figures a box; where its triangles start, and how many: 0 where it has halves, the first of which comes next. */
  const boxes: number[] = []
  const starts: number[] = []
  const counts: number[] = []
  const seconds: number[] = []
  const build = (from: number, to: number): void => {
    const at = starts.length
    const box = [Infinity, Infinity, Infinity, -Infinity, -Infinity, -Infinity]
    for (let i = from; i < to; i++)
      for (let k = 0; k < 3; k++)
        for (let axis = 0; axis < 3; axis++) {
          const v = positions[indices[order[i]! * 3 + k]! * 3 + axis]!
          if (v < box[axis]!) box[axis] = v
          if (v > box[axis + 3]!) box[axis + 3] = v
        }
    boxes.push(...box)
    starts.push(from)
    counts.push(to - from <= LEAF ? to - from : 0)
    seconds.push(0)
    if (to - from <= LEAF) return
    const sizes = [0, 1, 2].map((axis) => box[axis + 3]! - box[axis]!)
    const axis = sizes.indexOf(Math.max(...sizes))
    order.subarray(from, to).sort((a, b) => middles[a * 3 + axis]! - middles[b * 3 + axis]!)
    const half = (from + to) >> 1
    build(from, half)
    seconds[at] = starts.length
    build(half, to)
  }
  if (count > 0) build(0, count)
  const stack: number[] = []
  return ([px, py, pz], [dx, dy, dz]) => {
    if (count === 0) return false
    const [ix, iy, iz] = [1 / dx, 1 / dy, 1 / dz]
    stack.length = 0
    stack.push(0)
    while (stack.length > 0) {
      const at = stack.pop()!
      const b = at * 6
      const [x0, x1] = [(boxes[b]! - px) * ix, (boxes[b + 3]! - px) * ix]
      const [y0, y1] = [(boxes[b + 1]! - py) * iy, (boxes[b + 4]! - py) * iy]
      const [z0, z1] = [(boxes[b + 2]! - pz) * iz, (boxes[b + 5]! - pz) * iz]
      const enter = Math.max(Math.min(x0, x1), Math.min(y0, y1), Math.min(z0, z1), 0)
      const leave = Math.min(Math.max(x0, x1), Math.max(y0, y1), Math.max(z0, z1))
      if (enter > leave) continue
      if (counts[at] === 0) {
        stack.push(at + 1, seconds[at]!)
        continue
      }
      for (let i = starts[at]!; i < starts[at]! + counts[at]!; i++)
        if (hits(positions, indices, order[i]! * 3, px, py, pz, dx, dy, dz)) return true
    }
    return false
  }
}

/** Möller and Trumbore (1997), both sides of the triangle alike. */
function hits(
  p: Float32Array,
  index: Uint32Array,
  at: number,
  px: number,
  py: number,
  pz: number,
  dx: number,
  dy: number,
  dz: number,
): boolean {
  const [a, b, c] = [index[at]! * 3, index[at + 1]! * 3, index[at + 2]! * 3]
  const [ax, ay, az] = [p[a]!, p[a + 1]!, p[a + 2]!]
  const [ux, uy, uz] = [p[b]! - ax, p[b + 1]! - ay, p[b + 2]! - az]
  const [vx, vy, vz] = [p[c]! - ax, p[c + 1]! - ay, p[c + 2]! - az]
  const [hx, hy, hz] = [dy * vz - dz * vy, dz * vx - dx * vz, dx * vy - dy * vx]
  const det = ux * hx + uy * hy + uz * hz
  if (Math.abs(det) < 1e-12) return false
  const [sx, sy, sz] = [px - ax, py - ay, pz - az]
  const u = (sx * hx + sy * hy + sz * hz) / det
  if (u < 0 || u > 1) return false
  const [qx, qy, qz] = [sy * uz - sz * uy, sz * ux - sx * uz, sx * uy - sy * ux]
  const v = (dx * qx + dy * qy + dz * qz) / det
  if (v < 0 || u + v > 1) return false
  return (vx * qx + vy * qy + vz * qz) / det > NEAR_METRES
}

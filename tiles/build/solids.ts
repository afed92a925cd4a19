/** Buildings as solids, open below: as blocks to be seen from afar, with their roofs to be seen from near. */
import earcut from 'earcut'
import type { XY } from '../../scenarios/frame.ts'
import type { Geometry } from '../../scenarios/geometry.ts'
import { polygonsOf, ringArea } from '../../scenarios/geometry.ts'
import { type Footprints, GABLED, HIPPED, openLength } from './footprints.ts'
import type { MeshWriter } from './mesh.ts'
import type { Plane } from './plane.ts'

/** Slope of roofs, and how high they rise at most: m, and as a share of the building's height. */
const ROOF_SLOPE = 0.55
const MOST_RISE_METRES = 4
const MOST_RISE_SHARE = 0.4
/** Height of the parapet around a flat roof, m, on buildings of at least … m. */
const PARAPET_METRES = 0.6
const PARAPET_FROM_METRES = 4

/** A box with its long side along (ux, uy); levels above the datum, m. */
export interface Block {
  readonly x: number
  readonly y: number
  readonly ux: number
  readonly uy: number
  readonly halfLong: number
  readonly halfShort: number
  readonly base: number
  readonly top: number
}

export interface Solids {
  /** Four walls and a flat top. */
  block(block: Block): void
  /** A footprint of any form with a flat top. */
  extruded(geometry: Geometry, base: number, top: number): void
  /** A building as it is seen from near. */
  building(f: Footprints, i: number, geometry: Geometry): void
}

export function createSolids(plane: Plane, out: MeshWriter): Solids {
  /** Six numbers a corner: its foot at height 0 and what a metre adds. */
  let corners = new Float64Array(6 * 64)
  const vertex = (corner: number, level: number): number => {
    const at = corner * 6
    return out.vertex(
      corners[at]! + level * corners[at + 3]!,
      corners[at + 1]! + level * corners[at + 4]!,
      corners[at + 2]! + level * corners[at + 5]!,
    )
  }
  /** Corners 0 … count at a level. @returns the first one's number */
  const ring = (count: number, level: number): number => {
    const first = vertex(0, level)
    for (let i = 1; i < count; i++) vertex(i, level)
    return first
  }
  const quad = (a: number, b: number, c: number, d: number) => {
    out.triangle(a, b, c)
    out.triangle(a, c, d)
  }
  /** Corners 0 … 3 counter-clockwise, the first side along the block's length; 4 and 5 the ends of the ridge, `inset` from the short sides. */
  const placeBox = ({ x, y, ux, uy, halfLong, halfShort }: Omit<Block, 'base' | 'top'>, inset = 0) => {
    const put = (corner: number, long: number, short: number) =>
      plane.place(x + long * ux - short * uy, y + long * uy + short * ux, corners, corner * 6)
    put(0, -halfLong, -halfShort)
    put(1, halfLong, -halfShort)
    put(2, halfLong, halfShort)
    put(3, -halfLong, halfShort)
    if (inset < 0) return
    put(4, inset - halfLong, 0)
    put(5, halfLong - inset, 0)
  }
  const boxWalls = (foot: number, top: number) => {
    for (let i = 0; i < 4; i++) {
      const next = (i + 1) % 4
      quad(foot + i, foot + next, top + next, top + i)
    }
  }
  const block = (box: Block) => {
    placeBox(box, -1)
    const [foot, top] = [ring(4, box.base), ring(4, box.top)]
    boxWalls(foot, top)
    quad(top, top + 1, top + 2, top + 3)
  }

  /** @param roof level of the roof, below `top` behind a parapet */
  const extruded = (geometry: Geometry, base: number, top: number, roof = top) => {
    for (const rings of polygonsOf(geometry)) {
      const flat: number[] = []
      const starts: number[] = []
      for (const [k, line] of rings.entries()) {
        starts.push(flat.length / 2)
        addRing(line, k === 0 ? 1 : -1, flat)
      }
      const triangles = trianglesOf(flat, starts.slice(1))
      if (triangles.length === 0) continue
      const count = flat.length / 2
      if (corners.length < count * 6) corners = new Float64Array(count * 12)
      for (let i = 0; i < count; i++) plane.place(flat[2 * i]!, flat[2 * i + 1]!, corners, i * 6)
      const [foot, rim] = [ring(count, base), ring(count, top)]
      const level = roof < top ? ring(count, roof) : rim
      for (let i = 0; i < triangles.length; i += 3) {
        out.triangle(level + triangles[i]!, level + triangles[i + 1]!, level + triangles[i + 2]!)
      }
      starts.push(count)
      for (let k = 0; k + 1 < starts.length; k++) {
        const [start, end] = [starts[k]!, starts[k + 1]!]
        for (let i = start; i < end; i++) {
          const next = i + 1 < end ? i + 1 : start
          quad(foot + i, foot + next, rim + next, rim + i)
          if (level !== rim) quad(level + next, level + i, rim + i, rim + next)
        }
      }
    }
  }

  /** Eaves at `eaves`, a ridge at `top` along the longer side, `inset` from its ends: 0 for gables. */
  const pitched = (box: Block, eaves: number, inset: number) => {
    placeBox(box, inset)
    const [foot, rim] = [ring(4, box.base), ring(4, eaves)]
    const [west, east] = [vertex(4, box.top), vertex(5, box.top)]
    boxWalls(foot, rim)
    quad(rim, rim + 1, east, west)
    out.triangle(rim + 1, rim + 2, east)
    quad(rim + 2, rim + 3, west, east)
    out.triangle(rim + 3, rim, west)
  }

  return {
    block,
    extruded: (geometry, base, top) => extruded(geometry, base, top),
    building: (f, i, geometry) => {
      const [base, top] = [f.base[i]!, f.top[i]!]
      const height = top - base
      const form = f.roof[i]!
      if (form !== GABLED && form !== HIPPED) {
        return extruded(geometry, base, top, height > PARAPET_FROM_METRES ? top - PARAPET_METRES : top)
      }
      const half = f.halfShort[i]!
      const rise = Math.min(ROOF_SLOPE * half, MOST_RISE_METRES, MOST_RISE_SHARE * height)
      pitched(blockOf(f, i), top - rise, form === HIPPED ? half : 0)
    },
  }
}

/** Triangles of a polygon, counter-clockwise. @param holes where the rings after the first begin */
function trianglesOf(flat: readonly number[], holes: readonly number[]): ArrayLike<number> {
  if (flat.length === 8 && holes.length === 0 && isConvex(flat)) return fourCorners
  const triangles = earcut(flat as number[], holes as number[])
  for (let i = 0; i < triangles.length; i += 3) {
    const [a, b, c] = [triangles[i]!, triangles[i + 1]!, triangles[i + 2]!]
    const [ax, ay] = [flat[2 * a]!, flat[2 * a + 1]!]
    const area = (flat[2 * b]! - ax) * (flat[2 * c + 1]! - ay) - (flat[2 * b + 1]! - ay) * (flat[2 * c]! - ax)
    if (area < 0) [triangles[i + 1], triangles[i + 2]] = [c, b]
  }
  return triangles
}

const fourCorners = [0, 1, 2, 0, 2, 3]

/** Whether four corners turn left at each of them. */
function isConvex(flat: readonly number[]): boolean {
  for (let i = 0; i < 4; i++) {
    const at = (k: number) => 2 * ((i + k) % 4)
    const [ax, ay] = [flat[at(1)]! - flat[at(0)]!, flat[at(1) + 1]! - flat[at(0) + 1]!]
    const [bx, by] = [flat[at(2)]! - flat[at(1)]!, flat[at(2) + 1]! - flat[at(1) + 1]!]
    if (ax * by - ay * bx <= 0) return false
  }
  return true
}

/** A footprint's oriented box, narrowed to the footprint's area. */
export function blockOf(f: Footprints, i: number): Block {
  const share = f.rectangular[i] ? 1 : Math.min(1, f.area[i]! / (4 * f.halfLong[i]! * f.halfShort[i]!))
  return {
    ...{ x: f.x[i]!, y: f.y[i]!, ux: f.ux[i]!, uy: f.uy[i]! },
    ...{ halfLong: f.halfLong[i]!, halfShort: f.halfShort[i]! * share, base: f.base[i]!, top: f.top[i]! },
  }
}

/** Appends a ring, counter-clockwise for sign 1, clockwise for −1: the solid is to the left. */
function addRing(ring: readonly XY[], sign: number, flat: number[]): void {
  const count = openLength(ring)
  const backward = ringArea(ring) * sign < 0
  for (let i = 0; i < count; i++) {
    const [x, y] = ring[backward ? count - 1 - i : i]!
    flat.push(x, y)
  }
}

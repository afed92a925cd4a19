/**
 * What is known of each building before anything is drawn: its footprint's area, middle and oriented box, where it stands
 * and ends, and the form of its roof. One pass over the features into typed arrays.
 */
import type { Feature } from '../../scenarios/city/dataset.ts'
import type { XY } from '../../scenarios/frame.ts'
import { polygonsOf, ringArea } from '../../scenarios/geometry.ts'
import type { Relief } from './relief.ts'

/** Walls go on below the lowest ground, so that coarse terrain does not show under them, m. */
export const SUNK_METRES = 0.5
/** A footprint that fills this share of its oriented box is drawn as that box. */
const RECTANGULAR_SHARE = 0.97

export const FLAT = 0
export const GABLED = 1
export const HIPPED = 2

/** One value a building, in the order of the features; metres of the frame, levels above its datum. */
export interface Footprints {
  readonly count: number
  /** Place of the feature among those given: some have no area. */
  readonly feature: Int32Array
  readonly area: Float64Array
  /** Middle of the oriented box. */
  readonly x: Float64Array
  readonly y: Float64Array
  /** Direction of its longer side, a unit vector. */
  readonly ux: Float64Array
  readonly uy: Float64Array
  readonly halfLong: Float64Array
  readonly halfShort: Float64Array
  readonly base: Float64Array
  readonly top: Float64Array
  /** 1 where the footprint is as good as its box. */
  readonly rectangular: Uint8Array
  readonly roof: Uint8Array
}

export function measureFootprints(features: readonly Feature<'buildings'>[], relief: Relief): Footprints {
  const numbers = () => new Float64Array(features.length)
  const f = {
    feature: new Int32Array(features.length),
    ...{ area: numbers(), x: numbers(), y: numbers(), ux: numbers(), uy: numbers() },
    ...{ halfLong: numbers(), halfShort: numbers(), base: numbers(), top: numbers() },
    rectangular: new Uint8Array(features.length),
    roof: new Uint8Array(features.length),
  }
  let count = 0
  for (let i = 0; i < features.length; i++) {
    const { geometry, properties } = features[i]!
    const polygons = polygonsOf(geometry)
    let [area, levels, corners, lowest] = [0, 0, 0, Infinity]
    let outer: readonly XY[] | null = null
    for (const rings of polygons) {
      const size = Math.abs(ringArea(rings[0]!))
      if (!outer || size > Math.abs(ringArea(outer))) outer = rings[0]!
      area += size
      for (let k = 1; k < rings.length; k++) area -= Math.abs(ringArea(rings[k]!))
      const open = openLength(rings[0]!)
      for (let k = 0; k < open; k++) {
        const level = relief.levelAt(rings[0]![k]![0], rings[0]![k]![1], 0)
        levels += level
        lowest = Math.min(lowest, level)
      }
      corners += open
    }
    if (!outer || !(area > 1e-6)) continue
    f.feature[count] = i
    f.area[count] = area
    f.base[count] = lowest - SUNK_METRES
    f.top[count] = levels / corners + properties.heightMetres
    orientedBox(outer, f, count)
    const single = polygons.length === 1 && polygons[0]!.length === 1
    const box = 4 * f.halfLong[count]! * f.halfShort[count]!
    f.rectangular[count] = single && area >= RECTANGULAR_SHARE * box ? 1 : 0
    f.roof[count] = f.rectangular[count] ? roofOf(properties, f.halfLong[count]! / f.halfShort[count]!) : FLAT
    count++
  }
  return { ...f, count }
}

/** Corners of a ring, the repeated first one not counted. */
export function openLength(ring: readonly XY[]): number {
  const [first, last] = [ring[0]!, ring.at(-1)!]
  return ring.length > 1 && first[0] === last[0] && first[1] === last[1] ? ring.length - 1 : ring.length
}

type Boxes = Record<'x' | 'y' | 'ux' | 'uy' | 'halfLong' | 'halfShort', Float64Array>

/** The smallest box along one of the ring's sides. */
function orientedBox(ring: readonly XY[], f: Boxes, at: number): void {
  const corners = openLength(ring)
  let least = Infinity
  for (let i = 0; i < corners; i++) {
    const [a, b] = [ring[i]!, ring[(i + 1) % corners]!]
    const length = Math.hypot(b[0] - a[0], b[1] - a[1])
    if (length < 1e-6) continue
    const [ux, uy] = [(b[0] - a[0]) / length, (b[1] - a[1]) / length]
    let [minU, maxU, minV, maxV] = [Infinity, -Infinity, Infinity, -Infinity]
    for (let k = 0; k < corners; k++) {
      const [x, y] = [ring[k]![0] - a[0], ring[k]![1] - a[1]]
      const [u, v] = [x * ux + y * uy, y * ux - x * uy]
      if (u < minU) minU = u
      if (u > maxU) maxU = u
      if (v < minV) minV = v
      if (v > maxV) maxV = v
    }
    const [long, short] = [(maxU - minU) / 2, (maxV - minV) / 2]
    if (long * short >= least) continue
    least = long * short
    const [u, v] = [(minU + maxU) / 2, (minV + maxV) / 2]
    f.x[at] = a[0] + u * ux - v * uy
    f.y[at] = a[1] + u * uy + v * ux
    f.ux[at] = long >= short ? ux : 0 - uy
    f.uy[at] = long >= short ? uy : ux
    f.halfLong[at] = Math.max(long, short)
    f.halfShort[at] = Math.min(long, short)
  }
}

const gabledUses = new Set(['warehouse', 'industrial', 'market', 'farm'])
const hippedUses = new Set(['religious', 'heritage'])

/**
 * As the data say; otherwise as such buildings are in the delta, an assumption: sheds and low houses carry gables of sheet
 * metal, temples and villas hips, and tube houses of several storeys a flat roof behind a parapet.
 */
function roofOf({ roof, use, storeys }: Feature<'buildings'>['properties'], ratio: number): number {
  if (roof) return { flat: FLAT, gabled: GABLED, hipped: HIPPED }[roof]
  if (hippedUses.has(use)) return HIPPED
  if (gabledUses.has(use) || (storeys <= 2 && (use === 'education' || use === 'school'))) return GABLED
  if (use === 'house' && storeys <= 1) return GABLED
  return use === 'house' && storeys <= 2 && ratio < 1.8 ? HIPPED : FLAT
}

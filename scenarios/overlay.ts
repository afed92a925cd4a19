/**
 * Overlay of surfaces: what two have in common, and outlines that cross themselves taken apart (polygon-clipping, after
 * Martinez-Rueda 2009). Corners are whole millimetres about a near corner first, so that national coordinates keep their digits.
 */
import polygonClipping from 'polygon-clipping'
import type { XY } from './frame.ts'
import { type Bounds, type Geometry, geometryBounds, overlaps, polygonArea, polygonsOf, ringArea } from './geometry.ts'
import type { SquareMetres } from './units.ts'

/** Steps that corners are snapped to, one after the other, m: the overlay gives up on rare near-coincident sides. */
const SNAPS = [0.001, 0.01, 0.05] as const

type Surface = XY[][][]

/** Area that two surfaces share, m²; null where the overlay cannot be made. */
export function commonArea(a: Geometry, b: Geometry): SquareMetres | null {
  if (!overlaps(geometryBounds(a), geometryBounds(b))) return 0
  const common = overlay([polygonsOf(a), polygonsOf(b)], (one, other) => polygonClipping.intersection(one, other!))
  return common ? polygonArea({ type: 'MultiPolygon', coordinates: common }) : null
}

/** What is left of a surface where others are taken away; null where the overlay cannot be made. */
export const without = (surface: Geometry, others: readonly Geometry[]): Surface | null =>
  overlay([polygonsOf(surface), ...others.map(polygonsOf)], (one, ...rest) => polygonClipping.difference(one, ...rest))

/** The same surface without crossings; null where it cannot be made or nothing is left. */
export function uncrossed(polygons: Surface): Surface | null {
  const mended = overlay([polygons], (one) => polygonClipping.union(one))
  return mended && mended.length > 0 ? mended : null
}

function overlay(surfaces: Surface[], combine: (first: Surface, ...rest: Surface[]) => Surface): Surface | null {
  const [ox, oy] = surfaces[0]?.[0]?.[0]?.[0] ?? [0, 0]
  for (const step of SNAPS) {
    const snap = ([x, y]: XY): XY => [Math.round((x - ox) / step), Math.round((y - oy) / step)]
    const back = ([x, y]: XY): XY => [ox + x * step, oy + y * step]
    try {
      const snapped = surfaces.map((surface) => surface.map((rings) => rings.map((ring) => ring.map(snap))))
      return combine(snapped[0]!, ...snapped.slice(1)).map((rings) => rings.map((ring) => ring.map(back)))
    } catch {
      // A coarser step moves the sides that were too near one another.
    }
  }
  return null
}

/** Whether any two sides of these rings cross each other; sides that only touch do not. */
export function crosses(rings: readonly (readonly XY[])[]): boolean {
  const sides = rings.flatMap((ring) =>
    ring.slice(1).map((to, i) => ({ from: ring[i]!, to, box: boxOf(ring[i]!, to) })),
  )
  sides.sort((a, b) => a.box[0] - b.box[0])
  for (const [i, a] of sides.entries()) {
    for (let j = i + 1; j < sides.length && sides[j]!.box[0] <= a.box[2]; j++) {
      const b = sides[j]!
      if (a.box[1] <= b.box[3] && a.box[3] >= b.box[1] && cross(a.from, a.to, b.from, b.to)) return true
    }
  }
  return false
}

const boxOf = (a: XY, b: XY): Bounds => [
  Math.min(a[0], b[0]),
  Math.min(a[1], b[1]),
  Math.max(a[0], b[0]),
  Math.max(a[1], b[1]),
]

const side = (a: XY, b: XY, c: XY) => Math.sign((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]))
const cross = (a: XY, b: XY, c: XY, d: XY) => side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0

/** Closed; counter-clockwise where asked, else clockwise. */
export function turned(ring: readonly XY[], counterClockwise: boolean): XY[] {
  const out = ringArea(ring) > 0 === counterClockwise ? [...ring] : ring.toReversed()
  const [first, last] = [out[0]!, out.at(-1)!]
  return first[0] === last[0] && first[1] === last[1] ? out : [...out, [...first]]
}

/** Surfaces that should meet without overlapping (limits of units, parcels): where they do overlap, by how much. */
import { BoundsIndex } from '../../../scenarios/bounds-index.ts'
import type { Feature } from '../../../scenarios/city/dataset.ts'
import type { LayerId } from '../../../scenarios/city/layers.ts'
import type { XY } from '../../../scenarios/frame.ts'
import { boundsOf, geometryBounds, grow, overlaps, pointInGeometry, polygonsOf } from '../../../scenarios/geometry.ts'
import { commonArea, crosses } from '../../../scenarios/overlay.ts'
import { type Signal, throwIfAborted } from '../../../scenarios/problem.ts'
import type { Reporter } from '../report.ts'

export const seamless: readonly LayerId[] = ['units', 'subunits', 'parcels', 'zones', 'blocks']

/** Overlaps smaller than this are rounding. */
const LEAST_SQUARE_METRES = 0.1
const MOST_PAIRS_TOLD = 5
const TOUCH_METRES = 0.002

export interface Overlap {
  readonly a: Feature
  readonly b: Feature
  /** Null where it could not be measured. */
  readonly squareMetres: number | null
}

/** The largest first. */
export function overlapsOf(features: readonly Feature[], signal?: Signal): Overlap[] {
  const found: Overlap[] = []
  const order = new Map(features.map((feature, i) => [feature, i]))
  const index = new BoundsIndex(features, (feature) => geometryBounds(feature.geometry))
  for (const [i, a] of features.entries()) {
    if (i % 200 === 0) throwIfAborted(signal)
    for (const b of index.near(geometryBounds(a.geometry))) {
      if (order.get(b)! <= i || !mayShare(a, b)) continue
      const squareMetres = commonArea(a.geometry, b.geometry)
      if (squareMetres === null || squareMetres >= LEAST_SQUARE_METRES) found.push({ a, b, squareMetres })
    }
  }
  return found.sort((a, b) => (b.squareMetres ?? 0) - (a.squareMetres ?? 0))
}

/** Cheap: sides that cross, or that run within the other. Neighbours that share their sides pass without an overlay. */
export function mayShare(a: Feature, b: Feature): boolean {
  const [ringsA, ringsB] = [polygonsOf(a.geometry).flat(), polygonsOf(b.geometry).flat()]
  return crosses([...ringsA, ...ringsB]) || runsWithin(ringsA, b, ringsB) || runsWithin(ringsB, a, ringsA)
}

/** Sides cut where corners of the other touch them: a piece is within, outside or on the outline as a whole. All on it: the same surface. */
function runsWithin(rings: readonly XY[][], { geometry }: Feature, other: readonly XY[][]): boolean {
  const around = grow(geometryBounds(geometry), TOUCH_METRES)
  let outside = false
  for (const ring of rings) {
    for (let i = 1; i < ring.length; i++) {
      const [from, to] = [ring[i - 1]!, ring[i]!]
      if (!overlaps(boundsOf([from, to]), around)) {
        outside = true
        continue
      }
      for (const middle of middlesOf(from, to, other)) {
        const inside = pointInGeometry(middle, geometry)
        if (!inside && outside) continue
        if (isOn(middle, other)) continue
        if (inside) return true
        outside = true
      }
    }
  }
  return !outside
}

function middlesOf(from: XY, to: XY, other: readonly XY[][]): XY[] {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]]
  const squared = dx * dx + dy * dy
  const along = ([x, y]: XY) => ((x - from[0]) * dx + (y - from[1]) * dy) / squared
  const cuts = other
    .flat()
    .filter((corner) => distanceTo(corner, from, to) < TOUCH_METRES)
    .map(along)
    .filter((t) => t > 0 && t < 1)
  const stops = [0, ...cuts.sort((a, b) => a - b), 1]
  return stops.slice(1).map((t, i) => {
    const middle = (t + stops[i]!) / 2
    return [from[0] + middle * dx, from[1] + middle * dy]
  })
}

const isOn = (point: XY, rings: readonly XY[][]): boolean =>
  rings.some((ring) => ring.some((to, i) => i > 0 && distanceTo(point, ring[i - 1]!, to) < TOUCH_METRES))

/** From a point to a segment, m. */
export function distanceTo([x, y]: XY, a: XY, b: XY): number {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]]
  const squared = dx * dx + dy * dy
  const t = squared > 0 ? Math.min(1, Math.max(0, ((x - a[0]) * dx + (y - a[1]) * dy) / squared)) : 0
  return Math.hypot(x - a[0] - t * dx, y - a[1] - t * dy)
}

export function tellOverlaps(features: readonly Feature[], reporter: Reporter, signal?: Signal): void {
  const found = overlapsOf(features, signal)
  if (found.length === 0) return
  const total = found.reduce((sum, { squareMetres }) => sum + (squareMetres ?? 0), 0)
  const list = found
    .slice(0, MOST_PAIRS_TOLD)
    .map(({ a, b, squareMetres }) => `${a.id} × ${b.id}: ${squareMetres === null ? '?' : squareMetres.toFixed(1)} m²`)
    .join('; ')
  reporter.note(
    `${found.length} cặp mặt chồng lên nhau, tổng ${total.toFixed(1)} m², giữ nguyên như tệp: ${list}${found.length > MOST_PAIRS_TOLD ? '; …' : ''}.`,
    `${found.length} pairs of surfaces overlap, ${total.toFixed(1)} m² in all, kept as in the file: ${list}${found.length > MOST_PAIRS_TOLD ? '; …' : ''}.`,
  )
}

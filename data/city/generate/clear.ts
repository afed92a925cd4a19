/** What stands where it cannot: houses that a carried street, a link or a bend of a river runs into. */
import { boundsOf, pointInRing } from '../../../scenarios/geometry.ts'
import type { Place } from './homes.ts'
import { meeting, SegmentIndex, toSegment } from './near.ts'
import type { RoadPiece } from './network.ts'
import type { Channel } from './place.ts'
import type { OpenRing } from './plane.ts'

/** Without the houses that a carried street, a link or a bend of a river runs into. */
export function clearOf(roads: readonly RoadPiece[], channels: readonly Channel[], places: readonly Place[]): Place[] {
  const roadIndex = new SegmentIndex<RoadPiece>(60)
  for (const road of roads) roadIndex.addLine(road.line, road)
  const waterIndex = new SegmentIndex<Channel>(200)
  for (const channel of channels) waterIndex.addLine(channel.line, channel)
  return places.map((place) =>
    place.building && (onCarriageway(place.building.ring, roadIndex) || inWater(place.building.ring, waterIndex))
      ? { ...place, building: null }
      : place,
  )
}

function inWater(ring: OpenRing, index: SegmentIndex<Channel>): boolean {
  const [x0, y0, x1, y1] = boundsOf(ring)
  return [...index.near(x0 - 80, y0 - 80, x1 + 80, y1 + 80)].some(({ a, b, value }) =>
    ring.some((p) => toSegment(p, a, b).distance < value.widthMetres / 2),
  )
}

export function onCarriageway(ring: OpenRing, index: SegmentIndex<{ readonly widthMetres: number }>): boolean {
  const [x0, y0, x1, y1] = boundsOf(ring)
  for (const { a, b, value } of index.near(x0 - 10, y0 - 10, x1 + 10, y1 + 10)) {
    const half = value.widthMetres / 2
    if (Math.max(a[0], b[0]) < x0 - half || Math.min(a[0], b[0]) > x1 + half) continue
    if (Math.max(a[1], b[1]) < y0 - half || Math.min(a[1], b[1]) > y1 + half) continue
    if (pointInRing(a, ring) || pointInRing(b, ring)) return true
    for (let i = 0; i < ring.length; i++) {
      const [p, q] = [ring[i]!, ring[(i + 1) % ring.length]!]
      if (meeting(p, q, a, b) || toSegment(p, a, b).distance < half || toSegment(a, p, q).distance < half) return true
    }
  }
  return false
}

/** A building's file put into its place by hand: onto the lot, along its sides, flush with them. Pure. */
import { anchorOf } from '../../data/readers/building/place.ts'
import type { XY } from '../../scenarios/frame.ts'
import { centroid, opened } from '../../scenarios/geometry.ts'
import { commonArea } from '../../scenarios/overlay.ts'
import { keeping, levelOf, movedBy, type Placement, placed, turnedAbout } from '../../scenarios/permits/model.ts'
import type { OpenedBuilding } from './building.ts'

/** A side this near to the lot's is put on it, m. */
const FLUSH_METRES = 2

type Figures = Pick<OpenedBuilding, 'figures'>

/** Corners of the footprint in the city's frame, whole millimetres, closed. */
export const ringIn = (ring: readonly XY[], placement: Placement): XY[] =>
  ring.map((point) => placed(point, placement).map((v) => Math.round(v * 1000) / 1000) as XY)

/** In the middle of the lot, its ground floor at a level. */
export function onLot(opened: OpenedBuilding, lot: readonly XY[], levelMetres: number): Placement {
  const { model, figures } = opened
  const start: Placement = { east: 0, north: 0, levelMetres: 0, turnedDegrees: 0, scale: 1, from: 'hand' }
  const there = keeping(start, anchorOf(model, figures), centroid(lot))
  return withGroundAt(there, opened, levelMetres)
}

export const withGroundAt = (placement: Placement, { figures }: Figures, levelMetres: number): Placement => ({
  ...placement,
  levelMetres: placement.levelMetres + levelMetres - levelOf(figures.groundMetres, placement),
})

/** Along the lot's longest side, the quarter of a turn that covers most of the lot; then flush with sides that are near. */
export function snapped(placement: Placement, { figures }: Figures, lot: readonly XY[]): Placement {
  const own = figures.footprint[0]
  if (!own) return placement
  const wanted = longSide(lot)
  const turns = [0, 90, 180, 270].map(
    (quarter) => wanted - longSide(ringIn(own, { ...placement, turnedDegrees: 0 })) + quarter,
  )
  const surface = (ring: readonly XY[]) => ({ type: 'Polygon' as const, coordinates: [[...ring]] })
  const tried = turns.map((turn) => {
    const turned = flush(turnedAbout(placement, centroid(ringIn(own, placement)), turn), own, lot)
    const off = Math.abs(((turn - placement.turnedDegrees) % 360) + 0)
    const apart = Math.min(off, 360 - off)
    return { turned, common: commonArea(surface(ringIn(own, turned)), surface(lot)) ?? 0, apart }
  })
  const most = Math.max(...tried.map(({ common }) => common))
  // Front and back are the same to a lot: the nearer of both is meant.
  return tried.filter(({ common }) => common > most - 0.5).sort((a, b) => a.apart - b.apart)[0]!.turned
}

/** Moved square to the lot's longest side, onto sides that are near. */
function flush(placement: Placement, own: readonly XY[], lot: readonly XY[]): Placement {
  const turn = (longSide(lot) * Math.PI) / 180
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)]
  const extent = (ring: readonly XY[], axis: 0 | 1) => {
    const values = ring.map(([x, y]) => (axis === 0 ? x * cos + y * sin : y * cos - x * sin))
    return [Math.min(...values), Math.max(...values)] as const
  }
  const ring = ringIn(own, placement)
  const [along, across] = ([0, 1] as const).map((axis) => {
    const [[low, high], [lotLow, lotHigh]] = [extent(ring, axis), extent(lot, axis)]
    const [a, b] = [lotLow - low, lotHigh - high]
    const nearest = Math.abs(a) <= Math.abs(b) ? a : b
    return Math.abs(nearest) <= FLUSH_METRES ? nearest : 0
  }) as [number, number]
  return movedBy(placement, [along * cos - across * sin, along * sin + across * cos])
}

/** Direction of the longest side, degrees from east. */
function longSide(ring: readonly XY[]): number {
  const corners = opened(ring)
  const sides = corners.map(([x, y], i) => {
    const [nx, ny] = corners[(i + 1) % corners.length]!
    return { length: Math.hypot(nx - x, ny - y), degrees: (Math.atan2(ny - y, nx - x) * 180) / Math.PI }
  })
  return sides.sort((a, b) => b.length - a.length)[0]?.degrees ?? 0
}

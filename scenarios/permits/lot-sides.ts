/** What each side of a lot is to its streets, and how far things stand from lines. Metres, VN-2000. */
import type { XY } from '../frame.ts'
import { opened, type Ring } from '../geometry.ts'

export const sideRoles = ['front', 'side', 'back'] as const
export type SideRole = (typeof sideRoles)[number]

/** A side this near to a red line and about along it lies on the street. */
const ON_STREET_METRES = 1.5
const ALONG_DEGREES = 25

/** What each side of the lot is: the front lies on a red line, else is the side nearest to one; opposite sides are the back. */
export function rolesOf(lot: Ring, redLines: readonly (readonly XY[])[]): SideRole[] {
  const ring = opened(lot)
  const sides = ring.map((from, i): [XY, XY] => [from, ring[(i + 1) % ring.length]!])
  const reach = sides.map((side) => Math.min(Infinity, ...redLines.map((line) => streetDistance(side, line))))
  const least = Math.min(...reach)
  const isFront = reach.map((metres) => metres <= ON_STREET_METRES || (metres === least && Number.isFinite(least)))
  const normals = sides.map(([[x0, y0], [x1, y1]]) => Math.atan2(x0 - x1, y1 - y0))
  const fronts = normals.filter((_, i) => isFront[i])
  return sides.map((_, i): SideRole => {
    if (isFront[i]) return 'front'
    return fronts.some((front) => between(normals[i]!, front + Math.PI) < Math.PI / 4) ? 'back' : 'side'
  })
}

/** Mean distance of a side from the part of a line that runs along it; Infinity where none does. */
function streetDistance([a, b]: readonly [XY, XY], line: readonly XY[]): number {
  const direction = Math.atan2(b[1] - a[1], b[0] - a[0])
  let least = Infinity
  for (let i = 1; i < line.length; i++) {
    const [c, d] = [line[i - 1]!, line[i]!]
    const angle = between(direction, Math.atan2(d[1] - c[1], d[0] - c[0]))
    if (Math.min(angle, Math.PI - angle) > (ALONG_DEGREES * Math.PI) / 180) continue
    const middle: XY = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]
    least = Math.min(least, distanceToSegment(middle, c, d))
  }
  return least
}

function between(a: number, b: number): number {
  const turn = Math.abs(a - b) % (2 * Math.PI)
  return Math.min(turn, 2 * Math.PI - turn)
}

export function distanceToSegment([x, y]: XY, [ax, ay]: XY, [bx, by]: XY): number {
  const [dx, dy] = [bx - ax, by - ay]
  const length = dx * dx + dy * dy
  const t = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length))
  return Math.hypot(x - ax - t * dx, y - ay - t * dy)
}

/** Of lines that do not cross, the least distance is at a corner of either. */
export function distanceBetween(a: readonly XY[], b: readonly XY[]): number {
  let least = Infinity
  for (let i = 1; i < b.length; i++) for (const p of a) least = Math.min(least, distanceToSegment(p, b[i - 1]!, b[i]!))
  for (let i = 1; i < a.length; i++) for (const p of b) least = Math.min(least, distanceToSegment(p, a[i - 1]!, a[i]!))
  return least
}

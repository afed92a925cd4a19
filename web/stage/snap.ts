/** A corner drawn near a street lies on it: on its nearest vertex, else on the nearest place along it. A new street so joins. */
import type { Feature } from '../../scenarios/city/dataset.ts'
import type { XY } from '../../scenarios/frame.ts'
import { linesOf } from '../../scenarios/geometry.ts'
import { distanceTo } from './pick.ts'

/** @param near how far a street may be, m @returns the place itself where none is near */
export function snapTo(roads: Iterable<Feature<'roads'>>, at: XY, near: number): XY {
  let vertex: XY | null = null
  let along: XY | null = null
  for (const road of roads) {
    if (distanceTo(road, at, near) === Infinity) continue
    for (const line of linesOf(road.geometry)) {
      for (const [i, point] of line.entries()) {
        vertex = nearer(at, vertex, point, near)
        if (i > 0) along = nearer(at, along, closest(at, line[i - 1]!, point), near)
      }
    }
  }
  return vertex ?? along ?? at
}

function nearer(at: XY, best: XY | null, point: XY, near: number): XY | null {
  const distance = Math.hypot(point[0] - at[0], point[1] - at[1])
  const least = best ? Math.hypot(best[0] - at[0], best[1] - at[1]) : near
  return distance < least || (!best && distance <= near) ? point : best
}

/** The place of a segment that is closest. */
function closest([x, y]: XY, [x0, y0]: XY, [x1, y1]: XY): XY {
  const [dx, dy] = [x1 - x0, y1 - y0]
  const length = dx * dx + dy * dy
  const t = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - x0) * dx + (y - y0) * dy) / length))
  return [x0 + t * dx, y0 + t * dy]
}

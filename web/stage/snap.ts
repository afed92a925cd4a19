/**
 * What is drawn near a street takes its place from it: a corner lies on its nearest vertex, else on the nearest place along it, so
 * that a new street joins; a pole stands behind its kerb and looks at it.
 */
import type { Feature } from '../../scenarios/city/dataset.ts'
import type { XY } from '../../scenarios/frame.ts'
import { linesOf } from '../../scenarios/geometry.ts'
import { distanceTo } from './pick.ts'
import type { KerbTool, StageKerb } from './types.ts'

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

/**
 * The place behind the nearest kerb (bó vỉa), on the side of the street that was pointed at; never in the carriageway of another
 * street. @returns null where no kerb is within reach
 */
export function kerbAt(
  roads: Iterable<Feature<'roads'>>,
  at: XY,
  { behindMetres, withinMetres }: KerbTool,
): StageKerb | null {
  const around = [...roads].filter((road) => distanceTo(road, at, withinMetres + halfOf(road)) < Infinity)
  const places = around.flatMap((road) => {
    const out = halfOf(road) + behindMetres
    return linesOf(road.geometry).flatMap((line) =>
      line.slice(1).flatMap((end, i) => {
        const foot = closest(at, line[i]!, end)
        const way = directionOf(line[i]!, end)
        if (!way) return []
        // To the left of the course where the cross product says so, else to its right.
        const left = way[0] * (at[1] - foot[1]) - way[1] * (at[0] - foot[0]) > 0 ? 1 : -1
        const away: XY = [-way[1] * left, way[0] * left]
        const place: XY = [rounded(foot[0] + away[0] * out), rounded(foot[1] + away[1] * out)]
        const metres = Math.hypot(place[0] - at[0], place[1] - at[1])
        return metres <= withinMetres ? [{ road, place, away, metres }] : []
      }),
    )
  })
  const [best] = places
    .toSorted((a, b) => a.metres - b.metres)
    .filter(({ place }) => around.every((road) => distanceTo(road, place, 0) === Infinity))
  if (!best) return null
  const [east, north] = best.away
  const degrees = (Math.atan2(-east, -north) * 180) / Math.PI
  return { at: best.place, headingDegrees: (Math.round(degrees) + 360) % 360, road: best.road }
}

const halfOf = ({ properties }: Feature<'roads'>): number => properties.widthMetres / 2
const rounded = (value: number): number => Math.round(value * 1000) / 1000

function directionOf([x0, y0]: XY, [x1, y1]: XY): XY | null {
  const length = Math.hypot(x1 - x0, y1 - y0)
  return length > 0 ? [(x1 - x0) / length, (y1 - y0) / length] : null
}

/** Signs along streets, as places on the plane: arrows that say which way a line runs, and where a ban on turning stands. Pure. */
import type { XY } from '../../scenarios/frame.ts'
import { lineLength } from '../../scenarios/geometry.ts'

/** A place on a line and the way it runs there, a unit vector. */
export interface Spot {
  readonly at: XY
  readonly way: XY
}

/** @param metres from the line’s start; held within it */
export function spotOn(line: readonly XY[], metres: number): Spot | null {
  let left = Math.max(0, metres)
  let spot: Spot | null = null
  for (let i = 1; i < line.length; i++) {
    const [[x0, y0], [x1, y1]] = [line[i - 1]!, line[i]!]
    const length = Math.hypot(x1 - x0, y1 - y0)
    if (length === 0) continue
    const way: XY = [(x1 - x0) / length, (y1 - y0) / length]
    const along = Math.min(left, length)
    spot = { at: [x0 + along * way[0], y0 + along * way[1]], way }
    if (left <= length) return spot
    left -= length
  }
  return spot
}

/** Arrow heads along a line, spread evenly, one at least: three points each, the tip in the middle. */
export function arrowsOn(line: readonly XY[], everyMetres: number, sizeMetres: number): XY[][] {
  const length = lineLength(line)
  const count = Math.max(1, Math.round(length / everyMetres))
  return Array.from({ length: count }, (_, i) => spotOn(line, (length * (i + 0.5)) / count)).flatMap((spot) => {
    if (!spot) return []
    const { at, way } = spot
    const wing = (side: 1 | -1): XY => [
      at[0] - sizeMetres * (way[0] + side * way[1] * 0.7),
      at[1] - sizeMetres * (way[1] - side * way[0] * 0.7),
    ]
    return [[wing(1), at, wing(-1)]]
  })
}

/** Before the junction, m. */
const BEFORE_METRES = 12

/** Where the sign of a banned turn stands: beside the road that is left, before the end at which the other meets it. */
export function banSpot(from: readonly XY[], into: readonly XY[]): XY | null {
  const away = (end: XY | undefined) =>
    end ? Math.min(...into.map(([x, y]) => Math.hypot(x - end[0], y - end[1]))) : Infinity
  const towards = away(from.at(-1)) <= away(from[0]) ? from : from.toReversed()
  const length = lineLength(towards)
  return spotOn(towards, Math.max(length / 2, length - BEFORE_METRES))?.at ?? null
}

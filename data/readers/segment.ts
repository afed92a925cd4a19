/** Segments against boxes. */
import type { XY } from '../../scenarios/frame.ts'
import type { Bounds } from '../../scenarios/geometry.ts'

/** The part of a segment within a box (Liang & Barsky 1984); null where there is none. */
export function clipToBounds([x0, y0]: XY, [x1, y1]: XY, [minX, minY, maxX, maxY]: Bounds): [XY, XY] | null {
  const [dx, dy] = [x1 - x0, y1 - y0]
  let [from, to] = [0, 1]
  for (const [p, q] of [
    [-dx, x0 - minX],
    [dx, maxX - x0],
    [-dy, y0 - minY],
    [dy, maxY - y0],
  ] as const) {
    if (p === 0 && q < 0) return null
    if (p < 0) from = Math.max(from, q / p)
    if (p > 0) to = Math.min(to, q / p)
  }
  if (from > to) return null
  return [
    [x0 + from * dx, y0 + from * dy],
    [x0 + to * dx, y0 + to * dy],
  ]
}

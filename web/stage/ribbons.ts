/**
 * Lines as ribbons: two vertices a point, which the shader moves apart across the line. Pure: the lines in, arrays for the
 * graphics out, and which line lies under a click.
 */
import type { XY } from '../../scenarios/frame.ts'
import { distanceToSegment } from './pick.ts'
import type { StageFlows } from './types.ts'

type Lines = Pick<StageFlows, 'start' | 'points'>

/** Between a line that runs beside the middle of the street and that middle, pixels. */
export const GAP_PIXELS = 1
/** A ribbon gets at most so many times wider in a bend. */
const WIDEST_MITRE = 2

export interface Ribbons {
  /** Course at the point (x, y, length 1), and the reach across: + to the right, − to the left, more than 1 in a bend. */
  readonly course: Float32Array
  readonly indices: Uint32Array
}

/** Line k has the vertices `start[k]` … `start[k + 1] − 1`, as many as it has numbers. */
export function ribbonsOf({ start, points }: Lines): Ribbons {
  const course = new Float32Array((points.length / 2) * 6)
  const indices: number[] = []
  for (let k = 0; k + 1 < start.length; k++) {
    const [first, end] = [start[k]!, start[k + 1]!]
    for (let i = first; i < end; i += 2) {
      const [bx, by, ax, ay] = [...direction(points, i - 2, first, end), ...direction(points, i, first, end)]
      // At an end, or where a point is repeated, there is one direction only.
      const [inX, inY] = bx || by ? [bx, by] : [ax, ay]
      const [outX, outY] = ax || ay ? [ax, ay] : [inX, inY]
      const length = Math.hypot(inX + outX, inY + outY)
      const [x, y] = length > 1e-6 ? [(inX + outX) / length, (inY + outY) / length] : [outX, outY]
      const mitre = Math.min(WIDEST_MITRE, 1 / Math.max(1e-6, x * outX + y * outY))
      course.set([x, y, mitre, x, y, -mitre], 3 * i)
      if (i + 2 < end) indices.push(i, i + 1, i + 2, i + 2, i + 1, i + 3)
    }
  }
  return { course, indices: Uint32Array.from(indices) }
}

/** From the point at `i` to the next; 0, 0 outside the line. */
function direction(points: Float64Array, i: number, first: number, end: number): XY {
  if (i < first || i + 3 >= end) return [0, 0]
  const [dx, dy] = [points[i + 2]! - points[i]!, points[i + 3]! - points[i + 1]!]
  const length = Math.hypot(dx, dy)
  return length > 0 ? [dx / length, dy / length] : [0, 0]
}

/**
 * The line drawn under a click, or −1.
 * @param reachPixels how far beside its edge still counts @param metresPerPixel at the click
 */
export function ribbonUnder(flows: StageFlows, at: XY, metresPerPixel: number, reachPixels: number): number {
  const { start, points, widthPixels, colours, beside } = flows
  let best = -1
  let least = Infinity
  for (let k = 0; k + 1 < start.length; k++) {
    if (colours[4 * k + 3] === 0) continue
    const half = (widthPixels[k]! / 2) * metresPerPixel
    const right = beside ? half + GAP_PIXELS * metresPerPixel : 0
    const reach = half + reachPixels * metresPerPixel
    for (let i = start[k]!; i + 3 < start[k + 1]!; i += 2) {
      const [x0, y0, x1, y1] = [points[i]!, points[i + 1]!, points[i + 2]!, points[i + 3]!]
      const far = reach + right
      if (at[0] < Math.min(x0, x1) - far || at[0] > Math.max(x0, x1) + far) continue
      if (at[1] < Math.min(y0, y1) - far || at[1] > Math.max(y0, y1) + far) continue
      const length = Math.hypot(x1 - x0, y1 - y0)
      if (length === 0) continue
      const [dx, dy] = [((y1 - y0) / length) * right, (-(x1 - x0) / length) * right]
      const distance = distanceToSegment(at, [x0 + dx, y0 + dy], [x1 + dx, y1 + dy])
      if (distance < least && distance <= reach) [best, least] = [k, distance]
    }
  }
  return best
}

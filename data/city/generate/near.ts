/** Nearness: distances to lines, where segments meet, and which segments are near. */
import type { XY } from '../../../scenarios/frame.ts'

/** Distance from a point to a segment, and where along it (0 … 1) the nearest point lies. */
export function toSegment([x, y]: XY, a: XY, b: XY): { distance: number; t: number; side: number } {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]]
  const squared = dx * dx + dy * dy
  const t = squared > 0 ? Math.min(1, Math.max(0, ((x - a[0]) * dx + (y - a[1]) * dy) / squared)) : 0
  const [px, py] = [x - a[0] - t * dx, y - a[1] - t * dy]
  return { distance: Math.hypot(px, py), t, side: dx * (y - a[1]) - dy * (x - a[0]) }
}

/** Nearest place on a line: distance, metres along it, and side (> 0 left). */
export function toLine(point: XY, line: readonly XY[]): { distance: number; along: number; side: number } {
  let best = { distance: Infinity, along: 0, side: 0 }
  let length = 0
  for (let i = 1; i < line.length; i++) {
    const [a, b] = [line[i - 1]!, line[i]!]
    const step = Math.hypot(b[0] - a[0], b[1] - a[1])
    const near = toSegment(point, a, b)
    if (near.distance < best.distance)
      best = { distance: near.distance, along: length + near.t * step, side: near.side }
    length += step
  }
  return best
}

/** Segments by square of the plane, for whoever is near. */
export class SegmentIndex<T> {
  readonly #size: number
  readonly #cells = new Map<string, { a: XY; b: XY; value: T }[]>()

  constructor(size = 100) {
    this.#size = size
  }

  add(a: XY, b: XY, value: T): void {
    const entry = { a, b, value }
    this.#visit(Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[0], b[0]), Math.max(a[1], b[1]), (key) => {
      const list = this.#cells.get(key)
      if (list) list.push(entry)
      else this.#cells.set(key, [entry])
    })
  }

  addLine(line: readonly XY[], value: T): void {
    for (let i = 1; i < line.length; i++) this.add(line[i - 1]!, line[i]!, value)
  }

  near(x0: number, y0: number, x1: number, y1: number): Set<{ a: XY; b: XY; value: T }> {
    const found = new Set<{ a: XY; b: XY; value: T }>()
    this.#visit(x0, y0, x1, y1, (key) => {
      for (const entry of this.#cells.get(key) ?? []) found.add(entry)
    })
    return found
  }

  #visit(x0: number, y0: number, x1: number, y1: number, visit: (key: string) => void): void {
    for (let i = Math.floor(x0 / this.#size); i <= Math.floor(x1 / this.#size); i++) {
      for (let j = Math.floor(y0 / this.#size); j <= Math.floor(y1 / this.#size); j++) visit(`${i},${j}`)
    }
  }
}

/** Where two segments meet: the shares along both, or nothing. */
export function meeting(a: XY, b: XY, c: XY, d: XY): { t: number; s: number; point: XY } | null {
  const [rx, ry, sx, sy] = [b[0] - a[0], b[1] - a[1], d[0] - c[0], d[1] - c[1]]
  const cross = rx * sy - ry * sx
  if (Math.abs(cross) < 1e-9) return null
  const t = ((c[0] - a[0]) * sy - (c[1] - a[1]) * sx) / cross
  const s = ((c[0] - a[0]) * ry - (c[1] - a[1]) * rx) / cross
  return t >= 0 && t <= 1 && s >= 0 && s <= 1 ? { t, s, point: [a[0] + t * rx, a[1] + t * ry] } : null
}

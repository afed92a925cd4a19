/**
 * A tile as triangles that a graphics card draws as they stand: surfaces cut by earcut, lines as strips with mitred joints that are
 * widened on the card, each vertex with its colour. Sixteen bytes a vertex: x, y (float32, pixels of the tile), widening x, y (snorm16,
 * `WIDEST` pixels), colour (unorm8 × 4). An even alpha says that the line grows with the zoom, an odd one that it does not.
 */
import earcut from 'earcut'
import type { TileFeature } from '../../../tiles/read/mvt.ts'
import { TILE } from './cover.ts'

export const VERTEX_BYTES = 16
/** Half width of the widest line, pixels. */
export const WIDEST = 64
const LONGEST_MITRE = 2
/** Outer rings reach this much further than holes, pixels: earcut wants no hole on the edge. */
const OUTER = 0.05

/** What is drawn one over the other: each of all tiles before the next. */
export const phases = ['surfaces', 'edges', 'casings', 'roads', 'borders'] as const
export type Phase = (typeof phases)[number]

export interface Triangles {
  readonly vertices: Uint8Array
  readonly indices: Uint32Array
}

export type Colour = readonly [r: number, g: number, b: number, a: number]

/** `#rrggbb` */
export const colourOf = (hex: string, alpha = 255): Colour => [
  Number.parseInt(hex.slice(1, 3), 16),
  Number.parseInt(hex.slice(3, 5), 16),
  Number.parseInt(hex.slice(5, 7), 16),
  alpha,
]

/** How the units of a feature fall on the tile: pixel = offset + unit × scale. */
export interface Placing {
  readonly dx: number
  readonly dy: number
  readonly scale: number
}

export class Builder {
  #bytes = new Uint8Array(1 << 14)
  #view = new DataView(this.#bytes.buffer)
  #vertices = 0
  #indices: number[] = []

  get empty(): boolean {
    return this.#vertices === 0
  }

  finish(): Triangles {
    return { vertices: this.#bytes.slice(0, this.#vertices * VERTEX_BYTES), indices: new Uint32Array(this.#indices) }
  }

  #vertex(x: number, y: number, ex: number, ey: number, [r, g, b, a]: Colour): number {
    if ((this.#vertices + 1) * VERTEX_BYTES > this.#bytes.length) {
      const larger = new Uint8Array(this.#bytes.length * 2)
      larger.set(this.#bytes)
      this.#bytes = larger
      this.#view = new DataView(larger.buffer)
    }
    const at = this.#vertices * VERTEX_BYTES
    this.#view.setFloat32(at, x, true)
    this.#view.setFloat32(at + 4, y, true)
    this.#view.setInt16(at + 8, Math.round((ex / WIDEST) * 32767), true)
    this.#view.setInt16(at + 10, Math.round((ey / WIDEST) * 32767), true)
    this.#bytes[at + 12] = r
    this.#bytes[at + 13] = g
    this.#bytes[at + 14] = b
    this.#bytes[at + 15] = a
    return this.#vertices++
  }

  square(colour: Colour): void {
    const [a, b, c, d] = [
      this.#vertex(0, 0, 0, 0, colour),
      this.#vertex(TILE, 0, 0, 0, colour),
      this.#vertex(TILE, TILE, 0, 0, colour),
      this.#vertex(0, TILE, 0, 0, colour),
    ]
    this.#indices.push(a, b, c, a, c, d)
  }

  /** The part of a surface within the tile. */
  surface({ parts }: TileFeature, { dx, dy, scale }: Placing, colour: Colour): void {
    let flat: number[] = []
    let holes: number[] = []
    const close = () => {
      if (flat.length < 6) return
      const from = this.#vertices
      for (let i = 0; i < flat.length; i += 2) this.#vertex(flat[i]!, flat[i + 1]!, 0, 0, colour)
      for (const index of earcut(flat, holes)) this.#indices.push(from + index)
    }
    for (const part of parts) {
      // A ring that runs clockwise on the screen is an outer one (specification 4.3.4.3).
      const outer = areaOf(part) > 0
      const more = outer ? OUTER : 0
      const ring = within(
        part.map((v, i) => (i % 2 ? dy : dx) + v * scale),
        -more,
        TILE + more,
      )
      if (outer) {
        close()
        flat = []
        holes = []
      } else if (flat.length > 0 && ring.length >= 6) holes.push(flat.length / 2)
      else continue
      for (let i = 0; i < ring.length; i++) flat.push(ring[i]!)
    }
    close()
  }

  /**
   * @param half half width, pixels at the zoom of the tile
   * @param beyond pixels beyond the tile's sides: lines overlap there, outlines of surfaces are cut (they also run along their cuts)
   */
  line(part: ArrayLike<number>, { dx, dy, scale }: Placing, half: number, colour: Colour, beyond: number): void {
    for (const run of cut(part, dx, dy, scale, -beyond, TILE + beyond)) this.#strip(run, half, colour)
  }

  dashes(part: ArrayLike<number>, placing: Placing, half: number, colour: Colour, on: number, off: number): void {
    for (const run of cut(part, placing.dx, placing.dy, placing.scale, 0, TILE)) {
      for (const dash of dashed(run, on, off)) this.#strip(dash, half, colour)
    }
  }

  #strip(points: readonly number[], half: number, colour: Colour): void {
    const count = points.length / 2
    if (count < 2) return
    let [nx, ny] = [0, 0]
    for (let i = 0; i < count; i++) {
      const [x, y] = [points[2 * i]!, points[2 * i + 1]!]
      const [px, py] = [nx, ny]
      if (i + 1 < count) {
        const [vx, vy] = [points[2 * i + 2]! - x, points[2 * i + 3]! - y]
        const length = Math.hypot(vx, vy) || 1
        ;[nx, ny] = [-vy / length, vx / length]
      }
      let [ex, ey] = [nx, ny]
      if (i > 0 && i + 1 < count) {
        const [sx, sy] = [px + nx, py + ny]
        const square = sx * sx + sy * sy
        const mitre = square > 0.01 ? 2 / square : 1
        if (mitre * Math.sqrt(square) > LONGEST_MITRE) {
          // Too sharp for a mitre: the corner is cut off.
          this.#pair(x, y, px * half, py * half, colour, true)
          this.#pair(x, y, nx * half, ny * half, colour, true)
          continue
        }
        ;[ex, ey] = [sx * mitre, sy * mitre]
      }
      this.#pair(x, y, ex * half, ey * half, colour, i > 0)
    }
  }

  #pair(x: number, y: number, ex: number, ey: number, colour: Colour, joined: boolean): void {
    const a = this.#vertex(x, y, ex, ey, colour)
    const b = this.#vertex(x, y, -ex, -ey, colour)
    if (joined) this.#indices.push(a - 2, a - 1, a, a - 1, b, a)
  }
}

/** Several as one, each moved by its offset in pixels. */
export function merged(
  list: readonly { readonly triangles: Triangles; readonly dx: number; readonly dy: number }[],
): Triangles {
  const bytes = list.reduce((sum, { triangles }) => sum + triangles.vertices.length, 0)
  const vertices = new Uint8Array(bytes)
  const floats = new Float32Array(vertices.buffer)
  const indices = new Uint32Array(list.reduce((sum, { triangles }) => sum + triangles.indices.length, 0))
  let [at, from] = [0, 0]
  for (const { triangles, dx, dy } of list) {
    vertices.set(triangles.vertices, at)
    for (let i = at / 4; i < (at + triangles.vertices.length) / 4; i += VERTEX_BYTES / 4) {
      floats[i]! += dx
      floats[i + 1]! += dy
    }
    const first = at / VERTEX_BYTES
    for (let i = 0; i < triangles.indices.length; i++) indices[from + i] = triangles.indices[i]! + first
    at += triangles.vertices.length
    from += triangles.indices.length
  }
  return { vertices, indices }
}

function areaOf(ring: ArrayLike<number>): number {
  let area = 0
  for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
    area += ring[j]! * ring[i + 1]! - ring[i]! * ring[j + 1]!
  }
  return area
}

/** A ring cut by a square (Sutherland and Hodgman). */
function within(ring: ArrayLike<number>, low: number, high: number): ArrayLike<number> {
  let points: ArrayLike<number> = ring
  for (const axis of [0, 1]) {
    for (const [limit, sign] of [
      [low, 1],
      [high, -1],
    ] as const) {
      let outside = false
      for (let i = axis; i < points.length; i += 2) outside ||= (points[i]! - limit) * sign < 0
      if (!outside) continue
      const kept: number[] = []
      for (let i = 0, j = points.length - 2; i < points.length; j = i, i += 2) {
        const [a, b] = [(points[j + axis]! - limit) * sign, (points[i + axis]! - limit) * sign]
        if (a >= 0 !== b >= 0) {
          const t = a / (a - b)
          kept.push(points[j]! + (points[i]! - points[j]!) * t, points[j + 1]! + (points[i + 1]! - points[j + 1]!) * t)
        }
        if (b >= 0) kept.push(points[i]!, points[i + 1]!)
      }
      points = kept
    }
  }
  return points
}

/** The runs of a line within a square (Liang and Barsky). */
function* cut(
  part: ArrayLike<number>,
  dx: number,
  dy: number,
  scale: number,
  low: number,
  high: number,
): Generator<number[]> {
  let run: number[] = []
  for (let i = 2; i < part.length; i += 2) {
    const [ax, ay] = [dx + part[i - 2]! * scale, dy + part[i - 1]! * scale]
    const [bx, by] = [dx + part[i]! * scale, dy + part[i + 1]! * scale]
    let [from, to] = [0, 1]
    for (const [a, step] of [
      [ax, bx - ax],
      [ay, by - ay],
    ] as const) {
      if (step === 0) {
        if (a < low || a > high) to = -1
        continue
      }
      const [one, other] = [(low - a) / step, (high - a) / step]
      from = Math.max(from, Math.min(one, other))
      to = Math.min(to, Math.max(one, other))
    }
    if (from >= to) {
      if (run.length > 2) yield run
      run = []
      continue
    }
    if (run.length === 0 || from > 0) {
      if (run.length > 2) yield run
      run = [ax + (bx - ax) * from, ay + (by - ay) * from]
    }
    run.push(ax + (bx - ax) * to, ay + (by - ay) * to)
    if (to < 1) {
      yield run
      run = []
    }
  }
  if (run.length > 2) yield run
}

function* dashed(run: readonly number[], on: number, off: number): Generator<number[]> {
  let [left, drawing] = [on, true]
  let dash: number[] = [run[0]!, run[1]!]
  for (let i = 2; i < run.length; i += 2) {
    let [x, y] = [run[i - 2]!, run[i - 1]!]
    let length = Math.hypot(run[i]! - x, run[i + 1]! - y)
    while (length > left) {
      const t = left / length
      ;[x, y] = [x + (run[i]! - x) * t, y + (run[i + 1]! - y) * t]
      length -= left
      if (drawing) yield [...dash, x, y]
      dash = [x, y]
      drawing = !drawing
      left = drawing ? on : off
    }
    left -= length
    if (drawing) dash.push(run[i]!, run[i + 1]!)
  }
  if (drawing && dash.length > 2) yield dash
}

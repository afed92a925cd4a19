/**
 * The ground as triangles whose corners are the grid's own cell centres: many along banks, beds and crests, few in the fields.
 * A 4-8 mesh of right triangles over the whole ground (Lindstrom & Pascucci, Visualization of large terrains made easy, 2001;
 * as in mourner's martini): each place knows the error of leaving it out, its own or that of any finer place that hangs on it,
 * so that every cut of the mesh is without cracks. Tiles are cut out of the one mesh: neighbours meet on their edges.
 */
import { type Frame, projection } from '../../scenarios/frame.ts'
import type { GridSpec } from '../../scenarios/grid.ts'
import { createLattice } from './lattice.ts'
import type { Relief } from './relief.ts'
import type { Rectangle } from './terrain-tile.ts'

/** Steps along the side of a root square. */
const BLOCK = 256
/** A lattice of more places takes every second cell, or fourth … */
const MOST_PLACES = 80e6
/** Errors are kept in millimetres. */
const UNIT = 1000
const MOST_ERROR = 65_535

/** A tile's share of the mesh. */
export interface TileMesh {
  /** 0 … 32767 from west, from south. */
  readonly u: number[]
  readonly v: number[]
  /** Ellipsoidal, m. */
  readonly heights: number[]
  /** What the ground rises a metre, to the east and to the north. */
  readonly slopes: [eastward: number, northward: number][]
  /** Three a triangle, counter-clockwise from above; vertices are numbered in the order in which these first name them. */
  readonly indices: number[]
}

export interface TerrainMesh {
  /** @param tolerance error that may be left, m */
  cut(rectangle: Rectangle, tolerance: number): TileMesh
}

const MOST = 32767

/** @param margin how far tiles reach beyond the ground, m */
export function createTerrainMesh(relief: Relief, ground: GridSpec, frame: Frame, margin: number): TerrainMesh {
  let step = 1
  while ((ground.columns / step) * (ground.rows / step) > MOST_PLACES) step *= 2
  const cell = ground.cellSize * step
  const rim = Math.ceil(margin / cell / BLOCK) * BLOCK
  const width = rim * 2 + Math.ceil(Math.max(1, ground.columns / step - 1) / BLOCK) * BLOCK + 1
  const height = rim * 2 + Math.ceil(Math.max(1, ground.rows / step - 1) / BLOCK) * BLOCK + 1
  const [west, north] = [
    ground.west + ground.cellSize / 2 - rim * cell,
    ground.north - ground.cellSize / 2 + rim * cell,
  ]
  const { data, columns, rows } = relief.ground
  const level = (x: number, y: number): number => {
    const [column, row] = [(x - rim) * step, (y - rim) * step]
    if (column >= 0 && column < columns && row >= 0 && row < rows) return data[row * columns + column]!
    return relief.levelAt(west + x * cell, north - y * cell, cell)
  }
  const errors = errorsOf(width, height, level)
  const { toWgs84 } = projection(frame)
  const bounds = [west, north - (height - 1) * cell, west + (width - 1) * cell, north] as const
  const degrees = createLattice(bounds, 2, toWgs84)
  const { toLocal } = projection(frame)

  return {
    cut(rectangle, tolerance) {
      const [minLon, minLat, maxLon, maxLat] = rectangle
      const mesh: TileMesh = { u: [], v: [], heights: [], slopes: [], indices: [] }
      const numbers = new Map<number, number>()
      const corners = [
        toLocal(minLon, minLat),
        toLocal(maxLon, minLat),
        toLocal(minLon, maxLat),
        toLocal(maxLon, maxLat),
      ]
      const [xs, ys] = [corners.map(([x]) => (x - west) / cell), corners.map(([, y]) => (north - y) / cell)]
      // a step more on each side: edges are bent a little in the frame
      const [left, right] = [Math.min(...xs) - 1, Math.max(...xs) + 1]
      const [top, bottom] = [Math.min(...ys) - 1, Math.max(...ys) + 1]
      const least = Math.round(tolerance * UNIT)
      const at = new Float64Array(2)
      /** u, v, level, x, y of a place of the lattice. */
      const corner = (x: number, y: number): Corner => {
        degrees.read(west + x * cell, north - y * cell, at, 0)
        const [u, v] = [(at[0]! - minLon) / (maxLon - minLon), (at[1]! - minLat) / (maxLat - minLat)]
        return [u * MOST, v * MOST, level(x, y), x, y]
      }
      const split = (ax: number, ay: number, bx: number, by: number, cx: number, cy: number): void => {
        if (Math.max(ax, bx, cx) < left || Math.min(ax, bx, cx) > right) return
        if (Math.max(ay, by, cy) < top || Math.min(ay, by, cy) > bottom) return
        const [mx, my] = [(ax + bx) / 2, (ay + by) / 2]
        if (Math.abs(ax - cx) + Math.abs(ay - cy) > 1 && errors[my * width + mx]! > least) {
          split(cx, cy, ax, ay, mx, my)
          split(bx, by, cx, cy, mx, my)
        } else add(clipped([corner(ax, ay), corner(bx, by), corner(cx, cy)]))
      }
      const add = (polygon: readonly Corner[]) => {
        if (polygon.length < 3) return
        const turned = twiceArea(polygon[0]!, polygon[1]!, polygon[2]!) < 0 ? polygon.toReversed() : polygon
        for (let i = 2; i < turned.length; i++) {
          const triangle = [turned[0]!, turned[i - 1]!, turned[i]!]
          const [a, b, c] = triangle.map(([u, v]): Corner => [Math.round(u), Math.round(v), 0, 0, 0])
          if (twiceArea(a!, b!, c!) > 0) mesh.indices.push(...triangle.map(number))
        }
      }
      const number = ([u, v, height, x, y]: Corner): number => {
        const [column, row] = [Math.round(u), Math.round(v)]
        const key = row * (MOST + 1) + column
        const known = numbers.get(key)
        if (known !== undefined) return known
        numbers.set(key, mesh.u.length)
        mesh.u.push(column)
        mesh.v.push(row)
        mesh.heights.push(height + frame.ellipsoidMinusHeight)
        const [px, py] = [west + x * cell, north - y * cell]
        const rise = (dx: number, dy: number) =>
          (relief.levelAt(px + dx, py + dy, cell) - relief.levelAt(px - dx, py - dy, cell)) / (2 * cell)
        mesh.slopes.push([rise(cell, 0), rise(0, cell)])
        return mesh.u.length - 1
      }
      const block = (value: number, most: number) =>
        Math.max(0, Math.min(most - 1 - BLOCK, Math.floor(value / BLOCK) * BLOCK))
      for (let y = block(top, height); y <= block(bottom, height); y += BLOCK) {
        for (let x = block(left, width); x <= block(right, width); x += BLOCK) {
          split(x, y, x + BLOCK, y + BLOCK, x + BLOCK, y)
          split(x + BLOCK, y + BLOCK, x, y, x, y + BLOCK)
        }
      }
      return mesh
    },
  }
}

/** u, v, level, and place in the lattice. */
type Corner = readonly [u: number, v: number, level: number, x: number, y: number]

const twiceArea = (a: Corner, b: Corner, c: Corner): number =>
  (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])

/**
 * For each place the error of leaving it out, mm: from the finest triangles to the coarsest, the middle of a triangle's
 * longest side against the mean of its ends, or the worst of the two triangles on either side that it would be split into.
 */
function errorsOf(width: number, height: number, level: (x: number, y: number) => number): Uint16Array {
  const errors = new Uint16Array(width * height)
  const own = (x: number, y: number, dx: number, dy: number) =>
    Math.min(MOST_ERROR, Math.ceil(Math.abs(level(x, y) - (level(x - dx, y - dy) + level(x + dx, y + dy)) / 2) * UNIT))
  const at = (x: number, y: number) => (x < 0 || y < 0 || x >= width || y >= height ? 0 : errors[y * width + x]!)
  for (let s = 1; s < BLOCK; s *= 2) {
    const half = s / 2
    // middles of sides along the axes
    for (let y = 0; y < height; y += s) {
      const flat = (y / s) % 2 === 0
      for (let x = flat ? s : 0; x < width; x += 2 * s) {
        let worst = flat ? own(x, y, s, 0) : own(x, y, 0, s)
        if (s > 1) {
          worst = Math.max(worst, at(x - half, y - half), at(x + half, y - half))
          worst = Math.max(worst, at(x - half, y + half), at(x + half, y + half))
        }
        errors[y * width + x] = worst
      }
    }
    // middles of squares: their longest sides lead to the middle of the square that they are a quarter of
    for (let y = s; y < height; y += 2 * s) {
      for (let x = s; x < width; x += 2 * s) {
        const down = ((x - s) / (2 * s)) % 2 === ((y - s) / (2 * s)) % 2 || 2 * s === BLOCK
        let worst = own(x, y, s, down ? s : -s)
        worst = Math.max(worst, at(x - s, y), at(x + s, y), at(x, y - s), at(x, y + s))
        errors[y * width + x] = worst
      }
    }
  }
  return errors
}

/** The part of a triangle within the tile: Sutherland and Hodgman, edge by edge. */
function clipped(triangle: readonly Corner[]): readonly Corner[] {
  let polygon = triangle
  for (const [axis, limit, sign] of edges) {
    const inside = (p: Corner) => (p[axis] - limit) * sign >= 0
    if (polygon.every(inside)) continue
    const next: Corner[] = []
    polygon.forEach((p, i) => {
      const q = polygon[(i + 1) % polygon.length]!
      if (inside(p)) next.push(p)
      if (inside(p) !== inside(q)) next.push(crossing(p, q, axis, limit))
    })
    polygon = next
  }
  return polygon
}

const edges = [
  [0, 0, 1],
  [0, MOST, -1],
  [1, 0, 1],
  [1, MOST, -1],
] as const

/** The same from either end, so that neighbours agree. */
function crossing(p: Corner, q: Corner, axis: 0 | 1, limit: number): Corner {
  const [a, b] = p[3] < q[3] || (p[3] === q[3] && p[4] < q[4]) ? [p, q] : [q, p]
  const t = (limit - a[axis]) / (b[axis] - a[axis])
  const mix = (k: number) => a[k]! + (b[k]! - a[k]!) * t
  return axis === 0 ? [limit, mix(1), mix(2), mix(3), mix(4)] : [mix(0), limit, mix(2), mix(3), mix(4)]
}

/**
 * What stands in the light: a ray from lamp to ground is stopped by a building whose wall it meets below the eaves, and loses
 * a share in each crown of a tree that it passes. A lamp within a footprint is not shaded by it.
 */
import type { LightingObstacles } from '../../scenarios/lighting.ts'
import { type Cells, cellsAround, createCells } from './cells.ts'

export interface Shade {
  readonly obstacles: LightingObstacles
  readonly buildings: Cells
  readonly trees: Cells
  /** West, south, east, north of each building. */
  readonly boxes: Float64Array
}

const CELL_METRES = 25

export function createShade(obstacles: LightingObstacles): Shade {
  const { start, points, height, treeX, treeY, treeRadius } = obstacles
  const boxes = new Float64Array(4 * height.length)
  for (let k = 0; k < height.length; k++) {
    let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity]
    for (let i = start[k]!; i < start[k + 1]!; i += 2) {
      const [x, y] = [points[i]!, points[i + 1]!]
      if (x < x0) x0 = x
      if (y < y0) y0 = y
      if (x > x1) x1 = x
      if (y > y1) y1 = y
    }
    boxes.set([x0, y0, x1, y1], 4 * k)
  }
  return {
    obstacles,
    boxes,
    buildings: createCells(height.length, CELL_METRES, (k) => [
      boxes[4 * k]!,
      boxes[4 * k + 1]!,
      boxes[4 * k + 2]!,
      boxes[4 * k + 3]!,
    ]),
    trees: createCells(treeX.length, CELL_METRES, (k) => {
      const [x, y, r] = [treeX[k]!, treeY[k]!, treeRadius[k]!]
      return [x - r, y - r, x + r, y + r]
    }),
  }
}

/** Share of the light of a lamp at (x, y, h) that reaches the ground at a point. */
export type Passage = (x: number, y: number) => number

/** Buildings and trees near a lamp, once each, in rising order; then rays to points within `reach`. */
export function passageFrom(
  { obstacles, boxes, buildings, trees }: Shade,
  x: number,
  y: number,
  h: number,
  reach: number,
): Passage {
  const near = (cells: Cells): number[] => {
    const seen = new Set<number>()
    cellsAround(cells, x, y, reach, (from, to) => {
      for (let i = from; i < to; i++) seen.add(cells.items[i]!)
    })
    return [...seen].sort((a, b) => a - b)
  }
  const walls = near(buildings).filter((k) => !holds(obstacles, k, x, y))
  const crowns = near(trees)
  if (walls.length === 0 && crowns.length === 0) return () => 1
  return (px, py) => {
    const [x0, x1, y0, y1] = [Math.min(x, px), Math.max(x, px), Math.min(y, py), Math.max(y, py)]
    for (const k of walls) {
      const b = 4 * k
      if (boxes[b]! > x1 || boxes[b + 2]! < x0 || boxes[b + 1]! > y1 || boxes[b + 3]! < y0) continue
      if (stops(obstacles, k, x, y, h, px, py)) return 0
    }
    let share = 1
    for (const k of crowns) if (passes(obstacles, k, x, y, h, px, py)) share *= obstacles.transmission
    return share
  }
}

function holds({ start, points }: LightingObstacles, k: number, x: number, y: number): boolean {
  let inside = false
  const [from, to] = [start[k]!, start[k + 1]!]
  for (let i = from, j = to - 2; i < to; j = i, i += 2) {
    const [xi, yi, xj, yj] = [points[i]!, points[i + 1]!, points[j]!, points[j + 1]!]
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside
  }
  return inside
}

/** Whether the ray meets a wall below its top: t along the ray, 0 at the lamp; its height there is h (1 − t). */
function stops(
  { start, points, height }: LightingObstacles,
  k: number,
  x: number,
  y: number,
  h: number,
  px: number,
  py: number,
): boolean {
  const [from, to] = [start[k]!, start[k + 1]!]
  const lowest = 1 - height[k]! / h
  const [rx, ry] = [px - x, py - y]
  for (let i = from, j = to - 2; i < to; j = i, i += 2) {
    const [ax, ay] = [points[j]! - x, points[j + 1]! - y]
    const [ex, ey] = [points[i]! - points[j]!, points[i + 1]! - points[j + 1]!]
    const turn = rx * ey - ry * ex
    if (turn === 0) continue
    const t = (ax * ey - ay * ex) / turn
    if (t <= 0 || t >= 1 || t < lowest) continue
    const s = (ax * ry - ay * rx) / turn
    if (s >= 0 && s <= 1) return true
  }
  return false
}

/** Whether the ray passes a crown: the disc’s chord, at heights within the crown. */
function passes(o: LightingObstacles, k: number, x: number, y: number, h: number, px: number, py: number): boolean {
  const [rx, ry] = [px - x, py - y]
  const [tx, ty] = [o.treeX[k]! - x, o.treeY[k]! - y]
  const length2 = rx * rx + ry * ry
  if (length2 === 0) return false
  const middle = (tx * rx + ty * ry) / length2
  const off2 = tx * tx + ty * ty - middle * middle * length2
  const radius = o.treeRadius[k]!
  if (off2 >= radius * radius) return false
  const half = Math.sqrt((radius * radius - off2) / length2)
  const [t0, t1] = [Math.max(0, middle - half), Math.min(1, middle + half)]
  return t0 < t1 && h * (1 - t0) > o.treeBase[k]! && h * (1 - t1) < o.treeTop[k]!
}

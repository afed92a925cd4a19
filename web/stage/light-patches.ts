/**
 * A million lit points as the few patches that a view needs: points are sorted into blocks once; near the camera each point is a
 * patch, farther away those of a cell are one, with their mean. Pure.
 */
import type { StageLight } from './types.ts'

type Points = Pick<StageLight, 'x' | 'y' | 'lux'>

/** A block is as wide as its coarsest cell, m. */
export const BLOCK_METRES = 128
/** Cells of points, m; 0: each point for itself. */
const cells = [0, 4, 8, 16, 32] as const
/** A cell is no smaller on the screen than so many pixels. */
const CELL_PIXELS = 1.6
/** Points lie as far apart as that, m. */
const POINT_METRES = 2

/** Half the width of a patch to the distance of its neighbour: soft to its rim, they leave no gap, whichever way the street runs. */
const REACH = 1.1

/** x, y, half its width (m), lx: four numbers a patch. */
export type Patches = Float64Array

export interface Blocks {
  readonly blocks: readonly { readonly x: number; readonly y: number; readonly points: Int32Array }[]
}

export function blocksOf({ x, y }: Points): Blocks {
  const found = new Map<number, number[]>()
  for (let i = 0; i < x.length; i++) {
    const key = Math.floor(x[i]! / BLOCK_METRES) * 1_000_000 + Math.floor(y[i]! / BLOCK_METRES)
    const of = found.get(key)
    if (of) of.push(i)
    else found.set(key, [i])
  }
  const middle = (at: number) => (Math.floor(at / BLOCK_METRES) + 0.5) * BLOCK_METRES
  const blocks = [...found.values()].map((points) => ({
    x: middle(x[points[0]!]!),
    y: middle(y[points[0]!]!),
    points: Int32Array.from(points),
  }))
  return { blocks }
}

/** Width of the cells in which points are drawn at that scale, m; 0: each for itself. */
export const cellFor = (metresPerPixel: number): number =>
  cells.find((cell) => (cell || POINT_METRES) >= CELL_PIXELS * metresPerPixel) ?? cells.at(-1)!

/** Patches of a block: of its points, or of the cells that hold any. */
export function patchesOf({ x, y, lux }: Points, points: Int32Array, cell: number): Patches {
  if (cell === 0) {
    const patches = new Float64Array(4 * points.length)
    points.forEach((i, k) => {
      patches.set([x[i]!, y[i]!, REACH * POINT_METRES, lux[i]!], 4 * k)
    })
    return patches
  }
  const sums = new Map<number, [count: number, x: number, y: number, lux: number]>()
  for (const i of points) {
    const key = Math.floor(x[i]! / cell) * 1_000_000 + Math.floor(y[i]! / cell)
    const sum = sums.get(key)
    if (sum) {
      sum[0]++
      sum[1] += x[i]!
      sum[2] += y[i]!
      sum[3] += lux[i]!
    } else sums.set(key, [1, x[i]!, y[i]!, lux[i]!])
  }
  return Float64Array.from([...sums.values()].flatMap(([n, sx, sy, sl]) => [sx / n, sy / n, REACH * cell, sl / n]))
}

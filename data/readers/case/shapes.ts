/** Points, circles, lines and rings as cells of a grid with their shares. */
import type { XY } from '../../../scenarios/frame.ts'
import { boundsOf, centroid, overlaps } from '../../../scenarios/geometry.ts'
import { cellAt, cellCentre, cellsInPolygon, type GridSpec, gridBounds } from '../../../scenarios/grid.ts'
import { clipToBounds } from '../segment.ts'

export interface Shape {
  readonly point?: XY | undefined
  readonly circle?: { readonly x: number; readonly y: number; readonly radius: number } | undefined
  readonly line?: readonly XY[] | undefined
  readonly ring?: readonly XY[] | undefined
}

/** Cells of a shape and their weights: metres on a line, 1 a cell elsewhere. A ring or circle between centres takes its middle's cell. */
export function cellsOfShape(g: GridSpec, { point, circle, line, ring }: Shape): Map<number, number> {
  if (line) return cellsAlong(g, line)
  const cells = new Map<number, number>()
  if (ring) cellsInPolygon(g, [ring], (i) => cells.set(i, 1))
  if (circle) {
    const { x, y, radius } = circle
    const [c0, c1] = [Math.floor((x - radius - g.west) / g.cellSize), Math.ceil((x + radius - g.west) / g.cellSize)]
    const [r0, r1] = [Math.floor((g.north - y - radius) / g.cellSize), Math.ceil((g.north - y + radius) / g.cellSize)]
    for (let row = Math.max(0, r0); row <= Math.min(g.rows - 1, r1); row++) {
      for (let column = Math.max(0, c0); column <= Math.min(g.columns - 1, c1); column++) {
        const [cx, cy] = cellCentre(g, column, row)
        if (Math.hypot(cx - x, cy - y) <= radius) cells.set(row * g.columns + column, 1)
      }
    }
  }
  const middle = point ?? (circle ? ([circle.x, circle.y] as XY) : ring && centroid(ring))
  const index = cells.size === 0 && middle ? cellWithRim(g, middle) : -1
  if (index >= 0) cells.set(index, 1)
  return cells
}

/** The cell at a point; one on the grid's eastern or southern rim lies in the last cell. −1 outside. */
export function cellWithRim(g: GridSpec, [x, y]: XY): number {
  const [, south, east] = gridBounds(g)
  const tiny = 1e-6 * g.cellSize
  return cellAt(g, [Math.abs(x - east) <= tiny ? east - tiny : x, Math.abs(y - south) <= tiny ? south + tiny : y])
}

/** Length of a line within each cell that it crosses, m: exact, cut at the grid lines; less than 1e-6 of a cell is left out. */
export function cellsAlong(g: GridSpec, line: readonly XY[]): Map<number, number> {
  const cells = new Map<number, number>()
  for (let i = 1; i < line.length; i++) {
    const piece = clipToBounds(line[i - 1]!, line[i]!, gridBounds(g))
    if (piece) cutAtGrid(g, piece[0], piece[1], cells)
  }
  for (const [cell, length] of cells) if (length < 1e-6 * g.cellSize) cells.delete(cell)
  return cells
}

function cutAtGrid(g: GridSpec, [x0, y0]: XY, [x1, y1]: XY, cells: Map<number, number>): void {
  const cuts = [0, 1]
  const crossings = (from: number, to: number) => {
    if (from === to) return
    for (let k = Math.ceil(Math.min(from, to)); k <= Math.max(from, to); k++) cuts.push((k - from) / (to - from))
  }
  crossings((x0 - g.west) / g.cellSize, (x1 - g.west) / g.cellSize)
  crossings((g.north - y0) / g.cellSize, (g.north - y1) / g.cellSize)
  cuts.sort((a, b) => a - b)
  const length = Math.hypot(x1 - x0, y1 - y0)
  for (let i = 1; i < cuts.length; i++) {
    const t = (cuts[i - 1]! + cuts[i]!) / 2
    const index = cellWithRim(g, [x0 + t * (x1 - x0), y0 + t * (y1 - y0)])
    if (index >= 0) cells.set(index, (cells.get(index) ?? 0) + (cuts[i]! - cuts[i - 1]!) * length)
  }
}

export const touchesGrid = (g: GridSpec, ring: readonly XY[]): boolean =>
  overlaps(boundsOf(ring as XY[]), gridBounds(g))

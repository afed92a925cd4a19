/**
 * Grids: row 0 is north, x east, y north, a pixel is an area. Float32, missing values are NaN in memory, −9999 in files.
 */
import type { XY } from './frame.ts'
import type { Bounds, Ring } from './geometry.ts'
import { boundsOf } from './geometry.ts'
import type { Metres } from './units.ts'

export interface GridSpec {
  readonly columns: number
  readonly rows: number
  readonly cellSize: Metres
  /** x of the western edge */
  readonly west: Metres
  /** y of the northern edge */
  readonly north: Metres
}

export interface Grid extends GridSpec {
  /** length rows × columns, row 0 north */
  readonly data: Float32Array
}

export const NODATA = -9999

export function createGrid(spec: GridSpec, data = new Float32Array(spec.columns * spec.rows)): Grid {
  if (data.length !== spec.columns * spec.rows) {
    throw new Error(
      `Expected grid data of length ${spec.columns * spec.rows} (${spec.columns} × ${spec.rows}), got ${data.length}`,
    )
  }
  return { columns: spec.columns, rows: spec.rows, cellSize: spec.cellSize, west: spec.west, north: spec.north, data }
}

export const gridBounds = (g: GridSpec): Bounds => [
  g.west,
  g.north - g.rows * g.cellSize,
  g.west + g.columns * g.cellSize,
  g.north,
]

export const cellCentre = (g: GridSpec, column: number, row: number): XY => [
  g.west + (column + 0.5) * g.cellSize,
  g.north - (row + 0.5) * g.cellSize,
]

/** Index of the cell that holds a point, −1 outside. */
export function cellAt(g: GridSpec, [x, y]: XY): number {
  const column = Math.floor((x - g.west) / g.cellSize)
  const row = Math.floor((g.north - y) / g.cellSize)
  return column >= 0 && column < g.columns && row >= 0 && row < g.rows ? row * g.columns + column : -1
}

/** The cells whose centres lie inside a polygon (outer ring, then holes), by scan line. */
export function cellsInPolygon(g: GridSpec, rings: readonly Ring[], visit: (index: number) => void): void {
  const [, minY, , maxY] = boundsOf(rings.flatMap((ring) => ring as XY[]))
  const first = Math.max(0, Math.ceil((g.north - maxY) / g.cellSize - 0.5))
  const last = Math.min(g.rows - 1, Math.floor((g.north - minY) / g.cellSize - 0.5))
  for (let row = first; row <= last; row++) {
    const y = g.north - (row + 0.5) * g.cellSize
    const crossings: number[] = []
    for (const ring of rings) {
      for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
        const [xi, yi] = ring[i]!
        const [xj, yj] = ring[j]!
        if (yi > y !== yj > y) crossings.push(((xj - xi) * (y - yi)) / (yj - yi) + xi)
      }
    }
    crossings.sort((a, b) => a - b)
    for (let k = 0; k + 1 < crossings.length; k += 2) {
      const from = Math.max(0, Math.ceil((crossings[k]! - g.west) / g.cellSize - 0.5))
      const to = Math.min(g.columns - 1, Math.ceil((crossings[k + 1]! - g.west) / g.cellSize - 0.5) - 1)
      for (let column = from; column <= to; column++) visit(row * g.columns + column)
    }
  }
}

/** The cells that a line passes through, in order, each once in a row (sampled at half a cell). */
export function cellsOnLine(g: GridSpec, line: readonly XY[], visit: (index: number, length: number) => void): void {
  for (let i = 1; i < line.length; i++) {
    const [x0, y0] = line[i - 1]!
    const [x1, y1] = line[i]!
    const length = Math.hypot(x1 - x0, y1 - y0)
    const pieces = Math.max(1, Math.ceil((2 * length) / g.cellSize))
    for (let k = 0; k < pieces; k++) {
      const t = (k + 0.5) / pieces
      const index = cellAt(g, [x0 + t * (x1 - x0), y0 + t * (y1 - y0)])
      if (index >= 0) visit(index, length / pieces)
    }
  }
}

/** Bilinear value at a point from cell centres; NaN outside or where all neighbours are missing. */
export function sample(grid: Grid, [x, y]: XY): number {
  const fx = (x - grid.west) / grid.cellSize - 0.5
  const fy = (grid.north - y) / grid.cellSize - 0.5
  if (fx < -0.5 || fy < -0.5 || fx > grid.columns - 0.5 || fy > grid.rows - 0.5) return Number.NaN
  const c = Math.min(grid.columns - 1, Math.max(0, Math.floor(fx)))
  const r = Math.min(grid.rows - 1, Math.max(0, Math.floor(fy)))
  const c1 = Math.min(grid.columns - 1, c + 1)
  const r1 = Math.min(grid.rows - 1, r + 1)
  const tx = Math.min(1, Math.max(0, fx - c))
  const ty = Math.min(1, Math.max(0, fy - r))
  let [sum, weight] = [0, 0]
  const add = (column: number, row: number, w: number) => {
    const value = grid.data[row * grid.columns + column]!
    if (w > 0 && !Number.isNaN(value)) {
      sum += w * value
      weight += w
    }
  }
  add(c, r, (1 - tx) * (1 - ty))
  add(c1, r, tx * (1 - ty))
  add(c, r1, (1 - tx) * ty)
  add(c1, r1, tx * ty)
  return weight > 0 ? sum / weight : Number.NaN
}

/** Mean of whole blocks of factor × factor cells; NaN cells are left out of the mean. */
export function coarsen(grid: Grid, factor: number): Grid {
  if (factor === 1) return grid
  const spec = {
    columns: Math.floor(grid.columns / factor),
    rows: Math.floor(grid.rows / factor),
    cellSize: grid.cellSize * factor,
    west: grid.west,
    north: grid.north,
  }
  const out = createGrid(spec)
  for (let row = 0; row < spec.rows; row++) {
    for (let column = 0; column < spec.columns; column++) {
      let [sum, count] = [0, 0]
      for (let i = 0; i < factor; i++) {
        for (let j = 0; j < factor; j++) {
          const value = grid.data[(row * factor + i) * grid.columns + column * factor + j]!
          if (!Number.isNaN(value)) {
            sum += value
            count++
          }
        }
      }
      out.data[row * spec.columns + column] = count > 0 ? sum / count : Number.NaN
    }
  }
  return out
}

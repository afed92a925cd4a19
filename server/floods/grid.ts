/**
 * The depths of a flood as a file, by its hash: a line of JSON, then gzip of a grid of millimetres (uint16, little-endian, row 0
 * north). The database keeps no grids.
 */
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import type { City } from '../../scenarios/city/city.ts'
import type { DrainageResult } from '../../scenarios/drainage.ts'
import type { XY } from '../../scenarios/frame.ts'
import { type Bounds, contains } from '../../scenarios/geometry.ts'
import { cellAt, cellCentre, type GridSpec } from '../../scenarios/grid.ts'
import { wetGround } from '../../scenarios/summarise.ts'

export interface DepthGrid {
  readonly spec: GridSpec
  /** Deepest water, mm; `WATER` in canals and ponds, `UNKNOWN` where nothing was computed. */
  readonly millimetres: Uint16Array
}

export const UNKNOWN = 65_535
export const WATER = 65_534
const DEEPEST = 65_533

/** Of the area alone: around it the edge of the model shows. @param open 0 under buildings and outside the model */
export function depthGridOf(city: City, area: Bounds, result: DrainageResult, open: Uint8Array): DepthGrid {
  const { grid, maxDepth } = result
  const wet = wetGround(city, result)
  const millimetres = new Uint16Array(grid.columns * grid.rows).fill(UNKNOWN)
  for (let row = 0; row < grid.rows; row++) {
    for (let column = 0; column < grid.columns; column++) {
      const i = row * grid.columns + column
      if (open[i] === 0 || !contains(area, cellCentre(grid, column, row))) continue
      millimetres[i] = wet[i] ? WATER : Math.min(DEEPEST, Math.round(maxDepth[i]! * 1000))
    }
  }
  const { columns, rows, cellSize, west, north } = grid
  return { spec: { columns, rows, cellSize, west, north }, millimetres }
}

const [pack, unpack] = [promisify(gzip), promisify(gunzip)]

export async function writeGrid({ spec, millimetres }: DepthGrid): Promise<Buffer> {
  const bytes = new DataView(new ArrayBuffer(millimetres.length * 2))
  millimetres.forEach((value, i) => {
    bytes.setUint16(i * 2, value, true)
  })
  return Buffer.concat([Buffer.from(`${JSON.stringify({ format: 'depth@1', spec })}\n`), await pack(bytes)])
}

export async function readGrid(file: Buffer): Promise<DepthGrid> {
  const end = file.indexOf(10)
  const { format, spec } = JSON.parse(file.subarray(0, end).toString('utf8')) as { format: string; spec: GridSpec }
  if (format !== 'depth@1') throw new Error(`Expected depth@1, got ${format}`)
  const bytes = await unpack(file.subarray(end + 1))
  const millimetres = new Uint16Array(spec.columns * spec.rows)
  if (bytes.length !== millimetres.length * 2)
    throw new Error(`Expected ${millimetres.length} depths (${spec.rows} × ${spec.columns}), got ${bytes.length / 2}`)
  for (let i = 0; i < millimetres.length; i++) millimetres[i] = bytes.readUInt16LE(i * 2)
  return { spec, millimetres }
}

/** A house takes so many cells: the water that stands at its walls is the nearest beyond. */
const WALL_CELLS = 2

/** At a place, m; `water` in a canal or pond; null: not known. */
export function depthAt({ spec, millimetres }: DepthGrid, at: XY): number | 'water' | null {
  const cell = cellAt(spec, at)
  if (cell < 0) return null
  const own = millimetres[cell]!
  if (own === WATER) return 'water'
  if (own !== UNKNOWN) return own / 1000
  const [row, column] = [Math.floor(cell / spec.columns), cell % spec.columns]
  for (let reach = 1; reach <= WALL_CELLS; reach++) {
    let deepest = -1
    for (let r = Math.max(0, row - reach); r <= Math.min(spec.rows - 1, row + reach); r++) {
      for (let c = Math.max(0, column - reach); c <= Math.min(spec.columns - 1, column + reach); c++) {
        const value = millimetres[r * spec.columns + c]!
        if (value < WATER) deepest = Math.max(deepest, value)
      }
    }
    if (deepest >= 0) return deepest / 1000
  }
  return null
}

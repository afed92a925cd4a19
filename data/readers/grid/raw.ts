/** Raw little-endian float32, row 0 north, its shape told from outside. */
import { createGrid, type Grid } from '../../../scenarios/grid.ts'
import { degreesRefused, emptyFile, fileProblem, looksLikeDegrees, tooManyCells } from '../problem.ts'

export interface RawShape {
  readonly columns: number
  readonly rows: number
  readonly cellSize: number
  /** Lower left corner. */
  readonly xll: number
  readonly yll: number
  readonly nodata: number
}

export function readRawGrid(bytes: Uint8Array, shape: RawShape, file: string, maxCells: number): Grid {
  const { columns, rows, cellSize, xll, yll, nodata } = shape
  if (columns * rows > maxCells) throw tooManyCells(file, columns, rows, maxCells)
  if (bytes.length === 0) throw emptyFile(file, `${columns * rows * 4} bytes`)
  if (looksLikeDegrees(cellSize, xll, yll + rows * cellSize)) throw degreesRefused(file, 'cellSize')
  if (bytes.length !== columns * rows * 4) {
    throw fileProblem(
      file,
      'grid-size',
      {
        vi: `tệp có ${bytes.length} byte, không khớp với kích thước lưới`,
        en: `the file has ${bytes.length} bytes, which does not fit the shape of the grid`,
      },
      { place: `byte ${bytes.length}`, expected: `${columns * rows * 4} bytes (${columns} × ${rows} × 4)` },
    )
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const data = new Float32Array(columns * rows)
  const missing = Math.fround(nodata)
  for (let i = 0; i < data.length; i++) {
    const value = view.getFloat32(i * 4, true)
    if (!Number.isFinite(value)) {
      throw fileProblem(
        file,
        'not-a-number',
        { vi: 'giá trị không phải là số hữu hạn', en: 'the value is not a finite number' },
        { place: `byte ${i * 4}`, expected: `finite little-endian float32, or nodata ${nodata}` },
      )
    }
    data[i] = value === missing ? Number.NaN : value
  }
  return createGrid({ columns, rows, cellSize, west: xll, north: yll + rows * cellSize }, data)
}

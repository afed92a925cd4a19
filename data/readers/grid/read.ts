/** Any metric grid, recognised by its content: ESRI ASCII, GeoTIFF, or raw float32 where the shape is told; gzip allowed. */
import type { Grid } from '../../../scenarios/grid.ts'
import { isZip, unpacked, zipEntries } from '../bytes.ts'
import { isTiff, readGeoTiff } from '../geotiff/read.ts'
import { degreesRefused, emptyFile, fileProblem } from '../problem.ts'
import { isAsciiGrid, readAsciiGrid } from './ascii.ts'
import { isHgtSize } from './hgt.ts'
import { type RawShape, readRawGrid } from './raw.ts'

/** Values as f32, row 0 north, missing ones as NaN. Degrees are refused. */
export async function readGrid(packed: Uint8Array, file: string, maxCells: number, shape?: RawShape): Promise<Grid> {
  const expected = 'an ESRI ASCII grid, a GeoTIFF, or raw float32 with its shape'
  if (packed.length === 0) throw emptyFile(file, expected)
  if (shape && packed.length === shape.columns * shape.rows * 4 && !isAsciiGrid(packed)) {
    return readRawGrid(packed, shape, file, maxCells)
  }
  const bytes = await unpacked(packed, file, maxCells * 32 + 65_536)
  if (bytes.length === 0) throw emptyFile(file, expected)
  if (isTiff(bytes)) return readGeoTiff(bytes, file, maxCells)
  if (isAsciiGrid(bytes)) return readAsciiGrid(bytes, file, maxCells)
  if (shape) return readRawGrid(bytes, shape, file, maxCells)
  if (isHgtSize(bytes.length)) throw degreesRefused(file)
  if (isZip(bytes) && zipEntries(bytes, file).some((e) => /\.hgt$/i.test(e.name))) throw degreesRefused(file)
  throw fileProblem(
    file,
    'unknown-grid',
    { vi: 'không nhận ra dạng lưới của tệp này', en: 'the form of this grid is not recognised' },
    { place: 'byte 0', expected },
  )
}

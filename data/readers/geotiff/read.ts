/**
 * GeoTIFF of one band: GDAL's nodata and NaN are missing; feet and turned grids are refused. `readGeoTiff` takes metric grids of
 * square cells only, `readRaster` those in degrees and stretched ones too.
 */
import { addDecoder, BaseDecoder, fromArrayBuffer, type GeoTIFFImage } from 'geotiff'
import { createGrid, type Grid } from '../../../scenarios/grid.ts'
import { Problem } from '../../../scenarios/problem.ts'
import { collect, inflate, once } from '../bytes.ts'
import { degreesRefused, fileProblem, looksLikeDegrees, tooManyCells } from '../problem.ts'

/** Most bytes that one strip or tile may unpack to. */
const MAX_BLOCK_BYTES = 128 * 2 ** 20

class CappedDeflate extends BaseDecoder {
  override async decodeBlock(buffer: ArrayBuffer): Promise<ArrayBuffer> {
    const bytes = await collect(inflate(once(new Uint8Array(buffer)), 'deflate', 'GeoTIFF', MAX_BLOCK_BYTES))
    return bytes.buffer as ArrayBuffer
  }
}
addDecoder([8, 32946], () => Promise.resolve(CappedDeflate as typeof BaseDecoder))

export const isTiff = (b: Uint8Array): boolean =>
  (b[0] === 0x49 && b[1] === 0x49 && (b[2] === 42 || b[2] === 43) && b[3] === 0) ||
  (b[0] === 0x4d && b[1] === 0x4d && b[2] === 0 && (b[3] === 42 || b[3] === 43))

/** Values as f32; missing ones as NaN. */
export async function readGeoTiff(bytes: Uint8Array, file: string, maxCells: number): Promise<Grid> {
  const { place, columns, rows, data } = await readRaster(bytes, file, maxCells, (found) => {
    if (found.degrees) throw degreesRefused(file, 'GTModelTypeGeoKey')
    if (Math.abs(found.dx - found.dy) > 1e-6 * found.dx) throw refused(file, 'ModelPixelScale', 'square cells')
    if (looksLikeDegrees(found.dx, found.west, found.north)) throw degreesRefused(file, 'ModelPixelScale')
  })
  return createGrid({ columns, rows, cellSize: place.dx, west: place.west, north: place.north }, data)
}

export interface RasterPlace {
  /** Edges and cell sizes in the units of the file's reference system. */
  readonly west: number
  readonly north: number
  readonly dx: number
  readonly dy: number
  readonly degrees: boolean
  /** Code of the reference system, 32767 for one of the file's own; null where the file names none. */
  readonly epsg: number | null
}
export interface Raster {
  readonly place: RasterPlace
  readonly columns: number
  readonly rows: number
  /** Row 0 north, NaN where missing. */
  readonly data: Float32Array<ArrayBuffer>
}

/** @param accept looks at where the raster lies before its values are read, and may refuse */
export async function readRaster(
  bytes: Uint8Array,
  file: string,
  maxCells: number,
  accept: (place: RasterPlace) => void,
): Promise<Raster> {
  try {
    const tiff = await fromArrayBuffer(bytes.slice().buffer)
    return await readImage(await tiff.getImage(), bytes.length, file, maxCells, accept)
  } catch (error) {
    if (error instanceof Problem && error.detail.file === file) throw error
    const said = error instanceof Error ? error.message : String(error)
    throw fileProblem(
      file,
      'tiff-broken',
      { vi: `không đọc được GeoTIFF (${said})`, en: `the GeoTIFF cannot be read (${said})` },
      { place: `byte 0 … ${bytes.length}`, expected: 'a whole GeoTIFF of one band' },
    )
  }
}

async function readImage(
  image: GeoTIFFImage,
  fileBytes: number,
  file: string,
  maxCells: number,
  accept: (place: RasterPlace) => void,
): Promise<Raster> {
  const [columns, rows] = [image.getWidth(), image.getHeight()]
  if (!(columns >= 1 && rows >= 1)) throw refused(file, 'ImageWidth', 'at least one cell')
  if (columns * rows > maxCells) throw tooManyCells(file, columns, rows, maxCells)
  if (image.getSamplesPerPixel() !== 1) throw refused(file, 'SamplesPerPixel', 'one band')
  const place = await placeOf(image, file)
  accept(place)
  await checkBlocks(image, fileBytes, file)
  const [band] = (await image.readRasters({ interleave: false })) as unknown as [ArrayLike<number>]
  if (band.length !== columns * rows) throw refused(file, 'StripByteCounts', `${columns * rows} values`)
  const nodata = image.getGDALNoData()
  const data = new Float32Array(columns * rows)
  for (let i = 0; i < data.length; i++) {
    const value = band[i]!
    if (value === Infinity || value === -Infinity) {
      throw refused(file, `row ${Math.floor(i / columns)}, column ${i % columns}`, 'finite values or nodata')
    }
    data[i] = value === nodata || Math.fround(value) === Math.fround(nodata ?? Number.NaN) ? Number.NaN : value
  }
  return { place, columns, rows, data }
}

async function placeOf(image: GeoTIFFImage, file: string): Promise<RasterPlace> {
  const keys = image.getGeoKeys() ?? {}
  const degrees =
    keys.GTModelTypeGeoKey === 2 ||
    Boolean(keys.GeographicTypeGeoKey && !keys.ProjectedCSTypeGeoKey && keys.GTModelTypeGeoKey !== 1)
  const unit = keys.ProjLinearUnitsGeoKey as number | undefined
  if (unit !== undefined && unit !== 9001) throw refused(file, 'ProjLinearUnitsGeoKey', 'metres (9001)')
  const directory = image.getFileDirectory()
  const matrix = directory.hasTag('ModelTransformation') ? await directory.loadValue('ModelTransformation') : undefined
  if (matrix && ((matrix[1] ?? 0) !== 0 || (matrix[4] ?? 0) !== 0))
    throw refused(file, 'ModelTransformation', 'a grid that is not turned')
  if (!matrix && !directory.hasTag('ModelPixelScale')) throw refused(file, 'ModelPixelScale', 'a place and a cell size')
  const [dx, dy] = image.getResolution() as number[]
  const [x, y] = image.getOrigin() as number[]
  if (![dx, dy, x, y].every((v) => Number.isFinite(v)) || !(dx! > 0) || !(dy! < 0)) {
    throw refused(file, 'ModelPixelScale', 'a positive cell size, rows from north to south')
  }
  const code = Number(degrees ? keys.GeographicTypeGeoKey : keys.ProjectedCSTypeGeoKey)
  const shift = keys.GTRasterTypeGeoKey === 2 ? 0.5 : 0
  return {
    west: x! - shift * dx!,
    north: y! - shift * dy!,
    dx: dx!,
    dy: -dy!,
    degrees,
    epsg: code > 0 ? code : null,
  }
}

/** A cut-off file has blocks that lie beyond its end. */
async function checkBlocks(image: GeoTIFFImage, fileBytes: number, file: string): Promise<void> {
  const directory = image.getFileDirectory()
  const tiled = directory.hasTag('TileOffsets')
  const offsets = await directory.loadValue(tiled ? 'TileOffsets' : 'StripOffsets')
  const counts = await directory.loadValue(tiled ? 'TileByteCounts' : 'StripByteCounts')
  if (!offsets || !counts || offsets.length !== counts.length)
    throw refused(file, 'StripOffsets', 'an offset and a size for each block')
  for (let i = 0; i < offsets.length; i++) {
    const end = Number(offsets[i]) + Number(counts[i])
    if (!(end <= fileBytes)) {
      throw fileProblem(
        file,
        'tiff-cut',
        { vi: 'GeoTIFF bị cắt cụt', en: 'the GeoTIFF is cut off' },
        { place: `byte ${fileBytes}`, expected: `at least ${end} bytes` },
      )
    }
  }
}

const refused = (file: string, place: string, expected: string) =>
  fileProblem(
    file,
    'tiff-form',
    { vi: 'GeoTIFF không ở dạng đọc được', en: 'the GeoTIFF is not of a form that can be read' },
    { place, expected },
  )

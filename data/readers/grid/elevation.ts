/**
 * Any elevation file, recognised by its content: SRTM tiles (.hgt, zipped or not), GeoTIFF and ESRI ASCII grids in degrees or metres,
 * each in its own reference system. Levels that are not found on Earth are refused: mostly a nodata value that nobody declared.
 */
import { isZip, unpacked, zipEntries } from '../bytes.ts'
import { type Crs, crsOf, isDegrees, wgs84 } from '../epsg.ts'
import { isTiff, readRaster } from '../geotiff/read.ts'
import { emptyFile, fileProblem, looksLikeDegrees } from '../problem.ts'
import { isAsciiGrid, readAsciiRaster } from './ascii.ts'
import { type HgtTile, isHgtSize, readHgt, sampleHgt } from './hgt.ts'

/** Most cells of one file: 160 MB in memory. */
export const MAX_ELEVATION_CELLS = 40_000_000
const EXPECTED = 'an SRTM tile (.hgt, .hgt.zip), a GeoTIFF or an ESRI ASCII grid of ground levels in metres'
const METRES_PER_DEGREE = 111_320

export interface Elevation {
  readonly name: string
  readonly kind: 'srtm' | 'geotiff' | 'ascii'
  readonly resolutionMetres: number
  /** Null where the file does not say: metres of a system that must be told. */
  readonly crs: Crs | null
  /** Level at a place in the file's own system, between the points of the grid, m; NaN in a void, null beyond the grid. */
  at(x: number, y: number): number | null
}

/** @throws Problem naming the file and the place in it */
export async function readElevation(
  packed: Uint8Array,
  file: string,
  maxCells = MAX_ELEVATION_CELLS,
): Promise<Elevation> {
  if (packed.length === 0) throw emptyFile(file, EXPECTED)
  if (isZip(packed)) {
    const entries = zipEntries(packed, file)
    const inside = entries.find((e) => /\.(tiff?|asc)$/i.test(e.name))
    if (!inside || entries.some((e) => /\.hgt$/i.test(e.name))) return elevationOfHgt(await readHgt(packed, file))
    return readElevation(await inside.read(maxCells * 32 + 65_536), `${file}/${inside.name}`, maxCells)
  }
  const bytes = await unpacked(packed, file, maxCells * 32 + 65_536)
  if (isTiff(bytes)) {
    const { place, columns, rows, data } = await readRaster(bytes, file, maxCells, ({ epsg, degrees }) => {
      if (epsg !== null && !crsOf(epsg)) throw unknownCrs(file, epsg)
      if (epsg === null && degrees) throw unknownCrs(file, 'none')
    })
    const unnamed = looksLikeDegrees(place.dx, place.west, place.north) ? wgs84 : null
    const crs = place.epsg === null ? unnamed : crsOf(place.epsg)
    return gridded('geotiff', file, { columns, rows, data, ...place }, crs)
  }
  if (isAsciiGrid(bytes)) {
    const { degrees, ...raster } = readAsciiRaster(bytes, file, maxCells)
    return gridded('ascii', file, raster, degrees ? wgs84 : null)
  }
  if (isHgtSize(bytes.length) || /\.hgt(\.gz)?$/i.test(file)) return elevationOfHgt(await readHgt(bytes, file))
  const message = {
    vi: 'không nhận ra dạng của tệp cao độ này',
    en: 'the form of this elevation file is not recognised',
  }
  throw fileProblem(file, 'unknown-elevation', message, { place: 'byte 0', expected: EXPECTED })
}

export const elevationOfHgt = (tile: HgtTile): Elevation => ({
  name: tile.name,
  kind: 'srtm',
  resolutionMetres: tile.side === 1201 ? 90 : 30,
  crs: wgs84,
  at: (lon, lat) =>
    lon >= tile.lon && lon <= tile.lon + 1 && lat >= tile.lat && lat <= tile.lat + 1 ? sampleHgt(tile, lon, lat) : null,
})

interface Cells {
  readonly columns: number
  readonly rows: number
  readonly west: number
  readonly north: number
  readonly dx: number
  readonly dy: number
  readonly data: Float32Array
}

function gridded(kind: Elevation['kind'], file: string, cells: Cells, crs: Crs | null): Elevation {
  const odd = cells.data.findIndex((level) => level < -500 || level > 9000)
  if (odd >= 0) {
    const [level, row, column] = [cells.data[odd], Math.floor(odd / cells.columns), odd % cells.columns]
    throw fileProblem(
      file,
      'elevation-level',
      { vi: `cao độ ${level} m không thể có trên mặt đất`, en: `a level of ${level} m is not found on Earth` },
      { place: `row ${row}, column ${column}`, expected: 'metres between −500 and 9000, or the nodata value declared' },
    )
  }
  return {
    name: file.replace(/^.*[/\\]/, ''),
    kind,
    resolutionMetres:
      Math.round(Math.max(cells.dx, cells.dy) * (crs && isDegrees(crs) ? METRES_PER_DEGREE : 1) * 100) / 100,
    crs,
    at: (x, y) => between(cells, x, y),
  }
}

/** Bilinear between the centres of cells, missing ones left out; the outer half of the cells at the edge keeps their level. */
function between({ columns, rows, west, north, dx, dy, data }: Cells, x: number, y: number): number | null {
  const [fx, fy] = [(x - west) / dx - 0.5, (north - y) / dy - 0.5]
  if (!(fx >= -0.5 && fy >= -0.5 && fx <= columns - 0.5 && fy <= rows - 0.5)) return null
  const [left, top] = [Math.max(0, Math.floor(fx)), Math.max(0, Math.floor(fy))]
  const [right, bottom] = [Math.min(columns - 1, left + 1), Math.min(rows - 1, top + 1)]
  const [tx, ty] = [Math.max(0, fx - left), Math.max(0, fy - top)]
  let [sum, weight] = [0, 0]
  const add = (column: number, row: number, w: number) => {
    const level = data[row * columns + column]!
    if (w > 0 && !Number.isNaN(level)) {
      sum += w * level
      weight += w
    }
  }
  add(left, top, (1 - tx) * (1 - ty))
  add(right, top, tx * (1 - ty))
  add(left, bottom, (1 - tx) * ty)
  add(right, bottom, tx * ty)
  return weight > 0 ? sum / weight : Number.NaN
}

const unknownCrs = (file: string, epsg: number | string) =>
  fileProblem(
    file,
    'elevation-crs',
    {
      vi: `hệ tọa độ EPSG ${epsg} của tệp không đọc được; hãy chiếu lại, ví dụ: gdalwarp -t_srs EPSG:4326 vào.tif ra.tif`,
      en: `the reference system EPSG ${epsg} of the file cannot be read; reproject it, for example: gdalwarp -t_srs EPSG:4326 in.tif out.tif`,
    },
    { place: 'GeoKeyDirectory', expected: 'WGS 84, ETRS89 or VN-2000, in degrees, by UTM or TM-3 zone, or EPSG:3857' },
  )

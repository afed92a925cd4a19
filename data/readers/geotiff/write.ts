/**
 * A GeoTIFF of one float32 band: little-endian classic TIFF 6.0, uncompressed strips, pixel is area, nodata −9999 as GDAL reads it.
 * Tags by TIFF 6.0 and OGC GeoTIFF 1.1.
 */
import { type Grid, NODATA } from '../../../scenarios/grid.ts'

const SHORT = 3
const LONG = 4
const DOUBLE = 12
const ASCII = 2
const ROWS_PER_STRIP = 64
const sizeOf: Record<number, number> = { [ASCII]: 1, [SHORT]: 2, [LONG]: 4, [DOUBLE]: 8 }

/** @param epsg code of the projected system; a grid without one gets its place but no system */
export function writeGeoTiff(grid: Grid, epsg?: number): Uint8Array {
  const { columns, rows, cellSize, west, north, data } = grid
  const stripBytes = columns * ROWS_PER_STRIP * 4
  const strips = Math.ceil(rows / ROWS_PER_STRIP)
  const lastBytes = columns * (rows - (strips - 1) * ROWS_PER_STRIP) * 4
  const geoKeys = [1025, 0, 1, 1] // GTRasterTypeGeoKey: PixelIsArea
  if (epsg !== undefined) geoKeys.unshift(1024, 0, 1, 1) // GTModelTypeGeoKey: projected
  if (epsg !== undefined) geoKeys.push(3072, 0, 1, epsg) // ProjectedCSTypeGeoKey

  const tags: [tag: number, type: number, values: number[]][] = [
    [256, LONG, [columns]],
    [257, LONG, [rows]],
    [258, SHORT, [32]], // BitsPerSample
    [259, SHORT, [1]], // no compression
    [262, SHORT, [1]], // black is zero
    [273, LONG, Array<number>(strips).fill(0)], // StripOffsets, set below
    [277, SHORT, [1]], // SamplesPerPixel
    [278, LONG, [ROWS_PER_STRIP]],
    [279, LONG, Array.from({ length: strips }, (_, i) => (i === strips - 1 ? lastBytes : stripBytes))],
    [339, SHORT, [3]], // IEEE floating point
    [33550, DOUBLE, [cellSize, cellSize, 0]], // ModelPixelScale
    [33922, DOUBLE, [0, 0, 0, west, north, 0]], // ModelTiepoint
    [34735, SHORT, [1, 1, 0, geoKeys.length / 4, ...geoKeys]], // GeoKeyDirectory
    [42113, ASCII, [...`${NODATA}\0`].map((c) => c.charCodeAt(0))], // GDAL_NODATA
  ]
  const directory = 8
  let extra = directory + 2 + tags.length * 12 + 4
  const places = tags.map(([, type, values]) => {
    const bytes = values.length * sizeOf[type]!
    if (bytes <= 4) return 0
    const place = extra
    extra += bytes + (bytes % 2)
    return place
  })
  const pixels = Math.ceil(extra / 8) * 8
  tags
    .find(([tag]) => tag === 273)![2]
    .forEach((_, i, offsets) => {
      offsets[i] = pixels + i * stripBytes
    })

  const out = new DataView(new ArrayBuffer(pixels + data.length * 4))
  out.setUint16(0, 0x4949, true)
  out.setUint16(2, 42, true)
  out.setUint32(4, directory, true)
  out.setUint16(directory, tags.length, true)
  for (const [i, [tag, type, values]] of tags.entries()) {
    const entry = directory + 2 + i * 12
    out.setUint16(entry, tag, true)
    out.setUint16(entry + 2, type, true)
    out.setUint32(entry + 4, values.length, true)
    if (places[i]! > 0) out.setUint32(entry + 8, places[i]!, true)
    let at = places[i] || entry + 8
    for (const value of values) {
      if (type === SHORT) out.setUint16(at, value, true)
      else if (type === LONG) out.setUint32(at, value, true)
      else if (type === DOUBLE) out.setFloat64(at, value, true)
      else out.setUint8(at, value)
      at += sizeOf[type]!
    }
  }
  for (let i = 0; i < data.length; i++) {
    const value = data[i]!
    out.setFloat32(pixels + i * 4, Number.isNaN(value) ? NODATA : value, true)
  }
  return new Uint8Array(out.buffer)
}

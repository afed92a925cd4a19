/**
 * Writes a cloud-optimised GeoTIFF of one band: little-endian classic TIFF, all directories before all data, the overviews'
 * data before that of the whole (smallest first), tiles of 512 × 512, Deflate without predictor (the floating-point one makes levels of a few decimals a half larger). Tiles are packed and handed on one by one, so
 * that memory holds the raster and a single tile. The same raster gives the same bytes: the compressor is JavaScript.
 * Tags by TIFF 6.0, OGC GeoTIFF 1.1; layout by
 * https://github.com/cogeotiff/cog-spec and GDAL's structural metadata.
 */
import { zlibSync } from 'fflate'
import type { Frame } from '../../scenarios/frame.ts'
import { type Grid, type GridSpec, NODATA } from '../../scenarios/grid.ts'
import { Problem } from '../../scenarios/problem.ts'
import { both } from '../../scenarios/text.ts'
import type { Pause } from './pause.ts'

/** Cells along a tile's side. */
const TILE = 512
/** Offsets have 32 bits. */
const MOST_BYTES = 2 ** 32 - 1
const [SHORT, LONG, DOUBLE, ASCII] = [3, 4, 12, 2]
const sizeOf: Record<number, number> = { [ASCII]: 1, [SHORT]: 2, [LONG]: 4, [DOUBLE]: 8 }
/** Of the compressor: beyond it, ground takes twice the time for a fiftieth less. */
const LEVEL = 4

/** One size of the picture; float32 with NaN where nothing is known, or classes with 0 there. */
export interface CogLevel {
  readonly columns: number
  readonly rows: number
  readonly data: Float32Array | Uint8Array
}

export interface CogAbout {
  readonly spec: GridSpec
  readonly frame: Frame
  /** GDAL's items of metadata, in this order. */
  readonly metadata: readonly (readonly [name: string, value: string])[]
  /** `#rrggbb` of each class. */
  readonly colours?: readonly string[]
}

/** Writes bytes at a place of the file; later places may come first. */
export type WriteAt = (offset: number, bytes: Uint8Array) => Promise<void>

type Tag = [tag: number, type: number, values: ArrayLike<number>]

/**
 * @param levels the whole raster first, then its overviews, each half of the one before
 * @throws Problem `tiles/too-large` where the file could exceed what its offsets can say
 */
export async function writeCog(about: CogAbout, levels: readonly CogLevel[], write: WriteAt, pause: Pause) {
  const sizes = levels.map(({ columns, rows }) => [Math.ceil(columns / TILE), Math.ceil(rows / TILE)] as const)
  const bytesEach = levels[0]!.data.BYTES_PER_ELEMENT
  const tiles = sizes.reduce((sum, [across, down]) => sum + across * down, 0)
  if (tiles * TILE * TILE * bytesEach * 1.01 > MOST_BYTES) throw tooLarge(about.spec)
  const offsets = sizes.map(([across, down]) => new Uint32Array(across * down))
  const counts = sizes.map(([across, down]) => new Uint32Array(across * down))
  const head = () => directories(levels.map((level, k) => tagsOf(about, level, k, offsets[k]!, counts[k]!)))
  let end = head().length
  let done = 0
  for (let k = levels.length - 1; k >= 0; k--) {
    const [across] = sizes[k]!
    for (let i = 0; i < offsets[k]!.length; i++) {
      const packed = zlibSync(tileOf(levels[k]!, i % across, Math.floor(i / across)), { level: LEVEL })
      await write(end, packed)
      offsets[k]![i] = end
      counts[k]![i] = packed.length
      end += packed.length + (packed.length % 2)
      await pause(++done / tiles)
    }
  }
  await write(0, head())
}

/** Means of the known cells of 2 × 2, down to one tile. */
export function groundLevels(ground: Grid): CogLevel[] {
  return halvings(ground, (columns, rows) => new Float32Array(columns * rows), meanOfKnown)
}

/** The class of the most of 2 × 2 cells, the higher one of two that have as many. */
export function classLevels(level: CogLevel): CogLevel[] {
  return halvings(level, (columns, rows) => new Uint8Array(columns * rows), commonest)
}

function halvings<T extends CogLevel['data']>(
  whole: CogLevel,
  make: (columns: number, rows: number) => T,
  halve: (data: CogLevel['data'], a: number, b: number, c: number, d: number) => number,
): CogLevel[] {
  const levels: CogLevel[] = [whole]
  for (let last = whole; Math.max(last.columns, last.rows) > TILE; last = levels.at(-1)!) {
    const [columns, rows] = [Math.ceil(last.columns / 2), Math.ceil(last.rows / 2)]
    const data = make(columns, rows)
    for (let row = 0; row < rows; row++) {
      const upper = row * 2 * last.columns
      const lower = row * 2 + 1 < last.rows ? upper + last.columns : upper
      for (let column = 0; column < columns; column++) {
        const left = column * 2
        const right = left + 1 < last.columns ? left + 1 : left
        data[row * columns + column] = halve(last.data, upper + left, upper + right, lower + left, lower + right)
      }
    }
    levels.push({ columns, rows, data })
  }
  return levels
}

function meanOfKnown(data: CogLevel['data'], a: number, b: number, c: number, d: number): number {
  let [sum, count] = [0, 0]
  for (const i of [a, b, c, d]) {
    const value = data[i]!
    if (Number.isNaN(value)) continue
    sum += value
    count++
  }
  return count > 0 ? sum / count : Number.NaN
}

function commonest(data: CogLevel['data'], a: number, b: number, c: number, d: number): number {
  const cells = [data[a]!, data[b]!, data[c]!, data[d]!]
  let [best, most] = [0, 0]
  for (const value of cells) {
    let count = 0
    for (const other of cells) if (other === value) count++
    if (count > most || (count === most && value > best)) [best, most] = [value, count]
  }
  return best
}

function tileOf(level: CogLevel, column: number, row: number): Uint8Array {
  const { data } = level
  const [left, top] = [column * TILE, row * TILE]
  const [width, height] = [Math.min(TILE, level.columns - left), Math.min(TILE, level.rows - top)]
  if (data instanceof Uint8Array) {
    const out = new Uint8Array(TILE * TILE)
    for (let r = 0; r < height; r++) {
      const at = (top + r) * level.columns + left
      out.set(data.subarray(at, at + width), r * TILE)
    }
    return out
  }
  const values = new Float32Array(TILE * TILE).fill(NODATA)
  for (let r = 0; r < height; r++) {
    for (let c = 0; c < width; c++) {
      const value = data[(top + r) * level.columns + left + c]!
      if (!Number.isNaN(value)) values[r * TILE + c] = value
    }
  }
  return new Uint8Array(values.buffer)
}

function tagsOf(about: CogAbout, level: CogLevel, k: number, offsets: Uint32Array, counts: Uint32Array): Tag[] {
  const float = level.data instanceof Float32Array
  const colours = about.colours
  const tags: Tag[] = [
    [254, LONG, [k > 0 ? 1 : 0]], // NewSubfileType: an overview
    [256, LONG, [level.columns]],
    [257, LONG, [level.rows]],
    [258, SHORT, [float ? 32 : 8]], // BitsPerSample
    [259, SHORT, [8]], // Compression: Deflate
    [262, SHORT, [colours ? 3 : 1]], // Photometric: palette, or black is zero
    [277, SHORT, [1]], // SamplesPerPixel
    [317, SHORT, [1]], // no predictor
    [322, LONG, [TILE]],
    [323, LONG, [TILE]],
    [324, LONG, offsets],
    [325, LONG, counts],
    [339, SHORT, [float ? 3 : 1]], // SampleFormat: IEEE floating point, or unsigned
    [42113, ASCII, ascii(float ? String(NODATA) : '0')], // GDAL_NODATA
  ]
  if (colours) tags.push([320, SHORT, colourMap(colours)])
  if (k === 0) tags.push(...placeTags(about))
  return tags.sort(([a], [b]) => a - b)
}

function placeTags({ spec, frame, metadata }: CogAbout): Tag[] {
  const { cellSize, west, north } = spec
  const epsg = /^EPSG:(\d{4,5})$/.exec(frame.crs)?.[1]
  const citation = `${frame.crs}|`
  const keys = [
    [1024, 0, 1, 1], // GTModelTypeGeoKey: projected
    [1025, 0, 1, 1], // GTRasterTypeGeoKey: PixelIsArea
    [1026, 34737, citation.length, 0], // GTCitationGeoKey
    [3072, 0, 1, epsg ? Number(epsg) : 32767], // ProjectedCSTypeGeoKey, 32767: user-defined
    [3076, 0, 1, 9001], // ProjLinearUnitsGeoKey: metre
  ]
  const items = metadata.map(([name, value]) => `  <Item name="${escaped(name)}">${escaped(value)}</Item>\n`)
  return [
    [33550, DOUBLE, [cellSize, cellSize, 0]], // ModelPixelScale
    [33922, DOUBLE, [0, 0, 0, west, north, 0]], // ModelTiepoint
    [34735, SHORT, [1, 1, 0, keys.length, ...keys.flat()]], // GeoKeyDirectory
    [34737, ASCII, ascii(citation)], // GeoAsciiParams
    [42112, ASCII, ascii(`<GDALMetadata>\n${items.join('')}</GDALMetadata>\n`)], // GDAL_METADATA
  ]
}

const ascii = (text: string): Uint8Array => new TextEncoder().encode(`${text}\0`)
const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** Reds of all 256 classes, then greens, then blues, 0 … 65 535. */
function colourMap(colours: readonly string[]): number[] {
  const channel = (at: number) =>
    Array.from({ length: 256 }, (_, i) => Number.parseInt(colours[i]?.slice(at, at + 2) ?? '0', 16) * 257)
  return [...channel(1), ...channel(3), ...channel(5)]
}

const LAYOUT = 'LAYOUT=IFDS_BEFORE_DATA\nBLOCK_ORDER=ROW_MAJOR\nKNOWN_INCOMPATIBLE_EDITION=NO\n '
const GHOST = `GDAL_STRUCTURAL_METADATA_SIZE=${String(LAYOUT.length).padStart(6, '0')} bytes\n${LAYOUT}`

/** The head of the file: header, structural metadata, each directory followed by its long values. */
function directories(images: readonly Tag[][]): Uint8Array {
  const start = 8 + GHOST.length + (GHOST.length % 2)
  const lengths = images.map((tags) => {
    const long = tags.map(([, type, values]) => values.length * sizeOf[type]!).filter((bytes) => bytes > 4)
    return 2 + tags.length * 12 + 4 + long.reduce((sum, bytes) => sum + bytes + (bytes % 2), 0)
  })
  const whole = lengths.reduce((a, b) => a + b, start)
  const out = new DataView(new ArrayBuffer(Math.ceil(whole / 16) * 16))
  new Uint8Array(out.buffer).set(new TextEncoder().encode(GHOST), 8)
  out.setUint16(0, 0x4949, true)
  out.setUint16(2, 42, true)
  out.setUint32(4, start, true)
  let at = start
  images.forEach((tags, k) => {
    out.setUint16(at, tags.length, true)
    let extra = at + 2 + tags.length * 12 + 4
    tags.forEach(([tag, type, values], i) => {
      const entry = at + 2 + i * 12
      out.setUint16(entry, tag, true)
      out.setUint16(entry + 2, type, true)
      out.setUint32(entry + 4, values.length, true)
      const bytes = values.length * sizeOf[type]!
      if (bytes > 4) out.setUint32(entry + 8, extra, true)
      writeValues(out, bytes > 4 ? extra : entry + 8, type, values)
      if (bytes > 4) extra += bytes + (bytes % 2)
    })
    at += lengths[k]!
    out.setUint32(at - lengths[k]! + 2 + tags.length * 12, k + 1 < images.length ? at : 0, true)
  })
  return new Uint8Array(out.buffer)
}

function writeValues(out: DataView, start: number, type: number, values: ArrayLike<number>): void {
  for (let i = 0; i < values.length; i++) {
    const at = start + i * sizeOf[type]!
    if (type === SHORT) out.setUint16(at, values[i]!, true)
    else if (type === LONG) out.setUint32(at, values[i]!, true)
    else if (type === DOUBLE) out.setFloat64(at, values[i]!, true)
    else out.setUint8(at, values[i]!)
  }
}

const tooLarge = ({ columns, rows }: GridSpec): Problem =>
  new Problem({
    code: 'tiles/too-large',
    message: both('Ảnh raster quá lớn cho một tệp TIFF', 'The raster is too large for a TIFF file'),
    place: `${columns} × ${rows}`,
    expected: `< ${MOST_BYTES} bytes`,
  })

/**
 * A flood as a picture over longitude and latitude: the classes of depth that the planner's map has, transparent where nothing is known or
 * computed, and over what rests on generated ground the mark that it is illustrative, in its pixels (product guard 2).
 */
import { crc32, deflateSync } from 'node:zlib'
import { cellsOfPixels, HATCH, LEAST_DEPTH_METRES, LETTER, PLAIN, paintRaster } from '../../scenarios/depth-ramp.ts'
import { type Frame, projection } from '../../scenarios/frame.ts'
import { type GridSpec, gridBounds } from '../../scenarios/grid.ts'
import { type DepthGrid, WATER } from './grid.ts'

/** [west, south, east, north], WGS 84. */
export type Degrees = readonly [number, number, number, number]

/** The rectangle of longitude and latitude about a grid. */
export function boundsOfGrid(spec: GridSpec, frame: Frame): [number, number, number, number] {
  const { toWgs84 } = projection(frame)
  const [west, south, east, north] = gridBounds(spec)
  const corners = [toWgs84(west, south), toWgs84(east, south), toWgs84(east, north), toWgs84(west, north)]
  const [lons, lats] = [corners.map(([lon]) => lon), corners.map(([, lat]) => lat)]
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)]
}

/** Pixels along a cell: letters stay readable. */
const PIXELS = 3

/** PNG. */
export function drawDepth({ spec, millimetres }: DepthGrid, frame: Frame, illustrative: boolean): Buffer {
  const { toLocal } = projection(frame)
  const [west, south, east, north] = boundsOfGrid(spec, frame)
  const [width, height] = [spec.columns * PIXELS, spec.rows * PIXELS]
  const cells = cellsOfPixels(spec, width, height, (right, down) =>
    toLocal(west + (east - west) * right, north + (south - north) * down),
  )
  // Canals are drawn by the map; what is thinner than a film of water is none.
  const depths = Float32Array.from(millimetres, (value) =>
    value >= WATER || value / 1000 < LEAST_DEPTH_METRES ? Number.NaN : value / 1000,
  )
  const pixels = new Uint8ClampedArray(4 * width * height)
  const marks = illustrative ? watermark(width, height) : null
  paintRaster({ pixels, cells, from: depths, to: depths, share: 0, mode: 'max', marks })
  return png(width, height, pixels)
}

/** Letters of MINH HỌA, five by eight (the dot below the O is the eighth row), a row a number, the leftmost bit first. */
const GLYPHS: Readonly<Record<string, readonly number[]>> = {
  M: [17, 27, 21, 21, 17, 17, 17, 0],
  I: [14, 4, 4, 4, 4, 4, 14, 0],
  N: [17, 25, 21, 19, 17, 17, 17, 0],
  H: [17, 17, 17, 31, 17, 17, 17, 0],
  Ọ: [14, 17, 17, 17, 17, 14, 0, 4],
  A: [14, 17, 17, 31, 17, 17, 17, 0],
  ' ': [0, 0, 0, 0, 0, 0, 0, 0],
}
const WORDS = [...'MINH HỌA']
const [GLYPH_WIDTH, GLYPH_HEIGHT, SCALE] = [6, 8, 2]
const HATCH_EVERY = 18
const [WORDS_EVERY, LINES_EVERY] = [170, 60]

/** Slanting lines and the words MINH HỌA over the whole picture. */
function watermark(width: number, height: number): Uint8Array {
  const marks = new Uint8Array(width * height)
  for (let y = 0; y < height; y++) {
    const line = Math.floor(y / LINES_EVERY)
    const row = Math.floor((y % LINES_EVERY) / SCALE)
    for (let x = 0; x < width; x++) {
      const along = (x + line * 85) % WORDS_EVERY
      const glyph = GLYPHS[WORDS[Math.floor(along / (GLYPH_WIDTH * SCALE))] ?? ' ']!
      const bit = 4 - (Math.floor(along / SCALE) % GLYPH_WIDTH)
      const inLetter = row < GLYPH_HEIGHT && bit >= 0 && ((glyph[row]! >> bit) & 1) === 1
      marks[y * width + x] = inLetter ? LETTER : (x + y) % HATCH_EVERY === 0 ? HATCH : PLAIN
    }
  }
  return marks
}

/** True colour with alpha, eight bits. */
function png(width: number, height: number, rgba: Uint8ClampedArray): Buffer {
  const lines = Buffer.alloc(height * (1 + 4 * width))
  for (let y = 0; y < height; y++) lines.set(rgba.subarray(y * 4 * width, (y + 1) * 4 * width), y * (1 + 4 * width) + 1)
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 6, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(lines, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data])
  const out = Buffer.alloc(12 + data.length)
  out.writeUInt32BE(data.length, 0)
  out.set(body, 4)
  out.writeUInt32BE(crc32(body), 8 + data.length)
  return out
}

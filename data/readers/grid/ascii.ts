/**
 * ESRI ASCII grids (.asc, .dem, .wd, …): a header of `key value` lines in any case and order, then rows from north to south.
 * Corner or centre registration; tabs, CRLF and wrapped rows are read.
 */
import { createGrid, type Grid } from '../../../scenarios/grid.ts'
import { degreesRefused, fileProblem, looksLikeDegrees, tooManyCells } from '../problem.ts'

const keys = ['ncols', 'nrows', 'xllcorner', 'xllcenter', 'yllcorner', 'yllcenter', 'cellsize', 'nodata_value'] as const
type Key = (typeof keys)[number]

export function isAsciiGrid(bytes: Uint8Array): boolean {
  return /^\uFEFF?\s*(ncols|nrows|[xy]ll|cellsize|nodata)/i.test(
    new TextDecoder('latin1').decode(bytes.subarray(0, 64)).replace('ï»¿', ''),
  )
}

/** Values as f32; the nodata value as NaN. Degrees are refused. */
export function readAsciiGrid(bytes: Uint8Array, file: string, maxCells: number): Grid {
  const { columns, rows, west, north, dx: cellSize, degrees, data } = readAsciiRaster(bytes, file, maxCells)
  if (degrees) throw degreesRefused(file, 'cellsize')
  return createGrid({ columns, rows, cellSize, west, north }, data)
}

/** The same in degrees or metres, whatever the header says; `degrees` where they can be nothing else. */
export function readAsciiRaster(bytes: Uint8Array, file: string, maxCells: number) {
  const { header, offset, line } = readHeader(bytes, file)
  const columns = wholeNumber(header, 'ncols', file)
  const rows = wholeNumber(header, 'nrows', file)
  const cellSize = header.get('cellsize')
  if (cellSize === undefined || !(cellSize > 0)) throw badHeader(file, 'cellsize', 'a number above 0')
  const x = header.get('xllcorner') ?? shifted(header.get('xllcenter'), cellSize)
  const y = header.get('yllcorner') ?? shifted(header.get('yllcenter'), cellSize)
  if (x === undefined) throw badHeader(file, 'xllcorner', 'xllcorner or xllcenter with a number')
  if (y === undefined) throw badHeader(file, 'yllcorner', 'yllcorner or yllcenter with a number')
  if (columns * rows > maxCells) throw tooManyCells(file, columns, rows, maxCells)
  const north = y + rows * cellSize
  const degrees = looksLikeDegrees(cellSize, x, north)
  const data = readValues(bytes, offset, line, columns, rows, header.get('nodata_value') ?? -9999, file)
  return { columns, rows, west: x, north, dx: cellSize, dy: cellSize, degrees, data }
}

function readHeader(bytes: Uint8Array, file: string) {
  const text = new TextDecoder('latin1').decode(bytes.subarray(0, 4096)).replace('ï»¿', '   ')
  const header = new Map<Key, number>()
  let [offset, line] = [0, 1]
  for (const row of text.split('\n')) {
    const [key, value, ...more] = row.trim().split(/\s+/)
    if (key && !/^[a-z]/i.test(key)) break
    if (key && !isNaNWord(key)) {
      const name = key.toLowerCase() as Key
      const number = value === undefined ? Number.NaN : Number(value)
      if (!keys.includes(name) || more.length > 0) throw badHeader(file, key, `one of ${keys.join(', ')}`, line)
      if (!Number.isFinite(number) && !(name === 'nodata_value' && isNaNWord(value))) {
        throw badHeader(file, key, 'a number', line)
      }
      header.set(name, number)
    } else if (key) break
    offset += row.length + 1
    line++
  }
  return { header, offset: Math.min(offset, bytes.length), line }
}

const isNaNWord = (word: string | undefined) => word !== undefined && /^[-+]?nan$/i.test(word)
const shifted = (centre: number | undefined, cellSize: number) =>
  centre === undefined ? undefined : centre - cellSize / 2

function wholeNumber(header: Map<Key, number>, key: Key, file: string): number {
  const value = header.get(key)
  if (value === undefined || !Number.isInteger(value) || value < 1) throw badHeader(file, key, 'a whole number above 0')
  return value
}

/**
 * All numbers after the header, in order. Plain decimals of up to 15 digits are read by hand: digits and power of ten are exact in
 * f64, so that one division rounds as `Number` would.
 */
function readValues(
  bytes: Uint8Array,
  from: number,
  firstLine: number,
  columns: number,
  rows: number,
  nodata: number,
  file: string,
): Float32Array<ArrayBuffer> {
  const claimed = columns * rows
  // A value takes two bytes at least: a header that lies takes no memory.
  const data = new Float32Array(Math.min(claimed, Math.ceil((bytes.length - from) / 2) + 1))
  const missing = Math.fround(nodata)
  let [count, line, at, oddLine] = [0, firstLine, from, 0]
  let lineStart = 0
  while (at < bytes.length) {
    const c = bytes[at]!
    if (c === 10) {
      const inLine = count - lineStart
      if (oddLine === 0 && inLine > 0 && inLine !== columns) oddLine = line
      lineStart = count
      line++
    }
    if (c === 32 || c === 9 || c === 10 || c === 13) {
      at++
      continue
    }
    const start = at
    let [digits, mantissa, decimals, simple, point] = [0, 0, 0, true, false]
    const negative = c === 45
    if (negative || c === 43) at++
    for (; at < bytes.length; at++) {
      const d = bytes[at]!
      if (d >= 48 && d <= 57) {
        mantissa = mantissa * 10 + (d - 48)
        digits++
        if (point) decimals++
      } else if (d === 46 && !point) point = true
      else if (d === 32 || d === 9 || d === 10 || d === 13) break
      else simple = false
    }
    let value: number
    if (simple && digits > 0 && digits <= 15) value = (negative ? -mantissa : mantissa) / 10 ** decimals
    else {
      const word = String.fromCharCode(...bytes.subarray(start, Math.min(at, start + 64)))
      value = isNaNWord(word) && Number.isNaN(nodata) ? Number.NaN : Number(word)
      if (!Number.isFinite(value) && !(Number.isNaN(nodata) && isNaNWord(word))) {
        throw fileProblem(
          file,
          'not-a-number',
          { vi: `“${word.slice(0, 24)}” không phải là số`, en: `“${word.slice(0, 24)}” is not a number` },
          { place: `line ${line}, byte ${start}`, expected: 'a number, or the NODATA_value of the header' },
        )
      }
    }
    if (count === claimed) throw tooMany(file, columns, rows, line)
    const rounded = Math.fround(value)
    data[count++] = rounded === missing ? Number.NaN : rounded
  }
  if (count < claimed) {
    if (oddLine === 0 && count - lineStart > 0 && count - lineStart !== columns) oddLine = line
    throw tooFew(file, columns, rows, count, oddLine || line)
  }
  return data
}

const badHeader = (file: string, key: string, expected: string, line?: number) =>
  fileProblem(
    file,
    'grid-header',
    { vi: 'đầu đề của lưới ASCII không đúng', en: 'the header of the ASCII grid is wrong' },
    { place: line === undefined ? key : `line ${line}: ${key.slice(0, 24)}`, expected },
  )

const tooFew = (file: string, columns: number, rows: number, got: number, line: number) =>
  fileProblem(
    file,
    'grid-short',
    {
      vi: `thiếu giá trị: đầu đề nói ${columns * rows}, tệp có ${got}`,
      en: `values are missing: the header says ${columns * rows}, the file has ${got}`,
    },
    { place: `line ${line}`, expected: `${rows} rows of ${columns} values` },
  )

const tooMany = (file: string, columns: number, rows: number, line: number) =>
  fileProblem(
    file,
    'grid-long',
    { vi: 'nhiều giá trị hơn đầu đề nói', en: 'more values than the header says' },
    { place: `line ${line}`, expected: `${rows} rows of ${columns} values` },
  )

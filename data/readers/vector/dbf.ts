/** The table of a Shapefile (dBASE III to 7 as GIS programs write it): typed columns, records by number. */
import type { SourceValue } from './contract.ts'
import type { Reading } from './reading.ts'

export interface DbfTable {
  readonly count: number
  /** Null for a record that is marked as deleted. */
  row(index: number): Record<string, SourceValue> | null
  /** Some of its text, to see its encoding by. */
  sample(): Uint8Array
}

interface Column {
  readonly name: string
  readonly type: string
  readonly at: number
  readonly length: number
}

const SAMPLE_BYTES = 200_000

export function dbfTable(
  reading: Reading,
  bytes: Uint8Array,
  name: string,
  decode: (bytes: Uint8Array) => string,
): DbfTable {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const wrong = (at: number, vi: string, en: string) =>
    reading.wrong('dbf', { vi, en }, `${name}, byte ${at}`, 'a dBASE table whose records are whole')
  if (bytes.length < 33) throw wrong(0, 'bảng .dbf bị cắt cụt', 'the .dbf is cut off')
  const [count, start, width] = [view.getUint32(4, true), view.getUint16(8, true), view.getUint16(10, true)]
  if (width < 1 || start < 33 || start + count * width > bytes.length)
    throw wrong(4, `bảng .dbf khai ${count} bản ghi mà không đủ`, `the .dbf claims ${count} records and has fewer`)
  const columns: Column[] = []
  for (let at = 32, within = 1; at + 32 <= start && bytes[at] !== 0x0d; at += 32) {
    const raw = bytes.subarray(at, at + 11)
    const end = raw.indexOf(0)
    const length = bytes[at + 16]!
    if (within + length > width) throw wrong(at, 'cột vượt ra ngoài bản ghi', 'a column reaches beyond its record')
    const title = decode(end < 0 ? raw : raw.subarray(0, end)).trim()
    columns.push({
      name: title || `column ${columns.length + 1}`,
      type: String.fromCharCode(bytes[at + 11]!),
      at: within,
      length,
    })
    within += length
  }
  const texts = columns.filter(({ type }) => type === 'C')
  const cell = (index: number, { at, length }: Column) => {
    const from = start + index * width + at
    return bytes.subarray(from, from + length)
  }
  return {
    count,
    row(index) {
      if (bytes[start + index * width] === 0x2a) return null
      return Object.fromEntries(
        columns.map((column) => [column.name, valueAt(cell(index, column), column.type, decode)]),
      )
    },
    sample() {
      const parts: number[] = []
      for (let i = 0; i < count && parts.length < SAMPLE_BYTES; i++)
        for (const column of texts) parts.push(...cell(i, column), 10)
      return Uint8Array.from(parts)
    },
  }
}

function valueAt(raw: Uint8Array, type: string, decode: (bytes: Uint8Array) => string): SourceValue {
  if (type === 'I' || type === '+' || type === 'O') {
    const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength)
    if (type === 'O') return raw.length === 8 ? view.getFloat64(0, true) : null
    return raw.length === 4 ? view.getInt32(0, true) : null
  }
  const end = raw.indexOf(0)
  const text = decode(end < 0 ? raw : raw.subarray(0, end)).trim()
  if (type === 'N' || type === 'F') {
    const value = Number(text.replace(',', '.'))
    return text === '' || !Number.isFinite(value) ? null : value
  }
  if (type === 'L') return /^[TtYy]/.test(text) ? true : /^[FfNn]/.test(text) ? false : null
  if (type === 'D') return /^\d{8}$/.test(text) ? text.replace(/(....)(..)(..)/, '$1-$2-$3') : null
  return text === '' || type === 'M' || type === 'B' || type === 'G' ? null : text
}

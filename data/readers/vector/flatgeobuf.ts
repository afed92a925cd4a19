/**
 * FlatGeobuf 3 (flatgeobuf.org, header.fbs and feature.fbs), read feature by feature as it comes. Sizes, counts and offsets
 * are checked against what is really there; its index is passed over.
 */
import type { XY } from '../../../scenarios/frame.ts'
import { Pull } from '../pull.ts'
import type { SourceCrs, SourceValue, VectorReader } from './contract.ts'
import { crsFrom, epsg } from './crs.ts'
import { FlatTable } from './flatbuffer.ts'
import { layerName } from './geojson.ts'
import { Reading } from './reading.ts'
import { addShape, type RawShape } from './shape.ts'

const EXPECTED = 'FlatGeobuf, version 3'
const MAX_HEADER = 16 * 2 ** 20
const INDEX_NODE_BYTES = 40
const MAX_COLUMNS = 2000
const MAX_PARTS = 1_000_000

/** Fields of the tables, in the order of the schema. */
const HEADER = { name: 0, geometryType: 2, columns: 7, featuresCount: 8, indexNodeSize: 9, crs: 10 } as const
const COLUMN = { name: 0, type: 1 } as const
const CRS = { org: 0, code: 1, name: 2, wkt: 4, codeString: 5 } as const
const FEATURE = { geometry: 0, properties: 1, columns: 2 } as const
const GEOMETRY = { ends: 0, xy: 1, z: 2, type: 6, parts: 7 } as const

const kinds = [
  ...[
    'Unknown',
    'Point',
    'LineString',
    'Polygon',
    'MultiPoint',
    'MultiLineString',
    'MultiPolygon',
    'GeometryCollection',
  ],
]

interface Column {
  readonly name: string
  readonly type: number
}

export const readFlatGeobuf: VectorReader = async (file, options) => {
  const reading = new Reading(file, options, EXPECTED)
  const pull = new Pull(reading.chunks())
  try {
    const magic = await pull.take(8)
    if (String.fromCharCode(...magic.subarray(0, 7)) !== 'fgb\u0003fgb')
      throw reading.wrong(
        'fgb-magic',
        { vi: 'đầu tệp không phải FlatGeobuf phiên bản 3', en: 'the file does not begin as FlatGeobuf version 3' },
        'byte 0',
      )
    const header = await sized(reading, pull, 'header', MAX_HEADER)
    if (!header) throw cutOff(reading, pull.at)
    const { layer, columns, kind, count, indexBytes, crs } = trusted(reading, 'header', () => headerOf(reading, header))
    reading.layer(layer)
    if (indexBytes > 0 && !(await pull.skip(indexBytes))) throw cutOff(reading, pull.at)
    let number = 0
    for (;;) {
      const place = `feature ${number + 1}`
      const bytes = await sized(reading, pull, place, reading.limits.bytes)
      if (!bytes) break
      number++
      const { raw, properties } = trusted(reading, place, () => featureOf(bytes, columns, kind, reading.limits.depth))
      addShape(reading, layer, raw, properties, place)
    }
    if (count > 0 && number !== count)
      throw reading.wrong(
        'fgb-count',
        { vi: `tệp có ${number} đối tượng`, en: `the file has ${number} features` },
        `byte ${pull.at}`,
        `${count} features, as its header says`,
      )
    return reading.finish('flatgeobuf', crs)
  } finally {
    await pull.close()
  }
}

/** Bytes with their length before them; null at the end of the file. */
async function sized(reading: Reading, pull: Pull, place: string, most: number): Promise<Uint8Array | null> {
  const start = pull.at
  const prefix = await pull.take(4)
  if (prefix.length === 0) return null
  if (prefix.length < 4) throw cutOff(reading, pull.at)
  const size = new DataView(prefix.buffer, prefix.byteOffset).getUint32(0, true)
  const message = { vi: `kích thước ${size} byte không thể có`, en: `a size of ${size} bytes cannot be` }
  if (size < 8 || size > most) throw reading.wrong('fgb-size', message, `${place}, byte ${start}`, `8 to ${most} bytes`)
  const bytes = await pull.take(size)
  if (bytes.length < size) throw cutOff(reading, pull.at)
  return bytes
}

/** Runs what reads untrusted offsets; one that points outside ends in a `Problem`. */
function trusted<T>(reading: Reading, place: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    const message = { vi: 'dữ liệu trỏ ra ngoài chỗ của nó', en: 'its data point outside their place' }
    throw reading.wrong('fgb-offset', message, place)
  }
}

function headerOf(reading: Reading, bytes: Uint8Array) {
  const header = FlatTable.root(bytes)
  const count = header.uint64(HEADER.featuresCount)
  if (count > reading.limits.features) throw reading.tooMany('header', 'features', reading.limits.features)
  const columns: Column[] = header
    .tables(HEADER.columns, MAX_COLUMNS)
    .map((column) => ({ name: column.text(COLUMN.name), type: column.uint8(COLUMN.type) }))
  return {
    layer: header.text(HEADER.name) || layerName(reading.file),
    columns,
    kind: header.uint8(HEADER.geometryType),
    count,
    indexBytes: indexSize(count, header.uint16(HEADER.indexNodeSize, 16)),
    crs: crsOf(reading, header.table(HEADER.crs)),
  }
}

/** Bytes of the packed R-tree between header and features. */
function indexSize(count: number, nodeSize: number): number {
  if (count === 0 || nodeSize === 0) return 0
  const fan = Math.max(2, nodeSize)
  let [level, nodes] = [count, count]
  do {
    level = Math.ceil(level / fan)
    nodes += level
  } while (level > 1)
  return nodes * INDEX_NODE_BYTES
}

function crsOf(reading: Reading, crs: FlatTable | null): SourceCrs | null {
  if (!crs) return null
  const code = crs.int32(CRS.code)
  const known = /^(epsg)?$/i.test(crs.text(CRS.org)) && code > 0 ? epsg(code) : null
  if (known) return known
  const said = crs.text(CRS.wkt) || crs.text(CRS.codeString) || (code > 0 ? `EPSG:${code}` : crs.text(CRS.name))
  return said === '' ? null : crsFrom(said, reading.file.name, 'header, crs')
}

function featureOf(bytes: Uint8Array, columns: readonly Column[], kind: number, depth: number) {
  const feature = FlatTable.root(bytes)
  const own = feature.tables(FEATURE.columns, MAX_COLUMNS)
  const known = own.length === 0 ? columns : own.map((c) => ({ name: c.text(COLUMN.name), type: c.uint8(COLUMN.type) }))
  const geometry = feature.table(FEATURE.geometry)
  // Parts may share their bytes: together they may not say more than the bytes could hold.
  const budget = { values: bytes.length / 8 }
  return {
    raw: geometry && shapeOf(geometry, kind, depth, budget),
    properties: valuesOf(feature.bytes(FEATURE.properties), known),
  }
}

function shapeOf(geometry: FlatTable, headerKind: number, depth: number, budget: { values: number }): RawShape {
  if (depth < 0) throw new RangeError('parts within parts')
  const kind = headerKind || geometry.uint8(GEOMETRY.type)
  const type = kinds[kind] ?? `kind ${kind}`
  if (kind === 6 || kind === 7) {
    const parts = geometry.tables(GEOMETRY.parts, MAX_PARTS)
    budget.values -= parts.length
    const shapes = parts.map((part) => shapeOf(part, kind === 6 ? 3 : 0, depth - 1, budget))
    return kind === 6 ? { type, coordinates: shapes.map((s) => s.coordinates) } : { type, geometries: shapes }
  }
  budget.values -= geometry.count(GEOMETRY.xy)
  if (budget.values < 0) throw new RangeError('parts that share their bytes')
  const xy = geometry.float64s(GEOMETRY.xy)
  const points = Array.from({ length: xy.length >> 1 }, (_, i): XY => [xy[i * 2]!, xy[i * 2 + 1]!])
  if (kind === 1) return { type, coordinates: points[0] ?? [] }
  if (kind !== 3 && kind !== 5) return { type, coordinates: points }
  const ends = geometry.uint32s(GEOMETRY.ends)
  const cuts = ends.length === 0 ? [points.length] : ends
  if (cuts.some((end, i) => end > points.length || end < (cuts[i - 1] ?? 0))) throw new RangeError('an end outside')
  return { type, coordinates: cuts.map((end, i) => points.slice(cuts[i - 1] ?? 0, end)) }
}

const decoder = new TextDecoder()

/** Bytes of a value by its column's type; 0 where its own length stands before it. */
const widths = [1, 1, 1, 2, 2, 4, 4, 8, 8, 4, 8, 0, 0, 0, 0]

function valuesOf(bytes: Uint8Array, columns: readonly Column[]): Record<string, SourceValue> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const out: [string, SourceValue][] = []
  for (let at = 0; at < bytes.length; ) {
    const column = columns[view.getUint16(at, true)]
    const width = column && widths[column.type]
    if (column === undefined || width === undefined) throw new RangeError('a column that is none')
    at += 2
    const length = width === 0 ? view.getUint32(at, true) : width
    if (width === 0) at += 4
    if (at + length > bytes.length) throw new RangeError('a value beyond its feature')
    out.push([column.name, valueAt(view, at, length, column.type)])
    at += length
  }
  return Object.fromEntries(out)
}

function valueAt(view: DataView, at: number, length: number, type: number): SourceValue {
  switch (type) {
    case 0:
      return view.getInt8(at)
    case 1:
      return view.getUint8(at)
    case 2:
      return view.getUint8(at) !== 0
    case 3:
      return view.getInt16(at, true)
    case 4:
      return view.getUint16(at, true)
    case 5:
      return view.getInt32(at, true)
    case 6:
      return view.getUint32(at, true)
    case 7:
      return Number(view.getBigInt64(at, true))
    case 8:
      return Number(view.getBigUint64(at, true))
    case 9:
    case 10: {
      const value = type === 9 ? view.getFloat32(at, true) : view.getFloat64(at, true)
      return Number.isFinite(value) ? value : null
    }
    case 14:
      return null
    default:
      return decoder.decode(new Uint8Array(view.buffer, view.byteOffset + at, length))
  }
}

const cutOff = (reading: Reading, at: number) =>
  reading.wrong('cut-off', { vi: 'tệp bị cắt cụt', en: 'the file is cut off' }, `byte ${at}`)

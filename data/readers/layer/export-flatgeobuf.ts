/**
 * A layer as FlatGeobuf 3 (flatgeobuf.org, header.fbs and feature.fbs) in WGS 84: what the GeoJSON of `export.ts` says, with the
 * packed R-tree of Hilbert-sorted features, so that a reader asks for the bytes of its window alone.
 */
import type { Feature } from '../../../scenarios/city/dataset.ts'
import { layerAbout } from '../../../scenarios/city/layers.ts'
import { type Frame, projection } from '../../../scenarios/frame.ts'
import { type Bounds, boundsOf, type Geometry, geometryBounds } from '../../../scenarios/geometry.ts'
import { type FlatFields, type FlatValue, flatBuffer } from '../vector/flatbuffer-write.ts'
import { aboutOf, type ExportAbout, inDegrees, type OpenProperties, propertiesOf } from './export.ts'
import { titleOfPath } from './fields.ts'

const MAGIC = [0x66, 0x67, 0x62, 3, 0x66, 0x67, 0x62, 0]
const NODE_SIZE = 16
const NODE_BYTES = 40
const BOOL = 2
const DOUBLE = 10
const STRING = 11
const kinds = ['Unknown', 'Point', 'LineString', 'Polygon', 'MultiPoint', 'MultiLineString', 'MultiPolygon']

interface Column {
  readonly name: string
  readonly type: number
}

export function* layerFlatGeobuf(
  features: readonly Feature[],
  about: ExportAbout,
  frame: Frame,
): Generator<Uint8Array> {
  const move = inDegrees(projection(frame))
  const rows = features.map((feature) => {
    const geometry = { type: feature.geometry.type, coordinates: move(feature.geometry.coordinates) } as Geometry
    return { geometry, bounds: geometryBounds(geometry), values: { id: feature.id, ...propertiesOf(feature) } }
  })
  const columns = columnsOf(rows.map(({ values }) => values))
  const types = new Set(rows.map(({ geometry }) => geometry.type))
  const kind = types.size === 1 ? kinds.indexOf([...types][0]!) : 0
  const extent = rows.length > 0 ? whole(rows.map(({ bounds }) => bounds)) : null
  const sorted = extent
    ? rows
        .map((row) => ({ row, at: hilbert(row.bounds, extent) }))
        .sort((a, b) => a.at - b.at)
        .map(({ row }) => row)
    : []
  const written = sorted.map(({ geometry, values }) =>
    flatBuffer({ 0: { table: geometryFields(geometry) }, 1: { bytes: packed(values, columns) } }, true),
  )
  const { title } = layerAbout[about.id]
  yield Uint8Array.from(MAGIC)
  yield flatBuffer(
    {
      0: { text: about.id },
      ...(extent ? { 1: { float64s: extent } } : {}),
      2: { uint8: kind },
      7: {
        tables: columns.map(({ name, type }) => ({
          0: { text: name },
          1: { uint8: type },
          2: { text: headingOf(name) },
        })),
      },
      8: { uint64: rows.length },
      9: { uint16: NODE_SIZE },
      10: { table: { 0: { text: 'EPSG' }, 1: { int32: 4326 }, 2: { text: 'WGS 84' } } },
      11: { text: `${title.vi} / ${title.en}` },
      12: { text: about.sources.map((source) => `${source.title} (${source.licence})`).join('; ') },
      13: { text: JSON.stringify(aboutOf(about, frame)) },
    },
    true,
  )
  if (extent)
    yield indexOf(
      sorted.map(({ bounds }) => bounds),
      written.map(({ length }) => length),
    )
  yield* written
}

function headingOf(path: string): string {
  const { title, unit } = titleOfPath(path)
  return `${title.vi} / ${title.en}${unit ? ` (${unit})` : ''}`
}

const whole = (all: readonly Bounds[]): Bounds =>
  boundsOf(
    all.flatMap(([w, s, e, n]): [number, number][] => [
      [w, s],
      [e, n],
    ]),
  )

/** A column of numbers alone is one of numbers; what is mixed is text. */
function columnsOf(rows: readonly OpenProperties[]): Column[] {
  const types = new Map<string, number | null>()
  for (const row of rows)
    for (const [name, value] of Object.entries(row)) {
      const before = types.get(name) ?? null
      const type =
        value === null ? null : typeof value === 'number' ? DOUBLE : typeof value === 'boolean' ? BOOL : STRING
      types.set(name, type === null || before === type ? before : before === null ? type : STRING)
    }
  return [...types].map(([name, type]) => ({ name, type: type ?? STRING }))
}

function geometryFields({ type, coordinates }: Geometry): FlatFields {
  const kind: FlatValue = { uint8: kinds.indexOf(type) }
  if (type === 'MultiPolygon')
    return {
      6: kind,
      7: { tables: coordinates.map((polygon) => geometryFields({ type: 'Polygon', coordinates: polygon })) },
    }
  const parts = type === 'Point' ? [[coordinates]] : type === 'LineString' ? [coordinates] : coordinates
  const xy = parts.flat(2) as number[]
  if (parts.length === 1) return { 1: { float64s: xy }, 6: kind }
  let end = 0
  const ends = parts.map((part) => {
    end += part.length
    return end
  })
  return { 0: { uint32s: ends }, 1: { float64s: xy }, 6: kind }
}

const encoder = new TextEncoder()

function packed(values: OpenProperties, columns: readonly Column[]): Uint8Array {
  const pieces = columns.flatMap(({ name, type }, i): Uint8Array[] => {
    const value = values[name]
    if (value === null || value === undefined) return []
    const text = type === STRING ? encoder.encode(String(value)) : null
    const piece = new Uint8Array(2 + (text ? 4 + text.length : type === BOOL ? 1 : 8))
    const view = new DataView(piece.buffer)
    view.setUint16(0, i, true)
    if (text) {
      view.setUint32(2, text.length, true)
      piece.set(text, 6)
    } else if (type === BOOL) view.setUint8(2, value ? 1 : 0)
    else view.setFloat64(2, value as number, true)
    return [piece]
  })
  const out = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const piece of pieces) {
    out.set(piece, at)
    at += piece.length
  }
  return out
}

/** The packed R-tree: its root first, its leaves last, each leaf with where its feature begins. */
function indexOf(bounds: readonly Bounds[], sizes: readonly number[]): Uint8Array {
  const levels = [bounds.length]
  do levels.push(Math.ceil(levels.at(-1)! / NODE_SIZE))
  while (levels.at(-1)! > 1)
  const nodes = levels.reduce((sum, count) => sum + count, 0)
  const view = new DataView(new ArrayBuffer(nodes * NODE_BYTES))
  const put = (node: number, box: Bounds, offset: number) => {
    for (const [i, value] of box.entries()) view.setFloat64(node * NODE_BYTES + i * 8, value, true)
    view.setBigUint64(node * NODE_BYTES + 32, BigInt(offset), true)
  }
  let first = nodes - bounds.length
  let offset = 0
  for (const [i, box] of bounds.entries()) {
    put(first + i, box, offset)
    offset += sizes[i]!
  }
  let below = bounds
  for (const count of levels.slice(1)) {
    const start = first - count
    const level = Array.from({ length: count }, (_, i) => whole(below.slice(i * NODE_SIZE, (i + 1) * NODE_SIZE)))
    for (const [i, box] of level.entries()) put(start + i, box, first + i * NODE_SIZE)
    first = start
    below = level
  }
  return new Uint8Array(view.buffer)
}

/** Where the middle of bounds stands on the curve of 2¹⁶ × 2¹⁶ cells. */
function hilbert([w, s, e, n]: Bounds, [west, south, east, north]: Bounds): number {
  const cell = (value: number, from: number, to: number) =>
    to > from ? Math.floor((65_535 * (value - from)) / (to - from)) : 0
  let [x, y] = [cell((w + e) / 2, west, east), cell((s + n) / 2, south, north)]
  let at = 0
  for (let side = 32_768; side >= 1; side /= 2) {
    const right = (x & side) > 0 ? 1 : 0
    const up = (y & side) > 0 ? 1 : 0
    at += side * side * ((3 * right) ^ up)
    if (up === 0) {
      if (right === 1) [x, y] = [side - 1 - (x & (side - 1)), side - 1 - (y & (side - 1))]
      ;[x, y] = [y & (side - 1), x & (side - 1)]
    } else [x, y] = [x & (side - 1), y & (side - 1)]
  }
  return at
}

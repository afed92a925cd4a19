/** The geometry file of a Shapefile (ESRI Shapefile Technical Description, 1998): record by record, every count checked. */
import type { XY } from '../../../scenarios/frame.ts'
import type { Ring } from '../../../scenarios/geometry.ts'
import { boundsOf, overlaps, pointInRing, ringArea } from '../../../scenarios/geometry.ts'
import type { Bilingual } from '../../../scenarios/text.ts'
import type { Reading } from './reading.ts'
import type { RawShape } from './shape.ts'

/** Most rings or lines of one record. */
const MAX_PARTS = 20_000

/** Kinds of shapes: 3 line, 5 polygon …; 10 more with heights, 20 more with measures. */
const kindOf = (code: number): 'none' | 'point' | 'line' | 'polygon' | 'points' | null => {
  if (code === 0) return 'none'
  const plain = code > 20 ? code - 20 : code > 10 ? code - 10 : code
  return ({ 1: 'point', 3: 'line', 5: 'polygon', 8: 'points' } as const)[plain as 1] ?? null
}

/** Shapes of a .shp in the order of its records; null for an empty one. */
export function* shapesOf(reading: Reading, bytes: Uint8Array, name: string): Generator<RawShape | null> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const wrong = (at: number, message: Bilingual) =>
    reading.wrong('shp', message, `${name}, byte ${at}`, 'a Shapefile whose records are whole')
  if (bytes.length < 100 || view.getInt32(0) !== 9994)
    throw wrong(0, { vi: 'không phải tệp .shp', en: 'this is no .shp' })
  const most = bytes.length
  for (let at = 100, record = 1; at < most; record++) {
    if (at + 12 > most) throw wrong(at, cutOff)
    const length = view.getInt32(at + 4) * 2
    const start = at + 8
    if (length < 4 || start + length > most) throw wrong(at, cutOff)
    const kind = kindOf(view.getInt32(start, true))
    if (kind === null) {
      reading.remark('skipped', 'shape-kind', unknownShape, `${name} record ${record}`)
      yield null
    } else
      yield shapeAt(reading, new DataView(bytes.buffer, bytes.byteOffset + start, length), kind, () => wrong(at, lying))
    at = start + length
  }
}

const cutOff = { vi: 'bản ghi bị cắt cụt', en: 'a record is cut off' }
const tooManyParts = { vi: 'một bản ghi có quá nhiều phần', en: 'a record has too many parts' }
const lying = { vi: 'bản ghi khai nhiều đỉnh hơn nó có', en: 'a record claims more corners than it has' }
const unknownShape = {
  vi: 'bỏ qua hình không thuộc điểm, đường, vùng (multipatch)',
  en: 'shapes other than points, lines and polygons (multipatch) were left out',
}

function shapeAt(
  reading: Reading,
  record: DataView,
  kind: 'none' | 'point' | 'line' | 'polygon' | 'points',
  wrong: () => Error,
): RawShape | null {
  if (kind === 'none') return null
  const point = (at: number): XY => [record.getFloat64(at, true), record.getFloat64(at + 8, true)]
  if (kind === 'point') {
    if (record.byteLength < 20) throw wrong()
    return { type: 'Point', coordinates: point(4) }
  }
  if (record.byteLength < (kind === 'points' ? 40 : 44)) throw wrong()
  const partCount = kind === 'points' ? 0 : record.getUint32(36, true)
  const count = record.getUint32(kind === 'points' ? 36 : 40, true)
  const first = (kind === 'points' ? 40 : 44) + partCount * 4
  if (first + count * 16 > record.byteLength) throw wrong()
  const points = Array.from({ length: count }, (_, i) => point(first + i * 16))
  if (kind === 'points') return { type: 'MultiPoint', coordinates: points }
  const starts = Array.from({ length: partCount }, (_, i) => record.getUint32(44 + i * 4, true))
  if (partCount > MAX_PARTS) throw reading.wrong('shp', tooManyParts, '', `at most ${MAX_PARTS} parts in a record`)
  if (starts.some((s, i) => s > count || s < (starts[i - 1] ?? 0))) throw wrong()
  const parts = starts.map((s, i) => points.slice(s, starts[i + 1] ?? count))
  return kind === 'line'
    ? { type: 'MultiLineString', coordinates: parts }
    : { type: 'MultiPolygon', coordinates: polygonsOfRings(reading, parts) }
}

/** Rings sorted into polygons: outer ones turn clockwise; a hole belongs to the smallest outer ring around it. */
function polygonsOfRings(reading: Reading, rings: XY[][]): XY[][][] {
  const known = rings
    .filter((ring) => ring.length > 2)
    .map((ring) => ({ ring, area: ringArea(ring), bounds: boundsOf(ring), holes: [] as XY[][] }))
  const clockwise = known.filter(({ area }) => area < 0)
  const outer = clockwise.length > 0 ? clockwise : known
  const holes = clockwise.length > 0 ? known.filter(({ area }) => area >= 0) : []
  const alone: typeof known = []
  for (const hole of holes) {
    reading.check()
    const around = outer
      .filter((o) => overlaps(o.bounds, hole.bounds) && mostlyInside(hole.ring, o.ring))
      .toSorted((a, b) => Math.abs(a.area) - Math.abs(b.area))[0]
    if (around) around.holes.push(hole.ring)
    else alone.push(hole)
  }
  return [...outer, ...alone].map(({ ring, holes: own }) => [ring, ...own])
}

/** Corners of a hole that are looked at: some of them may touch the outer ring. */
const LOOKED_AT = 16

const mostlyInside = (ring: Ring, outer: Ring) => {
  const step = Math.max(1, Math.floor(ring.length / LOOKED_AT))
  const some = ring.filter((_, i) => i % step === 0)
  const inside = some.filter((p) => pointInRing(p, outer)).length
  return inside * 2 > some.length || (inside > 0 && some.length < 5)
}

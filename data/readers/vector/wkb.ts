/** Geometry as well-known binary (OGC 06-103r4; ISO and the Z/M flags of PostGIS), with or without the header of GeoPackage. */
import type { RawShape } from './shape.ts'

const kinds = [
  ...['', 'Point', 'LineString', 'Polygon', 'MultiPoint', 'MultiLineString', 'MultiPolygon', 'GeometryCollection'],
]

/** Bytes of the envelope in a GeoPackage header by its kind. */
const ENVELOPES = [0, 32, 48, 48, 64]

/** A blob of GeoPackage (OGC 12-128r19, 2.1.3). Null where it is marked empty; RangeError where it is not what it says. */
export function geoPackageShape(blob: Uint8Array): { raw: RawShape | null; srid: number } {
  const view = new DataView(blob.buffer, blob.byteOffset, blob.byteLength)
  if (blob[0] !== 0x47 || blob[1] !== 0x50) throw new RangeError('no GeoPackage geometry')
  const flags = view.getUint8(3)
  const envelope = ENVELOPES[(flags >> 1) & 7]
  if (envelope === undefined || (flags & 0x20) !== 0) throw new RangeError('an unknown envelope or extended type')
  const srid = view.getInt32(4, (flags & 1) === 1)
  return { raw: (flags & 0x10) !== 0 ? null : wkbShape(blob.subarray(8 + envelope)), srid }
}

const MOST_NESTING = 16

export function wkbShape(bytes: Uint8Array): RawShape {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = 0
  const shape = (depth: number): RawShape => {
    if (depth > MOST_NESTING) throw new RangeError('parts within parts')
    const little = view.getUint8(at) === 1
    let code = view.getUint32(at + 1, little)
    at += 5
    if ((code & 0x20000000) !== 0) at += 4
    const [z, m] = [(code & 0x80000000) !== 0, (code & 0x40000000) !== 0]
    code &= 0xffff
    const thousand = Math.floor(code / 1000)
    const extra = (z || thousand === 1 || thousand === 3 ? 1 : 0) + (m || thousand === 2 || thousand === 3 ? 1 : 0)
    const hasZ = z || thousand === 1 || thousand === 3
    const type = kinds[code % 1000]
    const width = 16 + extra * 8
    /** A count of things of at least so many bytes each: more than can be there is a lie. */
    const count = (size: number) => {
      const claimed = view.getUint32(at, little)
      at += 4
      if (claimed * size > bytes.length - at) throw new RangeError(`a claim of ${claimed} parts`)
      return claimed
    }
    const point = () => {
      const place = [view.getFloat64(at, little), view.getFloat64(at + 8, little)]
      if (hasZ) place.push(view.getFloat64(at + 16, little))
      at += width
      return place
    }
    const points = () => Array.from({ length: count(width) }, point)
    if (type === 'Point') {
      const place = point()
      return { type, coordinates: place.slice(0, 2).every(Number.isNaN) ? [] : place }
    }
    if (type === 'LineString') return { type, coordinates: points() }
    if (type === 'Polygon') return { type, coordinates: Array.from({ length: count(4) }, points) }
    if (!type) throw new RangeError(`geometry of the kind ${code}`)
    const parts = Array.from({ length: count(5) }, () => shape(depth + 1))
    return type === 'GeometryCollection'
      ? { type, geometries: parts }
      : { type, coordinates: parts.map((part) => part.coordinates) }
  }
  return shape(0)
}

/**
 * Geometry of any source made whole: numbers checked, rings closed and turned (outer counter-clockwise, holes clockwise,
 * RFC 7946), collections and multipoints taken apart. What cannot be mended is left out with a remark.
 */
import type { XY } from '../../../scenarios/frame.ts'
import type { Geometry } from '../../../scenarios/geometry.ts'
import { ringArea } from '../../../scenarios/geometry.ts'
import type { SourceValue } from './contract.ts'
import type { Reading } from './reading.ts'

/** A geometry as GeoJSON writes it; nothing about it is known yet. */
export interface RawShape {
  readonly type?: unknown
  readonly coordinates?: unknown
  readonly geometries?: unknown
}

class Unusable extends Error {}

/** Adds what a raw geometry holds to a layer: one feature, or several where it must be taken apart. */
export function addShape(
  reading: Reading,
  layer: string,
  raw: RawShape | null,
  properties: Readonly<Record<string, SourceValue>>,
  place: string,
): void {
  let geometries: Geometry[] = []
  try {
    if (raw) geometries = shapesOf(reading, raw, place, 0)
  } catch (error) {
    if (!(error instanceof Unusable)) throw error
    reading.remark('skipped', 'geometry-broken', broken, `${place}: ${error.message}`)
    return
  }
  if (geometries.length === 0) reading.remark('skipped', 'no-geometry', noGeometry, place)
  for (const geometry of geometries) reading.add(layer, geometry, properties, place)
}

function shapesOf(reading: Reading, raw: RawShape, place: string, depth: number): Geometry[] {
  if (depth > reading.limits.depth) throw reading.tooMany(place, 'levels', reading.limits.depth)
  const { type, coordinates } = raw
  const point = (value: unknown) => pointFrom(reading, value, place)
  const line = (value: unknown) => lineFrom(list(value).map(point))
  const polygon = (value: unknown) =>
    polygonFrom(
      reading,
      list(value).map((ring) => list(ring).map(point)),
      place,
    )
  const present = <T>(values: (T | null)[]) => values.filter((value) => value !== null)
  switch (type) {
    case 'Point':
      return list(coordinates).length === 0 ? [] : [{ type, coordinates: point(coordinates) }]
    case 'MultiPoint': {
      const points = list(coordinates).map(point)
      if (points.length > 1) reading.remark('repaired', 'taken-apart', takenApart, place)
      return points.map((at) => ({ type: 'Point', coordinates: at }))
    }
    case 'LineString': {
      const only = line(coordinates)
      return only ? [{ type, coordinates: only }] : []
    }
    case 'MultiLineString': {
      const lines = present(list(coordinates).map(line))
      if (lines.length === 0) return []
      return lines.length === 1
        ? [{ type: 'LineString', coordinates: lines[0]! }]
        : [{ type: 'MultiLineString', coordinates: lines }]
    }
    case 'Polygon': {
      const only = polygon(coordinates)
      return only ? [{ type, coordinates: only }] : []
    }
    case 'MultiPolygon': {
      const polygons = present(list(coordinates).map(polygon))
      if (polygons.length === 0) return []
      return polygons.length === 1
        ? [{ type: 'Polygon', coordinates: polygons[0]! }]
        : [{ type: 'MultiPolygon', coordinates: polygons }]
    }
    case 'GeometryCollection': {
      const parts = list(raw.geometries).flatMap((part) => {
        if (typeof part !== 'object' || part === null) throw new Unusable('a geometry that is none')
        return shapesOf(reading, part, place, depth + 1)
      })
      if (parts.length > 1) reading.remark('repaired', 'taken-apart', takenApart, place)
      return parts
    }
    default:
      throw new Unusable(`a geometry of the kind “${String(type).slice(0, 40)}”`)
  }
}

const list = (value: unknown): unknown[] => {
  if (Array.isArray(value)) return value
  throw new Unusable('coordinates that are no list')
}

function pointFrom(reading: Reading, value: unknown, place: string): XY {
  const [x, y, z] = list(value)
  if (typeof x !== 'number' || typeof y !== 'number' || !Number.isFinite(x) || !Number.isFinite(y))
    throw new Unusable(`a corner that is “${String(JSON.stringify(value)).slice(0, 40)}”`)
  if (typeof z === 'number' && z !== 0) reading.remark('skipped', 'height', heightLeft, place)
  return [x, y]
}

const same = (a: XY, b: XY) => a[0] === b[0] && a[1] === b[1]

function lineFrom(points: XY[]): XY[] | null {
  return points.some((p) => !same(p, points[0]!)) ? points : null
}

/** Outer ring first; null where nothing of it has an area. */
export function polygonFrom(reading: Reading, rings: XY[][], place: string): XY[][] | null {
  const out: XY[][] = []
  for (const [i, ring] of rings.entries()) {
    const first = ring[0]
    if (first && !same(first, ring.at(-1)!)) {
      ring.push([first[0], first[1]])
      reading.remark('repaired', 'ring-closed', ringClosed, place)
    }
    const area = ring.length < 4 ? 0 : ringArea(ring)
    if (area === 0 || !Number.isFinite(area)) {
      if (i === 0) return null
      reading.remark('skipped', 'hole-empty', holeEmpty, place)
      continue
    }
    out.push(area > 0 === (i === 0) ? ring : ring.reverse())
  }
  return out.length > 0 ? out : null
}

const noGeometry = {
  vi: 'bỏ qua đối tượng không có hình học (hoặc hình học suy biến)',
  en: 'features without a geometry (or a degenerate one) were left out',
}
const broken = {
  vi: 'bỏ qua đối tượng có tọa độ hỏng',
  en: 'features with broken coordinates were left out',
}
const takenApart = {
  vi: 'tập hợp hình học được tách thành từng đối tượng',
  en: 'collections of geometries were taken apart',
}
const ringClosed = { vi: 'vòng chưa khép được khép lại', en: 'open rings were closed' }
const holeEmpty = { vi: 'bỏ qua lỗ không có diện tích', en: 'holes without an area were left out' }
const heightLeft = { vi: 'không dùng cao độ của các đỉnh', en: 'the heights of corners are not used' }

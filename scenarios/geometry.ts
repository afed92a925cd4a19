/** Plane geometry in the local metric frame. Rings are closed or open alike; outer rings may turn either way. */
import type { XY } from './frame.ts'
import type { Metres, SquareMetres } from './units.ts'

export type Ring = readonly XY[]
/** [minX, minY, maxX, maxY] in metres */
export type Bounds = readonly [number, number, number, number]

export type Geometry =
  | { readonly type: 'Point'; readonly coordinates: XY }
  | { readonly type: 'LineString'; readonly coordinates: XY[] }
  | { readonly type: 'Polygon'; readonly coordinates: XY[][] }
  | { readonly type: 'MultiPolygon'; readonly coordinates: XY[][][] }
  | { readonly type: 'MultiLineString'; readonly coordinates: XY[][] }

export function boundsOf(points: Iterable<XY>): Bounds {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [x, y] of points) {
    if (x < minX) minX = x
    if (y < minY) minY = y
    if (x > maxX) maxX = x
    if (y > maxY) maxY = y
  }
  return [minX, minY, maxX, maxY]
}

export function* pointsOf(geometry: Geometry): Generator<XY> {
  switch (geometry.type) {
    case 'Point':
      yield geometry.coordinates
      return
    case 'LineString':
      yield* geometry.coordinates
      return
    case 'Polygon':
    case 'MultiLineString':
      for (const part of geometry.coordinates) yield* part
      return
    case 'MultiPolygon':
      for (const polygon of geometry.coordinates) for (const ring of polygon) yield* ring
  }
}

export const geometryBounds = (geometry: Geometry): Bounds => boundsOf(pointsOf(geometry))

/** The polygons of a surface as lists of rings: outer first, holes after. */
export function polygonsOf(geometry: Geometry): XY[][][] {
  if (geometry.type === 'Polygon') return [geometry.coordinates]
  return geometry.type === 'MultiPolygon' ? geometry.coordinates : []
}

export const linesOf = (geometry: Geometry): XY[][] =>
  geometry.type === 'LineString'
    ? [geometry.coordinates]
    : geometry.type === 'MultiLineString'
      ? geometry.coordinates
      : []

export const overlaps = (a: Bounds, b: Bounds): boolean => a[0] <= b[2] && a[2] >= b[0] && a[1] <= b[3] && a[3] >= b[1]
export const contains = (b: Bounds, [x, y]: XY): boolean => x >= b[0] && x < b[2] && y >= b[1] && y < b[3]
export const grow = (b: Bounds, by: number): Bounds => [b[0] - by, b[1] - by, b[2] + by, b[3] + by]

/** Signed area, m²: positive counter-clockwise. Computed about the first corner to keep the digits of national grids. */
export function ringArea(ring: Ring): SquareMetres {
  if (ring.length < 3) return 0
  const [ox, oy] = ring[0]!
  let twice = 0
  for (let i = 0; i < ring.length; i++) {
    const [x0, y0] = ring[i]!
    const [x1, y1] = ring[(i + 1) % ring.length]!
    twice += (x0 - ox) * (y1 - oy) - (x1 - ox) * (y0 - oy)
  }
  return twice / 2
}

export function lineLength(line: readonly XY[]): Metres {
  let length = 0
  for (let i = 1; i < line.length; i++)
    length += Math.hypot(line[i]![0] - line[i - 1]![0], line[i]![1] - line[i - 1]![1])
  return length
}

export function polygonArea(geometry: Geometry): SquareMetres {
  let area = 0
  for (const [outer, ...holes] of polygonsOf(geometry)) {
    area += Math.abs(ringArea(outer!))
    for (const hole of holes) area -= Math.abs(ringArea(hole))
  }
  return area
}

export function pointInRing([x, y]: XY, ring: Ring): boolean {
  let inside = false
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [xi, yi] = ring[i]!
    const [xj, yj] = ring[j]!
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside
  }
  return inside
}

export const pointInPolygon = (point: XY, rings: readonly Ring[]): boolean =>
  rings.length > 0 && pointInRing(point, rings[0]!) && !rings.slice(1).some((hole) => pointInRing(point, hole))

export const pointInGeometry = (point: XY, geometry: Geometry): boolean =>
  polygonsOf(geometry).some((rings) => pointInPolygon(point, rings))

/** Half a millimetre apart: the same corner. */
const SAME_METRES = 5e-4
/** A ring without its first corner repeated at the end. */
export function opened(ring: Ring): XY[] {
  const [first, last] = [ring[0], ring.at(-1)]
  const closed =
    ring.length > 1 && Math.abs(first![0] - last![0]) < SAME_METRES && Math.abs(first![1] - last![1]) < SAME_METRES
  return closed ? ring.slice(0, -1) : [...ring]
}

/** Area centroid of a ring; the mean of its corners where the area vanishes. */
export function centroid(ring: Ring): XY {
  const [ox, oy] = ring[0]!
  let [cx, cy, twice] = [0, 0, 0]
  for (let i = 0; i < ring.length; i++) {
    const [x0, y0] = [ring[i]![0] - ox, ring[i]![1] - oy]
    const [x1, y1] = [ring[(i + 1) % ring.length]![0] - ox, ring[(i + 1) % ring.length]![1] - oy]
    const cross = x0 * y1 - x1 * y0
    cx += (x0 + x1) * cross
    cy += (y0 + y1) * cross
    twice += cross
  }
  if (Math.abs(twice) < 1e-9) {
    return [ring.reduce((s, p) => s + p[0], 0) / ring.length, ring.reduce((s, p) => s + p[1], 0) / ring.length]
  }
  return [ox + cx / (3 * twice), oy + cy / (3 * twice)]
}

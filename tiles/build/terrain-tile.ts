/**
 * One tile of terrain in Cesium's quantized-mesh format, version 1.0, from triangles, with normals for shading. Specification: https://github.com/CesiumGS/quantized-mesh
 */
import {
  dot,
  EQUATORIAL_RADIUS,
  earthCentred,
  localFrame,
  METRES_PER_DEGREE,
  POLAR_RADIUS,
  type XYZ,
} from './geodesy.ts'

import type { TileMesh } from './terrain-mesh.ts'

const MOST = 32767
const OCT_VERTEX_NORMALS = 1

/** West, south, east, north in degrees. */
export type Rectangle = readonly [number, number, number, number]

export function encodeTerrainTile(rectangle: Rectangle, { u, v, heights, slopes, indices }: TileMesh): Uint8Array {
  const vertices = u.length
  const minHeight = heights.reduce((a, b) => Math.min(a, b))
  const maxHeight = heights.reduce((a, b) => Math.max(a, b))
  const range = maxHeight - minHeight
  const h = heights.map((height) => (range > 0 ? Math.round(((height - minHeight) / range) * MOST) : 0))
  const edges = [edge(u, 0, v), edge(v, 0, u), edge(u, MOST, v), edge(v, MOST, u)]
  const edgeBytes = edges.reduce((sum, list) => sum + 4 + list.length * 2, 0)
  const bytes = new Uint8Array(88 + 4 + vertices * 6 + 4 + indices.length * 2 + edgeBytes + 5 + vertices * 2)
  const out = new DataView(bytes.buffer)
  writeHeader(out, rectangle, u, v, heights, minHeight, maxHeight)
  let at = 88
  const count = (value: number) => {
    out.setUint32(at, value, true)
    at += 4
  }
  const short = (value: number) => {
    out.setUint16(at, value, true)
    at += 2
  }
  count(vertices)
  for (const values of [u, v, h]) zigZagDeltas(values).forEach(short)
  count(indices.length / 3)
  highWaterMarks(indices).forEach(short)
  for (const list of edges) {
    count(list.length)
    list.forEach(short)
  }
  bytes[at] = OCT_VERTEX_NORMALS
  out.setUint32(at + 1, vertices * 2, true)
  bytes.set(octNormals(rectangle, u, v, slopes), at + 5)
  return bytes
}

/** Vertices of an edge in the order of the other coordinate. */
function edge(across: readonly number[], value: number, along: readonly number[]): number[] {
  return across.flatMap((at, i) => (at === value ? [i] : [])).sort((a, b) => along[a]! - along[b]!)
}

/**
 * A tile of a regular lattice, for views from far.
 * @param ringed ellipsoidal heights, m; (side + 2) × (side + 2), row 0 south, column 0 west; the outermost ring lies one
 * step outside the tile (slopes need it), the one within it on the tile's edges
 */
export function latticeMesh([west, south, east, north]: Rectangle, side: number, ringed: Float64Array): TileMesh {
  if (ringed.length !== (side + 2) ** 2) throw new Error(`Expected ${(side + 2) ** 2} heights, got ${ringed.length}`)
  const { order, indices } = latticeTriangles(side)
  const share = (step: number) => Math.round((step / (side - 1)) * MOST)
  const latStep = (north - south) / (side - 1)
  const perDegree = METRES_PER_DEGREE * 2
  const slopes = order.map((i): [number, number] => {
    const lat = south + latStep * Math.floor(i / side)
    const at = (Math.floor(i / side) + 1) * (side + 2) + (i % side) + 1
    const width = (perDegree * (east - west) * Math.max(0.01, Math.cos((lat * Math.PI) / 180))) / (side - 1)
    const eastward = (ringed[at + 1]! - ringed[at - 1]!) / width
    return [eastward, (ringed[at + side + 2]! - ringed[at - side - 2]!) / (perDegree * latStep)]
  })
  return {
    u: order.map((i) => share(i % side)),
    v: order.map((i) => share(Math.floor(i / side))),
    heights: order.map((i) => ringed[(Math.floor(i / side) + 1) * (side + 2) + (i % side) + 1]!),
    slopes,
    indices,
  }
}

/** Two triangles a cell, counter-clockwise from above; vertices in the order in which the triangles first name them. */
const lattices = new Map<number, { order: number[]; indices: number[] }>()
function latticeTriangles(side: number): { order: number[]; indices: number[] } {
  const known = lattices.get(side)
  if (known) return known
  const order: number[] = []
  const numberOf = new Map<number, number>()
  const indices: number[] = []
  const name = (vertex: number) => {
    if (!numberOf.has(vertex)) numberOf.set(vertex, order.push(vertex) - 1)
    indices.push(numberOf.get(vertex)!)
  }
  for (let row = 0; row + 1 < side; row++) {
    for (let column = 0; column + 1 < side; column++) {
      const southWest = row * side + column
      const northWest = southWest + side
      // diagonals alternate, so that slopes have no preferred direction
      const corners =
        (row + column) % 2 === 0
          ? [southWest, southWest + 1, northWest + 1, southWest, northWest + 1, northWest]
          : [southWest, southWest + 1, northWest, southWest + 1, northWest + 1, northWest]
      corners.forEach(name)
    }
  }
  lattices.set(side, { order, indices })
  return { order, indices }
}

function zigZagDeltas(values: readonly number[]): number[] {
  return values.map((value, i) => {
    const delta = value - (i > 0 ? values[i - 1]! : 0)
    return (delta << 1) ^ (delta >> 31)
  })
}

function highWaterMarks(indices: readonly number[]): number[] {
  let highest = 0
  return indices.map((index) => {
    const code = highest - index
    if (code === 0) highest++
    return code
  })
}

function writeHeader(
  out: DataView,
  [west, south, east, north]: Rectangle,
  u: readonly number[],
  v: readonly number[],
  heights: readonly number[],
  minHeight: number,
  maxHeight: number,
): void {
  const points = heights.map((height, i) =>
    earthCentred(west + ((east - west) * u[i]!) / MOST, south + ((north - south) * v[i]!) / MOST, height),
  )
  const centre = earthCentred((west + east) / 2, (south + north) / 2, (minHeight + maxHeight) / 2)
  const distance = ([x, y, z]: XYZ) => Math.hypot(x - centre[0], y - centre[1], z - centre[2])
  const radius = points.reduce((most, point) => Math.max(most, distance(point)), 0)
  const doubles = (offset: number, values: readonly number[]) => {
    values.forEach((value, i) => {
      out.setFloat64(offset + i * 8, value, true)
    })
  }
  doubles(0, centre)
  out.setFloat32(24, minHeight, true)
  out.setFloat32(28, maxHeight, true)
  doubles(32, [...centre, radius])
  doubles(64, horizonOcclusionPoint(centre, points))
}

/**
 * A point above the tile that is hidden behind the horizon only when the whole tile is, in units of the ellipsoid's radii
 * (Cozzi & Ring, 3D Engine Design for Virtual Globes, 2011; https://cesium.com/blog/2013/05/09/computing-the-horizon-occlusion-point/).
 * Tiles that reach a quarter round the globe have none: theirs is so far off that it always shows.
 */
function horizonOcclusionPoint(centre: XYZ, points: readonly XYZ[]): XYZ {
  const direction = unit(scaled(centre))
  let magnitude = 1
  for (const point of points) {
    const at = scaled(point)
    const length = Math.max(1, Math.hypot(...at))
    const cosAlpha = dot(unit(at), direction)
    const sinAlpha = Math.sqrt(Math.max(0, 1 - cosAlpha * cosAlpha))
    const cosBeta = 1 / length
    const sinBeta = Math.sqrt(length * length - 1) / length
    const denominator = cosAlpha * cosBeta - sinAlpha * sinBeta
    magnitude = denominator > 1e-3 ? Math.max(magnitude, 1 / denominator) : 1e3
    if (magnitude >= 1e3) break
  }
  return [direction[0] * magnitude, direction[1] * magnitude, direction[2] * magnitude]
}

const scaled = ([x, y, z]: XYZ): XYZ => [x / EQUATORIAL_RADIUS, y / EQUATORIAL_RADIUS, z / POLAR_RADIUS]

function unit([x, y, z]: XYZ): XYZ {
  const length = Math.hypot(x, y, z)
  return [x / length, y / length, z / length]
}

/** Normals in two bytes each, folded on an octahedron (Meyer et al., On floating-point normal vectors, EGSR 2010). */
function octNormals(
  [west, south, east, north]: Rectangle,
  u: readonly number[],
  v: readonly number[],
  slopes: TileMesh['slopes'],
): Uint8Array {
  const out = new Uint8Array(slopes.length * 2)
  slopes.forEach(([eastward, northward], i) => {
    const [lon, lat] = [west + ((east - west) * u[i]!) / MOST, south + ((north - south) * v[i]!) / MOST]
    out.set(octEncode(turned(localFrame(lon, lat, 0).matrix, [-eastward, -northward, 1])), i * 2)
  })
  return out
}

function turned(m: readonly number[], [x, y, z]: XYZ): XYZ {
  const axis = (k: number) => m[k]! * x + m[4 + k]! * y + m[8 + k]! * z
  return [axis(0), axis(1), axis(2)]
}

function octEncode([x, y, z]: XYZ): [number, number] {
  const sum = Math.abs(x) + Math.abs(y) + Math.abs(z)
  let [a, b] = [x / sum, y / sum]
  if (z < 0) [a, b] = [(1 - Math.abs(b)) * (a < 0 ? -1 : 1), (1 - Math.abs(a)) * (b < 0 ? -1 : 1)]
  const byte = (value: number) => Math.round((value * 0.5 + 0.5) * 255)
  return [byte(a), byte(b)]
}

/** Buildings as solids: walls around each footprint and a flat roof, triangles with flat normals, open below. */
import earcut from 'earcut'
import type { Feature } from '../../scenarios/city/dataset.ts'
import type { Projection, XY } from '../../scenarios/frame.ts'
import { polygonsOf, ringArea } from '../../scenarios/geometry.ts'
import type { LocalFrame, XYZ } from './geodesy.ts'
import type { Relief } from './relief.ts'

/** Walls go on below the lowest ground, so that coarse terrain does not show under them, m. */
const SUNK_METRES = 0.5
/** Shorter walls are left out, m. */
const LEAST_WALL_METRES = 1e-3

/** Triangles in a local frame (east, north, up); three numbers a vertex. */
export interface Mesh {
  readonly positions: number[]
  readonly normals: number[]
  readonly indices: number[]
}

export interface Site {
  readonly relief: Relief
  readonly toWgs84: Projection['toWgs84']
  /** Ellipsoidal height minus height above the datum, m. */
  readonly ellipsoidMinusHeight: number
  readonly frame: LocalFrame
}

/** Null where the footprint has no area. */
export function extrude({ geometry, properties }: Feature<'buildings'>, site: Site): Mesh | null {
  const polygons = polygonsOf(geometry).map((rings) => rings.map(openRing).filter((ring) => ring.length >= 3))
  const corners = polygons.flatMap((rings) => rings[0] ?? [])
  if (corners.length === 0) return null
  const levels = corners.map(([x, y]) => site.relief.levelAt(x, y, 0))
  const mean = levels.reduce((a, b) => a + b) / levels.length
  const base = Math.min(...levels) - SUNK_METRES + site.ellipsoidMinusHeight
  const top = mean + properties.heightMetres + site.ellipsoidMinusHeight
  const mesh: Mesh = { positions: [], normals: [], indices: [] }
  for (const [outer, ...holes] of polygons) {
    if (!outer) continue
    const turned = [turn(outer, 1), ...holes.map((hole) => turn(hole, -1))]
    const degrees = turned.map((ring) => ring.map(([x, y]) => site.toWgs84(x, y)))
    const roof = degrees.map((ring) => ring.map(([lon, lat]) => site.frame.toLocal(lon, lat, top)))
    const foot = degrees.map((ring) => ring.map(([lon, lat]) => site.frame.toLocal(lon, lat, base)))
    addRoof(mesh, roof)
    roof.forEach((ring, i) => {
      addWalls(mesh, ring, foot[i]!)
    })
  }
  return mesh.indices.length > 0 ? mesh : null
}

function openRing(ring: XY[]): XY[] {
  const [first, last] = [ring[0]!, ring.at(-1)!]
  return ring.length > 1 && first[0] === last[0] && first[1] === last[1] ? ring.slice(0, -1) : ring
}

/** Counter-clockwise for sign 1, clockwise for −1: the solid is to the left. */
const turn = (ring: XY[], sign: number): XY[] => (ringArea(ring) * sign < 0 ? ring.toReversed() : ring)

function addVertex(mesh: Mesh, position: XYZ, normal: XYZ): number {
  mesh.positions.push(...position)
  mesh.normals.push(...normal)
  return mesh.positions.length / 3 - 1
}

function addRoof(mesh: Mesh, rings: XYZ[][]): void {
  const points = rings.flat()
  const holes = rings.slice(1).map((_, i) => rings.slice(0, i + 1).reduce((sum, ring) => sum + ring.length, 0))
  const flat = points.flat()
  const triangles = earcut(flat, holes, 3)
  if (triangles.length === 0) return
  const first = mesh.positions.length / 3
  for (const point of points) addVertex(mesh, point, [0, 0, 1])
  for (let i = 0; i < triangles.length; i += 3) {
    const corners = [triangles[i]!, triangles[i + 1]!, triangles[i + 2]!]
    const [a, b, c] = corners.map((corner) => points[corner]!) as [XYZ, XYZ, XYZ]
    const area = (b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])
    if (area < 0) corners.reverse()
    mesh.indices.push(...corners.map((corner) => first + corner))
  }
}

function addWalls(mesh: Mesh, roof: XYZ[], foot: XYZ[]): void {
  for (let i = 0; i < roof.length; i++) {
    const j = (i + 1) % roof.length
    const [east, north] = [roof[j]![0] - roof[i]![0], roof[j]![1] - roof[i]![1]]
    const length = Math.hypot(east, north)
    if (length < LEAST_WALL_METRES) continue
    const normal: XYZ = [north / length, -east / length, 0]
    const [a, b, c, d] = [foot[i]!, foot[j]!, roof[j]!, roof[i]!].map((point) => addVertex(mesh, point, normal))
    mesh.indices.push(a!, b!, c!, a!, c!, d!)
  }
}

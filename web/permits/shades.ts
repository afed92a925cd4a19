/**
 * What a building shades: on walls and roofs of its neighbours, points that the sun would reach without it. Neighbours are
 * upright prisms, the building too or the triangles of its file; trees and ground relief are left out. Hours are counted in steps of ten minutes.
 */
import type { XY } from '../../scenarios/frame.ts'
import { centroid, type Ring, ringArea } from '../../scenarios/geometry.ts'
import { instantThere, sunAt, sunDirection } from './sun.ts'

export interface Prism {
  readonly ring: Ring
  /** Above datum. */
  readonly baseMetres: number
  readonly topMetres: number
}

export interface Shade {
  readonly name: string
  /** Hours in which any point that would have sun has none. */
  readonly hours: number
  /** Hours in which at least half of the points that would have sun have none. */
  readonly halfHours: number
  /** First and last hour of the day, Indochina time. */
  readonly from: number
  readonly to: number
}

const STEP_HOURS = 1 / 6
/** Lower than this the sun gives no light that anyone misses. */
const LEAST_ELEVATION_DEGREES = 3
/** Points along a wall are no further apart. */
const APART_METRES = 4
/** Height of the lower row of points: a window sill and a half. */
const SILL_METRES = 1.5
/** Points stand this far before their wall. */
const BEFORE_METRES = 0.05

type Point = readonly [x: number, y: number, z: number]

/** Whether something stands between a point and the sun. */
export type Blocker = (point: Point, to: Point) => boolean

export const prismsBlock =
  (prisms: readonly Prism[]): Blocker =>
  (point, to) =>
    prisms.some((prism) => blocks(prism, point, to))

/** Neighbours that lose sun, the most first. @param place degrees */
export function shadesOn(
  building: Blocker,
  neighbours: readonly (Prism & { readonly name: string })[],
  date: string,
  place: { readonly lon: number; readonly lat: number },
): Shade[] {
  const suns: { hour: number; to: Point }[] = []
  for (let hour = 4; hour < 20; hour += STEP_HOURS) {
    const sun = sunAt(instantThere(date, hour + STEP_HOURS / 2), place.lon, place.lat)
    if (sun.elevationDegrees >= LEAST_ELEVATION_DEGREES) suns.push({ hour, to: sunDirection(sun) })
  }
  return neighbours
    .map((neighbour): Shade => {
      const points = pointsOn(neighbour)
      let [steps, halfSteps, from, to] = [0, 0, Number.NaN, Number.NaN]
      for (const sun of suns) {
        if (!points.some((point) => building(point, sun.to))) continue
        let [lit, lost] = [0, 0]
        for (const point of points) {
          if (neighbours.some((other) => blocks(other, point, sun.to))) continue
          lit++
          if (building(point, sun.to)) lost++
        }
        if (lost === 0) continue
        steps++
        if (lost * 2 >= lit) halfSteps++
        if (Number.isNaN(from)) from = sun.hour
        to = sun.hour + STEP_HOURS
      }
      return { name: neighbour.name, hours: steps * STEP_HOURS, halfHours: halfSteps * STEP_HOURS, from, to }
    })
    .filter(({ hours }) => hours > 0)
    .sort((a, b) => b.hours - a.hours || b.halfHours - a.halfHours)
}

/** Two rows along each wall and the middle of the roof. */
function pointsOn({ ring, baseMetres, topMetres }: Prism): Point[] {
  const points: Point[] = []
  const outward = ringArea(ring) > 0 ? 1 : -1
  const rows = [
    baseMetres + Math.min(SILL_METRES, (topMetres - baseMetres) / 2),
    baseMetres + (topMetres - baseMetres) * 0.9,
  ]
  for (let i = 0; i < ring.length; i++) {
    const [[x0, y0], [x1, y1]] = [ring[i]!, ring[(i + 1) % ring.length]!]
    const length = Math.hypot(x1 - x0, y1 - y0)
    if (length < 0.2) continue
    const [nx, ny] = [(outward * (y1 - y0)) / length, (-outward * (x1 - x0)) / length]
    const count = Math.ceil(length / APART_METRES)
    for (let k = 0; k < count; k++) {
      const s = (k + 0.5) / count
      const [x, y] = [x0 + s * (x1 - x0) + nx * BEFORE_METRES, y0 + s * (y1 - y0) + ny * BEFORE_METRES]
      for (const z of rows) points.push([x, y, z])
    }
  }
  const [x, y] = centroid(ring)
  points.push([x, y, topMetres + BEFORE_METRES])
  return points
}

/** Whether a prism stands between a point and the sun. */
export function blocks({ ring, baseMetres, topMetres }: Prism, [x, y, z]: Point, [dx, dy, dz]: Point): boolean {
  const crossings: number[] = []
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [ax, ay] = [ring[j]![0] - x, ring[j]![1] - y]
    const [bx, by] = [ring[i]![0] - x, ring[i]![1] - y]
    // Sides of the ray that the ends lie on; one end counts, so that a corner is crossed once.
    const [a, b] = [dx * ay - dy * ax, dx * by - dy * bx]
    if (a > 0 === b > 0) continue
    const s = a / (a - b)
    const flat = dx * dx + dy * dy
    crossings.push(((ax + s * (bx - ax)) * dx + (ay + s * (by - ay)) * dy) / flat)
  }
  crossings.sort((a, b) => a - b)
  for (let k = 0; k + 1 < crossings.length; k += 2) {
    const [enter, leave] = [Math.max(0, crossings[k]!), crossings[k + 1]!]
    if (leave > 0 && z + enter * dz < topMetres && z + leave * dz > baseMetres) return true
  }
  return false
}

/** Signed rings and repeated first corners are alike here; a closed one has its last side of no length. */
export const prismOf = (ring: readonly XY[], baseMetres: number, heightMetres: number): Prism => ({
  ring,
  baseMetres,
  topMetres: baseMetres + heightMetres,
})

/** Geometries as lines for the map, as many as it can carry. */
import { type Geometry, linesOf, polygonsOf } from '../../scenarios/geometry.ts'
import type { ImportedLine } from '../stage/index.ts'

/** More than this makes a machine without a graphics card stutter. */
export const MOST_LINES = 4000
export const MOST_CORNERS = 60_000

export interface DrawnLines {
  readonly lines: readonly ImportedLine[]
  /** Features drawn: the first ones of the file. */
  readonly features: number
}

export function linesOfGeometries(geometries: readonly Geometry[]): DrawnLines {
  const lines: ImportedLine[] = []
  let corners = 0
  for (const [i, geometry] of geometries.entries()) {
    const own: ImportedLine[] =
      geometry.type === 'Point'
        ? [{ points: [geometry.coordinates], closed: false }]
        : [
            ...linesOf(geometry).map((points) => ({ points, closed: false })),
            ...polygonsOf(geometry).flatMap((rings) => rings.map((points) => ({ points, closed: true }))),
          ]
    corners += own.reduce((sum, { points }) => sum + points.length, 0)
    if (lines.length + own.length > MOST_LINES || corners > MOST_CORNERS) return { lines, features: i }
    lines.push(...own)
  }
  return { lines, features: geometries.length }
}

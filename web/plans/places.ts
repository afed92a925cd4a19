/** The places of a plan’s edits, from degrees as they are published to the metres of the map. Pure. */
import type { PlanEdits } from '../../scenarios/api/plans.ts'
import type { Projection, XY } from '../../scenarios/frame.ts'
import type { Geometry } from '../../scenarios/geometry.ts'

/** By slot; edits without a place of their own are left out. */
export function localGeometries(edits: PlanEdits, { toLocal }: Projection): Map<string, Geometry> {
  const point = ([lon, lat]: readonly number[]): XY => toLocal(lon!, lat!)
  const places = new Map<string, Geometry>()
  for (const { id, geometry } of edits.features) if (geometry) places.set(id, local(geometry, point))
  return places
}

type Drawn = NonNullable<PlanEdits['features'][number]['geometry']>

function local(geometry: Drawn, point: (at: readonly number[]) => XY): Geometry {
  switch (geometry.type) {
    case 'Point':
      return { type: 'Point', coordinates: point(geometry.coordinates) }
    case 'LineString':
      return { type: 'LineString', coordinates: geometry.coordinates.map(point) }
    case 'Polygon':
    case 'MultiLineString':
      return { type: geometry.type, coordinates: geometry.coordinates.map((line) => line.map(point)) }
    case 'MultiPolygon':
      return {
        type: 'MultiPolygon',
        coordinates: geometry.coordinates.map((rings) => rings.map((ring) => ring.map(point))),
      }
  }
}

/** Which feature a click means: the most particular thing under it, in a fixed order, among the layers that are shown. */
import type { City } from '../../scenarios/city/city.ts'
import type { Feature } from '../../scenarios/city/dataset.ts'
import type { LayerId } from '../../scenarios/city/layers.ts'
import type { XY } from '../../scenarios/frame.ts'
import { type Bounds, geometryBounds, linesOf, pointInGeometry } from '../../scenarios/geometry.ts'

/** From the most particular to the widest. */
export const pickOrder = [
  'buildings',
  'sensors',
  'cabinets',
  'hydraulics',
  'powernodes',
  'lamps',
  'waternodes',
  'drainnodes',
  'trees',
  'addresses',
  'landmarks',
  'drains',
  'watermains',
  'powerlines',
  'redlines',
  'roads',
  'dykes',
  'waterways',
  'water',
  'parcelhistory',
  'parcels',
  'blocks',
  'zones',
  'landcover',
  'gridcells',
  'subunits',
  'units',
] as const satisfies readonly LayerId[]

export interface Hit {
  readonly layer: LayerId
  readonly feature: Feature
}

/** What the map shows: a layer, and of it the features that its filter lets through. */
export interface Shown {
  layer(layer: LayerId): boolean
  feature(layer: LayerId, feature: Feature): boolean
}

/** @param near how close a click must come to a point or a line, m */
export function pickFeature(city: City, at: XY, near: number, shown: Shown): Hit | null {
  for (const layer of pickOrder) {
    if (!shown.layer(layer)) continue
    let best: { hit: Hit; distance: number } | null = null
    for (const feature of (city.layers[layer] as ReadonlyMap<string, Feature>).values()) {
      const distance = distanceTo(feature, at, near)
      if (distance < (best?.distance ?? Infinity) && shown.feature(layer, feature))
        best = { hit: { layer, feature }, distance }
    }
    if (best) return best.hit
  }
  return null
}

/** A feature by its id, whatever layer it is in. */
export function findFeature(city: City, id: string): Hit | null {
  for (const layer of pickOrder) {
    const feature = (city.layers[layer] as ReadonlyMap<string, Feature>).get(id)
    if (feature) return { layer, feature }
  }
  return null
}

/** 0 within a surface, the distance to a point or a line within `near` (a road reaches as far as its carriageway), else Infinity. */
export function distanceTo(feature: Feature, at: XY, near: number): number {
  const { geometry, properties } = feature
  const width = 'widthMetres' in properties ? (properties.widthMetres ?? 0) / 2 : 0
  const reach = Math.max(near, width)
  const [x0, y0, x1, y1] = boundsOf(feature)
  if (at[0] < x0 - reach || at[0] > x1 + reach || at[1] < y0 - reach || at[1] > y1 + reach) return Infinity
  if (geometry.type === 'Point')
    return within(Math.hypot(geometry.coordinates[0] - at[0], geometry.coordinates[1] - at[1]), near)
  if (geometry.type === 'Polygon' || geometry.type === 'MultiPolygon')
    return pointInGeometry(at, geometry) ? 0 : Infinity
  let least = Infinity
  for (const line of linesOf(geometry)) {
    for (let i = 1; i < line.length; i++) least = Math.min(least, distanceToSegment(at, line[i - 1]!, line[i]!))
  }
  return within(least, reach)
}

const within = (distance: number, reach: number): number => (distance <= reach ? distance : Infinity)

const known = new WeakMap<Feature, Bounds>()
function boundsOf(feature: Feature): Bounds {
  const bounds = known.get(feature) ?? geometryBounds(feature.geometry)
  known.set(feature, bounds)
  return bounds
}

export function distanceToSegment([x, y]: XY, [x0, y0]: XY, [x1, y1]: XY): number {
  const [dx, dy] = [x1 - x0, y1 - y0]
  const length = dx * dx + dy * dy
  const t = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - x0) * dx + (y - y0) * dy) / length))
  return Math.hypot(x - x0 - t * dx, y - y0 - t * dy)
}

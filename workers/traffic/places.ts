/**
 * Where trips start and end: the buildings of today, those that the plan puts up and, on parcels that it zones anew, what it
 * lets be built there in their stead (area × floor area ratio by the zoning's code).
 */
import { type City, stands } from '../../scenarios/city/city.ts'
import type { Feature } from '../../scenarios/city/dataset.ts'
import type { XY } from '../../scenarios/frame.ts'
import { centroid, type Geometry, pointsOf, polygonArea, polygonsOf } from '../../scenarios/geometry.ts'
import {
  FLOOR_AREA_OF_A_HOUSEHOLD,
  purposeOfBuilding,
  purposesOfCode,
  type TripUse,
} from '../../scenarios/trip-rates.ts'

export interface TripPlace {
  /** Of the building or parcel. */
  readonly id: string
  readonly at: XY
  readonly use: TripUse
  /** Gross floor area, m². */
  readonly floorArea: number
  readonly households: number
  /** Stands today; stands in the plan. One of both may be false. */
  readonly today: boolean
  readonly planned: boolean
}

/** Buildings that stand first, then parcels zoned anew, then buildings of the plan. */
export function placesOf(city: City): TripPlace[] {
  const rezoned = [...city.rezoned.keys()].sort().filter((id) => tripsChange(city, id))
  const replaced = new Set(rezoned)
  const buildings = buildingsOfToday(city)
  const householdsKnown = buildings.some(({ properties }) => properties.households > 0)
  const placeOf = (building: Feature<'buildings'>) => {
    const { households } = building.properties
    const use = purposeOfBuilding(building.properties.use)
    const floorArea = polygonArea(building.geometry) * Math.max(1, building.properties.storeys)
    return {
      id: building.id,
      at: middle(building.geometry),
      use,
      floorArea,
      households: householdsKnown || use !== 'residential' ? households : floorArea / FLOOR_AREA_OF_A_HOUSEHOLD,
    }
  }
  return [
    ...buildings.map((building) => {
      const { parcelId } = building.properties
      const stays = !city.rebuilt.has(building.id) && (parcelId === null || !replaced.has(parcelId))
      return { ...placeOf(building), today: true, planned: stays }
    }),
    ...rezoned.flatMap((id) => buildOut(city.layers.parcels.get(id)!)),
    ...[...city.rebuilt.keys()].sort().flatMap((id) => {
      const building = city.layers.buildings.get(id)
      return building && stands(building) ? [{ ...placeOf(building), today: false, planned: true }] : []
    }),
  ]
}

/** Buildings that stood before the edits, by id: zones are cut by them, so that a plan has the zones of today. */
function buildingsOfToday({ layers, rebuilt }: City): Feature<'buildings'>[] {
  const standing = [...layers.buildings.values()].filter((building) => stands(building) && !rebuilt.has(building.id))
  const before = [...rebuilt.values()].filter((building) => building !== null && stands(building))
  if (before.length === 0) return standing
  return [...standing, ...(before as Feature<'buildings'>[])].sort((a, b) => (a.id < b.id ? -1 : 1))
}

/** Roofs, setbacks and paving change no trips: code and floor area ratio do. */
function tripsChange(city: City, id: string): boolean {
  const parcel = city.layers.parcels.get(id)
  if (!parcel) return false
  const [before, now] = [city.rezoned.get(id)!, parcel.properties.zoning]
  return before.code !== now.code || before.floorAreaRatio !== now.floorAreaRatio
}

function buildOut({ id, geometry, properties }: Feature<'parcels'>): TripPlace[] {
  const { code, floorAreaRatio } = properties.zoning
  return purposesOfCode(code).map(([use, share]) => {
    const floorArea = share * floorAreaRatio * properties.areaSquareMetres
    const households = use === 'residential' ? floorArea / FLOOR_AREA_OF_A_HOUSEHOLD : 0
    return { id, at: middle(geometry), use, floorArea, households, today: false, planned: true }
  })
}

/** Centroid of the first outer ring. */
function middle(geometry: Geometry): XY {
  const ring = polygonsOf(geometry)[0]?.[0]
  if (ring) return centroid(ring)
  for (const point of pointsOf(geometry)) return point
  throw new Error('Expected a geometry with a corner, got none')
}

/**
 * Traffic zones: the quarters of the city (khu vực, ấp), cut where they are large, so that a street that closes shows; cells
 * where a city has no quarters; and every main road that leaves the city.
 */
import { type City, stands } from '../../scenarios/city/city.ts'
import type { XY } from '../../scenarios/frame.ts'
import {
  type Bounds,
  boundsOf,
  contains,
  geometryBounds,
  grow,
  linesOf,
  pointInGeometry,
} from '../../scenarios/geometry.ts'
import type { TrafficSettings, TrafficZone } from '../../scenarios/traffic.ts'
import { PERSONS_IN_A_HOUSEHOLD, visitsInHour } from '../../scenarios/trip-rates.ts'
import { placesOf, type TripPlace } from './places.ts'

/** A zone before it is given its trips (`demandOf`). Quarters or cells first, externals last; each by id in rising order. */
export interface Zone extends Omit<TrafficZone, 'produced' | 'attracted'> {
  /**
   * Where its trips begin and end: buildings that stand, parcels zoned anew; of an external zone the road's end, and
   * that of its other carriageway without weight. Weights are at least 0 and sum to 1, the heaviest first; never empty.
   */
  readonly points: readonly { readonly at: XY; readonly weight: number }[]
  /** Every building, of today or of the plan, and every parcel zoned anew is in one zone. */
  readonly places: readonly TripPlace[]
  /** Of an external zone: the road that leaves there; the connector meets its end at `at`. */
  readonly road: string | null
}

const CELL_METRES = 400
/** Cells grow until they are so many. */
const MOST_CELLS = 150
/** A quarter is cut when it is wider, or has more trip ends than an average one by half. */
const WIDEST_METRES = 3000
/** A road end so near to the bounds of the data was cut off there. */
const EDGE_METRES = 30
/** Ends of roads nearer to each other are the two carriageways of one. */
const CARRIAGEWAYS_METRES = 100

interface Part {
  readonly id: string
  readonly name: string
  readonly unitCode: string | null
  readonly places: TripPlace[]
}

/** The same zones in the same order for the city and every plan of it, so that their trips can be compared. */
export function zonesOf(city: City, settings: TrafficSettings): Zone[] {
  const places = placesOf(city)
  const ends = (place: TripPlace) => tripEnds(place, settings)
  const today = places.filter((place) => place.today)
  const whole = city.layers.subunits.size > 0 ? quarters(city, today) : cells(today)
  const kind = city.layers.subunits.size > 0 ? 'quarter' : 'cell'
  const parts = cutLarge(whole, ends)
  // What the plan brings belongs to the zone of the nearest building.
  for (const place of places) if (!place.today) nearestPart(parts, place.at)?.places.push(place)

  const persons = personsPerHousehold(city, parts)
  return [
    ...parts.map(({ id, name, unitCode, places: own }): Zone => {
      const planned = own.filter((place) => place.planned)
      const points = weighted(planned.length > 0 ? planned : own, ends)
      const households = planned.reduce((sum, place) => sum + place.households, 0)
      const inhabitants = households * (persons.get(unitCode) ?? PERSONS_IN_A_HOUSEHOLD)
      return { id, name, kind, at: middleOf(points), households, inhabitants, points, places: own, road: null }
    }),
    ...externals(city),
  ]
}

/** Vehicles/h that start and end there at a quiet hour: connectors and cuts stay the same from hour to hour. */
function tripEnds({ use, floorArea, households }: TripPlace, settings: TrafficSettings): number {
  const { coming, going } = visitsInHour(use, floorArea, { ...settings, hour: 'off' })
  return coming + going + households * settings.tripsPerHousehold * settings.hourShare * settings.growth
}

function quarters(city: City, places: readonly TripPlace[]): Part[] {
  const all = [...city.layers.subunits.values()]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ id, geometry, properties: { name, unitCode } }) => {
      return { id, name, unitCode, geometry, bounds: geometryBounds(geometry), places: [] as TripPlace[] }
    })
  const left: TripPlace[] = []
  for (const place of places) {
    const home = all.find(
      ({ bounds, geometry }) => contains(grow(bounds, 1), place.at) && pointInGeometry(place.at, geometry),
    )
    ;(home?.places ?? left).push(place)
  }
  const parts = all.filter((quarter) => quarter.places.length > 0)
  if (parts.length === 0) return cells(places)
  const homes = left.map(({ at }) => nearestPart(parts, at)!)
  for (const [i, place] of left.entries()) homes[i]!.places.push(place)
  return parts
}

/** Squares of one size, numbered from the south-west. */
function cells(places: readonly TripPlace[]): Part[] {
  for (let size = CELL_METRES; ; size *= 2) {
    const squares = new Map<string, TripPlace[]>()
    for (const place of places) {
      const key = `${Math.floor(place.at[0] / size)} ${Math.floor(place.at[1] / size)}`
      const square = squares.get(key)
      if (square) square.push(place)
      else squares.set(key, [place])
    }
    if (squares.size > MOST_CELLS) continue
    return [...squares]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, own], i) => ({ id: `cell ${key}`, name: `Ô ${i + 1}`, unitCode: null, places: own }))
  }
}

function nearestPart(parts: readonly Part[], [x, y]: XY): Part | null {
  let best: Part | null = null
  let least = Infinity
  for (const part of parts) {
    for (const { at } of part.places) {
      const distance = (at[0] - x) ** 2 + (at[1] - y) ** 2
      if (distance < least) [best, least] = [part, distance]
    }
  }
  return best
}

function cutLarge(parts: readonly Part[], ends: (place: TripPlace) => number): Part[] {
  const sum = (places: readonly TripPlace[]) => places.reduce((total, place) => total + ends(place), 0)
  const mean = sum(parts.flatMap(({ places }) => places)) / parts.length
  return parts.flatMap((part) => {
    const [minX, minY, maxX, maxY] = boundsOf(part.places.map(({ at }) => at))
    const wide = Math.ceil(Math.max(maxX - minX, maxY - minY) / WIDEST_METRES)
    const count = Math.max(1, wide, mean > 0 ? Math.round(sum(part.places) / mean) : 1)
    const pieces = cut(part.places, count, ends)
    if (pieces.length === 1) return [part]
    return pieces.map((places, i) => {
      return { ...part, id: `${part.id}/${i + 1}`, name: `${part.name} – ${i + 1}`, places }
    })
  })
}

/** Halves across the longer side, again and again, by weight; pieces without a place vanish. */
function cut(places: TripPlace[], count: number, weight: (place: TripPlace) => number): TripPlace[][] {
  if (count <= 1 || places.length <= 1) return [places]
  const [minX, minY, maxX, maxY] = boundsOf(places.map(({ at }) => at))
  const axis = maxX - minX >= maxY - minY ? 0 : 1
  const sorted = places.toSorted((a, b) => a.at[axis] - b.at[axis] || (a.id < b.id ? -1 : 1))
  const first = count >> 1
  const half = (sorted.reduce((sum, place) => sum + weight(place), 0) * first) / count
  let [at, taken] = [0, 0]
  while (at < sorted.length - 1 && (at === 0 || taken + weight(sorted[at]!) <= half)) taken += weight(sorted[at++]!)
  return [...cut(sorted.slice(0, at), first, weight), ...cut(sorted.slice(at), count - first, weight)]
}

function weighted(places: readonly TripPlace[], ends: (place: TripPlace) => number): Zone['points'] {
  const total = places.reduce((sum, place) => sum + ends(place), 0)
  return places
    .map((place) => ({ at: place.at, weight: total > 0 ? ends(place) / total : 1 / places.length }))
    .sort((a, b) => b.weight - a.weight)
}

const middleOf = (points: Zone['points']): XY => [
  points.reduce((sum, { at, weight }) => sum + weight * at[0], 0),
  points.reduce((sum, { at, weight }) => sum + weight * at[1], 0),
]

/** By code of the unit that holds now, from its population and the households of its quarters. */
function personsPerHousehold(city: City, parts: readonly Part[]): Map<string | null, number> {
  const households = new Map<string, number>()
  for (const { unitCode, places } of parts) {
    const own = places.reduce((sum, place) => sum + (place.today ? place.households : 0), 0)
    if (unitCode !== null) households.set(unitCode, (households.get(unitCode) ?? 0) + own)
  }
  const persons = new Map<string | null, number>()
  for (const { properties } of city.layers.units.values()) {
    const own = households.get(properties.code) ?? 0
    if (properties.validTo === null && properties.population !== null && own > 0)
      persons.set(properties.code, properties.population / own)
  }
  return persons
}

/**
 * Ends of trunk and arterial roads where no other road goes on: at the bounds of the data, or beyond the city’s limits. Two
 * ends side by side are the carriageways of one road. Roads of a plan make none and take none away; closed roads keep theirs.
 */
function externals(city: City): Zone[] {
  const visits = new Map<string, number>()
  const roads = [...city.layers.roads.values()].filter((road) => stands(road) && road.provenance !== 'planned')
  for (const { geometry } of roads)
    for (const line of linesOf(geometry))
      for (const point of line) visits.set(`${point}`, (visits.get(`${point}`) ?? 0) + 1)

  const units = [...city.layers.units.values()].filter(({ properties }) => properties.validTo === null)
  const inner: Bounds = grow(city.manifest.bounds, -EDGE_METRES)
  const leaves = (point: XY) =>
    !contains(inner, point) || (units.length > 0 && !units.some(({ geometry }) => pointInGeometry(point, geometry)))

  const home: XY = [city.manifest.home.x, city.manifest.home.y]
  const zones: Zone[] = []
  for (const { id, geometry, properties } of roads.sort((a, b) => (a.id < b.id ? -1 : 1))) {
    if (properties.class !== 'trunk' && properties.class !== 'arterial') continue
    const line = linesOf(geometry).flat()
    for (const at of [line[0]!, line.at(-1)!]) {
      if (visits.get(`${at}`) !== 1 || !leaves(at)) continue
      const same = zones.findIndex(
        (other) => Math.hypot(other.at[0] - at[0], other.at[1] - at[1]) < CARRIAGEWAYS_METRES,
      )
      if (same >= 0) {
        zones[same] = { ...zones[same]!, points: [...zones[same]!.points, { at, weight: 0 }] }
        continue
      }
      const name = `${properties.name ?? id} (hướng ${towards(home, at)})`
      const end = at === line[0] ? 'start' : 'end'
      const nobody = { households: 0, inhabitants: 0, places: [] }
      zones.push({ id: `${id}/${end}`, name, kind: 'external', at, points: [{ at, weight: 1 }], road: id, ...nobody })
    }
  }
  return zones
}

/** One of eight directions: a side counts when it is more than tan 22.5° of the other. */
function towards([x0, y0]: XY, [x1, y1]: XY): string {
  const [dx, dy] = [x1 - x0, y1 - y0]
  const lesser = Math.SQRT2 - 1
  const northSouth = Math.abs(dy) > lesser * Math.abs(dx) ? (dy > 0 ? 'Bắc' : 'Nam') : ''
  const eastWest = Math.abs(dx) > lesser * Math.abs(dy) ? (dx > 0 ? 'Đông' : 'Tây') : ''
  return `${eastWest} ${northSouth}`.trim()
}

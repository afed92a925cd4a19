/**
 * Travel demand of the hour: trips by households and by what is built, spread by a gravity model and split by class; trucks
 * and buses by where goods and people change; and what comes from and goes to other places, or passes through.
 *
 * Households make the trips (trips a day × share of the hour). Floor area says where they lead, by a table of rates
 * (`scenarios/trip-rates.ts`), scaled to what the households of today make. A plan that adds or takes floor area adds or
 * takes trips in that proportion.
 */
import type { TrafficSettings, UserClass } from '../../scenarios/traffic.ts'
import {
  directions,
  externalTraffic,
  mapClasses,
  normalisedShares,
  tripRates,
  visitsInHour,
} from '../../scenarios/trip-rates.ts'
import { balance, gravity, withIntrazonal } from './gravity.ts'
import type { Zone } from './zones.ts'

export interface Demand {
  /** Vehicles/h from zone to zone, zones × zones, by origin; by class. The diagonal is empty: those trips stay in their zone. */
  readonly matrices: Readonly<Record<UserClass, Float64Array>>
  /** Vehicles/h of all classes that start and end in each zone, trips within it too. */
  readonly produced: Float64Array
  readonly attracted: Float64Array
  /** Vehicles/h that stay within each zone and are not assigned. */
  readonly within: Float64Array
}

/** Trips that start and end in each zone of the city, vehicles/h; both sum to the same. */
interface Margins {
  readonly origins: Float64Array
  readonly destinations: Float64Array
}

/**
 * @param skim seconds from zone to zone on the empty network with all roads open and dry, so that trips which a closure or
 * a flood makes impossible are counted as unserved and do not vanish; zones × zones; Infinity: no way
 */
export function demandOf(zones: readonly Zone[], settings: TrafficSettings, skim: Float64Array): Demand {
  const n = zones.length
  const shares = normalisedShares(settings.shares)
  const { light, heavy } = marginsOf(zones, settings, shares.heavy)
  const inCity = withoutExternals(zones, withIntrazonal(skim, n))
  const spread = ({ origins, destinations }: Margins) =>
    gravity(origins, destinations, inCity, settings.meanTripSeconds).trips
  const [lightTrips, heavyTrips] = [spread(light), spread(heavy)]

  const produced = new Float64Array(n)
  const attracted = new Float64Array(n)
  const within = new Float64Array(n)
  const outside = normalisedShares(mapClasses((id) => shares[id] * externalTraffic.classes[id]))
  const matrices = mapClasses((id) => {
    const trips =
      id === 'heavy'
        ? heavyTrips
        : lightTrips.map((all) => (shares.heavy < 1 ? (all * shares[id]) / (1 - shares.heavy) : 0))
    const ends = id === 'heavy' ? heavy : light
    addExternal(trips, zones, skim, ends, (outside[id] * settings.throughTraffic * settings.growth) / 2)
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        produced[i]! += trips[i * n + j]!
        attracted[j]! += trips[i * n + j]!
      }
      within[i]! += trips[i * n + i]!
      trips[i * n + i] = 0
    }
    return trips
  })
  return { matrices, produced, attracted, within }
}

function marginsOf(
  zones: readonly Zone[],
  settings: TrafficSettings,
  heavyShare: number,
): { light: Margins; heavy: Margins } {
  const visits = (side: 'coming' | 'going', when: 'today' | 'planned', heavy = false) =>
    Float64Array.from(zones, ({ places }) => {
      let sum = 0
      for (const { use, floorArea, [when]: there } of places)
        if (there) sum += visitsInHour(use, floorArea, settings)[side] * (heavy ? tripRates[use].heavy : 1)
      return sum
    })
  const [coming, going] = [visits('coming', 'planned'), visits('going', 'planned')]
  const trips = tripsInHour(zones, settings, total(coming), total(visits('coming', 'today')))

  const home = normalised(Float64Array.from(zones, ({ inhabitants }) => inhabitants)) ?? normalised(coming)
  const none = new Float64Array(zones.length)
  const mixed = (atHome: number, away: Float64Array | null, all: number) =>
    (home ?? none).map((share, z) => all * (atHome * share + (1 - atHome) * (away ?? home ?? none)[z]!))
  const { leaving, returning } = directions[settings.hour]
  const side = (atHome: number, away: Float64Array, goods: Float64Array) => ({
    light: mixed(atHome, normalised(away), trips * (1 - heavyShare)),
    heavy: mixed(normalised(goods) ? 0 : atHome, normalised(goods) ?? normalised(away), trips * heavyShare),
  })
  const from = side(leaving, going, visits('going', 'planned', true))
  const to = side(returning, coming, visits('coming', 'planned', true))
  return {
    light: { origins: from.light, destinations: to.light },
    heavy: { origins: from.heavy, destinations: to.heavy },
  }
}

/** Of all classes. @param coming visits to the plan’s floor area @param comingToday and to that of today */
function tripsInHour(zones: readonly Zone[], settings: TrafficSettings, coming: number, comingToday: number): number {
  const perHousehold = settings.tripsPerHousehold * settings.hourShare * settings.growth
  let [today, planned] = [0, 0]
  for (const { places, households } of zones) {
    planned += households * perHousehold
    for (const place of places) if (place.today) today += place.households * perHousehold
  }
  // Without households (a city of offices alone) the visits themselves are the trips.
  if (today === 0) return planned + coming
  return comingToday > 0 ? Math.max(0, planned + today * (coming / comingToday - 1)) : planned
}

const total = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0)

function normalised(values: Float64Array): Float64Array | null {
  const sum = total(values)
  return sum > 0 ? values.map((value) => value / sum) : null
}

/** Trips of the city stay in the city: those that leave it are counted on the roads that leave it. */
function withoutExternals(zones: readonly Zone[], cost: Float64Array): Float64Array {
  const n = zones.length
  return cost.map((c, k) =>
    zones[Math.floor(k / n)]!.kind === 'external' || zones[k % n]!.kind === 'external' ? Infinity : c,
  )
}

/**
 * Through and to the city on every road that leaves it: `half` vehicles/h in, as many out. A share goes on to the other such
 * roads, the rest to the zones and from them as they draw trips: who comes from far does not choose by the last minutes.
 */
function addExternal(
  trips: Float64Array,
  zones: readonly Zone[],
  skim: Float64Array,
  { origins, destinations }: Margins,
  half: number,
): void {
  const n = zones.length
  const roads = zones.flatMap(({ kind }, z) => (kind === 'external' ? [z] : []))
  const there = (i: number, j: number) => i !== j && skim[i * n + j]! < Infinity
  const passing = new Float64Array(roads.length).fill(half * externalTraffic.throughShare)
  const seed = Float64Array.from({ length: roads.length ** 2 }, (_, k) =>
    there(roads[Math.floor(k / roads.length)]!, roads[k % roads.length]!) ? 1 : 0,
  )
  const through = balance(seed, passing, passing).trips
  for (const [a, road] of roads.entries()) {
    let [inward, outward] = [half, half]
    for (const [b, other] of roads.entries()) {
      trips[road * n + other]! += through[a * roads.length + b]!
      inward -= through[a * roads.length + b]!
      outward -= through[b * roads.length + a]!
    }
    const into = destinations.map((weight, j) => (there(road, j) ? weight : 0))
    const from = origins.map((weight, i) => (there(i, road) ? weight : 0))
    const [allInto, allFrom] = [total(into), total(from)]
    for (let z = 0; z < n; z++) {
      if (allInto > 0) trips[road * n + z]! += (inward * into[z]!) / allInto
      if (allFrom > 0) trips[z * n + road]! += (outward * from[z]!) / allFrom
    }
  }
}

/**
 * What a traffic run means for people: how much is driven and lost, how full the streets are, who reaches the hospital.
 * Counted over streets; the way from a zone’s middle to its streets is the model’s, not the traveller’s.
 */
import type { City } from './city/city.ts'
import type { XY } from './frame.ts'
import { isIllustrative } from './provenance.ts'
import {
  type LevelOfService,
  losLevels,
  type TrafficIndicators,
  type TrafficModel,
  type TrafficResult,
  type TrafficSummary,
  type TravelMode,
  type UserClass,
  userClasses,
} from './traffic.ts'
import { carbon, fuel, losLimits } from './traffic-facts.ts'
import { extraSeconds, freeSpeedOf } from './traffic-passage.ts'
import { leastTimes, linksByNode } from './traffic-paths.ts'
import { speedOn } from './traffic-speed.ts'
import type { Seconds } from './units.ts'

/**
 * Two equilibria differ on a quiet street by what is left of the gap: less than this is no measurable difference, units/h.
 */
export const NOISE_UNITS = 10

/** By volume / capacity: A ≤ 0.35, B 0.50, C 0.75, D 0.90, E 1.00, F above. */
export const levelOfService = (share: number): LevelOfService =>
  losLevels.find((level) => share <= losLimits.values[level]) ?? 'F'

/** Volume / capacity of a link. */
export const shareOf = ({ network }: TrafficModel, { volume }: TrafficResult, link: number): number =>
  volume[link]! / network.capacity[link]!

/** @param city that the model was made from, with its edits */
export function summariseTraffic(city: City, model: TrafficModel, result: TrafficResult): TrafficSummary {
  const { iterations, converged, paths, cpuSeconds, wallSeconds } = result.diagnostics
  return {
    indicators: indicatorsOf(city, model, result),
    diagnostics: { iterations, converged, relativeGap: result.relativeGap, paths, cpuSeconds, wallSeconds },
    inputs: [...model.inputs],
    illustrative: isIllustrative(model.inputs.map(({ provenance }) => provenance)),
    digest: result.digest,
  }
}

function indicatorsOf(city: City, model: TrafficModel, result: TrafficResult): TrafficIndicators {
  const { network, classes, links } = model
  const [trips, vehicleHours, vehicleKilometres] = [none(), none(), none()]
  let [delayHours, fuelLitres, co2Kilograms] = [0, 0, 0]
  for (const [c, { id, demand, fixedCost }] of classes.entries()) {
    const userClass = id as UserClass
    let lost = 0
    for (const vehicles of demand) trips[userClass] += vehicles
    for (const [link, vehicles] of result.classVolume[c]!.entries()) {
      if (vehicles === 0 || links.road[link]! < 0) continue
      const kilometres = network.length[link]! / 1000
      const beyond = fixedCost[link]! - (model.secondsPerKilometre ?? 0) * kilometres
      vehicleHours[userClass] += (vehicles * (result.time[link]! + beyond)) / 3600
      vehicleKilometres[userClass] += vehicles * kilometres
      lost += (vehicles * (result.time[link]! - network.freeTime[link]!)) / 3600
    }
    const [perHundredKilometres, perHourOfDelay] = fuel.values[userClass]
    const litres = (vehicleKilometres[userClass] * perHundredKilometres) / 100 + lost * perHourOfDelay
    delayHours += lost
    fuelLitres += litres
    co2Kilograms += litres * carbon.values[userClass]
  }
  const metresByLevel: TrafficIndicators['metresByLevel'] = [0, 0, 0, 0, 0, 0]
  for (const [link, road] of links.road.entries()) {
    if (road < 0 || classes.every(({ fixedCost }) => fixedCost[link] === Infinity)) continue
    metresByLevel[losLevels.indexOf(levelOfService(shareOf(model, result, link)))]! += network.length[link]!
  }
  const hours = sum(Object.values(vehicleHours))
  const byCar = homesFromHospital(city, model, result, 'car')
  const byAmbulance = homesFromHospital(city, model, result, 'ambulance')
  return {
    trips,
    vehicleHours,
    vehicleKilometres,
    delayHours,
    meanSpeedMetresPerSecond: hours > 0 ? sum(Object.values(vehicleKilometres)) / hours / 3.6 : 0,
    metresByLevel,
    fuelLitres,
    co2Kilograms,
    unservedTrips: sum(result.unserved.map((one) => one.trips)),
    householdsCutOff: byCar ? sum(byCar.map(({ seconds, count }) => (seconds < Infinity ? 0 : count))) : 0,
    hospitalSeconds: { median: quantile(byAmbulance, 0.5), ninetieth: quantile(byAmbulance, 0.9) },
    calibrated: model.calibrated,
  }
}

const none = () => Object.fromEntries(userClasses.map((id) => [id, 0])) as Record<UserClass, number>
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

/** Seconds per link of the loaded streets for a mode; Infinity where it may not pass, and on connectors. */
export function loadedSeconds(city: City, model: TrafficModel, result: TrafficResult, mode: TravelMode): Float64Array {
  const { network, links, depth } = model
  const roads = links.roads.map((id) => city.layers.roads.get(id))
  return Float64Array.from(links.road, (index, link) => {
    const connects = network.from[link]! < network.zoneCount || network.to[link]! < network.zoneCount
    const road = roads[index]
    if (!road) return connects ? Infinity : result.time[link]!
    const backward = links.backward[link] === 1
    return result.time[link]! + extraSeconds(mode, road, backward, network.length[link]!, depth?.[link] ?? 0)
  })
}

/** Seconds on foot along streets that the mode does not fit into, where it is left behind; Infinity on all others. */
function secondsAfoot(city: City, { network, links, depth }: TrafficModel, mode: TravelMode): Float64Array {
  const roads = links.roads.map((id) => city.layers.roads.get(id))
  return Float64Array.from(links.road, (index, link) => {
    const road = roads[index]
    const metres = network.length[link]!
    const fits = (backward: boolean) => extraSeconds(mode, road!, backward, metres, 0) < Infinity
    if (!road || fits(true) || fits(false)) return Infinity
    return network.freeTime[link]! + extraSeconds('walk', road, links.backward[link] === 1, metres, depth?.[link] ?? 0)
  })
}

interface Homes {
  readonly count: number
  /** To the nearest hospital; Infinity: cut off. */
  readonly seconds: Seconds
}

/** Households by how long they take to the nearest hospital, from alleys on foot; null where the city has none. */
function homesFromHospital(city: City, model: TrafficModel, result: TrafficResult, mode: TravelMode): Homes[] | null {
  const { network, links } = model
  const cost = loadedSeconds(city, model, result, mode)
  const hospitals = hospitalsOf(city).map((place) => nearestStreet(city, model, place, mode))
  if (hospitals.length === 0) return null
  const at = new Set(hospitals.flatMap((link) => [link, link ^ 1]))
  const seeds = [...at].filter((link) => link >= 0).map((link) => [network.from[link]!, cost[link]! / 2] as const)
  const backwards = linksByNode(network.nodeCount, network.to, network.from)
  const toHospital = leastTimes(backwards, cost, seeds)
  const afoot = secondsAfoot(city, model, mode)
  const walked = leastTimes(backwards, afoot, toHospital.entries())
  const homes: Homes[] = []
  for (const [link, count] of links.households.entries()) {
    if (count === 0 || links.backward[link]) continue
    // The two directions of a street follow one another, and share their households.
    const ways = [link, link ^ 1].flatMap((one) => [
      cost[one]! / 2 + (at.has(one) ? 0 : toHospital[network.to[one]!]!),
      afoot[one]! / 2 + walked[network.to[one]!]!,
    ])
    homes.push({ count, seconds: Math.min(...ways) })
  }
  return homes
}

/** Places of hospitals; of all health posts where none is called so. */
function hospitalsOf(city: City): XY[] {
  const health = [...city.layers.landmarks.values()].filter(
    ({ properties: { category } }) => category === 'health' || category === 'amenity=hospital',
  )
  const hospitals = health.filter(
    ({ properties: { name, category } }) => category !== 'health' || /bệnh viện|trung tâm y tế|hospital/i.test(name),
  )
  return (hospitals.length > 0 ? hospitals : health).flatMap(({ geometry }) =>
    geometry.type === 'Point' ? [geometry.coordinates] : [],
  )
}

/** The link whose street is nearest among those wide enough; −1 where there is none. */
function nearestStreet(city: City, { links }: TrafficModel, [x, y]: XY, mode: TravelMode): number {
  const wide = links.roads.map((id) => {
    const road = city.layers.roads.get(id)!
    return speedOn(mode, road.properties, freeSpeedOf(road)) > 0
  })
  let [least, best] = [Infinity, -1]
  for (const [link, index] of links.road.entries()) {
    if (links.backward[link] || !wide[index]) continue
    for (let i = links.start[link]!; i + 3 < links.start[link + 1]!; i += 2) {
      const [x0, y0] = [links.points[i]!, links.points[i + 1]!]
      const [dx, dy] = [links.points[i + 2]! - x0, links.points[i + 3]! - y0]
      const squared = dx * dx + dy * dy
      const t = squared > 0 ? Math.min(1, Math.max(0, ((x - x0) * dx + (y - y0) * dy) / squared)) : 0
      const away = (x0 + t * dx - x) ** 2 + (y0 + t * dy - y) ** 2
      if (away < least) [least, best] = [away, link]
    }
  }
  return best
}

/** Seconds within which a share of the households arrives; null where they do not. */
function quantile(homes: readonly Homes[] | null, share: number): Seconds | null {
  const sorted = (homes ?? []).toSorted((a, b) => a.seconds - b.seconds)
  const wanted = share * sum(sorted.map(({ count }) => count))
  let counted = 0
  for (const { count, seconds } of sorted) {
    counted += count
    if (counted >= wanted) return seconds < Infinity ? seconds : null
  }
  return null
}

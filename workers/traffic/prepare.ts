/**
 * From a city and settings to the model that the kernel computes: streets, zones, connectors, trips, what each class pays
 * beyond the time that all share, water on the streets, turn bans.
 *
 * Trips are distributed over the streets as they are without plan, closures and water: an edit of a street changes the ways,
 * not the trips, and what it costs is told apart from what people would do about it.
 */
import { canonicalJson } from '../../scenarios/canonical.ts'
import type { City } from '../../scenarios/city/city.ts'
import type { LayerId } from '../../scenarios/city/layers.ts'
import type { XY } from '../../scenarios/frame.ts'
import type { Grid } from '../../scenarios/grid.ts'
import { Problem } from '../../scenarios/problem.ts'
import type { Provenance } from '../../scenarios/provenance.ts'
import { both } from '../../scenarios/text.ts'
import {
  type TrafficClass,
  type TrafficModel,
  type TrafficSettings,
  type UserClass,
  userClasses,
} from '../../scenarios/traffic.ts'
import { equivalents } from '../../scenarios/traffic-facts.ts'
import { extraSeconds } from '../../scenarios/traffic-passage.ts'
import { leastTimes, linksByNode } from '../../scenarios/traffic-paths.ts'
import { signalDelay } from '../../scenarios/traffic-speed.ts'
import { type Connector, connect, settledPieces } from './connect.ts'
import { demandOf } from './demand.ts'
import { depthOnPieces } from './flood.ts'
import { type Door, nearestPiece } from './nearest.ts'
import { networkOf } from './network.ts'
import { type Streets, streetsOf } from './streets.ts'
import { banTurns } from './turns.ts'
import { type Zone, zonesOf } from './zones.ts'

/** What of a city the model is made of: read these and no more. */
export const trafficLayers: readonly LayerId[] = [
  'units',
  'subunits',
  'roads',
  'parcels',
  'buildings',
  'landmarks',
  'sensors',
]

/**
 * @param flood deepest predicted water, m, NaN where unknown; null: dry
 * @throws Problem `traffic/empty` where there is nothing to travel between · `traffic/plan-size`
 */
export function prepareTraffic(city: City, settings: TrafficSettings, flood: Grid | null): TrafficModel {
  const streets = streetsOf(city)
  const { zones, doors } = housesOf(city, settings)
  if (zones.length === 0) {
    throw new Problem({
      code: 'traffic/empty',
      message: both('Thành phố chưa có đường và nhà', 'The city has neither streets nor houses'),
    })
  }
  const find = nearestPiece(streets.pieces)
  const settled = settledPieces(streets)
  const doorOf = (place: XY) => {
    if (!doors.has(place)) doors.set(place, find(place, settled))
    return doors.get(place)!
  }
  const connectors = connect(streets, zones, (place, usable) => {
    const door = doorOf(place)
    return door && usable[door.piece] ? door : find(place, usable)
  })
  const households = new Float64Array(streets.pieces.length)
  for (const { places } of zones) {
    for (const place of places) {
      if (!place.planned || place.households === 0) continue
      const door = doorOf(place.at)
      if (door) households[door.piece]! += place.households
    }
  }
  const bare = networkOf(
    streets,
    zones.map(({ at }) => at),
    connectors,
    households,
  )
  const demand = demandOf(zones, settings, skim(streets, connectors, bare.network))
  const depth = flood && bothWays(depthOnPieces(streets, flood), bare.network.from.length)
  const made = banTurns(bare, city.turnBans)
  const count = made.network.from.length
  const costs = (userClass: UserClass): Float64Array => {
    const own = fixedCosts(userClass, streets, connectors, bare.network, depth, settings)
    return Float64Array.from({ length: count }, (_, link) => own[link] ?? 0)
  }
  return {
    network: made.network,
    links: made.links,
    classes: userClasses.map((id): TrafficClass => {
      return { id, equivalent: equivalents.values[id], fixedCost: costs(id), demand: demand.matrices[id] }
    }),
    zones: zones.map(({ id, name, kind, at, households: homes, inhabitants }, z) => {
      const [produced, attracted] = [demand.produced[z]!, demand.attracted[z]!]
      return { id, name, kind, at, households: homes, inhabitants, produced, attracted }
    }),
    x: made.x,
    y: made.y,
    depth: depth && Float64Array.from({ length: count }, (_, link) => depth[link] ?? 0),
    secondsPerKilometre: settings.secondsPerKilometre,
    inputs: inputsOf(city, flood !== null),
    calibrated: false,
    fit: null,
  }
}

interface Houses {
  readonly zones: readonly Zone[]
  /** Nearest piece of street of each place that was asked for. */
  readonly doors: Map<XY, Door | null>
}
const lastHouses = new WeakMap<City['manifest'], Houses & { readonly of: readonly unknown[] }>()

/** Zones and doors are the same while houses and plan are, and the courses of streets: an edit of a street alone keeps them. */
function housesOf(city: City, settings: TrafficSettings): Houses {
  const { units, subunits, buildings, parcels, roads } = city.layers
  const made = [units, subunits, buildings, parcels, city.rezoned, city.rebuilt, canonicalJson(settings)]
  const of = [...made, ...[...roads.values()].flatMap(({ geometry, buildState }) => [geometry, buildState])]
  const last = lastHouses.get(city.manifest)
  if (last && last.of.length === of.length && of.every((value, i) => value === last.of[i])) return last
  const houses = { of, zones: zonesOf(city, settings), doors: new Map<XY, Door | null>() }
  lastHouses.set(city.manifest, houses)
  return houses
}

/** What a passage costs a class beyond the shared time, s, by link. */
function fixedCosts(
  userClass: UserClass,
  streets: Streets,
  connectors: readonly Connector[],
  { length }: TrafficModel['network'],
  depth: Float64Array | null,
  { secondsPerKilometre }: TrafficSettings,
): Float64Array {
  const signalised = signalisedNodes(streets)
  const wait = signalDelay()
  const costs = new Float64Array(length.length)
  for (const [k, { road, from, to }] of streets.pieces.entries()) {
    for (const backward of [0, 1]) {
      const link = 2 * k + backward
      const extra = extraSeconds(userClass, streets.roads[road]!, backward === 1, length[link]!, depth?.[link] ?? 0)
      const atSignal = signalised[backward ? from : to] ? wait : 0
      costs[link] = extra + atSignal + (secondsPerKilometre * length[link]!) / 1000
    }
  }
  for (const [k, { only }] of connectors.entries()) {
    const link = 2 * (streets.pieces.length + k)
    if (only && !only.includes(userClass)) costs.fill(Infinity, link, link + 2)
  }
  return costs
}

/** 1 for nodes where three arms or more are arterials or trunk roads. */
function signalisedNodes({ roads, nodes, pieces }: Streets): Uint8Array {
  const arms = new Uint8Array(nodes.length)
  for (const { road, from, to } of pieces) {
    const { class: roadClass } = roads[road]!.properties
    if (roadClass !== 'trunk' && roadClass !== 'arterial') continue
    arms[from]!++
    arms[to]!++
  }
  return arms.map((count) => (count >= 3 ? 1 : 0))
}

/** Seconds from zone to zone over the empty streets without the roads of the plan, whatever is closed or one-way. */
function skim(
  { roads, pieces }: Streets,
  connectors: readonly Connector[],
  { nodeCount, zoneCount, from, to, freeTime }: TrafficModel['network'],
): Float64Array {
  const isLeftOut = [
    ...pieces.map(({ road }) => roads[road]!.provenance === 'planned'),
    ...connectors.map(({ only }) => only !== null),
  ]
  const cost = freeTime.map((seconds, link) => (isLeftOut[link >> 1] ? Infinity : seconds))
  const byNode = linksByNode(nodeCount, from, to)
  const seconds = new Float64Array(zoneCount * zoneCount)
  for (let z = 0; z < zoneCount; z++) {
    seconds.set(leastTimes(byNode, cost, [[z, 0]], zoneCount).subarray(0, zoneCount), z * zoneCount)
  }
  return seconds
}

/** A value of each piece for its two links; 0 for connectors. */
const bothWays = (byPiece: Float64Array, links: number): Float64Array =>
  Float64Array.from({ length: links }, (_, link) => byPiece[link >> 1] ?? 0)

function inputsOf(city: City, flooded: boolean): { name: string; provenance: Provenance }[] {
  const used: readonly LayerId[] = ['subunits', 'roads', 'parcels', 'buildings', 'landmarks']
  const planned =
    city.turnBans.size + city.rezoned.size + city.rebuilt.size > 0 ||
    [...city.layers.roads.values()].some(({ provenance }) => provenance === 'planned')
  return [
    ...city.manifest.layers
      .filter(({ id, count }) => used.includes(id) && count > 0)
      .map(({ id, provenance }) => ({ name: id, provenance })),
    { name: 'demand', provenance: 'assumed' },
    { name: 'capacity', provenance: 'assumed' },
    ...(flooded ? [{ name: 'flood', provenance: 'computed' as const }] : []),
    ...(planned ? [{ name: 'edits', provenance: 'planned' as const }] : []),
  ]
}

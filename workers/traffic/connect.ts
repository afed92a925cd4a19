/**
 * Connectors between the centroids of zones and the streets: up to six well-spread junctions of the zone, weighted by what
 * stands there. Their capacity has no end, and no path runs through a zone.
 *
 * The junctions are chosen among those that the roads of the plan did not make, whatever is closed: an edit of a street
 * moves no connector.
 */
import type { XY } from '../../scenarios/frame.ts'
import { type UserClass, userClasses } from '../../scenarios/traffic.ts'
import { freeSpeedOf } from '../../scenarios/traffic-passage.ts'
import { speedOn } from '../../scenarios/traffic-speed.ts'
import type { Metres } from '../../scenarios/units.ts'
import type { Door } from './nearest.ts'
import type { Streets } from './streets.ts'
import type { Zone } from './zones.ts'

const MOST_CONNECTORS = 6
const LEAST_METRES = 10
/** Junctions of one zone are no nearer to each other. */
const APART_METRES = 60
/** The two carriageways of a road that leaves the city are no farther apart. */
const GATE_METRES = 500

export interface Connector {
  readonly zone: number
  /** Node of the streets. */
  readonly node: number
  readonly length: Metres
  /** Set where it is for those alone who could not use the others: trucks of a quarter of alleys. */
  readonly only: readonly UserClass[] | null
}

/** @param doorOf nearest piece of street of a place, among the usable ones */
export function connect(
  streets: Streets,
  zones: readonly Zone[],
  doorOf: (place: XY, usable: Uint8Array) => Door | null,
): Connector[] {
  const driven = drivenPieces(streets)
  const whole = mainNodes(streets, driven)
  const main = Object.fromEntries(userClasses.map((c) => [c, mainNodes(streets, passable(streets, c))])) as Record<
    UserClass,
    Uint8Array
  >
  const gates = zones.flatMap(({ kind, points }) =>
    (kind === 'external' ? points : []).flatMap(({ at }) => {
      const node = nearestNode(streets, at, null)
      return node < 0 ? [] : [{ node, at, ...wayThrough(streets, node) }]
    }),
  )
  const usable = driven.map((yes, k) => (yes && whole[streets.pieces[k]!.from] ? 1 : 0))
  const connectors = zones.flatMap((zone, z): Connector[] => {
    const connector = (node: number, only: Connector['only'] = null): Connector[] => {
      if (node < 0) return []
      return [{ zone: z, node, length: Math.max(LEAST_METRES, distance(zone.at, streets.nodes[node]!)), only }]
    }
    if (zone.kind === 'external') return gatesOf(zone.at, gates).flatMap((node) => connector(node))
    const weights = new Map<number, number>()
    for (const { at, weight } of zone.points) {
      const door = doorOf(at, usable)
      if (!door) continue
      const { from, to } = streets.pieces[door.piece]!
      const node = (door.atEnd ? [to, from] : [from, to]).find((n) => n < streets.nodesBeforePlan)
      if (node !== undefined) weights.set(node, (weights.get(node) ?? 0) + weight)
    }
    const chosen = wellSpread(streets, weights)
    if (chosen.length === 0) chosen.push(nearestNode(streets, zone.at, whole))
    const shut = userClasses.filter((c) => !chosen.some((node) => main[c][node]))
    const further = new Map<number, UserClass[]>()
    for (const c of shut) {
      const node = nearestNode(streets, zone.at, main[c])
      further.set(node, [...(further.get(node) ?? []), c])
    }
    return [
      ...chosen.flatMap((node) => connector(node)),
      ...[...further].flatMap(([node, only]) => connector(node, only)),
    ]
  })
  // Those for all come first: a street that is widened for trucks renumbers none of them.
  return [...connectors.filter(({ only }) => !only), ...connectors.filter(({ only }) => only)]
}

/** Where a road leaves the city. */
interface Gate {
  readonly node: number
  readonly at: XY
  /** Whether one may drive into the city there, and out of it, by the signs. */
  readonly into: boolean
  readonly out: boolean
}

function wayThrough({ roads, pieces }: Streets, node: number): Pick<Gate, 'into' | 'out'> {
  const arms = pieces.filter(({ from, to }) => from === node || to === node)
  const may = (outwards: boolean) =>
    arms.some(({ road, to }) => {
      const { oneWay, against } = roads[road]!.properties
      return !oneWay || ((to === node) === outwards) !== (against === true)
    })
  return { into: may(false), out: may(true) }
}

/** The gate at a place; where it is one-way, the nearest for the other way as well: the other carriageway of the road. */
function gatesOf(place: XY, gates: readonly Gate[]): number[] {
  const byDistance = gates.toSorted((a, b) => distance(a.at, place) - distance(b.at, place) || a.node - b.node)
  const [own, ...others] = byDistance
  if (!own) return []
  const near = others.filter(({ at }) => distance(at, place) <= GATE_METRES)
  const further = [own.into ? null : near.find(({ into }) => into), own.out ? null : near.find(({ out }) => out)]
  return [own.node, ...new Set(further.flatMap((gate) => (gate && gate.node !== own.node ? [gate.node] : [])))]
}

/** The heaviest first, then whatever is heavy and far from those taken. */
function wellSpread({ nodes }: Streets, weights: ReadonlyMap<number, number>): number[] {
  const left = [...weights].sort(([a], [b]) => a - b).map(([node, weight]) => ({ node, weight, away: Infinity }))
  const chosen: number[] = []
  while (chosen.length < MOST_CONNECTORS) {
    const worth = ({ weight, away }: (typeof left)[number]) => weight * Math.min(away, 1e6)
    let best: (typeof left)[number] | null = null
    for (const one of left) if (one.away >= APART_METRES && (!best || worth(one) > worth(best))) best = one
    if (!best) break
    chosen.push(best.node)
    for (const one of left) one.away = Math.min(one.away, distance(nodes[one.node]!, nodes[best.node]!))
  }
  return chosen
}

/** 1 for pieces that are driven on: no footpaths, where there is anything else. */
export function drivenPieces({ roads, pieces }: Streets): Uint8Array {
  const driven = Uint8Array.from(pieces, ({ road }) => (roads[road]!.properties.class === 'path' ? 0 : 1))
  return driven.includes(1) ? driven : driven.fill(1)
}

/** 1 for pieces that houses open onto: no bridges, and nothing that hangs apart from the rest, where there is anything else. */
export function settledPieces(streets: Streets): Uint8Array {
  const driven = drivenPieces(streets)
  const main = mainNodes(streets, driven)
  const { roads, pieces } = streets
  const settled = driven.map((yes, k) => {
    const { road, from } = pieces[k]!
    return yes && main[from] && !roads[road]!.properties.bridge ? 1 : 0
  })
  return settled.includes(1) ? settled : driven
}

function passable({ roads, pieces }: Streets, userClass: UserClass): Uint8Array {
  const wide = roads.map((road) => speedOn(userClass, road.properties, freeSpeedOf(road)) > 0)
  return Uint8Array.from(pieces, ({ road }) => (wide[road] ? 1 : 0))
}

/** 1 for the nodes of the largest part that hangs together by such pieces, whatever is closed or one-way. */
export function mainNodes({ nodes, pieces }: Streets, such: Uint8Array): Uint8Array {
  const parent = Int32Array.from(nodes.keys())
  const root = (node: number): number => {
    while (parent[node] !== node) node = parent[node] = parent[parent[node]!]!
    return node
  }
  for (const [k, { from, to }] of pieces.entries()) if (such[k]) parent[root(to)] = root(from)
  const size = new Int32Array(nodes.length)
  for (const node of nodes.keys()) size[root(node)]!++
  const largest = size.indexOf(size.reduce((a, b) => Math.max(a, b), 0))
  const met = size[largest] === 1 && pieces.length > 0 ? -1 : largest
  return Uint8Array.from(nodes, (_, node) => (root(node) === met ? 1 : 0))
}

/** @param among null: all @returns −1 where there is none */
function nearestNode({ nodes, nodesBeforePlan }: Streets, place: XY, among: Uint8Array | null): number {
  let [least, best] = [Infinity, -1]
  for (let node = 0; node < nodesBeforePlan; node++) {
    const away = among && !among[node] ? Infinity : distance(place, nodes[node]!)
    if (away < least) [least, best] = [away, node]
  }
  return best
}

const distance = (a: XY, b: XY): number => Math.hypot(a[0] - b[0], a[1] - b[1])

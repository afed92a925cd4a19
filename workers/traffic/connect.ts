/**
 * Connectors between the centroids of zones and the streets: up to six well-spread junctions of the zone, weighted by what
 * stands there. Their capacity has no end, and no path runs through a zone.
 *
 * The junctions are chosen among those that the roads of the plan did not make, whatever is closed: an edit of a street
 * moves no connector.
 */
import type { XY } from '../../scenarios/frame.ts'
import { type UserClass, userClasses } from '../../scenarios/traffic.ts'
import { speedOn } from '../../scenarios/traffic-facts.ts'
import { freeSpeedOf } from '../../scenarios/traffic-passage.ts'
import type { Metres } from '../../scenarios/units.ts'
import type { Door } from './nearest.ts'
import type { Streets } from './streets.ts'
import type { Zone } from './zones.ts'

const MOST_CONNECTORS = 6
const LEAST_METRES = 10
/** Junctions of one zone are no nearer to each other. */
const APART_METRES = 60

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
  const whole = mainNodes(streets, null)
  const main = Object.fromEntries(userClasses.map((c) => [c, mainNodes(streets, c)])) as Record<UserClass, Uint8Array>
  const usable = Uint8Array.from(streets.pieces, ({ from }) => whole[from]!)
  const connectors = zones.flatMap((zone, z): Connector[] => {
    const connector = (node: number, only: Connector['only'] = null): Connector[] => {
      if (node < 0) return []
      return [{ zone: z, node, length: Math.max(LEAST_METRES, distance(zone.at, streets.nodes[node]!)), only }]
    }
    if (zone.kind === 'external') return connector(nearestNode(streets, zone.at, null))
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

/**
 * 1 for the nodes of the largest part of the streets that hangs together, whatever is closed or one-way.
 * @param userClass for whom; null: as drawn
 */
export function mainNodes({ roads, nodes, pieces }: Streets, userClass: UserClass | null): Uint8Array {
  const parent = Int32Array.from(nodes.keys())
  const root = (node: number): number => {
    while (parent[node] !== node) node = parent[node] = parent[parent[node]!]!
    return node
  }
  const passable = roads.map((road) => !userClass || speedOn(userClass, road.properties, freeSpeedOf(road)) > 0)
  for (const { road, from, to } of pieces) if (passable[road]) parent[root(to)] = root(from)
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

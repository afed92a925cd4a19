/**
 * The streets as a traveller sees them: arcs between nodes without zones and their connectors, numbered by the node that
 * they leave, with the list of those that enter each node for searches backwards. Who walks may take a link either way.
 */
import type { TrafficModel } from '../../scenarios/traffic.ts'

export interface StreetGraph {
  readonly nodeCount: number
  readonly arcCount: number
  /** Arcs first[n] … first[n + 1] − 1 leave node n. */
  readonly first: Int32Array
  readonly tail: Int32Array
  readonly head: Int32Array
  readonly link: Int32Array
  /** 1 where it runs against its link. */
  readonly against: Uint8Array
  /** Arcs entering[firstEntering[n]] … enter node n. */
  readonly firstEntering: Int32Array
  readonly entering: Int32Array
  /** Per link the arc along it and the arc against it; −1: none. */
  readonly along: Int32Array
  readonly back: Int32Array
}

/** @param bothWays every link may be passed either way, as on foot */
export function streetGraph({ network, links }: TrafficModel, bothWays: boolean): StreetGraph {
  const { nodeCount, zoneCount, from, to } = network
  const streets = [...from.keys()].filter((l) => from[l]! >= zoneCount && to[l]! >= zoneCount)
  const ways = streets.map((link) => ({ link, against: 0, tail: from[link]!, head: to[link]! }))
  if (bothWays) {
    const twoWay = new Set(streets.map((l) => `${links.road[l]} ${from[l]} ${to[l]}`))
    for (const link of streets) {
      const [tail, head] = [to[link]!, from[link]!]
      if (!twoWay.has(`${links.road[link]} ${tail} ${head}`)) ways.push({ link, against: 1, tail, head })
    }
  }
  ways.sort((a, b) => a.tail - b.tail || a.head - b.head || a.link - b.link)
  const [along, back] = [new Int32Array(from.length).fill(-1), new Int32Array(from.length).fill(-1)]
  for (const [arc, { link, against }] of ways.entries()) (against ? back : along)[link] = arc
  const [tail, head] = [Int32Array.from(ways, (way) => way.tail), Int32Array.from(ways, (way) => way.head)]
  const entering = Int32Array.from(ways.keys()).sort((a, b) => head[a]! - head[b]! || a - b)
  return {
    nodeCount,
    arcCount: ways.length,
    first: starts(tail, nodeCount),
    tail,
    head,
    link: Int32Array.from(ways, (way) => way.link),
    against: Uint8Array.from(ways, (way) => way.against),
    firstEntering: starts(
      entering.map((arc) => head[arc]!),
      nodeCount,
    ),
    entering,
    along,
    back,
  }
}

/** Where each node's run begins in a sorted list of nodes. */
function starts(sorted: Int32Array, nodeCount: number): Int32Array {
  const start = new Int32Array(nodeCount + 1)
  for (const node of sorted) start[node + 1]!++
  for (let n = 0; n < nodeCount; n++) start[n + 1]! += start[n]!
  return start
}

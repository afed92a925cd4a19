/**
 * The streets as a traveller sees them: the links of a model without zones and their connectors, numbered by the node that
 * they leave, with the list of those that enter each node for searches backwards.
 */
import type { TrafficModel } from '../../scenarios/traffic.ts'

export interface StreetGraph {
  readonly nodeCount: number
  /** Arcs first[n] … first[n + 1] − 1 leave node n. */
  readonly first: Int32Array
  readonly tail: Int32Array
  readonly head: Int32Array
  readonly link: Int32Array
  /** Arcs entering[firstEntering[n]] … enter node n. */
  readonly firstEntering: Int32Array
  readonly entering: Int32Array
  /** Of a link; −1: it is no street. */
  readonly arcOf: Int32Array
}

/** @param onFoot who walks minds no turn bans: nodes that were set apart for them are one again */
export function streetGraph({ network, x, y }: TrafficModel, onFoot: boolean): StreetGraph {
  const { nodeCount, zoneCount } = network
  const same = onFoot ? nodesByPlace(x, y, zoneCount) : Int32Array.from(x.keys())
  const [from, to] = [network.from.map((node) => same[node]!), network.to.map((node) => same[node]!)]
  const link = Int32Array.from(from.keys())
    .filter((l) => from[l]! >= zoneCount && to[l]! >= zoneCount)
    .sort((a, b) => from[a]! - from[b]! || a - b)
  const arcOf = new Int32Array(from.length).fill(-1)
  for (const [arc, l] of link.entries()) arcOf[l] = arc
  const [tail, head] = [link.map((l) => from[l]!), link.map((l) => to[l]!)]
  const entering = Int32Array.from(link.keys()).sort((a, b) => head[a]! - head[b]! || a - b)
  const firstEntering = starts(
    entering.map((arc) => head[arc]!),
    nodeCount,
  )
  return { nodeCount, first: starts(tail, nodeCount), tail, head, link, firstEntering, entering, arcOf }
}

/** Of every node the first at its very place; zones stay apart. */
function nodesByPlace(x: Float64Array, y: Float64Array, zoneCount: number): Int32Array {
  const first = new Map<string, number>()
  return Int32Array.from(x, (_, node) => {
    if (node < zoneCount) return node
    const place = `${x[node]} ${y[node]}`
    if (!first.has(place)) first.set(place, node)
    return first.get(place)!
  })
}

/** Where each node’s run begins in a sorted list of nodes. */
function starts(sorted: Int32Array, nodeCount: number): Int32Array {
  const start = new Int32Array(nodeCount + 1)
  for (const node of sorted) start[node + 1]!++
  for (let n = 0; n < nodeCount; n++) start[n + 1]! += start[n]!
  return start
}

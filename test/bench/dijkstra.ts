/**
 * The yardstick of shortest paths: Dijkstra (1959) with a binary heap on sorted typed arrays, everything from nothing for every
 * origin, demand then carried up the tree. Plain, and what a good textbook says.
 */
import type { TrafficNetwork } from '../../scenarios/traffic.ts'

/** All-or-nothing volumes at given costs, units/h per link. */
export function createDijkstra(network: TrafficNetwork, demand: Float64Array): (cost: Float64Array) => Float64Array {
  const { nodeCount, zoneCount, firstThroughNode, from, to } = network
  const start = new Int32Array(nodeCount + 1)
  for (const u of from) start[u + 1]!++
  for (let u = 0; u < nodeCount; u++) start[u + 1]! += start[u]!
  const next = start.slice()
  const out = new Int32Array(from.length)
  for (let a = 0; a < from.length; a++) out[next[from[a]!]!++] = a

  const label = new Float64Array(nodeCount)
  const by = new Int32Array(nodeCount)
  const order = new Int32Array(nodeCount)
  const passing = new Float64Array(nodeCount)
  const keys = new Float64Array(from.length + 1)
  const nodes = new Int32Array(from.length + 1)

  return (cost) => {
    const volume = new Float64Array(from.length)
    for (let origin = 0; origin < zoneCount; origin++) {
      label.fill(Number.POSITIVE_INFINITY)
      by.fill(-1)
      label[origin] = 0
      let size = 1
      let reached = 0
      keys[0] = 0
      nodes[0] = origin
      while (size > 0) {
        const key: number = keys[0]!
        const u: number = nodes[0]!
        size--
        const lastKey = keys[size]!
        const lastNode = nodes[size]!
        let k = 0
        for (let child = 1; child < size; child = 2 * k + 1) {
          if (child + 1 < size && keys[child + 1]! < keys[child]!) child++
          if (keys[child]! >= lastKey) break
          keys[k] = keys[child]!
          nodes[k] = nodes[child]!
          k = child
        }
        keys[k] = lastKey
        nodes[k] = lastNode
        if (key > label[u]!) continue
        order[reached++] = u
        if (u < firstThroughNode && u !== origin) continue
        for (let i: number = start[u]!; i < start[u + 1]!; i++) {
          const a: number = out[i]!
          const v = to[a]!
          const c = key + cost[a]!
          if (c >= label[v]!) continue
          label[v] = c
          by[v] = a
          let j = size++
          for (; j > 0 && keys[(j - 1) >> 1]! > c; j = (j - 1) >> 1) {
            keys[j] = keys[(j - 1) >> 1]!
            nodes[j] = nodes[(j - 1) >> 1]!
          }
          keys[j] = c
          nodes[j] = v
        }
      }
      for (let z = 0; z < zoneCount; z++) passing[z] = demand[origin * zoneCount + z]!
      passing.fill(0, zoneCount)
      for (let i = reached - 1; i > 0; i--) {
        const v = order[i]!
        if (passing[v] === 0) continue
        volume[by[v]!]! += passing[v]!
        passing[from[by[v]!]!]! += passing[v]!
      }
    }
    return volume
  }
}

/**
 * Shortest paths over the streets, with a queue of buckets (Dial 1969) each about as wide as a link takes. Within a bucket
 * nodes are taken in any order, and taken again where they were bettered (as in Δ-stepping, Meyer & Sanders 2003). With one
 * goal the buckets count the seconds still to go as well (A*, Hart, Nilsson & Raphael 1968).
 */
import type { StreetGraph } from './street-graph.ts'

/** A node and the seconds at which it is reached (or from which the goal is). */
export interface Seed {
  readonly node: number
  readonly seconds: number
}

export interface StreetSearch {
  /** Of the last search, seconds per node; Infinity: not reached. */
  readonly seconds: Float64Array
  /** Of the last `seek`, the arc by which each node was reached; −1: none, or a seed. */
  readonly via: Int32Array
  /** From the seeds to every node; backwards: from every node to the seeds. */
  spread(seeds: readonly Seed[], backwards: boolean): void
  /**
   * The way to the nearest of `ends`, each with the seconds still to go from there, in less than `limit` seconds.
   * @param bound never more than the seconds from a node to the goal, and consistent
   * @returns index of the end, −1: none; its arcs are found along `via`
   */
  seek(seeds: readonly Seed[], ends: readonly Seed[], limit: number, bound: (node: number) => number): number
}

/** @param cost seconds per arc, Infinity: closed; read anew by every search, but none may become shorter */
export function createSearch(graph: StreetGraph, cost: Float64Array): StreetSearch {
  const { nodeCount, first, head, tail, firstEntering, entering } = graph
  const seconds = new Float64Array(nodeCount)
  const via = new Int32Array(nodeCount)
  const open = cost.filter((one) => one < Infinity)
  const longest = open.reduce((most, one) => Math.max(most, one), 0)
  const mean = open.reduce((sum, one) => sum + one, 0) / open.length
  const perSecond = mean > 0 ? 1 / mean : 1

  /** The queue: entries as lists by bucket, used round and round; a list starts with its newest. */
  let node = new Int32Array(head.length + nodeCount)
  let at = new Float64Array(node.length)
  let older = new Int32Array(node.length)
  let newest = new Int32Array(1)
  let [entries, waiting, now] = [0, 0, 0]

  /** @param keys of the seeds @param span what a key may be beyond that of the bucket at hand, s */
  function begin(keys: readonly number[], span: number): void {
    let [soonest, latest] = [Infinity, 0]
    for (const key of keys) {
      if (key < soonest) soonest = key
      if (key < Infinity && key > latest) latest = key
    }
    seconds.fill(Infinity)
    entries = 0
    waiting = 0
    now = soonest < Infinity ? Math.floor(soonest * perSecond) : 0
    const count = (Math.max(span, latest - soonest) + mean) * perSecond + 2
    if (newest.length < count) newest = new Int32Array(2 ** Math.ceil(Math.log2(count)))
    newest.fill(-1)
  }

  /** @param key seconds, with those still to go where there is a goal */
  function put(next: number, then: number, key: number): void {
    if (entries === node.length) {
      node = grown(node, new Int32Array(2 * entries))
      at = grown(at, new Float64Array(2 * entries))
      older = grown(older, new Int32Array(2 * entries))
    }
    const bucket = Math.max(now, Math.floor(key * perSecond)) & (newest.length - 1)
    seconds[next] = then
    node[entries] = next
    at[entries] = then
    older[entries] = newest[bucket]!
    newest[bucket] = entries++
    waiting++
  }

  /** An entry of the bucket at hand; −1: it is empty. */
  function take(): number {
    const bucket = now & (newest.length - 1)
    const entry = newest[bucket]!
    if (entry >= 0) {
      newest[bucket] = older[entry]!
      waiting--
    }
    return entry
  }

  return {
    seconds,
    via,
    spread(seeds, backwards) {
      const [start, far] = backwards ? [firstEntering, tail] : [first, head]
      begin(
        seeds.map((seed) => seed.seconds),
        longest,
      )
      for (const seed of seeds) if (seed.seconds < seconds[seed.node]!) put(seed.node, seed.seconds, seed.seconds)
      for (; waiting > 0; now++) {
        for (let entry = take(); entry >= 0; entry = take()) {
          const here = node[entry]!
          const since = at[entry]!
          if (since > seconds[here]!) continue
          const end = start[here + 1]!
          for (let k = start[here]!; k < end; k++) {
            const arc = backwards ? entering[k]! : k
            const then = since + cost[arc]!
            if (then < seconds[far[arc]!]!) put(far[arc]!, then, then)
          }
        }
      }
    },
    seek(seeds, ends, limit, bound) {
      via.fill(-1)
      // A step takes its own seconds, and may lead so much away from the goal.
      begin(
        seeds.map((seed) => seed.seconds + bound(seed.node)),
        2 * longest,
      )
      let [best, least] = [-1, limit]
      for (const seed of seeds) {
        if (seed.seconds < seconds[seed.node]!) put(seed.node, seed.seconds, seed.seconds + bound(seed.node))
      }
      for (; waiting > 0 && now < least * perSecond; now++) {
        for (let entry = take(); entry >= 0; entry = take()) {
          const here = node[entry]!
          const since = at[entry]!
          if (since > seconds[here]!) continue
          for (const [e, end] of ends.entries()) {
            if (end.node === here && since + end.seconds < least) [best, least] = [e, since + end.seconds]
          }
          const end = first[here + 1]!
          for (let arc = first[here]!; arc < end; arc++) {
            const then = since + cost[arc]!
            const next = head[arc]!
            if (then >= seconds[next]!) continue
            via[next] = arc
            put(next, then, then + bound(next))
          }
        }
      }
      return best
    },
  }
}

function grown<A extends Int32Array | Float64Array>(old: A, larger: A): A {
  larger.set(old)
  return larger
}

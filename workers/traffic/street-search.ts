/**
 * Shortest paths over the streets: Dijkstra (1959) with a 4-ary heap in which every node stands at most once, and A* (Hart,
 * Nilsson & Raphael 1968) where one goal is known. Arrays are made once and used by every search.
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
  /** Of the last search, the arc by which each node was reached; −1: none, or a seed. */
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

const ARITY = 4

/** @param cost seconds per arc, Infinity: closed; read anew by every search */
export function createSearch(graph: StreetGraph, cost: Float64Array): StreetSearch {
  const { nodeCount, first, head, tail, firstEntering, entering } = graph
  const seconds = new Float64Array(nodeCount)
  const via = new Int32Array(nodeCount)
  const key = new Float64Array(nodeCount)
  const heap = new Int32Array(nodeCount)
  /** Of a node in the heap; −1: not in it. */
  const place = new Int32Array(nodeCount)
  let size = 0

  function clear(): void {
    seconds.fill(Infinity)
    via.fill(-1)
    place.fill(-1)
    size = 0
  }

  function rise(node: number, to: number): void {
    const value = key[node]!
    let hole = to
    while (hole > 0) {
      const parent = ((hole - 1) / ARITY) | 0
      const above = heap[parent]!
      if (key[above]! <= value) break
      heap[hole] = above
      place[above] = hole
      hole = parent
    }
    heap[hole] = node
    place[node] = hole
  }

  function pop(): number {
    const top = heap[0]!
    place[top] = -1
    const last = heap[--size]!
    if (size === 0) return top
    const value = key[last]!
    let hole = 0
    for (;;) {
      const child = hole * ARITY + 1
      if (child >= size) break
      let best = child
      let bestKey = key[heap[child]!]!
      const end = child + ARITY < size ? child + ARITY : size
      for (let other = child + 1; other < end; other++) {
        const otherKey = key[heap[other]!]!
        if (otherKey < bestKey) {
          best = other
          bestKey = otherKey
        }
      }
      if (bestKey >= value) break
      const below = heap[best]!
      heap[hole] = below
      place[below] = hole
      hole = best
    }
    heap[hole] = last
    place[last] = hole
    return top
  }

  function reach(node: number, at: number, arc: number, rest: number): void {
    seconds[node] = at
    via[node] = arc
    key[node] = at + rest
    rise(node, place[node]! >= 0 ? place[node]! : size++)
  }

  return {
    seconds,
    via,
    spread(seeds, backwards) {
      clear()
      for (const seed of seeds) if (seed.seconds < seconds[seed.node]!) reach(seed.node, seed.seconds, -1, 0)
      while (size > 0) {
        const node = pop()
        const at = seconds[node]!
        if (backwards) {
          for (let k = firstEntering[node]!; k < firstEntering[node + 1]!; k++) {
            const arc = entering[k]!
            const then = at + cost[arc]!
            if (then < seconds[tail[arc]!]!) reach(tail[arc]!, then, arc, 0)
          }
        } else {
          for (let arc = first[node]!; arc < first[node + 1]!; arc++) {
            const then = at + cost[arc]!
            if (then < seconds[head[arc]!]!) reach(head[arc]!, then, arc, 0)
          }
        }
      }
    },
    seek(seeds, ends, limit, bound) {
      clear()
      let [best, bestSeconds] = [-1, limit]
      for (const seed of seeds) {
        if (seed.seconds < seconds[seed.node]!) reach(seed.node, seed.seconds, -1, bound(seed.node))
      }
      while (size > 0 && key[heap[0]!]! < bestSeconds) {
        const node = pop()
        const at = seconds[node]!
        for (const [e, end] of ends.entries()) {
          if (end.node === node && at + end.seconds < bestSeconds) [best, bestSeconds] = [e, at + end.seconds]
        }
        for (let arc = first[node]!; arc < first[node + 1]!; arc++) {
          const then = at + cost[arc]!
          const next = head[arc]!
          if (then < seconds[next]!) reach(next, then, arc, bound(next))
        }
      }
      return best
    },
  }
}

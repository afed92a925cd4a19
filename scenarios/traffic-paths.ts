/** Least times over directed links: Dijkstra (1959) with a binary heap over plain arrays. */
import type { Seconds } from './units.ts'

/** Links by the node that they leave: `links[first[n]] … links[first[n + 1] − 1]` leave node n. */
export interface LinksByNode {
  readonly first: Int32Array
  readonly links: Int32Array
  /** Node at the other end, by link. */
  readonly end: Int32Array
}

/** For searches from a place give `from`, `to`; for searches towards it `to`, `from`. */
export function linksByNode(nodeCount: number, begin: Int32Array, end: Int32Array): LinksByNode {
  const first = new Int32Array(nodeCount + 1)
  for (let link = 0; link < begin.length; link++) first[begin[link]! + 1]!++
  for (let n = 0; n < nodeCount; n++) first[n + 1]! += first[n]!
  const next = first.slice()
  const links = new Int32Array(begin.length)
  for (let link = 0; link < begin.length; link++) links[next[begin[link]!]!++] = link
  return { first, links, end }
}

/**
 * Seconds to every node from the nearest start; Infinity where there is no way.
 * @param cost seconds per link, at least 0; Infinity: closed
 * @param firstThroughNode nodes below it are reached and never passed
 */
export function leastTimes(
  { first, links, end }: LinksByNode,
  cost: Float64Array,
  starts: Iterable<readonly [node: number, seconds: Seconds]>,
  firstThroughNode = 0,
): Float64Array {
  const times = new Float64Array(first.length - 1).fill(Infinity)
  const heap = createHeap()
  for (const [node, seconds] of starts) {
    if (seconds >= times[node]!) continue
    times[node] = seconds
    heap.push(node, seconds)
  }
  for (let node = heap.pop(); node >= 0; node = heap.pop()) {
    const at = heap.key
    if (at > times[node]! || (node < firstThroughNode && at > 0)) continue
    for (let k = first[node]!; k < first[node + 1]!; k++) {
      const link = links[k]!
      const then = at + cost[link]!
      if (then >= times[end[link]!]!) continue
      times[end[link]!] = then
      heap.push(end[link]!, then)
    }
  }
  return times
}

/** Smallest key first; an entry that was bettered stays and is left to whoever pops it. */
function createHeap() {
  const keys: number[] = []
  const values: number[] = []
  const heap = {
    /** Key of the last one popped. */
    key: 0,
    push(value: number, key: number): void {
      let hole = keys.push(key) - 1
      values.push(value)
      while (hole > 0) {
        const parent = (hole - 1) >> 1
        if (keys[parent]! <= key) break
        keys[hole] = keys[parent]!
        values[hole] = values[parent]!
        hole = parent
      }
      keys[hole] = key
      values[hole] = value
    },
    /** −1 where it is empty. */
    pop(): number {
      if (keys.length === 0) return -1
      heap.key = keys[0]!
      const top = values[0]!
      const [key, value] = [keys.pop()!, values.pop()!]
      const size = keys.length
      if (size === 0) return top
      let hole = 0
      for (;;) {
        let child = 2 * hole + 1
        if (child >= size) break
        if (child + 1 < size && keys[child + 1]! < keys[child]!) child++
        if (keys[child]! >= key) break
        keys[hole] = keys[child]!
        values[hole] = values[child]!
        hole = child
      }
      keys[hole] = key
      values[hole] = value
      return top
    },
  }
  return heap
}

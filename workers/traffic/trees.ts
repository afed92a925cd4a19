/**
 * Shortest-path trees. The first is Dijkstra's (1959). Later ones start from the last: costs are summed down the old tree,
 * every node is looked at once in the old order, and what was found too late is settled through a heap, as is all in the first.
 * Costs of a tree are the least rounded sums over all paths, whoever computes it and from whichever start; which of equal
 * paths it takes depends on its own last state alone.
 */
import type { State } from './state.ts'

/** What a thread needs for itself. */
export interface Scratch {
  /** s */
  readonly cost: Float64Array
  readonly rank: Int32Array
  readonly last: Int32Array
  readonly changed: Uint8Array
  readonly heap: Heap
}

interface Heap {
  size: number
  key: Float64Array
  node: Int32Array
}

/** Of the old order so much may be out of place, times the nodes, before a tree is made anew. */
const DISORDER = 16

export function createScratch(s: State): Scratch {
  const n = s.nodes
  return {
    cost: new Float64Array(n),
    rank: new Int32Array(n),
    last: new Int32Array(n),
    changed: new Uint8Array(n),
    heap: { size: 0, key: new Float64Array(n), node: new Int32Array(n) },
  }
}

/** Brings tree t up to date with the costs at hand. */
export function renewTree(s: State, w: Scratch, t: number): void {
  const by = s.by.subarray(t * s.nodes, (t + 1) * s.nodes)
  const order = s.order.subarray(t * s.nodes, (t + 1) * s.nodes)
  const cost = s.cost.subarray(s.treeGroup[t]! * s.links, (s.treeGroup[t]! + 1) * s.links)
  const origin = s.treeOrigin[t]!
  const first = s.reached[t] === 0
  if (first) w.last.fill(-2)
  else w.last.set(by)
  let good = !first && improve(s, w, cost, by, order, s.reached[t]!)
  if (good && compare(s, w, by, order, s.reached[t]!)) good = isTopological(s, w, by, order, s.reached[t]!)
  if (!good) {
    s.reached[t] = grow(s, w, cost, by, order, origin)
    compare(s, w, by, order, s.reached[t]!)
  }
  finish(s, w, t, cost, by)
}

/** The whole tree from its origin; how many nodes it reaches. */
function grow(s: State, w: Scratch, cost: Float64Array, by: Int32Array, order: Int32Array, origin: number): number {
  const { head, start, through } = s
  const label = w.cost.fill(Number.POSITIVE_INFINITY)
  const { heap } = w
  by.fill(-1)
  label[origin] = 0
  let reached = 0
  push(heap, 0, origin)
  while (heap.size > 0) {
    const key = heap.key[0]!
    const u = pop(heap)
    if (key > label[u]!) continue
    order[reached++] = u
    for (let l = start[u]!; l < through[u]!; l++) {
      const v = head[l]!
      const c = key + cost[l]!
      if (c >= label[v]!) continue
      label[v] = c
      by[v] = l
      push(heap, c, v)
    }
  }
  return reached
}

/** The same from the old tree; false where its order was of too little use. */
function improve(
  s: State,
  w: Scratch,
  cost: Float64Array,
  by: Int32Array,
  order: Int32Array,
  reached: number,
): boolean {
  const { tail, head, start, through } = s
  const { cost: label, rank, heap } = w
  label.fill(Number.POSITIVE_INFINITY)
  label[order[0]!] = 0
  rank[order[0]!] = 0
  for (let i = 1; i < reached; i++) {
    const v = order[i]!
    const l = by[v]!
    label[v] = label[tail[l]!]! + cost[l]!
    rank[v] = i
  }
  for (let i = 0; i < reached; i++) {
    const u = order[i]!
    const from = label[u]!
    const end = through[u]!
    for (let l = start[u]!; l < end; l++) {
      const c = from + cost[l]!
      const v = head[l]!
      if (c >= label[v]!) continue
      label[v] = c
      by[v] = l
      if (rank[v]! < i) push(heap, c, v)
    }
  }
  while (heap.size > 0) {
    const key = heap.key[0]!
    const u = pop(heap)
    if (key > label[u]!) continue
    for (let l = start[u]!; l < through[u]!; l++) {
      const v = head[l]!
      const c = key + cost[l]!
      if (c >= label[v]!) continue
      label[v] = c
      by[v] = l
      push(heap, c, v)
    }
  }
  return sort(order, label, reached)
}

/** By insertion: the old order is nearly right. */
function sort(order: Int32Array, label: Float64Array, reached: number): boolean {
  let shifts = DISORDER * reached
  let largest = 0
  for (let i = 0; i < reached; i++) {
    const v = order[i]!
    const c = label[v]!
    if (c >= largest) {
      largest = c
      continue
    }
    let k = i - 1
    while (k >= 0 && label[order[k]!]! > c) {
      order[k + 1] = order[k]!
      k--
    }
    order[k + 1] = v
    shifts -= i - 1 - k
    if (shifts < 0) return false
  }
  return true
}

/** Whether every node stands after the one that it hangs on: links that cost nothing may have it otherwise. */
function isTopological(s: State, w: Scratch, by: Int32Array, order: Int32Array, reached: number): boolean {
  const { rank } = w
  for (let i = 0; i < reached; i++) rank[order[i]!] = i
  for (let i = 1; i < reached; i++) if (rank[s.tail[by[order[i]!]!]!]! > i) return false
  return true
}

/** Marks the nodes whose way is another than before; true where a link added nothing to the cost. */
function compare(s: State, w: Scratch, by: Int32Array, order: Int32Array, reached: number): boolean {
  const { cost: label, last, changed } = w
  let level = false
  changed[order[0]!] = 0
  for (let i = 1; i < reached; i++) {
    const v = order[i]!
    const l = by[v]!
    const u = s.tail[l]!
    changed[v] = l !== last[v] ? 1 : changed[u]!
    if (label[u] === label[v]) level = true
  }
  return level
}

/** Ways to where there is demand (terminals had no label so far): by which link, at what cost, whether they have changed; and what the demand pays in all. */
function finish(s: State, w: Scratch, t: number, cost: Float64Array, by: Int32Array): void {
  const { tail, zones, terminals, demand, moved, least, into, intoStart } = s
  const { cost: label, last, changed } = w
  let sum = 0
  let lost = 0
  for (let z = 0, way = t * zones; z < zones; z++, way++) {
    const units = demand[way]!
    if (units === 0) continue
    let c = label[z]!
    if (z < terminals) {
      let best = -1
      for (let k = intoStart[z]!; k < intoStart[z + 1]!; k++) {
        const l = into[k]!
        const there = label[tail[l]!]! + cost[l]!
        if (there >= c) continue
        c = there
        best = l
      }
      by[z] = best
    }
    if (c === Number.POSITIVE_INFINITY) continue
    const l = by[z]!
    moved[way] = l !== last[z] ? 1 : changed[tail[l]!]!
    least[way] = c
    const part = units * c - lost
    const total = sum + part
    lost = total - sum - part
    sum = total
  }
  s.treeCost[t] = sum
}

function push(heap: Heap, key: number, node: number): void {
  if (heap.size === heap.key.length) {
    const [keys, nodes] = [heap.key, heap.node]
    heap.key = new Float64Array(2 * keys.length)
    heap.node = new Int32Array(2 * keys.length)
    heap.key.set(keys)
    heap.node.set(nodes)
  }
  const { key: keys, node: nodes } = heap
  let k = heap.size++
  while (k > 0) {
    const parent = (k - 1) >> 1
    if (keys[parent]! <= key) break
    keys[k] = keys[parent]!
    nodes[k] = nodes[parent]!
    k = parent
  }
  keys[k] = key
  nodes[k] = node
}

function pop(heap: Heap): number {
  const { key: keys, node: nodes } = heap
  const top = nodes[0]!
  const size = --heap.size
  const key = keys[size]!
  const node = nodes[size]!
  let k = 0
  for (let child = 1; child < size; child = 2 * k + 1) {
    if (child + 1 < size && keys[child + 1]! < keys[child]!) child++
    if (keys[child]! >= key) break
    keys[k] = keys[child]!
    nodes[k] = nodes[child]!
    k = child
  }
  keys[k] = key
  nodes[k] = node
  return top
}

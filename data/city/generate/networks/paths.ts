/** Shortest ways: Dijkstra from several sources over a graph of numbered nodes, with a binary heap. */

export interface Arc {
  readonly to: number
  readonly cost: number
  readonly edge: number
}

export interface Ways {
  /** Infinity where no source is reached. */
  readonly cost: Float64Array
  /** Next edge towards the source, −1 at sources. */
  readonly edge: Int32Array
  readonly parent: Int32Array
  /** Nodes that are reached, nearest first. */
  readonly order: number[]
}

export function shortestWays(arcs: readonly (readonly Arc[])[], sources: readonly number[]): Ways {
  const n = arcs.length
  const cost = new Float64Array(n).fill(Infinity)
  const edge = new Int32Array(n).fill(-1)
  const parent = new Int32Array(n).fill(-1)
  const done = new Uint8Array(n)
  const order: number[] = []
  const heap = new Heap()
  for (const source of sources) {
    cost[source] = 0
    heap.push(0, source)
  }
  for (let node = heap.pop(); node >= 0; node = heap.pop()) {
    if (done[node]) continue
    done[node] = 1
    order.push(node)
    for (const arc of arcs[node]!) {
      const next = cost[node]! + arc.cost
      if (next < cost[arc.to]!) {
        cost[arc.to] = next
        edge[arc.to] = arc.edge
        parent[arc.to] = node
        heap.push(next, arc.to)
      }
    }
  }
  return { cost, edge, parent, order }
}

/** Least key first; equal keys by number, so that the answer does not hang on the order of pushing. */
class Heap {
  readonly #keys: number[] = []
  readonly #values: number[] = []

  push(key: number, value: number): void {
    let i = this.#keys.length
    this.#keys.push(key)
    this.#values.push(value)
    while (i > 0) {
      const up = (i - 1) >> 1
      if (!this.#before(i, up)) break
      this.#swap(i, up)
      i = up
    }
  }

  /** −1 when empty. */
  pop(): number {
    if (this.#keys.length === 0) return -1
    const top = this.#values[0]!
    this.#swap(0, this.#keys.length - 1)
    this.#keys.pop()
    this.#values.pop()
    for (let i = 0; ; ) {
      let least = i
      for (const child of [2 * i + 1, 2 * i + 2])
        if (child < this.#keys.length && this.#before(child, least)) least = child
      if (least === i) return top
      this.#swap(i, least)
      i = least
    }
  }

  #before(i: number, j: number): boolean {
    const [a, b] = [this.#keys[i]!, this.#keys[j]!]
    return a < b || (a === b && this.#values[i]! < this.#values[j]!)
  }

  #swap(i: number, j: number): void {
    const [key, value] = [this.#keys[i]!, this.#values[i]!]
    this.#keys[i] = this.#keys[j]!
    this.#values[i] = this.#values[j]!
    this.#keys[j] = key
    this.#values[j] = value
  }
}

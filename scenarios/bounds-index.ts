/** Things by their bounds, for whoever overlaps: squares of the plane twice as long as most things are. */
import { type Bounds, overlaps } from './geometry.ts'

/** What would lie in more squares than this is looked at every time instead. */
const MOST_SQUARES = 1024

export class BoundsIndex<T> {
  readonly #size: number
  readonly #squares = new Map<string, number[]>()
  readonly #large: number[] = []
  readonly #items: readonly { readonly bounds: Bounds; readonly value: T }[]

  constructor(values: readonly T[], boundsOf: (value: T) => Bounds) {
    this.#items = values.map((value) => ({ bounds: boundsOf(value), value }))
    const spans = this.#items.map(({ bounds: b }) => Math.max(b[2] - b[0], b[3] - b[1])).sort((a, b) => a - b)
    this.#size = Math.max(1, 2 * (spans[Math.floor(spans.length / 2)] ?? 1))
    for (const [i, { bounds }] of this.#items.entries()) {
      if (this.#count(bounds) > MOST_SQUARES) this.#large.push(i)
      else
        for (const key of this.#keys(bounds)) {
          const square = this.#squares.get(key)
          if (square) square.push(i)
          else this.#squares.set(key, [i])
        }
    }
  }

  /** What overlaps or touches the bounds, in the order in which it was given. */
  near(bounds: Bounds): T[] {
    const found = new Set(this.#large)
    if (this.#count(bounds) > MOST_SQUARES) for (const i of this.#items.keys()) found.add(i)
    else for (const key of this.#keys(bounds)) for (const i of this.#squares.get(key) ?? []) found.add(i)
    return [...found]
      .filter((i) => overlaps(this.#items[i]!.bounds, bounds))
      .sort((a, b) => a - b)
      .map((i) => this.#items[i]!.value)
  }

  #ranges([x0, y0, x1, y1]: Bounds): [number, number, number, number] {
    const of = (v: number) => Math.floor(v / this.#size)
    return [of(x0), of(y0), of(x1), of(y1)]
  }

  #count(bounds: Bounds): number {
    const [i0, j0, i1, j1] = this.#ranges(bounds)
    return (i1 - i0 + 1) * (j1 - j0 + 1)
  }

  *#keys(bounds: Bounds): Generator<string> {
    const [i0, j0, i1, j1] = this.#ranges(bounds)
    for (let i = i0; i <= i1; i++) for (let j = j0; j <= j1; j++) yield `${i},${j}`
  }
}

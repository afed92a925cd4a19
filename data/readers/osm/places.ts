/**
 * The places of many nodes in typed arrays, 16 bytes each: ids as f64 (they pass 2³²), degrees as whole 1e-7, the precision of
 * OpenStreetMap itself. Found by halving. Files sorted by id, as nearly all are, cost no sorting.
 */
import type { Places } from './model.ts'

const UNITS = 1e7

export class PlaceList implements Places {
  private ids = new Float64Array(1024)
  private lons = new Int32Array(1024)
  private lats = new Int32Array(1024)
  private count = 0
  private sorted = true

  /** A node that comes again replaces the one before. */
  add(id: number, lon: number, lat: number): void {
    if (this.count === this.ids.length) this.resize(this.count * 2)
    if (this.count > 0 && !(id > this.ids[this.count - 1]!)) this.sorted = false
    this.ids[this.count] = id
    this.lons[this.count] = Math.round(lon * UNITS)
    this.lats[this.count++] = Math.round(lat * UNITS)
  }

  /** As added, before those that came twice are taken for one. */
  get added(): number {
    return this.count
  }

  get size(): number {
    this.sort()
    return this.count
  }

  get(id: number): [lon: number, lat: number] | undefined {
    this.sort()
    let [low, high] = [0, this.count]
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.ids[middle]! < id) low = middle + 1
      else high = middle
    }
    return low < this.count && this.ids[low] === id ? [this.lons[low]! / UNITS, this.lats[low]! / UNITS] : undefined
  }

  *[Symbol.iterator](): Generator<readonly [number, readonly [number, number]]> {
    this.sort()
    for (let i = 0; i < this.count; i++) yield [this.ids[i]!, [this.lons[i]! / UNITS, this.lats[i]! / UNITS]]
  }

  private resize(length: number): void {
    const grown = <A extends Float64Array | Int32Array>(out: A, from: A): A => {
      out.set(from.subarray(0, this.count))
      return out
    }
    this.ids = grown(new Float64Array(length), this.ids)
    this.lons = grown(new Int32Array(length), this.lons)
    this.lats = grown(new Int32Array(length), this.lats)
  }

  private sort(): void {
    if (this.sorted) return
    const order = Uint32Array.from({ length: this.count }, (_, i) => i)
    order.sort((a, b) => this.ids[a]! - this.ids[b]! || a - b)
    const last = order.filter((at, i) => i + 1 === order.length || this.ids[order[i + 1]!] !== this.ids[at])
    this.ids = Float64Array.from(last, (at) => this.ids[at]!)
    this.lons = Int32Array.from(last, (at) => this.lons[at]!)
    this.lats = Int32Array.from(last, (at) => this.lats[at]!)
    this.count = last.length
    this.sorted = true
  }
}

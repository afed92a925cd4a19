/** Where a pole, a tree or a box can stand: not in a canal or a lake, not on a carriageway, not inside a building. */
import type { XY } from '../../../../scenarios/frame.ts'
import { type Bounds, boundsOf, contains, grow, pointInRing } from '../../../../scenarios/geometry.ts'
import type { Place } from '../homes.ts'
import { SegmentIndex, toSegment } from '../near.ts'
import type { RoadPiece } from '../network.ts'
import type { Channel } from '../place.ts'
import type { OpenRing } from '../plane.ts'
import { distance } from './course.ts'

const CELL_METRES = 40
/** Half of the widest water, with room to spare, m. */
const WIDEST_WATER_METRES = 75
/** Radius of the largest thing that is placed: a substation. */
const LARGEST_METRES = 16

interface Stretch<T> {
  readonly a: XY
  readonly b: XY
  readonly value: T
}

/** Things by square of the plane, put into every square that a box around them touches. */
class Squares<T> {
  readonly #cells = new Map<number, T[]>()

  put([x0, y0, x1, y1]: Bounds, value: T): void {
    for (let i = Math.floor(x0 / CELL_METRES); i <= Math.floor(x1 / CELL_METRES); i++) {
      for (let j = Math.floor(y0 / CELL_METRES); j <= Math.floor(y1 / CELL_METRES); j++) {
        const list = this.#cells.get(i * 1e6 + j)
        if (list) list.push(value)
        else this.#cells.set(i * 1e6 + j, [value])
      }
    }
  }

  at([x, y]: XY): readonly T[] {
    return this.#cells.get(Math.floor(x / CELL_METRES) * 1e6 + Math.floor(y / CELL_METRES)) ?? none
  }
}
const none: readonly never[] = []

export class FreeGround {
  readonly #channels = new SegmentIndex<Channel>(150)
  readonly #waters = new Squares<Stretch<Channel>>()
  readonly #roads = new Squares<Stretch<RoadPiece>>()
  readonly #taken = new Squares<{ ring: OpenRing; bounds: Bounds }>()

  constructor(
    channels: readonly Channel[],
    pieces: readonly RoadPiece[],
    places: readonly Place[],
    lakes: readonly OpenRing[],
  ) {
    for (const channel of channels) {
      this.#channels.addLine(channel.line, channel)
      putLine(this.#waters, channel.line, channel)
    }
    for (const piece of pieces) putLine(this.#roads, piece.line, piece)
    const taken = [...places.flatMap(({ building }) => (building ? [building.ring] : [])), ...lakes]
    for (const ring of taken) {
      const bounds = boundsOf(ring)
      this.#taken.put(bounds, { ring, bounds })
    }
  }

  /** Nearest water within a reach: how far its edge lies, negative inside it. */
  water([x, y]: XY, reach: number): { gap: number; channel: Channel; foot: XY } | null {
    const by = WIDEST_WATER_METRES + reach
    let best: { gap: number; channel: Channel; foot: XY } | null = null
    for (const { a, b, value } of this.#channels.near(x - by, y - by, x + by, y + by)) {
      const { distance, t } = toSegment([x, y], a, b)
      const gap = distance - value.widthMetres / 2
      if (gap <= reach && (!best || gap < best.gap))
        best = { gap, channel: value, foot: [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])] }
    }
    return best
  }

  /** In a building or a lake. */
  isTaken(p: XY): boolean {
    return this.#taken.at(p).some(({ ring, bounds }) => contains(bounds, p) && pointInRing(p, ring))
  }

  #within(p: XY, stretches: readonly Stretch<{ readonly widthMetres: number }>[], margin: number): boolean {
    return stretches.some(({ a, b, value }) => toSegment(p, a, b).distance < value.widthMetres / 2 + margin)
  }

  /** Free for something of a radius, at most `LARGEST_METRES`. */
  at(p: XY, radius: number): boolean {
    if (this.isTaken(p)) return false
    if (this.#within(p, this.#roads.at(p), radius) || this.#within(p, this.#waters.at(p), radius)) return false
    return radius < 0.5 || corners(p, radius).every((q) => !this.isTaken(q))
  }

  /** Free ground of a radius for works near a place, m. */
  near([x, y]: XY, radius: number): XY {
    for (let away = radius + 8; away < 200; away += 6) {
      for (let k = 0; k < 16; k++) {
        const p: XY = [x + away * Math.cos((k * Math.PI) / 8), y + away * Math.sin((k * Math.PI) / 8)]
        if (this.at(p, radius)) return p
      }
    }
    throw new Error(`Expected free ground of ${radius} m within 200 m of ${x.toFixed(0)}, ${y.toFixed(0)}`)
  }
}

function putLine<T extends { readonly widthMetres: number }>(
  squares: Squares<Stretch<T>>,
  line: readonly XY[],
  value: T,
): void {
  const around = value.widthMetres / 2 + LARGEST_METRES
  for (let i = 1; i < line.length; i++) {
    const [a, b] = [line[i - 1]!, line[i]!]
    const steps = Math.max(1, Math.ceil(distance(a, b) / CELL_METRES))
    const stretch = { a, b, value }
    for (let k = 0; k < steps; k++) {
      const [p, q] = [k, k + 1].map((s): XY => [a[0] + ((b[0] - a[0]) * s) / steps, a[1] + ((b[1] - a[1]) * s) / steps])
      squares.put(grow(boundsOf([p!, q!]), around), stretch)
    }
  }
}

const corners = ([x, y]: XY, r: number): XY[] => [
  [x - r, y - r],
  [x + r, y - r],
  [x + r, y + r],
  [x - r, y + r],
]

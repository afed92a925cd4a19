/** Where a pole, a tree or a box can stand: not in water, not on a carriageway, not inside a building. */
import type { XY } from '../../../../scenarios/frame.ts'
import { boundsOf, pointInRing } from '../../../../scenarios/geometry.ts'
import type { Place } from '../homes.ts'
import { SegmentIndex, toSegment } from '../near.ts'
import type { RoadPiece } from '../network.ts'
import type { Channel } from '../place.ts'
import type { OpenRing } from '../plane.ts'

const CELL_METRES = 40
/** Half of the widest water, with room to spare, m. */
const WIDEST_WATER_METRES = 75
const WIDEST_ROAD_METRES = 12

export class FreeGround {
  readonly #waters = new SegmentIndex<Channel>(150)
  readonly #roads = new SegmentIndex<RoadPiece>(50)
  readonly #buildings = new Map<number, OpenRing[]>()

  constructor(channels: readonly Channel[], pieces: readonly RoadPiece[], places: readonly Place[]) {
    for (const channel of channels) this.#waters.addLine(channel.line, channel)
    for (const piece of pieces) this.#roads.addLine(piece.line, piece)
    for (const { building } of places) {
      if (!building) continue
      const [x0, y0, x1, y1] = boundsOf(building.ring)
      for (let i = Math.floor(x0 / CELL_METRES); i <= Math.floor(x1 / CELL_METRES); i++) {
        for (let j = Math.floor(y0 / CELL_METRES); j <= Math.floor(y1 / CELL_METRES); j++) {
          const list = this.#buildings.get(i * 1e6 + j)
          if (list) list.push(building.ring)
          else this.#buildings.set(i * 1e6 + j, [building.ring])
        }
      }
    }
  }

  /** Nearest water: how far its edge lies, negative inside it. */
  water([x, y]: XY, reach = 0): { gap: number; channel: Channel; foot: XY } | null {
    const by = WIDEST_WATER_METRES + reach
    let best: { gap: number; channel: Channel; foot: XY } | null = null
    for (const { a, b, value } of this.#waters.near(x - by, y - by, x + by, y + by)) {
      const { distance, t } = toSegment([x, y], a, b)
      const gap = distance - value.widthMetres / 2
      if (gap <= reach && (!best || gap < best.gap))
        best = { gap, channel: value, foot: [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])] }
    }
    return best
  }

  onRoad([x, y]: XY, margin = 0): boolean {
    const by = WIDEST_ROAD_METRES + margin
    for (const { a, b, value } of this.#roads.near(x - by, y - by, x + by, y + by))
      if (toSegment([x, y], a, b).distance < value.widthMetres / 2 + margin) return true
    return false
  }

  inBuilding(p: XY): boolean {
    const list = this.#buildings.get(Math.floor(p[0] / CELL_METRES) * 1e6 + Math.floor(p[1] / CELL_METRES))
    return list?.some((ring) => pointInRing(p, ring)) ?? false
  }

  /** Free for something of a radius, m. */
  at(p: XY, radius = 0.2): boolean {
    if (this.onRoad(p, radius) || this.water(p, radius)) return false
    if (this.inBuilding(p)) return false
    return radius < 0.5 || corners(p, radius).every((q) => !this.inBuilding(q))
  }
}

const corners = ([x, y]: XY, r: number): XY[] => [
  [x - r, y - r],
  [x + r, y - r],
  [x + r, y + r],
  [x - r, y + r],
]

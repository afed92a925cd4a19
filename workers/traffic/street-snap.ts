/** The streets by place: which links pass a point, and where along them (squares of a grid over their courses). */
import type { XY } from '../../scenarios/frame.ts'
import type { TrafficModel } from '../../scenarios/traffic.ts'
import type { Metres } from '../../scenarios/units.ts'

const SQUARE_METRES = 100
/** Who is farther from every street has no way. */
export const MAX_TO_STREET_METRES = 800
/** Links this much farther than the nearest are taken as well: the other direction, and what meets at a corner. */
const AS_NEAR_METRES = 0.5

/** A place on a street. */
export interface Anchor {
  readonly link: number
  /** 0 … 1 of the link's course. */
  readonly share: number
  readonly at: XY
  /** From the point that was asked for. */
  readonly metres: Metres
}

export interface StreetIndex {
  /** The nearest usable links, nearest first; none where all are too far. */
  near(point: XY, usable: (link: number) => boolean): Anchor[]
  /** Length of the link's course, m. */
  readonly length: Float64Array
  /** The course between two shares of it. */
  course(link: number, from: number, to: number): XY[]
}

/** @param links those that are streets */
export function indexStreets({ links, network }: TrafficModel, streets: Iterable<number>): StreetIndex {
  const { start, points } = links
  const length = new Float64Array(network.from.length)
  const squares = new Map<number, number[]>()
  for (const link of streets) {
    for (let i = start[link]!; i + 3 < start[link + 1]!; i += 2) {
      const [x0, y0, x1, y1] = [points[i]!, points[i + 1]!, points[i + 2]!, points[i + 3]!]
      length[link]! += Math.hypot(x1 - x0, y1 - y0)
      for (const square of squaresOf(Math.min(x0, x1), Math.min(y0, y1), Math.max(x0, x1), Math.max(y0, y1))) {
        const there = squares.get(square)
        if (!there) squares.set(square, [link])
        else if (there.at(-1) !== link) there.push(link)
      }
    }
  }

  function within(point: XY, radius: Metres, usable: (link: number) => boolean): Anchor[] {
    const [x, y] = point
    const found = new Set<number>()
    for (const square of squaresOf(x - radius, y - radius, x + radius, y + radius)) {
      for (const link of squares.get(square) ?? []) found.add(link)
    }
    return [...found]
      .filter(usable)
      .map((link) => nearestOn(link, point))
      .filter(({ metres }) => metres <= radius)
      .sort((a, b) => a.metres - b.metres || a.link - b.link)
  }

  function nearestOn(link: number, [x, y]: XY): Anchor {
    let [metres, at, along, passed]: [number, XY, number, number] = [Infinity, [x, y], 0, 0]
    for (let i = start[link]!; i + 3 < start[link + 1]!; i += 2) {
      const [x0, y0] = [points[i]!, points[i + 1]!]
      const [dx, dy] = [points[i + 2]! - x0, points[i + 3]! - y0]
      const side = Math.hypot(dx, dy)
      const t = side > 0 ? Math.min(1, Math.max(0, ((x - x0) * dx + (y - y0) * dy) / (side * side))) : 0
      const away = Math.hypot(x0 + t * dx - x, y0 + t * dy - y)
      if (away < metres) [metres, at, along] = [away, [x0 + t * dx, y0 + t * dy], passed + t * side]
      passed += side
    }
    return { link, share: passed > 0 ? Math.min(1, along / passed) : 0, at, metres }
  }

  return {
    length,
    near(point, usable) {
      for (let radius = SQUARE_METRES / 2; ; radius = Math.min(radius * 2, MAX_TO_STREET_METRES)) {
        const found = within(point, radius, usable)
        if (found.length > 0) return found.filter(({ metres }) => metres <= found[0]!.metres + AS_NEAR_METRES)
        if (radius === MAX_TO_STREET_METRES) return []
      }
    },
    course(link, from, to) {
      const [first, last] = [from * length[link]!, to * length[link]!]
      const line: XY[] = []
      let passed = 0
      for (let i = start[link]!; i + 3 < start[link + 1]!; i += 2) {
        const [x0, y0, x1, y1] = [points[i]!, points[i + 1]!, points[i + 2]!, points[i + 3]!]
        const side = Math.hypot(x1 - x0, y1 - y0)
        const at = (metres: number): XY => {
          const t = side > 0 ? (metres - passed) / side : 0
          return [x0 + t * (x1 - x0), y0 + t * (y1 - y0)]
        }
        if (passed + side >= first && passed <= last) {
          if (line.length === 0) line.push(at(Math.max(first, passed)))
          line.push(at(Math.min(last, passed + side)))
        }
        passed += side
      }
      return line
    },
  }
}

/** Numbers of the squares that bounds touch. */
function* squaresOf(x0: number, y0: number, x1: number, y1: number): Generator<number> {
  const of = (v: number) => Math.floor(v / SQUARE_METRES)
  for (let i = of(x0); i <= of(x1); i++) for (let j = of(y0); j <= of(y1); j++) yield i * 0x100000 + j
}

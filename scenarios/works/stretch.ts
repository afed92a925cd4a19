/** Arithmetic of stretches: parts of a road in metres along its centre line, and streets as chains of roads. */
import type { XY } from '../frame.ts'
import { lineLength } from '../geometry.ts'
import type { Metres } from '../units.ts'
import type { Side, Stretch } from './works.ts'

/** A road as a street's map knows it. */
export interface RoadLine {
  readonly id: string
  readonly name: string | null
  readonly line: readonly XY[]
}

type Span = Pick<Stretch, 'road' | 'fromMetres' | 'toMetres'>

/** What two spans have in common; null where they only touch, or lie on different roads. */
export function overlapOf(a: Span, b: Span): Span | null {
  if (a.road !== b.road) return null
  const fromMetres = Math.max(a.fromMetres, b.fromMetres)
  const toMetres = Math.min(a.toMetres, b.toMetres)
  return toMetres > fromMetres ? { road: a.road, fromMetres, toMetres } : null
}

/** The same ground: the same side, or one of them the whole carriageway. */
export const sameSide = (a: Side, b: Side): boolean => a === b || a === 'whole' || b === 'whole'

/** Spans without what they share, road by road, in the order of roads and metres. */
export function unionOf(spans: readonly Span[]): Span[] {
  const sorted = [...spans].sort((a, b) => (a.road === b.road ? a.fromMetres - b.fromMetres : a.road < b.road ? -1 : 1))
  const union: { road: string; fromMetres: number; toMetres: number }[] = []
  for (const { road, fromMetres, toMetres } of sorted) {
    const last = union.at(-1)
    if (last && last.road === road && fromMetres <= last.toMetres) last.toMetres = Math.max(last.toMetres, toMetres)
    else union.push({ road, fromMetres, toMetres })
  }
  return union
}

/** What two lists of stretches share, each metre once. @param ground only where the same side is dug */
export const sharedOf = (a: readonly Stretch[], b: readonly Stretch[], ground: boolean): Span[] =>
  unionOf(
    a.flatMap((one) =>
      b.flatMap((other) => (ground && !sameSide(one.side, other.side) ? [] : (overlapOf(one, other) ?? []))),
    ),
  )

export const metresOf = (spans: readonly Span[]): Metres =>
  unionOf(spans).reduce((sum, { fromMetres, toMetres }) => sum + toMetres - fromMetres, 0)

/** The part of a line between two distances along it; what lies beyond its ends is left out. */
export function partOf(line: readonly XY[], from: Metres, to: Metres): XY[] {
  const part: XY[] = []
  let along = 0
  for (let i = 1; i < line.length; i++) {
    const [a, b] = [line[i - 1]!, line[i]!]
    const length = Math.hypot(b[0] - a[0], b[1] - a[1])
    const at = (metres: number): XY => {
      const share = length === 0 ? 0 : (metres - along) / length
      return [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share]
    }
    if (along + length >= from && along <= to && length > 0) {
      if (part.length === 0) part.push(at(Math.max(from, along)))
      const end = at(Math.min(to, along + length))
      const last = part.at(-1)!
      if (end[0] !== last[0] || end[1] !== last[1]) part.push(end)
    }
    along += length
  }
  return part
}

/** Where along a line it comes nearest to a point. @param left of the line, seen along it */
export function nearestOn(
  line: readonly XY[],
  [x, y]: XY,
): { readonly metres: Metres; readonly away: Metres; readonly left: boolean } {
  let best = { metres: 0, away: Infinity, left: false }
  let along = 0
  for (let i = 1; i < line.length; i++) {
    const [[ax, ay], [bx, by]] = [line[i - 1]!, line[i]!]
    const [dx, dy] = [bx - ax, by - ay]
    const length = Math.hypot(dx, dy)
    const share = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (length * length)))
    const away = Math.hypot(x - ax - share * dx, y - ay - share * dy)
    if (away < best.away) best = { metres: along + share * length, away, left: dx * (y - ay) - dy * (x - ax) > 0 }
    along += length
  }
  return best
}

/** A street: roads of one name that follow each other, end to end. */
export interface Chain {
  readonly links: readonly {
    readonly road: RoadLine
    /** Run through against its own line. */
    readonly reversed: boolean
    /** Along the chain, m. */
    readonly first: Metres
    readonly last: Metres
  }[]
  readonly line: readonly XY[]
  readonly metres: Metres
}

/** Ends meet to 5 cm. */
const MEET_METRES = 0.05
const meets = (a: XY, b: XY): boolean => Math.hypot(a[0] - b[0], a[1] - b[1]) <= MEET_METRES
/** A street turns no sharper than this where it goes on; cosine. */
const SHARPEST = -0.2

/** The street that a road is a part of, to both sides as far as its name goes on. A road without a name is its own. */
export function chainOf(start: RoadLine, roads: Iterable<RoadLine>): Chain {
  const same = start.name === null ? [] : [...roads].filter(({ id, name }) => name === start.name && id !== start.id)
  const used = new Set([start.id])
  const grow = (line: readonly XY[]): { road: RoadLine; reversed: boolean }[] => {
    const grown: { road: RoadLine; reversed: boolean }[] = []
    let [before, end] = [line.at(-2)!, line.at(-1)!]
    for (;;) {
      const next = same
        .filter(({ id }) => !used.has(id))
        .flatMap((road) => [
          { road, reversed: false, course: road.line },
          { road, reversed: true, course: road.line.toReversed() },
        ])
        .filter(({ course }) => meets(course[0]!, end))
        .map((one) => ({ ...one, straight: cosine(before, end, one.course[1]!) }))
        .sort((a, b) => b.straight - a.straight || (a.road.id < b.road.id ? -1 : 1))[0]
      if (!next || next.straight < SHARPEST) return grown
      used.add(next.road.id)
      grown.push({ road: next.road, reversed: next.reversed })
      before = next.course.at(-2)!
      end = next.course.at(-1)!
    }
  }
  const after = grow(start.line)
  const ahead = grow(start.line.toReversed())
  const all = [
    ...ahead.toReversed().map(({ road, reversed }) => ({ road, reversed: !reversed })),
    { road: start, reversed: false },
    ...after,
  ]
  let along = 0
  const links = all.map(({ road, reversed }) => {
    const first = along
    along += lineLength(road.line)
    return { road, reversed, first, last: along }
  })
  const line = links.flatMap(({ road, reversed }, i) => {
    const course = reversed ? road.line.toReversed() : road.line
    return i === 0 ? course : course.slice(1)
  })
  return { links, line, metres: along }
}

function cosine(a: XY, b: XY, c: XY): number {
  const [ux, uy, vx, vy] = [b[0] - a[0], b[1] - a[1], c[0] - b[0], c[1] - b[1]]
  const lengths = Math.hypot(ux, uy) * Math.hypot(vx, vy)
  return lengths === 0 ? 1 : (ux * vx + uy * vy) / lengths
}

const flipped: Readonly<Record<Side, Side>> = { left: 'right', right: 'left', whole: 'whole' }
const cm = (metres: number): number => Math.round(metres * 100) / 100
/** Shorter bits are left out, m: an end set at a junction reaches no further road. */
const LEAST_METRES = 0.5

/** The stretches of roads that a part of a street is made of. @param side seen along the chain */
export function stretchesOf(chain: Chain, from: Metres, to: Metres, side: Side): Stretch[] {
  return chain.links.flatMap(({ road, reversed, first, last }) => {
    const [a, b] = [Math.max(from, first) - first, Math.min(to, last) - first]
    if (b - a < LEAST_METRES) return []
    const length = last - first
    const [fromMetres, toMetres] = reversed ? [length - b, length - a] : [a, b]
    return [
      { road: road.id, fromMetres: cm(fromMetres), toMetres: cm(toMetres), side: reversed ? flipped[side] : side },
    ]
  })
}

/** Where stretches lie, a line each; roads that are not there are left out. */
export const linesOfStretches = (
  stretches: readonly Span[],
  roads: ReadonlyMap<string, Pick<RoadLine, 'line'>>,
): XY[][] =>
  stretches.flatMap(({ road, fromMetres, toMetres }) => {
    const line = roads.get(road)?.line
    const part = line ? partOf(line, fromMetres, toMetres) : []
    return part.length > 1 ? [part] : []
  })

/**
 * The fastest way over the streets of a traffic model. Both ends are set on the nearest street that may be used, part of a
 * link counts for its part, and the way to the street is walked. Built once per outcome and mode; closures change it in place.
 */
import type { XY } from '../../scenarios/frame.ts'
import { lineLength } from '../../scenarios/geometry.ts'
import type { Route, TrafficModel, TravelMode } from '../../scenarios/traffic.ts'
import { topSpeed } from '../../scenarios/traffic-facts.ts'
import type { Metres, Seconds } from '../../scenarios/units.ts'
import { manoeuvreAt } from './manoeuvre.ts'
import { streetGraph } from './street-graph.ts'
import { createSearch, type Seed } from './street-search.ts'
import { indexStreets } from './street-snap.ts'
import { passageOf, type TravelWorld } from './travel-modes.ts'

const WALKING_SPEED = topSpeed.values.walk / 3.6

export interface Router {
  /** Null where there is no way. */
  route(from: XY, to: XY): Route | null
  /** Seconds from each of `from` to each of `to`, by origin; Infinity: no way. */
  matrix(from: readonly XY[], to: readonly XY[]): Float64Array
  /**
   * Seconds between the middle of every link and the nearest of the points; Infinity: no way. Streets too narrow for the
   * mode are walked from where it must stop.
   */
  spread(points: readonly XY[], direction: 'from' | 'to'): Float64Array
  /** Bars links until they are opened again. */
  close(links: Iterable<number>): void
  open(links: Iterable<number>): void
}

/** A place that may be started from or ended at, and the walk between it and the street. */
interface Stop {
  readonly arc: number
  /** 0 … 1 of the arc. */
  readonly share: number
  readonly at: XY
  readonly walk: Seconds
}
/** A part of an arc that is travelled. */
interface Leg {
  readonly arc: number
  readonly from: number
  readonly to: number
}
interface Way {
  readonly start: Stop
  readonly end: Stop
  readonly legs: readonly Leg[]
}

export function createRouter(model: TrafficModel, mode: TravelMode, world: TravelWorld): Router {
  const { links, x, y } = model
  const graph = streetGraph(model, mode === 'walk')
  const { tail, head, link: linkOf, arcOf } = graph
  const streets = indexStreets(model, linkOf)
  const { seconds: ofLink, wet, narrow } = passageOf(model, mode, world)
  const closed = new Uint8Array(ofLink.length)
  const cost = Float64Array.from(linkOf, (link) => ofLink[link]!)
  const search = createSearch(graph, cost)
  /** Where the mode does not fit, seconds on foot. */
  const onFoot = passageOf(model, 'walk', world).seconds
  const footOf = (link: number) => (narrow[link] ? onFoot[link]! : Infinity)
  const foot = Float64Array.from(linkOf, footOf)
  const afoot = [...foot.keys()].filter((arc) => foot[arc]! < Infinity)
  const walk = createSearch(graph, foot)
  const fastest = fastestOf()

  /** No way is faster than this, m/s. */
  function fastestOf(): number {
    let fastest = WALKING_SPEED
    for (const [arc, seconds] of cost.entries()) {
      const [a, b] = [tail[arc]!, head[arc]!]
      const metres = Math.max(streets.length[linkOf[arc]!]!, Math.hypot(x[a]! - x[b]!, y[a]! - y[b]!))
      if (metres > 0) fastest = Math.max(fastest, metres / seconds)
    }
    return fastest
  }

  /** Where a point may start or end. Water at its nearest street bars it: nobody is sent through it to another street. */
  function stopsAt(point: XY): Stop[] {
    return streets
      .near(point, (link) => closed[link] === 0 && (ofLink[link]! < Infinity || wet[link] === 1))
      .filter(({ link }) => wet[link] === 0)
      .map(({ link, share, at, metres }) => ({ arc: arcOf[link]!, share, at, walk: metres / WALKING_SPEED }))
  }
  const leaving = ({ arc, share, walk }: Stop): Seed => ({
    node: head[arc]!,
    seconds: walk + (1 - share) * cost[arc]!,
  })
  const arriving = ({ arc, share, walk }: Stop): Seed => ({ node: tail[arc]!, seconds: walk + share * cost[arc]! })
  /** Along one arc without leaving it. */
  const straight = (start: Stop, end: Stop): Seconds =>
    start.arc === end.arc && start.share <= end.share
      ? start.walk + end.walk + (end.share - start.share) * cost[start.arc]!
      : Infinity

  function wayBetween(starts: readonly Stop[], ends: readonly Stop[], to: XY): Way | null {
    let way: Way | null = null
    let least = Infinity
    for (const start of starts) {
      for (const end of ends) {
        const seconds = straight(start, end)
        if (seconds >= least) continue
        least = seconds
        way = { start, end, legs: [{ arc: start.arc, from: start.share, to: end.share }] }
      }
    }
    const bound = (node: number) => Math.hypot(x[node]! - to[0], y[node]! - to[1]) / fastest
    const found = search.seek(starts.map(leaving), ends.map(arriving), least, bound)
    if (found < 0) return way
    const end = ends[found]!
    const legs: Leg[] = [{ arc: end.arc, from: 0, to: end.share }]
    let node = tail[end.arc]!
    for (let arc = search.via[node]!; arc >= 0; arc = search.via[node]!) {
      legs.push({ arc, from: 0, to: 1 })
      node = tail[arc]!
    }
    const start = starts
      .filter(({ arc }) => head[arc] === node)
      .reduce((a, b) => (leaving(b).seconds < leaving(a).seconds ? b : a))
    legs.push({ arc: start.arc, from: start.share, to: 1 })
    return { start, end, legs: legs.reverse() }
  }

  function describe(from: XY, to: XY, { start, end, legs }: Way): Route {
    const line: XY[] = [from]
    const steps: { road: string | null; name: string | null; metres: Metres; seconds: Seconds; corner: number }[] = []
    const go = (road: string | null, course: readonly XY[], seconds: Seconds) => {
      const metres = lineLength(course)
      if (metres === 0 && seconds === 0) return
      const corner = line.length - 1
      for (const point of course) {
        const last = line.at(-1)!
        if (point[0] !== last[0] || point[1] !== last[1]) line.push(point)
      }
      const name = road === null ? null : (world.roads.get(road)?.properties.name ?? null)
      const step = steps.at(-1)
      // Pieces of a street are often roads of their own: one step for what goes by one name.
      if (step && (step.road === road || (name !== null && step.name === name))) {
        step.metres += metres
        step.seconds += seconds
      } else steps.push({ road, name, metres, seconds, corner })
    }
    go(null, [from, start.at], start.walk)
    for (const { arc, from: first, to: last } of legs) {
      const link = linkOf[arc]!
      go(links.roads[links.road[link]!] ?? null, streets.course(link, first, last), (last - first) * cost[arc]!)
    }
    go(null, [end.at, to], end.walk)
    const sum = (of: 'metres' | 'seconds') => steps.reduce((total, step) => total + step[of], 0)
    const turned = steps.map(({ corner, ...step }, i) => {
      const before = steps[i - 1]
      const after = steps[i + 1]?.corner ?? line.length - 1
      return { ...step, turn: before ? manoeuvreAt(line, before.corner, corner, after) : null }
    })
    return { line, metres: sum('metres'), seconds: sum('seconds'), steps: turned }
  }

  /** On from the last spread, along streets that the mode does not fit into. */
  function walkOn(out: Float64Array, backwards: boolean): void {
    const near = backwards ? head : tail
    const seeds = afoot.map((arc) => ({ node: near[arc]!, seconds: search.seconds[near[arc]!]! }))
    walk.spread(seeds, backwards)
    for (const arc of afoot) out[linkOf[arc]!] = walk.seconds[near[arc]!]! + foot[arc]! / 2
  }

  function bar(which: Iterable<number>, barred: boolean): void {
    for (const link of which) {
      const arc = arcOf[link]!
      if (arc < 0) continue
      closed[link] = barred ? 1 : 0
      cost[arc] = barred ? Infinity : ofLink[link]!
      foot[arc] = barred ? Infinity : footOf(link)
    }
  }

  return {
    route(from, to) {
      const way = wayBetween(stopsAt(from), stopsAt(to), to)
      return way && describe(from, to, way)
    },

    matrix(from, to) {
      const ends = to.flatMap((point, j) => stopsAt(point).map((stop) => ({ stop, j })))
      const [column, node] = [Int32Array.from(ends, ({ j }) => j), Int32Array.from(ends, ({ stop }) => tail[stop.arc]!)]
      const rest = Float64Array.from(ends, ({ stop }) => arriving(stop).seconds)
      const endsOn = new Map<number, typeof ends>()
      for (const end of ends) endsOn.set(end.stop.arc, [...(endsOn.get(end.stop.arc) ?? []), end])
      const out = new Float64Array(from.length * to.length).fill(Infinity)
      for (const [i, point] of from.entries()) {
        const starts = stopsAt(point)
        const row = out.subarray(i * to.length, (i + 1) * to.length)
        search.spread(starts.map(leaving), false)
        for (let k = 0; k < column.length; k++) {
          const seconds = search.seconds[node[k]!]! + rest[k]!
          if (seconds < row[column[k]!]!) row[column[k]!] = seconds
        }
        for (const start of starts) {
          for (const { stop, j } of endsOn.get(start.arc) ?? []) row[j] = Math.min(row[j]!, straight(start, stop))
        }
      }
      return out
    },

    spread(points, direction) {
      const backwards = direction === 'to'
      const stops = points.flatMap(stopsAt)
      search.spread(stops.map(backwards ? arriving : leaving), backwards)
      const out = new Float64Array(ofLink.length).fill(Infinity)
      const near = backwards ? head : tail
      for (let arc = 0; arc < cost.length; arc++) {
        if (cost[arc]! < Infinity) out[linkOf[arc]!] = search.seconds[near[arc]!]! + cost[arc]! / 2
      }
      for (const { arc, share, walk } of stops) {
        const rest = backwards ? share - 0.5 : 0.5 - share
        const link = linkOf[arc]!
        if (rest >= 0) out[link] = Math.min(out[link]!, walk + rest * cost[arc]!)
      }
      if (afoot.length > 0) walkOn(out, backwards)
      return out
    },

    close: (which) => bar(which, true),
    open: (which) => bar(which, false),
  }
}

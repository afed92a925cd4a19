/**
 * The fastest way over the streets of a traffic model. Both ends are set on the nearest street that may be used, part of a
 * link counts for its part, and the way to the street is walked. Built once per outcome and mode; closures change it in place.
 */
import type { XY } from '../../scenarios/frame.ts'
import { lineLength } from '../../scenarios/geometry.ts'
import type { Route, TrafficModel, TravelMode } from '../../scenarios/traffic.ts'
import type { Metres, Seconds } from '../../scenarios/units.ts'
import { streetGraph } from './street-graph.ts'
import { createSearch, type Seed } from './street-search.ts'
import { type Anchor, indexStreets } from './street-snap.ts'
import { secondsOf, travelOf, WALKING_SPEED } from './travel-modes.ts'

export interface Router {
  /** Null where there is no way. */
  route(from: XY, to: XY): Route | null
  /** Seconds from each of `from` to each of `to`, by origin; Infinity: no way. */
  matrix(from: readonly XY[], to: readonly XY[]): Float64Array
  /** Seconds to (or from) the middle of every link from (or to) the nearest of the points; Infinity: no way. */
  spread(points: readonly XY[], direction: 'from' | 'to'): Float64Array
  /** Bars links until they are opened again. */
  close(links: Iterable<number>): void
  open(links: Iterable<number>): void
}

export interface RouterOptions {
  /** Loaded time per link, s; null: the empty network’s. */
  readonly time: Float64Array | null
  /** Standard error of the ground, m: a depth is a band. */
  readonly groundErrorMetres: Metres
  /** Name of a road, for the steps. */
  readonly nameOf: (road: string) => string | null
}

/** A way along one arc, or part of it. */
interface Leg {
  readonly arc: number
  readonly from: number
  readonly to: number
}
/** An arc that may be started or ended on: its share in its own direction, and the walk to or from it. */
interface Stop extends Leg {
  readonly anchor: Anchor
  readonly walk: Seconds
}

export function createRouter(model: TrafficModel, mode: TravelMode, options: RouterOptions): Router {
  const { links, x, y } = model
  const travel = travelOf(mode)
  const graph = streetGraph(model, travel.bothWays)
  const { tail, head, link: linkOf, against, along, back } = graph
  const streets = indexStreets(model, new Set(linkOf))
  const { seconds: ofLink, wet } = secondsOf(model, mode, options)
  const cost = Float64Array.from(linkOf, (link) => ofLink[link]!)
  const search = createSearch(graph, cost)
  const topSpeed = topSpeedOf()
  const closed = new Uint8Array(ofLink.length)

  /** No way may be faster than this, m/s. */
  function topSpeedOf(): number {
    let top = WALKING_SPEED
    for (const [arc, seconds] of cost.entries()) {
      const [a, b] = [tail[arc]!, head[arc]!]
      const metres = Math.max(streets.length[linkOf[arc]!]!, Math.hypot(x[a]! - x[b]!, y[a]! - y[b]!))
      if (metres > 0) top = Math.max(top, metres / seconds)
    }
    return top
  }

  /** Where a point may start or end. Water at its nearest street bars it: nobody is sent through it to another street. */
  function stopsAt(point: XY): Stop[] {
    const anchors = streets.near(point, (link) => closed[link] === 0 && (ofLink[link]! < Infinity || wet[link] === 1))
    return anchors.flatMap((anchor) => {
      const { link, share, metres } = anchor
      if (wet[link] === 1) return []
      const walk = metres / WALKING_SPEED
      const stop = (arc: number, at: number): Stop[] => (arc < 0 ? [] : [{ arc, from: at, to: at, anchor, walk }])
      return [...stop(along[link]!, share), ...stop(back[link]!, 1 - share)]
    })
  }

  const leaving = ({ arc, to, walk }: Stop): Seed => ({ node: head[arc]!, seconds: walk + (1 - to) * cost[arc]! })
  const arriving = ({ arc, from, walk }: Stop): Seed => ({ node: tail[arc]!, seconds: walk + from * cost[arc]! })
  /** Along one arc without leaving it. */
  const straight = (a: Stop, b: Stop): Seconds =>
    a.arc === b.arc && a.to <= b.from ? a.walk + b.walk + (b.from - a.to) * cost[a.arc]! : Infinity

  function route(from: XY, to: XY): Route | null {
    const [starts, ends] = [stopsAt(from), stopsAt(to)]
    let best: { start: Stop; end: Stop; legs: Leg[] } | null = null
    let least = Infinity
    for (const start of starts) {
      for (const end of ends) {
        const seconds = straight(start, end)
        if (seconds >= least) continue
        least = seconds
        best = { start, end, legs: [{ arc: start.arc, from: start.to, to: end.from }] }
      }
    }
    const bound = (node: number) => Math.hypot(x[node]! - to[0], y[node]! - to[1]) / topSpeed
    const found = search.seek(starts.map(leaving), ends.map(arriving), least, bound)
    if (found >= 0) {
      const end = ends[found]!
      const legs: Leg[] = [{ arc: end.arc, from: 0, to: end.from }]
      let node = tail[end.arc]!
      for (let arc = search.via[node]!; arc >= 0; arc = search.via[node]!) {
        legs.push({ arc, from: 0, to: 1 })
        node = tail[arc]!
      }
      const start = starts
        .filter(({ arc }) => head[arc] === node)
        .reduce((a, b) => (leaving(b).seconds < leaving(a).seconds ? b : a))
      legs.push({ arc: start.arc, from: start.to, to: 1 })
      best = { start, end, legs: legs.reverse() }
    }
    return best && describe(from, to, best.start, best.end, best.legs)
  }

  function describe(from: XY, to: XY, start: Stop, end: Stop, legs: readonly Leg[]): Route {
    const line: XY[] = [from]
    const steps: { road: string | null; name: string | null; metres: Metres; seconds: Seconds }[] = []
    const go = (course: readonly XY[], road: string | null, seconds: Seconds) => {
      const metres = lineLength(course)
      for (const point of course) {
        const last = line.at(-1)!
        if (point[0] !== last[0] || point[1] !== last[1]) line.push(point)
      }
      const step = steps.at(-1)
      if (step && step.road === road) {
        step.metres += metres
        step.seconds += seconds
      } else if (metres > 0 || seconds > 0) {
        steps.push({ road, name: road && options.nameOf(road), metres, seconds })
      }
    }
    go([from, start.anchor.at], null, start.walk)
    for (const { arc, from: first, to: last } of legs) {
      const link = linkOf[arc]!
      const course = against[arc] ? streets.course(link, 1 - first, 1 - last) : streets.course(link, first, last)
      // A turn belongs to the road that it leaves.
      const road = links.roads[links.road[link]!] ?? steps.at(-1)?.road ?? null
      go(course, road, (last - first) * cost[arc]!)
    }
    go([end.anchor.at, to], null, end.walk)
    const sum = (of: 'metres' | 'seconds') => steps.reduce((total, step) => total + step[of], 0)
    return { line, metres: sum('metres'), seconds: sum('seconds'), steps }
  }

  function matrix(from: readonly XY[], to: readonly XY[]): Float64Array {
    const ends = to.map((point) => stopsAt(point))
    const arrivals = ends.map((stops) => stops.map(arriving))
    const out = new Float64Array(from.length * to.length).fill(Infinity)
    for (const [i, point] of from.entries()) {
      const starts = stopsAt(point)
      if (starts.length === 0) continue
      search.spread(starts.map(leaving), false)
      for (let j = 0; j < to.length; j++) {
        let least = Infinity
        for (const { node, seconds } of arrivals[j]!) least = Math.min(least, search.seconds[node]! + seconds)
        for (const end of ends[j]!) for (const start of starts) least = Math.min(least, straight(start, end))
        out[i * to.length + j] = least
      }
    }
    return out
  }

  function spread(points: readonly XY[], direction: 'from' | 'to'): Float64Array {
    const backwards = direction === 'to'
    const stops = points.flatMap(stopsAt)
    search.spread(stops.map(backwards ? arriving : leaving), backwards)
    const out = new Float64Array(ofLink.length).fill(Infinity)
    const take = (arc: number, seconds: Seconds) => {
      const link = linkOf[arc]!
      if (seconds < out[link]!) out[link] = seconds
    }
    for (const [arc, seconds] of cost.entries()) {
      if (seconds < Infinity) take(arc, search.seconds[(backwards ? head : tail)[arc]!]! + seconds / 2)
    }
    for (const { arc, from, walk } of stops) {
      const share = backwards ? from - 0.5 : 0.5 - from
      if (share >= 0) take(arc, walk + share * cost[arc]!)
    }
    return out
  }

  function bar(which: Iterable<number>, barred: boolean): void {
    for (const link of which) {
      closed[link] = barred ? 1 : 0
      for (const arc of [along[link]!, back[link]!]) if (arc >= 0) cost[arc] = barred ? Infinity : ofLink[link]!
    }
  }

  return { route, matrix, spread, close: (which) => bar(which, true), open: (which) => bar(which, false) }
}

/**
 * Paths of one state of a city on the links of another: streets by road, direction and place along the road, connectors by
 * zone and junction, turns as they come. Where the states differ only in what is closed, one-way or widened, every path holds.
 */
import type { TrafficModel, TrafficPaths } from '../../scenarios/traffic.ts'
import { spansOf } from '../../scenarios/traffic-links.ts'

/** What may be missing or over where a road was cut anew, m. */
const SLACK_METRES = 0.5

/** @returns those paths of `from` that lead through in `onto`, in rising order; the others are dropped */
export function pathsOnto(from: TrafficModel, paths: TrafficPaths, onto: TrafficModel): TrafficPaths {
  const classes = from.classes.map(({ id }) => onto.classes.findIndex((c) => c.id === id))
  const zoneOf = new Map(onto.zones.map(({ id }, z) => [id, z]))
  const zones = from.zones.map(({ id }) => zoneOf.get(id) ?? -1)
  const become = successors(from, onto)
  const turns = turnsOf(onto)
  const { from: tail, to: head } = onto.network

  const kept: { class: number; origin: number; destination: number; flow: number; links: number[] }[] = []
  for (let p = 0; p < paths.flow.length; p++) {
    const course: number[] = []
    let whole = true
    for (let k = paths.start[p]!; whole && k < paths.start[p + 1]!; k++) {
      const next = become[paths.links[k]!]
      if (!next) whole = false
      for (const link of next ?? []) {
        const last = course.at(-1)
        if (link === last) continue
        if (last !== undefined && head[last] !== tail[link]) {
          const turn = turns.get(head[last]! * onto.network.nodeCount + tail[link]!)
          if (turn === undefined) whole = false
          else course.push(turn)
        }
        course.push(link)
      }
    }
    const one = {
      class: classes[paths.class[p]!]!,
      origin: zones[paths.origin[p]!]!,
      destination: zones[paths.destination[p]!]!,
      flow: paths.flow[p]!,
      links: course,
    }
    const ends = course.length > 0 && tail[course[0]!] === one.origin && head[course.at(-1)!] === one.destination
    if (whole && ends && one.class >= 0) kept.push(one)
  }
  kept.sort((a, b) => a.class - b.class || a.origin - b.origin || a.destination - b.destination)
  const start = new Int32Array(kept.length + 1)
  for (const [p, { links }] of kept.entries()) start[p + 1] = start[p]! + links.length
  return {
    class: Uint8Array.from(kept, (path) => path.class),
    origin: Int32Array.from(kept, (path) => path.origin),
    destination: Int32Array.from(kept, (path) => path.destination),
    flow: Float64Array.from(kept, (path) => path.flow),
    start,
    links: Int32Array.from(kept.flatMap(({ links }) => links)),
  }
}

/** By link of `from`: the links of `onto` that took its place, none for a turn; null where nothing did. */
function successors(from: TrafficModel, onto: TrafficModel): (readonly number[] | null)[] {
  const streets = spansOf(onto)
  const connectors = new Map(connectorsOf(onto).map(({ link, key }) => [key, link]))
  const become: (readonly number[] | null)[] = Array.from(from.network.from, () => [])
  for (const [key, spans] of spansOf(from)) {
    const others = streets.get(key) ?? []
    for (const [k, { link, first, last }] of spans.entries()) {
      if (others.length === spans.length) become[link] = [others[k]!.link]
      else {
        const within = others.filter((other) => {
          const middle = (other.first + other.last) / 2
          const own = (first + last) / 2
          return (middle > first && middle < last) || (own > other.first && own < other.last)
        })
        const covered =
          within.length > 0 && within[0]!.first <= first + SLACK_METRES && within.at(-1)!.last >= last - SLACK_METRES
        become[link] = covered ? within.map((other) => other.link) : null
      }
    }
  }
  for (const { link, key } of connectorsOf(from)) {
    const other = connectors.get(key)
    become[link] = other === undefined ? null : [other]
  }
  return become
}

function connectorsOf({ network, zones, x, y }: TrafficModel): { link: number; key: string }[] {
  const { from, to, zoneCount } = network
  const at = (node: number) => `${Math.round(x[node]! * 100)} ${Math.round(y[node]! * 100)}`
  return [...from.keys()].flatMap((link) => {
    const [tail, head] = [from[link]!, to[link]!]
    if (tail < zoneCount) return [{ link, key: `out ${zones[tail]!.id} ${at(head)}` }]
    return head < zoneCount ? [{ link, key: `in ${zones[head]!.id} ${at(tail)}` }] : []
  })
}

/** Turn links by their two nodes. */
function turnsOf({ network, links }: TrafficModel): Map<number, number> {
  const { from, to, zoneCount, nodeCount } = network
  const turns = new Map<number, number>()
  for (const [link, road] of links.road.entries()) {
    if (road < 0 && from[link]! >= zoneCount && to[link]! >= zoneCount) {
      turns.set(from[link]! * nodeCount + to[link]!, link)
    }
  }
  return turns
}

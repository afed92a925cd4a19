/**
 * Turn bans (cấm rẽ) by expanding the node: links that leave it begin at a node of their own behind a turn link from the old
 * one, and a link with a ban ends at a node of its own that has turn links to all it may go on to. Numbers of links and nodes
 * that were there stay; what is added comes last.
 */

import { Problem } from '../../scenarios/problem.ts'
import { both } from '../../scenarios/text.ts'
import type { TrafficLinks, TrafficNetwork } from '../../scenarios/traffic.ts'
import type { Network } from './network.ts'

/** Links that the bans of a plan may add: those of a whole city add some thousands. */
const MOST_TURNS = 50_000

/**
 * @param bans `turnTarget` of two roads; of a road into itself: the U-turn at its ends
 * @throws Problem `traffic/plan-size`
 */
export function banTurns(before: Network, bans: ReadonlySet<string>): Network {
  const { network, links } = before
  const banned = bannedTurns(before, bans)
  if (banned.size === 0) return before
  const [from, to] = [[...network.from], [...network.to]]
  const [x, y] = [[...before.x], [...before.y]]
  const copyOf = (node: number): number => {
    x.push(x[node]!)
    return y.push(y[node]!) - 1
  }
  const turn = (begin: number, end: number) => {
    from.push(begin)
    to.push(end)
  }
  for (const node of new Set([...banned.keys()].map((link) => network.to[link]!))) {
    const leaving = [...network.from.keys()].filter((link) => network.from[link] === node)
    for (const link of leaving) {
      from[link] = copyOf(node)
      turn(node, from[link]!)
    }
    for (const [link, into] of banned) {
      if (network.to[link] !== node) continue
      if (from.length - network.from.length > MOST_TURNS) throw tooMany()
      to[link] = copyOf(node)
      for (const next of leaving) if (!into.has(next)) turn(to[link]!, from[next]!)
    }
  }
  return {
    network: extended(network, { from, to, nodeCount: x.length }),
    links: withTurns(links, { from, x, y }),
    x: Float64Array.from(x),
    y: Float64Array.from(y),
  }
}

const tooMany = (): Problem =>
  new Problem({
    code: 'traffic/plan-size',
    message: both('Phương án cấm rẽ ở các nút có quá nhiều nhánh', 'The plan bans turns at junctions of too many arms'),
    expected: `≤ ${MOST_TURNS}`,
  })

/** By link, the links that one may not go on to. */
function bannedTurns({ network, links }: Network, bans: ReadonlySet<string>): Map<number, Set<number>> {
  const byRoad = new Map<string, number[]>()
  for (const [link, road] of links.road.entries()) {
    if (road < 0) continue
    const own = byRoad.get(links.roads[road]!)
    if (own) own.push(link)
    else byRoad.set(links.roads[road]!, [link])
  }
  const banned = new Map<number, Set<number>>()
  for (const ban of [...bans].sort()) {
    const [from = '', into = ''] = ban.split(' > ')
    for (const a of byRoad.get(from) ?? []) {
      for (const b of byRoad.get(into) ?? []) {
        // Street links come in pairs, one each way.
        if (network.to[a] !== network.from[b] || (from === into && b !== (a ^ 1))) continue
        banned.set(a, (banned.get(a) ?? new Set()).add(b))
      }
    }
  }
  return banned
}

function extended(old: TrafficNetwork, grown: { from: number[]; to: number[]; nodeCount: number }): TrafficNetwork {
  const with0 = (values: Float64Array, rest: number) =>
    Float64Array.from(grown.from, (_, link) => (link < values.length ? values[link]! : rest))
  return {
    ...old,
    nodeCount: grown.nodeCount,
    from: Int32Array.from(grown.from),
    to: Int32Array.from(grown.to),
    capacity: with0(old.capacity, Infinity),
    freeTime: with0(old.freeTime, 0),
    alpha: with0(old.alpha, 0),
    power: with0(old.power, 1),
    length: with0(old.length, 0),
  }
}

/** A turn is drawn as a point, twice. */
function withTurns(old: TrafficLinks, { from, x, y }: { from: number[]; x: number[]; y: number[] }): TrafficLinks {
  const first = old.road.length
  const start = Int32Array.from({ length: from.length + 1 }, (_, link) =>
    link <= first ? old.start[link]! : old.start[first]! + 4 * (link - first),
  )
  const points = new Float64Array(start.at(-1)!)
  points.set(old.points)
  for (let link = first; link < from.length; link++) {
    const node = from[link]!
    points.set([x[node]!, y[node]!, x[node]!, y[node]!], start[link])
  }
  const padded = (values: Float64Array, rest: number) =>
    Float64Array.from(from, (_, link) => (link < first ? values[link]! : rest))
  return {
    ...old,
    road: Int32Array.from(from, (_, link) => (link < first ? old.road[link]! : -1)),
    backward: Uint8Array.from(from, (_, link) => (link < first ? old.backward[link]! : 0)),
    start,
    points,
    capacityPcu: padded(old.capacityPcu, Infinity),
    freeSpeed: padded(old.freeSpeed, 0),
    lanes: padded(old.lanes, 0),
    households: padded(old.households, 0),
  }
}

/** Links of one state of a city found again in another: by road, direction and place along the road. */
import type { TrafficModel } from './traffic.ts'
import type { Metres } from './units.ts'

export interface Span {
  readonly link: number
  /** Along the road in the direction of travel. */
  readonly first: Metres
  readonly last: Metres
}

/** Links of every road and direction, in the order in which they are driven; keys are the same in every state. */
export function spansOf({ network, links }: TrafficModel): Map<string, Span[]> {
  const byRoad = new Map<string, number[]>()
  for (const [link, road] of links.road.entries()) {
    if (road < 0) continue
    const key = `${links.backward[link]} ${links.roads[road]}`
    const own = byRoad.get(key)
    if (own) own.push(link)
    else byRoad.set(key, [link])
  }
  return new Map(
    [...byRoad].map(([key, own]) => {
      let along = 0
      const spans = (key.startsWith('1') ? own.toReversed() : own).map((link) => {
        const first = along
        along += network.length[link]!
        return { link, first, last: along }
      })
      return [key, spans]
    }),
  )
}

/**
 * Which link of one state each link of another is, or is a part of.
 * @returns one entry a link of `after`; −1 for connectors, turns and what is new
 */
export function matchLinks(before: TrafficModel, after: TrafficModel): Int32Array {
  const match = new Int32Array(after.links.road.length).fill(-1)
  const there = spansOf(before)
  for (const [key, spans] of spansOf(after)) {
    const others = there.get(key) ?? []
    for (const { link, first, last } of spans) {
      const middle = (first + last) / 2
      match[link] = others.find((other) => middle >= other.first && middle <= other.last)?.link ?? -1
    }
  }
  return match
}

/** How far people are from places, along the streets: seconds per link, households within so many minutes, who is cut off. */
import type { Reach, TrafficModel } from '../../scenarios/traffic.ts'

const BANDS_MINUTES = [5, 10, 15, 20, 30] as const

/** @param linkSeconds as a router spreads them */
export function reachOf({ links }: TrafficModel, linkSeconds: Float64Array): Reach {
  const homes: { seconds: number; count: number }[] = []
  for (const [link, count] of links.households.entries()) {
    if (count === 0 || links.backward[link] === 1) continue
    // Its two directions are neighbours and share their households: who lives there takes the better one.
    const twin = links.backward[link + 1] === 1 && links.road[link + 1] === links.road[link] ? link + 1 : link
    homes.push({ seconds: Math.min(linkSeconds[link]!, linkSeconds[twin]!), count })
  }
  const count = (most: number) => homes.reduce((sum, home) => (home.seconds <= most ? sum + home.count : sum), 0)
  const all = homes.reduce((sum, home) => sum + home.count, 0)
  return {
    linkSeconds,
    households: BANDS_MINUTES.map((minutes) => ({ withinSeconds: 60 * minutes, count: count(60 * minutes) })),
    cutOff: all - count(Number.MAX_VALUE),
  }
}

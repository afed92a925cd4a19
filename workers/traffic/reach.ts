/** How far people are from places, along the streets: seconds per link, households within so many minutes, who is cut off. */
import type { XY } from '../../scenarios/frame.ts'
import type { Reach, TrafficModel } from '../../scenarios/traffic.ts'
import type { Seconds } from '../../scenarios/units.ts'

const BANDS_SECONDS = [300, 600, 900, 1200, 1800] as const

/** @param linkSeconds as a router spreads them */
export function reachOf(model: TrafficModel, linkSeconds: Float64Array): Reach {
  const homes = streetsOf(model, linkSeconds).map(({ link, seconds }) => ({
    seconds,
    count: model.links.households[link]!,
  }))
  const countWithin = (most: Seconds) =>
    homes.reduce((sum, { seconds, count }) => sum + (seconds <= most ? count : 0), 0)
  return {
    linkSeconds,
    households: BANDS_SECONDS.map((withinSeconds) => ({ withinSeconds, count: countWithin(withinSeconds) })),
    cutOff: homes.reduce((sum, { seconds, count }) => sum + (seconds === Infinity ? count : 0), 0),
  }
}

export interface Band {
  /** Infinity: longer than the last; null: cut off. */
  readonly withinSeconds: Seconds | null
  readonly lines: XY[][]
}

/** Streets by the band that they lie in, nearest first. */
export function bandsOf(model: TrafficModel, { linkSeconds }: Reach): Band[] {
  const { start, points } = model.links
  const bands: Band[] = [...BANDS_SECONDS, Infinity, null].map((withinSeconds) => ({ withinSeconds, lines: [] }))
  for (const { link, seconds } of streetsOf(model, linkSeconds)) {
    const line: XY[] = []
    for (let i = start[link]!; i < start[link + 1]!; i += 2) line.push([points[i]!, points[i + 1]!])
    const band = seconds === Infinity ? bands.at(-1) : bands.find((one) => seconds <= one.withinSeconds!)
    band!.lines.push(line)
  }
  return bands
}

/** Each street once: its two directions follow one another, and whoever lives there takes the better one. */
function streetsOf({ links }: TrafficModel, linkSeconds: Float64Array): { link: number; seconds: Seconds }[] {
  const streets: { link: number; seconds: Seconds }[] = []
  for (const [link, road] of links.road.entries()) {
    if (road < 0 || links.backward[link] === 1) continue
    streets.push({ link, seconds: Math.min(linkSeconds[link]!, linkSeconds[link + 1]!) })
  }
  return streets
}

/**
 * The streets of an outcome, each direction by its busiest link: what a reader can name. Links are cut anew where a road is
 * added, streets stay: so two outcomes are compared by street.
 */
import type { TrafficOutcome } from '../../../scenarios/traffic.ts'

export interface Street {
  readonly road: string
  readonly backward: boolean
  /** Units/h on its busiest link. */
  readonly volume: number
  readonly capacity: number
  /** Volume / capacity. */
  readonly share: number
  /** m/s */
  readonly speed: number
}

export function streetsOf({ model, result }: TrafficOutcome): Map<string, Street> {
  const streets = new Map<string, Street>()
  const { links, network } = model
  for (const [link, number] of links.road.entries()) {
    if (number < 0) continue
    const road = links.roads[number]!
    const backward = links.backward[link] === 1
    const [volume, capacity] = [result.volume[link]!, network.capacity[link]!]
    const share = capacity > 0 ? volume / capacity : 0
    const key = `${road} ${backward}`
    if ((streets.get(key)?.share ?? -1) >= share) continue
    streets.set(key, { road, backward, volume, capacity, share, speed: network.length[link]! / result.time[link]! })
  }
  return streets
}

export const worstStreets = (outcome: TrafficOutcome, most: number): Street[] =>
  [...streetsOf(outcome).values()].sort((a, b) => b.share - a.share).slice(0, most)

export interface Change {
  readonly road: string
  readonly backward: boolean
  readonly before: number
  readonly after: number
}

/** Those that change by at least so many units/h, the largest change first. */
export function changedStreets(before: TrafficOutcome, after: TrafficOutcome, least: number, most: number): Change[] {
  const [was, is] = [streetsOf(before), streetsOf(after)]
  const changes = [...new Set([...was.keys(), ...is.keys()])].map((key): Change => {
    const { road, backward } = (is.get(key) ?? was.get(key))!
    return { road, backward, before: was.get(key)?.volume ?? 0, after: is.get(key)?.volume ?? 0 }
  })
  const size = ({ before: old, after: now }: Change) => Math.abs(now - old)
  return changes
    .filter((change) => size(change) >= least)
    .sort((a, b) => size(b) - size(a))
    .slice(0, most)
}

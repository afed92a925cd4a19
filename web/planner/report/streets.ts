/**
 * The streets of an outcome, each direction by its busiest link: what a reader can name. Links are cut anew where a road is
 * added, streets stay: so two outcomes are compared by street.
 */
import type { TrafficOutcome } from '../../../scenarios/traffic.ts'
import { shareOf } from '../../../scenarios/traffic-summary.ts'

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
    const share = shareOf(model, result, link)
    const key = `${road} ${backward}`
    if (!(share > (streets.get(key)?.share ?? -1))) continue
    const time = result.time[link]!
    streets.set(key, {
      road,
      backward,
      volume: result.volume[link]!,
      capacity: network.capacity[link]!,
      share,
      speed: time > 0 ? network.length[link]! / time : 0,
    })
  }
  return streets
}

/** A street of many roads is known by its label: each direction stands once, by the first of its roads. */
function onceByLabel<S extends Pick<Street, 'road' | 'backward'>>(streets: S[], labelOf: LabelOf): S[] {
  const seen = new Set<string>()
  return streets.filter(({ road, backward }) => {
    const key = `${labelOf(road)} ${backward}`
    return !seen.has(key) && seen.add(key)
  })
}
type LabelOf = (road: string) => string

export const worstStreets = (outcome: TrafficOutcome, labelOf: LabelOf, most: number): Street[] =>
  onceByLabel(
    [...streetsOf(outcome).values()].sort((a, b) => b.share - a.share),
    labelOf,
  ).slice(0, most)

export interface Change {
  readonly road: string
  readonly backward: boolean
  readonly before: number
  readonly after: number
}

/** Those that change by at least so many units/h, the largest change first. */
export function changedStreets(
  before: TrafficOutcome,
  after: TrafficOutcome,
  labelOf: LabelOf,
  least: number,
  most: number,
): Change[] {
  const [was, is] = [streetsOf(before), streetsOf(after)]
  const changes = [...new Set([...was.keys(), ...is.keys()])].map((key): Change => {
    const { road, backward } = (is.get(key) ?? was.get(key))!
    return { road, backward, before: was.get(key)?.volume ?? 0, after: is.get(key)?.volume ?? 0 }
  })
  const size = ({ before: old, after: now }: Change) => Math.abs(now - old)
  const large = changes.filter((change) => size(change) >= least).sort((a, b) => size(b) - size(a))
  return onceByLabel(large, labelOf).slice(0, most)
}

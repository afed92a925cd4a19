/** What a passage takes each mode of travel, and where water bars it. */
import type { Feature } from '../../scenarios/city/dataset.ts'
import type { TrafficModel, TravelMode } from '../../scenarios/traffic.ts'
import { floodLimits } from '../../scenarios/traffic-facts.ts'
import { extraSeconds } from '../../scenarios/traffic-passage.ts'
import type { Metres } from '../../scenarios/units.ts'

/** Shallower water is not told from a wet street, m. */
const WET_METRES = 0.03

/** What is known beside the model. */
export interface TravelWorld {
  /** Loaded time per link, s; null: the empty network’s. */
  readonly time: Float64Array | null
  /** Standard error of the ground, m: a depth is a band. */
  readonly groundErrorMetres: Metres
  /** The roads that the model’s links belong to. */
  readonly roads: ReadonlyMap<string, Feature<'roads'>>
}

export interface Passage {
  /** Per link; Infinity: it may not be passed. */
  readonly seconds: Float64Array
  /** 1 where only water bars the link. */
  readonly wet: Uint8Array
  /** 1 where the mode fits in neither direction. */
  readonly narrow: Uint8Array
}

/**
 * Classes of the model have its times. An ambulance is as fast as its own table says and waits where all wait; who walks
 * meets no traffic. A wet link is passed only where depth and standard error of the ground together stay below the mode’s
 * limit (product guard).
 */
export function passageOf(model: TrafficModel, mode: TravelMode, world: TravelWorld): Passage {
  const { network, links, classes, depth } = model
  const { freeTime, length } = network
  const time = mode === 'walk' ? freeTime : (world.time ?? freeTime)
  const fixed = classes.find(({ id }) => id === mode)?.fixedCost
  const [limit] = floodLimits.values[mode]
  const seconds = new Float64Array(freeTime.length).fill(Infinity)
  const [wet, narrow] = [new Uint8Array(seconds.length), new Uint8Array(seconds.length)]
  for (let link = 0; link < seconds.length; link++) {
    const road = world.roads.get(links.roads[links.road[link]!] ?? '')
    const water = depth && depth[link]! >= WET_METRES ? depth[link]! : 0
    const backward = links.backward[link] === 1
    const extra = (metres: Metres, against = false) =>
      road ? extraSeconds(mode, road, backward !== against, length[link]!, metres) : 0
    if (extra(0) === Infinity && extra(0, true) === Infinity) narrow[link] = 1
    if (water > 0 && water + world.groundErrorMetres >= limit) wet[link] = extra(0) < Infinity ? 1 : 0
    else {
      const beyond = fixed ? fixed[link]! - ((model.secondsPerKilometre ?? 0) * length[link]!) / 1000 : extra(water)
      // Rounding must not make a way shorter than nothing.
      seconds[link] = Math.max(0, time[link]! + beyond)
    }
  }
  return { seconds, wet, narrow }
}

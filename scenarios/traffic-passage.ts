/**
 * Who may drive along a road, how fast, and what it carries: the figures of `traffic-facts.ts` on one road of the city.
 * The engine, the routes and the summary ask here, so that they agree.
 */
import { stands } from './city/city.ts'
import type { Feature } from './city/dataset.ts'
import type { TravelMode } from './traffic.ts'
import {
  alleyCapacity,
  CAPACITY_LANE_METRES,
  equivalents,
  freeSpeed,
  motorcycleCapacity,
  pcuCapacity,
  sideFriction,
} from './traffic-facts.ts'
import { speedInWater, speedOn } from './traffic-speed.ts'
import type { Metres, Seconds } from './units.ts'

type Road = Feature<'roads'>

/** Whether vehicles may drive along it, with its line or against it. */
export function isOpen(road: Road, backward: boolean): boolean {
  const { state, oneWay, against } = road.properties
  return stands(road) && state === 'open' && (!oneWay || (against === true) === backward)
}

/** Free-flow speed of the road, m/s. */
export const freeSpeedOf = ({ properties }: Road): number => freeSpeed.values[properties.class] / 3.6

/**
 * Seconds that a mode needs on an empty piece of road beyond those at the road's free-flow speed; Infinity where it may not
 * or cannot pass. Walkers mind no one-way signs.
 * @param depth predicted water, m
 */
export function extraSeconds(mode: TravelMode, road: Road, backward: boolean, length: Metres, depth: Metres): Seconds {
  if (!isOpen(road, backward) && !(mode === 'walk' && isOpen(road, !backward))) return Infinity
  const free = freeSpeedOf(road)
  const dry = speedOn(mode, road.properties, free)
  const speed = depth > 0 ? speedInWater(mode, depth, dry) : dry
  return speed > 0 ? length / speed - length / free : Infinity
}

/** What one direction carries in an hour; a closed direction as if it were open. */
export interface Carriageway {
  readonly lanes: number
  /** Motorcycle units/h */
  readonly capacity: number
  /** PCU/h */
  readonly capacityPcu: number
}

export function carriagewayOf({ properties }: Road): Carriageway {
  const { class: roadClass, widthMetres, lanes, oneWay, medianMetres } = properties
  const directions = oneWay ? 1 : 2
  const friction = sideFriction.values[roadClass]
  if (roadClass === 'alley' || roadClass === 'path') {
    const capacityPcu = (alleyCapacity.values.perMetre * widthMetres) / directions
    return { lanes: lanes / directions, capacity: capacityPcu * equivalents.values.car, capacityPcu }
  }
  const { twoLaneBoth, threeLaneBoth, undividedLane, dividedLane } = pcuCapacity.values
  const perLane = (medianMetres ?? 0) > 0 ? dividedLane : undividedLane
  const bothWays = lanes === 2 ? twoLaneBoth : lanes === 3 ? threeLaneBoth : lanes * perLane
  return {
    lanes: lanes / directions,
    capacity: byLanes(widthMetres / directions / CAPACITY_LANE_METRES) * friction,
    capacityPcu: (oneWay ? lanes * perLane : bothWays / 2) * friction,
  }
}

/** Motorcycle units/h of so many lanes in one direction: linear between those measured, on by the last step. */
function byLanes(lanes: number): number {
  const table = Object.values(motorcycleCapacity.values)
  const k = Math.min(table.length - 2, Math.floor(lanes))
  return table[k]! + (table[k + 1]! - table[k]!) * (lanes - k)
}

/** How fast a vehicle goes on a dry and on a wet road, how long it waits at signals, what it counts for at its speed. */
import type { TravelMode, UserClass } from './traffic.ts'
import { floodLimits, leastWidth, pcu, type RoadClass, signals, topSpeed } from './traffic-facts.ts'
import type { Metres, MetresPerSecond, Seconds } from './units.ts'

/** Seconds that an arm of a signalised junction adds. */
export const signalDelay = (): Seconds => {
  const { cycleSeconds, greenShare, saturation } = signals.values
  return (0.5 * cycleSeconds * (1 - greenShare) * (1 - greenShare)) / (1 - saturation * greenShare)
}

/** PCU of one vehicle at a speed, m/s. */
export function pcuAt(userClass: UserClass, metresPerSecond: MetresPerSecond): number {
  const [slow, middle, fast] = pcu.values[userClass]
  const speed = metresPerSecond * 3.6
  if (speed <= 30) return slow + (middle - slow) * Math.min(1, Math.max(0, (speed - 20) / 10))
  return middle + (fast - middle) * Math.min(1, Math.max(0, (speed - 50) / 10))
}

/**
 * Speed of a mode on a dry road, m/s; 0 where it may not go.
 * @param road carriageway width in m @param free free-flow speed, m/s
 */
export function speedOn(
  mode: TravelMode,
  road: { readonly class: RoadClass; readonly widthMetres: Metres },
  free: MetresPerSecond,
): MetresPerSecond {
  const wheels = mode === 'car' || mode === 'heavy' || mode === 'ambulance'
  if (road.widthMetres < leastWidth.values[mode] || (wheels && road.class === 'path')) return 0
  const top = topSpeed.values[mode] / 3.6
  return mode === 'walk' ? top : Math.min(top, free)
}

/** Speed through water, m/s; 0 where it is too deep. @param depth m @param dry speed without water, m/s */
export function speedInWater(mode: TravelMode, depth: Metres, dry: MetresPerSecond): MetresPerSecond {
  const [limit, slowsFrom, crawl] = floodLimits.values[mode]
  if (depth >= limit) return 0
  if (mode === 'car') {
    const w = depth * 1000
    return Math.min(dry, (0.0009 * w * w - 0.5529 * w + 86.9448) / 3.6)
  }
  if (depth <= slowsFrom) return dry
  const slowest = Math.min(dry, crawl / 3.6)
  return dry - ((dry - slowest) * (depth - slowsFrom)) / (limit - slowsFrom)
}

/** What a passage takes each mode of travel, and where water bars it. */
import type { TrafficModel, TravelMode, UserClass } from '../../scenarios/traffic.ts'
import type { Metres, MetresPerSecond } from '../../scenarios/units.ts'

export const WALKING_SPEED: MetresPerSecond = 1.3
/** Shallower water is not told from a wet street, m. */
const WET_METRES = 0.03
const limits: Record<TravelMode, Metres> = {
  motorbike: 0.2,
  car: 0.3,
  heavy: 0.5,
  bicycle: 0.2,
  ambulance: 0.3,
  walk: 0.3,
}

interface Travel {
  /** Whose streets and times it has; null: its own, on foot. */
  readonly as: UserClass | null
  readonly bothWays: boolean
}

export const travelOf = (mode: TravelMode): Travel =>
  mode === 'walk' ? { as: null, bothWays: true } : { as: mode === 'ambulance' ? 'car' : mode, bothWays: false }

/**
 * Seconds per link, Infinity where it may not be passed, and 1 in `wet` where only water bars it: predicted depth plus the
 * standard error of the ground is not below the mode’s limit (product guard).
 */
export function secondsOf(
  model: TrafficModel,
  mode: TravelMode,
  { time, groundErrorMetres }: { readonly time: Float64Array | null; readonly groundErrorMetres: Metres },
): { readonly seconds: Float64Array; readonly wet: Uint8Array } {
  const { network, classes, depth } = model
  const { as } = travelOf(mode)
  const fixed = as && classes.find(({ id }) => id === as)?.fixedCost
  const wet = new Uint8Array(network.from.length)
  const seconds = Float64Array.from(network.from, (_, link) => {
    if (!as)
      return classes.every(({ fixedCost }) => fixedCost[link] === Infinity)
        ? Infinity
        : network.length[link]! / WALKING_SPEED
    return fixed ? (time ?? network.freeTime)[link]! + fixed[link]! : Infinity
  })
  if (!depth) return { seconds, wet }
  for (const [link, metres] of depth.entries()) {
    if (!(metres >= WET_METRES) || metres + groundErrorMetres < limits[mode] || seconds[link] === Infinity) continue
    seconds[link] = Infinity
    wet[link] = 1
  }
  return { seconds, wet }
}

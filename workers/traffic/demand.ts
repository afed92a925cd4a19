/** Travel demand of a city. (signatures first) */
import type { City } from '../../scenarios/city/city.ts'
import type { TrafficSettings, UserClass } from '../../scenarios/traffic.ts'
import type { Zone } from './zones.ts'

export interface Demand {
  /** Vehicles/h from zone to zone, zones × zones, by origin; by class. The diagonal is empty: those trips stay in their zone. */
  readonly matrices: Readonly<Record<UserClass, Float64Array>>
  /** Vehicles/h of all classes that start and end in each zone, trips within it too. */
  readonly produced: Float64Array
  readonly attracted: Float64Array
  /** Vehicles/h that stay within each zone and are not assigned. */
  readonly within: Float64Array
}

/** @param skim seconds from zone to zone on the empty network, zones × zones; Infinity: no way */
export function demandOf(
  _city: City,
  _zones: readonly Zone[],
  _settings: TrafficSettings,
  _skim: Float64Array,
): Demand {
  throw new Error('Expected the demand')
}

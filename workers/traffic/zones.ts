/** Traffic zones of a city. (signatures first) */
import type { City } from '../../scenarios/city/city.ts'
import type { XY } from '../../scenarios/frame.ts'
import type { TrafficSettings, TrafficZone } from '../../scenarios/traffic.ts'

/** A zone before it is given its trips (`demandOf`). Quarters or cells first, externals last; each by id in rising order. */
export interface Zone extends Omit<TrafficZone, 'produced' | 'attracted'> {
  /**
   * Where its trips begin and end: buildings that stand, parcels zoned anew; of an external zone the road end alone. Weights
   * are at least 0 and sum to 1, the heaviest first; never empty.
   */
  readonly points: readonly { readonly at: XY; readonly weight: number }[]
  /** Ids of the buildings in it. */
  readonly buildings: readonly string[]
  /** Ids of the parcels zoned anew in it (`City.rezoned`). */
  readonly parcels: readonly string[]
  /** Of an external zone: the road that leaves there; the connector meets its end at `at`. */
  readonly road: string | null
}

/** The same zones in the same order for every state of a city's parcels; roads that are closed keep theirs. */
export function zonesOf(_city: City, _settings: TrafficSettings): Zone[] {
  throw new Error('Expected the zones')
}

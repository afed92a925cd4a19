/** From a city and settings to the model that the kernel computes. (signatures first) */
import type { City } from '../../scenarios/city/city.ts'
import type { LayerId } from '../../scenarios/city/layers.ts'
import type { Grid } from '../../scenarios/grid.ts'
import type { TrafficModel, TrafficSettings } from '../../scenarios/traffic.ts'

/** What of a city the model is made of: read these and no more. */
export const trafficLayers: readonly LayerId[] = [
  'units',
  'subunits',
  'roads',
  'parcels',
  'buildings',
  'landmarks',
  'sensors',
]

/** @param flood deepest predicted water, m, NaN where unknown; null: dry */
export function prepareTraffic(_city: City, _settings: TrafficSettings, _flood: Grid | null): TrafficModel {
  throw new Error('Expected the traffic preparation')
}

/** Figures of travel with their source and confidence. */
import type { TrafficSettings } from './traffic.ts'

/** Defaults of every setting. */
export const defaultTraffic: TrafficSettings = {
  hour: 'am',
  objective: 'user',
  relativeGap: 1e-6,
  tripsPerHousehold: 8,
  hourShare: 0.1,
  growth: 1,
  shares: { motorbike: 0.84, car: 0.07, heavy: 0.04, bicycle: 0.05 },
  meanTripSeconds: 540,
  throughTraffic: 800,
  secondsPerKilometre: 0,
  flood: false,
  counts: [],
}

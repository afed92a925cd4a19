/** What a traffic run means for people. (signatures first) */
import type { City } from './city/city.ts'
import type { LevelOfService, TrafficModel, TrafficResult, TrafficSummary } from './traffic.ts'

/** By volume / capacity: A ≤ 0.35, B 0.50, C 0.75, D 0.90, E 1.00, F above. */
export function levelOfService(_share: number): LevelOfService {
  throw new Error('Expected the level of service')
}

export function summariseTraffic(_city: City, _model: TrafficModel, _result: TrafficResult): TrafficSummary {
  throw new Error('Expected the summary')
}

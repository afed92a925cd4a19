/** The browser door of the traffic simulation. (signatures first) */
import type { Grid } from '../../scenarios/grid.ts'
import type { Progress } from '../../scenarios/problem.ts'
import type { ScenarioBody } from '../../scenarios/scenario.ts'
import type {
  Reach,
  Route,
  RouteRequest,
  TrafficComparison,
  TrafficMotion,
  TravelMode,
} from '../../scenarios/traffic.ts'

export { about } from '../traffic/about.ts'

/** Which of the two outcomes a question is put to. */
export type Which = 'baseline' | 'scenario'

/**
 * The city's streets in a worker of their own: the city is read once, the baseline solved once for its settings, and every
 * scenario after that starts from the baseline's paths.
 */
export interface TrafficSession {
  /**
   * @param body with `traffic` set @param flood deepest water of each side, m, for settings with `flood`
   * @throws Cancelled when the signal aborts
   */
  compare(
    body: ScenarioBody,
    options: {
      readonly flood: { readonly baseline: Grid; readonly scenario: Grid } | null
      readonly threads: number
      readonly signal: AbortSignal
      readonly progress: Progress
    },
  ): Promise<TrafficComparison>
  /** Null where there is no way. After a `compare`. */
  route(which: Which, request: RouteRequest): Promise<Route | null>
  /** To the nearest landmark of a category (`health`, …), or from a place. */
  reach(
    which: Which,
    mode: TravelMode,
    to: { readonly category: string } | { readonly from: readonly [number, number] },
  ): Promise<Reach>
  motion(which: Which, options: { readonly vehicles: number; readonly signal: AbortSignal }): Promise<TrafficMotion>
  close(): void
}

/** @param tilesUrl folder of the tiles, with its slash, absolute */
export function openTraffic(_tilesUrl: string): TrafficSession {
  throw new Error('Expected the traffic door')
}

/** What the traffic door asks its worker, and what it hears beside answers. */
import type { ScenarioBody } from '../../scenarios/scenario.ts'
import type { RouteRequest, TrafficOutcome, TravelMode } from '../../scenarios/traffic.ts'
import type { Floods } from '../traffic/compare.ts'

/** What may be asked; outcomes go by the numbers under which they were told. */
export type Question =
  | { readonly kind: 'compare'; readonly body: ScenarioBody; readonly flood: Floods | null; readonly threads: number }
  | { readonly kind: 'route'; readonly outcome: number; readonly request: RouteRequest }
  | {
      readonly kind: 'reach'
      readonly outcome: number
      readonly mode: TravelMode
      readonly to: { readonly category: string } | { readonly from: readonly [number, number] }
    }
  | { readonly kind: 'motion'; readonly outcome: number; readonly vehicles: number }

export type Also =
  /** Nothing is under way any more: the worker may be ended. */
  | { readonly kind: 'stopped' }
  /** Once each, before the comparison that it belongs to. */
  | { readonly kind: 'outcome'; readonly number: number; readonly outcome: TrafficOutcome }

/** The answer to `compare`. */
export interface Compared {
  readonly baseline: number
  readonly scenario: number
  /** Outcomes that the worker still knows; the others may be forgotten. */
  readonly kept: readonly number[]
}

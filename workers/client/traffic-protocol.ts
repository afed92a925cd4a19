/** What the traffic door and its worker say to each other. */
import type { ProblemDetail } from '../../scenarios/problem.ts'
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

export type Asked =
  | { readonly kind: 'open'; readonly tilesUrl: string }
  | { readonly kind: 'ask'; readonly id: number; readonly question: Question }
  | { readonly kind: 'cancel'; readonly id: number }
  /** Let the helpers go and close. */
  | { readonly kind: 'stop' }

export type Told =
  /** Nothing is under way any more: the worker may be ended. */
  | { readonly kind: 'stopped' }
  | { readonly kind: 'progress'; readonly id: number; readonly fraction: number }
  /** Once each, before the comparison that it belongs to. */
  | { readonly kind: 'outcome'; readonly number: number; readonly outcome: TrafficOutcome }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: unknown }
  | {
      readonly kind: 'failed'
      readonly id: number
      readonly message: string
      readonly problem: ProblemDetail | null
      readonly cancelled: boolean
    }

/** The answer to `compare`. */
export interface Compared {
  readonly baseline: number
  readonly scenario: number
  /** Outcomes that the worker still knows; the others may be forgotten. */
  readonly kept: readonly number[]
}

/**
 * The browser door of the traffic simulation: the city, its streets and what was computed live in a module worker, which
 * answers one question after another. Told to stop, the door answers at once; the worker looks up every 50 ms.
 */
import type { Grid } from '../../scenarios/grid.ts'
import type { Progress } from '../../scenarios/problem.ts'
import type { ScenarioBody } from '../../scenarios/scenario.ts'
import type {
  Reach,
  Route,
  RouteRequest,
  TrafficComparison,
  TrafficMotion,
  TrafficOutcome,
  TravelMode,
} from '../../scenarios/traffic.ts'
import { openConversation } from './conversation.ts'
import type { Also, Compared, Question } from './traffic-protocol.ts'

export { about } from '../traffic/about.ts'

/** Which of the two outcomes a question is put to. */
export type Which = 'baseline' | 'scenario'

/**
 * The city's streets in a worker of their own: the city is read once, the baseline solved once for its settings, and every
 * scenario after that starts from the baseline's paths. What was computed lately is told at once.
 */
export interface TrafficSession {
  /**
   * The paths of its results stay in the worker: here they are empty.
   * @param body with `traffic` set @param flood deepest water of each side, m, for settings with `flood`
   * @throws Cancelled when the signal aborts · Problem where the city cannot be read or edited
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
  /** Null where there is no way. Of the last `compare`, as all that follows. */
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

/** A worker that has not told that it stopped after this long is ended, ms. */
const GRACE_MS = 2000

/** @param tilesUrl folder of the tiles, with its slash, absolute */
export function openTraffic(tilesUrl: string): TrafficSession {
  const worker = new Worker(new URL('./traffic.worker.ts', import.meta.url), { type: 'module' })
  const outcomes = new Map<number, TrafficOutcome>()
  let current: Compared | null = null
  const { ask, close } = openConversation<Question, Also>(worker, tilesUrl, GRACE_MS, (told) => {
    if (told.kind === 'outcome') outcomes.set(told.number, told.outcome)
    if (told.kind === 'stopped') worker.terminate()
  })

  function outcomeOf(which: Which): number {
    if (!current) throw new Error(`Expected a comparison before its ${which} is asked about`)
    return current[which]
  }

  return {
    async compare(body, { flood, threads, signal, progress }) {
      const most = globalThis.crossOriginIsolated ? threads : 1
      current = await ask<Compared>({ kind: 'compare', body, flood, threads: most }, signal, progress)
      const { baseline, scenario, kept } = current
      for (const number of outcomes.keys()) if (!kept.includes(number)) outcomes.delete(number)
      return { baseline: outcomes.get(baseline)!, scenario: outcomes.get(scenario)! }
    },
    route: async (which, request) => ask({ kind: 'route', outcome: outcomeOf(which), request }),
    reach: async (which, mode, to) => ask({ kind: 'reach', outcome: outcomeOf(which), mode, to }),
    motion: async (which, { vehicles, signal }) => ask({ kind: 'motion', outcome: outcomeOf(which), vehicles }, signal),
    close,
  }
}

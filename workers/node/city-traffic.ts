/**
 * The Node door of a city's traffic: reads the streets of the whole city and compares the hour without and with the edits, in
 * a thread of its own, stopped by ending the thread. What comes back is what the record keeps, not the arrays.
 */
import { Worker } from 'node:worker_threads'
import type { Grid } from '../../scenarios/grid.ts'
import { Cancelled, Problem, type ProblemDetail, type Progress, type Signal } from '../../scenarios/problem.ts'
import type { TrafficRun } from '../../scenarios/run.ts'
import type { ScenarioBody } from '../../scenarios/scenario.ts'
import type { TrafficSummary } from '../../scenarios/traffic.ts'
import { about } from '../traffic/about.ts'

export interface CityTraffic {
  readonly tilesDir: string
  /** With `traffic` set. */
  readonly body: ScenarioBody
  /** Deepest water of each side, m, for settings with `flood`; null otherwise. */
  readonly flood: { readonly baseline: Grid; readonly scenario: Grid } | null
}

/** Of the scenario, and the indicators that its differences are taken against. */
export type ComparedTraffic = TrafficSummary & Pick<TrafficRun, 'baseline'>

/** What the thread tells its door. */
export type Told =
  | { readonly kind: 'progress'; readonly fraction: number }
  | { readonly kind: 'result'; readonly result: ComparedTraffic }
  | { readonly kind: 'problem'; readonly detail: ProblemDetail }

/** How often a plain flag is looked at, ms; an AbortSignal is heard at once. */
const LOOK_MS = 20

/**
 * @param options.progress is called with rising fractions, 1 at the end
 * @throws Cancelled when the signal aborts · Problem of the tiles, `edit/target`, `edit/stale`
 */
async function compare(
  asked: CityTraffic,
  { signal, progress }: { readonly signal: Signal; readonly progress: Progress },
): Promise<ComparedTraffic> {
  if (signal.aborted) throw new Cancelled()
  const worker = new Worker(new URL('./city-traffic.worker.ts', import.meta.url), { workerData: asked })
  let looking: NodeJS.Timeout | undefined
  try {
    return await new Promise<ComparedTraffic>((resolve, reject) => {
      looking = setInterval(() => signal.aborted && reject(new Cancelled()), LOOK_MS)
      if (signal instanceof AbortSignal) signal.addEventListener('abort', () => reject(new Cancelled()), { once: true })
      worker.on('message', (told: Told) => {
        if (told.kind === 'progress') progress(told.fraction)
        else if (told.kind === 'result') resolve(told.result)
        else reject(new Problem(told.detail))
      })
      worker.on('error', reject)
      worker.on('exit', (code) => reject(new Error(`Expected a result of the traffic thread, got exit code ${code}`)))
    })
  } finally {
    clearInterval(looking)
    await worker.terminate()
  }
}

export const cityTraffic = { about, compare }

/**
 * The run, as the architecture says it: what is there, what we would change, what the physics needs, what would happen, what
 * it means. Twice: the city as it is, and as the scenario has it.
 */
import type { City } from '../../scenarios/city/city.ts'
import type { DrainageResult } from '../../scenarios/drainage.ts'
import { applyEditsWithin } from '../../scenarios/edit.ts'
import { Cancelled } from '../../scenarios/problem.ts'
import { baselineOf, type ScenarioBody, scenarioHash } from '../../scenarios/scenario.ts'
import { type DrainageSummary, summariseDrainage } from '../../scenarios/summarise.ts'
import type { Tiles } from '../../tiles/read/index.ts'
import { drainage, prepareDrainage } from '../../workers/client/drainage.ts'
import { readArea } from './city.ts'
import type { Side } from './state.ts'

export interface Outcome {
  readonly city: City
  readonly result: DrainageResult
  readonly summary: DrainageSummary
}

export interface Comparison {
  /** Of the scenario that was run: results are stale where the draft has moved on. */
  readonly hash: string
  readonly body: ScenarioBody
  readonly baseline: Outcome
  /** The baseline's own outcome where nothing was edited. */
  readonly scenario: Outcome
  readonly times: Float64Array
}

export interface Watch {
  readonly signal: AbortSignal
  progress(side: Side, fraction: number): void
}

export async function compare(tiles: Tiles, body: ScenarioBody, threads: number, watch: Watch): Promise<Comparison> {
  const city = await readArea(tiles, body.area, watch.signal)
  const edited = body.edits.length > 0
  const [baseline, scenario] = await Promise.all([
    simulate(city, baselineOf(body), threads, watch, 'baseline'),
    edited ? simulate(city, body, threads, watch, 'scenario') : null,
  ])
  return { hash: scenarioHash(body), body, baseline, scenario: scenario ?? baseline, times: baseline.result.times }
}

async function simulate(city: City, body: ScenarioBody, threads: number, watch: Watch, side: Side): Promise<Outcome> {
  const { city: planned } = applyEditsWithin(city, body.edits)
  const input = prepareDrainage(planned, body, { threads })
  const result = await drainage.run(input, {
    signal: watch.signal,
    progress: (fraction) => watch.progress(side, fraction),
  })
  if (watch.signal.aborted) throw new Cancelled()
  return { city: planned, result, summary: summariseDrainage(planned, body, result) }
}

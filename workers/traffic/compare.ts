/**
 * The same hour without and with the edits, as every door computes it: the baseline from nothing, the scenario from the
 * baseline's paths. Browser, server and command line run these very steps, so their digests agree.
 */
import type { City } from '../../scenarios/city/city.ts'
import { applyEdits, squash } from '../../scenarios/edit.ts'
import type { Grid } from '../../scenarios/grid.ts'
import type { ScenarioBody } from '../../scenarios/scenario.ts'
import type { TrafficComparison, TrafficOutcome, TrafficPaths, TrafficSettings } from '../../scenarios/traffic.ts'
import { summariseTraffic } from '../../scenarios/traffic-summary.ts'
import type { Seconds } from '../../scenarios/units.ts'
import { type Assignment, createAssignment } from './assign.ts'
import { prepareTraffic } from './prepare.ts'

/** An assignment that has not reached its gap by then says so (`converged`). */
export const MAX_ITERATIONS = 200

/** Deepest predicted water of either side, m. */
export interface Floods {
  readonly baseline: Grid
  readonly scenario: Grid
}

export interface Comparison {
  /** One preparation or one iteration. */
  step(): void
  readonly done: boolean
  /** 0 … 1, rising */
  readonly progress: number
  /** The assignment under way, whose helpers the door starts; null while there is none. */
  readonly assignment: Assignment | null
  result(): TrafficComparison
}

export interface ComparisonOptions {
  /** 1 … 16; never changes the answer. */
  readonly threads: number
  /** Seconds that only rise, for the diagnostics: kernels have no clock of their own. */
  readonly clock: () => Seconds
  /** The baseline where it was computed before, for the same city, settings and flood. */
  readonly baseline?: TrafficOutcome | undefined
}

/**
 * @param city whole, as its tiles say, with `trafficLayers`; the edits are applied here
 * @param body with `traffic` set
 * @param flood null where the settings ask for none
 * @throws Problem of `applyEdits`, before the first step
 */
export function createComparison(
  city: City,
  body: ScenarioBody,
  flood: Floods | null,
  options: ComparisonOptions,
): Comparison {
  const settings = body.traffic
  if (!settings) throw new Error('Expected a body with traffic settings')
  if (settings.flood !== (flood !== null)) {
    throw new Error(`Expected ${settings.flood ? 'the water of both sides' : 'no flood'}, got the contrary`)
  }
  const edits = squash(body.edits)
  const planned = edits.length > 0 || flood ? applyEdits(city, edits) : null
  const stages = compare(city, planned, settings, flood, options)
  let at: Stage = { progress: 0, assignment: null }
  let comparison: TrafficComparison | null = null
  return {
    step() {
      const { done, value } = stages.next()
      if (done) {
        comparison = value
        at = { progress: 1, assignment: null }
      } else at = value
    },
    get done() {
      return comparison !== null
    },
    get progress() {
      return at.progress
    },
    get assignment() {
      return at.assignment
    },
    result() {
      if (!comparison) throw new Error('Expected a comparison that is done')
      return comparison
    },
  }
}

interface Stage {
  readonly progress: number
  readonly assignment: Assignment | null
}

/** @param planned null where nothing differs: the scenario is the baseline then */
function* compare(
  city: City,
  planned: City | null,
  settings: TrafficSettings,
  flood: Floods | null,
  options: ComparisonOptions,
): Generator<Stage, TrafficComparison> {
  const known = options.baseline
  const half = !planned ? 1 : known ? 0 : 0.5
  const baseline =
    known ?? (yield* within(0, half, outcome(city, settings, flood?.baseline ?? null, undefined, options)))
  if (!planned) return { baseline, scenario: baseline }
  const scenario = yield* within(half, 1, outcome(planned, settings, flood?.scenario ?? null, baseline, options))
  return { baseline, scenario }
}

/** One side: its model, its equilibrium, what it means. */
function* outcome(
  city: City,
  settings: TrafficSettings,
  flood: Grid | null,
  from: TrafficOutcome | undefined,
  { threads, clock }: ComparisonOptions,
): Generator<Stage, TrafficOutcome> {
  const start = clock()
  const model = prepareTraffic(city, settings, flood)
  yield { progress: 0, assignment: null }
  const assignment = createAssignment({
    network: model.network,
    classes: model.classes,
    objective: settings.objective,
    relativeGap: settings.relativeGap,
    maxIterations: MAX_ITERATIONS,
    warm: from && warmPaths(from),
    threads,
  })
  yield { progress: 0, assignment }
  while (!assignment.done) {
    assignment.step()
    yield { progress: assignment.progress, assignment }
  }
  const result = assignment.result()
  const wallSeconds = clock() - start
  // Few clocks tell CPU time: every thread is taken as busy all along.
  const diagnostics = { ...result.diagnostics, wallSeconds, cpuSeconds: wallSeconds * threads }
  const timed = { ...result, diagnostics }
  return { model, result: timed, summary: summariseTraffic(city, model, timed) }
}

const warmPaths = (from: TrafficOutcome): TrafficPaths | undefined => from.result.paths

/** The stages of a part, their progress set between `first` and `last` of the whole. */
function* within<T>(first: number, last: number, part: Generator<Stage, T>): Generator<Stage, T> {
  for (;;) {
    const { done, value } = part.next()
    if (done) return value
    yield { progress: first + (last - first) * value.progress, assignment: value.assignment }
  }
}

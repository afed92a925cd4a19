/**
 * The same hour without and with the edits, as every door computes it: the baseline from nothing, the scenario from the
 * baseline's paths. Browser, server and command line run these very steps, so their digests agree.
 */
import type { City } from '../../scenarios/city/city.ts'
import { applyEdits, editsOfLayers, squash } from '../../scenarios/edit.ts'
import type { Grid } from '../../scenarios/grid.ts'
import type { ScenarioBody } from '../../scenarios/scenario.ts'
import type {
  TrafficComparison,
  TrafficInput,
  TrafficModel,
  TrafficOutcome,
  TrafficPaths,
  TrafficResult,
  TrafficSettings,
} from '../../scenarios/traffic.ts'
import { summariseTraffic } from '../../scenarios/traffic-summary.ts'
import type { Seconds } from '../../scenarios/units.ts'
import { type Assignment, createAssignment } from './assign.ts'
import { adjustedLike, calibrated } from './calibrate.ts'
import { pathsOnto } from './paths-onto.ts'
import { prepareTraffic, trafficLayers } from './prepare.ts'

/** An assignment that has not reached its gap by then says so (`converged`). */
export const MAX_ITERATIONS = 200
/** Share of the progress of a side whose demand is fitted to counts first. */
const FITTING = 0.9

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
  /** The one under way: it tells of itself before its first step, so that the door can start its helpers. */
  readonly assignment: Assignment | null
  /** @throws Error before `done` */
  result(): TrafficComparison
}

export interface ComparisonOptions {
  /** 1 … 16; never changes the answer. */
  readonly threads: number
  /** Seconds that only rise, for the diagnostics: kernels have no clock of their own. */
  readonly clock: () => Seconds
  /** The baseline where it was computed before, for the same city, settings and flood. */
  readonly baseline?: TrafficOutcome | undefined
  /** Changes each model before it is assigned, e.g. to trips from a file. */
  readonly adapt?: ((model: TrafficModel) => TrafficModel) | undefined
}

/**
 * @param city whole, as its tiles say, with `trafficLayers`; the edits are applied here
 * @param body with `traffic` set
 * @param flood null where the settings ask for none
 * @throws Problem of `applyEdits`, before the first step
 */
export function createComparison(
  city: City,
  body: Pick<ScenarioBody, 'edits' | 'traffic'>,
  flood: Floods | null,
  options: ComparisonOptions,
): Comparison {
  const settings = body.traffic
  if (!settings) throw new Error('Expected a body with traffic settings')
  if (settings.flood !== (flood !== null)) {
    throw new Error(`Expected ${settings.flood ? 'the water of both sides' : 'no flood'}, got the contrary`)
  }
  const edits = editsOfLayers(squash(body.edits), trafficLayers)
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
  { threads, clock, adapt = (made) => made }: ComparisonOptions,
): Generator<Stage, TrafficOutcome> {
  const start = clock()
  const prepare = (water: Grid | null) => adapt(prepareTraffic(city, settings, water))
  const prepared = prepare(flood)
  yield { progress: 0, assignment: null }
  const inputOf = (model: TrafficModel, warm?: TrafficPaths): TrafficInput => ({
    network: model.network,
    classes: model.classes,
    objective: settings.objective,
    relativeGap: settings.relativeGap,
    maxIterations: MAX_ITERATIONS,
    warm,
    threads,
  })
  const onto = (other: TrafficModel, paths: TrafficPaths, model: TrafficModel) =>
    sameLinks(other, model) ? paths : pathsOnto(other, paths, model)
  let [model, warm] = [prepared, from && onto(from.model, from.result.paths, prepared)]
  let fitted = 0
  if (settings.counts.length > 0 && from) model = adjustedLike(from.model, prepared)
  else if (settings.counts.length > 0) {
    // Counted on a dry day.
    const dry = flood ? prepare(null) : prepared
    fitted = FITTING
    const fit = yield* within(0, fitted, answers(calibrated(dry, inputOf(dry), settings.counts)))
    model = adjustedLike(fit.model, prepared)
    warm = onto(fit.model, fit.result.paths, model)
  }
  const result = yield* within(fitted, 1, solved(inputOf(model, warm)))
  const wallSeconds = clock() - start
  // Few clocks tell CPU time: every thread is taken as busy all along.
  const diagnostics = { ...result.diagnostics, wallSeconds, cpuSeconds: wallSeconds * threads }
  const timed = { ...result, diagnostics }
  return { model, result: timed, summary: summariseTraffic(city, model, timed) }
}

function* solved(input: TrafficInput): Generator<Stage, TrafficResult> {
  const assignment = createAssignment(input)
  yield { progress: 0, assignment }
  while (!assignment.done) {
    assignment.step()
    yield { progress: assignment.progress, assignment }
  }
  return assignment.result()
}

/** Solves what is asked for until there is an answer; each equilibrium is a quarter of the way that is left. */
function* answers<T>(dialogue: Generator<TrafficInput, T, TrafficResult>): Generator<Stage, T> {
  let turn = dialogue.next()
  for (let left = 1; !turn.done; left *= 0.75) {
    turn = dialogue.next(yield* within(1 - left, 1 - 0.75 * left, solved(turn.value)))
  }
  return turn.value
}

/** Where streets are only closed, widened or turned, links keep their numbers and paths hold as they are. */
function sameLinks(a: TrafficModel, b: TrafficModel): boolean {
  const same = (one: ArrayLike<number>, other: ArrayLike<number>) =>
    one.length === other.length && Array.prototype.every.call(one, (value, i) => value === other[i])
  const zones = a.zones.length === b.zones.length && a.zones.every(({ id }, z) => id === b.zones[z]!.id)
  return zones && same(a.network.from, b.network.from) && same(a.network.to, b.network.to)
}

/** The stages of a part, their progress set between `first` and `last` of the whole. */
function* within<T>(first: number, last: number, part: Generator<Stage, T>): Generator<Stage, T> {
  for (;;) {
    const { done, value } = part.next()
    if (done) return value
    yield { progress: first + (last - first) * value.progress, assignment: value.assignment }
  }
}

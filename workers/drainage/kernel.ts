/**
 * Drainage: rain and tide on a city's ground. Explicit local-inertial flow on a square grid (flux.ts), tiles of dry ground
 * skipped, any number of threads with the same bits. The kernel has no clock and no threads of its own: a door calls
 * `step` until `done`, and fills in the seconds that it took.
 */
import { digestArrays } from '../../scenarios/canonical.ts'
import type { DrainageInput, DrainageResult } from '../../scenarios/drainage.ts'
import { activity } from './activity.ts'
import { createBook } from './book.ts'
import { deepestOutside, flowOut, openEdges, passed } from './boundary.ts'
import * as constants from './constants.ts'
import { createRecord } from './record.ts'
import { integrate } from './series.ts'
import { createState, inner, Now, type State, tileAt } from './state.ts'
import { Phase, together } from './team.ts'

export interface Drainage {
  /** To be given to `help` on each of `threads − 1` other threads before the first step. */
  readonly state: State
  /** 0 … 1 */
  readonly progress: number
  readonly done: boolean
  /** One time step. Does nothing once done. */
  step(): void
  /** @throws Error before the run is done */
  result(): DrainageResult
}

/** Depth of water, m, that the longest step is chosen for where the ground is dry. */
const SHALLOWEST = 0.02

/** @throws Error where the input contradicts itself: lengths, closed cells with water, levels that are no numbers */
export function createDrainage(input: DrainageInput): Drainage {
  const { grid, durationSeconds, outputEverySeconds } = input
  const s = createState(input)
  const { now } = s
  const area = grid.cellSize * grid.cellSize
  const tileOf = (cell: number) => tileAt(s, Math.floor(cell / s.columns), cell % s.columns)
  const edges = openEdges(s, input)
  const always = new Set(edges.flatMap((edge) => edge.faces.map((face) => face.tile)))
  const tiles = activity(s, input.open, always, tileOf)
  const cellsInTile = new Int32Array(s.tileDepth.length)
  for (let cell = 0; cell < input.open.length; cell++) cellsInTile[tileOf(cell)]!++
  const raining = s.rainFactor.reduce((sum, factor) => sum + factor, 0)
  const book = createBook(s, input)
  const record = createRecord(s, input)

  let time = 0
  let output = 0
  let [steps, smallestStep, cellUpdates] = [0, Number.POSITIVE_INFINITY, 0]
  let [rainWaiting, soilWaiting, sampleWaiting] = [0, 0, 0]
  record.keep(0)

  function chooseStep(until: number): number {
    let deepest = Math.max(SHALLOWEST, deepestOutside(s, edges, time))
    for (const tile of tiles.live) if (s.tileDepth[tile]! > deepest) deepest = s.tileDepth[tile]!
    let dt = Math.min(
      constants.LONGEST_STEP,
      (constants.COURANT * grid.cellSize) / Math.sqrt(constants.GRAVITY * deepest),
    )
    for (const { series, linear, weights } of input.inflows) {
      const rate = Math.abs(integrate(series, linear, time, time + dt)) / dt
      const rise = (rate * weights.reduce((a, b) => Math.max(a, Math.abs(b)), 0)) / area
      if (rise > 0) dt = Math.min(dt, (0.1 + deepest / 4) / rise)
    }
    const left = until - time
    return left <= dt ? left : left < 2 * dt ? left / 2 : dt
  }

  function pour(dt: number): void {
    for (const { cells, weights, series, linear } of input.inflows) {
      const volume = integrate(series, linear, time, time + dt)
      for (const [k, cell] of cells.entries()) {
        const i = inner(s, cell)
        const held = s.depth[i]! + s.lost[i]!
        const wanted = held + (volume * weights[k]!) / area
        const exact = Math.max(wanted, 0)
        s.depth[i] = exact
        s.lost[i] = exact - s.depth[i]!
        const tile = tileOf(cell)
        if (s.depth[i]! > s.tileDepth[tile]!) s.tileDepth[tile] = s.depth[i]!
        book.inflow((exact - held) * area)
      }
    }
  }

  function step(): void {
    if (time >= durationSeconds) return
    const until = Math.min(durationSeconds, (output + 1) * outputEverySeconds)
    const dt = chooseStep(until)
    pour(dt)
    now[Now.dt] = dt
    now[Now.time] = time

    const flowing = tiles.flowing()
    together(s, Phase.flux, flowing)
    flowOut(s, edges)
    if (s.tileCrowded.includes(1)) together(s, Phase.limit, flowing)

    const end = time + dt >= until - 1e-9 ? until : time + dt
    const atOutput = end === until
    rainWaiting += integrate(input.rain, false, time, end)
    soilWaiting += dt
    sampleWaiting += dt
    const rain = rainWaiting >= constants.RAIN_BATCH || atOutput ? rainWaiting : 0
    const soak = s.soil !== null && (soilWaiting >= constants.SOIL_SECONDS || atOutput)
    const sample = atOutput || (steps + 1) % constants.STEPS_PER_SAMPLE === 0
    now[Now.time] = end
    now[Now.rain] = rain
    now[Now.soilSeconds] = soak ? soilWaiting : 0
    now[Now.sampleSeconds] = sample ? sampleWaiting : 0
    if (sample) together(s, Phase.speed, flowing)
    if (atOutput) record.speeds()
    const settled = rain > 0 || soak || atOutput ? tiles.all() : flowing
    together(s, Phase.settle, settled)

    book.boundaries(passed(s, edges))
    book.rain(rain * raining * area)
    if (soak) for (const tile of tiles.live) book.infiltration(s.tileInfiltrated[tile]! * area)
    for (let k = 0; k < settled; k++) cellUpdates += cellsInTile[s.work[k]!]!
    if (rain > 0) rainWaiting = 0
    if (soak) soilWaiting = 0
    if (sample) sampleWaiting = 0
    now[Now.old] = 1 - now[Now.old]!
    time = end
    steps++
    if (dt < smallestStep) smallestStep = dt
    if (atOutput) {
      output++
      record.keep(time)
    }
  }

  function result(): DrainageResult {
    if (time < durationSeconds) throw new Error(`Expected a run of ${durationSeconds} s, got ${time} s so far`)
    const { KERNEL: kernel, ...parameters } = constants
    const kept = record.take()
    const { volumes, ledgerError, massError } = book.close()
    const header = {
      kernel,
      parameters,
      grid: { columns: grid.columns, rows: grid.rows, cellSize: grid.cellSize, west: grid.west, north: grid.north },
      times: [...kept.times],
      gauges: kept.gauges.map((gauge) => gauge.id),
      arrays: [
        'finalDepth',
        'maxDepth',
        'maxSpeed',
        'arrival',
        'duration',
        'stage, depth, speedX, speedY of each gauge',
      ],
    }
    const digest = digestArrays(header, [
      kept.finalDepth,
      kept.maxDepth,
      kept.maxSpeed,
      kept.arrival,
      kept.duration,
      ...kept.gauges.flatMap((gauge) => [gauge.stage, gauge.depth, gauge.speedX, gauge.speedY]),
    ])
    const diagnostics = { steps, smallestStepSeconds: smallestStep, cellUpdates, ledgerError, massError }
    return { grid, ...kept, volumes, diagnostics: { ...diagnostics, cpuSeconds: 0, wallSeconds: 0 }, digest }
  }

  return {
    state: s,
    get progress() {
      return time / durationSeconds
    },
    get done() {
      return time >= durationSeconds
    },
    step,
    result,
  }
}

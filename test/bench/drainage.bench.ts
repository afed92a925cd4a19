/**
 * The drainage kernel: cell updates a second with all cells wet, against the plain yardstick in the same run; a mostly dry
 * valley; the tidal delta against LISFLOOD-FP, with the agreement that makes the comparison count.
 */
import type { DrainageInput } from '../../scenarios/drainage.ts'
import { createDrainage } from '../../workers/drainage/kernel.ts'
import { drainage } from '../../workers/node/drainage.ts'
import { inMillimetres, plainInput } from '../verify/case.ts'
import { DELTA_PEER_SECONDS, deltaIsThere, deltaRmse, readDelta } from '../verify/cases/delta.ts'
import { readValley, valleyIsThere } from '../verify/cases/valley.ts'
import type { BenchRow } from './run.ts'
import { createYardstick, stepYardstick } from './yardstick.ts'

const SIDE = 1000
const CELLS = SIDE * SIDE
const ROUNDS = 5
const STEPS = 12
/** Yardstick on the machine on which the peers were timed, M/s (design: 30 to 35). */
const YARDSTICK_THERE = 32.5

export async function bench(): Promise<BenchRow[]> {
  const [yardstick, one] = median2(ROUNDS, yardstickRate, kernelRate)
  const rows: BenchRow[] = [
    {
      name: 'plain yardstick kernel, 1000 × 1000 wet cells, 1 thread',
      value: yardstick,
      unit: 'M cells/s',
      against: 'itself',
      ratio: null,
      note: 'no limiter, no books, no θ-weighting: what the machine gives to a plain kernel',
    },
    {
      name: 'drainage kernel, the same cells, 1 thread',
      value: one,
      unit: 'M cells/s',
      against: 'yardstick',
      ratio: one / yardstick,
      note: 'with limiter, exact sums, extremes every 4 steps',
    },
  ]
  const single = await doorRate(1)
  const double = await doorRate(2)
  rows.push({
    name: 'the same through the Node door, 2 threads',
    value: double,
    unit: 'M cells/s',
    against: 'the same with 1 thread',
    ratio: double / single,
    note: `1 thread ${single.toFixed(1)} M cells/s, start and digest included`,
  })
  if (valleyIsThere()) {
    const hour = await drainage.run(await readValley(3600))
    const { cpuSeconds, cellUpdates, steps } = hour.diagnostics
    rows.push({
      name: 'EA test 5, first hour, 306 757 of 1.7 M cells valid, 1 thread',
      value: cpuSeconds,
      unit: 's CPU',
      against: 'all cells in every step, at the same rate',
      ratio: (hour.grid.columns * hour.grid.rows * steps) / cellUpdates,
      note: `${steps} steps; dry tiles skipped`,
    })
  }
  if (deltaIsThere()) {
    const result = await drainage.run(await readDelta(2))
    const { cpuSeconds, wallSeconds } = result.diagnostics
    const scaled = (DELTA_PEER_SECONDS / wallSeconds) * (YARDSTICK_THERE / yardstick)
    rows.push({
      name: 'tidal delta, 24 h, 2 threads',
      value: wallSeconds,
      unit: 's',
      against: `LISFLOOD-FP 8.1, ${DELTA_PEER_SECONDS} s CPU on another machine`,
      ratio: DELTA_PEER_SECONDS / wallSeconds,
      note: `agreement RMSE ${inMillimetres(await deltaRmse(result))}; ${cpuSeconds.toFixed(1)} s CPU; scaled by the yardstick ${scaled.toFixed(2)}×`,
    })
  }
  return rows
}

/** Rolling ground as terrain is (steps of centimetres from cell to cell, not noise), a metre of water, everything wet. */
function wetInput(durationSeconds: number, threads = 1): DrainageInput {
  const ground = Float32Array.from(
    { length: CELLS },
    (_, i) => 0.3 * Math.sin(0.05 * (i % SIDE)) + 0.2 * Math.sin(0.031 * Math.floor(i / SIDE)),
  )
  const initialDepth = Float32Array.from(ground, (z, i) => 1.5 + 0.1 * Math.sin(0.02 * (i % SIDE)) - z)
  return plainInput(SIDE, SIDE, 10, { ground, initialDepth, durationSeconds, threads })
}

function yardstickRate(): () => number {
  const { ground, initialDepth } = wetInput(1)
  const yardstick = createYardstick(SIDE, SIDE, ground, initialDepth)
  return rate(() => stepYardstick(yardstick, 1.8, 10, 0.03))
}

function kernelRate(): () => number {
  const simulation = createDrainage(wetInput(1e9))
  return rate(() => simulation.step())
}

/** Million cells a second over a dozen steps. */
function rate(step: () => void): () => number {
  return () => {
    const start = performance.now()
    for (let k = 0; k < STEPS; k++) step()
    return (STEPS * CELLS) / (performance.now() - start) / 1000
  }
}

/** Medians of two rates taken turn by turn, so that both see the same machine; the first turn warms up. */
function median2(rounds: number, ...makers: (() => () => number)[]): [number, number] {
  const rates = makers.map((make) => make())
  const seen = rates.map((): number[] => [])
  for (let round = 0; round <= rounds; round++) {
    for (const [k, measure] of rates.entries()) {
      const value = measure()
      if (round > 0) seen[k]!.push(value)
    }
  }
  const [a, b] = seen.map((values) => values.toSorted((x, y) => x - y)[rounds >> 1]!)
  return [a!, b!]
}

async function doorRate(threads: number): Promise<number> {
  const { diagnostics } = await drainage.run(wetInput(100, threads))
  return diagnostics.cellUpdates / diagnostics.wallSeconds / 1e6
}

/**
 * Assignment: time to a relative gap on networks of the collection and on a made one of Chicago Sketch's size, against
 * Frank–Wolfe in the same run; all-or-nothing passes against plain Dijkstra; a closed expressway from the last solution; and
 * the built-in city alike, with its busiest street closed.
 */
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { DEFAULT_SEED, generateCity } from '../../data/city/generate/city.ts'
import { writeDataset } from '../../data/city/write.ts'
import type { City } from '../../scenarios/city/city.ts'
import { layerIds } from '../../scenarios/city/layers.ts'
import { random } from '../../scenarios/random.ts'
import type { TrafficInput, TrafficResult } from '../../scenarios/traffic.ts'
import { defaultTraffic } from '../../scenarios/traffic-facts.ts'
import { prepareTraffic, traffic } from '../../workers/node/traffic.ts'
import { createAssignment } from '../../workers/traffic/assign.ts'
import { allOrNothing, createFrankWolfe } from '../../workers/traffic/frank-wolfe.ts'
import type { State } from '../../workers/traffic/state.ts'
import { dismiss, renewTrees } from '../../workers/traffic/team.ts'
import { createScratch } from '../../workers/traffic/trees.ts'
import { closing, sketch } from '../arbitraries/sketch.ts'
import { readTntp, tntpIsThere } from '../verify/cases/traffic.ts'
import { createDijkstra } from './dijkstra.ts'
import type { BenchRow } from './run.ts'

const TIMES = 7
/** Frank–Wolfe is given this many times what the kernel took, then it is said how far it came. */
const PATIENCE = 40
/** Algorithm B in C (tap-b) to a gap of 1e-12 on another machine, s. */
const PEER: Record<string, number> = { SiouxFalls: 0.14, Anaheim: 0.075 }
const PASSES = 12

export async function bench(): Promise<BenchRow[]> {
  const rows: BenchRow[] = []
  for (const name of ['SiouxFalls', 'Anaheim']) {
    if (!tntpIsThere(name)) continue
    const input = readTntp(name)
    rows.push(...againstFrankWolfe(name, input))
    const exact = timed(() => assign({ ...input, relativeGap: 1e-12 }))
    rows.push({
      name: `${name} to gap 1e-12, 1 thread`,
      value: exact.ms,
      unit: 'ms',
      against: `tap-b (Algorithm B in C), ${PEER[name]! * 1000} ms on another machine`,
      ratio: (PEER[name]! * 1000) / exact.ms,
      note: `${exact.value.diagnostics.iterations} iterations, ${exact.value.diagnostics.paths} paths`,
    })
  }
  const made = sketch(1)
  rows.push(...againstFrankWolfe('made network, 387 zones', made), ...(await onThreads('made network', made)))
  rows.push(...(await passes(made)), closed('made network, an expressway', made))
  const { network, classes } = prepareTraffic(await builtInCity(), defaultTraffic, null)
  const city: TrafficInput = { ...made, network, classes }
  rows.push(...againstFrankWolfe('the built-in city', city), ...(await onThreads('the built-in city', city)))
  rows.push(closed('the built-in city, its busiest street', city))
  return rows
}

/** As it is made, without tiles. */
async function builtInCity(): Promise<City> {
  const dir = await mkdtemp(join(tmpdir(), 'vithanh-bench-'))
  try {
    const made = generateCity(DEFAULT_SEED)
    const manifest = await writeDataset(dir, made)
    const layers = layerIds.map((id) => [id, new Map(made.layers[id]?.features.map((one) => [one.id, one]))])
    return {
      manifest,
      tilesHash: '',
      area: manifest.bounds,
      ground: made.ground.grid,
      layers: Object.fromEntries(layers) as City['layers'],
      fills: new Map(),
      ponds: new Map(),
      dimming: new Map(),
      turnBans: new Set(),
      rezoned: new Map(),
      rebuilt: new Map(),
    }
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

function assign(input: TrafficInput): TrafficResult {
  const assignment = createAssignment(input)
  while (!assignment.done) assignment.step()
  return assignment.result()
}

/** Median of several, the first left out. */
function timed<T>(run: () => T): { ms: number; value: T } {
  let value = run()
  const times = Array.from({ length: TIMES }, () => {
    const start = performance.now()
    value = run()
    return performance.now() - start
  })
  return { ms: median(times), value }
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!

function againstFrankWolfe(name: string, input: TrafficInput): BenchRow[] {
  return [1e-4, 1e-6].map((relativeGap) => {
    const { ms, value } = timed(() => assign({ ...input, relativeGap }))
    const start = performance.now()
    const reference = createFrankWolfe({ ...input, relativeGap, maxIterations: 1e6 }, 'bi-conjugate')
    while (!reference.done && performance.now() - start < PATIENCE * ms + 100) reference.step()
    const took = performance.now() - start
    const reached = reference.done ? '' : `, which had come to ${reference.gaps.at(-1)!.toExponential(1)} when stopped`
    return {
      name: `${name} to gap ${relativeGap.toExponential(0)}, 1 thread`,
      value: ms,
      unit: 'ms',
      against: `bi-conjugate Frank–Wolfe, ${took.toFixed(0)} ms${reached}`,
      ratio: took / ms,
      note: `${value.diagnostics.iterations} iterations (${reference.gaps.length}), digest included`,
    }
  })
}

async function onThreads(name: string, input: TrafficInput): Promise<BenchRow[]> {
  const seconds = async (threads: number) => {
    const runs: number[] = []
    for (let k = 0; k < 3; k++) runs.push((await traffic.run({ ...input, threads })).diagnostics.wallSeconds)
    return median(runs)
  }
  const [one, two] = [await seconds(1), await seconds(2)]
  return [
    {
      name: `${name} to gap 1e-6 through the Node door, 2 threads`,
      value: two * 1000,
      unit: 'ms',
      against: 'the same with 1 thread',
      ratio: one / two,
      note: `1 thread ${(one * 1000).toFixed(0)} ms; a cold start of every thread included`,
    },
  ]
}

/** All-or-nothing at costs that change by a few per cent from pass to pass, as they do in an assignment. */
async function passes(input: TrafficInput): Promise<BenchRow[]> {
  const assignment = createAssignment({ ...input, relativeGap: 1e-3, threads: 2 })
  const { state } = assignment
  const helper = new Worker(new URL('../../workers/node/traffic.helper.ts', import.meta.url), { workerData: state })
  await once(helper, 'message')
  while (!assignment.done) assignment.step()
  const scratch = createScratch(state)
  const everyone = Int32Array.from({ length: state.trees }, (_, t) => t)
  const dijkstra = createDijkstra(input.network, input.classes[0]!.demand)
  const cost = new Float64Array(state.links)
  const [plain, one, two]: number[][] = [[], [], []]
  const chance = random(1)
  for (let k = 0; k <= PASSES; k++) {
    for (const times of [plain!, one!, two!]) {
      wobble(state, chance, cost)
      const start = performance.now()
      if (times === plain) dijkstra(cost)
      else if (times === one) allOrNothing(state, scratch)
      else renewTrees(state, scratch, everyone)
      if (k > 0) times.push(performance.now() - start)
    }
  }
  dismiss(state)
  await once(helper, 'exit')
  const yardstick = median(plain!)
  const row = (name: string, times: readonly number[], note: string): BenchRow => ({
    name,
    value: median(times),
    unit: 'ms',
    against: `plain Dijkstra with a binary heap, ${yardstick.toFixed(1)} ms`,
    ratio: yardstick / median(times),
    note,
  })
  return [
    row('all-or-nothing pass, made network, 1 thread', one!, 'trees and loading, as the yardstick'),
    row(
      'all-or-nothing trees, made network, 2 threads',
      two!,
      'trees alone: the kernel loads from its paths; aim ≤ 12 ms',
    ),
  ]
}

function wobble(s: State, chance: () => number, cost: Float64Array): void {
  for (let l = 0; l < s.links; l++) {
    s.cost[l]! *= 1 + 0.05 * (chance() - 0.5)
    cost[s.link[l]!] = s.cost[l]!
  }
}

/** The busiest link that is no connector closed: from the last solution, and from nothing. */
function closed(name: string, input: TrafficInput): BenchRow {
  const before = assign(input)
  const link = before.volume.reduce(
    (best, volume, a) => (input.network.alpha[a]! > 0 && volume > before.volume[best]! ? a : best),
    input.network.alpha.findIndex((alpha) => alpha > 0),
  )
  const after = closing(input, link)
  const cold = timed(() => assign(after))
  const warm = timed(() => assign({ ...after, warm: before.paths }))
  return {
    name: `${name} closed, warm start to gap 1e-6, 1 thread`,
    value: warm.ms,
    unit: 'ms',
    against: `cold, ${cold.ms.toFixed(0)} ms`,
    ratio: cold.ms / warm.ms,
    note: `${warm.value.diagnostics.iterations} iterations (${cold.value.diagnostics.iterations}); aim ≤ 300 ms`,
  }
}

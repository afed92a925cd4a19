/** The thread that compares a city's traffic: reads the streets, takes the steps, tells its progress; helpers where asked for. */
import { parentPort, Worker, workerData } from 'node:worker_threads'
import { Problem } from '../../scenarios/problem.ts'
import type { TrafficComparison, TrafficModel, UserClass } from '../../scenarios/traffic.ts'
import type { MatrixRow } from '../../scenarios/traffic-matrix.ts'
import { fileSource } from '../../tiles/read/file.ts'
import { openTiles, readCity } from '../../tiles/read/index.ts'
import type { Assignment } from '../traffic/assign.ts'
import { createComparison } from '../traffic/compare.ts'
import { matrixDemand } from '../traffic/matrix.ts'
import { trafficLayers } from '../traffic/prepare.ts'
import type { State } from '../traffic/state.ts'
import { dismiss } from '../traffic/team.ts'
import type { CityTraffic } from './city-traffic.ts'
import type { Told } from './thread.ts'

const TELL_EVERY_MS = 50

const tell = (told: Told<TrafficComparison>) => parentPort!.postMessage(told)

try {
  const { tilesDir, body, flood, matrix, threads = 1 } = workerData as CityTraffic
  tell({ kind: 'progress', fraction: 0 })
  const tiles = await openTiles(fileSource(tilesDir), undefined, body.city)
  const only = { layers: trafficLayers, ground: false } as const
  const city = await readCity(tiles, tiles.manifest.city.bounds, undefined, only)
  const adapt = matrix ? (model: TrafficModel) => withTrips(model, matrix) : undefined
  const clock = () => performance.now() / 1000
  const comparison = createComparison(city, body, flood, { threads, clock, adapt })
  let led: Assignment | null = null
  let told = performance.now()
  while (!comparison.done) {
    comparison.step()
    if (comparison.assignment !== led) {
      if (led) dismiss(led.state)
      led = comparison.assignment
      if (led) await startHelpers(led.state)
    }
    if (performance.now() - told < TELL_EVERY_MS || comparison.done) continue
    told = performance.now()
    tell({ kind: 'progress', fraction: comparison.progress })
  }
  tell({ kind: 'progress', fraction: 1 })
  tell({ kind: 'result', result: comparison.result() })
} catch (error) {
  if (!(error instanceof Problem)) throw error
  tell({ kind: 'problem', detail: error.detail })
}

/** Resolves when all of them wait for work: a thread that was never started cannot start while this one blocks. */
async function startHelpers(state: State): Promise<void> {
  const file = new URL('./traffic.helper.ts', import.meta.url)
  const helpers = Array.from({ length: state.helpers }, () => new Worker(file, { workerData: state }))
  await Promise.all(helpers.map((helper) => new Promise((resolve) => helper.once('message', resolve))))
}

function withTrips(model: TrafficModel, rows: readonly MatrixRow[]): TrafficModel {
  const { matrices, produced, attracted } = matrixDemand(model.zones, rows)
  return {
    ...model,
    classes: model.classes.map((own) => ({ ...own, demand: matrices[own.id as UserClass] })),
    zones: model.zones.map((zone, z) => ({ ...zone, produced: produced[z]!, attracted: attracted[z]! })),
    inputs: model.inputs.map((input) => (input.name === 'demand' ? { ...input, provenance: 'imported' } : input)),
  }
}

/** The thread that compares a city's traffic: reads the streets, takes the steps, tells its progress. */
import { parentPort, workerData } from 'node:worker_threads'
import { Problem } from '../../scenarios/problem.ts'
import { fileSource } from '../../tiles/read/file.ts'
import { openTiles, readCity } from '../../tiles/read/index.ts'
import { createComparison } from '../traffic/compare.ts'
import { trafficLayers } from '../traffic/prepare.ts'
import type { CityTraffic, Told } from './city-traffic.ts'

const TELL_EVERY_MS = 50

const tell = (told: Told) => parentPort!.postMessage(told)

try {
  const { tilesDir, body, flood } = workerData as CityTraffic
  tell({ kind: 'progress', fraction: 0 })
  const tiles = await openTiles(fileSource(tilesDir))
  const only = { layers: trafficLayers, ground: false } as const
  const city = await readCity(tiles, tiles.manifest.city.bounds, undefined, only)
  const comparison = createComparison(city, body, flood, { threads: 1, clock: () => performance.now() / 1000 })
  let told = performance.now()
  while (!comparison.done) {
    comparison.step()
    if (performance.now() - told < TELL_EVERY_MS || comparison.done) continue
    told = performance.now()
    tell({ kind: 'progress', fraction: comparison.progress })
  }
  const { baseline, scenario } = comparison.result()
  tell({ kind: 'progress', fraction: 1 })
  tell({ kind: 'result', result: { ...scenario.summary, baseline: baseline.summary.indicators } })
} catch (error) {
  if (!(error instanceof Problem)) throw error
  tell({ kind: 'problem', detail: error.detail })
}

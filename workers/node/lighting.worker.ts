/** The thread that compares a city’s lighting: reads the streets, takes the steps, tells its progress. */
import { parentPort, workerData } from 'node:worker_threads'
import type { LightingComparison } from '../../scenarios/lighting.ts'
import { Problem } from '../../scenarios/problem.ts'
import { fileSource } from '../../tiles/read/file.ts'
import { openTiles, readCity } from '../../tiles/read/index.ts'
import { createComparison } from '../lighting/compare.ts'
import { lightingLayers } from '../lighting/prepare.ts'
import type { ComparedLighting, ThreadInput } from './lighting.ts'
import type { Told } from './thread.ts'

const TELL_EVERY_MS = 50

const tell = (told: Told<LightingComparison | ComparedLighting>) => parentPort!.postMessage(told)

try {
  const { tilesDir, city: version, edits, settings, luminaires, rTable, recordOnly } = workerData as ThreadInput
  tell({ kind: 'progress', fraction: 0 })
  const tiles = await openTiles(fileSource(tilesDir), undefined, version)
  const only = { layers: lightingLayers, ground: false } as const
  const city = await readCity(tiles, tiles.manifest.city.bounds, undefined, only)
  const clock = () => performance.now() / 1000
  const files = { ...(luminaires && { luminaires }), ...(rTable && { rTable }) }
  const comparison = createComparison(city, settings, edits, { clock, files })
  let told = performance.now()
  while (!comparison.done) {
    comparison.step()
    if (performance.now() - told < TELL_EVERY_MS || comparison.done) continue
    told = performance.now()
    tell({ kind: 'progress', fraction: comparison.progress })
  }
  tell({ kind: 'progress', fraction: 1 })
  const { baseline, scenario } = comparison.result()
  const record = { ...scenario.summary, baseline: baseline.summary.indicators }
  tell({ kind: 'result', result: recordOnly ? record : { baseline, scenario } })
} catch (error) {
  if (!(error instanceof Problem)) throw error
  tell({ kind: 'problem', detail: error.detail })
}

/** The line that everything serves, on the server: read, edit, prepare, simulate, summarise. */
import { applyEdits, squash } from '../scenarios/edit.ts'
import { grow } from '../scenarios/geometry.ts'
import type { Progress, Signal } from '../scenarios/problem.ts'
import { AREA_MARGIN_METRES, type ScenarioBody } from '../scenarios/scenario.ts'
import { type DrainageSummary, summariseDrainage } from '../scenarios/summarise.ts'
import { fileSource } from '../tiles/read/file.ts'
import { openTiles, readCity } from '../tiles/read/index.ts'
import { drainage, prepareDrainage } from '../workers/node/drainage.ts'

export interface Computed {
  readonly summary: DrainageSummary
  /** `name@version` */
  readonly kernel: string
}

export type Compute = (
  tilesDir: string,
  body: ScenarioBody,
  listen: { signal: Signal; progress: Progress },
) => Promise<Computed>

export const computeRun: Compute = async (tilesDir, body, { signal, progress }) => {
  const tiles = await openTiles(fileSource(tilesDir), signal)
  const city = await readCity(tiles, grow(body.area, AREA_MARGIN_METRES), signal)
  const planned = applyEdits(city, squash(body.edits))
  const input = prepareDrainage(planned, body)
  const result = await drainage.run(input, { signal, progress })
  const { name, version } = drainage.about
  return { summary: summariseDrainage(planned, body, result), kernel: `${name}@${version}` }
}

/** The line that everything serves, on the server: read, edit, prepare, simulate, summarise. */
import { applyEditsWithin, squash } from '../scenarios/edit.ts'
import { grow } from '../scenarios/geometry.ts'
import type { Progress, Signal } from '../scenarios/problem.ts'
import type { RunKind, TrafficRun } from '../scenarios/run.ts'
import { AREA_MARGIN_METRES, type ScenarioBody } from '../scenarios/scenario.ts'
import { type DrainageSummary, summariseDrainage } from '../scenarios/summarise.ts'
import type { TrafficSummary } from '../scenarios/traffic.ts'
import { fileSource } from '../tiles/read/file.ts'
import { openTiles, readCity } from '../tiles/read/index.ts'
import { drainage, prepareDrainage } from '../workers/node/drainage.ts'

export interface Computed {
  /** What of the record the computation says. */
  readonly summary:
    | ({ readonly schema: 'run@1' } & DrainageSummary)
    | ({ readonly schema: 'traffic-run@1' } & TrafficSummary & Pick<TrafficRun, 'baseline'>)
  /** `name@version` */
  readonly kernel: string
}

interface Listen {
  readonly signal: Signal
  readonly progress: Progress
}

export type Compute = (
  tilesDir: string,
  job: { readonly kind: RunKind; readonly body: ScenarioBody },
  listen: Listen,
) => Promise<Computed>

export const computeRun: Compute = async (tilesDir, { kind, body }, listen) => {
  if (kind === 'traffic') throw new Error('Expected the traffic comparison')
  const { city, result } = await simulateDrainage(tilesDir, body, listen)
  const { name, version } = drainage.about
  return { summary: { schema: 'run@1', ...summariseDrainage(city, body, result) }, kernel: `${name}@${version}` }
}

async function simulateDrainage(tilesDir: string, body: ScenarioBody, { signal, progress }: Listen) {
  const tiles = await openTiles(fileSource(tilesDir), signal)
  const window = await readCity(tiles, grow(body.area, AREA_MARGIN_METRES), signal)
  const { city } = applyEditsWithin(window, squash(body.edits))
  return { city, result: await drainage.run(prepareDrainage(city, body), { signal, progress }) }
}

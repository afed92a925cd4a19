/** The two drainage runs of an impact computed again in the browser: their digests, and where the water is deeper or shallower. */
import { applyEditsWithin, squash } from '../../scenarios/edit.ts'
import { NOISE_METRES } from '../../scenarios/flood-words.ts'
import { contains, grow } from '../../scenarios/geometry.ts'
import { cellCentre, type GridSpec } from '../../scenarios/grid.ts'
import { visitorLayers } from '../../scenarios/open-data/layers.ts'
import type { Impact } from '../../scenarios/permits/impact.ts'
import type { Progress } from '../../scenarios/problem.ts'
import { AREA_MARGIN_METRES, type ScenarioBody } from '../../scenarios/scenario.ts'
import { wetGround } from '../../scenarios/summarise.ts'
import { httpSource, openTiles, readCity } from '../../tiles/read/index.ts'
import { drainage, prepareDrainage } from '../../workers/client/drainage.ts'
import { api } from '../shared/api.ts'
import { TILES_URL } from '../shared/tiles.ts'

/** More helps little on areas this small. */
const MOST_THREADS = 4

export interface ComputedHere {
  /** By id of the run. */
  readonly digests: Readonly<Record<string, string>>
  readonly grid: GridSpec
  /** m; NaN where water stood before, under buildings, outside the area, and below what two runs can tell apart. */
  readonly change: Float32Array
}

export async function computeHere(
  { runs }: Pick<Impact, 'runs'>,
  { signal, progress }: { signal: AbortSignal; progress: Progress },
): Promise<ComputedHere> {
  const threads = Math.min(MOST_THREADS, navigator.hardwareConcurrency || 1)
  const one = async (part: 'without' | 'with', from: number) => {
    const { id } = runs.find((run) => run.part === part)!
    const body = await api.runs.body(id)
    const side = await drain(body, threads, { signal, progress: (share) => progress(from + share / 2) })
    return { id, body, ...side }
  }
  const without = await one('without', 0)
  const withIt = await one('with', 0.5)
  const { grid } = without.result
  const change = withIt.result.maxDepth.map((depth, cell) => {
    const [row, column] = [Math.floor(cell / grid.columns), cell % grid.columns]
    const blank = without.blank[cell] === 1 || withIt.blank[cell] === 1
    const by = depth - without.result.maxDepth[cell]!
    const seen = !blank && Math.abs(by) >= NOISE_METRES && contains(without.body.area, cellCentre(grid, column, row))
    return seen ? by : Number.NaN
  })
  const digests = { [without.id]: without.result.digest, [withIt.id]: withIt.result.digest }
  return { digests, grid, change }
}

async function drain(body: ScenarioBody, threads: number, listen: { signal: AbortSignal; progress: Progress }) {
  const url = new URL(TILES_URL, location.href).href
  const tiles = await openTiles(httpSource(url), listen.signal, body.city)
  const window = await readCity(tiles, grow(body.area, AREA_MARGIN_METRES), listen.signal, { layers: visitorLayers })
  const { city } = applyEditsWithin(window, squash(body.edits))
  const input = prepareDrainage(city, body, { threads })
  const { open } = input
  const result = await drainage.run(input, listen)
  // Under a building no water is known: its zeros are not dryness.
  return { result, blank: wetGround(city, result).map((wet, cell) => (wet === 1 || open[cell] === 0 ? 1 : 0)) }
}

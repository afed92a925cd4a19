/** A stored run computed again here, by the same kernels through their browser doors, as the server computes it. */
import { applyEditsWithin, squash } from '../../scenarios/edit.ts'
import { grow } from '../../scenarios/geometry.ts'
import type { Grid } from '../../scenarios/grid.ts'
import { visitorLayers } from '../../scenarios/open-data/layers.ts'
import { Problem, type Progress } from '../../scenarios/problem.ts'
import type { RunKind, RunRecord } from '../../scenarios/run.ts'
import { AREA_MARGIN_METRES, baselineOf, type ScenarioBody } from '../../scenarios/scenario.ts'
import { both } from '../../scenarios/text.ts'
import { floodOnStreets } from '../../scenarios/traffic-flood.ts'
import { httpSource, openTiles, readCity, type Tiles } from '../../tiles/read/index.ts'
import { drainage, prepareDrainage } from '../../workers/client/drainage.ts'
import { about as lightingAbout, openLighting } from '../../workers/client/lighting.ts'
import { openTraffic, about as trafficAbout } from '../../workers/client/traffic.ts'
import { TILES_URL } from '../shared/tiles.ts'

interface Options {
  readonly threads: number
  readonly signal: AbortSignal
  readonly progress: Progress
}

const kinds: Record<RunRecord['schema'], RunKind> = {
  'run@1': 'drainage',
  'traffic-run@1': 'traffic',
  'lighting-run@1': 'lighting',
}
const abouts = { drainage: drainage.about, traffic: trafficAbout, lighting: lightingAbout }

export const kindOf = ({ schema }: RunRecord): RunKind => kinds[schema]

/** `name@version` of the kernel that this page brings. */
export const kernelHere = (kind: RunKind): string => `${abouts[kind].name}@${abouts[kind].version}`

/**
 * @returns the digest
 * @throws Cancelled · Problem `ledger/city` where the city that it was computed on is no longer kept
 */
export async function rerun(kind: RunKind, body: ScenarioBody, options: Options): Promise<string> {
  const url = new URL(TILES_URL, location.href).href
  const tiles = await openTiles(httpSource(url), options.signal, body.city).catch((error: unknown) => {
    throw error instanceof Problem && error.detail.code === 'tiles/missing' ? otherCity(body.city) : error
  })
  if (kind === 'drainage') return (await drain(tiles, body, options)).result.digest
  if (kind === 'lighting') {
    const session = openLighting(url)
    try {
      const { scenario } = await session.compare(body.edits, { ...options, city: body.city, settings: body.lighting! })
      return scenario.result.digest
    } finally {
      session.close()
    }
  }
  const wet = body.traffic?.flood === true
  const flood = wet ? await floodOf(tiles, body, part(options, 0, FLOOD_SHARE)) : null
  const session = openTraffic(url)
  try {
    const { scenario } = await session.compare(body, { ...(wet ? part(options, FLOOD_SHARE, 1) : options), flood })
    return scenario.result.digest
  } finally {
    session.close()
  }
}

async function drain(tiles: Tiles, body: ScenarioBody, { threads, signal, progress }: Options) {
  const window = await readCity(tiles, grow(body.area, AREA_MARGIN_METRES), signal, { layers: visitorLayers })
  const { city } = applyEditsWithin(window, squash(body.edits))
  return { city, result: await drainage.run(prepareDrainage(city, body, { threads }), { signal, progress }) }
}

/** Of a run that asks for the water on the streets, the part in which the water is computed. */
const FLOOD_SHARE = 0.8

/** Deepest water without and with the edits. */
async function floodOf(
  tiles: Tiles,
  body: ScenarioBody,
  options: Options,
): Promise<{ baseline: Grid; scenario: Grid }> {
  const deepest = async (of: ScenarioBody, given: Options): Promise<Grid> => {
    const { city, result } = await drain(tiles, of, given)
    return floodOnStreets(city, result)
  }
  const baseline = await deepest(baselineOf(body), part(options, 0, 0.5))
  if (body.edits.length === 0) return { baseline, scenario: baseline }
  return { baseline, scenario: await deepest(body, part(options, 0.5, 1)) }
}

/** The same, for whom the work is a part of the whole. */
const part = (options: Options, from: number, to: number): Options => ({
  ...options,
  progress: (fraction) => options.progress(from + (to - from) * fraction),
})

const otherCity = (asked: string): Problem =>
  new Problem({
    code: 'ledger/city',
    message: both(
      'Dữ liệu thành phố đã đổi kể từ lần tính này; cần bộ dữ liệu cũ để chạy lại',
      'The city’s data have changed since this run; the data of that day are needed to run it again',
    ),
    expected: asked.slice(0, 12),
  })

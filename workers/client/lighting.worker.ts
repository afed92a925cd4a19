/** The worker behind the lighting door: reads the city once, keeps the baseline, computes comparisons step by step. */
import { canonicalJson } from '../../scenarios/canonical.ts'
import type { City } from '../../scenarios/city/city.ts'
import type { LightingComparison, LightingOutcome } from '../../scenarios/lighting.ts'
import { type Progress, type Signal, throwIfAborted } from '../../scenarios/problem.ts'
import { httpSource, openTiles, readCity, withLayerAtHand } from '../../tiles/read/index.ts'
import { createComparison, type LightingSide } from '../lighting/compare.ts'
import { isoluxOf, lightWindow } from '../lighting/isolux.ts'
import { lightingLayers } from '../lighting/prepare.ts'
import { answerQuestions } from './conversation.ts'
import type { Compared, Question } from './lighting-protocol.ts'
import { lookUp } from './look-up.ts'

const LOOK_UP_MS = 50

let tilesUrl = ''
let city: City | null = null
/** The baseline of these settings and luminaires, and whether the door has it. */
let known: { readonly key: string; readonly side: LightingSide; told: boolean } | null = null
let last: LightingComparison | null = null

answerQuestions<Question>({
  open(url) {
    tilesUrl = url
  },
  async answer(question, signal, progress) {
    if (question.kind === 'compare') return { answer: await compare(question, signal, progress) }
    if (!last) throw new Error('Expected a comparison before its light is asked about')
    const window = lightWindow(last[question.which].model.input, question.area, question.stepMetres)
    return { answer: isoluxOf(window, question.levels) }
  },
  stopped: () => (globalThis as unknown as { close(): void }).close(),
})

async function compare(
  { city: version, edits, settings, luminaires }: Extract<Question, { kind: 'compare' }>,
  signal: Signal,
  progress: Progress,
): Promise<Compared> {
  progress(0)
  if (!city) {
    let tiles = await openTiles(httpSource(tilesUrl), signal, version ?? undefined)
    for (const layer of lightingLayers) tiles = await withLayerAtHand(tiles, layer, signal)
    city = await readCity(tiles, tiles.manifest.city.bounds, signal, { layers: lightingLayers, ground: false })
  }
  const key = canonicalJson({
    settings,
    luminaires: luminaires.map(({ id, candela, powerWatts }) => [id, [...candela], powerWatts]),
  })
  const clock = () => performance.now() / 1000
  const baseline = known?.key === key ? known.side : undefined
  const comparison = createComparison(city, settings, edits, { clock, baseline, files: { luminaires } })
  let looked = performance.now()
  while (!comparison.done) {
    comparison.step()
    if (performance.now() - looked < LOOK_UP_MS || comparison.done) continue
    progress(comparison.progress)
    await lookUp()
    throwIfAborted(signal)
    looked = performance.now()
  }
  if (!baseline) known = { key, side: comparison.baseline(), told: false }
  last = comparison.result()
  progress(1)
  const isNew = !known!.told
  known!.told = true
  const { scenario } = last
  const sameGround = scenario.model.input.points === last.baseline.model.input.points
  return {
    baseline: isNew ? last.baseline : null,
    scenario: scenario === last.baseline ? null : sameGround ? withoutGround(scenario) : scenario,
    sameGround,
  }
}

/** Points and obstacles are most of what there is to copy. */
function withoutGround({ model, ...outcome }: LightingOutcome): LightingOutcome {
  const none = new Float64Array()
  const points = {
    x: none,
    y: none,
    kind: new Uint8Array(),
    row: new Int32Array(),
    start: new Int32Array(),
    rowMetres: none,
  }
  return { ...outcome, model: { ...model, input: { ...model.input, points, obstacles: null } } }
}

/**
 * The lighting of a city without and with the edits, as every door computes it: where lamps alone are changed, streets are made
 * once, and what the other lamps give is taken over. Browser, server and command line run these very steps.
 */
import { digestArrays } from '../../scenarios/canonical.ts'
import type { City } from '../../scenarios/city/city.ts'
import { applyEdits, type Edit, editsOfLayers, squash } from '../../scenarios/edit.ts'
import type {
  LightingComparison,
  LightingModel,
  LightingOutcome,
  LightingSettings,
  SectionResult,
} from '../../scenarios/lighting.ts'
import { Problem } from '../../scenarios/problem.ts'
import { isIllustrative } from '../../scenarios/provenance.ts'
import { both } from '../../scenarios/text.ts'
import type { Seconds } from '../../scenarios/units.ts'
import { about } from './about.ts'
import { checkLighting } from './check.ts'
import { type CityLighting, createCityLighting } from './city.ts'
import { energyOf, outagesOf, performanceOf } from './energy.ts'
import { type Faces, facesOf } from './faces.ts'
import { type Ground, groundOf, type LightingFiles, lightingLayers, prepareLighting } from './prepare.ts'
import { computeSection } from './section.ts'

/** One side with what another may take over from it. */
export interface LightingSide {
  readonly outcome: LightingOutcome
  readonly ground: Ground
  readonly lighting: CityLighting
  readonly sections: ReadonlyMap<string, SectionResult>
  readonly faces: Faces
}

export interface ComparisonOptions {
  /** Seconds that only rise, for the diagnostics: kernels have no clock of their own. */
  readonly clock: () => Seconds
  readonly files?: LightingFiles
  /** The baseline where it was computed before, for the same city, settings and files. */
  readonly baseline?: LightingSide | undefined
}

export interface Comparison {
  /** One preparation, some lamps, or the sections. */
  step(): void
  readonly done: boolean
  /** 0 … 1, rising */
  readonly progress: number
  /** @throws Error before `done` */
  result(): LightingComparison
  /** For the next comparison of the same city and settings. @throws Error before `done` */
  baseline(): LightingSide
}

/**
 * @param city whole, as its tiles say, with `lightingLayers`; the edits are applied here
 * @throws Problem of `applyEdits`, and of a luminaire that nobody knows, before the first step
 */
export function createComparison(
  city: City,
  settings: LightingSettings,
  edits: readonly Edit[],
  options: ComparisonOptions,
): Comparison {
  const own = editsOfLayers(squash(edits), lightingLayers)
  const planned = own.length > 0 ? applyEdits(city, own) : null
  expectLuminaires(city, own, settings, options.files)
  const stages = compare(city, planned, settings, options)
  let progress = 0
  let made: { comparison: LightingComparison; side: LightingSide } | null = null
  const finished = () => {
    if (!made) throw new Error('Expected a comparison that is done')
    return made
  }
  return {
    step() {
      const { done, value } = stages.next()
      if (done) [made, progress] = [value, 1]
      else progress = value
    },
    get done() {
      return made !== null
    },
    get progress() {
      return progress
    },
    result: () => finished().comparison,
    baseline: () => finished().side,
  }
}

type Stages<T> = Generator<number, T>

function* compare(
  city: City,
  planned: City | null,
  settings: LightingSettings,
  options: ComparisonOptions,
): Stages<{
  comparison: LightingComparison
  side: LightingSide
}> {
  const half = !planned ? 1 : options.baseline ? 0 : 0.7
  const side = options.baseline ?? (yield* within(0, half, computed(city, settings, options, undefined)))
  const baseline = side.outcome
  if (!planned) return { comparison: { baseline, scenario: baseline }, side }
  const scenario = yield* within(half, 1, computed(planned, settings, options, side))
  return { comparison: { baseline, scenario: scenario.outcome }, side }
}

function* computed(
  city: City,
  settings: LightingSettings,
  { clock, files }: ComparisonOptions,
  from: LightingSide | undefined,
): Stages<LightingSide> {
  const start = clock()
  // Lamps change neither streets nor what is in the way.
  const ground = from && from.ground.roads === city.layers.roads ? from.ground : groundOf(city, settings)
  yield 0.2
  const model = prepareLighting(city, settings, files, ground)
  yield 0.3
  const lighting = createCityLighting(model.input, from?.lighting)
  while (!lighting.done) {
    lighting.step()
    yield 0.3 + 0.5 * lighting.progress
  }
  const light = lighting.result()
  yield 0.85
  const kept = new Map(from?.sections)
  const sections = model.sections.map(({ section: { luminaire, rTable, ...section } }): SectionResult => {
    const key = JSON.stringify([section, luminaire.id, luminaire.powerWatts, rTable.name])
    const known = kept.get(key) ?? computeSection({ ...section, luminaire, rTable })
    kept.set(key, known)
    return known
  })
  const faces = facesOf(lighting, model.conflicts, from?.ground === ground ? from.faces : undefined)
  const wallSeconds = clock() - start
  const diagnostics = { ...light.diagnostics, cpuSeconds: wallSeconds, wallSeconds }
  const result = { ...light, digest: digestOf(light.digest, model, sections, faces), diagnostics }
  const checks = checkLighting(model, result, sections, faces.lux, settings)
  const energy = energyOf(model, settings)
  const outcome: LightingOutcome = {
    model,
    result,
    sections,
    checks,
    energy,
    outages: outagesOf(model, lighting.light, result.illuminance),
    summary: summaryOf(model, result, checks, energy.total),
  }
  return { outcome, ground, lighting, sections: kept, faces }
}

/** Every id that an edit names is of the settings, of the files, or stands in the city by that name. */
function expectLuminaires(
  { layers }: City,
  edits: readonly Edit[],
  { luminaires = [] }: LightingSettings,
  files: LightingFiles = {},
): void {
  const known = new Set([...luminaires, ...(files.luminaires ?? [])].map(({ id }) => id))
  for (const edit of edits) {
    const named = edit.kind === 'lamp.luminaire' || edit.kind === 'lamp.new' ? edit.to?.luminaire : undefined
    if (named === undefined || known.has(named)) continue
    for (const { properties } of layers.lamps.values()) if (properties.luminaire) known.add(properties.luminaire)
    if (known.has(named)) continue
    throw new Problem({
      code: 'lighting/luminaire',
      message: both(
        `phương án không có bộ đèn “${named}”: hãy nạp lại tệp của nó`,
        `the scenario has no luminaire “${named}”: load its file again`,
      ),
      place: edit.target,
      expected: [...known].join(', ') || 'lighting.luminaires',
    })
  }
}

/** Of the light of every point, of the sections with what they are computed from, and of the faces where streets meet. */
function digestOf(
  light: string,
  { input, sections: given }: LightingModel,
  sections: readonly SectionResult[],
  faces: Faces,
): string {
  const [rTable] = given.map(({ section }) => section.rTable)
  const header = {
    kernel: `${about.name}@${about.version}`,
    light,
    luminaires: input.luminaires.map(({ id }) => id),
    rTable: rTable?.name ?? null,
    arrays: ['L, Uo, Ud, TI, SR, EIR, Esc of each section', 'r', 'Esc where streets meet'],
  }
  const figures = sections.flatMap((s) => [
    ...[s.averageLuminance, s.overallUniformity, s.longitudinalUniformity],
    ...[s.thresholdIncrement, s.surroundRatio, s.edgeIlluminanceRatio, s.semicylindricalIlluminance],
  ])
  return digestArrays(header, [Float64Array.from(figures), rTable?.r ?? new Float64Array(), faces.lux])
}

function summaryOf(
  model: LightingOutcome['model'],
  { segments: light, diagnostics, digest }: LightingOutcome['result'],
  checks: LightingOutcome['checks'],
  energy: LightingOutcome['energy']['total'],
): LightingOutcome['summary'] {
  let [streetMetres, darkMetres, lux, area] = [0, 0, 0, 0]
  for (const [s, { section, lengthMetres, carriagewayMetres }] of model.segments.entries()) {
    if (section < 0) continue
    streetMetres += lengthMetres
    darkMetres += light.darkMetres[s]!
    lux += light.average[s]! * lengthMetres * carriagewayMetres
    area += lengthMetres * carriagewayMetres
  }
  const metresByVerdict = { pass: 0, fail: 0, person: 0 }
  let [metresMet, metresUnmet] = [0, 0]
  for (const { of, index, verdict, met } of checks) {
    if (of !== 'segment') continue
    const { lengthMetres } = model.segments[index]!
    metresByVerdict[verdict] += lengthMetres
    if (met) metresMet += lengthMetres
    else metresUnmet += lengthMetres
  }
  return {
    indicators: {
      energy,
      ...performanceOf(model, light, energy),
      streetMetres,
      darkMetres,
      averageIlluminance: area > 0 ? lux / area : 0,
      metresByVerdict,
      metresMet,
      metresUnmet,
    },
    diagnostics: { ...diagnostics, points: model.input.points.x.length, lamps: model.lampIds.length },
    inputs: [...model.inputs],
    illustrative: isIllustrative(model.inputs.map(({ provenance }) => provenance)),
    digest,
  }
}

/** The stages of a part, their progress set between `first` and `last` of the whole. */
function* within<T>(first: number, last: number, part: Stages<T>): Stages<T> {
  for (;;) {
    const { done, value } = part.next()
    if (done) return value
    yield first + (last - first) * value
  }
}

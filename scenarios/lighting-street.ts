/**
 * Lighting of one street by rule, as a permit or a planner asks for it: a line a quantity, the worst place of the street each
 * time, with the clause, what may be said and why. Pure: from a model and its checks.
 */
import type { LightingClass, LightingOutcome, LightingSettings } from './lighting.ts'
import { type LightingCheck, type LightingVerdict, whyPerson } from './lighting-check.ts'
import { classLimits, pathLimits, TABLE_1, TABLE_8 } from './lighting-facts.ts'
import { lampsBySegment } from './lighting-tables.ts'
import { isIllustrative } from './provenance.ts'
import type { Bilingual } from './text.ts'
import type { Metres } from './units.ts'

export interface StreetVerdict extends LightingVerdict {
  /** `segment L`, `conflict Esc`, `unlit L`: the same for every street. */
  readonly id: string
  /** `unlit`: where no lamps stand, there is no light. */
  readonly of: LightingCheck['of'] | 'unlit'
  /** Street metres that the line is of, places where streets meet; and those of them that fall short. */
  readonly count: number
  readonly unmet: number
}

export interface StreetLighting {
  readonly road: string
  readonly name: string | null
  readonly lightingClass: LightingClass
  readonly lengthMetres: Metres
  readonly unlitMetres: Metres
  readonly lamps: number
  /** Of them out: the carriageway is checked as laid out all the same. */
  readonly lampsOut: number
  readonly lines: readonly StreetVerdict[]
  readonly verdict: LightingVerdict['verdict']
  readonly assumptions: readonly Bilingual[]
}

/** @returns null where the model has no street of that id */
export function streetLighting(
  { model, checks }: Pick<LightingOutcome, 'model' | 'checks'>,
  road: string,
  settings: Pick<LightingSettings, 'surroundings'>,
): StreetLighting | null {
  const own = [...model.segments.keys()].filter((s) => model.segments[s]!.road === road)
  const first = model.segments[own[0] ?? -1]
  if (!first) return null
  const lines = new Map<string, StreetVerdict>()
  const assumptions = new Set<Bilingual>()
  const add = (of: StreetVerdict['of'], one: LightingVerdict, size: number) => {
    const id = `${of} ${one.quantity}`
    const known = lines.get(id)
    const count = (known?.count ?? 0) + size
    const unmet = (known?.unmet ?? 0) + (one.met ? 0 : size)
    const worst = known && share(known) <= share(one) ? known : one
    const verdict = sternest([...(known ? [known.verdict] : []), one.verdict])
    // What surely fails needs no reason.
    const why = verdict === 'person' ? (worst.why ?? known?.why ?? one.why) : null
    lines.set(id, { ...worst, id, of, count, unmet, verdict, why })
  }
  for (const check of checks) {
    const { segments } = model.conflicts[check.of === 'conflict' ? check.index : -1] ?? { segments: [check.index] }
    if (!segments.some((s) => model.segments[s]!.road === road)) continue
    const size = check.of === 'conflict' ? 1 : model.segments[check.index]!.lengthMetres
    for (const verdict of check.verdicts) add(check.of, verdict, size)
    for (const one of check.assumptions) assumptions.add(one)
  }
  let unlitMetres = 0
  for (const s of own) {
    const { section, lengthMetres, roadClass, lightingClass, medianMetres, provenance } = model.segments[s]!
    if (section >= 0) continue
    unlitMetres += lengthMetres
    const sure = !isIllustrative([provenance])
    const rule =
      roadClass === 'path'
        ? ({ quantity: 'E', unit: 'lx', clause: TABLE_8, limit: pathLimits.average } as const)
        : ({
            quantity: 'L',
            unit: 'cd/m²',
            clause: `${TABLE_1}, cấp ${lightingClass}`,
            limit: classLimits(lightingClass, medianMetres > 0, settings.surroundings).L,
          } as const)
    const verdict = sure ? ('fail' as const) : ('person' as const)
    const why = sure ? null : whyPerson.inputs
    add('unlit', { ...rule, atMost: false, actual: 0, met: false, verdict, why }, lengthMetres)
  }
  const bySegment = lampsBySegment(model)
  const sum = (of: 'lamps' | 'out') => own.reduce((total, s) => total + bySegment[s]![of], 0)
  return {
    road,
    name: first.name,
    lightingClass: first.lightingClass,
    lengthMetres: own.reduce((total, s) => total + model.segments[s]!.lengthMetres, 0),
    unlitMetres,
    lamps: sum('lamps'),
    lampsOut: sum('out'),
    lines: [...lines.values()],
    verdict: sternest([...lines.values()].map(({ verdict }) => verdict)),
    assumptions: [...assumptions],
  }
}

/** 1 at the limit, above it better. */
const share = ({ actual, limit, atMost }: LightingVerdict): number =>
  atMost ? (actual > 0 ? limit / actual : Infinity) : actual / limit

const sternest = (verdicts: readonly LightingVerdict['verdict'][]): LightingVerdict['verdict'] =>
  verdicts.includes('fail') ? 'fail' : verdicts.includes('person') ? 'person' : 'pass'

/**
 * Street lighting against QCVN 07-7:2023/BXD: carriageways by table 1 on the section that a street stands for, paths by table 8,
 * places where streets meet by table 10. Worst first.
 *
 * The figures say met or not; what may be said is `person` where they are not sure enough to decide (product guards 3 and 4):
 * luminance and glare without a certified r-table, anything that rests on luminaires made by formula or generated lamps.
 */

import type {
  CityLightingResult,
  ConflictArea,
  LightingModel,
  LightingSegment,
  LightingSettings,
  SectionResult,
  StreetSection,
} from '../../scenarios/lighting.ts'
import { type LightingCheck, type LightingVerdict, whyPerson } from '../../scenarios/lighting-check.ts'
import {
  classAssumptions,
  classLimits,
  conflictLimits,
  pathLimits,
  TABLE_1,
  TABLE_8,
  TABLE_10,
} from '../../scenarios/lighting-facts.ts'
import { isIllustrative } from '../../scenarios/provenance.ts'
import type { Bilingual } from '../../scenarios/text.ts'

type Limit = Omit<LightingVerdict, 'met' | 'verdict' | 'why'>

/** Verdicts of one section by table 1. @param isSure whether its lamps and streets may decide */
export function checkSection(
  { luminaire, rTable, medianMetres }: Pick<StreetSection, 'luminaire' | 'rTable' | 'medianMetres'>,
  result: SectionResult,
  lightingClass: LightingSegment['lightingClass'],
  surroundings: LightingSettings['surroundings'],
  isSure: boolean,
): LightingVerdict[] {
  const { L, Uo, Ud, TI, SR } = classLimits(lightingClass, medianMetres > 0, surroundings)
  const clause = `${TABLE_1}, cấp ${lightingClass}`
  const why = !isSure ? whyPerson.inputs : isIllustrative([luminaire.provenance]) ? whyPerson.formula : null
  const ofLuminance = why ?? (rTable.certified ? null : whyPerson.rTable)
  const limit = (quantity: Limit['quantity'], unit: string, most: number, actual: number): Limit => ({
    quantity,
    clause,
    unit,
    limit: most,
    atMost: quantity === 'TI',
    actual,
  })
  return [
    verdict(limit('L', 'cd/m²', L, result.averageLuminance), ofLuminance),
    verdict(limit('Uo', '1', Uo, result.overallUniformity), ofLuminance),
    verdict(limit('Ud', '1', Ud, result.longitudinalUniformity), ofLuminance),
    verdict(limit('TI', '%', TI, result.thresholdIncrement), ofLuminance),
    verdict(limit('SR', '1', SR, result.surroundRatio), why),
  ]
}

/** @param faces semi-cylindrical illuminance where streets meet, one a conflict of the model, lx */
export function checkLighting(
  model: LightingModel,
  light: Pick<CityLightingResult, 'illuminance' | 'segments'>,
  sections: readonly SectionResult[],
  faces: Float64Array,
  settings: LightingSettings,
): LightingCheck[] {
  const isSure = !isIllustrative(model.inputs.map(({ provenance }) => provenance))
  // Table 1 goes by a street and its own lamps; the rest by every lamp that shines there.
  const bySection = model.sections.map(({ section, lightingClass, provenance }, k) =>
    checkSection(section, sections[k]!, lightingClass, settings.surroundings, !isIllustrative([provenance])),
  )
  const checks: LightingCheck[] = []
  for (const [index, { section, roadClass, lightingClass }] of model.segments.entries()) {
    if (section < 0) continue
    const { average, minimum } = light.segments
    const onGround = { average: average[index]!, minimum: minimum[index]! }
    const verdicts = roadClass === 'path' ? onPath(onGround, sections[section]!, isSure) : bySection[section]!
    checks.push(checkOf('segment', index, lightingClass, verdicts, [assumptionOf(roadClass)]))
  }
  for (const [index, area] of model.conflicts.entries()) {
    if (area.points.length === 0) continue
    const { lightingClass } = area
    const verdicts = whereStreetsMeet(area, model, light.illuminance, sections, faces[index]!, isSure)
    checks.push(
      checkOf('conflict', index, lightingClass, verdicts, [classAssumptions.trunk, classAssumptions.collector]),
    )
  }
  return checks.sort((a, b) => a.worst - b.worst || (a.of === b.of ? a.index - b.index : a.of === 'segment' ? -1 : 1))
}

function whereStreetsMeet(
  { points, lightingClass, segments }: ConflictArea,
  model: LightingModel,
  illuminance: Float32Array,
  sections: readonly SectionResult[],
  face: number,
  isSure: boolean,
): LightingVerdict[] {
  let [sum, least] = [0, Infinity]
  for (const p of points) {
    sum += illuminance[p]!
    least = Math.min(least, illuminance[p]!)
  }
  const average = sum / points.length
  const limits = conflictLimits(lightingClass)
  const common = { clause: `${TABLE_10}, cấp ${lightingClass}`, atMost: false }
  const why = isSure ? null : whyPerson.inputs
  const onFaces: Limit = { ...common, quantity: 'Esc', unit: 'lx', limit: limits.semicylindrical, actual: face }
  const verdicts = [
    verdict({ ...common, quantity: 'E', unit: 'lx', limit: limits.average, actual: average }, why),
    verdict(
      { ...common, quantity: 'UoE', unit: '1', limit: limits.uniformity, actual: average > 0 ? least / average : 0 },
      why,
    ),
    // The least of all points and faces: where it is enough, every reading of the rule is met.
    verdict(onFaces, why ?? (isMet(onFaces) ? null : whyPerson.faces)),
  ]
  const approaches = segments.flatMap((s) => sections[model.segments[s]!.section] ?? [])
  if (approaches.length === 0) return verdicts
  const brightest = approaches.reduce((a, b) => (b.averageLuminance > a.averageLuminance ? b : a))
  const { averageLuminance, averageIlluminance } = brightest
  return [
    ...verdicts,
    verdict(
      {
        ...common,
        quantity: 'L',
        unit: 'cd/m²',
        limit: averageLuminance + limits.step,
        actual: averageIlluminance > 0 ? (average * averageLuminance) / averageIlluminance : 0,
      },
      why ?? whyPerson.estimated,
    ),
  ]
}

function onPath(
  { average, minimum }: { average: number; minimum: number },
  { semicylindricalIlluminance }: SectionResult,
  isSure: boolean,
): LightingVerdict[] {
  const common = { clause: TABLE_8, unit: 'lx', atMost: false }
  const limits: Limit[] = [
    { ...common, quantity: 'E', limit: pathLimits.average, actual: average },
    { ...common, quantity: 'Emin', limit: pathLimits.minimum, actual: minimum },
    { ...common, quantity: 'Esc', limit: pathLimits.semicylindrical, actual: semicylindricalIlluminance },
  ]
  // The lowest row of the table: what falls short of it falls short of all.
  return limits.map((limit) => verdict(limit, !isSure ? whyPerson.inputs : isMet(limit) ? whyPerson.path : null))
}

/** @param why a person decides; null where the figures do */
function verdict(limit: Limit, why: Bilingual | null): LightingVerdict {
  const met = isMet(limit)
  return { ...limit, met, verdict: why ? 'person' : met ? 'pass' : 'fail', why }
}

const isMet = (limit: Limit): boolean => ratioOf(limit) >= 1 - 1e-9

/** 1 at the limit, above it better. */
const ratioOf = ({ actual, limit, atMost }: Limit): number =>
  atMost ? (actual > 0 ? limit / actual : Infinity) : actual / limit

function checkOf(
  of: LightingCheck['of'],
  index: number,
  lightingClass: LightingCheck['lightingClass'],
  verdicts: readonly LightingVerdict[],
  assumptions: LightingCheck['assumptions'],
): LightingCheck {
  return {
    of,
    index,
    lightingClass,
    verdicts,
    // What surely fails, fails whatever a person would say of the rest.
    verdict: verdicts.some((v) => v.verdict === 'fail')
      ? 'fail'
      : verdicts.some((v) => v.verdict === 'person')
        ? 'person'
        : 'pass',
    met: verdicts.every((v) => v.met),
    worst: verdicts.reduce((least, v) => Math.min(least, ratioOf(v)), Infinity),
    assumptions,
  }
}

const assumptionOf = (roadClass: LightingSegment['roadClass']) =>
  roadClass === 'path'
    ? classAssumptions.path
    : roadClass === 'trunk' || roadClass === 'arterial'
      ? classAssumptions.trunk
      : roadClass === 'collector'
        ? classAssumptions.collector
        : classAssumptions.local

/**
 * Street lighting against QCVN 07-7:2023/BXD: carriageways by table 1 on the section that a street stands for, paths by table 8,
 * places where streets meet by table 10. Worst first.
 *
 * The figures say met or not; what may be said is `person` where they are not sure enough to decide (product guards 3 and 4):
 * luminance and glare without a certified r-table, anything that rests on luminaires made by formula or generated lamps.
 */

import type {
  CityLightingResult,
  LightingModel,
  LightingSegment,
  LightingSettings,
  SectionResult,
  StreetSection,
} from '../../scenarios/lighting.ts'
import type { LightingCheck, LightingVerdict } from '../../scenarios/lighting-check.ts'
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

type Limit = Omit<LightingVerdict, 'met' | 'verdict'>

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
  const sure = isSure && !isIllustrative([luminaire.provenance])
  const byLuminance = sure && rTable.certified
  const limit = (quantity: Limit['quantity'], unit: string, most: number, actual: number): Limit => ({
    quantity,
    clause,
    unit,
    limit: most,
    atMost: quantity === 'TI',
    actual,
  })
  return [
    verdict(limit('L', 'cd/m²', L, result.averageLuminance), byLuminance),
    verdict(limit('Uo', '1', Uo, result.overallUniformity), byLuminance),
    verdict(limit('Ud', '1', Ud, result.longitudinalUniformity), byLuminance),
    verdict(limit('TI', '%', TI, result.thresholdIncrement), byLuminance),
    verdict(limit('SR', '1', SR, result.surroundRatio), sure),
  ]
}

export function checkLighting(
  model: LightingModel,
  { illuminance, segments: light }: Pick<CityLightingResult, 'illuminance' | 'segments'>,
  sections: readonly SectionResult[],
  settings: LightingSettings,
): LightingCheck[] {
  const isSure = !isIllustrative(model.inputs.map(({ provenance }) => provenance))
  const bySection = model.sections.map(({ section, lightingClass }, k) =>
    checkSection(section, sections[k]!, lightingClass, settings.surroundings, isSure),
  )
  const checks: LightingCheck[] = []
  for (const [index, { section, roadClass, lightingClass }] of model.segments.entries()) {
    if (section < 0) continue
    const onGround = { average: light.average[index]!, minimum: light.minimum[index]! }
    const verdicts = roadClass === 'path' ? onPath(onGround, sections[section]!, isSure) : bySection[section]!
    checks.push(checkOf('segment', index, lightingClass, verdicts, [assumptionOf(roadClass)]))
  }
  for (const [index, { points, lightingClass }] of model.conflicts.entries()) {
    if (points.length === 0) continue
    let [sum, least] = [0, Infinity]
    for (const p of points) {
      sum += illuminance[p]!
      least = Math.min(least, illuminance[p]!)
    }
    const average = sum / points.length
    const limits = conflictLimits(lightingClass)
    const common = { clause: `${TABLE_10}, cấp ${lightingClass}`, atMost: false }
    const verdicts = [
      verdict({ ...common, quantity: 'E', unit: 'lx', limit: limits.average, actual: average }, isSure),
      verdict(
        { ...common, quantity: 'UoE', unit: '1', limit: limits.uniformity, actual: average > 0 ? least / average : 0 },
        isSure,
      ),
    ]
    checks.push(
      checkOf('conflict', index, lightingClass, verdicts, [classAssumptions.trunk, classAssumptions.collector]),
    )
  }
  return checks.sort((a, b) => a.worst - b.worst || (a.of === b.of ? a.index - b.index : a.of === 'segment' ? -1 : 1))
}

function onPath(
  { average, minimum }: { average: number; minimum: number },
  { sidewalk }: SectionResult,
  isSure: boolean,
): LightingVerdict[] {
  const common = { clause: TABLE_8, unit: 'lx', atMost: false }
  const ground = [
    verdict({ ...common, quantity: 'E', limit: pathLimits.average, actual: average }, isSure),
    verdict({ ...common, quantity: 'Emin', limit: pathLimits.minimum, actual: minimum }, isSure),
  ]
  if (!sidewalk) return ground
  const actual = sidewalk.semicylindricalIlluminance
  return [...ground, verdict({ ...common, quantity: 'Esc', limit: pathLimits.semicylindrical, actual }, isSure)]
}

/** Figures are held to the limit as they are printed: to the two digits of the rule. */
function verdict(limit: Limit, isSure: boolean): LightingVerdict {
  const met = ratioOf(limit) >= 1 - 1e-9
  return { ...limit, met, verdict: isSure ? (met ? 'pass' : 'fail') : 'person' }
}

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
  roadClass === 'trunk' || roadClass === 'arterial'
    ? classAssumptions.trunk
    : roadClass === 'collector'
      ? classAssumptions.collector
      : classAssumptions.local

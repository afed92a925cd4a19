/**
 * `checkPermit`: a case against every rule of its day. Pure: the same case and rules give the same report, in the browser and on
 * the server alike.
 */
import { hashRecord } from '../canonical.ts'
import { isIllustrative, type Provenance } from '../provenance.ts'
import { both } from '../text.ts'
import type { PermitCheck } from './case.ts'
import { type Facts, factsOf } from './facts.ts'
import { frontageOf, setbackFrom } from './geometry.ts'
import { rulesVersion, versionOn, versionsById } from './registry.ts'
import type { CheckReport, RuleLine, Verdict } from './report.ts'
import { guarded, lineFrom, otherWork, person, type Rule, rounded } from './rule.ts'

/** @throws Problem where a ring is open, crosses itself or has no area: it names the corner */
export function checkPermit(c: PermitCheck): CheckReport {
  const facts = factsOf(c)
  const lines = [...versionsById.values()].map((versions) => lineOf(versions, facts))
  return {
    schema: 'permit-report@1',
    rulesVersion,
    date: c.date,
    caseHash: hashRecord(c),
    rules: lines,
    verdict: worst(lines.map(({ verdict }) => verdict)),
    figures: figuresOf(facts),
    illustrative: isIllustrative(provenancesOf(c)),
  }
}

const worst = (verdicts: readonly Verdict[]): Verdict =>
  verdicts.includes('fail') ? 'fail' : verdicts.includes('person') ? 'person' : 'pass'

function lineOf(versions: readonly Rule[], facts: Facts): RuleLine {
  const rule = versionOn(versions, facts.of.date)
  const text = rule ?? versions[0]!
  const finding = !rule
    ? person(
        both(
          `Bộ quy tắc không có quy định áp dụng cho ngày ${facts.of.date}: cần người quyết định.`,
          `These rules hold no text for ${facts.of.date}: a person decides.`,
        ),
      )
    : rule.appliesTo === 'all' || rule.appliesTo.includes(facts.of.work.kind)
      ? guarded(rule, rule.check(facts), facts)
      : otherWork(facts)
  return lineFrom(text, finding)
}

function* provenancesOf(c: PermitCheck): Generator<Provenance> {
  yield c.site.provenance
  if (c.flood.designLevelProvenance) yield c.flood.designLevelProvenance
  const lists = [c.roads, c.neighbours ?? [], c.corridors ?? [], c.buffers ?? []]
  for (const { provenance } of lists.flat()) if (provenance) yield provenance
}

function figuresOf(facts: Facts): CheckReport['figures'] {
  const { of, lot, roads } = facts
  const reds = roads.flatMap(({ red }) => (red ? [red] : []))
  const least = (values: readonly number[]) => (values.length > 0 ? Math.min(...values) : null)
  const green = of.building.greenSquareMetres
  const figures: Record<string, number | null> = {
    lotSquareMetres: facts.lotSquareMetres,
    registeredSquareMetres: of.site.registeredSquareMetres,
    outsideRegisteredSquareMetres: facts.outsideRegistered?.squareMetres ?? null,
    footprintSquareMetres: facts.footprintSquareMetres,
    densityPercent: facts.densityPercent,
    floorSquareMetres: facts.floorSquareMetres,
    far: facts.far,
    heightMetres: facts.heightMetres,
    storeys: facts.storeys,
    setbackMetres: least(reds.map((red) => setbackFrom(facts.footprints, red).metres)),
    frontageMetres: reds.length > 0 ? reds.reduce((sum, { points }) => sum + frontageOf(lot, points), 0) : null,
    greenPercent: green === null ? null : (green / facts.lotSquareMetres) * 100,
    groundLevelMetres: of.building.groundLevelMetres,
  }
  return Object.fromEntries(
    Object.entries(figures).map(([key, value]) => [key, value === null ? null : rounded(value)]),
  )
}

/**
 * The section of street lighting: the indicators before and after, the streets farthest from the standard, lamps that are out,
 * energy by cabinet, on which assumptions.
 */
import type { Content } from 'pdfmake/interfaces'
import { valueTitles } from '../../../scenarios/city/values.ts'
import { type LightingSegment, type LightingSettings, lightingVerdicts } from '../../../scenarios/lighting.ts'
import { classAssumptions, defaultLighting, lightingFacts } from '../../../scenarios/lighting-facts.ts'
import { worstVerdict } from '../../../scenarios/lighting-tables.ts'
import { say } from '../../../scenarios/pdf/written.ts'
import { about } from '../../../workers/client/lighting.ts'
import { dong, lightingGroups } from '../../shared/lighting-figures.ts'
import { side } from '../fact-words.ts'
import { verdictColours } from '../LightingResults.tsx'
import { meetingRows } from '../lighting-rows.ts'
import { lightingText as screen } from '../lighting-text.ts'
import { luminaireText as files } from '../luminaire-text.ts'
import { text as planner } from '../text.ts'
import { confidenceTitles } from '../traffic-text.ts'
import { key, shareBars } from './charts.ts'
import { figures, heading, pairs, picture, type Report, small, subheading, table, warning } from './parts.ts'
import { reportText as text } from './words.ts'

const MOST = 20

export function lightingSection(report: Report): Content[] {
  const { words, lighting, stale, pictures } = report
  if (!lighting) return []
  const { t } = words
  const { baseline, scenario: planned } = lighting
  const after = planned === baseline ? null : planned
  const outcomes = (after ? [baseline, after] : [baseline]).map(({ summary }) => summary.indicators)
  return [
    heading(t(screen.lighting)),
    ...(stale.lighting ? [warning(t(text.stale))] : []),
    ...(planned.summary.indicators.metresByVerdict.person > 0 ? [warning(t(text.personDecides))] : []),
    ...picture(pictures.lighting, t(text.screen)),
    subheading(t(screen.indicators)),
    figures(words, lightingGroups(words), outcomes[0]!, after?.summary.indicators ?? null),
    subheading(t(screen.verdicts)),
    ...bars(
      lightingVerdicts.map((one) => [t(screen.verdict[one]), verdictColours[one]]),
      outcomes.map(({ metresByVerdict }) => lightingVerdicts.map((one) => metresByVerdict[one])),
    ),
    subheading(t(screen.byFigures)),
    ...bars(
      [
        [t(screen.met), verdictColours.pass],
        [t(screen.unmet), verdictColours.fail],
      ],
      outcomes.map(({ metresMet, metresUnmet }) => [metresMet, metresUnmet]),
    ),
    ...(after ? [small(`${t(planner.baseline)} / ${t(planner.scenarioShort)}`)] : []),
    small(t(screen.asLaidOut)),
    ...worstStreets(report),
    ...meetings(report),
    ...outages(report),
    ...cabinets(report),
    ...assumptions(report),
    small(t(text.limits)),
    { ul: about.limits.map((limit) => say(t(limit))), fontSize: 8 },
  ]
}

const bars = (parts: readonly (readonly [string, string])[], rows: readonly (readonly number[])[]): Content[] => [
  shareBars(
    parts.map(([, colour]) => ({ label: '', colour, dark: colour !== verdictColours.person })),
    rows,
  ),
  key(parts),
]

/** Each street once, those without a name by class: the segment farthest from a limit, and the length that falls short. */
function worstStreets({ words, lighting }: Report): Content[] {
  const { t, number, length } = words
  const { model, checks } = lighting!.scenario
  const streets = new Map<string, { row: string[]; metres: number }>()
  for (const check of checks) {
    const worst = worstVerdict(check)
    if (check.of !== 'segment' || check.met || !worst) continue
    const segment = model.segments[check.index]!
    const key = segment.name ?? segment.roadClass
    const street = streets.get(key) ?? {
      metres: 0,
      row: [
        nameOf(segment, words),
        check.lightingClass,
        `${worst.quantity} ${number(worst.actual, 2)}`,
        `${worst.atMost ? '≤' : '≥'} ${number(worst.limit, 2)} ${worst.unit === '1' ? '' : worst.unit}`,
        worst.clause,
      ],
    }
    street.metres += segment.lengthMetres
    streets.set(key, street)
  }
  const title = subheading(t(text.farthest))
  if (streets.size === 0) return [title, say(t(text.allMet))]
  return [
    title,
    table(
      [t(screen.street), t(text.lightingClass), t(screen.actual), t(screen.limit), t(text.clause), t(text.metresUnmet)],
      [...streets.values()].slice(0, MOST).map(({ row, metres }) => [...row, length(metres)]),
      ['*', 'auto', 'auto', 'auto', 145, 'auto'],
    ),
  ]
}

function meetings({ words, lighting }: Report): Content[] {
  const { t, number } = words
  const rows = meetingRows(lighting!.scenario)
  if (rows.length === 0) return []
  const unmet = rows.filter(({ met }) => !met).length
  const figure = (value: number | undefined, digits: number) => (value === undefined ? '–' : number(value, digits))
  return [
    subheading(t(text.meetings, { n: number(rows.length), unmet: number(unmet) })),
    table(
      [t(screen.meetings), t(text.lightingClass), 'E (lx)', 'Uo(E)', 'Ebt (lx)', 'L (cd/m²)'],
      rows
        .slice(0, MOST)
        .map(({ names, lightingClass, actual }) => [
          names.join(' × ') || t(screen.unnamed),
          lightingClass,
          figure(actual.E, 1),
          figure(actual.UoE, 2),
          figure(actual.Esc, 1),
          figure(actual.L, 2),
        ]),
      ['*', 'auto', 'auto', 'auto', 'auto', 'auto'],
    ),
    small(t(screen.meetingsHint)),
  ]
}

/** Lamps that leave most in the dark first. */
function outages({ words, lighting }: Report): Content[] {
  const { t, number, length } = words
  const { model, outages: all } = lighting!.scenario
  if (all.length === 0) return []
  const rows = all.toSorted((a, b) => b.darkMetres - a.darkMetres || (a.lamp < b.lamp ? -1 : 1)).slice(0, MOST)
  return [
    subheading(t(text.outages, { n: number(all.length) })),
    table(
      [t(text.lamp), t(screen.cabinet), t(screen.circuit), t(screen.street), t(screen.darkMetres)],
      rows.map(({ lamp, cabinet, circuit, segment, darkMetres }) => [
        model.names.get(lamp) ?? lamp,
        cabinet === null ? '–' : (model.names.get(cabinet) ?? cabinet),
        circuit === null ? '–' : number(circuit),
        segment < 0 ? '–' : nameOf(model.segments[segment]!, words),
        length(darkMetres),
      ]),
      ['auto', 'auto', 'auto', '*', 'auto'],
    ),
  ]
}

function cabinets({ words, lighting }: Report): Content[] {
  const { t, number } = words
  const { model, energy } = lighting!.scenario
  const rows = [...energy.cabinets].sort(([, a], [, b]) => b.kilowattHours - a.kilowattHours)
  if (rows.length === 0) return []
  return [
    subheading(t(text.cabinets, { n: number(rows.length) })),
    table(
      [t(screen.cabinet), t(screen.lamps), t(screen.lampsOut), 'kW', t(screen.yearUnit), t(screen.cost)],
      rows
        .slice(0, MOST)
        .map(([id, one]) => [
          model.names.get(id) ?? id,
          number(one.lamps),
          number(one.lampsOut),
          number(one.powerWatts / 1000, 1),
          number(one.kilowattHours),
          dong(one.cost, words),
        ]),
    ),
  ]
}

function assumptions({ words, scenario }: Report): Content[] {
  const { t, number, language } = words
  const settings = scenario.body.lighting ?? defaultLighting
  return [
    subheading(t(text.settings)),
    pairs(settingRows(settings, words)),
    subheading(t(text.facts)),
    table(
      [t(text.fact), t(text.source), t(text.confidence)],
      Object.values(lightingFacts).map(({ title, unit, value, source, confidence }) => {
        const named = unit === '1' ? '' : side(unit, language)
        const figure = typeof value === 'number' ? `${shortest(value, number)} ${named}` : hours(value, words)
        return [`${t(title)}: ${figure}`, side(source, language), t(confidenceTitles[confidence])]
      }),
      ['*', '*', 'auto'],
    ),
    { ul: Object.values(classAssumptions).map((one) => say(t(one))), fontSize: 8 },
  ]
}

function settingRows(settings: LightingSettings, words: Report['words']): [string, string][] {
  const { t, number, percent, language } = words
  const { maintenanceFactor, dimming, tariff, co2Factor, treeTransmission, darkLux } = lightingFacts
  const unit = (of: { readonly unit: string }, value: number) => `${shortest(value, number)} ${side(of.unit, language)}`
  return [
    [t(maintenanceFactor.title), number(settings.maintenanceFactor, 2)],
    [t(dimming.title), hours(settings.dimming, words)],
    [t(screen.hour), settings.hour === null ? t(screen.fullOutput) : clock(settings.hour)],
    [t(tariff.title), unit(tariff, settings.tariff)],
    [t(co2Factor.title), unit(co2Factor, settings.co2Factor)],
    [t(screen.collector), settings.collectorClass],
    [t(screen.surroundings), t(screen.surrounding[settings.surroundings])],
    [t(screen.buildings), t(settings.buildings ? text.yes : text.no)],
    [t(screen.trees), t(settings.trees ? text.yes : text.no)],
    ...(settings.trees ? [[t(treeTransmission.title), percent(settings.treeTransmission)] as [string, string]] : []),
    [t(darkLux.title), unit(darkLux, settings.darkLux)],
    [t(files.rTable), settings.rTable?.file.name ?? 'R3'],
  ]
}

/** As many digits as it has, four at most. */
const shortest = (value: number, number: Report['words']['number']): string =>
  number(value, Math.min(4, String(value).split('.')[1]?.length ?? 0))

const clock = (hour: number): string => {
  const minutes = Math.round(hour * 60)
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`
}
const hours = (schedule: Readonly<LightingSettings['dimming']>, { percent }: Report['words']): string =>
  schedule.map(({ fromHour, output }) => `${clock(fromHour)} ${percent(output)}`).join(', ')

const nameOf = ({ name, roadClass }: LightingSegment, { t }: Report['words']): string =>
  name ?? t(text.unnamed, { kind: t(valueTitles[roadClass] ?? screen.street) })

/** The section of traffic: the indicators before and after, how full the streets are, what changed, on which assumptions. */
import type { Content } from 'pdfmake/interfaces'
import { say } from '../../../scenarios/pdf/written.ts'
import { type TrafficSettings, userClasses } from '../../../scenarios/traffic.ts'
import { defaultTraffic, modeTitles, trafficFacts } from '../../../scenarios/traffic-facts.ts'
import { NOISE_UNITS } from '../../../scenarios/traffic-summary.ts'
import { about } from '../../../workers/client/traffic.ts'
import { trafficFigureText, trafficGroups } from '../../shared/traffic-figures.ts'
import { factValues, side } from '../fact-words.ts'
import { text as planner } from '../text.ts'
import { changeRows, fullRows, type Naming, type StreetRow } from '../traffic-rows.ts'
import { confidenceTitles } from '../traffic-text.ts'
import { gapChart, levelParts, shareBars } from './charts.ts'
import { figures, heading, pairs, picture, type Report, small, subheading, table, warning } from './parts.ts'
import { reportText as text } from './words.ts'

const MOST = 20

export function trafficSection(report: Report): Content[] {
  const { words, traffic, stale, pictures } = report
  if (!traffic) return []
  const { t, number } = words
  const { baseline, scenario: planned } = traffic
  const after = planned === baseline ? null : planned
  const outcomes = after ? [baseline, after] : [baseline]
  const { indicators } = planned.summary
  return [
    heading(t(text.traffic)),
    ...(stale.traffic ? [warning(t(text.stale))] : []),
    ...(indicators.calibrated ? [] : [warning(t(text.uncalibrated))]),
    ...(outcomes.every(({ summary }) => summary.diagnostics.converged) ? [] : [warning(t(text.notConverged))]),
    ...picture(pictures.traffic, t(text.screen)),
    subheading(t(trafficFigureText.caption)),
    figures(words, trafficGroups(words), baseline.summary.indicators, after?.summary.indicators ?? null),
    subheading(t(text.levels)),
    shareBars(
      levelParts,
      outcomes.map(({ summary }) => summary.indicators.metresByLevel),
    ),
    ...(after ? [small(`${t(planner.baseline)} / ${t(planner.scenarioShort)}`)] : []),
    subheading(t(text.worst)),
    table(
      [t(text.street), t(text.volume), t(text.capacity), t(text.share), t(text.level), t(text.speed)],
      streets(fullRows(planned, namingOf(report))).map((row) => [
        titleOf(report, row),
        number(row.units),
        number(row.capacity),
        number(row.share, 2),
        row.level,
        number(row.speed * 3.6, 1),
      ]),
    ),
    ...(after ? changesOf(report) : []),
    subheading(t(text.gap)),
    gapChart(outcomes.map(({ result }) => result.gaps)),
    ...assumptions(report),
    small(t(text.limits)),
    { ul: about.limits.map((limit) => say(t(limit))), fontSize: 8 },
  ]
}

function changesOf(report: Report): Content[] {
  const { t, number, signed } = report.words
  const changes = streets(changeRows(report.traffic!, namingOf(report)))
  if (changes.length === 0) return [subheading(t(text.changed)), say(t(text.unchanged, { n: NOISE_UNITS }))]
  return [
    subheading(t(text.changed)),
    table(
      [t(text.street), t(planner.baseline), t(planner.scenarioShort), t(planner.difference)],
      changes.map((row) => [
        titleOf(report, row),
        row.before === null ? '–' : number(row.before),
        number(row.units),
        signed(row.change),
      ]),
    ),
  ]
}

/** Each direction of a street once, by the first of its links. */
function streets<R extends StreetRow>(rows: readonly R[]): R[] {
  const seen = new Set<string>()
  const first = rows.filter(({ name, road, backward }) => {
    const key = `${name ?? road} ${backward}`
    return !seen.has(key) && seen.add(key)
  })
  return first.slice(0, MOST)
}

const namingOf = ({ city, roads, words }: Report): Naming => ({
  city: { manifest: city, nameOf: (road) => roads?.get(road)?.name ?? null },
  roads,
  words,
})

const titleOf = ({ words: { t } }: Report, { title, backward }: StreetRow): string =>
  `${title} (${t(backward ? text.backward : text.forward)})`

function assumptions({ words, scenario }: Report): Content[] {
  const { t, language } = words
  const settings = scenario.body.traffic ?? defaultTraffic
  return [
    subheading(t(text.settings)),
    pairs(settingRows(settings, words)),
    subheading(t(text.facts)),
    table(
      [t(text.fact), t(text.source), t(text.confidence)],
      trafficFacts.map((fact) => [
        `${t(fact.title)} (${side(fact.unit, language)}): ${factValues(fact, words)}`,
        side(fact.source, language),
        t(confidenceTitles[fact.confidence]),
      ]),
      ['*', '*', 'auto'],
    ),
  ]
}

function settingRows(settings: TrafficSettings, { t, number, percent }: Report['words']): [string, string][] {
  const parts = userClasses.map((one) => settings.shares[one])
  const whole = parts.reduce((a, b) => a + b, 0) || 1
  return [
    [t(text.hour), t(text.hours[settings.hour])],
    [t(text.objective), t(text.objectives[settings.objective])],
    [t(text.tripsPerHousehold), number(settings.tripsPerHousehold, 1)],
    [t(text.hourShare), percent(settings.hourShare)],
    [t(text.growth), number(settings.growth, 2)],
    [t(text.shares), userClasses.map((one, k) => `${t(modeTitles[one])} ${percent(parts[k]! / whole)}`).join(', ')],
    [t(text.meanTrip), t(text.minutes, { n: number(settings.meanTripSeconds / 60, 1) })],
    [t(text.through), t(text.perHour, { n: number(settings.throughTraffic) })],
    [t(text.flood), t(settings.flood ? text.yes : text.no)],
    [t(text.counts), number(settings.counts.length)],
  ]
}

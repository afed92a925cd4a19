/** The section of the norms: every line with its figures, its limit, verdict, clause and why. */
import type { Content } from 'pdfmake/interfaces'
import { say } from '../../../scenarios/pdf/written.ts'
import { sideOf, valueInWords, verdictTitles } from '../../shared/rule-words.ts'
import { changeOf, rowsOf, subjectTitles } from '../indicator-rows.ts'
import { indicatorText as text } from '../indicator-text.ts'
import { changeInWords, normInWords } from '../norm-words.ts'
import { text as planner } from '../text.ts'
import { heading, pairs, type Report, small, subheading, table, warning } from './parts.ts'
import { reportText } from './words.ts'

export function indicatorSection({ words, indicators, stale }: Report): Content[] {
  if (!indicators) return []
  const { answer, area } = indicators
  const { t, number, language } = words
  const { households, persons, estimated } = answer.today.population
  const said = estimated ? ` ${t(text.estimatedPeople)}` : ''
  return [
    heading(t(text.title)),
    ...(stale.indicators ? [warning(t(reportText.stale))] : []),
    pairs([
      [t(text.of), area ?? t(text.simulated)],
      [t(text.size), words.area(answer.today.areaSquareMetres)],
      [
        t(text.population),
        t(text.people, { persons: number(Math.round(persons)), households: number(households) }) + said,
      ],
    ]),
    ...(answer.scenario ? [] : [say(t(text.unchanged), { margin: [0, 0, 0, 6] })]),
    ...rowsOf(answer).flatMap(({ subject, rows }): Content[] => [
      subheading(t(subjectTitles[subject])),
      table(
        [t(planner.indicator), t(text.today), t(text.scenario), t(text.norm), t(text.verdict)],
        rows.map((row) => {
          const { today, scenario } = row
          const line = scenario ?? today
          const change = changeOf(row)
          return [
            t(line.title),
            valueInWords(today.actual, today.unit, words),
            scenario
              ? `${valueInWords(scenario.actual, scenario.unit, words)}${change === null ? '' : ` (${changeInWords(change, today.unit, words)})`}`
              : '–',
            normInWords(line, words),
            t(verdictTitles[line.verdict]),
          ]
        }),
      ),
      {
        ul: rows.map(({ today, scenario }) => {
          const line = scenario ?? today
          return say(`${t(line.title)}: ${t(line.why)} (${sideOf(line.clause, language)})`)
        }),
        fontSize: 8,
        margin: [0, 0, 0, 6],
      },
    ]),
    small(t(text.reportNote)),
  ]
}

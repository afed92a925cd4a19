/** The first page: which scenario of which city, what it changes, and how far it may be trusted. */
import type { Content } from 'pdfmake/interfaces'
import { squash } from '../../../scenarios/edit.ts'
import { type EditLine, editLines, sayLine } from '../../../scenarios/edit-lines.ts'
import { say } from '../../../scenarios/pdf/written.ts'
import { scenarioHash } from '../../../scenarios/scenario.ts'
import { pairs, type Report, subheading, warning } from './parts.ts'
import { reportText as text } from './words.ts'

/** As many as a reader may go through; the hash names them all. */
const MAX_LINES = 200

export function titlePage(report: Report): Content[] {
  const { words, scenario, city, madeAt } = report
  const { t } = words
  const known = report.base ?? report.drainage?.scenario.city ?? null
  const lines = editLines(squash(scenario.body.edits), known)
  const left = lines.slice(MAX_LINES).flat().length
  const name = (line: EditLine) =>
    line[0].target
      .split(' > ')
      .reduce((said, id) => said.replace(id, () => report.roads?.get(id)?.name ?? id), sayLine(line, known, words))
  return [
    say(t(text.twin), { color: '#0b6576', bold: true }),
    say(t(text.title), { style: 'title' }),
    say(scenario.title, { fontSize: 16, bold: true, margin: [0, 0, 0, 10] }),
    ...(isIllustrative(report) ? [warning(t(text.illustrativeWhy))] : []),
    pairs([
      [t(text.city), t(city.title)],
      [t(text.dates), datesOf(report)],
      [t(text.madeAt), words.dateTime(madeAt)],
      [t(text.bodyHash), scenarioHash(scenario.body)],
      [t(text.cityHash), scenario.body.city],
    ]),
    subheading(t(text.edits)),
    lines.length === 0
      ? say(t(text.noEdits))
      : { ol: lines.slice(0, MAX_LINES).map((line) => say(name(line))), margin: [0, 0, 0, 6] },
    ...(left > 0 ? [say(t(text.moreEdits, { n: words.number(left) }))] : []),
    ...city.notes.map((note) => say(t(note), { fontSize: 8, margin: [0, 6, 0, 0] })),
  ]
}

export const isIllustrative = ({ drainage, traffic, lighting, indicators }: Report): boolean =>
  indicators?.answer.today.illustrative === true ||
  [drainage?.scenario, traffic?.scenario, lighting?.scenario].some((outcome) => outcome?.summary.illustrative)

function datesOf({ city }: Report): string {
  const dates = [...city.layers, ...city.grids].map(({ date }) => date).sort()
  const [first, last] = [dates[0] ?? '–', dates.at(-1) ?? '–']
  return first === last ? first : `${first} – ${last}`
}

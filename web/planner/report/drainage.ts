/** The section of flooding: what fell and stood, the map, the indicators before and after, the errors of the book. */
import type { Content } from 'pdfmake/interfaces'
import { say } from '../../../scenarios/pdf/written.ts'
import { drainage } from '../../../workers/client/drainage.ts'
import { indicatorGroups } from '../../shared/flood-figures.ts'
import { COARSE_GROUND_METRES, differenceArea } from '../results.ts'
import { text as planner } from '../text.ts'
import { figures, heading, pairs, picture, type Report, small, subheading, table, warning } from './parts.ts'
import { reportText as text } from './words.ts'

export function drainageSection(report: Report): Content[] {
  const { words, drainage: comparison, stale, city, pictures } = report
  if (!comparison) return []
  const { t, number } = words
  const { baseline, scenario: planned, body } = comparison
  const after = planned === baseline ? null : planned
  const [x0, y0, x1, y1] = body.area
  const found = differenceArea(comparison)
  const householdsKnown = [...baseline.city.layers.buildings.values()].some((one) => one.properties.households > 0)
  const error = city.grids[0]?.standardErrorMetres ?? 0
  const outcomes = [baseline, ...(after ? [after] : [])].map(({ summary }) => summary.diagnostics)
  const tiny = (value: number) => value.toExponential(1)
  return [
    heading(t(text.drainage)),
    ...(stale.drainage ? [warning(t(text.stale))] : []),
    ...(error >= COARSE_GROUND_METRES ? [warning(t(text.groundError, { error: number(error, 1) }))] : []),
    pairs([
      [t(text.rain), rainWords(report)],
      [t(text.tide), body.forcing.tide.title || t(text.tideNone)],
      [
        t(text.area),
        t(text.areaValue, {
          width: number(x1 - x0),
          height: number(y1 - y0),
          cell: number(body.cellSizeMetres),
          hours: number(body.horizonSeconds / 3600, 1),
        }),
      ],
    ]),
    ...picture(pictures.drainage, t(text.screen)),
    subheading(t(planner.indicators)),
    figures(
      words,
      indicatorGroups(words, householdsKnown),
      baseline.summary.indicators,
      after?.summary.indicators ?? null,
      found.deeper + found.shallower > 0,
    ),
    table(
      [t(planner.proof), t(planner.baseline), ...(after ? [t(planner.scenarioShort)] : [])],
      [
        [t(planner.ledgerError), ...outcomes.map((one) => tiny(one.ledgerError))],
        [t(planner.massError), ...outcomes.map((one) => tiny(one.massError))],
      ],
    ),
    small(t(text.limits)),
    { ul: drainage.about.limits.map((limit) => say(t(limit))), fontSize: 8 },
  ]
}

function rainWords({ words: { t, number }, drainage: comparison }: Report): string {
  const { series } = comparison!.body.forcing.rain
  if (series.length === 0) return t(planner.noRain)
  // mm/h, step-wise: each holds until the next.
  const total = series.reduce(
    (sum, [second, rate], i) => sum + (rate * ((series[i + 1]?.[0] ?? second) - second)) / 3600,
    0,
  )
  const peak = Math.max(...series.map(([, rate]) => rate))
  return t(text.rainTotal, { total: number(total), peak: number(peak) })
}

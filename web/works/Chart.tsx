/** Works by street and time: a row a street, a bar each works; bars that clash are marked. */

import { dayOf, isoOf } from '../../scenarios/permits/working-days.ts'
import type { WorksState } from '../../scenarios/works/process.ts'
import { worksStateTitles } from '../../scenarios/works/process.ts'
import { day, today as todayOf } from '../shared/days.ts'
import { useWords } from '../shared/language.tsx'
import { text } from './text.ts'

export interface Bar {
  readonly id: string
  readonly title: string
  readonly streets: readonly string[]
  readonly from: string
  readonly to: string
  readonly state: WorksState
  readonly clashes?: boolean
}

const ROW = 30
const LEFT = 150
const TOP = 26
const DAY_LEAST = 4

export function Chart({
  bars,
  chosen,
  onChoose,
}: {
  bars: readonly Bar[]
  chosen: string | null
  onChoose(id: string): void
}) {
  const words = useWords()
  const { t } = words
  if (bars.length === 0) return null
  const today = dayOf(todayOf())
  const first = Math.min(today, ...bars.map(({ from }) => dayOf(from))) - 2
  const last = Math.max(today + 14, ...bars.map(({ to }) => dayOf(to))) + 3
  const perDay = Math.max(DAY_LEAST, Math.min(16, 640 / (last - first)))
  const x = (of: number) => LEFT + (of - first) * perDay
  const rows = bars
    .flatMap((bar) => (bar.streets.length > 0 ? bar.streets : [t(text.nameless)]).map((street) => ({ street, bar })))
    .sort((a, b) => a.street.localeCompare(b.street, 'vi') || (a.bar.from < b.bar.from ? -1 : 1))
  const width = x(last) + 10
  const height = TOP + rows.length * ROW + 6
  const months = Array.from({ length: last - first }, (_, i) => isoOf(first + i)).filter((date) => date.endsWith('-01'))
  return (
    <div className="scroll-x works-chart">
      {/* biome-ignore lint/a11y/useSemanticElements: a drawing that is pressed */}
      <svg width={width} height={height} role="group" aria-label={t(text.chart)}>
        <title>{t(text.chart)}</title>
        {months.map((date) => (
          <g key={date} className="month">
            <path d={`M${x(dayOf(date))} ${TOP - 6}V${height}`} />
            <text x={x(dayOf(date)) + 4} y={14}>
              {date.slice(5, 7)}/{date.slice(0, 4)}
            </text>
          </g>
        ))}
        <g className="now">
          <path d={`M${x(today)} ${TOP - 10}V${height}`} />
          <text x={x(today) + 4} y={TOP - 2}>
            {t(text.today)}
          </text>
        </g>
        {rows.map(({ street, bar }, i) => {
          const y = TOP + i * ROW
          const same = i > 0 && rows[i - 1]!.street === street
          const said = `${bar.title}: ${day(bar.from, words)} – ${day(bar.to, words)}, ${t(worksStateTitles[bar.state])}`
          return (
            <g key={`${street} ${bar.id}`}>
              {same ? null : <path className="line" d={`M0 ${y}H${width}`} />}
              <text className="street" x={4} y={y + 19}>
                {same ? '' : street.length > 20 ? `${street.slice(0, 19)}…` : street}
              </text>
              {/* biome-ignore lint/a11y/useSemanticElements: a bar of a drawing */}
              <g
                role="button"
                tabIndex={0}
                aria-label={said}
                aria-pressed={chosen === bar.id}
                onClick={() => onChoose(bar.id)}
                onKeyDown={(event) => {
                  if (event.key !== 'Enter' && event.key !== ' ') return
                  event.preventDefault()
                  onChoose(bar.id)
                }}
              >
                <title>{said}</title>
                <rect
                  className={`bar-of ${bar.state} ${bar.clashes ? 'clashes' : ''} ${chosen === bar.id ? 'chosen' : ''}`}
                  x={x(dayOf(bar.from))}
                  y={y + 5}
                  width={Math.max(6, (dayOf(bar.to) - dayOf(bar.from) + 1) * perDay)}
                  height={ROW - 10}
                  rx={4}
                />
                <text className="bar-title" x={x(dayOf(bar.from)) + 6} y={y + 19}>
                  {bar.title.slice(
                    0,
                    Math.max(0, Math.floor(((dayOf(bar.to) - dayOf(bar.from) + 1) * perDay - 8) / 7)),
                  )}
                </text>
              </g>
            </g>
          )
        })}
      </svg>
    </div>
  )
}

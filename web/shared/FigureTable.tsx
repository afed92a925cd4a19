/** Figures of one run, or of two with what differs between them, in named groups: every indicator table is this one. */
import { both } from '../../scenarios/text.ts'
import { useWords } from './language.tsx'

export const figureText = {
  baseline: both('Hiện trạng', 'Baseline'),
  scenarioShort: both('Phương án', 'Scenario'),
  difference: both('Khác biệt', 'Difference'),
  notMeasurable: both('không đo được', 'not measurable'),
  indicator: both('Chỉ tiêu', 'Indicator'),
} as const

/** Its words, how to write its figure, and the figure of an outcome; null where there is none. */
export type FigureRow<I> = readonly [
  title: string,
  write: (value: number) => string,
  of: (indicators: I) => number | null,
]

export interface FigureGroup<I> {
  readonly group: string
  readonly rows: readonly FigureRow<I>[]
  /** Said instead of its figures, where they are not known. */
  readonly unknown?: string | undefined
}

export const writeFigure = <I,>([, write, of]: FigureRow<I>, indicators: I): string => {
  const value = of(indicators)
  return value === null ? '–' : write(value)
}

/** What differs, with its sign; "–" where one of the two has no figure. */
export function writeChange<I>([, write, of]: FigureRow<I>, before: I, after: I): string {
  const [was, is] = [of(before), of(after)]
  if (was === null || is === null) return '–'
  const change = write(Math.abs(is - was))
  return change === write(0) ? '0' : `${is > was ? '+' : '−'}${change}`
}

/**
 * @param props.title of the first column of figures; the baseline's where nothing is said
 * @param props.measurable false where the two runs differ by less than the noise: then no figure of a difference is given
 */
export function FigureTable<I>(props: {
  caption: string
  groups: readonly FigureGroup<I>[]
  before: I
  after: I | null
  measurable?: boolean
  title?: string | undefined
}) {
  const { caption, groups, before, after, measurable = true, title } = props
  const { t } = useWords()
  const columns = after ? 4 : 2
  return (
    <div className="scroll-x">
      <table className="indicators">
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{t(figureText.indicator)}</th>
            <th scope="col" className="figure">
              {title ?? t(figureText.baseline)}
            </th>
            {after ? (
              <>
                <th scope="col" className="figure">
                  {t(figureText.scenarioShort)}
                </th>
                <th scope="col" className="figure">
                  {t(figureText.difference)}
                </th>
              </>
            ) : null}
          </tr>
        </thead>
        {groups.map(({ group, rows, unknown }) => (
          <tbody key={group}>
            <tr className="group">
              <th scope="rowgroup" colSpan={columns}>
                {group}
              </th>
            </tr>
            {unknown ? (
              <tr>
                <td colSpan={columns}>{unknown}</td>
              </tr>
            ) : (
              rows.map((row) => {
                const change = after ? writeChange(row, before, after) : ''
                return (
                  <tr key={row[0]}>
                    <th scope="row">{row[0]}</th>
                    <td className="figure">{writeFigure(row, before)}</td>
                    {after ? (
                      <>
                        <td className="figure">{writeFigure(row, after)}</td>
                        <td className="figure">
                          {measurable || change === '0' ? change : t(figureText.notMeasurable)}
                        </td>
                      </>
                    ) : null}
                  </tr>
                )
              })
            )}
          </tbody>
        ))}
      </table>
    </div>
  )
}

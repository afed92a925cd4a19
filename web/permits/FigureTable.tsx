/** Figures against the permit: what it says, what was measured, whether the two agree, and by which clause. */
import { deviationOf, type FigureLine, figureKinds } from '../../scenarios/permits/control/figures.ts'
import { useWords, type Words } from '../shared/language.tsx'
import { controlText as text } from './control-text.ts'

export const inUnit = (value: number | null, unit: FigureLine['unit'], { number, t }: Words): string =>
  value === null ? '–' : unit === 'storeys' ? `${number(value)} ${t(text.storeys)}` : `${number(value, 2)} ${unit}`

export function verdictOf(line: FigureLine, words: Words): string {
  if (line.within === null) return ''
  const by = deviationOf(line)!
  if (line.within) return words.t(text.within)
  return words.t(text.beyond, { by: `${by > 0 ? '+' : '−'}${inUnit(Math.abs(by), line.unit, words)}` })
}

export function FigureTable({ lines, label }: { lines: readonly FigureLine[]; label: string }) {
  const words = useWords()
  const { t } = words
  return (
    <div className="scroll-x">
      <table className="figure-table" aria-label={label}>
        <thead>
          <tr>
            {[text.figure, text.permitted, text.measured, text.result].map((title) => (
              <th key={title.en} scope="col">
                {t(title)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.key}>
              <th scope="row">
                {t(figureKinds[line.key].title)}
                {line.within === false ? <div className="small soft">{line.clause}</div> : null}
              </th>
              <td className="figure" data-label={t(text.permitted)}>
                {inUnit(line.permitted, line.unit, words)}
              </td>
              <td className="figure" data-label={t(text.measured)}>
                {inUnit(line.measured, line.unit, words)}
              </td>
              <td>
                {line.within === null ? (
                  '–'
                ) : (
                  <span className={`badge verdict ${line.within ? 'pass' : 'fail'}`}>{verdictOf(line, words)}</span>
                )}
                <div className="small soft">
                  {t(text.toleranceOf, { tolerance: inUnit(line.tolerance, line.unit, words) })}
                </div>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

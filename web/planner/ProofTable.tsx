/** How far a computation can be trusted: its own figures, before and after, folded away until asked for. */
import type { ReactNode } from 'react'
import { useWords } from '../shared/language.tsx'
import { text } from './text.ts'

export function ProofTable<Run>(props: {
  rows: readonly [title: string, of: (run: Run) => ReactNode][]
  before: Run
  after: Run | null
  children?: ReactNode
}) {
  const { rows, before, after, children } = props
  const { t } = useWords()
  return (
    <details>
      <summary>{t(text.proof)}</summary>
      <table>
        {after ? (
          <thead>
            <tr>
              <td />
              <th scope="col" className="figure">
                {t(text.baseline)}
              </th>
              <th scope="col" className="figure">
                {t(text.scenarioShort)}
              </th>
            </tr>
          </thead>
        ) : null}
        <tbody>
          {rows.map(([title, of]) => (
            <tr key={title}>
              <th scope="row">{title}</th>
              <td className="figure">{of(before)}</td>
              {after ? <td className="figure">{of(after)}</td> : null}
            </tr>
          ))}
        </tbody>
      </table>
      {children}
    </details>
  )
}

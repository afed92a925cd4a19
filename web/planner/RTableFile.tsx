/** The road surface that luminance is computed with: R3, or an r-table from a file, and what it was compared with. */
import { type FormEvent, useState } from 'react'
import { readRTable } from '../../data/readers/photometry/rtable.ts'
import { comparedRTable, type FileRTable, fileRTable, rTableOf } from '../../scenarios/lighting-files.ts'
import type { ProblemDetail } from '../../scenarios/problem.ts'
import { averageCoefficient, specularFactor } from '../../workers/client/lighting.ts'
import { useWords } from '../shared/language.tsx'
import { Field, ProblemBanner, problemOf } from '../shared/ui.tsx'
import { FileButton } from './FileButton.tsx'
import { luminaireText as text } from './luminaire-text.ts'

export function RTableFile(props: { rTable: FileRTable | undefined; onRTable(rTable: FileRTable | undefined): void }) {
  const { rTable, onRTable } = props
  const { t, number } = useWords()
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  async function open(file: File) {
    try {
      const bytes = new Uint8Array(await file.arrayBuffer())
      onRTable(fileRTable(readRTable(bytes, file.name), { name: file.name, bytes }))
      setProblem(null)
    } catch (error) {
      setProblem(problemOf(error))
    }
  }
  const table = rTable && rTableOf(rTable)
  return (
    <section className="stack" aria-label={t(text.rTable)}>
      <h3>{t(text.rTable)}</h3>
      <p className="hint">{t(text.rWhy)}</p>
      <p role="status">
        {rTable && table
          ? t(text.rHave, {
              file: rTable.file.name,
              q0: number(averageCoefficient(table), 3),
              s1: number(specularFactor(table), 2),
            })
          : t(text.rNone)}
      </p>
      {rTable ? <Comparison key={rTable.file.sha256} rTable={rTable} onRTable={onRTable} /> : null}
      <div className="row">
        <FileButton label={t(text.rAdd)} accept=".csv,text/csv" onFile={(file) => void open(file)} />
        {rTable ? (
          <button type="button" onClick={() => onRTable(undefined)}>
            {t(text.rDrop)}
          </button>
        ) : null}
      </div>
      {problem ? <ProblemBanner problem={problem} /> : null}
    </section>
  )
}

function Comparison({ rTable, onRTable }: { rTable: FileRTable; onRTable(rTable: FileRTable): void }) {
  const { t } = useWords()
  const [said, setSaid] = useState(rTable.comparedWith ?? '')
  function confirm(event: FormEvent) {
    event.preventDefault()
    onRTable(comparedRTable(rTable, said))
  }
  return (
    <form className="stack" aria-label={t(text.compared)} onSubmit={confirm}>
      <Field label={t(text.compared)} hint={t(text.comparedHint)}>
        {(id) => (
          <input id={id} type="text" maxLength={300} value={said} onChange={(event) => setSaid(event.target.value)} />
        )}
      </Field>
      <div>
        <button type="submit" disabled={said.trim() === (rTable.comparedWith ?? '')}>
          {t(text.confirm)}
        </button>
      </div>
      {rTable.comparedWith ? <p className="small">{t(text.certified, { with: rTable.comparedWith })}</p> : null}
    </form>
  )
}

/** A button that saves a paper which only a secret code opens; papers are in Vietnamese. */
import { useState } from 'react'
import type { ProblemDetail } from '../../scenarios/problem.ts'
import type { Bilingual } from '../../scenarios/text.ts'
import { useWords } from '../shared/language.tsx'
import { problemOf } from '../shared/problem.ts'
import { ProblemBanner } from '../shared/ui.tsx'
import { saveFollowed } from './save-file.ts'

export function SavePdf({ label, path, code, name }: { label: Bilingual; path: string; code: string; name: string }) {
  const { t } = useWords()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  const save = async () => {
    setBusy(true)
    setProblem(null)
    await saveFollowed(path, code, name).catch((error) => setProblem(problemOf(error)))
    setBusy(false)
  }
  return (
    <>
      <button type="button" className="no-print" disabled={busy} onClick={() => void save()}>
        {t(label)}
      </button>
      {problem ? <ProblemBanner problem={problem} /> : null}
    </>
  )
}

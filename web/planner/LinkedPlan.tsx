/** `/planner?plan=…&submission=…`: the scenario of a plan, opened as a branch of its own; a draft that is not stored is asked for first. */
import { useEffect, useState } from 'react'
import type { PlanRevision } from '../../scenarios/api/plans.ts'
import type { ProblemDetail } from '../../scenarios/problem.ts'
import { both } from '../../scenarios/text.ts'
import { api } from '../shared/api.ts'
import { useWords } from '../shared/language.tsx'
import { ProblemBanner, problemOf } from '../shared/ui.tsx'

const text = {
  ask: both(
    'Mở phương án “{title}” của đồ án? Bản nháp đang có chưa lưu trên máy chủ và sẽ mất.',
    'Open the plan’s scenario “{title}”? The draft that you have is not stored on the server and would be lost.',
  ),
  open: both('Mở, bỏ bản nháp', 'Open, drop the draft'),
  keep: both('Giữ bản nháp', 'Keep the draft'),
} as const

export function LinkedPlan({ unsaved, onOpen }: { unsaved: boolean; onOpen(revision: PlanRevision): void }) {
  const { t } = useWords()
  const [found, setFound] = useState<PlanRevision | null>(null)
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  const open = (revision: PlanRevision) => {
    setFound(null)
    onOpen(revision)
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: the address is read once
  useEffect(() => {
    const asked = new URLSearchParams(location.search)
    const [plan, submission] = [asked.get('plan'), Number(asked.get('submission'))]
    if (!plan || !Number.isInteger(submission) || submission < 1) return
    history.replaceState(null, '', location.pathname)
    api.plans.revision(plan, submission).then(
      (revision) => (unsaved ? setFound(revision) : open(revision)),
      (error) => setProblem(problemOf(error)),
    )
  }, [])
  if (problem) {
    return (
      <div className="map-problem">
        <ProblemBanner problem={problem} />
      </div>
    )
  }
  if (!found) return null
  return (
    <div className="map-problem banner warning stack" role="alertdialog" aria-label={t(text.open)}>
      <p>{t(text.ask, { title: found.scenario.scenario.title })}</p>
      <div className="row">
        {/* biome-ignore lint/a11y/noAutofocus: a question that was just asked for */}
        <button type="button" autoFocus onClick={() => setFound(null)}>
          {t(text.keep)}
        </button>
        <button type="button" className="danger" onClick={() => open(found)}>
          {t(text.open)}
        </button>
      </div>
    </div>
  )
}

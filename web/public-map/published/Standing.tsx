/** The stamp that tells a phương án from a plan, by words, frame and colour together. */
import type { PlanSummary } from '../../../scenarios/api/plans.ts'
import { standingOf, standingTitles } from '../../../scenarios/plans/process.ts'
import { useWords } from '../../shared/language.tsx'
import { IllustrativeBadge } from '../../shared/ui.tsx'
import { text } from './text.ts'

export function Standing({ plan }: { plan: Pick<PlanSummary, 'state' | 'specimen' | 'decisionNumber'> }) {
  const { t } = useWords()
  const standing = standingOf(plan.state)
  const decided = standing !== 'proposal'
  return (
    <span className="row">
      <span className={`published-stamp ${standing}`}>
        {plan.specimen && decided ? `${t(text.specimen)}: ` : null}
        {t(standingTitles[standing])}
        {plan.decisionNumber && decided ? ` · ${plan.decisionNumber}` : null}
      </span>
      {plan.specimen ? <IllustrativeBadge title={t(text.generated)} /> : null}
    </span>
  )
}

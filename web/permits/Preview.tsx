/** The rules, run in the browser while one fills in: a preview, marked as such. And the massing in its surroundings. */
import { memo, useDeferredValue, useMemo, useState } from 'react'
import { Problem, type ProblemDetail } from '../../scenarios/problem.ts'
import type { PermitCheck } from '../../scenarios/rules/case.ts'
import { checkPermit } from '../../scenarios/rules/check.ts'
import type { CheckReport, RuleLine } from '../../scenarios/rules/report.ts'
import type { Tiles } from '../../tiles/read/index.ts'
import { useWords } from '../shared/language.tsx'
import { Banner, ProblemBanner } from '../shared/ui.tsx'
import { intakeText as text } from './intake-text.ts'
import { PlanAndModel } from './PlanAndModel.tsx'
import { Report } from './Report.tsx'
import { useView } from './useView.ts'

type Checked = { readonly report: CheckReport } | { readonly problem: ProblemDetail }

export const Preview = memo(function Preview({ check, tiles }: { check: PermitCheck | null; tiles: Tiles | null }) {
  const { t } = useWords()
  const settled = useDeferredValue(check)
  const [chosen, setChosen] = useState<string | null>(null)
  const checked = useMemo((): Checked | null => {
    if (!settled) return null
    try {
      return { report: checkPermit(settled) }
    } catch (error) {
      if (error instanceof Problem) return { problem: error.detail }
      throw error
    }
  }, [settled])
  if (!settled || !checked) return <p className="soft">{t(text.previewWaits)}</p>
  if ('problem' in checked) return <ProblemBanner problem={checked.problem} />
  return (
    <div className="stack">
      <Banner kind="info">
        <strong>{t(text.preview)}.</strong> {t(text.previewWhy)}
      </Banner>
      <Seen check={settled} tiles={tiles} rule={checked.report.rules.find(({ id }) => id === chosen) ?? null} />
      <Report report={checked.report} check={settled} chosen={chosen} onChoose={setChosen} />
    </div>
  )
})

function Seen({ check, tiles, rule }: { check: PermitCheck; tiles: Tiles | null; rule: RuleLine | null }) {
  return <PlanAndModel check={check} seen={useView(check, tiles, null)} rule={rule} />
}

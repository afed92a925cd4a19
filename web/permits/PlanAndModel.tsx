/** The case's lot on a plan and in 3D, side by side: the rule that is chosen shows on both. */
import type { XY } from '../../scenarios/frame.ts'
import type { PermitCheck } from '../../scenarios/rules/case.ts'
import type { RuleLine } from '../../scenarios/rules/report.ts'
import { both } from '../../scenarios/text.ts'
import { useWords } from '../shared/language.tsx'
import { later } from '../shared/later.tsx'
import { ProblemBanner } from '../shared/ui.tsx'
import { SitePlan, shapesOf } from './SitePlan.tsx'
import type { CaseView } from './useView.ts'

/** The 3D engine is loaded where a case is looked at: the queue and the register do without. */
const Model = later(async () => ({ default: (await import('./Model.tsx')).Model }))

const text = {
  plan: both('Mặt bằng vị trí', 'Site plan'),
  noSurroundings: both(
    'Chưa đọc được khung cảnh thành phố: 3D chỉ có công trình và nhà lân cận trong hồ sơ.',
    'The city’s surroundings could not be read: 3D shows the building and the neighbours of the case alone.',
  ),
}

export function PlanAndModel(props: {
  check: PermitCheck
  seen: CaseView
  rule: RuleLine | null
  /** Outlines of the building's file, where one is shown. */
  file?: readonly (readonly XY[])[]
  onPicture?(take: (() => Promise<Blob | null>) | null): void
}) {
  const { check, seen, rule, file = [], onPicture } = props
  const { t } = useWords()
  return (
    <div className="plan-and-model">
      <SitePlan label={t(text.plan)} shapes={{ ...shapesOf(check, rule), file }} />
      <div className="stack">
        {seen.problem ? (
          <>
            <p className="small soft">{t(text.noSurroundings)}</p>
            <ProblemBanner problem={seen.problem} />
          </>
        ) : null}
        <Model view={seen.view} highlight={rule?.geometry ?? null} {...(onPicture ? { onPicture } : {})} />
      </div>
    </div>
  )
}

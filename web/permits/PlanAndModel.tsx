/** The case's lot on a plan and in 3D, side by side: the rule that is chosen shows on both. */
import { lazy, Suspense, useEffect, useMemo, useState } from 'react'
import { Cancelled, type ProblemDetail } from '../../scenarios/problem.ts'
import type { PermitCheck } from '../../scenarios/rules/case.ts'
import type { RuleLine } from '../../scenarios/rules/report.ts'
import { both } from '../../scenarios/text.ts'
import type { Tiles } from '../../tiles/read/index.ts'
import { useWords } from '../shared/language.tsx'
import { ProblemBanner, problemOf } from '../shared/ui.tsx'
import { SitePlan, shapesOf } from './SitePlan.tsx'
import { readSurrounds, type Surrounds, viewOf } from './view3d.ts'

/** The 3D engine is loaded where a case is looked at: the queue and the register do without. */
const Model = lazy(() => import('./Model.tsx').then(({ Model }) => ({ default: Model })))

const text = {
  plan: both('Mặt bằng vị trí', 'Site plan'),
  loading: both('Đang mở mô hình 3D…', 'Opening the 3D model…'),
  noSurroundings: both(
    'Chưa đọc được khung cảnh thành phố: 3D chỉ có công trình và nhà lân cận trong hồ sơ.',
    'The city’s surroundings could not be read: 3D shows the building and the neighbours of the case alone.',
  ),
}

export function PlanAndModel(props: {
  check: PermitCheck
  tiles: Tiles | null
  rule: RuleLine | null
  onPicture?(take: (() => Promise<Blob | null>) | null): void
}) {
  const { check, tiles, rule, onPicture } = props
  const { t } = useWords()
  const [surrounds, setSurrounds] = useState<Surrounds | null>(null)
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  const { ring } = check.site
  const key = JSON.stringify(ring)
  // biome-ignore lint/correctness/useExhaustiveDependencies: read again where the lot lies elsewhere
  useEffect(() => {
    if (!tiles) return
    const stop = new AbortController()
    readSurrounds(tiles, ring, stop.signal)
      .then((read) => {
        setSurrounds(read)
        setProblem(null)
      })
      .catch((error) => {
        if (!stop.signal.aborted && !(error instanceof Cancelled)) setProblem(problemOf(error))
      })
    return () => stop.abort()
  }, [tiles, key])
  const view = useMemo(() => viewOf(check, surrounds), [check, surrounds])
  return (
    <div className="plan-and-model">
      <SitePlan label={t(text.plan)} shapes={shapesOf(check, rule)} />
      <div className="stack">
        {problem ? (
          <>
            <p className="small soft">{t(text.noSurroundings)}</p>
            <ProblemBanner problem={problem} />
          </>
        ) : null}
        <Suspense fallback={<p role="status">{t(text.loading)}</p>}>
          <Model view={view} highlight={rule?.geometry ?? null} {...(onPicture ? { onPicture } : {})} />
        </Suspense>
      </div>
    </div>
  )
}

/** The few pieces that the panels of reports share. */
import type { ProblemDetail } from '../../../scenarios/problem.ts'
import { describeProblem } from '../../../scenarios/problem.ts'
import { categoryFacts, type ReportCategory } from '../../../scenarios/reports/categories.ts'
import { useWords } from '../../shared/language.tsx'
import { Link } from '../../shared/route.tsx'
import { text } from './text.ts'

export function Tabs({ active }: { active: '' | 'follow' | 'near' }) {
  const { t } = useWords()
  const tabs = [
    ['', text.formTab],
    ['follow', text.followTab],
    ['near', text.nearTab],
  ] as const
  return (
    <nav className="report-tabs" aria-label={t(text.pages)}>
      {tabs.map(([rest, title]) => (
        <Link
          key={rest}
          href={rest ? `/report/${rest}` : '/report'}
          aria-current={active === rest ? 'page' : undefined}
        >
          {t(title)}
        </Link>
      ))}
    </nav>
  )
}

/** The sentence alone: where in the request it was is for programs. */
export function Said({ problem }: { problem: ProblemDetail }) {
  const { language } = useWords()
  const { place: _place, expected: _expected, ...said } = problem
  return (
    <p className="banner error" role="alert">
      {describeProblem(said, language)}
    </p>
  )
}

export function KindIcon({ category }: { category: ReportCategory }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={categoryFacts[category].icon} />
    </svg>
  )
}

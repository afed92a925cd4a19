/** The list: by bucket, words, kind and state; what presses most comes first. */
import { useEffect, useState } from 'react'
import type { User } from '../../scenarios/api/api.ts'
import { REPORTS_A_PAGE, type ReportPage, type ReportQuery, type ReportSummary } from '../../scenarios/api/reports.ts'
import { categoryFacts, reportCategories } from '../../scenarios/reports/categories.ts'
import { reportStates, reportStateTitles } from '../../scenarios/reports/process.ts'
import { api, listen } from '../shared/api.ts'
import { useWords } from '../shared/language.tsx'
import { useLoaded } from '../shared/loaded.ts'
import { Link } from '../shared/route.tsx'
import { Field, Pager, ProblemBanner } from '../shared/ui.tsx'
import { Terms } from './Terms.tsx'
import { text } from './text.ts'

const buckets = ['new', 'open', 'late', 'mine', 'publication', 'all'] as const
const LOOK_AGAIN_MS = 800

export function ReportList({ user }: { user: User }) {
  const { t, number } = useWords()
  const [query, setQuery] = useState<ReportQuery>({ bucket: 'open' })
  const [page, setPage] = useState(1)
  const [changes, setChanges] = useState(0)
  // What comes in meanwhile: looked at again, once for a burst.
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const deaf = listen((event) => {
      if (event.type !== 'report') return
      clearTimeout(timer)
      timer = setTimeout(() => setChanges((n) => n + 1), LOOK_AGAIN_MS)
    })
    return () => {
      clearTimeout(timer)
      deaf()
    }
  }, [])
  const loaded = useLoaded((signal) => api.reports.list({ ...query, page }, signal), [query, page, changes])
  const [last, setLast] = useState<ReportPage | null>(null)
  useEffect(() => {
    if (loaded.status === 'ready') setLast(loaded.value)
  }, [loaded])
  const change = (more: Partial<ReportQuery>) => {
    setQuery((now) => ({ ...now, ...more }))
    setPage(1)
  }
  return (
    <>
      <h1>{t(text.title)}</h1>
      <nav className="reports-buckets" aria-label={t(text.buckets)}>
        {buckets.map((bucket) => (
          <button
            key={bucket}
            type="button"
            aria-current={query.bucket === bucket ? 'page' : undefined}
            onClick={() => change({ bucket })}
          >
            {t(text[bucket])} {last ? <span className="badge">{number(last.counts[bucket])}</span> : null}
          </button>
        ))}
      </nav>
      <div className="reports-filters">
        <Field label={t(text.search)} hint={t(text.searchHint)}>
          {(id) => (
            <input
              id={id}
              type="search"
              value={query.q ?? ''}
              onChange={(event) => change({ q: event.target.value || undefined })}
            />
          )}
        </Field>
        <Field label={t(text.kind)}>
          {(id) => (
            <select
              id={id}
              value={query.category ?? ''}
              onChange={(event) => change({ category: reportCategories.find((one) => one === event.target.value) })}
            >
              <option value="">{t(text.anyKind)}</option>
              {reportCategories.map((one) => (
                <option key={one} value={one}>
                  {t(categoryFacts[one].title)}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label={t(text.state)}>
          {(id) => (
            <select
              id={id}
              value={query.state ?? ''}
              onChange={(event) => change({ state: reportStates.find((one) => one === event.target.value) })}
            >
              <option value="">{t(text.anyState)}</option>
              {reportStates.map((one) => (
                <option key={one} value={one}>
                  {t(reportStateTitles[one])}
                </option>
              ))}
            </select>
          )}
        </Field>
      </div>
      {loaded.status === 'failed' ? <ProblemBanner problem={loaded.problem} /> : null}
      {last ? (
        <>
          {last.reports.length === 0 ? <p className="soft">{t(text.none)}</p> : null}
          <ul className="reports-list">
            {last.reports.map((report) => (
              <li key={report.id} className="reports-card">
                <ReportLine report={report} />
              </li>
            ))}
          </ul>
          <Pager page={page} pages={Math.ceil(last.total / REPORTS_A_PAGE)} onPage={setPage} />
        </>
      ) : (
        <p role="status">{t(text.loading)}</p>
      )}
      {user.role === 'admin' ? <Terms /> : null}
    </>
  )
}

function ReportLine({ report }: { report: ReportSummary }) {
  const { t, dateTime, number } = useWords()
  return (
    <>
      <span className="row">
        <Link href={`/reports/${report.id}`} className="grow">
          <strong>{t(categoryFacts[report.category].title)}</strong> · {report.code}
        </Link>
        <Flags report={report} />
      </span>
      <span className="reports-words short">{report.text}</span>
      <span className="small soft">
        {dateTime(report.sentAt)}
        {report.due ? ` · ${t(text.due, { date: dateTime(report.due) })}` : ''}
        {report.unit ? ` · ${report.unit}` : ''}
        {report.handler ? ` · ${report.handler}` : ''}
        {report.photos > 0 ? ` · ${t(text.photosCount, { n: number(report.photos) })}` : ''}
        {report.supporters > 0 ? ` · ${t(text.supporters, { n: number(report.supporters) })}` : ''}
      </span>
    </>
  )
}

export function Flags({ report }: { report: ReportSummary }) {
  const { t } = useWords()
  return (
    <span className="row reports-flags">
      {report.overdue ? <span className="badge late">{t(text.lateBadge)}</span> : null}
      {report.urgent ? <span className="badge urgent">{t(text.urgent)}</span> : null}
      {report.anonymous ? <span className="badge">{t(text.anonymous)}</span> : null}
      {report.notPublic ? <span className="badge">{t(text.notPublic)}</span> : null}
      {report.isPublished ? <span className="badge published">{t(text.isPublished)}</span> : null}
      <span className={`badge state ${report.state}`}>{t(reportStateTitles[report.state])}</span>
    </span>
  )
}

/** Before sending: whether it was reported near by already, to be followed together. Nothing of what others wrote is shown. */
import { useState } from 'react'
import type { NearReport } from '../../../scenarios/api/reports.ts'
import type { ProblemDetail } from '../../../scenarios/problem.ts'
import { categoryFacts, type ReportCategory } from '../../../scenarios/reports/categories.ts'
import { reportStateTitles } from '../../../scenarios/reports/process.ts'
import { useWords } from '../../shared/language.tsx'
import { useLoaded } from '../../shared/loaded.ts'
import { problemOf } from '../../shared/problem.ts'
import { ask } from '../ask.ts'
import type { LonLat } from '../map-control.ts'
import { Said } from './parts.tsx'
import { get, put } from './store.ts'
import { text } from './text.ts'

export function NearBy({ category, place }: { category: ReportCategory; place: LonLat }) {
  const { t } = useWords()
  const query = new URLSearchParams({ lon: `${place.lon}`, lat: `${place.lat}`, category })
  const near = useLoaded((signal) => ask<NearReport[]>(`/api/reports/near?${query}`, { signal }), [`${query}`])
  // Without a link nothing is said: the report is kept all the same.
  if (near.status !== 'ready' || near.value.length === 0) return null
  return (
    <section className="banner stack" aria-label={t(text.nearTitle)}>
      <h3>{t(text.nearTitle)}</h3>
      <ul className="report-list">
        {near.value.map((one) => (
          <Near key={one.id} report={one} />
        ))}
      </ul>
    </section>
  )
}

function Near({ report }: { report: NearReport }) {
  const { t, dateTime, number } = useWords()
  const [seen, setSeen] = useState<NearReport | null>(null)
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  const { id, code, category } = report
  const see = async () => {
    try {
      const token = (await get('supported', id))?.token ?? crypto.randomUUID()
      const now = await ask<NearReport>(`/api/reports/${id}/support`, { method: 'POST', body: { token } })
      await put('supported', id, { id, code, category, token })
      setProblem(null)
      setSeen(now)
    } catch (error) {
      setProblem(problemOf(error))
    }
  }
  const people = (seen ?? report).supporters
  return (
    <li>
      <p>
        {t(text.nearOne, {
          kind: t(categoryFacts[category].title),
          metres: number(report.metres ?? 0),
          date: dateTime(report.sentAt),
          state: t(reportStateTitles[report.state]),
        })}
        {people === null ? null : ` · ${t(text.people, { n: number(people) })}`}
      </p>
      {seen ? (
        <p role="status">{t(text.seenToo)}</p>
      ) : (
        <button type="button" onClick={() => void see()}>
          {t(text.seeToo)}
        </button>
      )}
      {problem ? <Said problem={problem} /> : null}
    </li>
  )
}

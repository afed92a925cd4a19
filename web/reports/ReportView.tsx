/** One report at the desk: what was sent, its photos and way, what may be done with it now. */
import { useEffect, useState } from 'react'
import type { User } from '../../scenarios/api/api.ts'
import type { ReportCase } from '../../scenarios/api/reports.ts'
import type { ProblemDetail } from '../../scenarios/problem.ts'
import { categoryFacts } from '../../scenarios/reports/categories.ts'
import { ratingTitles, reportEventTitles, reportStateTitles, restingStates } from '../../scenarios/reports/process.ts'
import { api, listen } from '../shared/api.ts'
import { useWords } from '../shared/language.tsx'
import { useLoaded } from '../shared/loaded.ts'
import { Link } from '../shared/route.tsx'
import { Banner, ProblemBanner, problemOf } from '../shared/ui.tsx'
import { Actions } from './Actions.tsx'
import { Photos } from './Photos.tsx'
import { Flags } from './ReportList.tsx'
import { text } from './text.ts'

export function ReportView({ id, user }: { id: string; user: User }) {
  const { t } = useWords()
  const loaded = useLoaded((signal) => api.reports.get(id, signal), [id])
  const [moved, setMoved] = useState<ReportCase | null>(null)
  // The sender adds to it, another of the desk moves it.
  useEffect(
    () =>
      listen((event) => {
        if (event.type === 'report' && event.id === id) api.reports.get(id).then(setMoved, () => {})
      }),
    [id],
  )
  return (
    <>
      <div>
        <Link href="/reports">← {t(text.back)}</Link>
      </div>
      {loaded.status === 'loading' ? <p role="status">{t(text.loading)}</p> : null}
      {loaded.status === 'failed' ? <ProblemBanner problem={loaded.problem} /> : null}
      {loaded.status === 'ready' ? <Report report={moved ?? loaded.value} user={user} onMoved={setMoved} /> : null}
    </>
  )
}

function Report({ report, user, onMoved }: { report: ReportCase; user: User; onMoved(report: ReportCase): void }) {
  const { t, dateTime } = useWords()
  const again = async () => onMoved(await api.reports.get(report.id))
  return (
    <>
      <div className="row">
        <h1 className="grow">
          {t(categoryFacts[report.category].title)} · {report.code}
        </h1>
        <Flags report={report} />
      </div>
      {report.erased ? <Banner kind="info">{t(text.erased)}</Banner> : null}
      {report.danger ? <Banner kind="warning">{t(text.danger)}</Banner> : null}
      <div className="reports-split">
        <div className="stack">
          <section className="card stack">
            {report.text ? <p className="reports-words">{report.text}</p> : null}
            <Facts report={report} />
          </section>
          <Photos report={report} mayBlur={user.role !== 'approver'} onChanged={() => void again()} />
          {report.near.length > 0 ? (
            <section className="card stack">
              <h2>{t(text.near)}</h2>
              <ul className="reports-list">
                {report.near.map((one) => (
                  <li key={one.id}>
                    <Link href={`/reports/${one.id}`}>
                      {t(text.nearOne, {
                        code: one.code,
                        metres: one.metres ?? 0,
                        state: t(reportStateTitles[one.state]),
                      })}
                    </Link>
                  </li>
                ))}
              </ul>
            </section>
          ) : null}
        </div>
        <div className="stack">
          <Actions report={report} onMoved={onMoved} />
          <section className="card stack">
            <h2>{t(text.history)}</h2>
            <ol className="reports-way">
              {report.history.map((past) => (
                <li key={past.ledgerSequence}>
                  <strong>{t(reportEventTitles[past.event])}</strong>{' '}
                  <span className="small soft">
                    {dateTime(past.at)} · {past.actor === 'citizen' ? t(text.citizen) : past.actor} ·{' '}
                    <Link href={`/ledger/${past.ledgerSequence}`}>
                      {t(text.ledger)} {past.ledgerSequence}
                    </Link>
                  </span>
                  {past.unit ? <p>{past.unit}</p> : null}
                  {past.until ? <p>{past.until}</p> : null}
                  {past.rating ? <p>{t(ratingTitles[past.rating])}</p> : null}
                  {past.note ? <p className="reports-words">{past.note}</p> : null}
                </li>
              ))}
            </ol>
          </section>
          {user.role === 'admin' && restingStates.has(report.state) && !report.erased ? (
            <Erase id={report.id} onErased={() => void again()} />
          ) : null}
        </div>
      </div>
    </>
  )
}

function Facts({ report }: { report: ReportCase }) {
  const { t, dateTime, number } = useWords()
  const { lon, lat, contact } = report
  return (
    <dl className="facts">
      <dt>{t(text.sentAt)}</dt>
      <dd>{dateTime(report.sentAt)}</dd>
      <dt>{t(text.writtenAt)}</dt>
      <dd>{dateTime(report.writtenAt)}</dd>
      <dt>{t(text.sender)}</dt>
      <dd>{contact ? [contact.name, contact.phone].filter(Boolean).join(', ') : t(text.anonymous)}</dd>
      <dt>{t(text.place)}</dt>
      <dd>
        <a href={`/?at=${lon.toFixed(6)},${lat.toFixed(6)}`} target="_blank" rel="noreferrer">
          {t(text.onMap)}
        </a>{' '}
        ({number(lat, 5)}, {number(lon, 5)}) · {report.unitName ?? report.unitCode ?? t(text.noWard)}
      </dd>
      <dt>{t(text.inCharge)}</dt>
      <dd>{report.unit ?? '—'}</dd>
      <dt>{t(text.handler)}</dt>
      <dd>{report.handler ?? '—'}</dd>
      {report.answerDue ? (
        <>
          <dt>{t(text.answerDue)}</dt>
          <dd>{dateTime(report.answerDue)}</dd>
        </>
      ) : null}
      {report.joinedInto ? (
        <>
          <dt>{t(text.joinedInto)}</dt>
          <dd>
            <Link href={`/reports/${report.joinedInto.id}`}>{report.joinedInto.code}</Link>
          </dd>
        </>
      ) : null}
      {report.supporters > 0 ? (
        <>
          <dt>+</dt>
          <dd>{t(text.supporters, { n: number(report.supporters) })}</dd>
        </>
      ) : null}
    </dl>
  )
}

function Erase({ id, onErased }: { id: string; onErased(): void }) {
  const { t } = useWords()
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  const erase = async () => {
    try {
      await api.reports.erase(id)
      onErased()
    } catch (error) {
      setProblem(problemOf(error))
    }
  }
  return (
    <details className="card">
      <summary>{t(text.erase)}</summary>
      <div className="stack">
        <p>{t(text.eraseSure)}</p>
        {problem ? <ProblemBanner problem={problem} /> : null}
        <div>
          <button type="button" className="danger" onClick={() => void erase()}>
            {t(text.yesErase)}
          </button>
        </div>
      </div>
    </details>
  )
}

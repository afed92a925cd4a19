/** Requests, open ones first, by the day on which they are due. */
import { useEffect, useState } from 'react'
import { STATEMENTS_A_PAGE, type StatementPage } from '../../scenarios/api/statements.ts'
import { statementStates, statementStateTitles } from '../../scenarios/statements/process.ts'
import { purposeTitles } from '../../scenarios/statements/purposes.ts'
import { api, listen } from '../shared/api.ts'
import { day } from '../shared/days.ts'
import { useWords } from '../shared/language.tsx'
import { useLoaded } from '../shared/loaded.ts'
import { Link } from '../shared/route.tsx'
import { Field, Pager } from '../shared/ui.tsx'
import { text } from './text.ts'
import { When } from './When.tsx'

export function Queue() {
  const { t } = useWords()
  const [q, setQ] = useState('')
  const [state, setState] = useState('')
  const [page, setPage] = useState(1)
  const [news, setNews] = useState(0)
  useEffect(
    () =>
      listen((event) => {
        if (event.type === 'statement') setNews((n) => n + 1)
      }),
    [],
  )
  const loaded = useLoaded(
    (signal) =>
      api.statements.list({ ...(q.trim() ? { q: q.trim() } : {}), ...(state ? { state } : {}), page }, signal),
    [q, state, page, news],
  )
  const change = (set: (value: string) => void) => (event: { target: { value: string } }) => {
    set(event.target.value)
    setPage(1)
  }
  return (
    <div className="stack">
      <div className="row">
        <Field label={t(text.search)}>
          {(id) => <input id={id} type="search" value={q} onChange={change(setQ)} />}
        </Field>
        <Field label={t(text.state)}>
          {(id) => (
            <select id={id} value={state} onChange={change(setState)}>
              <option value="">{t(text.anyState)}</option>
              {statementStates.map((one) => (
                <option key={one} value={one}>
                  {t(statementStateTitles[one])}
                </option>
              ))}
            </select>
          )}
        </Field>
      </div>
      <When loaded={loaded}>
        {({ statements, total }) => (
          <>
            <Lines statements={statements} />
            <Pager page={page} pages={Math.ceil(total / STATEMENTS_A_PAGE)} onPage={setPage} />
          </>
        )}
      </When>
    </div>
  )
}

function Lines({ statements }: Pick<StatementPage, 'statements'>) {
  const words = useWords()
  const { t } = words
  if (statements.length === 0) return <p className="soft">{t(text.none)}</p>
  return (
    <div className="scroll-x">
      <table>
        <thead>
          <tr>
            <th scope="col">{t(text.code)}</th>
            <th scope="col">{t(text.place)}</th>
            <th scope="col">{t(text.purpose)}</th>
            <th scope="col">{t(text.state)}</th>
            <th scope="col">{t(text.assignee)}</th>
          </tr>
        </thead>
        <tbody>
          {statements.map(({ id, code, ask, state, clock, assignee, unitName }) => (
            <tr key={id}>
              <td>
                <Link href={`/statements/${id}`}>{code}</Link>
              </td>
              <td>
                {ask ? ask.place : <span className="soft">{t(text.notSeen)}</span>}
                {ask?.parcel ? ` (${t(text.parcel, { number: ask.parcel.number, sheet: ask.parcel.sheet })})` : ''}
                {unitName ? <div className="small soft">{unitName}</div> : null}
              </td>
              <td>{ask ? t(purposeTitles[ask.purpose]) : ''}</td>
              <td>
                {t(statementStateTitles[state])}{' '}
                {clock.bucket === 'closed' ? null : (
                  <span className={`badge bucket ${clock.bucket}`}>
                    {t(text.buckets[clock.bucket])}
                    {clock.due ? `, ${t(text.due, { date: day(clock.due, words) })}` : ''}
                  </span>
                )}
              </td>
              <td>{assignee?.name ?? <span className="soft">{t(text.nobody)}</span>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

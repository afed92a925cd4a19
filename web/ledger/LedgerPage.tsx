/** `/ledger`: the list and an exported file; `/ledger/12`: one entry, checked by the reader's own browser. */
import { type FormEvent, useEffect, useState } from 'react'
import { type LedgerPage as Entries, LEDGER_ENTRIES_A_PAGE } from '../../scenarios/api/api.ts'
import { keyFingerprint } from '../../scenarios/ledger/public-key.ts'
import { Cancelled, type ProblemDetail } from '../../scenarios/problem.ts'
import { api } from '../shared/api.ts'
import { Header } from '../shared/header.tsx'
import { useWords } from '../shared/language.tsx'
import { useLoaded } from '../shared/loaded.ts'
import { Link, navigate } from '../shared/route.tsx'
import { useSession } from '../shared/session.tsx'
import { Banner, Field, Pager, ProblemBanner, problemOf } from '../shared/ui.tsx'
import { EntryPage } from './EntryPage.tsx'
import { ExportedFile } from './ExportedFile.tsx'
import { actionTitle, actionTitles, ledgerRoles, roleTitle, text } from './text.ts'
import './ledger.css'

const SEARCH_AFTER_MS = 250

export default function LedgerPage({ path }: { path: string }) {
  const sequence = /\d+$/.exec(path)?.[0]
  return (
    <>
      <Header />
      {sequence ? <EntryPage key={sequence} sequence={Number(sequence)} /> : <Overview />}
    </>
  )
}

function Overview() {
  const { t, dateTime } = useWords()
  const { user } = useSession()
  const told = useLoaded(() => api.ledger.head(), [])
  const head = told.status === 'ready' ? told.value.head : null
  const goTo = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    navigate(`/ledger/${Number(new FormData(event.currentTarget).get('sequence'))}`)
  }
  return (
    <main className="page stack ledger" id="main">
      <h1>{t(text.title)}</h1>
      <p className="soft">{t(text.intro)}</p>
      {told.status === 'failed' ? <ProblemBanner problem={told.problem} /> : null}
      {told.status === 'ready' ? (
        <dl className="facts card">
          <dt>{t(text.published)}</dt>
          <dd>
            {head ? (
              <>
                <Link href={`/ledger/${head.sequence}`}>{t(text.entryNumber, { n: head.sequence })}</Link>,{' '}
                {dateTime(head.time)} <code>{head.hash}</code>
              </>
            ) : (
              t(text.noHead)
            )}
          </dd>
          <dt>{t(text.key)}</dt>
          <dd>
            <code>{keyFingerprint(told.value.publicKey)}</code>
          </dd>
        </dl>
      ) : null}
      <form className="row open-entry" onSubmit={goTo} aria-label={t(text.open)}>
        <label htmlFor="ledger-number">{t(text.number)}</label>
        <input id="ledger-number" name="sequence" type="number" inputMode="numeric" min={1} step={1} required />
        <button type="submit">{t(text.show)}</button>
      </form>
      {user ? <Search /> : user === null ? <Banner kind="info">{t(text.listForStaff)}</Banner> : null}
      <ExportedFile server={told.status === 'ready' ? told.value : null} />
    </main>
  )
}

function Search() {
  const { t, number, dateTime } = useWords()
  const [query, setQuery] = useState({ subject: '', action: '', role: '' })
  const [page, setPage] = useState(1)
  const [shown, setShown] = useState<Entries | null>(null)
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  useEffect(() => {
    const stop = new AbortController()
    const set = Object.fromEntries(Object.entries(query).filter(([, value]) => value.trim()))
    const timer = setTimeout(() => {
      api.ledger
        .list({ ...set, page }, stop.signal)
        .then((answer) => {
          setShown(answer)
          setProblem(null)
        })
        .catch((error) => {
          if (!(error instanceof Cancelled)) setProblem(problemOf(error))
        })
    }, SEARCH_AFTER_MS)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [query, page])
  const change = (part: Partial<typeof query>) => {
    setQuery({ ...query, ...part })
    setPage(1)
  }
  const pages = Math.max(1, Math.ceil((shown?.total ?? 0) / LEDGER_ENTRIES_A_PAGE))
  return (
    <>
      <search className="filters" aria-label={t(text.filters)}>
        <Field label={t(text.subject)}>
          {(id) => (
            <input
              id={id}
              type="search"
              placeholder="run/…"
              value={query.subject}
              onChange={({ target }) => change({ subject: target.value })}
            />
          )}
        </Field>
        <Field label={t(text.action)}>
          {(id) => (
            <>
              <input
                id={id}
                type="search"
                list={`${id}-actions`}
                placeholder="permit."
                value={query.action}
                onChange={({ target }) => change({ action: target.value })}
              />
              <datalist id={`${id}-actions`}>
                {Object.entries(actionTitles).map(([action, title]) => (
                  <option key={action} value={action} label={t(title)} />
                ))}
              </datalist>
            </>
          )}
        </Field>
        <Field label={t(text.role)}>
          {(id) => (
            <select id={id} value={query.role} onChange={({ target }) => change({ role: target.value })}>
              <option value="">{t(text.anyRole)}</option>
              {ledgerRoles.map((role) => (
                <option key={role} value={role}>
                  {t(roleTitle(role))}
                </option>
              ))}
            </select>
          )}
        </Field>
      </search>
      {problem ? <ProblemBanner problem={problem} /> : null}
      <p className="small soft" role="status">
        {shown ? t(text.found, { n: number(shown.total) }) : t(text.loading)}
      </p>
      <ol className="entries" aria-label={t(text.title)}>
        {shown?.entries.map(({ sequence, action, role, subject, time }) => (
          <li key={sequence}>
            <Link href={`/ledger/${sequence}`}>
              <span className="figure soft">{number(sequence)}</span>
              <strong>{t(actionTitle(action))}</strong>
              <span className="badge">{t(roleTitle(role))}</span>
              <code className="soft">{subject}</code>
              <span className="small soft">{dateTime(time)}</span>
            </Link>
          </li>
        ))}
      </ol>
      <Pager page={page} pages={pages} onPage={setPage} />
    </>
  )
}

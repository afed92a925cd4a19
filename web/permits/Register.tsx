/** `/register`: permits issued, for everyone. */
import { useEffect, useState } from 'react'
import { PERMITS_A_PAGE, type RegisterPage } from '../../scenarios/api/permits.ts'
import { stateTitles } from '../../scenarios/permits/process.ts'
import { Cancelled, type ProblemDetail } from '../../scenarios/problem.ts'
import { api } from '../shared/api.ts'
import { useWords } from '../shared/language.tsx'
import { Link } from '../shared/route.tsx'
import { IllustrativeBadge, Pager, ProblemBanner, problemOf } from '../shared/ui.tsx'
import { useUnits } from '../shared/units.ts'
import { day } from './days.ts'
import { FileCheckCard } from './FileCheckCard.tsx'
import { text } from './text.ts'

const SEARCH_AFTER_MS = 250

export function Register() {
  const words = useWords()
  const { t, number, area } = words
  const units = useUnits()
  // The QR of a permit leads here with its case's code.
  const [sought, setSought] = useState(() => new URLSearchParams(location.search).get('q') ?? '')
  const [page, setPage] = useState(1)
  const [shown, setShown] = useState<RegisterPage | null>(null)
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  useEffect(() => {
    const stop = new AbortController()
    const ask = () =>
      api.permits
        .register({ ...(sought.trim() ? { q: sought.trim() } : {}), page }, stop.signal)
        .then((answer) => {
          setShown(answer)
          setProblem(null)
        })
        .catch((error) => {
          if (!(error instanceof Cancelled)) setProblem(problemOf(error))
        })
    const timer = setTimeout(ask, SEARCH_AFTER_MS)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [sought, page])
  const pages = Math.max(1, Math.ceil((shown?.total ?? 0) / PERMITS_A_PAGE))
  return (
    <main className="page stack" id="main">
      <div className="row">
        <h1 className="grow">{t(text.register)}</h1>
        <Link className="button" href="/permits/follow">
          {t(text.toFollow)}
        </Link>
      </div>
      <p className="soft">{t(text.registerHint)}</p>
      <input
        type="search"
        aria-label={t(text.searchRegister)}
        placeholder={t(text.searchRegister)}
        value={sought}
        onChange={(event) => {
          setSought(event.target.value)
          setPage(1)
        }}
      />
      {problem ? <ProblemBanner problem={problem} /> : null}
      <p className="small soft" role="status">
        {shown ? t(text.found, { n: number(shown.total) }) : t(text.loading)}
      </p>
      {shown?.total === 0 ? <p>{t(text.noPermits)}</p> : null}
      <ul className="register stack" aria-label={t(text.register)}>
        {shown?.entries.map((entry) => (
          <li key={entry.permitNumber + entry.unitCode} className="card">
            <div className="row">
              <strong>{entry.permitNumber}</strong>
              <span className="badge">{t(stateTitles[entry.state])}</span>
              {entry.specimen ? <IllustrativeBadge title={t(text.specimenWhy)} /> : null}
              <span className="grow" />
              <span className="soft small">{day(entry.issuedAt, words)}</span>
            </div>
            <div>{entry.title}</div>
            <dl className="facts">
              <dt>{t(text.site)}</dt>
              <dd>
                {entry.site}, {units.find(({ code }) => code === entry.unitCode)?.name ?? entry.unitCode}
              </dd>
              <dt>{t(text.owner)}</dt>
              <dd>{entry.owner}</dd>
              <dt>{t(text.storeys)}</dt>
              <dd>{number(entry.storeys)}</dd>
              <dt>{t(text.floor)}</dt>
              <dd>{area(entry.floorSquareMetres)}</dd>
            </dl>
          </li>
        ))}
      </ul>
      <Pager page={page} pages={pages} onPage={setPage} />
      <FileCheckCard />
    </main>
  )
}

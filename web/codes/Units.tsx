/** How far each unit is, codes for a whole unit, and what goes out: CSV. */
import { useEffect, useState } from 'react'
import type { Assignment, CodeStatistics } from '../../scenarios/api/codes.ts'
import type { ProblemDetail } from '../../scenarios/problem.ts'
import { api } from '../shared/api.ts'
import { useWords } from '../shared/language.tsx'
import { Banner, Field, ProblemBanner, problemOf } from '../shared/ui.tsx'
import { text } from './text.ts'

const LOOK_EVERY_MS = 1000

export function Units({
  statistics,
  mayGive,
  onGiven,
}: {
  statistics: CodeStatistics
  mayGive: boolean
  onGiven(): void
}) {
  const { t, number, percent } = useWords()
  return (
    <div className="stack">
      <div className="wide-table">
        <table>
          <thead>
            <tr>
              <th scope="col">{t(text.unit)}</th>
              {([text.count, text.withCode, text.codes, text.ended, text.lost] as const).map((one) => (
                <th key={one.en} scope="col" className="figure">
                  {t(one)}
                </th>
              ))}
              <th scope="col" />
            </tr>
          </thead>
          <tbody>
            {statistics.units.map(({ unitCode, name, addresses, withCode, codes, ended, lost }) => (
              <tr key={unitCode}>
                <th scope="row">{name}</th>
                <td className="figure">{number(addresses)}</td>
                <td className="figure">
                  {number(withCode)} ({addresses > 0 ? percent(withCode / addresses) : '–'})
                </td>
                <td className="figure">{number(codes)}</td>
                <td className="figure">{number(ended)}</td>
                <td className="figure">{number(lost)}</td>
                <td>
                  <a className="button" href={`/api/codes/export${unitCode ? `?unitCode=${unitCode}` : ''}`}>
                    {t(text.export)}
                    <span className="visually-hidden"> {name}</span>
                  </a>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {mayGive ? <GiveUnit statistics={statistics} onGiven={onGiven} /> : null}
    </div>
  )
}

function GiveUnit({ statistics, onGiven }: { statistics: CodeStatistics; onGiven(): void }) {
  const { t, number } = useWords()
  const units = statistics.units.filter((one) => one.unitCode !== null)
  const [unitCode, setUnitCode] = useState(units[0]?.unitCode ?? '')
  const [households, setHouseholds] = useState<'one' | 'counted'>('one')
  const [now, setNow] = useState<Assignment | null>(null)
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  const running = now?.state === 'running'
  useEffect(() => {
    let gone = false
    const look = () =>
      api.codes
        .assignment()
        .then((next) => {
          if (gone) return
          setNow(next)
          if (running && next.state !== 'running') onGiven()
        })
        .catch((error: unknown) => {
          if (!gone) setProblem(problemOf(error))
        })
    void look()
    const timer = running ? setInterval(look, LOOK_EVERY_MS) : undefined
    return () => {
      gone = true
      clearInterval(timer)
    }
  }, [running, onGiven])
  const attempt = (work: Promise<Assignment>) => {
    setProblem(null)
    work.then(setNow).catch((error: unknown) => setProblem(problemOf(error)))
  }
  const said =
    now && now.state !== 'none'
      ? { running: text.giving, done: text.given, cancelled: text.cancelled, failed: text.failed }[now.state]
      : null
  return (
    <section className="card stack" aria-labelledby="give-unit">
      <h2 id="give-unit">{t(text.giveUnit)}</h2>
      <div className="row">
        <Field label={t(text.unit)}>
          {(id) => (
            <select id={id} value={unitCode} disabled={running} onChange={(event) => setUnitCode(event.target.value)}>
              {units.map((one) => (
                <option key={one.unitCode} value={one.unitCode ?? ''}>
                  {one.name}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label={t(text.households)}>
          {(id) => (
            <select
              id={id}
              value={households}
              disabled={running}
              onChange={(event) => setHouseholds(event.target.value as 'one')}
            >
              <option value="one">{t(text.one)}</option>
              <option value="counted">{t(text.counted)}</option>
            </select>
          )}
        </Field>
      </div>
      <div className="row">
        <button
          type="button"
          className="primary"
          disabled={running || unitCode === ''}
          onClick={() => attempt(api.codes.assign({ unitCode, households }))}
        >
          {t(text.give)}
        </button>
        {running ? (
          <button type="button" onClick={() => attempt(api.codes.stopAssigning())}>
            {t(text.stop)}
          </button>
        ) : null}
      </div>
      {running ? <progress value={now.seen} max={Math.max(1, now.addresses)} aria-label={t(text.giveUnit)} /> : null}
      {said ? (
        <Banner kind="info">
          {t(said, { seen: number(now!.seen), all: number(now!.addresses), given: number(now!.given) })}
        </Banner>
      ) : null}
      {problem ? <ProblemBanner problem={problem} /> : null}
    </section>
  )
}

/** What the building does to its surroundings, as the server computed it: asked for, followed, read, and run again here. */
import { useEffect, useRef, useState } from 'react'
import type { ImpactJob, PermitCase } from '../../scenarios/api/permits.ts'
import { idfStations } from '../../scenarios/forcing-design.ts'
import { type ImpactAsk, partTitles, stormMinutes, stormYears, usualImpact } from '../../scenarios/permits/impact.ts'
import { Cancelled, type ProblemDetail } from '../../scenarios/problem.ts'
import type { Tiles } from '../../tiles/read/index.ts'
import { api, listen } from '../shared/api.ts'
import { useWords } from '../shared/language.tsx'
import { Link } from '../shared/route.tsx'
import { useSession } from '../shared/session.tsx'
import {
  Banner,
  Field,
  IllustrativeBadge,
  NumberField,
  ProblemBanner,
  ProgressBar,
  problemOf,
  problemOfError,
} from '../shared/ui.tsx'
import { ImpactFigures } from './ImpactFigures.tsx'
import { ImpactMap } from './ImpactMap.tsx'
import { type ComputedHere, computeHere } from './impact-here.ts'
import './impact.css'
import { hourTitles, impactText as text } from './impact-text.ts'

export function ImpactCard(props: { permit: PermitCase; tiles: Tiles | null; onReload(): Promise<void> }) {
  const { permit, tiles, onReload } = props
  const { t } = useWords()
  const { user } = useSession()
  const { impact, impactJob } = permit
  const mayAsk = user?.role === 'reviewer' || user?.role === 'approver'
  const running = impactJob?.state === 'running'
  return (
    <section className="card stack impact" aria-label={t(text.title)}>
      <div className="row">
        <h2>{t(text.title)}</h2>
        {impact?.record.illustrative ? <IllustrativeBadge title={t(text.illustrativeWhy)} /> : null}
      </div>
      <p className="small soft">{t(text.advice)}</p>
      {impact && !impact.current ? <Banner kind="warning">{t(text.stale)}</Banner> : null}
      {impact && tiles && tiles.manifest.hash !== impact.record.city ? (
        <Banner kind="info">{t(text.otherCity)}</Banner>
      ) : null}
      {!impact && !impactJob ? <p>{t(text.none)}</p> : null}
      {impactJob ? <Job permit={permit} job={impactJob} mayStop={mayAsk} onReload={onReload} /> : null}
      {mayAsk && !running ? <AskForm key={impact?.revision ?? 0} permit={permit} onReload={onReload} /> : null}
      {impact ? <Shown key={impact.revision} permit={permit} impact={impact} /> : null}
    </section>
  )
}

function AskForm({ permit, onReload }: { permit: PermitCase; onReload(): Promise<void> }) {
  const { t, number } = useWords()
  const [asked, setAsked] = useState<ImpactAsk>(permit.impactJob?.asked ?? permit.impact?.record.asked ?? usualImpact)
  const [sending, setSending] = useState(false)
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  const { rain, tide, hour } = asked
  const change = (next: Partial<ImpactAsk>) => setAsked({ ...asked, ...next })
  const storm = rain === 'city' ? null : rain
  const send = async () => {
    setSending(true)
    setProblem(null)
    try {
      await api.permits.startImpact(permit.id, asked)
      await onReload()
    } catch (error) {
      setProblem(problemOf(error))
    } finally {
      setSending(false)
    }
  }
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <div className="form-grid">
        <Field label={t(text.storm)}>
          {(id) => (
            <select
              id={id}
              value={storm?.station ?? 'city'}
              onChange={({ target: { value } }) =>
                change({
                  rain:
                    value === 'city'
                      ? 'city'
                      : { returnPeriodYears: 10, durationMinutes: 120, ...storm, station: value },
                })
              }
            >
              <option value="city">{t(text.cityStorm)}</option>
              {idfStations.map((station) => (
                <option key={station.id} value={station.id}>
                  {t(station.title)}
                </option>
              ))}
            </select>
          )}
        </Field>
        {storm ? (
          <>
            <Field label={t(text.years)}>
              {(id) => (
                <select
                  id={id}
                  value={storm.returnPeriodYears}
                  onChange={({ target }) =>
                    change({ rain: { ...storm, returnPeriodYears: stormYears[target.selectedIndex]! } })
                  }
                >
                  {stormYears.map((n) => (
                    <option key={n} value={n}>
                      {t(text.yearsOf, { n: number(n) })}
                    </option>
                  ))}
                </select>
              )}
            </Field>
            <Field label={t(text.minutes)}>
              {(id) => (
                <select
                  id={id}
                  value={storm.durationMinutes}
                  onChange={({ target }) =>
                    change({ rain: { ...storm, durationMinutes: stormMinutes[target.selectedIndex]! } })
                  }
                >
                  {stormMinutes.map((n) => (
                    <option key={n} value={n}>
                      {t(text.minutesOf, { n: number(n) })}
                    </option>
                  ))}
                </select>
              )}
            </Field>
          </>
        ) : null}
        <Field label={t(text.tide)}>
          {(id) => (
            <select
              id={id}
              value={typeof tide === 'string' ? tide : 'peak'}
              onChange={({ target: { value } }) =>
                change({ tide: value === 'city' || value === 'none' ? value : { peakMetres: 0.9 } })
              }
            >
              <option value="city">{t(text.cityTide)}</option>
              <option value="peak">{t(text.peakTide)}</option>
              <option value="none">{t(text.noTide)}</option>
            </select>
          )}
        </Field>
        {typeof tide === 'string' ? null : (
          <NumberField
            label={t(text.peak)}
            unit="m"
            value={tide.peakMetres}
            min={-1}
            max={3}
            step={0.05}
            onChange={(peakMetres) => change({ tide: { peakMetres } })}
          />
        )}
        <Field label={t(text.hour)}>
          {(id) => (
            <select
              id={id}
              value={hour}
              onChange={({ target }) => change({ hour: (['am', 'pm', 'off'] as const)[target.selectedIndex]! })}
            >
              {(['am', 'pm', 'off'] as const).map((one) => (
                <option key={one} value={one}>
                  {t(hourTitles[one])}
                </option>
              ))}
            </select>
          )}
        </Field>
      </div>
      {problem ? <ProblemBanner problem={problem} /> : null}
      <div className="row">
        <button type="submit" className={permit.impact?.current ? undefined : 'primary'} disabled={sending}>
          {t(permit.impact ? text.again : text.start)}
        </button>
      </div>
    </form>
  )
}

/** The runs under way, by the server's events; the case is read again when one of them ends, and when the record is there. */
function Job(props: { permit: PermitCase; job: ImpactJob; mayStop: boolean; onReload(): Promise<void> }) {
  const { permit, job, mayStop, onReload } = props
  const { t } = useWords()
  const [progress, setProgress] = useState<Readonly<Record<string, number>>>({})
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  const reload = useRef(onReload)
  reload.current = onReload
  const running = job.state === 'running'
  const ids = job.jobs.map(({ id }) => id).join(' ')
  useEffect(() => {
    if (!running) return
    const own = new Set(ids.split(' '))
    const learn = (id: string, fraction: number) => setProgress((known) => ({ ...known, [id]: fraction }))
    for (const id of own)
      api.jobs.get(id).then(
        (now) => learn(id, now.progress),
        () => {},
      )
    return listen((event) => {
      if (event.type === 'permit' && event.id === permit.id) void reload.current()
      if (event.type !== 'job' || !own.has(event.job.id)) return
      learn(event.job.id, event.job.progress)
      if (event.job.state === 'failed' || event.job.state === 'cancelled') void reload.current()
    })
  }, [running, ids, permit.id])
  const stop = async () => {
    try {
      await api.permits.stopImpact(permit.id)
      await onReload()
    } catch (error) {
      setProblem(problemOf(error))
    }
  }
  if (job.state === 'cancelled') return <Banner kind="info">{t(text.stopped)}</Banner>
  if (job.state === 'failed') return job.error ? <ProblemBanner problem={problemOfError(job.error)} /> : null
  return (
    <fieldset className="plain stack">
      <legend>{t(text.computing)}</legend>
      {job.jobs.map(({ id, part, state }) => (
        <ProgressBar key={id} label={t(partTitles[part])} fraction={state === 'done' ? 1 : (progress[id] ?? 0)} />
      ))}
      {problem ? <ProblemBanner problem={problem} /> : null}
      {mayStop ? (
        <div className="row">
          <button type="button" onClick={stop}>
            {t(text.stop)}
          </button>
        </div>
      ) : null}
    </fieldset>
  )
}

type Here =
  | { readonly status: 'idle' }
  | { readonly status: 'running'; readonly fraction: number }
  | { readonly status: 'failed'; readonly problem: ProblemDetail }
  | { readonly status: 'done'; readonly value: ComputedHere }

function Shown({ permit, impact }: { permit: PermitCase; impact: NonNullable<PermitCase['impact']> }) {
  const words = useWords()
  const { t, number, dateTime } = words
  const { record, revision, ledgerSequence } = impact
  const [here, setHere] = useState<Here>({ status: 'idle' })
  const stop = useRef<AbortController | null>(null)
  useEffect(() => () => stop.current?.abort(), [])
  const again = async () => {
    const going = new AbortController()
    stop.current = going
    setHere({ status: 'running', fraction: 0 })
    try {
      const progress = (fraction: number) => {
        if (!going.signal.aborted) setHere({ status: 'running', fraction })
      }
      setHere({ status: 'done', value: await computeHere(record, { signal: going.signal, progress }) })
    } catch (error) {
      const stopped = error instanceof Cancelled || going.signal.aborted
      setHere(stopped ? { status: 'idle' } : { status: 'failed', problem: problemOf(error) })
    }
  }
  const digests = here.status === 'done' ? here.value.digests : {}
  const { tidePeakMetres: peak } = record
  return (
    <>
      <p className="small">
        {t(text.about, {
          rain: number(record.rainMillimetres, 0),
          tide: peak === null ? '' : t(text.tideOf, { peak: number(peak, 2) }),
          reach: number(record.reachMetres),
          cell: number(record.cellSizeMetres),
          at: dateTime(record.computedAt),
        })}
      </p>
      <div className="impact-columns">
        <ImpactMap record={record} check={permit.application.check} here={here.status === 'done' ? here.value : null} />
        <ImpactFigures impact={impact} />
      </div>
      <h3>{t(text.runs)}</h3>
      <ul className="plain stack">
        {record.runs.map((run) => (
          <li key={run.id} className="small">
            <Link href={`/ledger/${run.ledgerSequence}`}>{t(partTitles[run.part])}</Link> · {run.kernel} ·{' '}
            <code title={run.digest}>{run.digest.slice(0, 12)}…</code>
            {digests[run.id] === undefined ? null : digests[run.id] === run.digest ? (
              <strong className="ok"> ✓ {t(text.same)}</strong>
            ) : (
              <strong className="fault"> ✗ {t(text.differs)}</strong>
            )}
          </li>
        ))}
        <li className="small soft">
          <Link href={`/ledger/${ledgerSequence}`}>
            {t(text.kept, { revision: number(revision), n: number(ledgerSequence) })}
          </Link>
        </li>
      </ul>
      <p className="small soft">{t(text.rerunHint)}</p>
      {here.status === 'failed' ? <ProblemBanner problem={here.problem} /> : null}
      <div className="row">
        {here.status === 'running' ? (
          <>
            <div className="grow">
              <ProgressBar label={t(text.rerunning)} fraction={here.fraction} />
            </div>
            <button type="button" onClick={() => stop.current?.abort()}>
              {t(text.stop)}
            </button>
          </>
        ) : (
          <button type="button" onClick={() => void again()}>
            {t(text.rerun)}
          </button>
        )}
      </div>
    </>
  )
}

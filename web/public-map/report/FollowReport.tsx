/** `/report/follow`: what this device sent and what it waits for; any report by its code: its way, its answer, what the sender may do. */
import { type FormEvent, useCallback, useEffect, useState } from 'react'
import type { NearReport, ReportFollow } from '../../../scenarios/api/reports.ts'
import type { ProblemDetail } from '../../../scenarios/problem.ts'
import { categoryFacts } from '../../../scenarios/reports/categories.ts'
import { reportStateTitles } from '../../../scenarios/reports/process.ts'
import { tidyFollowCode } from '../../../scenarios/reports/report.ts'
import { useWords } from '../../shared/language.tsx'
import { problemOf } from '../../shared/problem.ts'
import { navigate } from '../../shared/route.tsx'
import { ask } from '../ask.ts'
import { takeCode } from '../code-in-address.ts'
import { Followed } from './Followed.tsx'
import { flush, followed, watchKept } from './outbox.ts'
import { KindIcon, Said } from './parts.tsx'
import { Waits } from './Receipt.tsx'
import { all, type Kept, onChange, put, type Supported } from './store.ts'
import { text } from './text.ts'
import { isDraftBegun, setDraft } from './useDraft.ts'

export function FollowReport() {
  const { t } = useWords()
  const [typed, setTyped] = useState('')
  const [found, setFound] = useState<{ code: string; report: ReportFollow } | null>(null)
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  const look = useCallback(async (code: string) => {
    const tidy = tidyFollowCode(code)
    try {
      const report = await ask<ReportFollow>('/api/reports/follow', { headers: followed(tidy) })
      setProblem(null)
      setFound({ code: tidy, report })
    } catch (error) {
      setProblem(problemOf(error))
    }
  }, [])
  useEffect(() => {
    const given = () => {
      const code = takeCode()
      if (code) void look(code)
    }
    given()
    addEventListener('hashchange', given)
    flush().catch(() => {}) // it waits on
    return () => removeEventListener('hashchange', given)
  }, [look])
  if (found)
    return (
      <Followed
        {...found}
        onRead={(report) => setFound({ ...found, report })}
        onBack={() => {
          setFound(null)
          setTyped('')
        }}
      />
    )
  return (
    <div className="stack">
      <form
        className="stack"
        onSubmit={(event: FormEvent) => {
          event.preventDefault()
          void look(typed)
        }}
      >
        <label className="report-field">
          {t(text.code)}
          <input
            value={typed}
            required
            minLength={8}
            autoComplete="off"
            autoCapitalize="characters"
            spellCheck={false}
            onChange={(event) => setTyped(event.target.value)}
          />
        </label>
        <button type="submit" className="primary">
          {t(text.look)}
        </button>
      </form>
      {problem ? <Said problem={problem} /> : null}
      <OnDevice onLook={(code) => void look(code)} />
      <AlsoFollowed />
    </div>
  )
}

function OnDevice({ onLook }: { onLook(code: string): void }) {
  const { t } = useWords()
  const [kept, setKept] = useState<readonly Kept[]>([])
  useEffect(() => watchKept(setKept), [])
  return (
    <section className="stack">
      <h2>{t(text.onDevice)}</h2>
      {kept.length === 0 ? <p className="soft">{t(text.noneHere)}</p> : null}
      <ul className="report-list">
        {kept.map((one) => (
          <OnDeviceOne key={one.id} kept={one} onLook={onLook} />
        ))}
      </ul>
    </section>
  )
}

function OnDeviceOne({ kept, onLook }: { kept: Kept; onLook(code: string): void }) {
  const { t, dateTime } = useWords()
  const [asked, setAsked] = useState(false)
  const { id, body, code, state, photos, problem } = kept
  const again = async () => {
    if ((await isDraftBegun()) && !confirm(t(text.replaceDraft))) return
    const { category, lon, lat, danger, notPublic, contact } = body
    await setDraft({
      ...{ category, text: body.text, place: { lon, lat }, danger, notPublic, photos },
      ...{ name: contact?.name ?? '', phone: contact?.phone ?? '' },
    })
    await put('kept', id, undefined)
    navigate('/report')
  }
  return (
    <li className="card stack">
      <p className="row">
        <KindIcon category={body.category} />
        <strong className="grow">{t(categoryFacts[body.category].title)}</strong>
        <span className={`badge report-${state}`}>
          {t(state === 'sent' ? text.sent : state === 'refused' ? text.refused : text.waiting)}
        </span>
      </p>
      <p>{body.text}</p>
      <p className="hint">
        {code ? `${code} · ` : ''}
        {dateTime(kept.addedAt)}
      </p>
      <p className="report-code small-code">{body.followCode}</p>
      {problem && state !== 'waiting' ? <Said problem={problem} /> : null}
      <Waits kept={kept} />
      <div className="row">
        {state === 'sent' ? (
          <button type="button" className="primary" onClick={() => onLook(body.followCode)}>
            {t(text.see)}
          </button>
        ) : null}
        {state === 'refused' ? (
          <button type="button" onClick={() => void again()}>
            {t(text.editAgain)}
          </button>
        ) : null}
        {asked ? (
          <>
            <span>{t(text.forgetSure)}</span>
            <button type="button" className="danger" onClick={() => void put('kept', id, undefined)}>
              {t(text.yesRemove)}
            </button>
            <button type="button" onClick={() => setAsked(false)}>
              {t(text.keep)}
            </button>
          </>
        ) : (
          <button type="button" className="quiet" onClick={() => setAsked(true)}>
            {t(text.forgetLocal)}
          </button>
        )}
      </div>
    </li>
  )
}

/** What others sent and this person sees too. */
function AlsoFollowed() {
  const { t } = useWords()
  const [supported, setSupported] = useState<readonly Supported[]>([])
  useEffect(() => {
    const look = () => void all('supported').then(setSupported)
    look()
    return onChange(look)
  }, [])
  if (supported.length === 0) return null
  return (
    <section className="stack">
      <h2>{t(text.supported)}</h2>
      <ul className="report-list">
        {supported.map((one) => (
          <AlsoOne key={one.id} supported={one} />
        ))}
      </ul>
    </section>
  )
}

function AlsoOne({ supported: { id, code, category } }: { supported: Supported }) {
  const { t } = useWords()
  const [now, setNow] = useState<NearReport | null>(null)
  useEffect(() => {
    const stop = new AbortController()
    ask<NearReport>(`/api/reports/${id}/state`, { signal: stop.signal }).then(setNow, () => {
      // Not to be told now: the code stays.
    })
    return () => stop.abort()
  }, [id])
  return (
    <li className="card stack">
      <p className="row">
        <KindIcon category={category} />
        <strong className="grow">{t(categoryFacts[category].title)}</strong>
        {now ? <span className="badge">{t(reportStateTitles[now.state])}</span> : null}
      </p>
      <div className="row">
        <span className="hint grow">{code}</span>
        <button type="button" className="quiet" onClick={() => void put('supported', id, undefined)}>
          {t(text.forgetLocal)}
        </button>
      </div>
    </li>
  )
}

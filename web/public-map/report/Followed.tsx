/** One report as its sender sees it by the code: state, answer, rating, what may be added, what may be taken back. */
import { useRef, useState } from 'react'
import type { ReportFollow, ReportPhoto, ReportStep } from '../../../scenarios/api/reports.ts'
import type { ProblemDetail } from '../../../scenarios/problem.ts'
import { categoryFacts } from '../../../scenarios/reports/categories.ts'
import {
  type Rating,
  type ReportEvent,
  ratings,
  ratingTitles,
  reportEventTitles,
  reportStateTitles,
} from '../../../scenarios/reports/process.ts'
import type { Bilingual } from '../../../scenarios/text.ts'
import { useWords } from '../../shared/language.tsx'
import { problemOf } from '../../shared/problem.ts'
import { ask } from '../ask.ts'
import { followed } from './outbox.ts'
import { KindIcon, Said } from './parts.tsx'
import { smallPhoto } from './photo.ts'
import { ReceiptPdf } from './Receipt.tsx'
import { ResultPhotos } from './ResultPhotos.tsx'
import { text } from './text.ts'

export function Followed(props: {
  code: string
  report: ReportFollow
  onRead(report: ReportFollow): void
  onBack(): void
}) {
  const { code, report, onRead, onBack } = props
  const { t, dateTime } = useWords()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  const [said, setSaid] = useState<Bilingual | null>(null)
  const headers = followed(code)
  const attempt = async (work: () => Promise<ReportFollow>, done: Bilingual | null = null) => {
    setBusy(true)
    setProblem(null)
    setSaid(null)
    try {
      onRead(await work())
      setSaid(done)
      return true
    } catch (error) {
      setProblem(problemOf(error))
      return false
    } finally {
      setBusy(false)
    }
  }
  const step = (event: ReportEvent, more: Partial<ReportStep> = {}, done: Bilingual | null = null) => {
    const body: ReportStep = { event, note: '', revision: report.revision, ...more }
    return attempt(() => ask<ReportFollow>('/api/reports/follow/events', { method: 'POST', body, headers }), done)
  }
  const forget = () =>
    attempt(async () => {
      await ask('/api/reports/follow/people', { method: 'DELETE', headers })
      return { ...report, hasContact: false }
    }, text.forgotten)
  const addPhoto = (file: File) =>
    attempt(async () => {
      const { name, blob } = await smallPhoto(file)
      const address = `/api/reports/follow/photos?name=${encodeURIComponent(name)}`
      await ask<ReportPhoto>(address, { method: 'POST', body: blob, headers })
      return ask<ReportFollow>('/api/reports/follow', { headers })
    })
  const may = (event: ReportEvent) => report.may.includes(event)
  const answer = report.history.findLast(({ event }) => event === 'answer' || event === 'reject')
  return (
    <article className="stack" aria-busy={busy}>
      <div className="row">
        <button type="button" onClick={onBack}>
          ← {t(text.back)}
        </button>
        <span className="hint grow">{report.code}</span>
      </div>
      <h2 className="row">
        <KindIcon category={report.category} />
        <span className="grow">{t(categoryFacts[report.category].title)}</span>
        <span className={`badge report-state ${report.state}`}>{t(reportStateTitles[report.state])}</span>
      </h2>
      {report.text ? <p className="report-words">{report.text}</p> : null}
      {problem ? <Said problem={problem} /> : null}
      {said ? (
        <p className="banner" role="status">
          {t(said)}
        </p>
      ) : null}
      <ul className="report-facts">
        {report.unit ? <li>{t(text.inCharge, { unit: report.unit })}</li> : null}
        {report.answerDue ? (
          <li>
            {report.overdue ? <strong>{t(text.overdue)} · </strong> : null}
            {t(text.dueBy, { date: dateTime(report.answerDue) })}
          </li>
        ) : null}
        {report.joinedInto ? (
          <li>
            {t(text.joinedWith, { code: report.joinedInto.code, state: t(reportStateTitles[report.joinedInto.state]) })}
          </li>
        ) : null}
        {report.photosExpected > 0 ? (
          <li>{t(text.photosCome, { n: report.photos, all: Math.max(report.photos, report.photosExpected) })}</li>
        ) : null}
        {report.isPublished ? <li>{t(text.isPublic)}</li> : null}
      </ul>
      {answer?.note ? (
        <section className="card stack">
          <h3>{t(text.answerTitle)}</h3>
          <p className="report-words">{answer.note}</p>
          <ResultPhotos code={code} hashes={report.results} />
        </section>
      ) : null}
      <div>
        <ReceiptPdf code={code} name={report.code} />
      </div>
      {may('rate') || may('reopen') ? <Rate busy={busy} mayRate={may('rate')} step={step} /> : null}
      {may('supplement') ? <Supplement busy={busy} step={step} onPhoto={(file) => void addPhoto(file)} /> : null}
      <section className="stack">
        <h3>{t(text.history)}</h3>
        <ol className="report-way">
          {report.history.map((past) => (
            <li key={`${past.at} ${past.event}`}>
              <strong>{t(reportEventTitles[past.event])}</strong> <span className="hint">{dateTime(past.at)}</span>
              {past.unit ? <p>{past.unit}</p> : null}
              {past.rating ? <p>{t(ratingTitles[past.rating])}</p> : null}
              {past.note ? <p className="report-words">{past.note}</p> : null}
            </li>
          ))}
        </ol>
      </section>
      {report.hasContact ? (
        <button type="button" disabled={busy} onClick={() => void forget()}>
          {t(text.forgetMe)}
        </button>
      ) : null}
      {may('withdraw') ? (
        <details>
          <summary>{t(text.withdraw)}</summary>
          <p>{t(text.withdrawSure)}</p>
          <button type="button" className="danger" disabled={busy} onClick={() => void step('withdraw')}>
            {t(text.yesWithdraw)}
          </button>
        </details>
      ) : null}
    </article>
  )
}

type Step = (event: ReportEvent, more?: Partial<ReportStep>, done?: Bilingual | null) => Promise<boolean>

function Rate({ busy, mayRate, step }: { busy: boolean; mayRate: boolean; step: Step }) {
  const { t } = useWords()
  const [note, setNote] = useState('')
  const [asked, setAsked] = useState(false)
  const rate = (rating: Rating) => {
    if (rating !== 'dissatisfied') return void step('rate', { rating, note: note.trim() }, text.thanks)
    setAsked(note.trim() === '')
    if (note.trim() !== '') void step('reopen', { rating, note: note.trim() })
  }
  return (
    <section className="card stack">
      <h3>{t(text.rateTitle)}</h3>
      <label className="report-field">
        {t(text.why)}
        <textarea rows={2} maxLength={4000} value={note} onChange={(event) => setNote(event.target.value)} />
      </label>
      {asked ? (
        <p className="banner error" role="alert">
          {t(text.whyNeeded)}
        </p>
      ) : null}
      <div className="row">
        {ratings
          .filter((rating) => mayRate || rating === 'dissatisfied')
          .map((rating) => (
            <button key={rating} type="button" className="report-wide" disabled={busy} onClick={() => rate(rating)}>
              {t(ratingTitles[rating])}
            </button>
          ))}
      </div>
      <p className="hint">{t(text.reopenHint)}</p>
    </section>
  )
}

function Supplement(props: { busy: boolean; step: Step; onPhoto(file: File): void }) {
  const { busy, step, onPhoto } = props
  const { t } = useWords()
  const [note, setNote] = useState('')
  const input = useRef<HTMLInputElement>(null)
  return (
    <details>
      <summary>{t(text.supplement)}</summary>
      <div className="stack">
        <label className="report-field">
          {t(text.supplementHint)}
          <textarea rows={2} maxLength={4000} value={note} onChange={(event) => setNote(event.target.value)} />
        </label>
        <div className="row">
          <button
            type="button"
            disabled={busy || note.trim() === ''}
            onClick={async () => {
              if (await step('supplement', { note: note.trim() })) setNote('')
            }}
          >
            {t(text.addWords)}
          </button>
          <input
            ref={input}
            type="file"
            accept="image/*"
            className="visually-hidden"
            tabIndex={-1}
            aria-label={t(text.addPhoto)}
            onChange={(event) => {
              const file = event.target.files?.[0]
              event.target.value = ''
              if (file) onPhoto(file)
            }}
          />
          <button type="button" disabled={busy} onClick={() => input.current?.click()}>
            {t(text.addPhoto)}
          </button>
        </div>
      </div>
    </details>
  )
}

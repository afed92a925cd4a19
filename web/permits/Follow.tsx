/** `/permits/follow`: the applicant's own view of the case, by the secret code: states, dates, what is asked of them. */
import { type FormEvent, useEffect, useState } from 'react'
import type { PermitFollow } from '../../scenarios/api/permits.ts'
import { stateTitles } from '../../scenarios/permits/process.ts'
import type { ProblemDetail } from '../../scenarios/problem.ts'
import { AttachmentList, Uploader } from '../shared/Attachments.tsx'
import { api } from '../shared/api.ts'
import { giveFile } from '../shared/files.ts'
import { useWords } from '../shared/language.tsx'
import { later } from '../shared/later.tsx'
import { Link } from '../shared/route.tsx'
import { Banner, Field, IllustrativeBadge, ProblemBanner, problemOf } from '../shared/ui.tsx'
import { day, leftInWords } from './days.ts'
import { titleOfEvent } from './names.ts'
import { text } from './text.ts'

/** Whoever only looks does without the form. */
const Amend = later(async () => ({ default: (await import('./IntakePage.tsx')).Amend }))

export function Follow() {
  const { t } = useWords()
  const [code, setCode] = useState('')
  const [found, setFound] = useState<{ code: string; follow: PermitFollow } | null>(null)
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  // From the QR of a receipt: after #, which no server sees; taken away, so that no history keeps it.
  useEffect(() => {
    const scanned = location.hash.slice(1)
    if (!scanned) return
    history.replaceState(null, '', location.pathname)
    setCode(scanned)
  }, [])
  const attempt = async (work: () => Promise<PermitFollow>, by: string) => {
    try {
      setProblem(null)
      setFound({ code: by, follow: await work() })
    } catch (error) {
      setProblem(problemOf(error))
    }
  }
  const look = (event: FormEvent) => {
    event.preventDefault()
    const by = code.trim()
    void attempt(() => api.permits.follow(by), by)
  }
  return (
    <main className="page stack" id="main">
      <div className="row">
        <h1 className="grow">{t(text.follow)}</h1>
        <Link className="button" href="/permits/new">
          {t(text.newCase)}
        </Link>
      </div>
      <form className="card stack" onSubmit={look}>
        <Field label={t(text.followCode)} hint={t(text.followHint)}>
          {(id) => (
            <input
              id={id}
              value={code}
              required
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              onChange={(event) => setCode(event.target.value)}
            />
          )}
        </Field>
        <div>
          <button type="submit" className="primary">
            {t(text.look)}
          </button>
        </div>
      </form>
      {problem ? <ProblemBanner problem={problem} /> : null}
      {found ? <Found {...found} onStep={attempt} /> : null}
    </main>
  )
}

function Found(props: {
  code: string
  follow: PermitFollow
  onStep(work: () => Promise<PermitFollow>, by: string): Promise<void>
}) {
  const { code, follow, onStep } = props
  const words = useWords()
  const { t, dateTime } = words
  const [note, setNote] = useState('')
  const [amending, setAmending] = useState(false)
  const step = (event: 'supplement' | 'withdraw' | 'start') =>
    onStep(() => api.permits.followStep(code, { event, revision: follow.revision, note }), code)
  if (amending && follow.application)
    return (
      <Amend
        application={follow.application}
        title={text.supplementFigures}
        why={text.supplementFiguresWhy}
        submit={text.sendSupplement}
        onCancel={() => setAmending(false)}
        onSend={async (application, words) => {
          const sent = await api.permits.followStep(code, {
            event: 'supplement',
            revision: follow.revision,
            note: words,
            application,
          })
          setAmending(false)
          await onStep(async () => sent, code)
        }}
      />
    )
  return (
    <section className="card stack" aria-label={follow.code}>
      <div className="row">
        <h2 className="grow">{follow.code}</h2>
        <span className="badge">{t(stateTitles[follow.state])}</span>
        {follow.specimen ? <IllustrativeBadge title={t(text.specimenWhy)} /> : null}
      </div>
      <p>
        {follow.clock.due ? `${t(text.due)}: ${day(follow.clock.due, words)} ` : null}
        <span className={`badge bucket ${follow.clock.bucket}`}>{leftInWords(follow.clock, words)}</span>
      </p>
      {follow.permitNumber ? (
        <p>
          {t(text.permitNumber)}: <strong>{follow.permitNumber}</strong>{' '}
          {follow.specimen ? null : (
            <button
              type="button"
              onClick={() =>
                onStep(async () => {
                  giveFile(`${follow.permitNumber?.replace('/', '-')}.pdf`, await api.permits.followSigned(code))
                  return follow
                }, code)
              }
            >
              {t(text.getPermit)}
            </button>
          )}
        </p>
      ) : null}
      <History history={follow.history.map((one) => ({ ...one, when: dateTime(one.at) }))} />
      <h3>{t(text.attachments)}</h3>
      <AttachmentList attachments={follow.attachments} />
      {follow.may.includes('supplement') ? (
        <>
          <Banner kind="warning">{t(text.supplementAsked)}</Banner>
          <Uploader
            onSend={(file, options) => api.permits.followAttach(code, file, options)}
            onDone={() => onStep(() => api.permits.follow(code), code)}
          />
          <Field label={t(text.supplementNote)}>
            {(id) => (
              <textarea id={id} rows={3} maxLength={4000} value={note} onChange={(e) => setNote(e.target.value)} />
            )}
          </Field>
          <div className="row">
            <button type="button" className="primary" onClick={() => step('supplement')}>
              {t(text.sendSupplement)}
            </button>
            {follow.application ? (
              <button type="button" onClick={() => setAmending(true)}>
                {t(text.supplementFigures)}
              </button>
            ) : null}
          </div>
        </>
      ) : null}
      {follow.may.includes('start') ? (
        <section className="stack" aria-label={t(text.startNotice)}>
          <h3>{t(text.startNotice)}</h3>
          <p className="soft small">{t(text.startWhy)}</p>
          <Field label={t(text.startNote)}>
            {(id) => (
              <textarea id={id} rows={2} maxLength={4000} value={note} onChange={(e) => setNote(e.target.value)} />
            )}
          </Field>
          <div>
            <button type="button" className="primary" onClick={() => step('start')}>
              {t(text.startNotice)}
            </button>
          </div>
        </section>
      ) : null}
      {follow.may.includes('withdraw') ? (
        <details>
          <summary>{t(text.withdraw)}</summary>
          <div className="stack">
            <Field label={t(text.withdrawWhy)}>
              {(id) => (
                <textarea id={id} rows={2} maxLength={4000} value={note} onChange={(e) => setNote(e.target.value)} />
              )}
            </Field>
            <div>
              <button type="button" className="danger" onClick={() => step('withdraw')}>
                {t(text.withdrawSure)}
              </button>
            </div>
          </div>
        </details>
      ) : null}
    </section>
  )
}

function History({ history }: { history: readonly (PermitFollow['history'][number] & { when: string })[] }) {
  const { t } = useWords()
  return (
    <ol className="timeline" aria-label={t(text.history)}>
      {history.toReversed().map(({ event, state, at, when, note, clauses }) => (
        <li key={at + event}>
          <div className="row">
            <strong>{t(titleOfEvent(event))}</strong>
            <span className="grow soft">→ {t(stateTitles[state])}</span>
            <time className="small soft" dateTime={at}>
              {when}
            </time>
          </div>
          {note ? <p className="note">{note}</p> : null}
          {clauses.length > 0 ? <p className="small soft">{clauses.join('; ')}</p> : null}
        </li>
      ))}
    </ol>
  )
}

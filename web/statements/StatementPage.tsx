/** `/statements/:id`: one request: what is asked, of which place, by whom; given to someone, answered with words and files. */
import { useEffect, useState } from 'react'
import { linkOf } from '../../scenarios/address/share-link.ts'
import type { StatementCase, StatementStep } from '../../scenarios/api/statements.ts'
import type { ProblemDetail } from '../../scenarios/problem.ts'
import {
  endedStatements,
  type StatementEvent,
  statementEventTitles,
  statementStateTitles,
} from '../../scenarios/statements/process.ts'
import { purposeTitles } from '../../scenarios/statements/purposes.ts'
import { AttachmentList, Uploader } from '../shared/Attachments.tsx'
import { api, listen } from '../shared/api.ts'
import { day } from '../shared/days.ts'
import { useWords } from '../shared/language.tsx'
import { useLoaded } from '../shared/loaded.ts'
import { Link } from '../shared/route.tsx'
import { useSession } from '../shared/session.tsx'
import { Field, ProblemBanner, problemOf } from '../shared/ui.tsx'
import { text } from './text.ts'
import { When } from './When.tsx'

export function StatementPage({ id }: { id: string }) {
  const { t } = useWords()
  const loaded = useLoaded(() => api.statements.get(id), [id])
  const [moved, setMoved] = useState<StatementCase | null>(null)
  // Others move it too: who asks, from their phone.
  useEffect(
    () =>
      listen((event) => {
        if (event.type === 'statement' && event.id === id) api.statements.get(id).then(setMoved, () => {})
      }),
    [id],
  )
  return (
    <>
      <div>
        <Link href="/statements">← {t(text.back)}</Link>
      </div>
      <When loaded={loaded}>{(value) => <Shown statement={moved ?? value} onMoved={setMoved} />}</When>
    </>
  )
}

function Shown({ statement, onMoved }: { statement: StatementCase; onMoved(statement: StatementCase): void }) {
  const words = useWords()
  const { t, dateTime, area } = words
  const { user } = useSession()
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  const { id, code, ask, state, clock, people, files, history, unitName, filedAt, may } = statement
  const attempt = async (work: () => Promise<StatementCase>): Promise<boolean> => {
    try {
      setProblem(null)
      onMoved(await work())
      return true
    } catch (error) {
      setProblem(problemOf(error))
      return false
    }
  }
  const answers = user?.role === 'reviewer' || user?.role === 'approver'
  const address = answers ? { address: (hash: string) => `/api/statements/${id}/files/${hash}` } : {}
  const erase = () => {
    if (!confirm(t(text.eraseSure))) return
    void attempt(async () => {
      await api.statements.erase(id)
      return api.statements.get(id)
    })
  }
  return (
    <>
      <div className="row">
        <h1 className="grow">{code}</h1>
        <span className="badge">{t(statementStateTitles[state])}</span>
        {clock.bucket === 'closed' || !clock.due ? null : (
          <span className={`badge bucket ${clock.bucket}`}>
            {t(text.buckets[clock.bucket])}, {t(text.due, { date: day(clock.due, words) })}
          </span>
        )}
      </div>
      <section className="card stack">
        {ask ? (
          <p>
            <strong>{ask.place}</strong>
            {ask.parcel ? ` · ${t(text.parcel, { number: ask.parcel.number, sheet: ask.parcel.sheet })}` : ''}
            {ask.parcel?.areaSquareMetres ? ` · ${area(ask.parcel.areaSquareMetres)}` : ''}
            {unitName ? ` · ${unitName}` : ''} ·{' '}
            <a
              href={linkOf({
                path: '/',
                view: null,
                place: { lon: ask.lon, lat: ask.lat, text: ask.place },
                layers: null,
              })}
            >
              {t(text.onMap)}
            </a>
          </p>
        ) : (
          <p className="soft">
            {unitName ? `${unitName} · ` : ''}
            {t(text.notSeen)}
          </p>
        )}
        <p>
          {ask ? `${t(text.purpose)}: ${t(purposeTitles[ask.purpose])} · ` : ''}
          {t(text.filedAt)} {dateTime(filedAt)}
        </p>
        {ask?.question ? (
          <p className="statement-words">
            {t(text.question)}: {ask.question}
          </p>
        ) : null}
        <h2>{t(text.people)}</h2>
        {people ? (
          <p>
            {people.name} · <a href={`tel:${people.phone}`}>{people.phone}</a>
            {people.address ? ` · ${t(text.address)}: ${people.address}` : ''}
          </p>
        ) : (
          <p className="soft">{t(text.noPeople)}</p>
        )}
        {user?.role === 'admin' && people === null && endedStatements.has(state) ? (
          <div>
            <button type="button" className="danger" onClick={erase}>
              {t(text.erase)}
            </button>
          </div>
        ) : null}
      </section>
      <section className="card stack">
        <h2>{t(text.files)}</h2>
        <h3>{t(text.ofAsker)}</h3>
        <AttachmentList attachments={files.filter(({ ofOffice }) => !ofOffice)} {...address} />
        <h3>{t(text.ofOffice)}</h3>
        <AttachmentList attachments={files.filter(({ ofOffice }) => ofOffice)} {...address} />
        {answers && may.includes('answer') ? (
          <Uploader
            photos
            onSend={(file, options) => api.statements.attach(id, file, options)}
            onDone={() => void attempt(() => api.statements.get(id))}
          />
        ) : null}
      </section>
      <Steps statement={statement} problem={problem} onStep={attempt} />
      <section className="card stack">
        <h2>{t(text.history)}</h2>
        <ol>
          {history.map(({ event, at, actor, note, ledgerSequence }) => (
            <li key={ledgerSequence}>
              <strong>{t(statementEventTitles[event])}</strong> · {actor === 'asker' ? t(text.asker) : actor} ·{' '}
              {dateTime(at)} · <Link href={`/ledger/${ledgerSequence}`}>{t(text.ledger, { n: ledgerSequence })}</Link>
              {note ? <p className="statement-words">{note}</p> : null}
            </li>
          ))}
        </ol>
      </section>
    </>
  )
}

const dangerous: ReadonlySet<StatementEvent> = new Set(['refuse'])

function Steps(props: {
  statement: StatementCase
  problem: ProblemDetail | null
  onStep(work: () => Promise<StatementCase>): Promise<boolean>
}) {
  const { statement, problem, onStep } = props
  const { id, may, revision, assignee } = statement
  const { t } = useWords()
  const [note, setNote] = useState('')
  const [to, setTo] = useState(assignee?.id ?? '')
  const mayAssign = may.includes('assign')
  const staff = useLoaded(() => (mayAssign ? api.statements.staff() : Promise.resolve([])), [mayAssign])
  const step = async (event: StatementEvent, more: Partial<StatementStep> = {}) => {
    if (await onStep(() => api.statements.step(id, { event, note, revision, ...more }))) setNote('')
  }
  const others = may.filter((event) => event !== 'assign')
  return (
    <section className="card stack" aria-label={t(text.steps)}>
      <h2>{t(text.steps)}</h2>
      {problem ? <ProblemBanner problem={problem} /> : null}
      {may.length === 0 ? <p className="soft">{t(text.noSteps)}</p> : null}
      {mayAssign ? (
        <div className="row">
          <Field label={t(text.assignee)}>
            {(field) => (
              <select id={field} value={to} onChange={(event) => setTo(event.target.value)}>
                <option value="">{t(text.nobody)}</option>
                {staff.status === 'ready'
                  ? staff.value.map((one) => (
                      <option key={one.id} value={one.id}>
                        {one.name}
                      </option>
                    ))
                  : null}
              </select>
            )}
          </Field>
          <button type="button" onClick={() => void step('assign', { note: '', assignee: to || null })}>
            {t(text.assign)}
          </button>
        </div>
      ) : null}
      {others.length > 0 ? (
        <>
          <Field label={t(text.note)}>
            {(field) => (
              <textarea
                id={field}
                rows={5}
                maxLength={8000}
                value={note}
                onChange={(event) => setNote(event.target.value)}
              />
            )}
          </Field>
          <div className="row">
            {others.map((event) => (
              <button
                key={event}
                type="button"
                className={event === 'answer' ? 'primary' : dangerous.has(event) ? 'danger' : ''}
                onClick={() => void step(event)}
              >
                {t(statementEventTitles[event])}
              </button>
            ))}
          </div>
        </>
      ) : null}
    </section>
  )
}

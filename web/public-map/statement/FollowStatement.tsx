/** How a request stands, by its code; more is sent, it is withdrawn, the answer is read and its files are saved. */
import { type FormEvent, useEffect, useState } from 'react'
import type { StatementFollow, StatementStep } from '../../../scenarios/api/statements.ts'
import { FOLLOW_HEADER } from '../../../scenarios/follow.ts'
import type { ProblemDetail } from '../../../scenarios/problem.ts'
import {
  type StatementEvent,
  statementEventTitles,
  statementStateTitles,
} from '../../../scenarios/statements/process.ts'
import { purposeTitles } from '../../../scenarios/statements/purposes.ts'
import { day } from '../../shared/days.ts'
import { useWords } from '../../shared/language.tsx'
import { problemOf } from '../../shared/problem.ts'
import { Link } from '../../shared/route.tsx'
import { Field, ProblemBanner } from '../../shared/ui.tsx'
import { ask } from '../ask.ts'
import { takeCode } from '../code-in-address.ts'
import { SavePdf } from '../SavePdf.tsx'
import { saveFollowed } from '../save-file.ts'
import { text } from './text.ts'

const by = (code: string) => ({ [FOLLOW_HEADER]: code })

export function FollowStatement() {
  const { t } = useWords()
  const [code, setCode] = useState('')
  const [found, setFound] = useState<{ code: string; statement: StatementFollow } | null>(null)
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  const attempt = async (work: () => Promise<StatementFollow>, of: string): Promise<boolean> => {
    try {
      setProblem(null)
      setFound({ code: of, statement: await work() })
      return true
    } catch (error) {
      setProblem(problemOf(error))
      return false
    }
  }
  const read = (of: string) => ask<StatementFollow>('/api/statements/follow', { headers: by(of) })
  // biome-ignore lint/correctness/useExhaustiveDependencies: once
  useEffect(() => {
    const given = takeCode()
    if (!given) return
    setCode(given)
    void attempt(() => read(given), given)
  }, [])
  const look = (event: FormEvent) => {
    event.preventDefault()
    const of = code.trim()
    void attempt(() => read(of), of)
  }
  return (
    <div className="stack statement">
      {found ? null : (
        <form className="stack" onSubmit={look}>
          <Field label={t(text.followCode)}>
            {(id) => (
              <input
                id={id}
                value={code}
                required
                minLength={8}
                maxLength={100}
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
          <p>
            <Link href="/statement">{t(text.newLink)}</Link>
          </p>
        </form>
      )}
      {problem ? <ProblemBanner problem={problem} /> : null}
      {found ? <Found code={found.code} statement={found.statement} attempt={attempt} onProblem={setProblem} /> : null}
    </div>
  )
}

function Found(props: {
  code: string
  statement: StatementFollow
  attempt(work: () => Promise<StatementFollow>, of: string): Promise<boolean>
  onProblem(problem: ProblemDetail): void
}) {
  const { code, statement, attempt, onProblem } = props
  const words = useWords()
  const { t, dateTime, number } = words
  const { ask: asked, state, clock, terms, history, files, may, revision } = statement
  const [note, setNote] = useState('')
  const answer = history.findLast(({ event }) => event === 'answer' || event === 'refuse')
  const step = async (event: StatementEvent) => {
    if (event === 'withdraw' && !confirm(t(text.withdrawSure))) return
    const body: StatementStep = { event, revision, note }
    const work = () =>
      ask<StatementFollow>('/api/statements/follow/events', { method: 'POST', body, headers: by(code) })
    if (await attempt(work, code)) setNote('')
  }
  const send = (file: File | undefined) => {
    if (!file) return
    const path = `/api/statements/follow/files?${new URLSearchParams({ name: file.name })}`
    void attempt(async () => {
      await ask(path, { method: 'POST', body: file, headers: by(code) })
      return ask<StatementFollow>('/api/statements/follow', { headers: by(code) })
    }, code)
  }
  return (
    <div className="stack">
      <h2>{statement.code}</h2>
      <p>
        {t(text.state)}: <strong>{t(statementStateTitles[state])}</strong>
        {statement.unitName ? ` · ${t(text.unit)}: ${statement.unitName}` : ''}
      </p>
      <p>
        {asked.place}
        {asked.parcel ? ` · ${t(text.number)} ${asked.parcel.number}, ${t(text.sheet)} ${asked.parcel.sheet}` : ''} ·{' '}
        {t(purposeTitles[asked.purpose])}
      </p>
      {asked.question ? <p className="statement-words">{asked.question}</p> : null}
      {clock.due && clock.bucket !== 'closed' ? (
        <p>
          {t(text.due, { date: day(clock.due, words), days: clock.termDays })}{' '}
          {terms.confidence === 'assumed' ? t(text.assumed) : ''}
        </p>
      ) : null}
      <div>
        <SavePdf
          label={text.receiptPdf}
          path="/api/statements/follow/receipt.pdf"
          code={code}
          name={`${statement.code}.pdf`}
        />
      </div>
      {answer ? (
        <section className="card stack">
          <h3>{t(text.answer)}</h3>
          <p className="statement-words">{answer.note}</p>
          <p className="soft">{t(text.notCertificate)}</p>
          <div>
            <SavePdf
              label={text.answerPdf}
              path="/api/statements/follow/answer.pdf"
              code={code}
              name={`${statement.code}-tra-loi.pdf`}
            />
          </div>
        </section>
      ) : null}
      <h3>{t(text.files)}</h3>
      {files.length === 0 ? <p className="soft">{t(text.noFiles)}</p> : null}
      <ul className="seen">
        {files.map((file) => (
          <li key={file.hash} className="row">
            <button
              type="button"
              className="quiet"
              onClick={() =>
                saveFollowed(`/api/statements/follow/files/${file.hash}`, code, file.name).catch((error) =>
                  onProblem(problemOf(error)),
                )
              }
            >
              {file.name}
            </button>
            <span className="soft">
              {t(file.ofOffice ? text.ofOffice : text.ofYou)} · {number(Math.ceil(file.bytes / 1024))} kB
            </span>
          </li>
        ))}
      </ul>
      {may.includes('withdraw') ? (
        <Field label={t(text.addFile)}>
          {(id) => (
            <input
              id={id}
              type="file"
              accept="image/png,image/jpeg,application/pdf"
              onChange={(event) => {
                send(event.target.files?.[0])
                event.target.value = ''
              }}
            />
          )}
        </Field>
      ) : null}
      {may.includes('supply') ? (
        <>
          <Field label={t(text.supplement)}>
            {(id) => (
              <textarea id={id} rows={3} maxLength={8000} value={note} onChange={(e) => setNote(e.target.value)} />
            )}
          </Field>
          <div>
            <button type="button" className="primary" onClick={() => void step('supply')}>
              {t(text.supply)}
            </button>
          </div>
        </>
      ) : null}
      {may.includes('withdraw') ? (
        <div>
          <button type="button" className="danger" onClick={() => void step('withdraw')}>
            {t(text.withdraw)}
          </button>
        </div>
      ) : null}
      <h3>{t(text.way)}</h3>
      <ol className="statement-way">
        {history.map(({ event, at, actor, note: words }) => (
          <li key={at + event}>
            <strong>{t(statementEventTitles[event])}</strong> ·{' '}
            {t(actor === 'asker' ? text.actors.asker : text.actors.office)} · {dateTime(at)}
            {words && event !== 'answer' && event !== 'refuse' ? <p className="statement-words">{words}</p> : null}
          </li>
        ))}
      </ol>
    </div>
  )
}

/** What may be done with a report now, by the state table and the role; each event asks for what it needs. */
import { type FormEvent, useState } from 'react'
import type { ReportCase, ReportStep } from '../../scenarios/api/reports.ts'
import type { ProblemDetail } from '../../scenarios/problem.ts'
import { categoryFacts, type ReportCategory, reportCategories } from '../../scenarios/reports/categories.ts'
import {
  type ReportEvent,
  reportEventTitles,
  reportStateTitles,
  wordsToSender,
} from '../../scenarios/reports/process.ts'
import { answerTemplates, rejectionTemplates } from '../../scenarios/reports/templates.ts'
import { api } from '../shared/api.ts'
import { day } from '../shared/days.ts'
import { useWords } from '../shared/language.tsx'
import { Field, ProblemBanner, problemOf } from '../shared/ui.tsx'
import { Publication } from './Publication.tsx'
import { text } from './text.ts'

const withUnit: ReadonlySet<ReportEvent> = new Set(['assign', 'forward'])
const withDay: ReadonlySet<ReportEvent> = new Set(['ask-extension', 'extend'])
const withPublication: ReadonlySet<ReportEvent> = new Set(['propose', 'publish'])
const unwelcome: ReadonlySet<ReportEvent> = new Set(['reject', 'unpublish', 'send-back', 'return'])

export type Send = (step: Omit<ReportStep, 'revision' | 'note'> & { note?: string }) => Promise<void>

export function Actions({ report, onMoved }: { report: ReportCase; onMoved(report: ReportCase): void }) {
  const { t } = useWords()
  const { category, urgent, notPublic } = report
  const [event, setEvent] = useState<ReportEvent | null>(null)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  const send: Send = async (step) => {
    setBusy(true)
    setProblem(null)
    try {
      onMoved(await api.reports.step(report.id, { note: '', ...step, revision: report.revision }))
      // The next may be open already; what was sent is closed.
      setEvent((now) => (now === step.event ? null : now))
    } catch (error) {
      setProblem(problemOf(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <section className="card stack" aria-label={t(text.actions)}>
      <h2>{t(text.actions)}</h2>
      {report.may.length === 0 ? <p className="soft">{t(text.nothing)}</p> : null}
      <div className="row reports-actions">
        {report.may.map((one) => (
          <button
            key={one}
            type="button"
            className={unwelcome.has(one) ? 'danger' : undefined}
            aria-pressed={event === one}
            onClick={() => setEvent(event === one ? null : one)}
          >
            {t(reportEventTitles[one])}
          </button>
        ))}
      </div>
      {problem ? <ProblemBanner problem={problem} /> : null}
      {/* A form stays as it was left when the report moves, unless what it began with was changed by another. */}
      {event === null ? null : withPublication.has(event) ? (
        <Publication
          key={event + JSON.stringify(report.publication)}
          report={report}
          event={event}
          busy={busy}
          send={send}
        />
      ) : event === 'receive' || event === 'classify' ? (
        <Classify
          key={`${event} ${category} ${urgent} ${notPublic}`}
          report={report}
          event={event}
          busy={busy}
          send={send}
        />
      ) : event === 'join' ? (
        <Join report={report} busy={busy} send={send} />
      ) : (
        <Plain key={event} report={report} event={event} busy={busy} send={send} />
      )}
    </section>
  )
}

/** What a template left to be filled in; null: nothing. */
export const unfilled = (words: string): string | null => /\[[^\]\n]{1,60}\]/.exec(words)?.[0] ?? null

interface FormProps {
  readonly report: ReportCase
  readonly event: ReportEvent
  readonly busy: boolean
  readonly send: Send
}

/** Words, and a unit or a day where the event has one. */
function Plain({ report, event, busy, send }: FormProps) {
  const words = useWords()
  const { t } = words
  const [note, setNote] = useState('')
  const [unit, setUnit] = useState(event === 'assign' ? categoryFacts[report.category].unit.vi : '')
  const [until, setUntil] = useState(report.latestDay)
  const blank = unfilled(note)
  const templates = event === 'answer' ? answerTemplates : event === 'reject' ? rejectionTemplates : null
  const submit = (submitted: FormEvent) => {
    submitted.preventDefault()
    void send({
      event,
      note: note.trim(),
      ...(withUnit.has(event) ? { unit } : {}),
      ...(withDay.has(event) ? { until } : {}),
    })
  }
  return (
    <form className="stack" onSubmit={submit}>
      {withUnit.has(event) ? (
        <Field label={t(text.unit)}>
          {(id) => (
            <>
              <input
                id={id}
                list={`${id}-units`}
                required
                maxLength={200}
                value={unit}
                onChange={(change) => setUnit(change.target.value)}
              />
              <datalist id={`${id}-units`}>
                {[...new Set(reportCategories.map((one) => categoryFacts[one].unit.vi))].map((one) => (
                  <option key={one} value={one} />
                ))}
              </datalist>
            </>
          )}
        </Field>
      ) : null}
      {withDay.has(event) ? (
        <Field label={t(text.until)} hint={t(text.latest, { date: day(report.latestDay, words) })}>
          {(id) => (
            <input
              id={id}
              type="date"
              required
              max={report.latestDay}
              value={until}
              onChange={(change) => setUntil(change.target.value)}
            />
          )}
        </Field>
      ) : null}
      {templates ? (
        <Field label={t(text.template)}>
          {(id) => (
            <select
              id={id}
              value=""
              onChange={(change) => setNote(templates[Number(change.target.value)]?.text ?? note)}
            >
              <option value="">{t(text.noTemplate)}</option>
              {templates.map(({ title }, i) => (
                <option key={title.vi} value={i}>
                  {t(title)}
                </option>
              ))}
            </select>
          )}
        </Field>
      ) : null}
      <Field
        label={t(event === 'answer' || event === 'note' ? text.words : text.reason)}
        hint={t(wordsToSender.has(event) ? text.toSender : text.internal)}
      >
        {(id) => (
          <textarea
            id={id}
            rows={4}
            maxLength={4000}
            value={note}
            onChange={(change) => setNote(change.target.value)}
          />
        )}
      </Field>
      {blank ? <p className="hint warn">{t(text.fillIn, { blank })}</p> : null}
      <Submit event={event} busy={busy || blank !== null} />
    </form>
  )
}

function Classify({ report, event, busy, send }: FormProps) {
  const { t } = useWords()
  const [category, setCategory] = useState<ReportCategory>(report.category)
  const [urgent, setUrgent] = useState(report.urgent)
  const [notPublic, setNotPublic] = useState(report.notPublic)
  const submit = (submitted: FormEvent) => {
    submitted.preventDefault()
    void send({ event, category, urgent, notPublic })
  }
  return (
    <form className="stack" onSubmit={submit}>
      <Field label={t(text.kind)}>
        {(id) => (
          <select
            id={id}
            value={category}
            onChange={(change) => {
              const next = reportCategories.find((one) => one === change.target.value) ?? category
              setCategory(next)
              setUrgent(report.danger || categoryFacts[next].urgent)
            }}
          >
            {reportCategories.map((one) => (
              <option key={one} value={one}>
                {t(categoryFacts[one].title)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <label className="row">
        <input type="checkbox" checked={urgent} onChange={(change) => setUrgent(change.target.checked)} />
        {t(text.urgent)}
      </label>
      <label className="row">
        <input
          type="checkbox"
          checked={notPublic}
          disabled={report.notPublic}
          onChange={(change) => setNotPublic(change.target.checked)}
        />
        {t(text.keepPrivate)}
      </label>
      <Submit event={event} busy={busy} />
    </form>
  )
}

function Join({ report, busy, send }: Omit<FormProps, 'event'>) {
  const { t } = useWords()
  const [into, setInto] = useState(report.near[0]?.id ?? '')
  const [code, setCode] = useState('')
  const [missing, setMissing] = useState(false)
  const submit = async (submitted: FormEvent) => {
    submitted.preventDefault()
    setMissing(false)
    if (into) return send({ event: 'join', into })
    const { reports } = await api.reports.list({ q: code, bucket: 'all' })
    const other = reports.find((one) => one.code === code.trim().toUpperCase())
    setMissing(!other)
    if (other) await send({ event: 'join', into: other.id })
  }
  return (
    <form className="stack" onSubmit={(submitted) => void submit(submitted)}>
      <Field label={t(text.into)}>
        {(id) => (
          <select id={id} value={into} onChange={(change) => setInto(change.target.value)}>
            {report.near.map((one) => (
              <option key={one.id} value={one.id}>
                {t(text.nearOne, { code: one.code, metres: one.metres ?? 0, state: t(reportStateTitles[one.state]) })}
              </option>
            ))}
            <option value="">{t(text.intoOther)}</option>
          </select>
        )}
      </Field>
      {into ? null : (
        <Field label={t(text.intoOther)} {...(missing ? { hint: t(text.noInto) } : {})}>
          {(id) => <input id={id} required value={code} onChange={(change) => setCode(change.target.value)} />}
        </Field>
      )}
      <Submit event="join" busy={busy} />
    </form>
  )
}

export function Submit({ event, busy }: { event: ReportEvent; busy: boolean }) {
  const { t } = useWords()
  return (
    <div>
      <button type="submit" className="primary" disabled={busy}>
        {t(reportEventTitles[event])}
      </button>
    </div>
  )
}

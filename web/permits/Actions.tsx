/** What one may do with the case now, each with its form: note from a template, whom, which clauses. */
import { useEffect, useState } from 'react'
import type { PermitCase, PermitStaff, PermitStep } from '../../scenarios/api/permits.ts'
import { citableClauses, eventTitles, type PermitEvent } from '../../scenarios/permits/process.ts'
import { noteTemplates } from '../../scenarios/permits/templates.ts'
import type { ProblemDetail } from '../../scenarios/problem.ts'
import { both } from '../../scenarios/text.ts'
import { api } from '../shared/api.ts'
import { useWords } from '../shared/language.tsx'
import { Banner, Field, ProblemBanner, problemOf } from '../shared/ui.tsx'
import { placeTitles, caseText as text } from './case-text.ts'
import { today } from './days.ts'
import { impactText } from './impact-text.ts'
import { filled, knownPlaces, openPlaces } from './note.ts'

/** What must rest on the server's own check of the application as it stands. */
const RESTS_ON_CHECK: ReadonlySet<PermitEvent> = new Set(['propose', 'approve', 'issue', 'register'])
const CITES: ReadonlySet<PermitEvent> = new Set(['refuse', 'propose'])
const AGAINST: ReadonlySet<PermitEvent> = new Set(['refuse-at-intake', 'refuse', 'revoke', 'withdraw', 'lapse'])
/** Done by the clock, not by hand. */
const BY_CLOCK: ReadonlySet<PermitEvent> = new Set(['lapse'])

export function Actions(props: {
  permit: PermitCase
  onStep(next: PermitCase): void
  onAmend(event: 'supplement' | 'adjust'): void
}) {
  const { permit, onStep, onAmend } = props
  const { t } = useWords()
  const [event, setEvent] = useState<PermitEvent | null>(null)
  const may = permit.may.filter((one) => !BY_CLOCK.has(one))
  const waits = may.some((one) => RESTS_ON_CHECK.has(one)) && !permit.reportCurrent
  const done = (next: PermitCase) => {
    setEvent(null)
    onStep(next)
  }
  return (
    <section className="card stack" aria-label={t(text.actions)}>
      <h2>{t(text.actions)}</h2>
      {may.length === 0 ? <p className="soft">{t(text.noActions)}</p> : null}
      {permit.impact && !permit.impact.current && may.some((one) => RESTS_ON_CHECK.has(one)) ? (
        <Banner kind="warning">{t(impactText.staleDecision)}</Banner>
      ) : null}
      {waits ? <Banner kind="warning">{t(text.needsCheck)}</Banner> : null}
      <div className="row">
        {may.map((one) => (
          <button
            key={one}
            type="button"
            className={AGAINST.has(one) ? 'danger' : undefined}
            aria-pressed={event === one}
            disabled={RESTS_ON_CHECK.has(one) && !permit.reportCurrent}
            onClick={() => setEvent(event === one ? null : one)}
          >
            {t(eventTitles[one])}
          </button>
        ))}
        {(['supplement', 'adjust'] as const).map((one) =>
          may.includes(one) ? (
            <button key={`figures ${one}`} type="button" onClick={() => onAmend(one)}>
              {t(one === 'adjust' ? text.adjustFigures : text.amend)}
            </button>
          ) : null,
        )}
      </div>
      {event && may.includes(event) ? (
        <StepForm key={event} event={event} permit={permit} onDone={done} onCancel={() => setEvent(null)} />
      ) : null}
    </section>
  )
}

function StepForm(props: { event: PermitEvent; permit: PermitCase; onDone(next: PermitCase): void; onCancel(): void }) {
  const { event, permit, onDone, onCancel } = props
  const { t } = useWords()
  const [clauses, setClauses] = useState<readonly string[]>([])
  const [template, setTemplate] = useState('')
  const [values, setValues] = useState<Readonly<Record<string, string>>>({})
  const [written, setWritten] = useState<string | null>(null)
  const [to, setTo] = useState('')
  const [sending, setSending] = useState(false)
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  const templates = noteTemplates.filter((one) => one.event === event)
  const chosen = templates.find(({ id }) => id === template)
  const known = knownPlaces(permit, clauses, today())
  const places = chosen ? openPlaces(chosen.text) : []
  const note = written ?? (chosen ? filled(chosen.text, { ...known, ...values }) : '')
  const open = openPlaces(note)
  const citable = CITES.has(event) ? citableClauses(permit.history, permit.report) : []

  const send = async () => {
    setSending(true)
    setProblem(null)
    const step: PermitStep = {
      event,
      revision: permit.revision,
      note,
      clauses: [...clauses],
      ...(to.trim() ? { to: to.trim() } : {}),
    }
    try {
      onDone(await api.permits.step(permit.id, step))
    } catch (error) {
      setProblem(problemOf(error))
      setSending(false)
    }
  }
  return (
    <form
      className="stack step-form"
      aria-label={t(eventTitles[event])}
      onSubmit={(submit) => {
        submit.preventDefault()
        void send()
      }}
    >
      {event === 'assign' ? <Assignee value={to} onChange={setTo} /> : null}
      {event === 'consult' || event === 'opinion' ? (
        <Body event={event} permit={permit} value={to} onChange={setTo} />
      ) : null}
      {CITES.has(event) ? (
        <fieldset className="stack">
          <legend>{t(text.clauses)}</legend>
          <p className="small soft">{citable.length > 0 ? t(text.clausesWhy) : t(text.noClauses)}</p>
          {citable.map((clause) => (
            <label key={clause} className="row check">
              <input
                type="checkbox"
                checked={clauses.includes(clause)}
                onChange={({ target }) =>
                  setClauses(target.checked ? [...clauses, clause] : clauses.filter((one) => one !== clause))
                }
              />
              {clause}
            </label>
          ))}
        </fieldset>
      ) : null}
      {templates.length > 0 ? (
        <Field label={t(text.template)}>
          {(id) => (
            <select
              id={id}
              value={template}
              onChange={({ target }) => {
                setTemplate(target.value)
                setWritten(null)
              }}
            >
              <option value="">{t(text.noTemplate)}</option>
              {templates.map((one) => (
                <option key={one.id} value={one.id}>
                  {t(one.title)}
                </option>
              ))}
            </select>
          )}
        </Field>
      ) : null}
      {chosen && written === null && places.length > 0 ? (
        <div className="form-grid">
          {places.map((name) => (
            <Field key={name} label={t(placeTitles[name] ?? both(name, name))}>
              {(id) => (
                <input
                  id={id}
                  value={values[name] ?? known[name] ?? ''}
                  onChange={({ target }) => setValues({ ...values, [name]: target.value })}
                />
              )}
            </Field>
          ))}
        </div>
      ) : null}
      <Field label={t(text.note)}>
        {(id) => (
          <textarea
            id={id}
            rows={4}
            maxLength={4000}
            required={event === 'approve' && permit.report?.verdict === 'person'}
            value={note}
            onChange={({ target }) => setWritten(target.value)}
          />
        )}
      </Field>
      {open.length > 0 ? (
        <p className="fault">
          {t(text.blank, { names: open.map((name) => t(placeTitles[name] ?? both(name, name))).join(', ') })}
        </p>
      ) : null}
      {problem ? <ProblemBanner problem={problem} /> : null}
      <div className="row">
        <button
          type="submit"
          className={AGAINST.has(event) ? 'danger' : 'primary'}
          disabled={sending || open.length > 0}
        >
          {sending ? t(text.sending) : t(text.confirm, { action: t(eventTitles[event]) })}
        </button>
        <button type="button" className="quiet" onClick={onCancel}>
          {t(text.cancel)}
        </button>
      </div>
    </form>
  )
}

function Assignee({ value, onChange }: { value: string; onChange(id: string): void }) {
  const { t } = useWords()
  const [staff, setStaff] = useState<readonly PermitStaff[]>([])
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  useEffect(() => {
    api.permits.staff().then(setStaff, (error) => setProblem(problemOf(error)))
  }, [])
  if (problem) return <ProblemBanner problem={problem} />
  return (
    <Field label={t(text.assignTo)}>
      {(id) => (
        <select id={id} required value={value} onChange={({ target }) => onChange(target.value)}>
          <option value="" />
          {staff.map((one) => (
            <option key={one.id} value={one.id}>
              {one.displayName}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}

/** Bodies that are often asked; any other may be typed. */
const BODIES = [
  'Phòng Cảnh sát PCCC và CNCH',
  'Sở Xây dựng',
  'Sở Nông nghiệp và Môi trường',
  'Sở Văn hóa, Thể thao và Du lịch',
  'Công ty Điện lực',
]

function Body(props: { event: PermitEvent; permit: PermitCase; value: string; onChange(body: string): void }) {
  const { event, permit, value, onChange } = props
  const { t } = useWords()
  const asked = [...new Set(permit.history.flatMap(({ event: past, to }) => (past === 'consult' && to ? [to] : [])))]
  if (event === 'opinion')
    return (
      <Field label={t(text.answered)}>
        {(id) => (
          <select id={id} required value={value} onChange={({ target }) => onChange(target.value)}>
            <option value="" />
            {asked.map((body) => (
              <option key={body}>{body}</option>
            ))}
          </select>
        )}
      </Field>
    )
  return (
    <Field label={t(text.ask)}>
      {(id) => (
        <>
          <input
            id={id}
            list={`${id}-bodies`}
            required
            maxLength={120}
            value={value}
            onChange={({ target }) => onChange(target.value)}
          />
          <datalist id={`${id}-bodies`}>
            {BODIES.map((body) => (
              <option key={body} value={body} />
            ))}
          </datalist>
        </>
      )}
    </Field>
  )
}

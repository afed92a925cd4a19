/** A matter of building control: where it stands, until when, and what may be done with it now. */
import { type FormEvent, type ReactNode, useState } from 'react'
import type { Control, ControlMatter, Visit } from '../../scenarios/api/control.ts'
import type { PermitCase } from '../../scenarios/api/permits.ts'
import {
  type MatterEvent,
  type MatterStep,
  matterEventTitles,
  matterStateTitles,
  type OrderKind,
  orderKinds,
  orderTitles,
} from '../../scenarios/permits/control/matter.ts'
import { controlOrder, violationRecord } from '../../scenarios/permits/papers/control.ts'
import { type Paper, type PaperContext, paperTitles } from '../../scenarios/permits/papers/paper.ts'
import type { ProblemDetail } from '../../scenarios/problem.ts'
import { api } from '../shared/api.ts'
import { giveFile } from '../shared/files.ts'
import { useWords } from '../shared/language.tsx'
import { Field, ProblemBanner, problemOf } from '../shared/ui.tsx'
import { purposeTitles, controlText as text } from './control-text.ts'
import { day } from './days.ts'
import { FigureTable } from './FigureTable.tsx'
import { paperPdf } from './papers-pdf.ts'
import { usePaperContext } from './usePaperContext.ts'

export function MatterCard(props: {
  matter: ControlMatter
  visits: readonly Visit[]
  permit: PermitCase
  onChange(next: Control): Promise<void>
}) {
  const { matter, visits, permit, onChange } = props
  const words = useWords()
  const { t } = words
  const { settingNow } = usePaperContext(permit)
  const [event, setEvent] = useState<MatterEvent | null>(null)
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  const visit = visits.find(({ id }) => id === matter.visitId)
  const print = async (paperOf: (context: PaperContext) => Paper, name: string) => {
    try {
      setProblem(null)
      const { context } = await settingNow()
      giveFile(`${permit.code}-${name}.pdf`, await paperPdf(paperOf(context), context.at))
    } catch (error) {
      setProblem(problemOf(error))
    }
  }
  return (
    <article className="matter stack" aria-label={t(text.matter, { n: matter.number })}>
      <div className="row">
        <strong>{matter.number}</strong>
        <span className="badge">{t(matterStateTitles[matter.state])}</span>
        {matter.overdue ? <span className="badge bucket late">{t(text.overdue)}</span> : null}
        {matter.due ? <span className="small">{t(text.orderBy, { day: day(matter.due, words) })}</span> : null}
      </div>
      {matter.order ? (
        <p className="small">
          {matter.orderNumber ? <strong>{matter.orderNumber}: </strong> : null}
          {matter.order.kinds.map((kind) => t(orderTitles[kind])).join(', ')} · {matter.order.clauses.join('; ')}
        </p>
      ) : null}
      {matter.lines.length > 0 ? <FigureTable lines={matter.lines} label={t(text.compared)} /> : null}
      <div className="row">
        {matter.may.map((one) => (
          <button
            key={one}
            type="button"
            className={one === 'drop' || one === 'unmet' ? 'danger' : undefined}
            aria-pressed={event === one}
            onClick={() => setEvent(event === one ? null : one)}
          >
            {t(matterEventTitles[one])}
          </button>
        ))}
        {permit.people && visit?.words ? (
          <button
            type="button"
            className="quiet"
            onClick={() => void print((context) => violationRecord(context, matter, visit), 'vi-pham')}
          >
            {t(text.paper, { paper: t(paperTitles.violation) })}
          </button>
        ) : null}
        {permit.people && matter.orderNumber ? (
          <button
            type="button"
            className="quiet"
            onClick={() => void print((context) => controlOrder(context, matter), 'quyet-dinh')}
          >
            {t(text.paper, { paper: t(paperTitles.order) })}
          </button>
        ) : null}
      </div>
      {problem ? <ProblemBanner problem={problem} /> : null}
      {event && matter.may.includes(event) ? (
        <StepForm
          key={`${event} ${matter.revision}`}
          event={event}
          matter={matter}
          visits={visits}
          permitId={permit.id}
          onCancel={() => setEvent(null)}
          onDone={async (next) => {
            setEvent(null)
            await onChange(next)
          }}
        />
      ) : null}
    </article>
  )
}

function StepForm(props: {
  event: MatterEvent
  matter: ControlMatter
  visits: readonly Visit[]
  permitId: string
  onDone(next: Control): Promise<void>
  onCancel(): void
}) {
  const { event, matter, visits, permitId, onDone, onCancel } = props
  const { t, dateTime } = useWords()
  const later = visits.filter(({ startedAt }) => startedAt > matter.foundAt)
  const [kinds, setKinds] = useState<readonly OrderKind[]>(['stop'])
  const [days, setDays] = useState(15)
  const [clauses, setClauses] = useState(() =>
    [...new Set(matter.lines.flatMap(({ clause }) => clause.split('; ')))].join('\n'),
  )
  const [chosen, setChosen] = useState<string | null>(null)
  // The last one, which may come in only now.
  const visitId = chosen ?? later.at(-1)?.id ?? ''
  const follows = event === 'met' || event === 'unmet'
  const step = (note: string): MatterStep => ({
    event,
    revision: matter.revision,
    note,
    ...(event === 'propose'
      ? {
          order: {
            kinds: [...kinds],
            days,
            clauses: clauses
              .split('\n')
              .map((line) => line.trim())
              .filter((line) => line !== ''),
          },
        }
      : {}),
    ...(event === 'prolong' ? { days } : {}),
    ...(follows && visitId ? { visitId } : {}),
  })
  return (
    <NoteForm
      label={t(matterEventTitles[event])}
      title={t(text.note)}
      optional={event === 'order' || event === 'met'}
      blocked={(event === 'propose' && kinds.length === 0) || (follows && !visitId)}
      onSend={async (note) => onDone(await api.permits.stepMatter(permitId, matter.id, step(note)))}
      onCancel={onCancel}
    >
      {event === 'propose' ? (
        <fieldset className="row">
          <legend>{t(text.kinds)}</legend>
          {orderKinds.map((kind) => (
            <label key={kind} className="row check">
              <input
                type="checkbox"
                checked={kinds.includes(kind)}
                onChange={({ target }) =>
                  setKinds(orderKinds.filter((one) => (one === kind ? target.checked : kinds.includes(one))))
                }
              />
              {t(orderTitles[kind])}
            </label>
          ))}
        </fieldset>
      ) : null}
      {event === 'propose' || event === 'prolong' ? (
        <Field label={t(event === 'propose' ? text.days : text.moreDays)}>
          {(id) => (
            <input
              id={id}
              type="number"
              min={1}
              max={365}
              required
              value={days}
              onChange={({ target }) => setDays(Number(target.value))}
            />
          )}
        </Field>
      ) : null}
      {event === 'propose' ? (
        <Field label={t(text.clauses)}>
          {(id) => (
            <textarea
              id={id}
              rows={3}
              required
              value={clauses}
              maxLength={2000}
              onChange={({ target }) => setClauses(target.value)}
            />
          )}
        </Field>
      ) : null}
      {follows ? (
        later.length > 0 ? (
          <Field label={t(text.visit)}>
            {(id) => (
              <select id={id} required value={visitId} onChange={({ target }) => setChosen(target.value)}>
                {later.map((visit) => (
                  <option key={visit.id} value={visit.id}>
                    {dateTime(visit.startedAt)} · {t(purposeTitles[visit.purpose])}
                  </option>
                ))}
              </select>
            )}
          </Field>
        ) : (
          <p className="fault">{t(text.noVisit)}</p>
        )
      ) : null}
    </NoteForm>
  )
}

/** Biên bản, of a visit. */
export function RecordForm(props: {
  permitId: string
  visit: Visit
  onDone(next: Control): Promise<void>
  onCancel(): void
}) {
  const { permitId, visit, onDone, onCancel } = props
  const { t } = useWords()
  // Made once: sending again after a lost answer records no second one.
  const [id] = useState(() => crypto.randomUUID())
  return (
    <NoteForm
      label={t(text.record)}
      title={t(text.recordNote)}
      optional={false}
      blocked={false}
      onSend={async (note) => onDone(await api.permits.openMatter(permitId, { id, visitId: visit.id, note }))}
      onCancel={onCancel}
    />
  )
}

function NoteForm(props: {
  label: string
  title: string
  optional: boolean
  blocked: boolean
  onSend(note: string): Promise<void>
  onCancel(): void
  children?: ReactNode
}) {
  const { label, title, optional, blocked, onSend, onCancel, children } = props
  const { t } = useWords()
  const [note, setNote] = useState('')
  const [sending, setSending] = useState(false)
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setSending(true)
    setProblem(null)
    try {
      await onSend(note.trim())
    } catch (error) {
      setProblem(problemOf(error))
      setSending(false)
    }
  }
  return (
    <form className="stack step-form" aria-label={label} onSubmit={submit}>
      {children}
      <Field label={title}>
        {(id) => (
          <textarea
            id={id}
            rows={3}
            required={!optional}
            maxLength={4000}
            value={note}
            onChange={({ target }) => setNote(target.value)}
          />
        )}
      </Field>
      {problem ? <ProblemBanner problem={problem} /> : null}
      <div className="row">
        <button type="submit" className="primary" disabled={sending || blocked}>
          {t(text.confirm, { action: label })}
        </button>
        <button type="button" className="quiet" onClick={onCancel}>
          {t(text.cancel)}
        </button>
      </div>
    </form>
  )
}

/** Each approved edit and how far it is built: approved is not built, and only what stands reaches the model. */
import { useState } from 'react'
import type { PlanChange, PlanView } from '../../scenarios/api/plans.ts'
import type { City } from '../../scenarios/city/city.ts'
import { buildStateTitles, type ChangeEvent, changeEventTitles } from '../../scenarios/city-changes.ts'
import { sayEdit } from '../../scenarios/edit-names.ts'
import { both } from '../../scenarios/text.ts'
import { api } from '../shared/api.ts'
import { useWords } from '../shared/language.tsx'
import { Field, ProblemBanner } from '../shared/ui.tsx'
import { text as common } from './text.ts'
import { useAttempt } from './useAttempt.ts'

const text = {
  title: both('Tình trạng xây dựng của từng thay đổi', 'How far each change is built'),
  why: both(
    'Phê duyệt chưa phải là xây xong: dự báo và bản đồ ngập chỉ dùng những gì đã hoàn công.',
    'Approved is not built: forecasts and flood maps use what stands alone.',
  ),
  since: both('từ {at}', 'since {at}'),
  note: both('Ghi chú', 'Note'),
  document: both('Biên bản nghiệm thu', 'Acceptance document'),
  noDocument: both('chọn tệp loại “Nghiệm thu”', 'choose a file of kind “Acceptance”'),
  accepted: both('biên bản: {name}', 'document: {name}'),
} as const

export function Changes(props: { plan: PlanView; city: City | null; onChange(next: PlanView): void }) {
  const { plan, city, onChange } = props
  const { t } = useWords()
  if (plan.changes.length === 0) return null
  return (
    <section className="card stack" aria-label={t(text.title)}>
      <h2>{t(text.title)}</h2>
      <p className="small soft">{t(text.why)}</p>
      <ol className="threads">
        {plan.changes.map((change) => (
          <Change key={change.id} plan={plan} change={change} city={city} onChange={onChange} />
        ))}
      </ol>
    </section>
  )
}

function Change(props: { plan: PlanView; change: PlanChange; city: City | null; onChange(next: PlanView): void }) {
  const { plan, change, city, onChange } = props
  const words = useWords()
  const { t, dateTime } = words
  const [event, setEvent] = useState<ChangeEvent | null>(null)
  const document = plan.attachments.find(({ hash }) => hash === change.document)
  return (
    <li className="thread">
      <div className="row">
        <span className="grow">{sayEdit(change.edit, city, words)}</span>
        <span className={`badge build ${change.buildState}`}>{t(buildStateTitles[change.buildState])}</span>
      </div>
      <p className="small soft">
        {t(text.since, { at: dateTime(change.movedAt) })}
        {document ? ` · ${t(text.accepted, { name: document.name })}` : ''}
      </p>
      {change.may.length > 0 ? (
        <div className="row">
          {change.may.map((one) => (
            <button
              key={one}
              type="button"
              aria-pressed={event === one}
              className={one === 'abandon' || one === 'remove' ? 'danger' : undefined}
              onClick={() => setEvent(event === one ? null : one)}
            >
              {t(changeEventTitles[one])}
            </button>
          ))}
        </div>
      ) : null}
      {event && event !== 'remove' && change.may.includes(event) ? (
        <MoveForm
          key={event}
          event={event}
          plan={plan}
          change={change}
          onDone={(next) => {
            setEvent(null)
            onChange(next)
          }}
        />
      ) : null}
    </li>
  )
}

function MoveForm(props: {
  event: Exclude<ChangeEvent, 'remove'>
  plan: PlanView
  change: PlanChange
  onDone(next: PlanView): void
}) {
  const { event, plan, change, onDone } = props
  const { t } = useWords()
  const [note, setNote] = useState('')
  const papers = plan.attachments.filter(({ purpose }) => purpose === 'acceptance')
  const [document, setDocument] = useState(papers.at(-1)?.hash ?? '')
  const { busy, problem, attempt } = useAttempt()
  return (
    <form
      className="stack"
      aria-label={t(changeEventTitles[event])}
      onSubmit={(submit) => {
        submit.preventDefault()
        void attempt(async () =>
          onDone(
            await api.plans.moveChange(plan.id, change.id, {
              event,
              note,
              document: event === 'complete' ? document || null : null,
            }),
          ),
        )
      }}
    >
      {event === 'complete' ? (
        <Field label={t(text.document)}>
          {(id) => (
            <select id={id} value={document} onChange={({ target }) => setDocument(target.value)}>
              <option value="">{t(text.noDocument)}</option>
              {papers.map(({ hash, name }) => (
                <option key={hash} value={hash}>
                  {name}
                </option>
              ))}
            </select>
          )}
        </Field>
      ) : null}
      <Field label={t(text.note)}>
        {(id) => (
          <textarea id={id} rows={2} maxLength={2000} value={note} onChange={({ target }) => setNote(target.value)} />
        )}
      </Field>
      {problem ? <ProblemBanner problem={problem} /> : null}
      <div>
        <button type="submit" className="primary" disabled={busy}>
          {t(common.send)}
        </button>
      </div>
    </form>
  )
}

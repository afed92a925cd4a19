/** What one may do with the plan now, each with its form; and what is held back, with what is missing. */
import { useEffect, useState } from 'react'
import { type PlanKind, type PlanStep, type PlanSummary, type PlanView, planKinds } from '../../scenarios/api/plans.ts'
import { MAX_CONSULTATION_DAYS, type PlanEvent, planEventTitles } from '../../scenarios/plans/process.ts'
import { both } from '../../scenarios/text.ts'
import { api } from '../shared/api.ts'
import { today } from '../shared/days.ts'
import { useWords } from '../shared/language.tsx'
import { Link } from '../shared/route.tsx'
import { Banner, Field, NumberField, ProblemBanner } from '../shared/ui.tsx'
import { plansInForce } from './PlansList.tsx'
import { text as common, planKindTitles } from './text.ts'
import { useAttempt } from './useAttempt.ts'

const text = {
  actions: both('Việc có thể làm', 'What may be done'),
  none: both('Hiện không có việc nào của bạn ở đây.', 'There is nothing for you to do here now.'),
  heldBack: both('Chưa làm được', 'Not yet possible'),
  note: both('Nội dung, lý do', 'What and why'),
  summary: both('Tổng hợp và giải trình ý kiến', 'Summary of the comments and of how they are met'),
  days: both('Số ngày lấy ý kiến', 'Days of consultation'),
  daysHint: both('ít nhất {least} ngày', 'no fewer than {least}'),
  inPlanner: both('Trình phương án từ trang Quy hoạch', 'Submit a scenario from the planner'),
  inPlannerWhy: both(
    'Mở phương án đã lưu trong trang Quy hoạch, thẻ “Phương án”, nút “Trình thẩm định”.',
    'Open the stored scenario in the planner, tab “Scenario”, button “Submit”.',
  ),
  number: both('Số quyết định', 'Decision number'),
  issuer: both('Cơ quan ban hành', 'Issued by'),
  signedOn: both('Ngày ký', 'Signed on'),
  effectiveFrom: both('Có hiệu lực từ', 'In force from'),
  expiresOn: both('Hết thời hạn (để trống nếu không đặt)', 'Ends on (empty: no term)'),
  drawings: both('Bản vẽ kèm theo', 'Drawings'),
  noDrawings: both('Hãy tải bản vẽ lên ở mục Tệp trước.', 'First upload drawings under Files.'),
  replaces: both('Thay thế các đồ án', 'Replaces the plans'),
  title: both('Tên đồ án', 'Title'),
  kind: both('Loại quy hoạch', 'Kind of plan'),
  purpose: both('Mục tiêu, phạm vi, yêu cầu', 'Purpose, extent, requirements'),
} as const

const AGAINST: ReadonlySet<PlanEvent> = new Set(['refuse', 'withdraw', 'return'])

export function PlanActions({ plan, onStep }: { plan: PlanView; onStep(next: PlanView): void }) {
  const { t, language } = useWords()
  const [event, setEvent] = useState<PlanEvent | null>(null)
  return (
    <section className="card stack" aria-label={t(text.actions)}>
      <h2>{t(text.actions)}</h2>
      {plan.may.length === 0 && plan.heldBack.length === 0 ? <p className="soft">{t(text.none)}</p> : null}
      <div className="row">
        {plan.may.map((one) => (
          <button
            key={one}
            type="button"
            className={AGAINST.has(one) ? 'danger' : undefined}
            aria-pressed={event === one}
            onClick={() => setEvent(event === one ? null : one)}
          >
            {t(planEventTitles[one])}
          </button>
        ))}
      </div>
      {event && plan.may.includes(event) ? (
        event === 'submit' ? (
          <Banner kind="info">
            {t(text.inPlannerWhy)} <Link href="/planner">{t(text.inPlanner)}</Link>
          </Banner>
        ) : (
          <StepForm
            key={event}
            event={event}
            plan={plan}
            onDone={(next) => {
              setEvent(null)
              onStep(next)
            }}
            onCancel={() => setEvent(null)}
          />
        )
      ) : null}
      {plan.heldBack.length > 0 ? (
        <div>
          <h3>{t(text.heldBack)}</h3>
          <ul className="plain-list small">
            {plan.heldBack.map(({ event, problem }) => (
              <li key={event}>
                <strong>{t(planEventTitles[event])}</strong>: {problem.message[language]}
              </li>
            ))}
          </ul>
        </div>
      ) : null}
    </section>
  )
}

function StepForm(props: { event: PlanEvent; plan: PlanView; onDone(next: PlanView): void; onCancel(): void }) {
  const { event, plan, onDone, onCancel } = props
  const { t } = useWords()
  const { busy, problem, attempt } = useAttempt()
  const [note, setNote] = useState(event === 'summarise' ? (plan.summary?.text ?? '') : '')
  const [days, setDays] = useState(plan.terms.consultationDays)
  const [task, setTask] = useState({ title: plan.title, kind: plan.kind, purpose: plan.purpose })
  const [decision, setDecision] = useState<Decision>(() => ({
    number: '',
    issuer: '',
    signedOn: today(),
    effectiveFrom: today(),
    expiresOn: null,
    drawings: plan.attachments.filter(({ purpose }) => purpose === 'drawing').map(({ hash }) => hash),
    replaces: plan.adjusts ? [plan.adjusts] : [],
  }))
  const send = () =>
    attempt(async () => {
      const step: PlanStep = {
        event,
        revision: plan.revision,
        note,
        ...(event === 'describe' ? { task } : {}),
        ...(event === 'consult' ? { days } : {}),
        ...(event === 'approve' ? { decision } : {}),
      }
      onDone(await api.plans.step(plan.id, step))
    })
  return (
    <form
      className="stack step-form"
      aria-label={t(planEventTitles[event])}
      onSubmit={(submit) => {
        submit.preventDefault()
        void send()
      }}
    >
      {event === 'consult' ? (
        <NumberField
          label={t(text.days)}
          hint={t(text.daysHint, { least: plan.terms.consultationDays })}
          value={days}
          min={plan.terms.consultationDays}
          max={MAX_CONSULTATION_DAYS}
          step={1}
          onChange={setDays}
        />
      ) : null}
      {event === 'describe' ? <TaskFields task={task} onChange={setTask} /> : null}
      {event === 'approve' ? <DecisionFields plan={plan} decision={decision} onChange={setDecision} /> : null}
      <Field label={t(event === 'summarise' ? text.summary : text.note)}>
        {(id) => (
          <textarea id={id} rows={4} maxLength={4000} value={note} onChange={({ target }) => setNote(target.value)} />
        )}
      </Field>
      {problem ? <ProblemBanner problem={problem} /> : null}
      <div className="row">
        <button type="submit" className={AGAINST.has(event) ? 'danger' : 'primary'} disabled={busy}>
          {t(planEventTitles[event])}
        </button>
        <button type="button" onClick={onCancel}>
          {t(common.cancel)}
        </button>
      </div>
    </form>
  )
}

type Task = { title: string; kind: PlanKind; purpose: string }
function TaskFields({ task, onChange }: { task: Task; onChange(task: Task): void }) {
  const { t } = useWords()
  const set = (change: Partial<Task>) => onChange({ ...task, ...change })
  return (
    <>
      <Field label={t(text.title)}>
        {(id) => (
          <input
            id={id}
            required
            maxLength={200}
            value={task.title}
            onChange={({ target }) => set({ title: target.value })}
          />
        )}
      </Field>
      <Field label={t(text.kind)}>
        {(id) => (
          <select id={id} value={task.kind} onChange={({ target }) => set({ kind: target.value as PlanKind })}>
            {planKinds.map((kind) => (
              <option key={kind} value={kind}>
                {t(planKindTitles[kind])}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={t(text.purpose)}>
        {(id) => (
          <textarea
            id={id}
            rows={4}
            required
            maxLength={4000}
            value={task.purpose}
            onChange={({ target }) => set({ purpose: target.value })}
          />
        )}
      </Field>
    </>
  )
}

type Decision = {
  number: string
  issuer: string
  signedOn: string
  effectiveFrom: string
  expiresOn: string | null
  drawings: string[]
  replaces: string[]
}
function DecisionFields(props: { plan: PlanView; decision: Decision; onChange(decision: Decision): void }) {
  const { plan, decision, onChange } = props
  const { t } = useWords()
  const [inForce, setInForce] = useState<readonly PlanSummary[]>([])
  useEffect(() => void plansInForce().then(setInForce, () => {}), [])
  const set = (change: Partial<Decision>) => onChange({ ...decision, ...change })
  const drawings = plan.attachments.filter(({ purpose }) => purpose === 'drawing')
  const toggled = (list: string[], one: string, on: boolean) => (on ? [...list, one] : list.filter((id) => id !== one))
  const word = (key: 'number' | 'issuer', most: number) => (
    <Field label={t(text[key])}>
      {(id) => (
        <input
          id={id}
          required
          maxLength={most}
          value={decision[key]}
          onChange={({ target }) => set({ [key]: target.value })}
        />
      )}
    </Field>
  )
  const date = (key: 'signedOn' | 'effectiveFrom' | 'expiresOn') => (
    <Field label={t(text[key])}>
      {(id) => (
        <input
          id={id}
          type="date"
          required={key !== 'expiresOn'}
          value={decision[key] ?? ''}
          onChange={({ target }) => set({ [key]: target.value || (key === 'expiresOn' ? null : '') })}
        />
      )}
    </Field>
  )
  return (
    <>
      {word('number', 60)}
      {word('issuer', 200)}
      <div className="plan-fields">
        {date('signedOn')}
        {date('effectiveFrom')}
        {date('expiresOn')}
      </div>
      <fieldset className="stack">
        <legend>{t(text.drawings)}</legend>
        {drawings.length === 0 ? <p className="soft small">{t(text.noDrawings)}</p> : null}
        {drawings.map(({ hash, name }) => (
          <label key={hash} className="check-line">
            <input
              type="checkbox"
              checked={decision.drawings.includes(hash)}
              onChange={({ target }) => set({ drawings: toggled(decision.drawings, hash, target.checked) })}
            />
            {name}
          </label>
        ))}
      </fieldset>
      {inForce.length > 0 ? (
        <fieldset className="stack">
          <legend>{t(text.replaces)}</legend>
          {inForce.map(({ id, title, decisionNumber }) => (
            <label key={id} className="check-line">
              <input
                type="checkbox"
                checked={decision.replaces.includes(id)}
                onChange={({ target }) => set({ replaces: toggled(decision.replaces, id, target.checked) })}
              />
              {title} · {decisionNumber}
            </label>
          ))}
        </fieldset>
      ) : null}
    </>
  )
}

/** The scenario goes to the appraisal: to which plan, with which runs; then how the server computes each again, and what it finds. */
import { useEffect, useState } from 'react'
import type { ClaimedRun, PlanSummary, PlanView } from '../../scenarios/api/plans.ts'
import { planStateTitles } from '../../scenarios/plans/process.ts'
import type { ProblemDetail } from '../../scenarios/problem.ts'
import { both } from '../../scenarios/text.ts'
import { api } from '../shared/api.ts'
import { useWords } from '../shared/language.tsx'
import { RunCheck, runKindTitles, sideTitles } from '../shared/RunCheck.tsx'
import { Link } from '../shared/route.tsx'
import { useSession } from '../shared/session.tsx'
import { Banner, Field, ProblemBanner, problemOf } from '../shared/ui.tsx'

const text = {
  title: both('Trình thẩm định', 'Submit'),
  why: both(
    'Phương án cùng các lần tính được trình vào một đồ án đã có nhiệm vụ được duyệt. Máy chủ tính lại từng lần; khác một số là trả lại.',
    'The scenario and its runs go to a plan whose task has been accepted. The server computes each again; one that differs sends it back.',
  ),
  plan: both('Đồ án', 'Plan'),
  choose: both('chọn đồ án', 'choose a plan'),
  noPlans: both(
    'Chưa có đồ án nào đang lập. Hãy mở nhiệm vụ quy hoạch và chờ phê duyệt nhiệm vụ.',
    'No plan is being drafted. Open a task and wait until it is accepted.',
  ),
  toPlans: both('Đến trang Đồ án', 'To the plans'),
  runs: both('Các lần tính đi kèm', 'Runs that go along'),
  noRuns: both(
    'Phương án này chưa được tính như nó đang có: hãy chạy Mô phỏng, Giao thông hoặc Chiếu sáng trước.',
    'The scenario has not been computed as it stands: run the simulation, traffic or lighting first.',
  ),
  noEdits: both('Phương án chưa có thay đổi nào.', 'The scenario has no edits.'),
  send: both('Trình thẩm định', 'Submit'),
  sending: both('Đang trình…', 'Submitting…'),
  mismatch: both(
    'Máy chủ tính ra kết quả khác: phương án được trả lại để lập tiếp.',
    'The server found another result: the scenario has been sent back to drafting.',
  ),
  open: both('Xem đồ án', 'Open the plan'),
  onlyPlanner: both('Người lập quy hoạch đăng nhập để trình phương án.', 'Planners sign in to submit a scenario.'),
} as const

const ASK_EVERY_MS = 1500

export function SubmitPlan(props: {
  claims: readonly ClaimedRun[]
  edited: boolean
  /** Stores the draft where it is not yet; null where that failed, which is told elsewhere. */
  onSave(): Promise<{ readonly id: string; readonly revision: number } | null>
}) {
  const { claims, edited, onSave } = props
  const { t } = useWords()
  const { user } = useSession()
  const [open, setOpen] = useState(false)
  if (user?.role !== 'planner') return <p className="small soft">{t(text.onlyPlanner)}</p>
  return (
    <section className="stack" aria-label={t(text.title)}>
      <div>
        <button type="button" aria-pressed={open} onClick={() => setOpen(!open)}>
          {t(text.title)}
        </button>
      </div>
      {open ? <Form claims={claims} edited={edited} onSave={onSave} /> : null}
    </section>
  )
}

function Form({ claims, edited, onSave }: Parameters<typeof SubmitPlan>[0]) {
  const { t } = useWords()
  const [plans, setPlans] = useState<readonly PlanSummary[] | null>(null)
  const [chosen, setChosen] = useState('')
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const [sending, setSending] = useState(false)
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  const [sent, setSent] = useState<PlanView | null>(null)
  useEffect(() => {
    api.plans.list({ state: 'drafting' }).then(
      ({ plans }) => {
        setPlans(plans)
        if (plans.length === 1) setChosen(plans[0]!.id)
      },
      (error) => setProblem(problemOf(error)),
    )
  }, [])
  const going = claims.filter((claim) => !left.has(nameOf(claim)))
  const send = async () => {
    setSending(true)
    setProblem(null)
    setSent(null)
    try {
      const saved = await onSave()
      if (!saved) return
      const { revision } = await api.plans.get(chosen)
      const submission = { scenarioId: saved.id, scenarioRevision: saved.revision, runs: [...going] }
      setSent(await api.plans.step(chosen, { event: 'submit', revision, submission }))
    } catch (error) {
      setProblem(problemOf(error))
    } finally {
      setSending(false)
    }
  }
  return (
    <div className="stack">
      <p className="small soft">{t(text.why)}</p>
      {edited ? null : <Banner kind="warning">{t(text.noEdits)}</Banner>}
      {plans?.length === 0 ? (
        <Banner kind="info">
          {t(text.noPlans)} <Link href="/plans">{t(text.toPlans)}</Link>
        </Banner>
      ) : null}
      {plans && plans.length > 0 ? (
        <Field label={t(text.plan)}>
          {(id) => (
            <select id={id} value={chosen} onChange={({ target }) => setChosen(target.value)}>
              <option value="">{t(text.choose)}</option>
              {plans.map((plan) => (
                <option key={plan.id} value={plan.id}>
                  {plan.title}
                </option>
              ))}
            </select>
          )}
        </Field>
      ) : null}
      {claims.length === 0 ? (
        <Banner kind="warning">{t(text.noRuns)}</Banner>
      ) : (
        <fieldset className="stack">
          <legend>{t(text.runs)}</legend>
          {claims.map((claim) => (
            <label key={nameOf(claim)} className="check">
              <input
                type="checkbox"
                checked={!left.has(nameOf(claim))}
                onChange={({ target }) => {
                  const next = new Set(left)
                  if (target.checked) next.delete(nameOf(claim))
                  else next.add(nameOf(claim))
                  setLeft(next)
                }}
              />
              {t(runKindTitles[claim.kind])}, {t(sideTitles[claim.of ?? 'scenario'])}{' '}
              <code className="small">{claim.digest.slice(0, 8)}</code>
            </label>
          ))}
        </fieldset>
      )}
      {problem ? <ProblemBanner problem={problem} /> : null}
      <div>
        <button
          type="button"
          className="primary"
          disabled={sending || !edited || going.length === 0 || chosen === ''}
          onClick={() => void send()}
        >
          {t(sending ? text.sending : text.send)}
        </button>
      </div>
      {sent ? <Recomputing sent={sent} /> : null}
    </div>
  )
}

const nameOf = ({ kind, of }: ClaimedRun): string => `${kind} ${of}`

/** Asks until the server has compared every run. */
function Recomputing({ sent }: { sent: PlanView }) {
  const { t } = useWords()
  const [plan, setPlan] = useState(sent)
  useEffect(() => setPlan(sent), [sent])
  const going = plan.state === 'recomputing'
  useEffect(() => {
    if (!going) return
    const timer = setInterval(() => void api.plans.get(sent.id).then(setPlan, () => {}), ASK_EVERY_MS)
    return () => clearInterval(timer)
  }, [going, sent.id])
  return (
    <div className="stack" role="status">
      <p>
        <strong>{plan.title}</strong>: {t(planStateTitles[plan.state])}{' '}
        <Link href={`/plans/${plan.id}`}>{t(text.open)}</Link>
      </p>
      {plan.current?.runs.map((run) => (
        <RunCheck key={nameOf(run.claimed)} run={run} named />
      ))}
      {plan.state === 'drafting' ? <Banner kind="error">{t(text.mismatch)}</Banner> : null}
    </div>
  )
}

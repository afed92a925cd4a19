/** `/plans`: every plan that one may see, by state; the public sees what it is asked about and what was decided. */
import { type FormEvent, useEffect, useState } from 'react'
import {
  type PlanPage as Page,
  PLANS_A_PAGE,
  type PlanKind,
  type PlanQuery,
  type PlanSummary,
  planKinds,
  planQuerySchema,
} from '../../scenarios/api/plans.ts'
import { inForceStates, planStates, planStateTitles, publicStates } from '../../scenarios/plans/process.ts'
import type { ProblemDetail } from '../../scenarios/problem.ts'
import { both } from '../../scenarios/text.ts'
import { api } from '../shared/api.ts'
import { day } from '../shared/days.ts'
import { useWords } from '../shared/language.tsx'
import { Link, navigate } from '../shared/route.tsx'
import { useSession } from '../shared/session.tsx'
import { Field, Pager, ProblemBanner, problemOf } from '../shared/ui.tsx'
import { useUnits } from '../shared/units.ts'
import { Standing } from './Standing.tsx'
import { text as common, planKindTitles } from './text.ts'

const text = {
  state: both('Trạng thái', 'State'),
  all: both('Tất cả', 'All'),
  search: both('Tìm theo tên, số quyết định', 'Find by title or decision number'),
  found: both('{n} đồ án', 'Plans: {n}'),
  none: both('Không có đồ án nào.', 'There are no plans.'),
  public: both(
    'Mọi người xem được phương án đang lấy ý kiến và quy hoạch đã phê duyệt. Góp ý không cần tài khoản.',
    'Everyone sees proposals that are consulted on and plans that were approved. A comment needs no account.',
  ),
  edits: both('{n} thay đổi', '{n} changes'),
  until: both('lấy ý kiến đến hết {day}', 'comments until {day}'),
  effective: both('hiệu lực từ {day}', 'in force from {day}'),
  changed: both('cập nhật {time}', 'changed {time}'),
  open: both('Lập nhiệm vụ quy hoạch', 'Open a task'),
  title: both('Tên đồ án', 'Title'),
  kind: both('Loại quy hoạch', 'Kind of plan'),
  purpose: both('Mục tiêu, phạm vi, yêu cầu', 'Purpose, extent, requirements'),
  unit: both('Đơn vị hành chính', 'Administrative unit'),
  adjusts: both('Điều chỉnh đồ án đang có hiệu lực', 'Adjusts a plan in force'),
  nothing: both('không, lập mới', 'none, a new plan'),
  create: both('Mở nhiệm vụ', 'Open the task'),
} as const

const SEARCH_AFTER_MS = 250

export function PlansList() {
  const words = useWords()
  const { t, number } = words
  const { user } = useSession()
  const [query, setQuery] = useState<PlanQuery>(() => queryOf(location.search))
  const [page, setPage] = useState<Page | null>(null)
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  const [opening, setOpening] = useState(false)
  useEffect(() => {
    history.replaceState(null, '', `/plans${searchOf(query)}`)
    const stop = new AbortController()
    const timer = setTimeout(async () => {
      try {
        setPage(await api.plans.list(query, stop.signal))
        setProblem(null)
      } catch (error) {
        if (!stop.signal.aborted) setProblem(problemOf(error))
      }
    }, SEARCH_AFTER_MS)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [query])
  const staff = user?.role === 'planner' || user?.role === 'reviewer' || user?.role === 'approver'
  const states = planStates.filter((state) => staff || publicStates.has(state))
  return (
    <main className="page stack plans" id="main">
      <div className="row">
        <h1 className="grow">{t(common.plans)}</h1>
        <Link className="button" href="/plans/follow">
          {t(common.follow)}
        </Link>
        {user?.role === 'planner' ? (
          <button type="button" className="primary" aria-pressed={opening} onClick={() => setOpening(!opening)}>
            {t(text.open)}
          </button>
        ) : null}
      </div>
      {staff ? null : <p className="soft">{t(text.public)}</p>}
      {opening ? <NewTask onCancel={() => setOpening(false)} /> : null}
      <search className="row end">
        <Field label={t(text.search)}>
          {(id) => (
            <input
              id={id}
              type="search"
              value={query.q ?? ''}
              onChange={({ target }) => setQuery(without({ ...query, q: target.value, page: 1 }))}
            />
          )}
        </Field>
        <Field label={t(text.state)}>
          {(id) => (
            <select
              id={id}
              value={query.state ?? ''}
              onChange={({ target }) => {
                const state = planStates.find((one) => one === target.value)
                setQuery(without({ ...query, state, page: 1 }))
              }}
            >
              <option value="">{t(text.all)}</option>
              {states.map((state) => (
                <option key={state} value={state}>
                  {t(planStateTitles[state])}
                </option>
              ))}
            </select>
          )}
        </Field>
      </search>
      {problem ? <ProblemBanner problem={problem} /> : null}
      <p role="status" className="small soft">
        {page ? t(text.found, { n: number(page.total) }) : problem ? '' : t(common.loading)}
      </p>
      {page?.total === 0 ? <p className="soft">{t(text.none)}</p> : null}
      <ul className="plan-list">
        {page?.plans.map((plan) => (
          <Line key={plan.id} plan={plan} />
        ))}
      </ul>
      <Pager
        page={Number(query.page ?? 1)}
        pages={Math.ceil((page?.total ?? 0) / PLANS_A_PAGE)}
        onPage={(page) => setQuery({ ...query, page })}
      />
    </main>
  )
}

function Line({ plan }: { plan: PlanSummary }) {
  const words = useWords()
  const { t, number, dateTime } = words
  const units = useUnits()
  const unit = units.find(({ code }) => code === plan.unitCode)?.name ?? plan.unitCode ?? t(common.cityWide)
  const facts = [
    t(planKindTitles[plan.kind]),
    unit,
    plan.submissions > 0 ? t(text.edits, { n: number(plan.edits) }) : null,
    plan.state === 'consulting' && plan.consultedUntil ? t(text.until, { day: day(plan.consultedUntil, words) }) : null,
    plan.effectiveFrom ? t(text.effective, { day: day(plan.effectiveFrom, words) }) : null,
    t(text.changed, { time: dateTime(plan.changedAt) }),
  ]
  return (
    <li className="card plan-line">
      <div className="row">
        <Link href={`/plans/${plan.id}`} className="grow">
          <strong>{plan.title}</strong>
        </Link>
        <span className="badge">{t(planStateTitles[plan.state])}</span>
      </div>
      <Standing plan={plan} />
      <p className="small soft">{facts.filter(Boolean).join(' · ')}</p>
    </li>
  )
}

function NewTask({ onCancel }: { onCancel(): void }) {
  const { t } = useWords()
  const { user } = useSession()
  const units = useUnits()
  const [title, setTitle] = useState('')
  const [kind, setKind] = useState<PlanKind>('detail')
  const [purpose, setPurpose] = useState('')
  const [unitCode, setUnit] = useState(user?.unitCode ?? '')
  const [adjusts, setAdjusts] = useState('')
  const [inForce, setInForce] = useState<readonly PlanSummary[]>([])
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  useEffect(() => void plansInForce().then(setInForce, () => {}), [])
  const create = async (event: FormEvent) => {
    event.preventDefault()
    try {
      const plan = { title, kind, purpose, unitCode: unitCode || null, adjusts: adjusts || null }
      navigate(`/plans/${(await api.plans.open(plan)).id}`)
    } catch (error) {
      setProblem(problemOf(error))
    }
  }
  return (
    <form className="card stack" onSubmit={create} aria-label={t(text.open)}>
      <h2>{t(text.open)}</h2>
      <Field label={t(text.title)}>
        {(id) => (
          <input id={id} value={title} required maxLength={200} onChange={({ target }) => setTitle(target.value)} />
        )}
      </Field>
      <div className="plan-fields">
        <Field label={t(text.kind)}>
          {(id) => (
            <select id={id} value={kind} onChange={({ target }) => setKind(target.value as PlanKind)}>
              {planKinds.map((one) => (
                <option key={one} value={one}>
                  {t(planKindTitles[one])}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label={t(text.unit)}>
          {(id) => (
            <select
              id={id}
              value={unitCode}
              disabled={user?.unitCode !== null && user?.unitCode !== undefined}
              onChange={({ target }) => setUnit(target.value)}
            >
              <option value="">{t(common.cityWide)}</option>
              {units.map(({ code, name }) => (
                <option key={code} value={code}>
                  {name}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label={t(text.adjusts)}>
          {(id) => (
            <select id={id} value={adjusts} onChange={({ target }) => setAdjusts(target.value)}>
              <option value="">{t(text.nothing)}</option>
              {inForce.map((plan) => (
                <option key={plan.id} value={plan.id}>
                  {plan.title} · {plan.decisionNumber}
                </option>
              ))}
            </select>
          )}
        </Field>
      </div>
      <Field label={t(text.purpose)}>
        {(id) => (
          <textarea
            id={id}
            rows={4}
            required
            maxLength={4000}
            value={purpose}
            onChange={({ target }) => setPurpose(target.value)}
          />
        )}
      </Field>
      {problem ? <ProblemBanner problem={problem} /> : null}
      <div className="row">
        <button type="submit" className="primary">
          {t(text.create)}
        </button>
        <button type="button" onClick={onCancel}>
          {t(common.cancel)}
        </button>
      </div>
    </form>
  )
}

/** Those that a new one may adjust or replace. */
export async function plansInForce(): Promise<readonly PlanSummary[]> {
  const pages = await Promise.all([...inForceStates].map((state) => api.plans.list({ state })))
  return pages.flatMap(({ plans }) => plans)
}

const keys = ['q', 'state', 'page'] as const
/** What is not understood is left out. */
function queryOf(search: string): PlanQuery {
  const from = new URLSearchParams(search)
  const query: Record<string, string> = {}
  for (const key of keys) {
    const value = from.get(key)
    if (value && planQuerySchema.safeParse({ [key]: value }).success) query[key] = value
  }
  return query as PlanQuery
}
function searchOf(query: PlanQuery): string {
  const set = keys.flatMap((key) => {
    const value = query[key]
    return value && !(key === 'page' && Number(value) === 1) ? [[key, `${value}`]] : []
  })
  return set.length > 0 ? `?${new URLSearchParams(set)}` : ''
}
const without = (query: { [K in keyof PlanQuery]?: PlanQuery[K] | undefined }): PlanQuery =>
  Object.fromEntries(Object.entries(query).filter(([, value]) => value)) as PlanQuery

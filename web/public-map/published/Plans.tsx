/** Plans in force and proposals that the public is asked about: a list, and the box of each on the map. */
import type { Feature } from 'geojson'
import { useEffect, useMemo, useState } from 'react'
import type { PlanPage } from '../../../scenarios/api/plans.ts'
import { planStateTitles, standingOf } from '../../../scenarios/plans/process.ts'
import { both } from '../../../scenarios/text.ts'
import { day, today } from '../../shared/days.ts'
import { useWords, type Words } from '../../shared/language.tsx'
import { useLoaded } from '../../shared/loaded.ts'
import { Link, navigate } from '../../shared/route.tsx'
import { Field, Pager, ProblemBanner } from '../../shared/ui.tsx'
import { ask } from '../ask.ts'
import { useMap } from '../map-control.ts'
import { Standing } from './Standing.tsx'
import { text as common } from './text.ts'
import { overlap, useView } from './view.ts'

const text = {
  search: both('Tìm theo tên, số quyết định', 'Find by title or decision number'),
  intro: both(
    'Phương án đang lấy ý kiến và quy hoạch đã phê duyệt. Góp ý không cần tài khoản.',
    'Proposals that are consulted on and plans that were approved. A comment needs no account.',
  ),
  until: both('góp ý đến hết {day} (còn {n} ngày)', 'comments until {day} ({n} days left)'),
  effective: both('hiệu lực từ {day}', 'in force from {day}'),
  edits: both('{n} thay đổi', '{n} changes'),
  follow: both('Tra cứu góp ý đã gửi', 'Follow a comment'),
  overlay: both('Quy hoạch, phương án', 'Plans and proposals'),
}
const PAGE = 50
const SEARCH_AFTER_MS = 250
export const proposalColour = [168, 112, 0] as const
export const planColour = [29, 107, 60] as const

export function Plans() {
  const words = useWords()
  const { t, number } = words
  const map = useMap()
  const view = useView()
  const [q, setQ] = useState('')
  const [asked, setAsked] = useState('')
  const [page, setPage] = useState(1)
  const [seen, setSeen] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setAsked(q.trim()), SEARCH_AFTER_MS)
    return () => clearTimeout(timer)
  }, [q])
  const loaded = useLoaded(
    (signal) =>
      ask<PlanPage>(`/api/plans?${new URLSearchParams({ page: `${page}`, ...(asked && { q: asked }) })}`, { signal }),
    [asked, page],
  )
  const plans = loaded.status === 'ready' ? loaded.value.plans : null
  const listed = useMemo(
    () => plans?.filter(({ bounds }) => !seen || (bounds && overlap(bounds, view))) ?? [],
    [plans, seen, view],
  )
  useEffect(() => {
    for (const proposal of [true, false]) {
      const features = (plans ?? []).flatMap(({ id, bounds, state }): Feature[] =>
        bounds && (standingOf(state) === 'proposal') === proposal
          ? [{ type: 'Feature', id, geometry: boxOf(bounds), properties: {} }]
          : [],
      )
      const colour = proposal ? proposalColour : planColour
      map.overlay(`published-plans-${proposal}`, {
        title: text.overlay,
        features,
        line: [...colour, 255],
        fill: [...colour, 40],
        onPick: ({ id }) => navigate(`/published/plans/${id}`),
      })
    }
    return () => {
      for (const proposal of [true, false]) map.overlay(`published-plans-${proposal}`, null)
    }
  }, [map, plans])
  return (
    <div className="stack">
      <p className="soft">{t(text.intro)}</p>
      <search>
        <Field label={t(text.search)}>
          {(id) => (
            <input
              id={id}
              type="search"
              value={q}
              onChange={({ target }) => {
                setQ(target.value)
                setPage(1)
              }}
            />
          )}
        </Field>
        <label className="check">
          <input type="checkbox" checked={seen} onChange={({ target }) => setSeen(target.checked)} />
          {t(common.inView)}
        </label>
      </search>
      {loaded.status === 'failed' ? <ProblemBanner problem={loaded.problem} /> : null}
      <p role="status" className="small soft">
        {plans ? t(common.found, { n: number(listed.length) }) : loaded.status === 'loading' ? t(common.loading) : ''}
      </p>
      <ul className="published-list">
        {listed.map((plan) => (
          <li key={plan.id}>
            <Link className="published-item" href={`/published/plans/${plan.id}`}>
              {plan.title}
            </Link>
            <Standing plan={plan} />
            <p className="small soft">
              {[
                t(planStateTitles[plan.state]),
                t(text.edits, { n: number(plan.edits) }),
                plan.state === 'consulting' && plan.consultedUntil
                  ? t(text.until, { day: day(plan.consultedUntil, words), n: daysLeft(plan.consultedUntil, words) })
                  : null,
                plan.effectiveFrom ? t(text.effective, { day: day(plan.effectiveFrom, words) }) : null,
              ]
                .filter(Boolean)
                .join(' · ')}
            </p>
          </li>
        ))}
      </ul>
      {plans && listed.length === 0 ? <p className="soft">{t(common.none)}</p> : null}
      <Pager
        page={page}
        pages={loaded.status === 'ready' ? Math.ceil(loaded.value.total / PAGE) : 1}
        onPage={setPage}
      />
      <p>
        <Link href="/published/follow">{t(text.follow)}</Link>
      </p>
    </div>
  )
}

/** The last day counts: on it, one is left. */
export const daysLeft = (until: string, { number }: Words): string =>
  number(Math.max(0, Math.round((Date.parse(until) - Date.parse(today())) / 86_400_000) + 1))

const boxOf = ([west, south, east, north]: readonly [number, number, number, number]): Feature['geometry'] => ({
  type: 'Polygon',
  coordinates: [
    [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
      [west, south],
    ],
  ],
})

/** One plan: its stamp, its decision, its changes in sentences and on the map, before and after, what is said to it. */
import type { Feature, Geometry } from 'geojson'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { PlanComment, PlanEdits, PlanView } from '../../../scenarios/api/plans.ts'
import { standingOf } from '../../../scenarios/plans/process.ts'
import { both } from '../../../scenarios/text.ts'
import { day } from '../../shared/days.ts'
import { useWords } from '../../shared/language.tsx'
import { useLoaded } from '../../shared/loaded.ts'
import { Link } from '../../shared/route.tsx'
import { IllustrativeBadge, ProblemBanner } from '../../shared/ui.tsx'
import { ask } from '../ask.ts'
import { useMap } from '../map-control.ts'
import { Comments } from './Comments.tsx'
import { Decision } from './Decision.tsx'
import { daysLeft, planColour, proposalColour } from './Plans.tsx'
import { Standing } from './Standing.tsx'
import { sidesOf } from './swipe/sides.ts'
import { text as common } from './text.ts'
import { boundsOf } from './view.ts'

const text = {
  proposal: both(
    'Đây là phương án để lấy ý kiến, chưa được phê duyệt và không có giá trị pháp lý.',
    'This is a proposal, not approved and without legal force.',
  ),
  until: both(
    'Nhận góp ý đến hết ngày {day}: còn {n} ngày.',
    'Comments are taken until the end of {day}: {n} days left.',
  ),
  toComment: both('Góp ý', 'Comment'),
  changes: both('Các thay đổi (trước → sau)', 'What it changes (before → after)'),
  compare: both('So sánh trước – sau trên bản đồ', 'Compare before and after on the map'),
  stopCompare: both('Thôi so sánh', 'Stop comparing'),
  today: both('Hôm nay', 'Today'),
  proposed: both('Theo phương án', 'As proposed'),
  planned: both('Theo quy hoạch', 'As planned'),
  whole: both('Xem cả đồ án trên bản đồ', 'Show the whole plan on the map'),
  nowhere: both('không có vị trí riêng', 'no place of its own'),
  approvedNotBuilt: both(
    'Đã phê duyệt không có nghĩa là đã xây: trạng thái ghi ở từng thay đổi.',
    'Approved is not built: each change says how far it is.',
  ),
  full: both('Trang đầy đủ của đồ án (kết quả mô phỏng, quá trình)', 'The plan’s full page (simulations, history)'),
  overlay: both('Thay đổi của đồ án', 'Changes of the plan'),
  chosen: both('Thay đổi đang chọn', 'The chosen change'),
} as const

export function Plan({ id }: { id: string }) {
  const { t } = useWords()
  const [again, setAgain] = useState(0)
  const loaded = useLoaded(
    async (signal) => {
      const [plan, edits, comments] = await Promise.all([
        ask<PlanView>(`/api/plans/${id}`, { signal }),
        ask<PlanEdits>(`/api/plans/${id}/edits.geojson`, { signal }),
        ask<PlanComment[]>(`/api/plans/${id}/comments`, { signal }),
      ])
      return { plan, edits, comments: comments.filter(({ party }) => party === 'public') }
    },
    [id, again],
  )
  return (
    <div className="stack">
      <div>
        <Link href="/published/plans">← {t(common.back)}</Link>
      </div>
      {loaded.status === 'loading' ? <p role="status">{t(common.loading)}</p> : null}
      {loaded.status === 'failed' ? (
        <>
          <ProblemBanner problem={loaded.problem} />
          <div>
            <button type="button" onClick={() => setAgain(again + 1)}>
              ↻
            </button>
          </div>
        </>
      ) : null}
      {loaded.status === 'ready' ? <Shown {...loaded.value} /> : null}
    </div>
  )
}

function Shown(props: { plan: PlanView; edits: PlanEdits; comments: readonly PlanComment[] }) {
  const { plan, edits, comments } = props
  const words = useWords()
  const { t } = words
  const map = useMap()
  const [chosen, setChosen] = useState<number | null>(null)
  const [comparing, setComparing] = useState(false)
  const list = useRef<HTMLOListElement>(null)
  const standing = standingOf(plan.state)
  const { lines, features } = edits
  const placeOf = useMemo(() => {
    const places = new Map(features.map((feature) => [feature.id, feature]))
    return (line: number) => lines[line]?.slots.map((slot) => places.get(slot)).filter((one) => one?.geometry) ?? []
  }, [lines, features])
  const whole = useMemo(() => boundsOf(features.map(({ geometry }) => geometry as Geometry | null)), [features])

  useEffect(() => {
    if (whole) map.lookAtBounds(whole)
  }, [map, whole])
  // Its changes; while two pictures are compared they are drawn by these.
  useEffect(() => {
    const colour = standing === 'proposal' ? proposalColour : planColour
    const drawn = lines.flatMap((_, line) =>
      placeOf(line).map(
        (feature): Feature => ({ type: 'Feature', geometry: feature!.geometry as Geometry, properties: { line } }),
      ),
    )
    if (comparing) return
    map.overlay('published-plan', {
      title: text.overlay,
      features: drawn,
      line: [...colour, 255],
      fill: [...colour, 70],
      width: 4,
      onPick: ({ properties }) => {
        const line = Number(properties?.line)
        setChosen(line)
        list.current?.querySelectorAll('button')[line]?.focus()
      },
    })
    return () => map.overlay('published-plan', null)
  }, [map, lines, placeOf, standing, comparing])
  useEffect(() => {
    if (chosen === null) return
    const drawn = placeOf(chosen).map(
      (feature): Feature => ({ type: 'Feature', geometry: feature!.geometry as Geometry, properties: {} }),
    )
    map.overlay('published-chosen', {
      ...{ title: text.chosen, features: drawn, width: 6, radius: 10 },
      ...{ line: [11, 101, 118, 255], fill: comparing ? [0, 0, 0, 0] : [11, 101, 118, 90] },
    })
    return () => map.overlay('published-chosen', null)
  }, [map, chosen, placeOf, comparing])
  const sides = useMemo(() => sidesOf(plan.current?.edits ?? [], edits), [plan, edits])
  useEffect(() => {
    if (!comparing) return
    map.swipe({
      before: { title: text.today, shapes: sides.before },
      after: { title: standing === 'proposal' ? text.proposed : text.planned, shapes: sides.after },
    })
    return () => map.swipe(null)
  }, [map, comparing, sides, standing])

  const choose = (line: number) => {
    setChosen(line === chosen ? null : line)
    const bounds = boundsOf(placeOf(line).map((feature) => feature!.geometry as Geometry))
    if (line !== chosen && bounds) map.lookAtBounds(bounds)
  }
  return (
    <>
      <header className={`published-head ${standing}`}>
        <h2>{plan.title}</h2>
        <Standing plan={plan} />
        {standing === 'proposal' ? <p>{t(text.proposal)}</p> : null}
        {plan.specimen ? <p className="small">{t(common.generated)}</p> : null}
        <p className="published-said">{plan.purpose}</p>
        {plan.state === 'consulting' && plan.consultedUntil ? (
          <p>
            <strong>
              {t(text.until, { day: day(plan.consultedUntil, words), n: daysLeft(plan.consultedUntil, words) })}
            </strong>{' '}
            <button type="button" onClick={() => document.querySelector<HTMLElement>('#comment textarea')?.focus()}>
              {t(text.toComment)}
            </button>
          </p>
        ) : null}
      </header>
      <Decision plan={plan} />
      <section className="stack">
        <h2>{t(text.changes)}</h2>
        <div className="row">
          <button
            type="button"
            className={comparing ? '' : 'primary'}
            aria-pressed={comparing}
            onClick={() => setComparing(!comparing)}
          >
            {t(comparing ? text.stopCompare : text.compare)}
          </button>
          {whole ? (
            <button type="button" onClick={() => map.lookAtBounds(whole)}>
              {t(text.whole)}
            </button>
          ) : null}
        </div>
        {standing === 'in-force' ? <p className="small">{t(text.approvedNotBuilt)}</p> : null}
        <ol ref={list} className="published-changes">
          {lines.map((line, i) => {
            const places = placeOf(i)
            const states = [...new Set(places.map((feature) => t(feature!.properties.buildStateTitle)))]
            return (
              <li key={line.slots[0]}>
                <button type="button" aria-pressed={i === chosen} onClick={() => choose(i)}>
                  {t(line.words)}
                </button>{' '}
                <span className="small soft">
                  {places.length === 0
                    ? `(${t(text.nowhere)})`
                    : standing === 'proposal'
                      ? null
                      : `(${states.join(', ')})`}
                </span>
              </li>
            )
          })}
        </ol>
        {edits.plan.provenance === 'generated' || edits.plan.provenance === 'assumed' ? (
          <p className="small">
            <IllustrativeBadge /> {t(common.generated)}
          </p>
        ) : null}
      </section>
      <Comments plan={plan} lines={lines} comments={comments} chosen={chosen} onChoose={choose} />
      <p>
        <a href={`/plans/${plan.id}`}>{t(text.full)}</a>
      </p>
    </>
  )
}

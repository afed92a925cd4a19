/** `/plans/:id`: one plan: where it stands by law, what it changes and where, on what it rests, what is said to it, what came of it. */
import { useCallback, useEffect, useMemo, useState } from 'react'
import type { PlanComment, PlanConflict, PlanRevision, PlanView } from '../../scenarios/api/plans.ts'
import { slotOf } from '../../scenarios/edit.ts'
import { type EditLine, editLines, sayLine } from '../../scenarios/edit-lines.ts'
import { projection, type XY } from '../../scenarios/frame.ts'
import { type Bounds, type Geometry, grow } from '../../scenarios/geometry.ts'
import { decidedStates, standingOf, terminalPlanStates } from '../../scenarios/plans/process.ts'
import type { ProblemDetail } from '../../scenarios/problem.ts'
import { both } from '../../scenarios/text.ts'
import type { Tiles } from '../../tiles/read/index.ts'
import { api, listen } from '../shared/api.ts'
import { useWords } from '../shared/language.tsx'
import { useLoaded } from '../shared/loaded.ts'
import { Link } from '../shared/route.tsx'
import { useSession } from '../shared/session.tsx'
import { useTiles } from '../shared/tiles.ts'
import { Banner, Field, ProblemBanner, problemOf } from '../shared/ui.tsx'
import { lineOf, placeOfAnchor, threadsOf } from './anchors.ts'
import { Changes } from './Changes.tsx'
import type { Pin } from './CommentForm.tsx'
import { Conflicts } from './Conflicts.tsx'
import { Consultation } from './Consultation.tsx'
import { DecisionCard } from './DecisionCard.tsx'
import { PlanActions } from './PlanActions.tsx'
import { PlanFiles } from './PlanFiles.tsx'
import { PlanHistory } from './PlanHistory.tsx'
import { boundsOfItem, type MapItem, PlanMap } from './PlanMap.tsx'
import { PlanRuns } from './PlanRuns.tsx'
import { localGeometries } from './places.ts'
import { Standing } from './Standing.tsx'
import { StepLine } from './StepLine.tsx'
import { surroundingsOf } from './surroundings.ts'
import { Threads } from './Threads.tsx'
import { text as common, planKindTitles } from './text.ts'
import { useComments } from './useComments.ts'

const text = {
  changes: both('Các thay đổi', 'What it changes'),
  map: both('Bản đồ các thay đổi', 'Map of the changes'),
  mapLoading: both('Đang vẽ bản đồ…', 'Drawing the map…'),
  noPlace: both('Các thay đổi này không có vị trí riêng để vẽ.', 'These changes have no place of their own to draw.'),
  in3d: both('Mở trong mô hình 3D', 'Open in 3D'),
  submission: both('Bản trình', 'Submission'),
  nth: both('Bản {n} · {at}', 'No. {n} · {at}'),
  old: both(
    'Đây là một bản trình trước, giữ nguyên như đã trình; bản hiện hành là bản {n}.',
    'This is an earlier submission, kept as it was; the one that stands is no. {n}.',
  ),
  nothingYet: both('Chưa có phương án nào được trình.', 'No scenario has been submitted yet.'),
  proposalNote: both(
    'Đây là phương án để lấy ý kiến, chưa được phê duyệt và không có giá trị pháp lý.',
    'This is a proposal, not approved and without legal force.',
  ),
  toComment: both('Góp ý', 'Comment'),
} as const

export function PlanPage({ id }: { id: string }) {
  const { t } = useWords()
  const [plan, setPlan] = useState<PlanView | null>(null)
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  /** The last revision that the server told of. */
  const [told, setTold] = useState(0)
  const { user } = useSession()
  const load = useCallback(async () => {
    try {
      setPlan(await api.plans.get(id))
      setProblem(null)
    } catch (error) {
      setProblem(problemOf(error))
    }
  }, [id])
  // Who asks decides what is shown.
  // biome-ignore lint/correctness/useExhaustiveDependencies: read anew after signing in
  useEffect(() => void load(), [load, user?.id])
  useEffect(
    () =>
      listen((event) => {
        if (event.type === 'plan' && event.id === id) setTold(event.revision)
      }),
    [id],
  )
  // A computation that goes on is followed without asking.
  useEffect(() => {
    if (plan?.state === 'recomputing' && told > plan.revision) void load()
  }, [plan, told, load])
  useEffect(() => {
    if (plan?.state !== 'recomputing') return
    const timer = setInterval(() => void load(), 2000)
    return () => clearInterval(timer)
  }, [plan?.state, load])
  return (
    <main className="page wide-page stack plans" id="main">
      <div>
        <Link href="/plans">← {t(common.back)}</Link>
      </div>
      {problem ? <ProblemBanner problem={problem} /> : null}
      {!plan && !problem ? <p role="status">{t(common.loading)}</p> : null}
      {plan && told > plan.revision && plan.state !== 'recomputing' ? (
        <Banner kind="info">
          {t(common.changed)}{' '}
          <button type="button" onClick={load}>
            {t(common.reload)}
          </button>
        </Banner>
      ) : null}
      {plan ? <Plan plan={plan} onChange={setPlan} onReload={load} /> : null}
    </main>
  )
}

function Plan({
  plan,
  onChange,
  onReload,
}: {
  plan: PlanView
  onChange(next: PlanView): void
  onReload(): Promise<void>
}) {
  const words = useWords()
  const { t } = words
  const { user } = useSession()
  const staff = user?.role === 'planner' || user?.role === 'reviewer' || user?.role === 'approver'
  const [older, setOlder] = useState<PlanRevision | null>(null)
  const shown = older ?? plan.current
  const comments = useComments(plan.id, shown?.number ?? 0, plan.revision)
  const conflicts = useConflicts(plan, staff)
  const [chosen, setChosen] = useState<string | null>(null)
  const [at, setAt] = useState<XY | null>(null)
  const [placing, setPlacing] = useState(false)
  const pin: Pin = {
    at,
    placing,
    start: () => setPlacing(true),
    stop: () => {
      setPlacing(false)
      setAt(null)
    },
  }
  const tiles = useTiles(0)
  const drawn = useDrawn(plan, shown, tiles.status === 'ready' ? tiles.value : null)
  const city = drawn?.surroundings?.city ?? null
  const lines = useMemo(() => editLines(shown?.edits ?? [], city), [shown, city])
  const items = useItems({ lines, drawn, comments: comments.list, conflicts: conflicts.list, chosen })
  const chosenLine = lines.findIndex((line) => lineId(line) === chosen)
  const ended = terminalPlanStates.has(plan.state)
  const standing = standingOf(plan.state)
  const common3 = { comments, lines, chosenLine, chosen, pin }
  const choose = (comment: PlanComment) => {
    const line = lineOf(comment.anchor, lines)
    setChosen(placeOfAnchor(comment.anchor) || line < 0 ? comment.id : lineId(lines[line]!))
  }
  return (
    <>
      <header className={`plan-head stack ${standing}`}>
        <div className="row">
          <h1 className="grow">{plan.title}</h1>
          <span className="small soft">{t(planKindTitles[plan.kind])}</span>
        </div>
        <Standing plan={plan} />
        {standing === 'proposal' ? <p className="small">{t(text.proposalNote)}</p> : null}
        {plan.specimen ? <p className="small">{t(common.specimenWhy)}</p> : null}
        <p className="said">{plan.purpose}</p>
        {plan.state === 'consulting' && !staff ? (
          <div>
            <a className="button primary" href="#consultation">
              {t(text.toComment)}
            </a>
          </div>
        ) : null}
      </header>
      <StepLine plan={plan} />
      <div className="plan-columns">
        <div className="stack">
          {staff ? <PlanActions key={plan.revision} plan={plan} onStep={onChange} /> : null}
          <DecisionCard plan={plan} />
          <PlanFiles plan={plan} writing={staff && !ended} onChange={onReload} />
          <PlanHistory plan={plan} />
        </div>
        <div className="stack">
          {shown ? (
            <section className="card stack" aria-label={t(text.changes)}>
              <div className="row">
                <h2 className="grow">{t(text.changes)}</h2>
                <Link className="button" href={`/planner?plan=${plan.id}&submission=${shown.number}`}>
                  {t(text.in3d)}
                </Link>
              </div>
              <Submissions plan={plan} shown={shown} onChoose={setOlder} />
              {drawn?.bounds ? (
                <PlanMap
                  label={t(text.map)}
                  items={items}
                  surroundings={drawn.surroundings}
                  bounds={drawn.bounds}
                  standing={standing}
                  specimen={plan.specimen}
                  pin={at}
                  placing={placing}
                  onPlace={setAt}
                  onChoose={({ id }) => setChosen(id === chosen ? null : id)}
                />
              ) : (
                <p className="soft" role="status">
                  {t(drawn ? text.noPlace : text.mapLoading)}
                </p>
              )}
              {drawn?.problem ? <ProblemBanner problem={drawn.problem} /> : null}
              <ol className="plan-edits">
                {lines.map((line) => (
                  <li key={lineId(line)}>
                    <button
                      type="button"
                      className="link"
                      aria-pressed={lineId(line) === chosen}
                      onClick={() => setChosen(lineId(line) === chosen ? null : lineId(line))}
                    >
                      {sayLine(line, city, words)}
                    </button>
                  </li>
                ))}
              </ol>
            </section>
          ) : (
            <section className="card">
              <p className="soft">{t(text.nothingYet)}</p>
            </section>
          )}
          {plan.consultedUntil ? <Consultation {...common3} plan={plan} onChange={onReload} onChoose={choose} /> : null}
          <Conflicts
            conflicts={conflicts.list}
            chosen={chosen}
            onChoose={({ key }) => setChosen(key)}
            onSettle={
              !decidedStates.has(plan.state) && (user?.role === 'reviewer' || user?.role === 'approver')
                ? async (key, how, reason) => {
                    conflicts.set(await api.plans.settle(plan.id, { key, how, reason, revision: plan.revision }))
                    await onReload()
                  }
                : null
            }
          />
          {conflicts.problem ? <ProblemBanner problem={conflicts.problem} /> : null}
          {staff && shown ? (
            <Threads
              {...common3}
              plan={plan.id}
              writing={!ended && !decidedStates.has(plan.state) && older === null}
              onChoose={choose}
            />
          ) : null}
          <Changes plan={plan} city={city} onChange={onChange} />
          {shown && shown.runs.length > 0 ? <PlanRuns revision={shown} /> : null}
        </div>
      </div>
    </>
  )
}

const lineId = (line: EditLine): string => slotOf(line[0])

function Submissions(props: { plan: PlanView; shown: PlanRevision; onChoose(older: PlanRevision | null): void }) {
  const { plan, shown, onChoose } = props
  const { t, number, dateTime } = useWords()
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  const times = new Map(
    plan.history.filter(({ event }) => event === 'submit').map(({ submission, at }) => [submission, at]),
  )
  if (plan.submissions <= 1) return null
  const open = async (n: number) => {
    try {
      onChoose(n === plan.current?.number ? null : await api.plans.revision(plan.id, n))
      setProblem(null)
    } catch (error) {
      setProblem(problemOf(error))
    }
  }
  return (
    <>
      <Field label={t(text.submission)}>
        {(id) => (
          <select id={id} value={shown.number} onChange={({ target }) => void open(Number(target.value))}>
            {Array.from({ length: plan.submissions }, (_, i) => i + 1).map((n) => (
              <option key={n} value={n}>
                {t(text.nth, { n: number(n), at: times.has(n) ? dateTime(times.get(n)!) : '' })}
              </option>
            ))}
          </select>
        )}
      </Field>
      {plan.current && shown.number !== plan.current.number ? (
        <Banner kind="warning">{t(text.old, { n: number(plan.current.number) })}</Banner>
      ) : null}
      {problem ? <ProblemBanner problem={problem} /> : null}
    </>
  )
}

function useConflicts(plan: PlanView, staff: boolean) {
  const [list, set] = useState<readonly PlanConflict[]>([])
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  const wanted = staff && plan.current !== null && !decidedStates.has(plan.state)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the plan’s revision counts what was settled too
  useEffect(() => {
    if (!wanted) return set([])
    api.plans.conflicts(plan.id).then(set, (error) => setProblem(problemOf(error)))
  }, [plan.id, plan.revision, wanted])
  return { list, set, problem }
}

/** How far around the edits is drawn, m. */
const AROUND_METRES = 150

/** Pictures are wider than high, or on a phone nearly square: what lies beside the edits is drawn too. */
function widened([x0, y0, x1, y1]: Bounds): Bounds {
  const [x, y] = [(x0 + x1) / 2, (y0 + y1) / 2]
  const [across, up] = [Math.max(x1 - x0, (y1 - y0) * 2.2) * 0.6, Math.max(y1 - y0, x1 - x0) * 0.6]
  return [x - across, y - up, x + across, y + up]
}

/** Places of the edits by slot, and what lies around them. */
function useDrawn(plan: PlanView, shown: PlanRevision | null, tiles: Tiles | null) {
  const submission = shown?.number ?? null
  const geometry = useLoaded(
    async (signal) => {
      if (submission === null || !tiles) return null
      const { frame } = tiles.manifest.city
      return localGeometries(await api.plans.edits(plan.id, submission, signal), projection(frame))
    },
    [plan.id, submission, tiles],
  )
  const places = geometry.status === 'ready' ? geometry.value : null
  const bounds = useMemo((): Bounds | null => {
    const all = places ? [...places.values()] : []
    return all.length > 0 ? grow(boundsOfItem({ geometries: all }), AROUND_METRES) : null
  }, [places])
  const around = useLoaded(
    async (signal) => (bounds && tiles ? surroundingsOf(tiles, widened(bounds), signal) : null),
    [bounds?.join(), tiles],
  )
  const problem = geometry.status === 'failed' ? geometry.problem : around.status === 'failed' ? around.problem : null
  if (!places && !problem) return null
  return {
    places: places ?? new Map<string, Geometry>(),
    bounds,
    surroundings: around.status === 'ready' ? around.value : null,
    problem,
  }
}

function useItems(given: {
  lines: readonly EditLine[]
  drawn: ReturnType<typeof useDrawn>
  comments: readonly PlanComment[]
  conflicts: readonly PlanConflict[]
  chosen: string | null
}): MapItem[] {
  const { lines, drawn, comments, conflicts, chosen } = given
  return useMemo(() => {
    const dot = (at: XY): Geometry[] => [{ type: 'Point', coordinates: at }]
    const edits = lines.map(
      (line, i): MapItem => ({
        id: lineId(line),
        kind: 'edit',
        mark: `${i + 1}`,
        label: `${i + 1}`,
        geometries: line.flatMap((edit) => drawn?.places.get(slotOf(edit)) ?? []),
        chosen: lineId(line) === chosen,
      }),
    )
    const pinned = (comment: PlanComment, mark: string): MapItem[] => {
      const at = placeOfAnchor(comment.anchor)
      if (!at) return []
      return [
        {
          id: comment.id,
          kind: 'comment',
          mark,
          label: comment.text.slice(0, 80),
          geometries: dot(at),
          chosen: comment.id === chosen,
        },
      ]
    }
    const threads = threadsOf(comments).flatMap(({ first }, i) => pinned(first, `T${i + 1}`))
    const citizens = comments.filter(({ party }) => party === 'public').flatMap((one, i) => pinned(one, `D${i + 1}`))
    const meet = conflicts.flatMap(({ key, at, theirTitle }, i): MapItem[] =>
      at
        ? [
            {
              id: key,
              kind: 'conflict',
              mark: `!${i + 1}`,
              label: theirTitle,
              geometries: dot(at),
              chosen: key === chosen,
            },
          ]
        : [],
    )
    return [...edits, ...threads, ...citizens, ...meet]
  }, [lines, drawn, comments, conflicts, chosen])
}

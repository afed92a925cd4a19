/** `/permits`: the queue by deadline. Pages come from the server as they scroll into view; only what is seen is drawn. */
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { type Bucket, buckets, type PermitStaff, type PermitSummary } from '../../scenarios/api/permits.ts'
import { permitStates, stateTitles } from '../../scenarios/permits/process.ts'
import { api } from '../shared/api.ts'
import { useWords } from '../shared/language.tsx'
import { Link } from '../shared/route.tsx'
import { verdictTitles } from '../shared/rule-words.ts'
import { useSession } from '../shared/session.tsx'
import { IllustrativeBadge, ProblemBanner } from '../shared/ui.tsx'
import { useUnits } from '../shared/units.ts'
import { DraftList } from './DraftList.tsx'
import { day, leftInWords, today } from './days.ts'
import { bucketTitles } from './names.ts'
import { changed, type QueueQuery, queryOf, searchOf } from './queue-query.ts'
import { text } from './text.ts'
import { type Pages, usePages } from './usePages.ts'
import { useVisitDrafts } from './useVisitDrafts.ts'
import { scrollTo, visibleRows } from './window.ts'

const SEARCH_AFTER_MS = 250

export function Queue() {
  const { t, number } = useWords()
  const [query, setQuery] = useState<QueueQuery>(() => queryOf(location.search))
  const pages = usePages(query)
  const drafts = useVisitDrafts()
  const change = (part: Parameters<typeof changed>[1]) => setQuery((now) => changed(now, part))
  useEffect(() => history.replaceState(null, '', `/permits${searchOf(query)}`), [query])
  return (
    <main className="permits-queue" id="main">
      <div className="row">
        <h1 className="grow">{t(text.queue)}</h1>
        <Link className="button" href="/permits/follow">
          {t(text.toFollow)}
        </Link>
        <Link className="button" href="/register">
          {t(text.toRegister)}
        </Link>
        <Link className="button primary" href="/permits/new">
          {t(text.newCase)}
        </Link>
      </div>
      <BucketTabs pages={pages} active={query.bucket ?? null} onChange={(bucket) => change({ bucket: bucket ?? '' })} />
      <Filters query={query} onChange={change} />
      <DraftList drafts={drafts.drafts} onSend={drafts.send} />
      <p className="small soft row" role="status">
        <span>{pages.total === null ? t(text.loading) : t(text.found, { n: number(pages.total) })}</span>
        <span className="wide">{t(text.keys)}</span>
      </p>
      {pages.problem ? (
        <>
          <ProblemBanner problem={pages.problem} />
          <div>
            <button type="button" onClick={pages.reload}>
              {t(text.retry)}
            </button>
          </div>
        </>
      ) : null}
      {pages.total === 0 ? <p className="soft">{t(text.none)}</p> : null}
      {pages.total ? <Cases pages={pages} total={pages.total} at={searchOf(query)} /> : null}
    </main>
  )
}

function BucketTabs(props: { pages: Pages; active: Bucket | null; onChange(bucket: Bucket | null): void }) {
  const { pages, active, onChange } = props
  const { t, number } = useWords()
  const { counts } = pages
  const all: readonly (Bucket | null)[] = [null, ...buckets]
  const move = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (step === 0) return
    event.preventDefault()
    const next = all[(all.indexOf(active) + step + all.length) % all.length]!
    onChange(next)
    document.getElementById(`bucket-${next ?? 'all'}`)?.focus()
  }
  return (
    <div className="bucket-tabs" role="tablist" aria-label={t(text.buckets)} onKeyDown={move}>
      {all.map((bucket) => {
        const count = counts ? (bucket ? counts[bucket] : buckets.reduce((sum, one) => sum + counts[one], 0)) : null
        return (
          <button
            key={bucket}
            id={`bucket-${bucket ?? 'all'}`}
            type="button"
            role="tab"
            aria-selected={bucket === active}
            aria-controls="cases"
            tabIndex={bucket === active ? 0 : -1}
            className={bucket ?? undefined}
            onClick={() => onChange(bucket)}
          >
            {t(bucket ? bucketTitles[bucket] : text.all)}{' '}
            <span className="count">{count === null ? '…' : number(count)}</span>
          </button>
        )
      })}
    </div>
  )
}

function Filters({ query, onChange }: { query: QueueQuery; onChange(part: Parameters<typeof changed>[1]): void }) {
  const { t } = useWords()
  const { user } = useSession()
  const [words, setWords] = useState(query.q ?? '')
  const [staff, setStaff] = useState<PermitStaff[]>([])
  const units = useUnits()
  const input = useRef<HTMLInputElement>(null)
  const latest = useRef(onChange)
  latest.current = onChange
  useEffect(() => {
    const timer = setTimeout(() => latest.current({ q: words.trim() }), SEARCH_AFTER_MS)
    return () => clearTimeout(timer)
  }, [words])
  useEffect(() => {
    // Without the list of staff the filter has “mine” and “nobody” still.
    api.permits.staff().then(setStaff, () => {})
    const focus = (event: globalThis.KeyboardEvent) => {
      if (event.key !== '/' || /INPUT|SELECT|TEXTAREA/.test(document.activeElement?.tagName ?? '')) return
      event.preventDefault()
      input.current?.focus()
    }
    addEventListener('keydown', focus)
    return () => removeEventListener('keydown', focus)
  }, [])
  return (
    <search className="queue-filters" aria-label={t(text.filters)}>
      <input
        ref={input}
        type="search"
        className="words"
        aria-label={t(text.search)}
        placeholder={t(text.search)}
        value={words}
        onChange={(event) => setWords(event.target.value)}
      />
      <select
        aria-label={t(text.state)}
        value={query.state ?? ''}
        onChange={(event) => onChange({ state: event.target.value as QueueQuery['state'] })}
      >
        <option value="">{t(text.anyState)}</option>
        {permitStates.map((state) => (
          <option key={state} value={state}>
            {t(stateTitles[state])}
          </option>
        ))}
      </select>
      <select
        aria-label={t(text.kind)}
        value={query.kind ?? ''}
        onChange={(event) => onChange({ kind: event.target.value as QueueQuery['kind'] })}
      >
        <option value="">{t(text.anyKind)}</option>
        <option value="permit">{t(text.permitKind)}</option>
        <option value="notice">{t(text.noticeKind)}</option>
      </select>
      <select
        aria-label={t(text.orders)}
        value={query.orders ?? ''}
        onChange={(event) => onChange({ orders: event.target.value as QueueQuery['orders'] })}
      >
        <option value="">{t(text.anyOrders)}</option>
        <option value="open">{t(text.openOrders)}</option>
        <option value="overdue">{t(text.overdueOrders)}</option>
      </select>
      {user?.unitCode ? null : (
        <select
          aria-label={t(text.unit)}
          value={query.unit ?? ''}
          onChange={(event) => onChange({ unit: event.target.value })}
        >
          <option value="">{t(text.anyUnit)}</option>
          {units.map(({ code, name }) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </select>
      )}
      <select
        aria-label={t(text.assignee)}
        value={query.assignee ?? ''}
        onChange={(event) => onChange({ assignee: event.target.value })}
      >
        <option value="">{t(text.anyAssignee)}</option>
        {user ? <option value={user.id}>{t(text.mine)}</option> : null}
        <option value="none">{t(text.nobody)}</option>
        {staff
          .filter(({ id }) => id !== user?.id)
          .map(({ id, displayName }) => (
            <option key={id} value={id}>
              {displayName}
            </option>
          ))}
      </select>
      <select
        aria-label={t(text.sort)}
        value={query.sort ?? 'due'}
        onChange={(event) => onChange({ sort: event.target.value as NonNullable<QueueQuery['sort']> })}
      >
        {(['due', 'newest', 'oldest', 'code'] as const).map((sort) => (
          <option key={sort} value={sort}>
            {t(text.sorts[sort])}
          </option>
        ))}
      </select>
    </search>
  )
}

const ROW_PX = 60
const CARD_PX = 126
const HEAD_PX = 34

function useNarrow(): boolean {
  const [narrow, setNarrow] = useState(() => matchMedia('(max-width: 760px)').matches)
  useEffect(() => {
    const media = matchMedia('(max-width: 760px)')
    const changed = () => setNarrow(media.matches)
    media.addEventListener('change', changed)
    return () => media.removeEventListener('change', changed)
  }, [])
  return narrow
}

/** A table on a desk, cards on a phone: both windowed, both a list that arrows walk through. */
function Cases({ pages, total, at }: { pages: Pages; total: number; at: string }) {
  const { t } = useWords()
  const narrow = useNarrow()
  const box = useRef<HTMLElement>(null)
  const [view, setView] = useState({ top: 0, height: 800 })
  const [active, setActive] = useState(0)
  const wanted = useRef<number | null>(null)
  const rowPx = narrow ? CARD_PX : ROW_PX
  const headPx = narrow ? 0 : HEAD_PX
  const slice = visibleRows(view.top, view.height, rowPx, total)
  useEffect(() => pages.see(slice))

  // biome-ignore lint/correctness/useExhaustiveDependencies: another query starts at its first case
  useEffect(() => {
    if (box.current) box.current.scrollTop = 0
    setActive(0)
  }, [at])
  useEffect(() => {
    const element = box.current
    if (!element) return
    const look = () => setView({ top: element.scrollTop, height: element.clientHeight })
    look()
    const watch = new ResizeObserver(look)
    watch.observe(element)
    element.addEventListener('scroll', look, { passive: true })
    return () => {
      watch.disconnect()
      element.removeEventListener('scroll', look)
    }
  }, [])

  const go = (row: number) => {
    const next = Math.max(0, Math.min(total - 1, row))
    setActive(next)
    const element = box.current!
    element.scrollTop = scrollTo(next, element.scrollTop, element.clientHeight, rowPx, headPx)
    wanted.current = next
  }
  // The row may be drawn only after the scroll, and its case come only later: the focus waits for it in its place.
  useEffect(() => {
    if (wanted.current === null) return
    const here = document.activeElement
    if (here !== document.body && !box.current?.contains(here)) {
      wanted.current = null
      return
    }
    const row = document.getElementById(`case-${wanted.current}`)
    const link = row?.querySelector<HTMLElement>('a')
    ;(link ?? row?.querySelector<HTMLElement>('[tabindex]'))?.focus({ preventScroll: true })
    if (link) wanted.current = null
  })
  const keys = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor(view.height / rowPx) - 1)
    const to = { ArrowDown: active + 1, ArrowUp: active - 1, PageDown: active + page, PageUp: active - page }
    const ends = { Home: 0, End: total - 1 }
    const next = { ...to, ...ends }[event.key as keyof typeof to | keyof typeof ends]
    if (next === undefined) return
    event.preventDefault()
    go(next)
  }
  const rows = Array.from({ length: slice.to - slice.from }, (_, i) => slice.from + i)
  const stop = active >= slice.from && active < slice.to ? active : slice.from
  const before = slice.from * rowPx
  const after = (total - slice.to) * rowPx
  return (
    <section ref={box} id="cases" className="cases" aria-label={t(text.queue)} onKeyDown={keys}>
      {narrow ? (
        <ul className="case-cards" style={{ paddingTop: before, paddingBottom: after }}>
          {rows.map((row) => (
            <Card key={row} row={row} active={row === active} stop={row === stop} permit={pages.row(row)} />
          ))}
        </ul>
      ) : (
        <table aria-rowcount={total + 1}>
          <thead>
            <tr>
              {[text.code, text.work, text.site, text.state, text.due, text.assignee, text.check].map((title) => (
                <th key={title.en} scope="col">
                  {t(title)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <tr style={{ height: before }} />
            {rows.map((row) => (
              <Row key={row} row={row} active={row === active} stop={row === stop} permit={pages.row(row)} />
            ))}
            <tr style={{ height: after }} />
          </tbody>
        </table>
      )}
    </section>
  )
}

interface RowProps {
  row: number
  active: boolean
  /** Where the Tab key stops in the list. */
  stop: boolean
  permit: PermitSummary | undefined
}

function Row({ row, active, stop, permit }: RowProps) {
  const words = useWords()
  const { t } = words
  const units = useUnits()
  if (!permit)
    return (
      <tr id={`case-${row}`} aria-rowindex={row + 2} aria-selected={active} style={{ height: ROW_PX }}>
        <td colSpan={7} className="soft">
          <span tabIndex={-1}>{t(text.rowsLoading)}</span>
        </td>
      </tr>
    )
  const unit = units.find(({ code }) => code === permit.unitCode)?.name ?? permit.unitCode
  return (
    <tr id={`case-${row}`} aria-rowindex={row + 2} aria-selected={active} style={{ height: ROW_PX }}>
      <td>
        <Link href={`/permits/${permit.id}`} tabIndex={stop ? 0 : -1}>
          {permit.code}
        </Link>
        <div className="small soft">{day(permit.filedAt, words)}</div>
      </td>
      <td className="clip">
        {permit.notice ? <span className="badge">{t(text.noticeKind)}</span> : null} {permit.title}{' '}
        {permit.specimen ? <IllustrativeBadge title={t(text.specimenWhy)} /> : null}
      </td>
      <td className="clip">
        {permit.site}
        <div className="small soft">{unit}</div>
      </td>
      <td>{t(stateTitles[permit.state])}</td>
      <td>
        <DueBadge permit={permit} />
        <div>
          <OrderBadge permit={permit} />
        </div>
      </td>
      <td className="clip">{permit.assignee ?? <span className="soft">{t(text.nobody)}</span>}</td>
      <td>
        <VerdictBadge verdict={permit.verdict} />
      </td>
    </tr>
  )
}

function Card({ row, active, stop, permit }: RowProps) {
  const words = useWords()
  const { t } = words
  return (
    <li id={`case-${row}`} className="case-card" aria-current={active} style={{ height: CARD_PX - 8 }}>
      {permit ? (
        <>
          <div className="row">
            <Link className="grow" href={`/permits/${permit.id}`} tabIndex={stop ? 0 : -1}>
              {permit.code}
            </Link>
            <VerdictBadge verdict={permit.verdict} />
          </div>
          <strong className="clip">{permit.title}</strong>
          <div className="clip small">{permit.site}</div>
          <div className="row small">
            <span className="grow">
              {t(stateTitles[permit.state])} <OrderBadge permit={permit} />
            </span>
            <DueBadge permit={permit} />
          </div>
        </>
      ) : (
        <span className="soft" tabIndex={-1}>
          {t(text.rowsLoading)}
        </span>
      )}
    </li>
  )
}

/** An order on its site that is to be obeyed, or should have been. */
function OrderBadge({ permit: { orderDue } }: { permit: Pick<PermitSummary, 'orderDue'> }) {
  const words = useWords()
  if (!orderDue) return null
  const late = orderDue < today()
  return (
    <span className={`badge bucket ${late ? 'late' : 'soon'}`}>
      {words.t(late ? text.orderLate : text.orderDue, { day: day(orderDue, words) })}
    </span>
  )
}

export function DueBadge({ permit: { clock } }: { permit: Pick<PermitSummary, 'clock'> }) {
  const words = useWords()
  if (clock.bucket === 'closed') return <span className="badge">{words.t(bucketTitles.closed)}</span>
  return (
    <span>
      {clock.due ? <span className="figure">{day(clock.due, words)} </span> : null}
      <span className={`badge bucket ${clock.bucket}`}>{leftInWords(clock, words)}</span>
    </span>
  )
}

export function VerdictBadge({ verdict }: { verdict: PermitSummary['verdict'] }) {
  const { t } = useWords()
  return verdict ? (
    <span className={`badge verdict ${verdict}`}>{t(verdictTitles[verdict])}</span>
  ) : (
    <span className="small soft">{t(text.notChecked)}</span>
  )
}

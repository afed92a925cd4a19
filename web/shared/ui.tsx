/** The few pieces that every page is made of. Plain elements: their names, roles and keys are the browser's own. */
import { type KeyboardEvent, type ReactNode, useId } from 'react'
import type { ProblemDetail } from '../../scenarios/problem.ts'
import { describeProblem } from '../../scenarios/problem.ts'
import { type Provenance, provenanceTitle } from '../../scenarios/provenance-names.ts'
import { both } from '../../scenarios/text.ts'
import { useWords } from './language.tsx'

export { problemOf, problemOfError } from './problem.ts'

/** Paths on a 24 × 24 field, drawn by lines. */
const icons = {
  layers: 'M12 3 3 8l9 5 9-5-9-5ZM3 12.5l9 5 9-5M3 17l9 5 9-5',
  scenario: 'M6 4v16M6 14c0-5 12-2 12-8M18 3v3M6 4a1.5 1.5 0 1 0 0-.1M18 4a1.5 1.5 0 1 0 0-.1',
  select: 'M5 3l14 7-6 2-2 6L5 3Z',
  run: 'M12 3c4 5 6 8 6 11a6 6 0 0 1-12 0c0-3 2-6 6-11Z',
  results: 'M4 20V4M4 20h16M8 16v-5M12 16V7M16 16v-3',
  norms: 'M4 20h16M7 16V9M12 16V5M17 16v-4M3 12h18',
  traffic: 'M8 3 5 21M16 3l3 18M12 4v3M12 10v4M12 17v3',
  lighting: 'M6 21V7a4 4 0 0 1 4-4h5M13 3h6v4h-6zM14 10l-2 5M18 10l2 5M16 10v5',
  saved: 'M4 5h16v5H4zM5 10v9h14v-9M10 14h4',
  home: 'M4 11l8-7 8 7M6 10v10h12V10',
  top: 'M5 5h14v14H5zM5 12h14M12 5v14',
  plus: 'M12 5v14M5 12h14',
  minus: 'M5 12h14',
  play: 'M7 4l13 8-13 8V4Z',
  pause: 'M7 4v16M17 4v16',
  previous: 'M15 5l-7 7 7 7',
  next: 'M9 5l7 7-7 7',
  undo: 'M9 14 4 9l5-5M4 9h10a6 6 0 0 1 0 12h-3',
  redo: 'M15 14l5-5-5-5M20 9H10a6 6 0 0 0 0 12h3',
  remove: 'M6 7h12l-1 13H7L6 7ZM4 7h16M9 7V4h6v3',
  close: 'M6 6l12 12M18 6 6 18',
  sun: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM12 2v3M12 19v3M2 12h3M19 12h3M5 5l2 2M17 17l2 2M19 5l-2 2M7 17l-2 2',
  moon: 'M20 14A8 8 0 0 1 10 4a8 8 0 1 0 10 10Z',
  user: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4 21c0-4 3.5-6 8-6s8 2 8 6',
  pond: 'M3 13c3-3 6 3 9 0s6 3 9 0M3 18c3-3 6 3 9 0s6 3 9 0M5 8c3-5 11-5 14 0',
  fill: 'M3 20h18M5 20l4-9h6l4 9M12 8V3M9.5 5.5 12 3l2.5 2.5',
  road: 'M8 21 10 3M16 21 14 3M12 5v3M12 11v3M12 17v3',
  menu: 'M4 7h16M4 12h16M4 17h16',
  list: 'M9 6h11M9 12h11M9 18h11M4 6h.01M4 12h.01M4 18h.01',
  locate: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM12 2v4M12 18v4M2 12h4M18 12h4',
  call: 'M6 3h3l2 5-2.5 1.5a12 12 0 0 0 6 6L16 13l5 2v3c0 2-1 3-3 3A15 15 0 0 1 3 6c0-2 1-3 3-3Z',
  area: 'M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M9 9h6v6H9z',
} as const
export type IconName = keyof typeof icons

export function Icon({ name }: { name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={icons[name]} />
    </svg>
  )
}

export function ProvenanceBadge({ provenance }: { provenance: Provenance }) {
  const { t } = useWords()
  return <span className={`badge ${provenance}`}>{t(provenanceTitle[provenance])}</span>
}

const illustrative = both('Minh họa', 'Illustrative')
export function IllustrativeBadge({ title }: { title?: string }) {
  const { t } = useWords()
  return (
    <span className="badge illustrative" title={title}>
      {t(illustrative)}
    </span>
  )
}

/** A state that the person must know of. Errors interrupt a screen reader, the rest waits its turn. */
export function Banner({ kind, children }: { kind: 'info' | 'warning' | 'error'; children: ReactNode }) {
  return (
    <div className={`banner ${kind}`} role={kind === 'error' ? 'alert' : 'status'}>
      {children}
    </div>
  )
}

export function ProblemBanner({ problem }: { problem: ProblemDetail }) {
  const { language } = useWords()
  return <Banner kind="error">{describeProblem(withoutAddress(problem), language)}</Banner>
}

/** A request's own path and the field of its body are for programs; the sentence says all that a person needs. */
function withoutAddress({ place, file, ...rest }: ProblemDetail): ProblemDetail {
  if (rest.code === 'tiles/unreachable') return rest
  if (file) return { ...rest, file, ...(place ? { place } : {}) }
  return place && !/^(\/api\/|body\b)/.test(place) ? { ...rest, place } : rest
}

export function Field({
  label,
  hint,
  children,
}: {
  label: string
  hint?: string
  children: (id: string) => ReactNode
}) {
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {children(id)}
      {hint ? <p className="hint">{hint}</p> : null}
    </div>
  )
}

export function NumberField(props: {
  label: string
  unit?: string
  value: number
  min: number
  max: number
  step: number
  hint?: string
  onChange(value: number): void
}) {
  const { label, unit, value, min, max, step, hint, onChange } = props
  return (
    <Field label={unit ? `${label} (${unit})` : label} {...(hint ? { hint } : {})}>
      {(id) => (
        <input
          id={id}
          type="number"
          inputMode="decimal"
          value={Number.isFinite(value) ? value : ''}
          min={min}
          max={max}
          step={step}
          required
          onChange={(event) => onChange(event.target.value === '' ? Number.NaN : Number(event.target.value))}
        />
      )}
    </Field>
  )
}

export function ProgressBar({ label, fraction }: { label: string; fraction: number }) {
  const { percent } = useWords()
  return (
    <div className="progress-row">
      <span>{label}</span>
      <progress aria-label={label} max={1} value={fraction} />
      <span className="figure">{percent(fraction)}</span>
    </div>
  )
}

export interface Tab<T extends string> {
  readonly id: T
  readonly label: string
  readonly icon: IconName
}

/** Tabs as the ARIA practices have them: one stop of the Tab key, arrows inside. Panels are named `panel-<id>`. */
export function Tabs<T extends string>(props: {
  label: string
  tabs: readonly Tab<T>[]
  active: T | null
  onChange(id: T): void
}) {
  const { label, tabs, active, onChange } = props
  const move = (event: KeyboardEvent<HTMLDivElement>) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (step === 0) return
    event.preventDefault()
    const at = tabs.findIndex((tab) => tab.id === active)
    const next = tabs[(at + step + tabs.length) % tabs.length]!
    onChange(next.id)
    document.getElementById(`tab-${next.id}`)?.focus()
  }
  return (
    <div className="tabs" role="tablist" aria-label={label} onKeyDown={move}>
      {tabs.map((tab, i) => (
        <button
          key={tab.id}
          id={`tab-${tab.id}`}
          type="button"
          role="tab"
          aria-selected={tab.id === active}
          aria-controls={`panel-${tab.id}`}
          tabIndex={tab.id === active || (active === null && i === 0) ? 0 : -1}
          onClick={() => onChange(tab.id)}
        >
          <Icon name={tab.icon} />
          <span>{tab.label}</span>
        </button>
      ))}
    </div>
  )
}

const pagerText = {
  pages: both('Phân trang', 'Pages'),
  page: both('Trang {page} / {pages}', 'Page {page} of {pages}'),
  previous: both('Trang trước', 'Previous page'),
  next: both('Trang sau', 'Next page'),
}

/** Leads through the pages of a list; nothing where there is one. @param page from 1 */
export function Pager({ page, pages, onPage }: { page: number; pages: number; onPage(page: number): void }) {
  const { t, number } = useWords()
  if (pages <= 1) return null
  const step = (label: string, icon: IconName, to: number) => (
    <button
      type="button"
      className="square"
      aria-label={label}
      disabled={to < 1 || to > pages}
      onClick={() => onPage(to)}
    >
      <Icon name={icon} />
    </button>
  )
  return (
    <nav className="row" aria-label={t(pagerText.pages)}>
      {step(t(pagerText.previous), 'previous', page - 1)}
      <span>{t(pagerText.page, { page: number(page), pages: number(pages) })}</span>
      {step(t(pagerText.next), 'next', page + 1)}
    </nav>
  )
}

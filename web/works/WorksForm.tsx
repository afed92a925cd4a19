/** The registration's fields, one list for the new, the draft and the changed one; clashes are shown before it is sent. */
import { type FormEvent, type ReactNode, useState } from 'react'
import { dayOf, isoOf } from '../../scenarios/permits/working-days.ts'
import type { ProblemDetail } from '../../scenarios/problem.ts'
import type { Bilingual } from '../../scenarios/text.ts'
import type { Clash } from '../../scenarios/works/clashes.ts'
import {
  closures,
  closureTitles,
  kindTitles,
  materials,
  materialTitles,
  methods,
  methodTitles,
  type WorksApplication,
  worksKinds,
} from '../../scenarios/works/works.ts'
import { api } from '../shared/api.ts'
import { today } from '../shared/days.ts'
import { useWords } from '../shared/language.tsx'
import { Field, NumberField, ProblemBanner, problemOf } from '../shared/ui.tsx'
import { useUnits } from '../shared/units.ts'
import { Clashes } from './Clashes.tsx'
import { StretchPicker } from './StretchPicker.tsx'
import { text } from './text.ts'

const inDays = (n: number) => isoOf(dayOf(today()) + n)

export const emptyApplication = (): WorksApplication => ({
  title: '',
  kind: 'water',
  organisation: '',
  unitCode: '',
  stretches: [],
  dates: { from: inDays(14), to: inDays(23) },
  window: { from: inDays(10), to: inDays(90) },
  hours: { fromMinutes: 7 * 60, toMinutes: 17 * 60 },
  trench: { method: 'open-cut', depthMetres: 1.2, widthMetres: 0.8 },
  restoration: { material: 'asphalt', days: 3, warrantyMonths: 12 },
  closure: { kind: 'one-lane', allDay: true },
})

export const hourOf = (minutes: number): string =>
  `${String(Math.floor(minutes / 60) % 24).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
const minutesOf = (hour: string): number => {
  const [h = '0', m = '0'] = hour.split(':')
  return Number(h) * 60 + Number(m)
}

export function WorksForm(props: {
  value: WorksApplication
  onChange(value: WorksApplication): void
  /** What is sent with which button; the first is what Enter does. */
  actions: readonly { readonly title: Bilingual; send(): Promise<void> }[]
  /** Fields of the page's own, before the buttons. */
  children?: ReactNode
}) {
  const { value, onChange, actions, children } = props
  const { t } = useWords()
  const units = useUnits()
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  const [clashes, setClashes] = useState<Clash[] | null>(null)
  const [busy, setBusy] = useState(false)
  const set = (more: Partial<WorksApplication>) => {
    onChange({ ...value, ...more })
    setClashes(null)
  }
  const doing = async (work: () => Promise<void>) => {
    setBusy(true)
    setProblem(null)
    try {
      await work()
    } catch (error) {
      setProblem(problemOf(error))
    } finally {
      setBusy(false)
    }
  }
  const choice = <T extends string>(
    label: Bilingual,
    of: readonly T[],
    titles: Record<T, Bilingual>,
    now: T,
    to: (next: T) => void,
  ) => (
    <Field label={t(label)}>
      {(id) => (
        <select id={id} value={now} onChange={(event) => to(event.target.value as T)}>
          {of.map((one) => (
            <option key={one} value={one}>
              {t(titles[one])}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
  const date = (label: Bilingual, now: string, to: (next: string) => void) => (
    <Field label={t(label)}>
      {(id) => <input id={id} type="date" required value={now} onChange={(event) => to(event.target.value)} />}
    </Field>
  )
  const hour = (label: Bilingual, now: number, to: (next: number) => void) => (
    <Field label={t(label)}>
      {(id) => (
        <input
          id={id}
          type="time"
          required
          value={hourOf(now)}
          onChange={(event) => to(minutesOf(event.target.value))}
        />
      )}
    </Field>
  )
  const { dates, window, hours, trench, restoration, closure } = value
  const sided = closure.kind === 'one-direction' && value.stretches.some(({ side }) => side === 'whole')
  return (
    <form
      className="stack"
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        void doing(actions[0]!.send)
      }}
    >
      <section className="card stack">
        <h2>{t(text.what)}</h2>
        <Field label={t(text.worksTitle)}>
          {(id) => (
            <input
              id={id}
              required
              maxLength={200}
              value={value.title}
              onChange={(e) => set({ title: e.target.value })}
            />
          )}
        </Field>
        <div className="fields works-fields">
          {choice(text.kind, worksKinds, kindTitles, value.kind, (kind) => set({ kind }))}
          <Field label={t(text.organisation)}>
            {(id) => (
              <input
                id={id}
                required
                maxLength={200}
                value={value.organisation}
                onChange={(e) => set({ organisation: e.target.value })}
              />
            )}
          </Field>
          <Field label={t(text.unit)}>
            {(id) =>
              units.length > 0 ? (
                <select id={id} required value={value.unitCode} onChange={(e) => set({ unitCode: e.target.value })}>
                  <option value="">—</option>
                  {units.map(({ code, name }) => (
                    <option key={code} value={code}>
                      {name}
                    </option>
                  ))}
                </select>
              ) : (
                <input id={id} required value={value.unitCode} onChange={(e) => set({ unitCode: e.target.value })} />
              )
            }
          </Field>
        </div>
      </section>
      <section className="card stack">
        <h2>{t(text.where)}</h2>
        <StretchPicker stretches={value.stretches} onChange={(stretches) => set({ stretches })} />
      </section>
      <section className="card stack">
        <h2>{t(text.when)}</h2>
        <div className="fields works-fields">
          {date(text.from, dates.from, (from) =>
            set({ dates: { ...dates, from }, window: widened(window, from, dates.to) }),
          )}
          {date(text.to, dates.to, (to) => set({ dates: { ...dates, to }, window: widened(window, dates.from, to) }))}
          {date(text.windowFrom, window.from, (from) => set({ window: { ...window, from } }))}
          {date(text.windowTo, window.to, (to) => set({ window: { ...window, to } }))}
          {hour(text.hoursFrom, hours.fromMinutes, (fromMinutes) => set({ hours: { ...hours, fromMinutes } }))}
          {hour(text.hoursTo, hours.toMinutes, (toMinutes) => set({ hours: { ...hours, toMinutes } }))}
        </div>
      </section>
      <section className="card stack">
        <h2>{t(text.how)}</h2>
        <div className="fields works-fields">
          {choice(text.method, methods, methodTitles, trench.method, (method) =>
            set({ trench: { ...trench, method } }),
          )}
          <NumberField
            label={t(text.depth)}
            unit="m"
            value={trench.depthMetres}
            min={0.05}
            max={30}
            step={0.05}
            onChange={(depthMetres) => set({ trench: { ...trench, depthMetres } })}
          />
          <NumberField
            label={t(text.width)}
            unit="m"
            value={trench.widthMetres}
            min={0.05}
            max={30}
            step={0.05}
            onChange={(widthMetres) => set({ trench: { ...trench, widthMetres } })}
          />
          {choice(text.material, materials, materialTitles, restoration.material, (material) =>
            set({ restoration: { ...restoration, material } }),
          )}
          <NumberField
            label={t(text.restoreDays)}
            unit={t(text.days)}
            value={restoration.days}
            min={0}
            max={365}
            step={1}
            onChange={(days) => set({ restoration: { ...restoration, days } })}
          />
          <NumberField
            label={t(text.warranty)}
            unit={t(text.months)}
            value={restoration.warrantyMonths}
            min={0}
            max={120}
            step={1}
            onChange={(warrantyMonths) => set({ restoration: { ...restoration, warrantyMonths } })}
          />
          {choice(text.closure, closures, closureTitles, closure.kind, (kind) =>
            set({ closure: { ...closure, kind } }),
          )}
        </div>
        <label className="row">
          <input
            type="checkbox"
            checked={closure.allDay}
            onChange={(event) => set({ closure: { ...closure, allDay: event.target.checked } })}
          />
          {t(text.allDay)}
        </label>
        {sided ? <p className="hint warn">{t(text.side)}</p> : null}
      </section>
      {children}
      {problem ? <ProblemBanner problem={problem} /> : null}
      {clashes ? <Clashes clashes={clashes} kind={value.kind} /> : null}
      <div className="row">
        {actions.map(({ title, send }, i) => (
          <button
            key={title.en}
            type={i === 0 ? 'submit' : 'button'}
            className={i === 0 ? 'primary' : ''}
            disabled={busy || value.stretches.length === 0}
            onClick={i === 0 ? undefined : () => void doing(send)}
          >
            {t(title)}
          </button>
        ))}
        <button
          type="button"
          disabled={busy || value.stretches.length === 0}
          onClick={() =>
            doing(async () => {
              const draft = { ...value, title: value.title || '—', organisation: value.organisation || '—' }
              setClashes(await api.works.check({ ...draft, unitCode: draft.unitCode || '0' }))
            })
          }
        >
          {t(text.check)}
        </button>
      </div>
    </form>
  )
}

/** The dates stay within the days that they may be moved to. */
const widened = (window: WorksApplication['window'], from: string, to: string) => ({
  from: from && from < window.from ? from : window.from,
  to: to > window.to ? to : window.to,
})

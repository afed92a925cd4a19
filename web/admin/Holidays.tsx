/** The working calendar by year: what the law gives, what was announced, and how deadlines would move before it is saved. */
import { type FormEvent, useState } from 'react'
import type { HolidayPreview } from '../../scenarios/api/office.ts'
import type { WorkCalendar } from '../../scenarios/api/permits.ts'
import { type HolidayYear, workingCalendar } from '../../scenarios/permits/working-days.ts'
import type { ProblemDetail } from '../../scenarios/problem.ts'
import { api } from '../shared/api.ts'
import { day, today } from '../shared/days.ts'
import { locales, useWords } from '../shared/language.tsx'
import { Banner, Field, ProblemBanner, problemOf } from '../shared/ui.tsx'
import { SaveButton, TextField, useServer } from './parts.tsx'
import { text } from './text.ts'

export function HolidaysSection() {
  const { t } = useWords()
  const { value, problem, busy, attempt } = useServer(api.permits.calendar)
  return (
    <section className="stack" aria-label={t(text.holidays)}>
      <p className="soft">{t(text.holidaysWhy)}</p>
      {problem ? <ProblemBanner problem={problem} /> : null}
      {value ? (
        <CalendarForm
          key={JSON.stringify([value.years, value.hours])}
          stored={{ years: value.years, hours: value.hours }}
          busy={busy}
          save={(calendar) => attempt(() => api.office.saveCalendar(calendar))}
        />
      ) : problem ? null : (
        <p role="status">{t(text.loading)}</p>
      )}
    </section>
  )
}

const blank = (year: number): HolidayYear => ({
  year,
  confirmed: null,
  tetDaysBefore: null,
  nationalDay: null,
  days: [],
})
/** Minutes of the day as a field of time has them. */
const clockOf = (minutes: number | null): string =>
  minutes === null
    ? ''
    : `${String(Math.floor(Math.min(minutes, 1439) / 60)).padStart(2, '0')}:${String(Math.min(minutes, 1439) % 60).padStart(2, '0')}`
const minutesOf = (clock: string): number | null => {
  const [hours, minutes] = clock.split(':').map(Number)
  return clock === '' ? null : hours! * 60 + minutes!
}

function CalendarForm(props: { stored: WorkCalendar; busy: boolean; save(calendar: WorkCalendar): void }) {
  const { stored, busy, save } = props
  const words = useWords()
  const { t, number } = words
  const thisYear = Number(today().slice(0, 4))
  const [calendar, setCalendar] = useState(stored)
  const [year, setYear] = useState(thisYear)
  const [preview, setPreview] = useState<{ of: string; found: HolidayPreview } | null>(null)
  const [previewing, setPreviewing] = useState(false)
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  const row = calendar.years.find((one) => one.year === year) ?? blank(year)
  const set = (change: Partial<HolidayYear>) =>
    setCalendar((old) => ({
      ...old,
      years: [...old.years.filter((one) => one.year !== year), { ...row, ...change }].sort((a, b) => a.year - b.year),
    }))
  const typed = JSON.stringify(calendar)
  const changed = typed !== JSON.stringify(stored)
  const seen = preview?.of === typed ? preview.found : null
  const own = new Map(row.days.map((one) => [one.date, one]))
  const listed = [
    ...workingCalendar(calendar.years)
      .holidays(year)
      .map((one) => ({ ...one, kind: 'off' as const })),
    ...row.days
      .filter(({ kind }) => kind === 'working')
      .map(({ date, note, source }) => ({
        date,
        source,
        title: { vi: note, en: note },
        assumed: false,
        kind: 'working' as const,
      })),
  ].sort((a, b) => (a.date < b.date ? -1 : 1))

  async function look() {
    setPreviewing(true)
    setProblem(null)
    try {
      setPreview({ of: typed, found: await api.office.previewCalendar(calendar) })
    } catch (error) {
      setProblem(problemOf(error))
    } finally {
      setPreviewing(false)
    }
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save(calendar)
  }
  const years = [
    ...new Set([thisYear - 1, thisYear, thisYear + 1, thisYear + 2, ...calendar.years.map((one) => one.year)]),
  ]

  return (
    <>
      <form className="card stack" onSubmit={submit} aria-label={t(text.holidays)}>
        <div className="fields">
          <Field label={t(text.year)}>
            {(id) => (
              <select id={id} value={year} onChange={(event) => setYear(Number(event.target.value))}>
                {years.sort().map((one) => (
                  <option key={one} value={one}>
                    {one}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <TextField
            label={t(text.confirmed)}
            hint={t(text.confirmedHint)}
            max={200}
            value={row.confirmed ?? ''}
            onChange={(value) => set({ confirmed: value || null })}
          />
          <Field label={t(text.tetDaysBefore)}>
            {(id) => (
              <select
                id={id}
                value={row.tetDaysBefore ?? ''}
                onChange={({ target }) => set({ tetDaysBefore: target.value === '' ? null : Number(target.value) })}
              >
                <option value="">{t(text.usually)}</option>
                {[0, 1, 2, 3, 4].map((n) => (
                  <option key={n}>{n}</option>
                ))}
              </select>
            )}
          </Field>
          <Field label={t(text.nationalDay)}>
            {(id) => (
              <select
                id={id}
                value={row.nationalDay ?? ''}
                onChange={({ target }) => set({ nationalDay: (target.value || null) as HolidayYear['nationalDay'] })}
              >
                <option value="">{t(text.usually)}</option>
                <option value="before">{t(text.before)}</option>
                <option value="after">{t(text.after)}</option>
              </select>
            )}
          </Field>
        </div>
        <div className="scroll-x">
          <table aria-label={`${t(text.holidays)} ${year}`}>
            <thead>
              <tr>
                <th scope="col">{t(text.date)}</th>
                <th scope="col">{t(text.day)}</th>
                <th scope="col">{t(text.what)}</th>
                <th scope="col">{t(text.source)}</th>
                <th scope="col" />
              </tr>
            </thead>
            <tbody>
              {listed.map(({ date, title, source, assumed, kind }) => (
                <tr key={`${date} ${kind}`}>
                  <td>{day(date, words)}</td>
                  <td>{weekdayOf(date, words.language)}</td>
                  <td>
                    {t(title)} {kind === 'working' ? <span className="badge computed">{t(text.working)}</span> : null}
                    {assumed ? <span className="badge assumed">{t(text.assumed)}</span> : null}
                  </td>
                  <td className="clause">{source}</td>
                  <td>
                    {own.has(date) ? (
                      <button
                        type="button"
                        aria-label={t(text.remove, { what: day(date, words) })}
                        onClick={() => set({ days: row.days.filter((one) => one.date !== date) })}
                      >
                        ×
                      </button>
                    ) : null}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <AddDay
          key={year}
          year={year}
          add={(one) => set({ days: [...row.days.filter(({ date }) => date !== one.date), one] })}
        />
        <fieldset>
          <legend>{t(text.hours)}</legend>
          <div className="fields">
            <TextField
              label={t(text.cutOff)}
              type="time"
              required
              value={clockOf(calendar.hours.cutOffMinutes)}
              onChange={(value) =>
                setCalendar((old) => ({ ...old, hours: { ...old.hours, cutOffMinutes: minutesOf(value) ?? 17 * 60 } }))
              }
            />
            <TextField
              label={t(text.saturday)}
              type="time"
              value={clockOf(calendar.hours.saturdayCutOffMinutes)}
              onChange={(value) =>
                setCalendar((old) => ({ ...old, hours: { ...old.hours, saturdayCutOffMinutes: minutesOf(value) } }))
              }
            />
          </div>
        </fieldset>
        {problem ? <ProblemBanner problem={problem} /> : null}
        <div className="row">
          <button type="button" disabled={!changed || previewing} onClick={() => void look()}>
            {t(previewing ? text.previewing : text.preview)}
          </button>
          <SaveButton busy={busy} disabled={!changed || seen === null} />
          {changed && seen === null ? <span className="soft">{t(text.previewFirst)}</span> : null}
        </div>
      </form>
      {seen ? (
        <section className="card stack" aria-label={t(text.preview)}>
          <Banner kind={seen.cases.some(({ becomesLate }) => becomesLate) ? 'warning' : 'info'}>
            {t(text.previewed, {
              moved: number(seen.moved),
              open: number(seen.open),
              late: number(seen.cases.filter(({ becomesLate }) => becomesLate).length),
            })}
          </Banner>
          {seen.cases.length > 0 ? (
            <div className="scroll-x">
              <table aria-label={t(text.preview)}>
                <thead>
                  <tr>
                    <th scope="col">{t(text.caseCode)}</th>
                    <th scope="col">{t(text.dueBefore)}</th>
                    <th scope="col">{t(text.dueAfter)}</th>
                  </tr>
                </thead>
                <tbody>
                  {seen.cases.map(({ code, before, after, becomesLate }) => (
                    <tr key={code}>
                      <td>{code}</td>
                      <td>{before ? day(before, words) : t(text.noDue)}</td>
                      <td>
                        {after ? day(after, words) : t(text.noDue)}{' '}
                        {becomesLate ? <span className="badge assumed">{t(text.becomesLate)}</span> : null}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          ) : null}
        </section>
      ) : null}
    </>
  )
}

const weekdayOf = (date: string, language: 'vi' | 'en'): string =>
  new Intl.DateTimeFormat(locales[language], { weekday: 'long', timeZone: 'UTC' }).format(new Date(`${date}T00:00:00Z`))

type Day = HolidayYear['days'][number]

function AddDay({ year, add }: { year: number; add(day: Day): void }) {
  const { t } = useWords()
  const empty = { date: '', kind: 'off', note: '', source: '' } as const
  const [one, setOne] = useState<Day>(empty)
  const set = (change: Partial<Day>) => setOne((old) => ({ ...old, ...change }))
  const whole = one.date.startsWith(`${year}-`) && one.source.trim() !== ''
  return (
    <fieldset className="stack">
      <legend>{t(text.addDay)}</legend>
      <div className="fields">
        <Field label={t(text.date)}>
          {(id) => (
            <input
              id={id}
              type="date"
              min={`${year}-01-01`}
              max={`${year}-12-31`}
              value={one.date}
              onChange={(event) => set({ date: event.target.value })}
            />
          )}
        </Field>
        <Field label={t(text.kind)}>
          {(id) => (
            <select id={id} value={one.kind} onChange={(event) => set({ kind: event.target.value as Day['kind'] })}>
              <option value="off">{t(text.off)}</option>
              <option value="working">{t(text.working)}</option>
            </select>
          )}
        </Field>
        <TextField label={t(text.what)} max={200} value={one.note} onChange={(note) => set({ note })} />
        <TextField label={t(text.source)} max={200} value={one.source} onChange={(source) => set({ source })} />
      </div>
      <div>
        <button
          type="button"
          disabled={!whole}
          onClick={() => {
            add({ ...one, note: one.note.trim(), source: one.source.trim() })
            setOne(empty)
          }}
        >
          {t(text.addDay)}
        </button>
      </div>
    </fieldset>
  )
}

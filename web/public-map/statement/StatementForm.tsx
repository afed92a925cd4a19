/** The form, with what the card knows filled in; once it is sent, the receipt. */
import { type FormEvent, useEffect, useRef, useState } from 'react'
import type { NewStatement, StatementFiled } from '../../../scenarios/api/statements.ts'
import type { ProblemDetail } from '../../../scenarios/problem.ts'
import { type Purpose, purposes, purposeTitles } from '../../../scenarios/statements/purposes.ts'
import { both } from '../../../scenarios/text.ts'
import { useWords } from '../../shared/language.tsx'
import { problemOf } from '../../shared/problem.ts'
import { Link } from '../../shared/route.tsx'
import { Field, ProblemBanner } from '../../shared/ui.tsx'
import { ask } from '../ask.ts'
import { useLeaving } from '../leaving.ts'
import { placeAt } from '../map/reach.ts'
import { type LonLat, useMap } from '../map-control.ts'
import { Receipt } from './Receipt.tsx'
import { text } from './text.ts'

const OVERLAY = 'statement'
const drawnTitle = both('Vị trí yêu cầu', 'The place asked about')

/** `?at=lon,lat` */
function placeOf(given: string | null): LonLat | null {
  const [lon, lat] = (given ?? '').split(',').map(Number)
  const there = lon !== undefined && lat !== undefined && given && Number.isFinite(lon) && Number.isFinite(lat)
  return there && Math.abs(lon) <= 180 && Math.abs(lat) <= 90 ? { lon, lat } : null
}

const noFields = {
  ...{ place: '', sheet: '', number: '', area: '', purpose: 'build' as Purpose },
  ...{ question: '', name: '', phone: '', address: '' },
}

/** What was typed, as long as the tab is open: a search takes the form away. */
interface Held {
  readonly fields: typeof noFields
  readonly at: LonLat | null
  /** The words for the place that were filled in and not typed. */
  readonly filled: string
  /** The query of the address that it began with. */
  readonly search: string
}
const HELD_KEY = 'vithanh.statement'

function hold(held: Held | null): void {
  try {
    if (held) sessionStorage.setItem(HELD_KEY, JSON.stringify(held))
    else sessionStorage.removeItem(HELD_KEY)
  } catch {
    // No place to keep it.
  }
}

/** What was held; where the address names another place than then, with that place. */
function begin(): Held {
  const { search } = location
  let held: Held | null = null
  try {
    held = JSON.parse(sessionStorage.getItem(HELD_KEY) ?? 'null')
  } catch {
    // As if there were none.
  }
  if (held && (search === '' || search === held.search)) return held
  const given = new URLSearchParams(search)
  const [place, sheet, number, area] = ['q', 'sheet', 'number', 'area'].map((key) => given.get(key) ?? '')
  const fields = { ...noFields, ...held?.fields, place: place!, sheet: sheet!, number: number!, area: area! }
  return { fields, at: placeOf(given.get('at')), filled: place!, search }
}

export function StatementForm() {
  const { t } = useWords()
  const map = useMap()
  const [begun] = useState(begin)
  const [at, setAt] = useState(begun.at)
  const [fields, setFields] = useState(begun.fields)
  const filled = useRef(begun.filled)
  const chosen = useRef<LonLat | null>(null)
  const leaving = useLeaving()
  const [sending, setSending] = useState(false)
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  const [filed, setFiled] = useState<StatementFiled | null>(null)

  useEffect(() => {
    if (!at) return
    const geometry = { type: 'Point' as const, coordinates: [at.lon, at.lat] }
    map.overlay(OVERLAY, { title: drawnTitle, features: [{ type: 'Feature', geometry, properties: {} }] })
    return () => map.overlay(OVERLAY, null)
  }, [map, at])
  useEffect(() => {
    if (filed) hold(null)
    else if (fields !== begun.fields || at !== begun.at)
      hold({ fields, at, filled: filled.current, search: begun.search })
  }, [begun, fields, at, filed])
  const choose = async () => {
    const place = await map.choosePlace(text.chooseAsk, leaving.current?.signal)
    if (!place) return
    chosen.current = place
    setAt(place)
    // Words that were filled in are of the place before; typed ones stay.
    const before = filled.current
    filled.current = ''
    setFields((now) => (now.place === before ? { ...now, place: '' } : now))
    const { label } = await placeAt(place)
    if (chosen.current !== place) return
    filled.current = label
    setFields((now) => (now.place === '' ? { ...now, place: label } : now))
  }
  const set = (key: keyof typeof fields) => (event: { target: { value: string } }) =>
    setFields((now) => ({ ...now, [key]: event.target.value }))

  const send = async (event: FormEvent) => {
    event.preventDefault()
    if (!at) {
      setProblem({ code: 'statement/no-place', message: text.noPlace })
      return
    }
    const { place, sheet, number, area, purpose, question, name, phone, address } = fields
    const parcel =
      sheet.trim() && number.trim() ? { sheet, number, areaSquareMetres: area === '' ? null : Number(area) } : null
    const body: NewStatement = {
      people: { name, phone, address },
      ask: { place, ...at, parcel, purpose, question },
    }
    setSending(true)
    setProblem(null)
    try {
      setFiled(await ask<StatementFiled>('/api/statements', { method: 'POST', body }))
    } catch (error) {
      setProblem(problemOf(error))
    } finally {
      setSending(false)
    }
  }
  if (filed) return <Receipt filed={filed} place={fields.place} />

  const line = (key: 'sheet' | 'number' | 'name' | 'phone' | 'address', max: number, more: object = {}) => (
    <Field label={t(text[key])}>
      {(id) => <input id={id} value={fields[key]} maxLength={max} onChange={set(key)} {...more} />}
    </Field>
  )
  return (
    <form className="stack statement" onSubmit={send}>
      <p>{t(text.intro)}</p>
      <p>
        <Link href="/statement/follow">{t(text.followLink)}</Link>
      </p>
      <Field label={t(text.place)}>
        {(id) => <input id={id} value={fields.place} required minLength={3} maxLength={300} onChange={set('place')} />}
      </Field>
      <div className="row">
        <span>{at ? t(text.at, { lat: at.lat.toFixed(5), lon: at.lon.toFixed(5) }) : t(text.noPlace)}</span>
        <button type="button" onClick={() => void choose()}>
          {t(text.choose)}
        </button>
      </div>
      <fieldset>
        <legend>{t(text.parcel)}</legend>
        <div className="row">
          {line('sheet', 20, { size: 6 })}
          {line('number', 20, { size: 6 })}
          <Field label={`${t(text.area)} (m²)`}>
            {(id) => (
              <input
                id={id}
                type="number"
                min={0}
                max={1e7}
                step="any"
                inputMode="decimal"
                value={fields.area}
                onChange={set('area')}
              />
            )}
          </Field>
        </div>
      </fieldset>
      <Field label={t(text.purpose)}>
        {(id) => (
          <select id={id} value={fields.purpose} onChange={set('purpose')}>
            {purposes.map((one) => (
              <option key={one} value={one}>
                {t(purposeTitles[one])}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={t(text.question)}>
        {(id) => <textarea id={id} rows={4} maxLength={2000} value={fields.question} onChange={set('question')} />}
      </Field>
      <fieldset>
        <legend>{t(text.who)}</legend>
        <p className="soft">{t(text.whoNote)}</p>
        {line('name', 120, { required: true, minLength: 2, autoComplete: 'name' })}
        {line('phone', 30, {
          ...{ required: true, type: 'tel', autoComplete: 'tel', pattern: '[+0-9 \\(\\).\\-]{6,30}' },
        })}
        {line('address', 300, { autoComplete: 'street-address' })}
      </fieldset>
      {problem ? <ProblemBanner problem={problem} /> : null}
      <div>
        <button type="submit" className="primary" disabled={sending}>
          {t(sending ? text.sending : text.send)}
        </button>
      </div>
    </form>
  )
}

/** Issued permits: the newest in view, as a list and as points on the map; what the register tells, and nobody's name. */
import type { Feature } from 'geojson'
import { useEffect, useState } from 'react'
import type { RegisterMap } from '../../../scenarios/api/permits.ts'
import { both } from '../../../scenarios/text.ts'
import { day } from '../../shared/days.ts'
import { useWords } from '../../shared/language.tsx'
import { type Loaded, useLoaded } from '../../shared/loaded.ts'
import { Field, IllustrativeBadge, ProblemBanner } from '../../shared/ui.tsx'
import { ask } from '../ask.ts'
import { useMap } from '../map-control.ts'
import { text as common } from './text.ts'
import { useView } from './view.ts'

const text = {
  intro: both(
    'Giấy phép xây dựng đã cấp, theo sổ công khai. Không có tên người.',
    'Construction permits that were issued, from the public register. Nobody is named.',
  ),
  search: both('Số giấy phép, thửa, tờ, đường', 'Permit number, parcel, sheet, street'),
  issued: both('cấp ngày {day}', 'issued {day}'),
  storeys: both('{n} tầng', '{n} storeys'),
  floors: both('sàn {area}', 'floors {area}'),
  register: both('Sổ công khai giấy phép', 'The public register'),
  overlay: both('Giấy phép xây dựng', 'Construction permits'),
}
const SEARCH_AFTER_MS = 250
const AT_FIRST = 50

export function Permits() {
  const words = useWords()
  const { t, number, area } = words
  const map = useMap()
  const view = useView()
  const [q, setQ] = useState('')
  const [asked, setAsked] = useState('')
  const [seen, setSeen] = useState(true)
  const [chosen, setChosen] = useState<string | null>(null)
  const [most, setMost] = useState(AT_FIRST)
  useEffect(() => {
    const timer = setTimeout(() => setAsked(q.trim()), SEARCH_AFTER_MS)
    return () => clearTimeout(timer)
  }, [q])
  const bbox = seen ? view.map((degrees) => degrees.toFixed(5)).join() : ''
  const loaded = useLoaded(
    (signal) =>
      ask<RegisterMap>(
        `/api/register.geojson?${new URLSearchParams({ ...(bbox && { bbox }), ...(asked && { q: asked }) })}`,
        { signal },
      ),
    [asked, bbox],
  )
  const found = useLast(loaded)
  useEffect(() => {
    map.overlay('published-permits', {
      title: text.overlay,
      features: (found?.features ?? []) as Feature[],
      ...{ line: [255, 255, 255, 255], fill: [11, 101, 118, 255], radius: 7 },
      onPick: ({ id }) => {
        setChosen(`${id}`)
        setMost(Infinity)
      },
    })
    return () => map.overlay('published-permits', null)
  }, [map, found])
  useEffect(() => {
    if (chosen) document.getElementById(`permit-${chosen}`)?.scrollIntoView({ block: 'nearest' })
  }, [chosen])
  return (
    <div className="stack">
      <p className="soft">{t(text.intro)}</p>
      <search>
        <Field label={t(text.search)}>
          {(id) => <input id={id} type="search" value={q} onChange={({ target }) => setQ(target.value)} />}
        </Field>
        <label className="check">
          <input type="checkbox" checked={seen} onChange={({ target }) => setSeen(target.checked)} />
          {t(common.inView)}
        </label>
      </search>
      {loaded.status === 'failed' ? <ProblemBanner problem={loaded.problem} /> : null}
      <p role="status" className="small soft">
        {found ? t(common.found, { n: number(found.features.length) }) : t(common.loading)}
        {found?.more ? ` ${t(common.more)}` : ''}
      </p>
      <ul className="published-list">
        {found?.features.slice(0, most).map(({ id, geometry, properties }) => {
          const [lon, lat] = geometry.coordinates
          return (
            <li key={id} id={`permit-${id}`} className={id === chosen ? 'chosen' : ''}>
              <button
                type="button"
                className="published-item"
                aria-pressed={id === chosen}
                onClick={() => {
                  setChosen(id)
                  map.lookAt({ lon, lat })
                }}
              >
                {properties.permitNumber} · {t(properties.kind)}
              </button>
              <p>{properties.site}</p>
              <p className="small soft">
                {[
                  t(properties.procedure),
                  t(text.storeys, { n: number(properties.storeys) }),
                  t(text.floors, { area: area(properties.floorSquareMetres) }),
                  t(text.issued, { day: day(properties.issuedOn, words) }),
                  t(properties.stateTitle),
                ].join(' · ')}
              </p>
              {properties.specimen ? (
                <p className="small">
                  <IllustrativeBadge /> {t(common.generated)}
                </p>
              ) : null}
            </li>
          )
        })}
      </ul>
      {found && found.features.length === 0 ? <p className="soft">{t(common.none)}</p> : null}
      {found && found.features.length > most ? (
        <div>
          <button type="button" onClick={() => setMost(most + AT_FIRST)}>
            {t(common.showMore)}
          </button>
        </div>
      ) : null}
      <p>
        <a href="/register">{t(text.register)}</a>
      </p>
    </div>
  )
}

/** What was there stays until the next is: a list that blinks cannot be read. */
function useLast<T>(loaded: Loaded<T>): T | null {
  const [last, setLast] = useState<T | null>(null)
  useEffect(() => {
    if (loaded.status === 'ready') setLast(loaded.value)
  }, [loaded])
  return last
}

/** The desk's list of registrations, with their map and chart. */
import { useState } from 'react'
import { WORKS_A_PAGE, type WorksPage } from '../../scenarios/api/works.ts'
import { takenDates } from '../../scenarios/works/closures.ts'
import { worksStates, worksStateTitles } from '../../scenarios/works/process.ts'
import { linesOfStretches } from '../../scenarios/works/stretch.ts'
import { kindTitles } from '../../scenarios/works/works.ts'
import { api } from '../shared/api.ts'
import { day } from '../shared/days.ts'
import { useWords } from '../shared/language.tsx'
import { useLoaded } from '../shared/loaded.ts'
import { Link, navigate } from '../shared/route.tsx'
import { Field, IllustrativeBadge, Pager } from '../shared/ui.tsx'
import { Chart } from './Chart.tsx'
import { When } from './Loading.tsx'
import { namesOf, useStreets } from './roads.ts'
import { boundsAbout, StreetMap } from './StreetMap.tsx'
import { text } from './text.ts'

export function Cases() {
  const { t } = useWords()
  const [q, setQ] = useState('')
  const [state, setState] = useState('')
  const [page, setPage] = useState(1)
  const loaded = useLoaded(
    (signal) => api.works.list({ ...(q.trim() ? { q: q.trim() } : {}), ...(state ? { state } : {}), page }, signal),
    [q, state, page],
  )
  const change = (set: (value: string) => void) => (event: { target: { value: string } }) => {
    set(event.target.value)
    setPage(1)
  }
  return (
    <div className="stack">
      <div className="row works-dates">
        <Field label={t(text.search)}>
          {(id) => <input id={id} type="search" value={q} onChange={change(setQ)} />}
        </Field>
        <Field label={t(text.state)}>
          {(id) => (
            <select id={id} value={state} onChange={change(setState)}>
              <option value="">{t(text.anyState)}</option>
              {worksStates
                .filter((one) => one !== 'draft')
                .map((one) => (
                  <option key={one} value={one}>
                    {t(worksStateTitles[one])}
                  </option>
                ))}
            </select>
          )}
        </Field>
      </div>
      <When loaded={loaded}>
        {({ works, total }) => (
          <>
            <Shown works={works} />
            <Pager page={page} pages={Math.ceil(total / WORKS_A_PAGE)} onPage={setPage} />
          </>
        )}
      </When>
    </div>
  )
}

function Shown({ works }: Pick<WorksPage, 'works'>) {
  const words = useWords()
  const { t } = words
  const streets = useStreets()
  const roads = streets.status === 'ready' ? streets.value.roads : new Map()
  if (works.length === 0) return <p className="soft">{t(text.none)}</p>
  const open = (id: string) => navigate(`/works/${id}`)
  return (
    <div className="works-split">
      <ul className="works-list">
        {works.map((one) => (
          <li key={one.id} className="works-card">
            <span className="row">
              <Link href={`/works/${one.id}`} className="grow">
                <strong>{one.application.title}</strong>
              </Link>
              <span className={`badge state ${one.state}`}>{t(worksStateTitles[one.state])}</span>
            </span>
            <span>
              {namesOf(one.application.stretches, roads).join(', ') || t(text.nameless)} ·{' '}
              {t(kindTitles[one.application.kind])} · {one.application.organisation}
            </span>
            <span className="small">
              {day(one.application.dates.from, words)} – {day(one.application.dates.to, words)}
              {one.clock.due && one.clock.bucket !== 'closed' ? (
                <>
                  {' · '}
                  <span className={`badge bucket ${one.clock.bucket}`}>
                    {t(text.due)} {day(one.clock.due, words)}
                  </span>
                </>
              ) : null}
            </span>
            <span className="row small soft">
              {one.code} {one.permitNumber}
              {one.specimen ? <IllustrativeBadge title={t(text.specimenWhy)} /> : null}
            </span>
          </li>
        ))}
      </ul>
      <div className="stack">
        <When loaded={streets}>
          {(value) => {
            const marks = works.map((one) => ({
              id: one.id,
              lines: linesOfStretches(one.application.stretches, value.roads),
              className: one.application.closure.kind,
              title: one.application.title,
            }))
            return (
              <StreetMap
                streets={value}
                marks={marks}
                label={t(text.map)}
                fit={boundsAbout(marks.flatMap(({ lines }) => lines))}
                onMark={open}
              />
            )
          }}
        </When>
        <Chart
          bars={works.map((one) => ({
            ...{ id: one.id, title: one.application.title, state: one.state, ...takenDates(one) },
            streets: namesOf(one.application.stretches, roads),
          }))}
          chosen={null}
          onChoose={open}
        />
      </div>
    </div>
  )
}

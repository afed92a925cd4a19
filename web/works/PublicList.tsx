/** What is dug and where, until when, for anyone: a list, a map, a chart. */
import { useState } from 'react'
import type { PublicWorks } from '../../scenarios/api/works.ts'
import { worksStateTitles } from '../../scenarios/works/process.ts'
import { linesOfStretches } from '../../scenarios/works/stretch.ts'
import { closureTitles, kindTitles } from '../../scenarios/works/works.ts'
import { api } from '../shared/api.ts'
import { day, today } from '../shared/days.ts'
import { useWords } from '../shared/language.tsx'
import { useLoaded } from '../shared/loaded.ts'
import { Field, IllustrativeBadge } from '../shared/ui.tsx'
import { Chart } from './Chart.tsx'
import { When } from './Loading.tsx'
import { useStreets } from './roads.ts'
import { boundsAbout, StreetMap } from './StreetMap.tsx'
import { text } from './text.ts'

export function PublicList() {
  const { t } = useWords()
  const [from, setFrom] = useState(today())
  const [to, setTo] = useState('')
  const query = { from: from || today(), ...(to ? { to } : {}) }
  const loaded = useLoaded((signal) => api.works.open(query, signal), [query.from, to])
  return (
    <div className="stack">
      <p>{t(text.publicIntro)}</p>
      <div className="row works-dates">
        <Field label={t(text.from)}>
          {(id) => <input id={id} type="date" value={from} onChange={(event) => setFrom(event.target.value)} />}
        </Field>
        <Field label={t(text.to)}>
          {(id) => <input id={id} type="date" value={to} min={from} onChange={(event) => setTo(event.target.value)} />}
        </Field>
        <a className="button" href={`/api/works.geojson?${new URLSearchParams(query)}`}>
          {t(text.download)}
        </a>
      </div>
      <When loaded={loaded}>
        {({ works, notes }) => (
          <>
            <Shown works={works} />
            {notes.map((note) => (
              <p key={note.en} className="small soft">
                {t(note)}
              </p>
            ))}
          </>
        )}
      </When>
    </div>
  )
}

function Shown({ works }: { works: readonly PublicWorks[] }) {
  const words = useWords()
  const { t } = words
  const [chosen, setChosen] = useState<string | null>(null)
  const streets = useStreets()
  if (works.length === 0) return <p className="soft">{t(text.none)}</p>
  const choose = (id: string) => setChosen(chosen === id ? null : id)
  return (
    <div className="works-split">
      <ul className="works-list">
        {works.map((one) => (
          <li key={one.id}>
            <button
              type="button"
              className="works-card"
              aria-pressed={chosen === one.id}
              onClick={() => choose(one.id)}
            >
              <span className="row">
                <strong className="grow">{one.streets.join(', ') || t(text.nameless)}</strong>
                {one.barsNow ? <span className="badge bars">{t(text.barsNow)}</span> : null}
                <span className="badge">{t(worksStateTitles[one.state])}</span>
              </span>
              <span>
                {one.title} · {t(kindTitles[one.kind])} · {one.organisation}
              </span>
              <span className="small">
                {day(one.from, words)} – {day(one.to, words)} · {t(closureTitles[one.closure.kind])}
              </span>
              <span className="row small soft">
                {one.permitNumber}
                {one.specimen ? <IllustrativeBadge title={t(text.specimenWhy)} /> : null}
              </span>
              {chosen === one.id ? (
                <span className="small">
                  {t(one.closure.kind === 'none' || one.closure.kind === 'one-lane' ? text.passable : text.detour)}
                </span>
              ) : null}
            </button>
          </li>
        ))}
      </ul>
      <div className="stack">
        <When loaded={streets}>
          {(value) => {
            const marks = works.map((one) => ({
              id: one.id,
              lines: linesOfStretches(one.stretches, value.roads),
              className: `${one.closure.kind} ${chosen === one.id ? 'chosen' : ''}`,
              title: one.title,
            }))
            const shown = chosen ? marks.filter(({ id }) => id === chosen) : marks
            return (
              <StreetMap
                streets={value}
                marks={marks}
                label={t(text.map)}
                fit={boundsAbout(shown.flatMap(({ lines }) => lines))}
                onMark={setChosen}
              />
            )
          }}
        </When>
        <Chart bars={works} chosen={chosen} onChoose={choose} />
      </div>
    </div>
  )
}

/** Street works and closures: a list and lines on the map, red where vehicles are barred at this moment. */
import type { Feature } from 'geojson'
import { useEffect, useMemo, useState } from 'react'
import type { PublicWorksMap } from '../../../scenarios/api/works.ts'
import { both } from '../../../scenarios/text.ts'
import { day, today } from '../../shared/days.ts'
import { useWords } from '../../shared/language.tsx'
import { useLoaded } from '../../shared/loaded.ts'
import { Field, IllustrativeBadge, ProblemBanner } from '../../shared/ui.tsx'
import { ask } from '../ask.ts'
import { useMap } from '../map-control.ts'
import { text as common } from './text.ts'
import { boundsOf, overlap, useView } from './view.ts'

const text = {
  intro: both(
    'Công trình đào đường đã có giấy phép. “Chỉ đường” tránh những đoạn đang cấm xe.',
    'Street works with a permit. “Find the way” avoids stretches where vehicles are barred.',
  ),
  from: both('Từ ngày', 'From'),
  barsNow: both('Đang cấm xe', 'Vehicles barred now'),
  nameless: both('Đường chưa có tên', 'A street without a name'),
  hours: both('{from}–{to} hằng ngày', '{from}–{to} each day'),
  allDay: both('cả ngày', 'all day'),
  closures: both('Đang cấm xe', 'Vehicles barred'),
  others: both('Đào đường', 'Street works'),
  generated: both('Đường trong dữ liệu được sinh tự động.', 'Streets in the data are generated.'),
}

export function Works() {
  const words = useWords()
  const { t, number, clock } = words
  const map = useMap()
  const view = useView()
  const [from, setFrom] = useState(today())
  const [seen, setSeen] = useState(false)
  const [chosen, setChosen] = useState<string | null>(null)
  const loaded = useLoaded(
    (signal) => ask<PublicWorksMap>(`/api/works.geojson?${new URLSearchParams({ from: from || today() })}`, { signal }),
    [from],
  )
  const features = loaded.status === 'ready' ? loaded.value.features : null
  const listed = useMemo(() => {
    const boxes = new Map(features?.map((feature) => [feature.id, boundsOf([feature.geometry])]))
    return (
      features?.filter(({ id }) => {
        const box = boxes.get(id)
        return !seen || (box && overlap(box, view))
      }) ?? []
    )
  }, [features, seen, view])
  useEffect(() => {
    for (const bars of [false, true]) {
      map.overlay(`published-works-${bars}`, {
        title: bars ? text.closures : text.others,
        features: (features ?? []).filter(({ properties }) => properties.barsNow === bars) as Feature[],
        ...{ line: bars ? [192, 39, 29, 255] : [200, 120, 0, 255], width: 6 },
        onPick: ({ id }) => setChosen(`${id}`),
      })
    }
    return () => {
      for (const bars of [false, true]) map.overlay(`published-works-${bars}`, null)
    }
  }, [map, features])
  useEffect(() => {
    if (chosen) document.getElementById(`works-${chosen}`)?.scrollIntoView({ block: 'nearest' })
  }, [chosen])
  return (
    <div className="stack">
      <p className="soft">{t(text.intro)}</p>
      <Field label={t(text.from)}>
        {(id) => <input id={id} type="date" value={from} onChange={({ target }) => setFrom(target.value)} />}
      </Field>
      <label className="check">
        <input type="checkbox" checked={seen} onChange={({ target }) => setSeen(target.checked)} />
        {t(common.inView)}
      </label>
      {loaded.status === 'failed' ? <ProblemBanner problem={loaded.problem} /> : null}
      <p role="status" className="small soft">
        {features
          ? t(common.found, { n: number(listed.length) })
          : loaded.status === 'loading'
            ? t(common.loading)
            : ''}
      </p>
      <ul className="published-list">
        {listed.map(({ id, geometry, properties: works }) => (
          <li key={id} id={`works-${id}`} className={id === chosen ? 'chosen' : ''}>
            <button
              type="button"
              className="published-item"
              aria-pressed={id === chosen}
              onClick={() => {
                setChosen(id)
                const box = boundsOf([geometry])
                if (box) map.lookAtBounds(box)
              }}
            >
              {works.streets.join(', ') || t(text.nameless)}
            </button>
            {works.barsNow ? <span className="badge illustrative">{t(text.barsNow)}</span> : null}
            <p>
              {works.title} · {t(works.kindTitle)} · {works.organisation}
            </p>
            <p className="small">
              {day(works.from, words)} – {day(works.to, words)} · {t(works.closureTitle)} ·{' '}
              {works.closure.allDay
                ? t(text.allDay)
                : t(text.hours, { from: clock(works.hours.fromMinutes * 60), to: clock(works.hours.toMinutes * 60) })}
            </p>
            <p className="small soft">
              {t(works.stateTitle)} · {works.permitNumber}{' '}
              {works.specimen ? <IllustrativeBadge title={t(common.generated)} /> : null}
            </p>
          </li>
        ))}
      </ul>
      {features && listed.length === 0 ? <p className="soft">{t(common.none)}</p> : null}
      {loaded.status === 'ready' ? (
        <>
          {loaded.value.notes.map((note) => (
            <p key={note.en} className="small soft">
              {t(note)}
            </p>
          ))}
          {loaded.value.illustrative ? (
            <p className="small">
              <IllustrativeBadge /> {t(text.generated)}
            </p>
          ) : null}
        </>
      ) : null}
    </div>
  )
}

/**
 * `/route?from=lon,lat&to=lon,lat&by=foot|motorbike`: the way between two places over the streets as they stand, in words and on the
 * map, around what is closed. Where the server is away the last route that it gave is shown, with its age.
 */
import './route.css'
import { useCallback, useEffect, useState } from 'react'
import type { RouteAnswer } from '../../../scenarios/api/travel.ts'
import { type Bilingual, both } from '../../../scenarios/text.ts'
import { day } from '../../shared/days.ts'
import { useWords, type Words } from '../../shared/language.tsx'
import { useLoaded } from '../../shared/loaded.ts'
import { Link } from '../../shared/route.tsx'
import { Banner, Field, IllustrativeBadge, ProblemBanner } from '../../shared/ui.tsx'
import { ask } from '../ask.ts'
import { useLeaving } from '../leaving.ts'
import { placeAt } from '../map/reach.ts'
import { type LonLat, useMap } from '../map-control.ts'
import { SearchBox } from '../search/SearchBox.tsx'
import {
  type KeptRoute,
  keepRoute,
  keptRoute,
  type Manner,
  manners,
  requestOf,
  searchOf,
  type Trip,
  tripOf,
} from './trip.ts'

const text = {
  from: both('Từ', 'From'),
  to: both('Đến', 'To'),
  foot: both('Đi bộ', 'On foot'),
  motorbike: both('Xe máy', 'Motorbike'),
  by: both('Đi bằng', 'By'),
  notChosen: both('Chưa chọn', 'Not chosen yet'),
  search: both('Tìm địa chỉ', 'Search an address'),
  onMap: both('Chọn trên bản đồ', 'Choose on the map'),
  here: both('Chỗ tôi đứng', 'Where I am'),
  askFrom: both('Chọn nơi đi.', 'Choose where you start.'),
  askTo: both('Chọn nơi đến.', 'Choose where you go.'),
  notLocated: both('Không lấy được vị trí của máy này.', 'This device does not tell where it is.'),
  swap: both('Đổi chiều', 'Swap'),
  at: both('Giờ đi (để trống: bây giờ)', 'When (empty: now)'),
  finding: both('Đang tìm đường…', 'Finding the way…'),
  missing: both('Chọn nơi đi và nơi đến.', 'Choose where you start and where you go.'),
  sum: both('{length}, khoảng {time}', '{length}, about {time}'),
  minutes: both('{n} phút', '{n} min'),
  hours: both('{h} giờ {n} phút', '{h} h {n} min'),
  steps: both('Các chặng', 'Steps'),
  along: both('Theo {name}: {length}, {time}', 'Along {name}: {length}, {time}'),
  turns: {
    straight: both('Đi thẳng, theo {name}: {length}, {time}', 'Straight on, along {name}: {length}, {time}'),
    'slight-left': both('Chếch trái vào {name}: {length}, {time}', 'Bear left into {name}: {length}, {time}'),
    'slight-right': both('Chếch phải vào {name}: {length}, {time}', 'Bear right into {name}: {length}, {time}'),
    left: both('Rẽ trái vào {name}: {length}, {time}', 'Turn left into {name}: {length}, {time}'),
    right: both('Rẽ phải vào {name}: {length}, {time}', 'Turn right into {name}: {length}, {time}'),
    'u-turn': both('Quay đầu, theo {name}: {length}, {time}', 'Turn round, along {name}: {length}, {time}'),
  },
  nameless: both('đường chưa có tên', 'a street without a name'),
  walkTo: both('Ra tới đường: {length}, {time}', 'To the street: {length}, {time}'),
  walkOn: both('Vào tới nơi: {length}, {time}', 'To the place: {length}, {time}'),
  walkLeft: both('Vào tới nơi ở bên trái: {length}, {time}', 'To the place on the left: {length}, {time}'),
  walkRight: both('Vào tới nơi ở bên phải: {length}, {time}', 'To the place on the right: {length}, {time}'),
  avoided: both('Đường đang rào, đã tránh', 'Closures that were avoided'),
  until: both('{title} (đến {day})', '{title} (until {day})'),
  closed: both('Xem công trình đường', 'See street works'),
  noneClosed: both('Không có đường nào đang rào vào giờ này.', 'No street is closed at that time.'),
  rests: both('Kết quả này dựa vào gì', 'What this rests on'),
  notCalibrated: both(
    'Chưa hiệu chỉnh: thời gian theo mô hình, chưa khớp với số đếm xe.',
    'Not calibrated: times are the model’s, not fitted to counts.',
  ),
  generated: both('Mạng đường được sinh tự động để minh họa.', 'The street network is generated for illustration.'),
  kept: both(
    'Máy chủ không trả lời. Đây là đường đã tìm lúc {time}.',
    'The server does not answer. This way was found at {time}.',
  ),
  keptOther: both(
    'Đường tìm lần trước (nơi khác hoặc cách đi khác):',
    'The way found last (other places or another way of going):',
  ),
  again: both('Thử lại', 'Try again'),
  print: both('In', 'Print'),
  whole: both('Xem cả đường đi', 'Show the whole way'),
  overlay: both('Đường đi', 'The way'),
  ends: both('Nơi đi, nơi đến', 'Start and end'),
} as const

export default function RoutePanel() {
  const { t } = useWords()
  const map = useMap()
  const [trip, setTrip] = useState<Trip>(() => tripOf(location.search))
  const [again, setAgain] = useState(0)
  const change = useCallback((more: Partial<Trip>) => setTrip((before) => ({ ...before, ...more })), [])
  useEffect(() => {
    if (location.pathname === '/route') history.replaceState(null, '', `/route${searchOf(trip)}`)
  }, [trip])
  // A link elsewhere on the page may name other places.
  useEffect(() => {
    const read = () => {
      if (location.pathname === '/route') setTrip(tripOf(location.search))
    }
    addEventListener('popstate', read)
    return () => removeEventListener('popstate', read)
  }, [])
  const request = requestOf(trip)
  const loaded = useLoaded(
    async (signal): Promise<KeptRoute | null> => {
      if (!request) return null
      const kept = { request, answer: await ask<RouteAnswer>(request, { signal }), at: new Date().toISOString() }
      keepRoute(kept)
      return kept
    },
    [request, again],
  )
  const away = loaded.status === 'failed' && loaded.problem.code === 'net/offline'
  const shown = loaded.status === 'ready' ? loaded.value : away ? keptRoute() : null
  useEffect(() => {
    map.overlay('route-ends', {
      title: text.ends,
      features: [trip.from, trip.to].flatMap((place) =>
        place
          ? [{ type: 'Feature', geometry: { type: 'Point', coordinates: [place.lon, place.lat] }, properties: {} }]
          : [],
      ),
      ...{ line: [255, 255, 255, 255], fill: [200, 16, 46, 255], radius: 8 },
    })
    return () => map.overlay('route-ends', null)
  }, [map, trip.from, trip.to])
  return (
    <div className="route stack">
      <div className="route-ask stack">
        <End end="from" place={trip.from} onPlace={(from) => change({ from })} />
        <End end="to" place={trip.to} onPlace={(to) => change({ to })} />
        <div>
          <button type="button" onClick={() => change({ from: trip.to, to: trip.from })}>
            ⇅ {t(text.swap)}
          </button>
        </div>
        {/* biome-ignore lint/a11y/useSemanticElements: two buttons that exclude each other */}
        <div className="route-by" role="group" aria-label={t(text.by)}>
          {manners.map((by) => (
            <button
              key={by}
              type="button"
              className={by === trip.by ? 'primary' : ''}
              aria-pressed={by === trip.by}
              onClick={() => change({ by })}
            >
              {t(text[by])}
            </button>
          ))}
        </div>
        <Field label={t(text.at)}>
          {(id) => (
            <input
              id={id}
              type="datetime-local"
              value={trip.at ?? ''}
              onChange={({ target }) => change({ at: target.value.slice(0, 16) || null })}
            />
          )}
        </Field>
      </div>
      <p role="status" className="soft">
        {!request ? t(text.missing) : loaded.status === 'loading' ? t(text.finding) : ''}
      </p>
      {loaded.status === 'failed' ? (
        <>
          {away && shown ? null : <ProblemBanner problem={loaded.problem} />}
          <div>
            <button type="button" onClick={() => setAgain(again + 1)}>
              {t(text.again)}
            </button>
          </div>
        </>
      ) : null}
      {shown ? (
        <Way
          kept={shown}
          by={new URLSearchParams(shown.request.split('?')[1]).get('mode') === 'walk' ? 'foot' : 'motorbike'}
          away={away}
          same={shown.request === request}
        />
      ) : null}
    </div>
  )
}

function End(props: { end: 'from' | 'to'; place: LonLat | null; onPlace(place: LonLat): void }) {
  const { end, place, onPlace } = props
  const { t } = useWords()
  const map = useMap()
  const leaving = useLeaving()
  const [searching, setSearching] = useState(false)
  const [label, setLabel] = useState<{ of: LonLat; words: string } | null>(null)
  const [notLocated, setNotLocated] = useState(false)
  useEffect(() => {
    if (!place || label?.of === place) return
    let gone = false
    void placeAt(place).then((found) => {
      if (!gone) setLabel({ of: place, words: found.label })
    })
    return () => {
      gone = true
    }
  }, [place, label])
  const choose = async () => {
    const at = await map.choosePlace(end === 'from' ? text.askFrom : text.askTo, leaving.current?.signal)
    if (at) onPlace(at)
  }
  const locate = () =>
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        setNotLocated(false)
        onPlace({ lon: coords.longitude, lat: coords.latitude })
      },
      () => setNotLocated(true),
      { enableHighAccuracy: true, timeout: 15_000 },
    )
  return (
    <fieldset className="route-end">
      <legend>{t(text[end])}</legend>
      <span>
        {place
          ? label?.of === place
            ? label.words
            : `${place.lat.toFixed(5)}, ${place.lon.toFixed(5)}`
          : t(text.notChosen)}
      </span>
      <div className="row">
        <button type="button" aria-expanded={searching} onClick={() => setSearching(!searching)}>
          {t(text.search)}
        </button>
        <button type="button" onClick={() => void choose()}>
          {t(text.onMap)}
        </button>
        {end === 'from' && 'geolocation' in navigator ? (
          <button type="button" onClick={locate}>
            {t(text.here)}
          </button>
        ) : null}
      </div>
      {searching ? (
        <SearchBox
          onPlace={({ lon, lat, label: words }) => {
            const chosen = { lon, lat }
            setLabel({ of: chosen, words })
            setSearching(false)
            onPlace(chosen)
          }}
        />
      ) : null}
      {notLocated ? <p role="alert">{t(text.notLocated)}</p> : null}
    </fieldset>
  )
}

type Step = RouteAnswer['properties']['steps'][number]

/** A way that was kept before turns were told has none. */
function sentenceOf({ onStreet, turn }: Partial<Step>, first: boolean): Bilingual {
  if (onStreet) return turn ? text.turns[turn] : text.along
  if (first) return text.walkTo
  if (turn?.endsWith('left')) return text.walkLeft
  return turn?.endsWith('right') ? text.walkRight : text.walkOn
}

const arrows = { straight: '↑', 'slight-left': '↖', 'slight-right': '↗', left: '↰', right: '↱', 'u-turn': '↶' } as const
const arrowOf = ({ turn }: Partial<Step>): string => (turn ? arrows[turn] : '•')

function timeOf(seconds: number, { t, number }: Words): string {
  const minutes = Math.max(1, Math.round(seconds / 60))
  if (minutes < 60) return t(text.minutes, { n: number(minutes) })
  return t(text.hours, { h: number(Math.floor(minutes / 60)), n: number(minutes % 60) })
}

function Way({ kept, by, away, same }: { kept: KeptRoute; by: Manner; away: boolean; same: boolean }) {
  const words = useWords()
  const { t, length, dateTime } = words
  const map = useMap()
  const { geometry, properties } = kept.answer
  const { steps, closures, calibrated, illustrative, limits, sources } = properties
  const whole = useCallback(() => {
    const [lons, lats] = [geometry.coordinates.map(([lon]) => lon), geometry.coordinates.map(([, lat]) => lat)]
    map.lookAtBounds([Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)])
  }, [map, geometry])
  useEffect(() => {
    map.overlay('route-way', {
      title: text.overlay,
      features: [{ type: 'Feature', geometry, properties: {} }],
      ...{ line: [11, 101, 118, 255], width: 6 },
    })
    whole()
    return () => map.overlay('route-way', null)
  }, [map, geometry, whole])
  const said = (value: { metres: number; seconds: number }) => ({
    length: length(value.metres),
    time: timeOf(value.seconds, words),
  })
  return (
    <section className="stack" aria-label={t(text.overlay)}>
      {away ? (
        <Banner kind="warning">
          {t(text.kept, { time: dateTime(kept.at) })} {same ? null : t(text.keptOther)}
        </Banner>
      ) : null}
      <p className="route-sum">
        {t(text[by])}: {t(text.sum, said(properties))}
      </p>
      <div className="row">
        <button type="button" onClick={whole}>
          {t(text.whole)}
        </button>
        <button type="button" onClick={() => print()}>
          {t(text.print)}
        </button>
      </div>
      <h2>{t(text.steps)}</h2>
      <ol className="route-steps">
        {steps.map((step, i) => {
          const name = step.name ?? t(text.nameless)
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: the way's own order, never changed
            <li key={i}>
              <span className="route-turn" aria-hidden="true">
                {arrowOf(step)}
              </span>{' '}
              {t(sentenceOf(step, i === 0), { name, ...said(step) })}
            </li>
          )
        })}
      </ol>
      <h2>{t(text.avoided)}</h2>
      {closures.length === 0 ? (
        <p className="soft">{t(text.noneClosed)}</p>
      ) : (
        <>
          <ul>
            {closures.map(({ id, title, until }) => (
              <li key={id}>{t(text.until, { title, day: day(until, words) })}</li>
            ))}
          </ul>
          <p>
            <Link href="/published/works">{t(text.closed)}</Link>
          </p>
        </>
      )}
      <h2>{t(text.rests)}</h2>
      {illustrative ? (
        <p>
          <IllustrativeBadge /> {t(text.generated)}
        </p>
      ) : null}
      {calibrated ? null : <p>{t(text.notCalibrated)}</p>}
      <ul className="small">
        {limits.map((limit) => (
          <li key={limit.en}>{t(limit)}</li>
        ))}
        {sources.map(({ title, licence }) => (
          <li key={title}>
            {title} ({licence})
          </li>
        ))}
      </ul>
    </section>
  )
}

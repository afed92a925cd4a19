/** The building in its surroundings, in 3D: turned by mouse, touch and keys, under the sun of any day and hour, and what it shades. */
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import { projection, vn2000 } from '../../scenarios/frame.ts'
import type { RuleLine } from '../../scenarios/rules/report.ts'
import { both } from '../../scenarios/text.ts'
import { useWords } from '../shared/language.tsx'
import { useTheme } from '../shared/theme.tsx'
import { Icon } from '../shared/ui.tsx'
import { today } from './days.ts'
import { createMassingScene, type MassingScene } from './massing-scene.ts'
import { type Shade, shadesOn } from './shades.ts'
import { instantThere, sunAt } from './sun.ts'
import type { View3d } from './view3d.ts'

const text = {
  title: both('Công trình trong khung cảnh thật', 'The building in its surroundings'),
  canvas: both(
    'Mô hình 3D: phím mũi tên xoay, + − phóng to thu nhỏ, Home về góc nhìn đầu',
    '3D model: arrow keys turn, + − zoom, Home resets the view',
  ),
  keys: both(
    'Kéo để xoay, lăn để phóng, hai ngón để dời; phím ← → ↑ ↓ + − Home.',
    'Drag turns, wheel zooms, two fingers pan; keys ← → ↑ ↓ + − Home.',
  ),
  none: both(
    'Trình duyệt này không vẽ được 3D (WebGL); mặt bằng và kết quả kiểm tra vẫn đầy đủ.',
    'This browser draws no 3D (WebGL); plan and report are complete without it.',
  ),
  home: both('Về góc nhìn đầu', 'Reset the view'),
  zoomIn: both('Phóng to', 'Zoom in'),
  zoomOut: both('Thu nhỏ', 'Zoom out'),
  date: both('Ngày', 'Day'),
  hour: both('Giờ trong ngày', 'Hour of the day'),
  play: both('Chạy từ sáng đến chiều', 'Play the day'),
  pause: both('Dừng', 'Pause'),
  sun: both('Mặt trời: hướng {azimuth}°, cao {elevation}°', 'Sun: azimuth {azimuth}°, elevation {elevation}°'),
  night: both('Mặt trời dưới đường chân trời', 'The sun is below the horizon'),
  solstices: both('Ngày thường xem', 'Usual days'),
  june: both('21/6', '21 June'),
  march: both('20/3', '20 March'),
  december: both('21/12', '21 Dec'),
  shades: both('Che nắng nhà lân cận ngày {date}', 'Shades on neighbours on {date}'),
  compute: both('Tính giờ che nắng', 'Work out the hours of shade'),
  shadesWhy: both(
    'Giờ mà công trình che điểm trên tường, mái nhà bên lẽ ra có nắng (bước 10 phút, mặt trời cao trên 3°, không kể cây). Tham khảo, không phải quy định.',
    'Hours in which points on walls and roofs that would have sun have none (steps of 10 minutes, sun above 3°, no trees). Advice, not a rule.',
  ),
  neighbour: both('Nhà', 'Building'),
  unnamed: both('Nhà lân cận không tên', 'Unnamed neighbour'),
  hours: both('Có che', 'Any shade'),
  half: both('Che quá nửa', 'Half or more'),
  when: both('Trong khoảng', 'Between'),
  noShade: both('Không che nhà nào.', 'It shades no neighbour.'),
  h: both('{n} giờ', '{n} h'),
}

const clock = (hour: number): string => {
  const minutes = Math.round(hour * 60)
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
}

const FROM_HOUR = 5
const TO_HOUR = 19
/** Of a day played: hours a second. */
const PLAY_SPEED = 1.2
/** Neighbours whose shade is worked out: the nearest, within a tower's shadow. */
const SHADED_METRES = 70

export function Model(props: {
  view: View3d
  highlight: RuleLine['geometry']
  /** Hands up what takes the picture; null when it is gone. */
  onPicture?(take: (() => Promise<Blob | null>) | null): void
}) {
  const { view, highlight, onPicture } = props
  const { t, number } = useWords()
  const { theme } = useTheme()
  const canvas = useRef<HTMLCanvasElement>(null)
  const scene = useRef<MassingScene | null>(null)
  const [failed, setFailed] = useState(false)
  const year = today().slice(0, 4)
  const [date, setDate] = useState(`${year}-12-21`)
  const [hour, setHour] = useState(9)
  const [playing, setPlaying] = useState(false)
  const place = useMemo(() => {
    const [lon, lat] = projection(vn2000).toWgs84(...view.origin)
    return { lon, lat }
  }, [view.origin])
  const sun = useMemo(() => sunAt(instantThere(date, hour), place.lon, place.lat), [date, hour, place])

  // biome-ignore lint/correctness/useExhaustiveDependencies: made once for the canvas
  useEffect(() => {
    const element = canvas.current!
    try {
      scene.current = createMassingScene(element)
    } catch {
      setFailed(true)
      return
    }
    const watch = new ResizeObserver(() => scene.current?.resize())
    watch.observe(element)
    onPicture?.(() => scene.current?.picture() ?? Promise.resolve(null))
    return () => {
      watch.disconnect()
      onPicture?.(null)
      scene.current?.dispose()
      scene.current = null
    }
  }, [])
  useEffect(() => scene.current?.theme(theme === 'dark'), [theme])
  useEffect(() => {
    scene.current?.show(view)
    canvas.current?.setAttribute('data-drawn', String(view.neighbours.length))
  }, [view])
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new view is lit and marked anew
  useEffect(() => scene.current?.shine(sun), [sun, view])
  // biome-ignore lint/correctness/useExhaustiveDependencies: as above
  useEffect(() => scene.current?.highlight(highlight), [highlight, view])
  useEffect(() => {
    if (!playing) return
    let frame = 0
    let last = performance.now()
    const go = (now: number) => {
      const hours = ((now - last) / 1000) * PLAY_SPEED
      last = now
      setHour((at) => (at + hours >= TO_HOUR ? FROM_HOUR : at + hours))
      frame = requestAnimationFrame(go)
    }
    frame = requestAnimationFrame(go)
    return () => cancelAnimationFrame(frame)
  }, [playing])

  const keys = (event: KeyboardEvent) => {
    const step = Math.PI / 24
    const act: Record<string, (one: MassingScene) => void> = {
      ArrowLeft: (one) => one.turn(-step, 0),
      ArrowRight: (one) => one.turn(step, 0),
      ArrowUp: (one) => one.turn(0, step),
      ArrowDown: (one) => one.turn(0, -step),
      '+': (one) => one.zoom(0.85),
      '=': (one) => one.zoom(0.85),
      '-': (one) => one.zoom(1 / 0.85),
      Home: (one) => one.home(),
    }
    if (!act[event.key] || !scene.current) return
    event.preventDefault()
    act[event.key]!(scene.current)
  }
  if (failed) return <p className="banner warning">{t(text.none)}</p>
  return (
    <section className="model stack" aria-label={t(text.title)}>
      <div className="model-view">
        <canvas ref={canvas} role="img" aria-label={t(text.canvas)} tabIndex={0} onKeyDown={keys} />
        <div className="model-tools">
          <button
            type="button"
            className="square"
            aria-label={t(text.zoomIn)}
            onClick={() => scene.current?.zoom(0.85)}
          >
            <Icon name="plus" />
          </button>
          <button
            type="button"
            className="square"
            aria-label={t(text.zoomOut)}
            onClick={() => scene.current?.zoom(1 / 0.85)}
          >
            <Icon name="minus" />
          </button>
          <button type="button" className="square" aria-label={t(text.home)} onClick={() => scene.current?.home()}>
            <Icon name="home" />
          </button>
        </div>
      </div>
      <div className="sun-bar">
        <button
          type="button"
          className="square"
          aria-label={t(playing ? text.pause : text.play)}
          onClick={() => setPlaying(!playing)}
        >
          <Icon name={playing ? 'pause' : 'play'} />
        </button>
        <input
          type="range"
          min={FROM_HOUR}
          max={TO_HOUR}
          step={1 / 12}
          value={hour}
          aria-label={t(text.hour)}
          aria-valuetext={clock(hour)}
          onChange={({ target }) => {
            setPlaying(false)
            setHour(Number(target.value))
          }}
        />
        <output className="figure">{clock(hour)}</output>
        <fieldset className="row plain" aria-label={t(text.solstices)}>
          <input
            type="date"
            aria-label={t(text.date)}
            value={date}
            onChange={({ target }) => target.value && setDate(target.value)}
          />
          {(
            [
              ['12-21', text.december],
              ['03-20', text.march],
              ['06-21', text.june],
            ] as const
          ).map(([end, title]) => (
            <button
              key={end}
              type="button"
              aria-pressed={date === `${year}-${end}`}
              onClick={() => setDate(`${year}-${end}`)}
            >
              {t(title)}
            </button>
          ))}
        </fieldset>
      </div>
      <p className="small soft">
        {sun.elevationDegrees > 0
          ? t(text.sun, { azimuth: number(sun.azimuthDegrees), elevation: number(sun.elevationDegrees) })
          : t(text.night)}
        {' · '}
        <span className="wide">{t(text.keys)}</span>
      </p>
      <Shades view={view} date={date} place={place} />
    </section>
  )
}

function Shades(props: { view: View3d; date: string; place: { lon: number; lat: number } }) {
  const { view, date, place } = props
  const { t, number, language } = useWords()
  const [worked, setWorked] = useState<{ view: View3d; date: string; shades: readonly Shade[] } | null>(null)
  const current = worked?.view === view && worked.date === date ? worked.shades : null
  const near = useMemo(
    () =>
      view.neighbours
        .filter(({ ring }) => ring.some(([x, y]) => Math.hypot(x, y) < SHADED_METRES))
        .map((one) => ({ ...one, name: one.name || t(text.unnamed) })),
    [view, t],
  )
  const compute = () => setWorked({ view, date, shades: shadesOn(view.parts, near, date, place) })
  const day = new Intl.DateTimeFormat(language === 'vi' ? 'vi-VN' : 'en-GB', {
    day: 'numeric',
    month: 'numeric',
  }).format(new Date(`${date}T12:00:00+07:00`))
  return (
    <div className="stack">
      <div className="row">
        <h3 className="grow">{t(text.shades, { date: day })}</h3>
        {current ? null : (
          <button type="button" onClick={compute}>
            {t(text.compute)}
          </button>
        )}
      </div>
      <p className="small soft">{t(text.shadesWhy)}</p>
      {current?.length === 0 ? <p>{t(text.noShade)}</p> : null}
      {current && current.length > 0 ? (
        <div className="scroll-x">
          <table aria-label={t(text.shades, { date: day })}>
            <thead>
              <tr>
                <th scope="col">{t(text.neighbour)}</th>
                <th scope="col" className="figure">
                  {t(text.hours)}
                </th>
                <th scope="col" className="figure">
                  {t(text.half)}
                </th>
                <th scope="col">{t(text.when)}</th>
              </tr>
            </thead>
            <tbody>
              {current.map(({ name, hours, halfHours, from, to }, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: names may repeat
                <tr key={i}>
                  <td>{name}</td>
                  <td className="figure">{t(text.h, { n: number(hours, 1) })}</td>
                  <td className="figure">{t(text.h, { n: number(halfHours, 1) })}</td>
                  <td>
                    {clock(from)}–{clock(to)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
    </div>
  )
}

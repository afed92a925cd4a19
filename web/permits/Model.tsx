/** The building in its surroundings, in 3D: turned by mouse, touch and keys, under the sun of any day and hour, and what it shades. */
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import { projection, vn2000 } from '../../scenarios/frame.ts'
import type { RuleLine } from '../../scenarios/rules/report.ts'
import { both } from '../../scenarios/text.ts'
import { useWords } from '../shared/language.tsx'
import { useTheme } from '../shared/theme.tsx'
import { Icon } from '../shared/ui.tsx'
import { createMassingScene, type MassingScene } from './massing-scene.ts'
import { hourText, SunBar, useSun, useSunClock } from './SunBar.tsx'
import { prismsBlock, type Shade, shadesOn } from './shades.ts'
import { blockerOf } from './triangles.ts'
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
  shades: both('Che nắng nhà lân cận ngày {date}', 'Shades on neighbours on {date}'),
  compute: both('Tính giờ che nắng', 'Work out the hours of shade'),
  computing: both('Đang tính…', 'Working it out…'),
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

/** Neighbours whose shade is worked out: the nearest, within a tower's shadow. */
const SHADED_METRES = 70

export function Model(props: {
  view: View3d
  highlight: RuleLine['geometry']
  /** Hands up what takes the picture; null when it is gone. */
  onPicture?(take: (() => Promise<Blob | null>) | null): void
}) {
  const { view, highlight, onPicture } = props
  const { t } = useWords()
  const { theme } = useTheme()
  const canvas = useRef<HTMLCanvasElement>(null)
  const scene = useRef<MassingScene | null>(null)
  const [failed, setFailed] = useState(false)
  const clock = useSunClock()
  const place = useMemo(() => {
    const [lon, lat] = projection(vn2000).toWgs84(...view.origin)
    return { lon, lat }
  }, [view.origin])
  const sun = useSun(clock, place)

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
      <SunBar clock={clock} place={place} />
      <p className="small soft wide">{t(text.keys)}</p>
      <Shades view={view} date={clock.date} place={place} />
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
  const [busy, setBusy] = useState(false)
  const compute = () => {
    setBusy(true)
    // After the press is answered on the screen: a file's triangles take a moment.
    setTimeout(() => {
      const building = view.triangles ? blockerOf(view.triangles) : prismsBlock(view.parts)
      setWorked({ view, date, shades: shadesOn(building, near, date, place) })
      setBusy(false)
    }, 20)
  }
  const day = new Intl.DateTimeFormat(language === 'vi' ? 'vi-VN' : 'en-GB', {
    day: 'numeric',
    month: 'numeric',
  }).format(new Date(`${date}T12:00:00+07:00`))
  return (
    <div className="stack">
      <div className="row">
        <h3 className="grow">{t(text.shades, { date: day })}</h3>
        {current ? null : (
          <button type="button" disabled={busy} onClick={compute}>
            {t(busy ? text.computing : text.compute)}
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
                    {hourText(from)}–{hourText(to)}
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

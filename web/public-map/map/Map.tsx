/** The map on the page: the picture, the pin, the cross-hair, the buttons; all of it works by keys. */
import { type KeyboardEvent, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import type { ProblemDetail } from '../../../scenarios/problem.ts'
import { both } from '../../../scenarios/text.ts'
import { useWords } from '../../shared/language.tsx'
import { later } from '../../shared/later.tsx'
import { problemOf } from '../../shared/problem.ts'
import { useTheme } from '../../shared/theme.tsx'
import { Icon, ProblemBanner } from '../../shared/ui.tsx'
import { hasWebGl2 } from '../../shared/webgl.ts'
import { useShownLayers } from '../layers/shown.ts'
import type { LonLat } from '../map-control.ts'
import { usePlace } from '../selected.ts'
import { toDegrees, toPixels } from './cover.ts'
import { takeDraughtsman } from './draughtsman.ts'
import { tellDrawn } from './drawn.ts'
import type { MapHost } from './host.ts'

const text = {
  map: both('Bản đồ thành phố', 'Map of the city'),
  keys: both(
    'Phím mũi tên: dời bản đồ. + và −: phóng to, thu nhỏ. Enter: chọn chỗ ở giữa.',
    'Arrow keys move the map, + and − zoom, Enter chooses the place in the middle.',
  ),
  in: both('Phóng to', 'Zoom in'),
  out: both('Thu nhỏ', 'Zoom out'),
  locate: both('Đến chỗ tôi đang đứng', 'Go to where I am'),
  notLocated: both('Không lấy được vị trí của máy này.', 'This device does not tell where it is.'),
  middle: both('Giữa bản đồ: gần {names}; mức phóng {zoom}', 'Middle of the map: near {names}; zoom {zoom}'),
  nothing: both('Giữa bản đồ không có tên nào; mức phóng {zoom}', 'Nothing named in view; zoom {zoom}'),
  take: both('Chọn chỗ này', 'Choose this place'),
  giveUp: both('Thôi', 'Cancel'),
  loading: both('Đang mở bản đồ…', 'Opening the map…'),
  again: both('Thử lại', 'Try again'),
  noCard: both(
    'Trình duyệt này không vẽ được bản đồ (thiếu WebGL 2). Tìm địa chỉ và các danh sách vẫn dùng được; trang chữ ở',
    'This browser cannot draw the map (no WebGL 2). The address search and the lists still work; the text page is at',
  ),
}

const SwipeView = later(() => import('../published/swipe/SwipeView.tsx'), null)

type Status = 'loading' | 'ready' | 'no-webgl'
/** Pixels of one press of an arrow key. */
const STEP = 120

export function MapArea({ host, onTap }: { host: MapHost; onTap(place: LonLat): void }) {
  const { t } = useWords()
  const { theme } = useTheme()
  const shown = useShownLayers()
  const place = usePlace()
  const choosing = useSyncExternalStore(host.subscribe, host.choosing)
  const swiped = useSyncExternalStore(host.subscribe, host.swiped)
  const area = useRef<HTMLDivElement>(null)
  const pictureHost = useRef<HTMLDivElement>(null)
  const pin = useRef<HTMLDivElement>(null)
  const now = useRef({ place, onTap })
  now.current = { place, onTap }
  const [status, setStatus] = useState<Status>('loading')
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  const [attempt, setAttempt] = useState(0)
  const look = useRef({ dark: theme === 'dark', shown })
  look.current = { dark: theme === 'dark', shown }

  const movePin = () => {
    const stage = host.stage()
    const to = now.current.place
    if (!pin.current) return
    pin.current.hidden = !stage || !to
    if (!stage || !to) return
    const { x, y } = stage.pixel(to)
    pin.current.style.transform = `translate(${x}px, ${y}px)`
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: the picture is made once; what changes in it is told below
  useEffect(() => {
    let gone = false
    let drawable: boolean | undefined
    const failed = (error: unknown) => {
      // Asked only now, and once: a context made to look costs a cheap phone a tenth of a second.
      drawable ??= hasWebGl2()
      if (drawable) setProblem(problemOf(error))
      else setStatus('no-webgl')
    }
    setStatus('loading')
    setProblem(null)
    const draughtsman = takeDraughtsman()
    void import('./stage.ts')
      .then(({ createStage }) =>
        createStage(
          pictureHost.current!,
          draughtsman,
          { look: look.current, view: host.asked() },
          {
            onMove: () => {
              movePin()
              host.moved()
            },
            onTap: (tapped, at) => {
              if (!host.tapped(tapped, at)) now.current.onTap(tapped)
            },
            onArrived: () => setProblem(null),
            onComplete: tellDrawn,
            onFailure: failed,
          },
        ),
      )
      .then((stage) => {
        if (gone) return stage.destroy()
        host.attach(stage)
        stage.setLook(look.current)
        setStatus((now) => (now === 'no-webgl' ? now : 'ready'))
        movePin()
      })
      .catch((error) => {
        if (!gone) failed(error)
      })
    return () => {
      gone = true
      host.stage()?.destroy()
      host.attach(null)
      draughtsman.end()
    }
  }, [attempt])

  // biome-ignore lint/correctness/useExhaustiveDependencies: told where the look has changed
  useEffect(() => host.stage()?.setLook(look.current), [theme, shown, host])
  // biome-ignore lint/correctness/useExhaustiveDependencies: moved where the place has changed
  useEffect(movePin, [place])

  const zoom = (step: number) => {
    const stage = host.stage()
    if (!stage) return
    const goal = stage.goal()
    stage.lookAt({ ...goal, zoom: Math.round(goal.zoom + step) }, true)
  }
  const pan = (dx: number, dy: number) => {
    const stage = host.stage()
    if (!stage) return
    const { lon, lat, zoom } = stage.goal()
    const [x, y] = toPixels(lon, lat, zoom)
    stage.lookAt({ ...toDegrees(x + dx, y + dy, zoom), zoom }, true)
  }
  // To those who move it by keys without seeing it: where its middle is now.
  const [said, setSaid] = useState('')
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const sayWhere = () => {
    clearTimeout(timer.current)
    timer.current = setTimeout(async () => {
      const stage = host.stage()
      const seen = (await stage?.inView()) ?? []
      const near = seen.find(({ kind }) => kind === 'street' || kind === 'place')
      const unit = seen.find(({ kind }) => kind === 'unit')
      const names = [near?.name, unit?.name].filter(Boolean).join(', ')
      if (stage) setSaid(t(names ? text.middle : text.nothing, { names, zoom: Math.round(stage.view().zoom) }))
    }, 900)
  }
  const takeMiddle = () => {
    const stage = host.stage()
    if (!stage) return
    const at = host.middle()
    const middle = stage.place(at.x, at.y)
    if (choosing) host.chosen(middle)
    else onTap(middle)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== area.current || event.ctrlKey || event.metaKey || event.altKey) return
    const step = event.shiftKey ? 3 * STEP : STEP
    const keys: Record<string, () => void> = {
      ArrowLeft: () => pan(-step, 0),
      ArrowRight: () => pan(step, 0),
      ArrowUp: () => pan(0, -step),
      ArrowDown: () => pan(0, step),
      '+': () => zoom(1),
      '=': () => zoom(1),
      '-': () => zoom(-1),
      Enter: takeMiddle,
    }
    const act = keys[event.key]
    if (!act) return
    event.preventDefault()
    act()
    sayWhere()
  }
  useEffect(() => {
    if (!choosing) return
    area.current?.focus()
    const stop = (event: globalThis.KeyboardEvent) => {
      if (event.key === 'Escape') host.chosen(null)
    }
    addEventListener('keydown', stop)
    return () => removeEventListener('keydown', stop)
  }, [choosing, host])

  const [notLocated, setNotLocated] = useState(false)
  const locate = () =>
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        setNotLocated(false)
        host.lookAt({ lon: coords.longitude, lat: coords.latitude })
      },
      () => setNotLocated(true),
      { enableHighAccuracy: true, timeout: 15_000 },
    )

  return (
    <div className="map-area">
      <div
        ref={area}
        className={choosing ? 'map choosing' : 'map'}
        role="application"
        aria-label={t(text.map)}
        aria-describedby="map-keys"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it is moved by keys
        tabIndex={0}
        onKeyDown={onKeyDown}
        data-status={status}
      >
        <div ref={pictureHost} className="map-picture" />
        <div ref={pin} className="map-pin" hidden aria-hidden="true">
          <svg viewBox="0 0 32 42" aria-hidden="true">
            <path d="M16 41C8 29 3 23 3 15a13 13 0 0 1 26 0c0 8-5 14-13 26Z" />
            <circle cx="16" cy="15" r="5" />
          </svg>
        </div>
        <div className="map-cross" aria-hidden="true" />
      </div>
      {swiped ? <SwipeView host={host} swipe={swiped} /> : null}
      <p id="map-keys" className="visually-hidden">
        {t(text.keys)}
      </p>
      <p className="visually-hidden" role="status">
        {said}
      </p>
      <div className="map-buttons">
        <button type="button" className="square" aria-label={t(text.in)} title={t(text.in)} onClick={() => zoom(1)}>
          <Icon name="plus" />
        </button>
        <button type="button" className="square" aria-label={t(text.out)} title={t(text.out)} onClick={() => zoom(-1)}>
          <Icon name="minus" />
        </button>
        {'geolocation' in navigator ? (
          <button type="button" className="square" aria-label={t(text.locate)} title={t(text.locate)} onClick={locate}>
            <Icon name="locate" />
          </button>
        ) : null}
      </div>
      {choosing ? (
        <div className="map-choose" role="status">
          <p>{t(choosing)}</p>
          <button type="button" className="primary" onClick={takeMiddle}>
            {t(text.take)}
          </button>
          <button type="button" onClick={() => host.chosen(null)}>
            {t(text.giveUp)}
          </button>
        </div>
      ) : null}
      <div className="map-notes">
        {status === 'loading' && !problem ? <p role="status">{t(text.loading)}</p> : null}
        {status === 'no-webgl' ? (
          <p role="alert">
            {t(text.noCard)} <a href="/p">/p</a>.
          </p>
        ) : null}
        {notLocated ? <p role="alert">{t(text.notLocated)}</p> : null}
        {problem ? (
          <>
            <ProblemBanner problem={problem} />
            <button type="button" onClick={() => setAttempt(attempt + 1)}>
              {t(text.again)}
            </button>
          </>
        ) : null}
      </div>
    </div>
  )
}

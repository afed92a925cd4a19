/**
 * A light map of the streets, without any engine: streets and waters on a canvas, what matters over them as SVG. Dragged, pinched,
 * wheeled, and moved by keys; a tap picks the nearest street, and a stretch is set by dragging its two ends along it.
 */
import { type KeyboardEvent, type PointerEvent, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { XY } from '../../scenarios/frame.ts'
import { type Bounds, boundsOf, grow, overlaps } from '../../scenarios/geometry.ts'
import { nearestOn, partOf } from '../../scenarios/works/stretch.ts'
import { useWords } from '../shared/language.tsx'
import { useTheme } from '../shared/theme.tsx'
import { Icon } from '../shared/ui.tsx'
import type { MapRoad, Streets } from './roads.ts'
import { text } from './text.ts'

/** Something drawn over the streets. */
export interface Mark {
  readonly id: string
  readonly lines: readonly (readonly XY[])[]
  readonly className: string
  readonly title: string
}

export interface Ends {
  readonly line: readonly XY[]
  readonly from: number
  readonly to: number
  onChange(from: number, to: number): void
}

interface View {
  /** Of the middle, local metres. */
  readonly x: number
  readonly y: number
  /** Pixels a metre. */
  readonly scale: number
}

const SCALES = { least: 0.01, most: 6 }
/** A finger is this wide, px. */
const TAP = 22
const widths: Readonly<Record<MapRoad['class'], number>> = {
  trunk: 4,
  arterial: 3.4,
  collector: 2.6,
  local: 1.8,
  alley: 1,
  path: 0.8,
}
const NAMES_FROM = 0.5

export function StreetMap(props: {
  streets: Streets
  marks: readonly Mark[]
  label: string
  /** Shown whole when it changes. */
  fit: Bounds | null
  ends?: Ends | null
  onPick?(road: MapRoad, at: XY): void
  onMark?(id: string): void
}) {
  const { streets, marks, label, fit, ends, onPick, onMark } = props
  const { t, number } = useWords()
  const { theme } = useTheme()
  const frame = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const [size, setSize] = useState({ width: 640, height: 360 })
  const [view, setView] = useState<View | null>(null)
  const shown = view ?? viewOf(fit ?? streets.bounds, size)

  useLayoutEffect(() => {
    const box = frame.current
    if (!box) return
    const measure = () => setSize({ width: box.clientWidth || 320, height: box.clientHeight || 240 })
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(box)
    return () => observer.disconnect()
  }, [])
  const fitKey = fit?.join(' ') ?? ''
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is to be seen has changed
  useEffect(() => setView(null), [fitKey])

  const at = ([x, y]: readonly [number, number]): [number, number] => [
    size.width / 2 + (x - shown.x) * shown.scale,
    size.height / 2 - (y - shown.y) * shown.scale,
  ]
  const back = (px: number, py: number): XY => [
    shown.x + (px - size.width / 2) / shown.scale,
    shown.y - (py - size.height / 2) / shown.scale,
  ]
  const seen: Bounds = [...back(0, size.height), ...back(size.width, 0)] as unknown as Bounds

  // biome-ignore lint/correctness/useExhaustiveDependencies: drawn for what is seen
  useEffect(() => {
    const context = canvas.current?.getContext('2d')
    if (!context || !canvas.current) return
    const ratio = Math.min(2, devicePixelRatio)
    canvas.current.width = size.width * ratio
    canvas.current.height = size.height * ratio
    context.scale(ratio, ratio)
    const dark = theme === 'dark'
    context.fillStyle = dark ? '#15201d' : '#f3f5f4'
    context.fillRect(0, 0, size.width, size.height)
    const trace = (line: readonly XY[]) => {
      context.beginPath()
      line.forEach((point, i) => {
        const [px, py] = at(point)
        if (i === 0) context.moveTo(px, py)
        else context.lineTo(px, py)
      })
    }
    context.fillStyle = dark ? '#17384a' : '#cfe3f0'
    for (const ring of streets.waters) {
      trace(ring)
      context.fill()
    }
    context.lineCap = 'round'
    context.lineJoin = 'round'
    context.strokeStyle = dark ? '#4d605a' : '#b4bdb9'
    const visible = [...streets.roads.values()].filter(({ bounds }) => overlaps(bounds, seen))
    for (const road of visible) {
      if (road.class === 'alley' && shown.scale < 0.06) continue
      context.lineWidth = Math.max(widths[road.class] * 0.6, Math.min(road.widthMetres, 14) * shown.scale)
      trace(road.line)
      context.stroke()
    }
    if (shown.scale < NAMES_FROM) return
    context.font = '12px "Be Vietnam Pro", sans-serif'
    context.textAlign = 'center'
    context.lineWidth = 3
    context.strokeStyle = dark ? '#15201d' : '#ffffff'
    context.fillStyle = dark ? '#e7efec' : '#33423d'
    const said: [number, number][] = []
    for (const { name, line } of visible) {
      if (!name) continue
      const [px, py] = at(line[line.length >> 1]!)
      if (said.some(([x, y]) => Math.abs(x - px) < 110 && Math.abs(y - py) < 26)) continue
      said.push([px, py])
      context.strokeText(name, px, py - 4)
      context.fillText(name, px, py - 4)
    }
  }, [streets, shown.x, shown.y, shown.scale, size, theme])

  const zoom = (factor: number, px = size.width / 2, py = size.height / 2) => {
    const scale = Math.min(SCALES.most, Math.max(SCALES.least, shown.scale * factor))
    const [x, y] = back(px, py)
    const k = shown.scale / scale
    setView({ scale, x: x + (shown.x - x) * k, y: y + (shown.y - y) * k })
  }
  const zoomNow = useRef(zoom)
  zoomNow.current = zoom
  useEffect(() => {
    const box = frame.current
    const onWheel = (event: WheelEvent) => {
      event.preventDefault()
      const { left, top } = box!.getBoundingClientRect()
      zoomNow.current(Math.exp(-event.deltaY * 0.0015), event.clientX - left, event.clientY - top)
    }
    // React listens passively: the page would scroll too.
    box?.addEventListener('wheel', onWheel, { passive: false })
    return () => box?.removeEventListener('wheel', onWheel)
  }, [])

  /** Fingers on the map by their id; an end that is dragged. */
  const hands = useRef(new Map<number, { x: number; y: number }>())
  const moved = useRef(0)
  const dragged = useRef<'from' | 'to' | null>(null)
  const placeOf = (event: PointerEvent): [number, number] => {
    const { left, top } = frame.current!.getBoundingClientRect()
    return [event.clientX - left, event.clientY - top]
  }
  const setEnd = (which: 'from' | 'to', metres: number) => {
    if (!ends) return
    const round = Math.round(metres * 10) / 10
    if (which === 'from') ends.onChange(Math.max(0, Math.min(round, ends.to - 1)), ends.to)
    else ends.onChange(ends.from, Math.max(round, ends.from + 1))
  }
  const down = (event: PointerEvent<HTMLDivElement>) => {
    if ((event.target as Element).closest('button')) return
    const [x, y] = placeOf(event)
    event.currentTarget.setPointerCapture(event.pointerId)
    hands.current.set(event.pointerId, { x, y })
    moved.current = hands.current.size > 1 ? 99 : 0
    const handle = (event.target as Element).closest('[data-end]')
    dragged.current = handle ? (handle.getAttribute('data-end') as 'from' | 'to') : null
  }
  const move = (event: PointerEvent<HTMLDivElement>) => {
    const before = hands.current.get(event.pointerId)
    if (!before) return
    const [x, y] = placeOf(event)
    const other = [...hands.current].find(([id]) => id !== event.pointerId)?.[1]
    moved.current += Math.abs(x - before.x) + Math.abs(y - before.y)
    hands.current.set(event.pointerId, { x, y })
    if (dragged.current && ends) {
      setEnd(dragged.current, nearestOn(ends.line, back(x, y)).metres)
    } else if (other) {
      const [was, is] = [Math.hypot(before.x - other.x, before.y - other.y), Math.hypot(x - other.x, y - other.y)]
      if (was > 0) zoom(is / was, (x + other.x) / 2, (y + other.y) / 2)
    } else setView({ ...shown, x: shown.x - (x - before.x) / shown.scale, y: shown.y + (y - before.y) / shown.scale })
  }
  const up = (event: PointerEvent<HTMLDivElement>) => {
    const tapped = hands.current.has(event.pointerId) && moved.current < 8 && !dragged.current
    hands.current.delete(event.pointerId)
    dragged.current = null
    if (tapped) pick(placeOf(event))
  }
  const pick = ([px, py]: [number, number]) => {
    const point = back(px, py)
    const reach = TAP / shown.scale
    const near: Bounds = grow([...point, ...point] as unknown as Bounds, reach)
    const mark = marks
      .map(({ id, lines }) => ({ id, away: Math.min(...lines.map((line) => nearestOn(line, point).away)) }))
      .filter(({ away }) => away <= reach)
      .sort((a, b) => a.away - b.away)[0]
    if (mark && onMark) return onMark(mark.id)
    const road = [...streets.roads.values()]
      .filter(({ bounds }) => overlaps(bounds, near))
      .map((one) => ({ one, away: nearestOn(one.line, point).away }))
      .filter(({ away }) => away <= reach)
      .sort((a, b) => a.away - b.away)[0]
    if (road) onPick?.(road.one, point)
  }
  const keys = (event: KeyboardEvent<HTMLDivElement>) => {
    const end = (event.target as Element).getAttribute('data-end') as 'from' | 'to' | null
    const step =
      event.key === 'ArrowRight' || event.key === 'ArrowUp'
        ? 1
        : event.key === 'ArrowLeft' || event.key === 'ArrowDown'
          ? -1
          : 0
    if (end && ends && step !== 0) {
      event.preventDefault()
      return setEnd(end, ends[end] + step * (event.shiftKey ? 10 : 1))
    }
    const far = 60 / shown.scale
    const moves: Record<string, () => void> = {
      ArrowLeft: () => setView({ ...shown, x: shown.x - far }),
      ArrowRight: () => setView({ ...shown, x: shown.x + far }),
      ArrowUp: () => setView({ ...shown, y: shown.y + far }),
      ArrowDown: () => setView({ ...shown, y: shown.y - far }),
      '+': () => zoom(1.4),
      '=': () => zoom(1.4),
      '-': () => zoom(1 / 1.4),
    }
    if (!moves[event.key]) return
    event.preventDefault()
    moves[event.key]!()
  }
  const d = (line: readonly XY[]) =>
    `M${line
      .map((point) =>
        at(point)
          .map((v) => v.toFixed(1))
          .join(' '),
      )
      .join('L')}`
  const chosen = ends ? partOf(ends.line, ends.from, ends.to) : []
  return (
    <div className="street-map">
      {/* biome-ignore lint/a11y/useSemanticElements: no element is a map */}
      <div
        ref={frame}
        className="map-frame"
        role="group"
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the map is moved by keys
        tabIndex={0}
        onPointerDown={down}
        onPointerMove={move}
        onPointerUp={up}
        onPointerCancel={up}
        onKeyDown={keys}
      >
        <canvas ref={canvas} />
        <svg width={size.width} height={size.height} aria-hidden={marks.length === 0 && !ends}>
          <title>{label}</title>
          {marks.flatMap(({ id, lines, className, title }) =>
            lines
              .filter((line) => line.length > 1)
              .map((line, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one mark keep their order
                <path key={`${id} ${i}`} className={`mark ${className}`} d={d(line)}>
                  <title>{title}</title>
                </path>
              )),
          )}
          {ends ? (
            <g className="ends">
              <path className="street" d={d(ends.line)} />
              {chosen.length > 1 ? <path className="stretch" d={d(chosen)} /> : null}
              {(['from', 'to'] as const).map((which) => {
                const end = which === 'from' ? chosen[0] : chosen.at(-1)
                if (!end) return null
                const [cx, cy] = at(end)
                return (
                  <g
                    key={which}
                    data-end={which}
                    role="slider"
                    tabIndex={0}
                    aria-label={t(which === 'from' ? text.startEnd : text.farEnd)}
                    aria-valuemin={0}
                    aria-valuemax={Math.round(ends.from + (ends.to - ends.from))}
                    aria-valuenow={Math.round(ends[which])}
                    aria-valuetext={`${number(ends[which], 1)} m`}
                  >
                    <circle className="grip" cx={cx} cy={cy} r={TAP} />
                    <circle className={`knob ${which}`} cx={cx} cy={cy} r={9} />
                  </g>
                )
              })}
            </g>
          ) : null}
        </svg>
        <div className="map-buttons">
          <button type="button" className="square" aria-label={t(text.zoomIn)} onClick={() => zoom(1.6)}>
            <Icon name="plus" />
          </button>
          <button type="button" className="square" aria-label={t(text.zoomOut)} onClick={() => zoom(1 / 1.6)}>
            <Icon name="minus" />
          </button>
          <button
            type="button"
            className="square"
            aria-label={t(text.wholeCity)}
            onClick={() => setView(viewOf(streets.bounds, size))}
          >
            <Icon name="home" />
          </button>
        </div>
      </div>
    </div>
  )
}

const viewOf = ([minX, minY, maxX, maxY]: Bounds, { width, height }: { width: number; height: number }): View => ({
  x: (minX + maxX) / 2,
  y: (minY + maxY) / 2,
  scale: Math.min(
    SCALES.most,
    Math.max(SCALES.least, Math.min(width / (maxX - minX || 1), height / (maxY - minY || 1)) * 0.92),
  ),
})

/** Bounds of some lines with room about them; null where there are none. */
export function boundsAbout(lines: readonly (readonly XY[])[], room = 80): Bounds | null {
  const points = lines.flat()
  return points.length === 0 ? null : grow(boundsOf(points), room)
}

/**
 * The edits seen from above in their surroundings, drawn from the tiles without any engine. It moves by finger, wheel, buttons and
 * keys; all that is marked on it stands in a list beside it too.
 */
import { type KeyboardEvent, type PointerEvent, useEffect, useMemo, useRef, useState } from 'react'
import type { XY } from '../../scenarios/frame.ts'
import { type Bounds, boundsOf, type Geometry, geometryBounds, grow, polygonsOf } from '../../scenarios/geometry.ts'
import { type PlanStanding, standingTitles } from '../../scenarios/plans/process.ts'
import { both } from '../../scenarios/text.ts'
import { useWords } from '../shared/language.tsx'
import { Icon } from '../shared/ui.tsx'
import { afterKey, type MapView, moved, scaleBar, viewOf, zoomed } from './map-view.ts'
import { geometryPath, type Surroundings } from './surroundings.ts'
import { text as common } from './text.ts'

const text = {
  keys: both(
    'Phím mũi tên để dời, + và − để phóng, 0 để xem hết. Mọi thứ đánh dấu trên bản đồ đều có trong danh sách.',
    'Arrow keys move, + and − zoom, 0 shows all. All that is marked on the map stands in the lists too.',
  ),
  closer: both('Phóng to', 'Zoom in'),
  farther: both('Thu nhỏ', 'Zoom out'),
  all: both('Xem hết', 'Show all'),
  north: both('B', 'N'),
  place: both('Chạm vào bản đồ để đặt điểm góp ý.', 'Touch the map to set the place of the comment.'),
} as const

export interface MapItem {
  readonly id: string
  readonly kind: 'edit' | 'comment' | 'conflict'
  /** Its number or sign in the list. */
  readonly mark: string
  readonly label: string
  readonly geometries: readonly Geometry[]
  readonly chosen: boolean
}

export function PlanMap(props: {
  label: string
  items: readonly MapItem[]
  surroundings: Surroundings | null
  /** Of everything that is drawn. */
  bounds: Bounds
  standing: PlanStanding
  specimen: boolean
  /** A point that is being set for a comment, and how it is told. */
  pin: XY | null
  placing: boolean
  onPlace(at: XY): void
  onChoose(item: MapItem): void
}) {
  const { label, items, surroundings, bounds, standing, specimen, pin, placing, onPlace, onChoose } = props
  const { t, number } = useWords()
  const box = useRef<HTMLDivElement>(null)
  const [size, setSize] = useState({ width: 600, height: 420 })
  const aspect = size.width / size.height
  const [view, setView] = useState<MapView>(() => viewOf(bounds, aspect))
  useEffect(() => {
    const element = box.current
    if (!element) return
    const watch = new ResizeObserver(() => {
      const { clientWidth: width, clientHeight: height } = element
      if (width > 0 && height > 0) setSize({ width, height })
    })
    watch.observe(element)
    return () => watch.disconnect()
  }, [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the bounds by what they are
  useEffect(() => setView(viewOf(bounds, aspect)), [bounds.join(), aspect])
  const chosen = items.find((item) => item.chosen && item.geometries.length > 0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is chosen comes into sight once
  useEffect(() => {
    if (!chosen) return
    const [x0, y0, x1, y1] = boundsOfItem(chosen)
    const [left, right] = [view.x - view.width / 2, view.x + view.width / 2]
    const [low, high] = [view.y - view.width / aspect / 2, view.y + view.width / aspect / 2]
    if (x0 < left || x1 > right || y0 < low || y1 > high) setView(viewOf(grow([x0, y0, x1, y1], 60), aspect))
  }, [chosen?.id])
  // A wheel that zooms must not scroll the page; React listens passively.
  useEffect(() => {
    const element = box.current
    if (!element) return
    const turn = (event: WheelEvent) => {
      if (!event.ctrlKey && document.activeElement !== element) return
      event.preventDefault()
      setView((now) =>
        zoomed(now, event.deltaY < 0 ? 1.2 : 1 / 1.2, placeAt(element, now, event.clientX, event.clientY)),
      )
    }
    element.addEventListener('wheel', turn, { passive: false })
    return () => element.removeEventListener('wheel', turn)
  }, [])

  const fingers = useFingers(box, setView, (x, y) => {
    if (placing && box.current) onPlace(placeAt(box.current, view, x, y))
  })
  const choose = (item: MapItem) => {
    if (!placing) onChoose(item)
  }
  const press = (event: KeyboardEvent) => {
    const next = afterKey(view, event.key, bounds, aspect)
    if (!next) return
    event.preventDefault()
    setView(next)
  }

  /** One pixel of the screen, m. */
  const pixel = view.width / size.width
  const height = view.width / aspect
  const viewBox = `${view.x - view.width / 2} ${-view.y - height / 2} ${view.width} ${height}`
  const bar = scaleBar(view.width)
  const stamp =
    specimen && standing !== 'proposal'
      ? `${t(common.specimen)}: ${t(standingTitles[standing])}`
      : t(standingTitles[standing])
  return (
    <div className={`plan-map ${standing}`}>
      {/* biome-ignore lint/a11y/useSemanticElements: a map is no set of fields */}
      <div
        ref={box}
        className={placing ? 'plan-canvas placing' : 'plan-canvas'}
        role="group"
        aria-label={`${label}. ${t(text.keys)}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the map is moved by keys
        tabIndex={0}
        onKeyDown={press}
        {...fingers}
      >
        <svg viewBox={viewBox} aria-hidden="true" preserveAspectRatio="xMidYMid slice">
          {surroundings ? <Background surroundings={surroundings} pixel={pixel} /> : null}
          {items
            .filter(({ kind }) => kind === 'edit')
            .map((item) => (
              <Shape key={item.id} item={item} pixel={pixel} onChoose={choose} />
            ))}
          {besideEachOther(items).map(({ item, beside }) => (
            <Mark key={item.id} item={item} beside={beside} pixel={pixel} onChoose={choose} />
          ))}
          {pin ? <circle className="pin" cx={pin[0]} cy={-pin[1]} r={7 * pixel} strokeWidth={3 * pixel} /> : null}
        </svg>
        <p className="map-stamp" aria-hidden="true">
          {stamp}
        </p>
        {placing ? <p className="map-hint">{t(text.place)}</p> : null}
        <div className="map-scale small" aria-hidden="true">
          <i style={{ width: bar / pixel }} /> {bar >= 1000 ? `${number(bar / 1000)} km` : `${number(bar)} m`} ·{' '}
          {t(text.north)} ↑
        </div>
      </div>
      <div className="map-buttons">
        <button type="button" className="square" aria-label={t(text.closer)} onClick={() => setView(zoomed(view, 1.5))}>
          <Icon name="plus" />
        </button>
        <button
          type="button"
          className="square"
          aria-label={t(text.farther)}
          onClick={() => setView(zoomed(view, 1 / 1.5))}
        >
          <Icon name="minus" />
        </button>
        <button
          type="button"
          className="square"
          aria-label={t(text.all)}
          onClick={() => setView(viewOf(bounds, aspect))}
        >
          <Icon name="home" />
        </button>
      </div>
    </div>
  )
}

function Background({ surroundings, pixel }: { surroundings: Surroundings; pixel: number }) {
  const { water, parcels, buildings, streets, names } = surroundings
  const still = useMemo(
    () => (
      <>
        <path className="water" d={water} />
        <path className="parcels" d={parcels} vectorEffect="non-scaling-stroke" />
        {streets.map(({ width, path }) => (
          <path key={width} className="street" d={path} strokeWidth={width} />
        ))}
        <path className="buildings" d={buildings} vectorEffect="non-scaling-stroke" />
      </>
    ),
    [water, parcels, buildings, streets],
  )
  return (
    <g>
      {still}
      <g className="names" fontSize={11 * pixel} strokeWidth={3 * pixel}>
        {pixel < 2.5
          ? names.map(({ text, at: [x, y], turn }) => (
              <text key={text} x={x} y={-y} transform={`rotate(${turn} ${x} ${-y})`} textAnchor="middle">
                {text}
              </text>
            ))
          : null}
      </g>
    </g>
  )
}

function Shape({ item, pixel, onChoose }: { item: MapItem; pixel: number; onChoose(item: MapItem): void }) {
  const { areas, lines, points } = useMemo(() => shapesOf(item.geometries), [item.geometries])
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a picture for the hand; the list is for keys
    <g className={item.chosen ? 'edit chosen' : 'edit'} onClick={() => onChoose(item)}>
      {areas ? <path className="area" d={areas} vectorEffect="non-scaling-stroke" /> : null}
      {lines ? <path className="line" d={lines} vectorEffect="non-scaling-stroke" /> : null}
      {points.map(([x, y]) => (
        <circle key={`${x} ${y}`} cx={x} cy={-y} r={4 * pixel} />
      ))}
    </g>
  )
}

function shapesOf(geometries: readonly Geometry[]) {
  const isArea = (geometry: Geometry) => polygonsOf(geometry).length > 0
  return {
    areas: geometries.filter(isArea).map(geometryPath).join(''),
    lines: geometries
      .filter((geometry) => !isArea(geometry))
      .map(geometryPath)
      .join(''),
    points: geometries.flatMap((geometry) => (geometry.type === 'Point' ? [geometry.coordinates] : [])),
  }
}

/** Marks of one and the same place stand in a row, in the order of the list. */
function besideEachOther(items: readonly MapItem[]): { item: MapItem; beside: number }[] {
  const there = new Map<string, number>()
  return items.flatMap((item) => {
    if (item.geometries.length === 0) return []
    const place = boundsOfItem(item).map(Math.round).join()
    const beside = there.get(place) ?? 0
    there.set(place, beside + 1)
    return [{ item, beside }]
  })
}

function Mark(props: { item: MapItem; beside: number; pixel: number; onChoose(item: MapItem): void }) {
  const { item, beside, pixel, onChoose } = props
  const { kind, mark, chosen, label } = item
  const [x0, y0, x1, y1] = boundsOfItem(item)
  const [x, y] = [(x0 + x1) / 2 + beside * 22 * pixel, -(y0 + y1) / 2]
  const r = (chosen ? 12 : 10) * pixel
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: as above
    <g className={`mark ${kind}${chosen ? ' chosen' : ''}`} onClick={() => onChoose(item)} strokeWidth={1.5 * pixel}>
      <title>{label}</title>
      {kind === 'edit' ? (
        <circle cx={x} cy={y} r={r} />
      ) : kind === 'conflict' ? (
        <path d={`M${x} ${y - r * 1.2}L${x + r * 1.15} ${y + r * 0.8}L${x - r * 1.15} ${y + r * 0.8}Z`} />
      ) : (
        <rect x={x - r} y={y - r} width={r * 2} height={r * 2} rx={r * 0.35} />
      )}
      <text x={x} y={y} fontSize={11 * pixel} textAnchor="middle" dominantBaseline="central">
        {mark}
      </text>
    </g>
  )
}

export const boundsOfItem = ({ geometries }: Pick<MapItem, 'geometries'>): Bounds =>
  boundsOf(
    geometries.flatMap((geometry): XY[] => {
      const [x0, y0, x1, y1] = geometryBounds(geometry)
      return [
        [x0, y0],
        [x1, y1],
      ]
    }),
  )

function placeAt(element: HTMLElement, view: MapView, clientX: number, clientY: number): XY {
  const { left, top, width, height } = element.getBoundingClientRect()
  const pixel = view.width / width
  return [view.x + (clientX - left - width / 2) * pixel, view.y - (clientY - top - height / 2) * pixel]
}

/** How far a finger may tremble and still have touched, px. */
const TREMBLE = 6

/** One finger moves the map sideways (and all ways with a mouse), two zoom it; a touch that does not move is a click. */
function useFingers(
  box: React.RefObject<HTMLDivElement | null>,
  setView: React.Dispatch<React.SetStateAction<MapView>>,
  onTouch: (clientX: number, clientY: number) => void,
) {
  const down = useRef(new Map<number, { x: number; y: number }>())
  const way = useRef(0)
  return {
    onPointerDown: (event: PointerEvent<HTMLDivElement>) => {
      if (down.current.size === 0) way.current = 0
      down.current.set(event.pointerId, { x: event.clientX, y: event.clientY })
    },
    onPointerMove: (event: PointerEvent<HTMLDivElement>) => {
      const before = down.current.get(event.pointerId)
      const element = box.current
      if (!before || !element) return
      const now = { x: event.clientX, y: event.clientY }
      way.current += Math.hypot(now.x - before.x, now.y - before.y)
      if (way.current > TREMBLE && !element.hasPointerCapture(event.pointerId))
        element.setPointerCapture(event.pointerId)
      const other = [...down.current].find(([id]) => id !== event.pointerId)?.[1]
      const { clientWidth } = element
      if (other) {
        const apart = (at: typeof now) => Math.hypot(at.x - other.x, at.y - other.y)
        const factor = apart(now) / Math.max(1, apart(before))
        setView((view) => zoomed(view, factor, placeAt(element, view, other.x, other.y)))
      } else {
        setView((view) => {
          const pixel = view.width / clientWidth
          return moved(view, (before.x - now.x) * pixel, (now.y - before.y) * pixel)
        })
      }
      down.current.set(event.pointerId, now)
    },
    onPointerUp: (event: PointerEvent<HTMLDivElement>) => {
      const touched = down.current.delete(event.pointerId) && way.current <= TREMBLE && down.current.size === 0
      if (touched) onTouch(event.clientX, event.clientY)
    },
    onPointerCancel: (event: PointerEvent<HTMLDivElement>) => void down.current.delete(event.pointerId),
  }
}

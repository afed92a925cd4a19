/**
 * Today on one side of a bar, the plan on the other: both pictures are drawn over the same map, each within its half. The bar is
 * a slider: by finger, by arrow keys, or to its ends by two buttons.
 */
import '../published.css'
import type { Position } from 'geojson'
import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react'
import { type Bilingual, both, type Language } from '../../../../scenarios/text.ts'
import { useWords } from '../../../shared/language.tsx'
import { toPixels } from '../../map/cover.ts'
import type { MapHost } from '../../map/host.ts'
import type { Picture, Swipe, SwipeShape, SwipeSide } from '../../map-control.ts'

const text = {
  bar: both('Ranh giữa {before} và {after}', 'Between {before} and {after}'),
  value: both('{n} % chiều rộng là {before}', '{before} on {n} % of the width'),
  only: both('Chỉ xem {side}', 'Only {side}'),
  half: both('Chia đôi', 'Half and half'),
  left: both('bên trái', 'the left'),
  right: both('bên phải', 'the right'),
  coming: both('{side}: đang tải ảnh…', '{side}: its picture is on its way…'),
  missing: both('{side}: chưa tải được ảnh', '{side}: its picture could not be loaded'),
  again: both('Tải lại ảnh', 'Load the picture again'),
}
/** Longer titles would cover a phone's map as buttons; they stand over their halves anyway. */
const LONG_TITLE = 16
const STEP = 2
const LONG_STEP = 10
const POINT_RADIUS = 6
/** Pixels. */
const LABEL_APART = 90
const HATCH = 16
const LABEL_LINE = 19

export default function SwipeView({ host, swipe }: { host: MapHost; swipe: Swipe }) {
  const { t, number, language } = useWords()
  const area = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const [share, setShare] = useState(50)
  const [images, setImages] = useState<Images>(new Map())
  const [attempt, setAttempt] = useState(0)
  const now = useRef({ swipe, share, language, images })
  now.current = { swipe, share, language, images }
  const redraw = useRef(() => {})

  useEffect(() => {
    let asked = 0
    const draw = () => {
      asked = 0
      if (canvas.current) paint(canvas.current, host, now.current)
    }
    redraw.current = () => {
      asked ||= requestAnimationFrame(draw)
    }
    redraw.current()
    const forget = host.onMove(() => redraw.current())
    const sized = new ResizeObserver(() => redraw.current())
    sized.observe(area.current!)
    return () => {
      forget()
      sized.disconnect()
      cancelAnimationFrame(asked)
    }
  }, [host])
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again with every attempt
  useEffect(() => {
    let stale = false
    for (const { picture } of [swipe.before, swipe.after]) {
      if (!picture) continue
      if (now.current.images.get(picture.url) instanceof Image) continue
      const image = new Image()
      const tell = (seen: HTMLImageElement | null) => {
        if (!stale) setImages((known) => new Map(known).set(picture.url, seen))
      }
      image.src = picture.url
      image.decode().then(
        () => tell(image),
        () => tell(null),
      )
    }
    return () => {
      stale = true
    }
  }, [swipe, attempt])
  // biome-ignore lint/correctness/useExhaustiveDependencies: drawn again where these change
  useEffect(() => redraw.current(), [swipe, share, language, images])

  const sides = { before: t(swipe.before.title), after: t(swipe.after.title) }
  const { before, after } = swipe
  const failed = [before, after].some(({ picture }) => picture && images.get(picture.url) === null)
  // A side without its picture would look dry.
  const titleOf = ({ title, picture }: SwipeSide) => {
    const image = picture && images.get(picture.url)
    if (!picture || image) return t(title)
    return t(image === null ? text.missing : text.coming, { side: t(title) })
  }
  const short = (title: string, side: Bilingual) => (title.length > LONG_TITLE ? t(side) : title)
  const go = (to: number) => setShare(Math.min(100, Math.max(0, Math.round(to))))
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.shiftKey ? LONG_STEP : STEP
    const to: Record<string, number> = {
      ...{ ArrowLeft: share - step, ArrowDown: share - step, ArrowRight: share + step, ArrowUp: share + step },
      ...{ PageDown: share - LONG_STEP, PageUp: share + LONG_STEP, Home: 0, End: 100 },
    }
    const next = to[event.key]
    if (next === undefined) return
    event.preventDefault()
    go(next)
  }
  const drag = (event: PointerEvent<HTMLElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return
    const { left, width } = area.current!.getBoundingClientRect()
    go(((event.clientX - left) / width) * 100)
  }
  return (
    <div ref={area} className="swipe">
      <div className="swipe-picture" aria-hidden="true">
        <canvas ref={canvas} />
      </div>
      <span className="swipe-title before" hidden={share < 12} aria-hidden="true">
        {titleOf(before)}
      </span>
      <span className="swipe-title after" hidden={share > 88} aria-hidden="true">
        {titleOf(after)}
      </span>
      <div
        className="swipe-bar"
        role="slider"
        tabIndex={0}
        aria-label={t(text.bar, sides)}
        aria-orientation="horizontal"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={share}
        aria-valuetext={t(text.value, { n: number(share), before: sides.before })}
        style={{ left: `${share}%` }}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={drag}
      >
        <span aria-hidden="true">⇔</span>
      </div>
      <p className="visually-hidden" role="status">
        {failed ? [before, after].map(titleOf).join('; ') : null}
      </p>
      <div className="swipe-buttons">
        {failed ? (
          <button type="button" onClick={() => setAttempt(attempt + 1)}>
            {t(text.again)}
          </button>
        ) : null}
        <button type="button" aria-pressed={share === 100} onClick={() => go(100)}>
          {t(text.only, { side: short(sides.before, text.left) })}
        </button>
        <button type="button" aria-pressed={share === 50} onClick={() => go(50)}>
          {t(text.half)}
        </button>
        <button type="button" aria-pressed={share === 0} onClick={() => go(0)}>
          {t(text.only, { side: short(sides.after, text.right) })}
        </button>
      </div>
    </div>
  )
}

function paint(
  canvas: HTMLCanvasElement,
  host: MapHost,
  now: { swipe: Swipe; share: number; language: Language; images: Images },
): void {
  const { swipe, share, language, images } = now
  const stage = host.stage()
  if (!stage) return
  const [width, height] = stage.size()
  const ratio = Math.min(2, devicePixelRatio)
  canvas.width = width * ratio
  canvas.height = height * ratio
  const pen = canvas.getContext('2d')!
  pen.scale(ratio, ratio)
  const { lon, lat, zoom } = stage.view()
  const [cx, cy] = toPixels(lon, lat, zoom)
  const at = ([x, y]: Position): [number, number] => {
    const [px, py] = toPixels(x!, y!, zoom)
    return [px - cx + width / 2, py - cy + height / 2]
  }
  // One metre on the ground at this latitude, in pixels of 512-pixel tiles.
  const metre = (512 * 2 ** zoom) / (40_075_016.7 * Math.cos((lat * Math.PI) / 180))
  const split = (width * share) / 100
  const half = (from: number, to: number, { picture, shapes }: SwipeSide) => {
    if (to <= from) return
    pen.save()
    pen.beginPath()
    pen.rect(from, 0, to - from, height)
    pen.clip()
    const image = picture && images.get(picture.url)
    if (image) drawPicture(pen, image, picture.bounds, at)
    else if (picture) hatch(pen, picture.bounds, at)
    for (const shape of shapes) drawShape(pen, shape, at, metre)
    const taken: [x: number, y: number][] = []
    for (const shape of shapes) drawLabel(pen, shape, at, language, taken)
    pen.restore()
  }
  half(0, split, swipe.before)
  half(split, width, swipe.after)
}

/** Null: it could not be had. */
type Images = ReadonlyMap<string, HTMLImageElement | null>
type At = (place: Position) => [number, number]

/** Stands for what is not known. */
function hatch(pen: CanvasRenderingContext2D, [west, south, east, north]: Picture['bounds'], at: At): void {
  const [left, top] = at([west, north])
  const [right, bottom] = at([east, south])
  const path = new Path2D()
  for (let x = left - (bottom - top); x < right; x += HATCH) {
    path.moveTo(x, bottom)
    path.lineTo(x + bottom - top, top)
  }
  pen.save()
  pen.beginPath()
  pen.rect(left, top, right - left, bottom - top)
  pen.clip()
  pen.lineWidth = 2
  pen.strokeStyle = '#6b6b6b'
  pen.stroke(path)
  pen.restore()
}

/** Over a few kilometres latitude and height on the screen are even to within a pixel. */
function drawPicture(pen: CanvasRenderingContext2D, image: HTMLImageElement, bounds: Picture['bounds'], at: At): void {
  const [west, south, east, north] = bounds
  const [left, top] = at([west, north])
  const [right, bottom] = at([east, south])
  pen.imageSmoothingEnabled = false
  pen.drawImage(image, left, top, right - left, bottom - top)
}

function drawShape(pen: CanvasRenderingContext2D, shape: SwipeShape, at: At, metre: number): void {
  const { geometry, line = '#14211d', fill, dashed, widthMetres } = shape
  const path = new Path2D()
  const run = (places: readonly Position[], close: boolean) => {
    for (const [i, place] of places.entries()) path[i === 0 ? 'moveTo' : 'lineTo'](...at(place))
    if (close) path.closePath()
  }
  switch (geometry.type) {
    case 'Point':
      path.arc(...at(geometry.coordinates), POINT_RADIUS, 0, 2 * Math.PI)
      break
    case 'LineString':
      run(geometry.coordinates, false)
      break
    case 'MultiLineString':
      for (const part of geometry.coordinates) run(part, false)
      break
    case 'Polygon':
      for (const ring of geometry.coordinates) run(ring, true)
      break
    case 'MultiPolygon':
      for (const polygon of geometry.coordinates) for (const ring of polygon) run(ring, true)
      break
    default:
      return
  }
  const isLine = geometry.type === 'LineString' || geometry.type === 'MultiLineString'
  pen.lineJoin = 'round'
  pen.lineCap = 'butt'
  pen.setLineDash([])
  if (isLine) {
    const wide = Math.max(5, (widthMetres ?? 0) * metre)
    pen.lineWidth = wide + 2
    pen.strokeStyle = '#ffffff'
    pen.stroke(path)
    pen.lineWidth = wide
  } else {
    if (fill) {
      pen.fillStyle = fill
      pen.fill(path, 'evenodd')
    }
    pen.lineWidth = 2
  }
  if (dashed) pen.setLineDash([8, 5])
  pen.strokeStyle = line
  pen.stroke(path)
}

/** @param taken middles of the words written so far: those of one place stand one below the other */
function drawLabel(
  pen: CanvasRenderingContext2D,
  { geometry, label }: SwipeShape,
  at: At,
  language: Language,
  taken: [x: number, y: number][],
): void {
  const middle = label && middleOf(geometry)
  if (!label || !middle) return
  const [x, from] = at(middle)
  let y = from
  while (taken.some(([tx, ty]) => Math.abs(tx - x) < LABEL_APART && Math.abs(ty - y) < LABEL_LINE)) y += LABEL_LINE
  taken.push([x, y])
  pen.font = '600 14px "Be Vietnam Pro", sans-serif'
  pen.textAlign = 'center'
  pen.textBaseline = 'middle'
  pen.setLineDash([])
  pen.lineWidth = 4
  pen.strokeStyle = '#ffffff'
  pen.strokeText(label[language], x, y)
  pen.fillStyle = '#14211d'
  pen.fillText(label[language], x, y)
}

/** Of a line the place half along its corners, of a surface the middle of its box. */
function middleOf(geometry: SwipeShape['geometry']): Position | null {
  switch (geometry.type) {
    case 'Point':
      return geometry.coordinates
    case 'LineString':
      return geometry.coordinates[geometry.coordinates.length >> 1] ?? null
    case 'MultiLineString': {
      const [part = []] = geometry.coordinates
      return part[part.length >> 1] ?? null
    }
    case 'Polygon':
    case 'MultiPolygon': {
      const ring = geometry.type === 'Polygon' ? geometry.coordinates[0] : geometry.coordinates[0]?.[0]
      if (!ring?.length) return null
      const [xs, ys] = [ring.map(([x]) => x!), ring.map(([, y]) => y!)]
      return [(Math.min(...xs) + Math.max(...xs)) / 2, (Math.min(...ys) + Math.max(...ys)) / 2]
    }
    default:
      return null
  }
}

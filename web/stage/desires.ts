/**
 * Desire lines between zones, zone circles and the mark MINH HỌA, on a canvas over the picture: sharp at any resolution of the 3D
 * picture, drawn anew after each of its frames.
 */
import type { Scene } from 'cesium'
import type { XY } from '../../scenarios/frame.ts'
import type { Part } from './scene.ts'
import { canvasOver, type Screen, screenOf } from './screen.ts'
import type { Surface } from './surface.ts'
import type { StageDesires } from './types.ts'

/** Of the strongest lines only. */
const LABELS = 12
const FONT = '600 13px system-ui, sans-serif'
/** Nearer to the camera than this nothing is projected, m. */
const NEAREST = 1

export function createDesires(scene: Scene, surface: Surface): Part {
  const canvas = canvasOver(scene)
  const brush = canvas.getContext('2d')!
  let shown: StageDesires | null = null
  let illustrative = false

  const paint = () => {
    if (!shown && !illustrative) return
    const screen = screenOf(scene, surface)
    const scale = devicePixelRatio
    canvas.width = Math.round(screen.width * scale)
    canvas.height = Math.round(screen.height * scale)
    brush.setTransform(scale, 0, 0, scale, 0, 0)
    if (shown) paintDesires(brush, screen, shown)
    if (illustrative) write(brush, 'MINH HỌA', screen.width - 62, 26, '700 15px system-ui, sans-serif', '#b3261e')
  }
  const rendered = scene.postRender.addEventListener(paint)
  return {
    over: canvas,
    update: ({ desires = null, flows, vehicles, light }) => {
      shown = desires
      illustrative = [desires, flows, vehicles, light].some((one) => one?.illustrative)
      canvas.style.display = shown || illustrative ? '' : 'none'
      paint()
    },
    destroy: () => {
      if (!scene.isDestroyed()) rendered()
      canvas.remove()
    },
  }
}

function paintDesires(brush: CanvasRenderingContext2D, screen: Screen, { lines, zones }: StageDesires): void {
  brush.lineCap = 'round'
  brush.strokeStyle = '#6a1b9a99'
  const seen = lines.flatMap((line) => {
    const ends = segment(screen, line.from, line.to)
    return ends ? [{ line, ends }] : []
  })
  for (const { line, ends } of seen) {
    brush.lineWidth = line.widthPixels
    brush.beginPath()
    brush.moveTo(...ends[0])
    brush.lineTo(...ends[1])
    brush.stroke()
  }
  brush.lineWidth = 2
  brush.strokeStyle = '#ffffff'
  const circles = zones.flatMap((zone) => {
    const at = segment(screen, zone.at, zone.at)?.[0]
    return at ? [{ zone, at }] : []
  })
  for (const { zone, at } of circles) {
    brush.fillStyle = '#6a1b9acc'
    brush.beginPath()
    brush.arc(...at, zone.radiusPixels, 0, 2 * Math.PI)
    brush.fill()
    brush.stroke()
  }
  const strongest = seen.toSorted((a, b) => b.line.widthPixels - a.line.widthPixels).slice(0, LABELS)
  const taken: XY[] = []
  const label = (text: string, x: number, y: number) => {
    const width = 7.5 * text.length
    if (!text || taken.some(([left, top]) => Math.abs(left - x) < width && Math.abs(top - y) < 18)) return
    taken.push([x, y])
    write(brush, text, x, y, FONT, '#4a148c')
  }
  for (const { line, ends } of strongest)
    label(line.label, (ends[0][0] + ends[1][0]) / 2, (ends[0][1] + ends[1][1]) / 2)
  for (const { zone, at } of circles) label(zone.label, at[0], at[1] - zone.radiusPixels - 9)
}

/** The part of a line that lies before the camera, on the screen; null where none does. */
function segment(screen: Screen, from: XY, to: XY): [XY, XY] | null {
  const [a, b] = [new Float64Array(3), new Float64Array(3)]
  screen.put(...from, a)
  screen.put(...to, b)
  if (a[2]! < NEAREST && b[2]! < NEAREST) return null
  return [inFront(a, b), inFront(b, a)]
}

function inFront(point: Float64Array, other: Float64Array): XY {
  const [w, far] = [point[2]!, other[2]!]
  const t = w < NEAREST ? (NEAREST - w) / (far - w) : 0
  const held = Math.max(w, NEAREST)
  return [(point[0]! + t * (other[0]! - point[0]!)) / held, (point[1]! + t * (other[1]! - point[1]!)) / held]
}

function write(
  brush: CanvasRenderingContext2D,
  text: string,
  x: number,
  y: number,
  font: string,
  colour: string,
): void {
  brush.font = font
  brush.textAlign = 'center'
  brush.textBaseline = 'middle'
  brush.lineJoin = 'round'
  brush.lineWidth = 4
  brush.strokeStyle = '#ffffffee'
  brush.strokeText(text, x, y)
  brush.fillStyle = colour
  brush.fillText(text, x, y)
}

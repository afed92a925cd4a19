/** The window of the map and how it moves: a place and a width, in metres; the height follows the picture. Pure. */
import type { XY } from '../../scenarios/frame.ts'
import type { Bounds } from '../../scenarios/geometry.ts'

export interface MapView {
  /** Middle, m. */
  readonly x: number
  readonly y: number
  /** Width shown, m. */
  readonly width: number
}

const NARROWEST_METRES = 20
const WIDEST_METRES = 40_000

/** All of an area, with a little around it. @param aspect width of the picture through its height */
export function viewOf([x0, y0, x1, y1]: Bounds, aspect: number): MapView {
  const width = Math.max(x1 - x0, (y1 - y0) * aspect, NARROWEST_METRES * 2) * 1.15
  return { x: (x0 + x1) / 2, y: (y0 + y1) / 2, width: limited(width) }
}

/** Closer by a factor over 1, farther below it; the point stays where it is on the screen. */
export function zoomed(view: MapView, factor: number, about: XY = [view.x, view.y]): MapView {
  const width = limited(view.width / factor)
  const scale = width / view.width
  return { width, x: about[0] + (view.x - about[0]) * scale, y: about[1] + (view.y - about[1]) * scale }
}

export const moved = (view: MapView, dx: number, dy: number): MapView => ({ ...view, x: view.x + dx, y: view.y + dy })

const limited = (width: number) => Math.min(Math.max(width, NARROWEST_METRES), WIDEST_METRES)

/** Share of the window that an arrow key moves it by. */
const STEP = 0.15
const ZOOM = 1.4

/** The window after a key; null where the key is none of the map’s. */
export function afterKey(view: MapView, key: string, all: Bounds, aspect: number): MapView | null {
  const [across, up] = [view.width * STEP, (view.width / aspect) * STEP]
  switch (key) {
    case 'ArrowLeft':
      return moved(view, -across, 0)
    case 'ArrowRight':
      return moved(view, across, 0)
    case 'ArrowUp':
      return moved(view, 0, up)
    case 'ArrowDown':
      return moved(view, 0, -up)
    case '+':
    case '=':
      return zoomed(view, ZOOM)
    case '-':
      return zoomed(view, 1 / ZOOM)
    case '0':
      return viewOf(all, aspect)
    default:
      return null
  }
}

/** Round lengths that a scale bar may have, m. */
const BARS = [5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000]
export const scaleBar = (width: number): number => BARS.findLast((metres) => metres <= width / 4) ?? BARS[0]!

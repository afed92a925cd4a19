/**
 * Colour classes of water depth and of its change, and the painting of a raster with them. Pure: numbers in, pixels out.
 * Blank is unknown or below the noise, never "dry".
 */

import type { XY } from './frame.ts'
import type { GridSpec } from './grid.ts'
import { type Bilingual, both } from './text.ts'

export interface RampClass {
  /** From this value on, m; up to the next class. */
  readonly from: number
  readonly colour: readonly [red: number, green: number, blue: number, alpha: number]
  readonly title: Bilingual
}
export type RampMode = 'depth' | 'difference' | 'max'

/** Depths below this are not drawn, m. */
export const LEAST_DEPTH_METRES = 0.005
/** Changes smaller than this are no measurable difference, m. */
export const LEAST_DIFFERENCE_METRES = 0.02

const depthClasses: readonly RampClass[] = [
  { from: LEAST_DEPTH_METRES, colour: [190, 224, 245, 150], title: both('dưới 10 cm', 'below 10 cm') },
  { from: 0.1, colour: [116, 184, 232, 200], title: both('10–30 cm (mắt cá)', '10–30 cm (ankle)') },
  { from: 0.3, colour: [52, 132, 210, 215], title: both('30–50 cm (đầu gối)', '30–50 cm (knee)') },
  { from: 0.5, colour: [24, 84, 172, 225], title: both('50–100 cm (yên xe)', '50–100 cm (motorbike seat)') },
  { from: 1, colour: [16, 48, 120, 230], title: both('1–2 m', '1–2 m') },
  { from: 2, colour: [44, 22, 88, 235], title: both('trên 2 m', 'above 2 m') },
]

const differenceClasses: readonly RampClass[] = [
  { from: -Infinity, colour: [0, 90, 80, 230], title: both('giảm trên 50 cm', 'more than 50 cm less') },
  { from: -0.5, colour: [30, 140, 120, 220], title: both('giảm 20–50 cm', '20–50 cm less') },
  { from: -0.2, colour: [90, 185, 160, 205], title: both('giảm 5–20 cm', '5–20 cm less') },
  { from: -0.05, colour: [170, 220, 200, 180], title: both('giảm 2–5 cm', '2–5 cm less') },
  {
    from: -LEAST_DIFFERENCE_METRES,
    colour: [0, 0, 0, 0],
    title: both('không có khác biệt đo được', 'no measurable difference'),
  },
  { from: LEAST_DIFFERENCE_METRES, colour: [250, 205, 160, 180], title: both('tăng 2–5 cm', '2–5 cm more') },
  { from: 0.05, colour: [240, 150, 90, 205], title: both('tăng 5–20 cm', '5–20 cm more') },
  { from: 0.2, colour: [210, 80, 50, 220], title: both('tăng 20–50 cm', '20–50 cm more') },
  { from: 0.5, colour: [150, 20, 40, 230], title: both('tăng trên 50 cm', 'more than 50 cm more') },
]

export const rampClasses = (mode: RampMode): readonly RampClass[] =>
  mode === 'difference' ? differenceClasses : depthClasses

/** Index of the class that holds a value; −1 for NaN and for what lies below the first class. */
export function classOf(classes: readonly RampClass[], value: number): number {
  let found = -1
  while (found + 1 < classes.length && value >= classes[found + 1]!.from) found++
  return found
}

/** Between two frames, 0 … 1; where one is unknown the nearer one speaks. */
export function blend(a: number, b: number, t: number): number {
  const value = a + (b - a) * t
  return Number.isNaN(value) ? (t < 0.5 ? a : b) : value
}

/** Marks in a picture: plain, a hatch line, a letter of the watermark. */
export const PLAIN = 0
export const HATCH = 1
export const LETTER = 2

export interface Painting {
  /** RGBA, length 4 × pixels; written whole. */
  readonly pixels: Uint8ClampedArray
  /** For each pixel the cell under it, −1 for none. */
  readonly cells: Int32Array
  readonly from: Float32Array
  readonly to: Float32Array
  /** Share of `to`, 0 … 1. */
  readonly share: number
  readonly mode: RampMode
  /** PLAIN, HATCH or LETTER for each pixel; null where nothing is to be marked. */
  readonly marks: Uint8Array | null
}

export function paintRaster({ pixels, cells, from, to, share, mode, marks }: Painting): void {
  const classes = rampClasses(mode)
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i]!
    const found = cell < 0 ? -1 : classOf(classes, blend(from[cell]!, to[cell]!, share))
    const [red, green, blue, alpha] = found < 0 ? nothing : classes[found]!.colour
    const mark = alpha > 0 && marks ? marks[i]! : PLAIN
    const mix = mark === PLAIN ? 0 : mark === HATCH ? 0.45 : 0.8
    const towards = mark === LETTER ? 20 : 255
    pixels[4 * i] = red + (towards - red) * mix
    pixels[4 * i + 1] = green + (towards - green) * mix
    pixels[4 * i + 2] = blue + (towards - blue) * mix
    pixels[4 * i + 3] = alpha
  }
}
const nothing = [0, 0, 0, 0] as const

/**
 * The cell under each pixel of a picture over a rectangle of longitude and latitude, row 0 north. The grid is metric and turned
 * a little against the meridian; over a few kilometres the two are affine to within centimetres.
 * @param toLocal from shares of the picture (right, down) to local metres
 */
export function cellsOfPixels(
  grid: GridSpec,
  width: number,
  height: number,
  toLocal: (right: number, down: number) => XY,
): Int32Array {
  const [ox, oy] = toLocal(0, 0)
  const [rx, ry] = toLocal(1, 0)
  const [dx, dy] = toLocal(0, 1)
  const cells = new Int32Array(width * height)
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const [right, down] = [(column + 0.5) / width, (row + 0.5) / height]
      const x = ox + (rx - ox) * right + (dx - ox) * down
      const y = oy + (ry - oy) * right + (dy - oy) * down
      const c = Math.floor((x - grid.west) / grid.cellSize)
      const r = Math.floor((grid.north - y) / grid.cellSize)
      const inside = c >= 0 && c < grid.columns && r >= 0 && r < grid.rows
      cells[row * width + column] = inside ? r * grid.columns + c : -1
    }
  }
  return cells
}

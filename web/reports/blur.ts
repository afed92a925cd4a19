/**
 * Makes a place in a picture unreadable: it is averaged over a few coarse cells, then smeared, so that no face and no plate can be
 * made out of it again. What is left of a box is some dozens of colours.
 */

export interface Box {
  /** Pixels of the picture. */
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** RGBA, row by row, as a canvas gives it. */
export interface Pixels {
  readonly data: Uint8ClampedArray
  readonly width: number
  readonly height: number
}

/** Cells along the shorter side of a box: a face of 5 × 6 cells is nobody’s. */
const CELLS = 5
const SMEARS = 2

/** The box within the picture, whole pixels. */
export function within(box: Box, { width, height }: Pick<Pixels, 'width' | 'height'>): Box {
  const x = Math.min(width, Math.max(0, Math.floor(box.x)))
  const y = Math.min(height, Math.max(0, Math.floor(box.y)))
  const right = Math.min(width, Math.max(x, Math.ceil(box.x + box.width)))
  const bottom = Math.min(height, Math.max(y, Math.ceil(box.y + box.height)))
  return { x, y, width: right - x, height: bottom - y }
}

/** Changes the pixels of the box, and no others. */
export function blurBox(pixels: Pixels, wanted: Box): void {
  const box = within(wanted, pixels)
  if (box.width === 0 || box.height === 0) return
  const cell = Math.max(1, Math.ceil(Math.min(box.width, box.height) / CELLS))
  for (let y = box.y; y < box.y + box.height; y += cell)
    for (let x = box.x; x < box.x + box.width; x += cell)
      level(
        pixels,
        within({ x, y, width: cell, height: cell }, { width: box.x + box.width, height: box.y + box.height }),
      )
  for (let n = 0; n < SMEARS; n++) {
    smear(pixels, box, cell >> 1, 1)
    smear(pixels, box, cell >> 1, pixels.width)
  }
}

/** All pixels of a cell get its mean. */
function level({ data, width }: Pixels, cell: Box): void {
  const sum = [0, 0, 0]
  const each = (visit: (at: number) => void) => {
    for (let y = cell.y; y < cell.y + cell.height; y++)
      for (let x = cell.x; x < cell.x + cell.width; x++) visit(4 * (y * width + x))
  }
  each((at) => {
    for (let c = 0; c < 3; c++) sum[c]! += data[at + c]!
  })
  const count = cell.width * cell.height
  each((at) => {
    for (let c = 0; c < 3; c++) data[at + c] = sum[c]! / count
  })
}

/** A running mean along rows (`step` 1) or columns (`step` = the picture’s width), inside the box alone. */
function smear({ data, width }: Pixels, box: Box, radius: number, step: number): void {
  if (radius < 1) return
  const alongRows = step === 1
  const [lines, length] = alongRows ? [box.height, box.width] : [box.width, box.height]
  /** Sums of all before each pixel of a line. */
  const sums = new Float64Array(length + 1)
  for (let line = 0; line < lines; line++) {
    const start = alongRows ? (box.y + line) * width + box.x : box.y * width + box.x + line
    for (let c = 0; c < 3; c++) {
      for (let i = 0; i < length; i++) sums[i + 1] = sums[i]! + data[4 * (start + i * step) + c]!
      for (let i = 0; i < length; i++) {
        const [from, to] = [Math.max(0, i - radius), Math.min(length, i + radius + 1)]
        data[4 * (start + i * step) + c] = (sums[to]! - sums[from]!) / (to - from)
      }
    }
  }
}

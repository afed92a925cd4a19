/**
 * The ground without gaps and without end, at any fineness: missing cells are filled from coarser means around them, beyond
 * its limits the ground leads smoothly to a constant level. Terrain and buildings both stand on this.
 */
import type { Grid, GridSpec } from '../../scenarios/grid.ts'

export interface Relief {
  /** Mean level along the limits: the level far outside, m. */
  readonly base: number
  /** The cells of the ground, gaps filled. */
  readonly ground: ReliefLevel
  /** Level, m, at local metres; `spacing` is the distance of the samples, m: finer relief is averaged out. */
  levelAt(x: number, y: number, spacing: number): number
}

/** Width of the way from the limits to the constant level: a share of the longer side, and no less than, m. */
const FADE_SHARE = 0.25
const LEAST_FADE_METRES = 1000

/** The ground, or means of it, without gaps; its cells are in shared memory, so that threads need no copy. */
export interface ReliefLevel {
  readonly columns: number
  readonly rows: number
  readonly data: Float32Array
}
type Level = ReliefLevel

export const createRelief = (ground: Grid): Relief => reliefOf(ground, reliefLevels(ground))

/** @param levels what `reliefLevels` made of the ground, here or in another thread */
export function reliefOf(ground: GridSpec, levels: readonly ReliefLevel[]): Relief {
  const [width, height] = [ground.columns * ground.cellSize, ground.rows * ground.cellSize]
  const fade = Math.max(LEAST_FADE_METRES, FADE_SHARE * Math.max(width, height))
  const base = meanOfLimits(levels[0]!)
  return {
    base,
    ground: levels[0]!,
    levelAt(x, y, spacing) {
      const [east, south] = [x - ground.west, ground.north - y]
      const outside = Math.hypot(Math.max(0, -east, east - width), Math.max(0, -south, south - height))
      if (outside >= fade) return base
      const depth = Math.floor(Math.log2(Math.max(1, spacing / ground.cellSize)))
      const k = Math.min(levels.length - 1, depth)
      const cell = ground.cellSize * 2 ** k
      const level = bilinear(levels[k]!, east / cell - 0.5, south / cell - 0.5)
      if (outside === 0) return level
      const t = outside / fade
      return level + (base - level) * t * t * (3 - 2 * t)
    },
  }
}

/** The ground, then means of 2 × 2 of the level before, down to one cell; gaps filled from the coarse end. Shared cells are filled where they are. */
export function reliefLevels({ columns, rows, data }: Grid): ReliefLevel[] {
  const shared = data.buffer instanceof SharedArrayBuffer
  const levels: Level[] = [{ columns, rows, data: shared ? data : cells(data.length) }]
  if (!shared) levels[0]!.data.set(data)
  for (let last = levels[0]!; last.columns > 1 || last.rows > 1; last = levels.at(-1)!) levels.push(halved(last))
  const top = levels.at(-1)!
  if (Number.isNaN(top.data[0])) top.data[0] = 0
  for (let k = levels.length - 2; k >= 0; k--) fillGaps(levels[k]!, levels[k + 1]!)
  return levels
}

const cells = (count: number): Float32Array => new Float32Array(new SharedArrayBuffer(count * 4))

function halved({ columns, rows, data }: Level): Level {
  const out = { columns: Math.ceil(columns / 2), rows: Math.ceil(rows / 2) }
  const means = cells(out.columns * out.rows)
  for (let row = 0; row < out.rows; row++) {
    for (let column = 0; column < out.columns; column++) {
      let [sum, count] = [0, 0]
      for (let r = row * 2; r < Math.min(rows, row * 2 + 2); r++) {
        for (let c = column * 2; c < Math.min(columns, column * 2 + 2); c++) {
          const value = data[r * columns + c]!
          if (!Number.isNaN(value)) {
            sum += value
            count++
          }
        }
      }
      means[row * out.columns + column] = count > 0 ? sum / count : Number.NaN
    }
  }
  return { ...out, data: means }
}

function fillGaps(level: Level, coarser: Level): void {
  for (let i = 0; i < level.data.length; i++) {
    if (!Number.isNaN(level.data[i])) continue
    const [column, row] = [i % level.columns, Math.floor(i / level.columns)]
    level.data[i] = bilinear(coarser, (column - 0.5) / 2, (row - 0.5) / 2)
  }
}

/** Value between cell centres, in cells from the centre of the first one; constant beyond the outer centres. */
function bilinear({ columns, rows, data }: Level, fx: number, fy: number): number {
  const x = Math.min(columns - 1, Math.max(0, fx))
  const y = Math.min(rows - 1, Math.max(0, fy))
  const [c, r] = [Math.min(columns - 1, Math.floor(x)), Math.min(rows - 1, Math.floor(y))]
  const [east, south] = [c + 1 < columns ? 1 : 0, r + 1 < rows ? columns : 0]
  const [tx, ty] = [x - c, y - r]
  const i = r * columns + c
  const upper = data[i]! + (data[i + east]! - data[i]!) * tx
  const lower = data[i + south]! + (data[i + south + east]! - data[i + south]!) * tx
  return upper + (lower - upper) * ty
}

function meanOfLimits({ columns, rows, data }: Level): number {
  let [sum, count] = [0, 0]
  for (let i = 0; i < data.length; i++) {
    const [column, row] = [i % columns, Math.floor(i / columns)]
    if (column > 0 && column < columns - 1 && row > 0 && row < rows - 1) continue
    sum += data[i]!
    count++
  }
  return sum / count
}

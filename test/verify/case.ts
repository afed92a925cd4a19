/** What a verification case is: one row of docs/verification.md, and the little that all drainage cases need. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { DrainageInput, DrainageResult } from '../../scenarios/drainage.ts'
import { createDrainage, type Drainage } from '../../workers/drainage/kernel.ts'

export interface Row {
  readonly id: string
  readonly check: string
  readonly expected: string
  readonly got: string
  readonly tolerance: string
  /** Null: reported beside, not required. */
  readonly pass: boolean | null
}

export interface Case {
  readonly title: string
  /** What it needs and is not there, such as files under `../shared`: it is left out, and said so. */
  readonly needs?: string
  readonly run: () => Row[] | Promise<Row[]>
}

const shared = join(import.meta.dirname, '..', '..', '..', 'shared')
export const sharedFile = (...path: string[]): string => join(shared, ...path)
export const isThere = (...path: string[]): boolean => existsSync(sharedFile(...path))

/** An input of `columns` × `rows` cells in which everything not given is plain: open, dry, closed edges, n 0.03. */
export function plainInput(
  columns: number,
  rows: number,
  cellSize: number,
  given: Partial<DrainageInput> & Pick<DrainageInput, 'durationSeconds'>,
): DrainageInput {
  const cells = columns * rows
  return {
    grid: { columns, rows, cellSize, west: 0, north: rows * cellSize },
    ground: new Float32Array(cells),
    open: new Uint8Array(cells).fill(1),
    manning: new Float32Array(cells).fill(0.03),
    initialDepth: new Float32Array(cells),
    rain: [],
    rainFactor: null,
    infiltration: { classOf: null, classes: [] },
    inflows: [],
    boundaries: [],
    gauges: [],
    outputEverySeconds: given.durationSeconds,
    frames: false,
    threads: 1,
    ...given,
  }
}

/** Runs to the end on this thread. */
export function runHere(input: DrainageInput): DrainageResult {
  return runOut(createDrainage(input))
}

export function runOut(simulation: Drainage): DrainageResult {
  while (!simulation.done) simulation.step()
  return simulation.result()
}

/** One edge of the grid, all along. */
export function edgeFaces(
  columns: number,
  rows: number,
  edge: 'N' | 'E' | 'S' | 'W',
): { cells: Int32Array; sides: Uint8Array } {
  const side = 'NESW'.indexOf(edge)
  const length = side % 2 === 0 ? columns : rows
  const cellOf = [
    (k: number) => k,
    (k: number) => k * columns + columns - 1,
    (k: number) => (rows - 1) * columns + k,
    (k: number) => k * columns,
  ][side]!
  return { cells: Int32Array.from({ length }, (_, k) => cellOf(k)), sides: new Uint8Array(length).fill(side) }
}

export function rmse(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2
  return Math.sqrt(sum / a.length)
}

export const inMillimetres = (metres: number): string => `${(metres * 1000).toPrecision(3)} mm`
export const exponent = (value: number): string => (value === 0 ? '0' : value.toExponential(1))

/**
 * The state of a run: flat arrays with a border of closed cells around the grid, so that no face needs a special case, cut
 * into square tiles. With helpers the arrays lie in shared memory and the whole object can be posted to another thread.
 *
 * Cell (row, column) of the grid is index (row + 1) · stride + column + 1. A cell owns its west face in `qx` (positive
 * east) and its north face in `qy` (positive south): discharge per metre of face, m²/s. Both are kept twice, old and new.
 */
import type { DrainageInput, InfiltrationClass } from '../../scenarios/drainage.ts'
import { DRY_AT_START, TILE, WALL } from './constants.ts'

export interface State {
  readonly columns: number
  readonly rows: number
  readonly stride: number
  readonly cellSize: number
  readonly tileColumns: number
  readonly tileRows: number
  readonly helpers: number

  /** m; WALL where closed */
  readonly ground: Float32Array
  /** m */
  readonly depth: Float32Array
  /** What f32 could not hold of the depth, m: carried to the next step, so that no water is lost by rounding. */
  readonly lost: Float32Array
  readonly manning: Float32Array
  readonly rainFactor: Float32Array
  readonly qx: readonly [Float32Array, Float32Array]
  readonly qy: readonly [Float32Array, Float32Array]

  readonly maxDepth: Float32Array
  readonly maxSpeed: Float32Array
  readonly arrival: Float32Array
  readonly duration: Float32Array
  readonly dryAtStart: Uint8Array

  /** Class of soil per cell, 0 none; null without infiltration. */
  readonly soil: Uint8Array | null
  /** Green–Ampt: infiltrated so far, m. Horton: what is left of exp(−k t). */
  readonly soilMemory: Float32Array
  readonly soilClasses: readonly InfiltrationClass[]

  /** Deepest water of a tile, m. */
  readonly tileDepth: Float32Array
  /** 1 where an open face leads into a closed cell of the tile: water that goes there has left. */
  readonly tileGaps: Uint8Array
  /** 1 where a face may take more than a quarter of the water of the cell that it drains. */
  readonly tileCrowded: Uint8Array
  /** m, summed over the tile's cells, of the last time that soil took water */
  readonly tileInfiltrated: Float64Array

  /** The tiles of the phase at hand. */
  readonly work: Int32Array
  /** Numbers of the step at hand; see `Now`. */
  readonly now: Float64Array
  /** How threads meet; see team.ts. */
  readonly sync: Int32Array
}

/** Places in `now`. */
export const Now = { dt: 0, time: 1, rain: 2, soilSeconds: 3, sampleSeconds: 4, old: 5 } as const

export function createState(input: DrainageInput): State {
  const { columns, rows, cellSize } = input.grid
  check(input)
  const helpers = input.threads - 1
  const stride = columns + 2
  const size = stride * (rows + 2)
  const tileColumns = Math.ceil(columns / TILE)
  const tileRows = Math.ceil(rows / TILE)
  const tiles = tileColumns * tileRows
  const bytes = (n: number) => (helpers > 0 ? new SharedArrayBuffer(n) : new ArrayBuffer(n))
  const f32 = () => new Float32Array(bytes(size * 4))

  const soil = input.infiltration.classOf ? new Uint8Array(bytes(size)) : null
  const state: State = {
    columns,
    rows,
    stride,
    cellSize,
    tileColumns,
    tileRows,
    helpers,
    ground: f32().fill(WALL),
    depth: f32(),
    lost: f32(),
    manning: f32(),
    rainFactor: f32(),
    qx: [f32(), f32()],
    qy: [f32(), f32()],
    maxDepth: f32(),
    maxSpeed: f32(),
    arrival: f32().fill(-1),
    duration: f32(),
    dryAtStart: new Uint8Array(bytes(size)),
    soil,
    soilMemory: soil ? f32() : new Float32Array(0),
    soilClasses: input.infiltration.classes,
    tileDepth: new Float32Array(bytes(tiles * 4)),
    tileGaps: new Uint8Array(bytes(tiles)),
    tileCrowded: new Uint8Array(bytes(tiles)),
    tileInfiltrated: new Float64Array(bytes(tiles * 8)),
    work: new Int32Array(bytes(tiles * 4)),
    now: new Float64Array(bytes(8 * 8)),
    sync: new Int32Array(bytes(8 * 4)),
  }
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const from = row * columns + column
      if (!input.open[from]) continue
      const i = (row + 1) * stride + column + 1
      const tile = tileAt(state, row, column)
      const depth = input.initialDepth[from]!
      state.ground[i] = input.ground[from]!
      state.depth[i] = depth
      state.maxDepth[i] = depth
      state.manning[i] = input.manning[from]!
      state.rainFactor[i] = input.rainFactor ? input.rainFactor[from]! : 1
      state.dryAtStart[i] = depth < DRY_AT_START ? 1 : 0
      if (depth > state.tileDepth[tile]!) state.tileDepth[tile] = depth
      if (soil) {
        soil[i] = input.infiltration.classOf![from]!
        const kind = soil[i]! > 0 ? input.infiltration.classes[soil[i]! - 1]!.kind : 'constant'
        state.soilMemory[i] = kind === 'horton' ? 1 : 0
      }
    }
  }
  return state
}

export const tileAt = (s: State, row: number, column: number): number =>
  Math.floor(row / TILE) * s.tileColumns + Math.floor(column / TILE)

/** Index in the state's arrays of a cell of the grid. */
export const inner = (s: State, cell: number): number => {
  const row = Math.floor(cell / s.columns)
  return (row + 1) * s.stride + (cell - row * s.columns) + 1
}

/** The grid's own cells of an array of the state. */
export function unpadded(s: State, padded: Float32Array): Float32Array {
  const out = new Float32Array(s.columns * s.rows)
  for (let row = 0; row < s.rows; row++) {
    const from = (row + 1) * s.stride + 1
    out.set(padded.subarray(from, from + s.columns), row * s.columns)
  }
  return out
}

function check(input: DrainageInput): void {
  const cells = input.grid.columns * input.grid.rows
  const { open, ground, manning, initialDepth, rainFactor, infiltration } = input
  for (const [name, array] of Object.entries({
    open,
    ground,
    manning,
    initialDepth,
    rainFactor,
    soil: infiltration.classOf,
  })) {
    if (array && array.length !== cells) {
      throw new Error(
        `Expected ${name} of length ${cells} (${input.grid.columns} × ${input.grid.rows}), got ${array.length}`,
      )
    }
  }
  if (!Number.isInteger(input.threads) || input.threads < 1 || input.threads > 16) {
    throw new Error(`Expected 1 to 16 threads, got ${input.threads}`)
  }
  if (!(input.durationSeconds > 0 && input.outputEverySeconds > 0)) {
    throw new Error(
      `Expected a positive duration and output interval, got ${input.durationSeconds} and ${input.outputEverySeconds}`,
    )
  }
  for (const { cells: into, weights } of input.inflows) {
    if (weights.length !== into.length)
      throw new Error(`Expected ${into.length} weights of an inflow, got ${weights.length}`)
    for (const cell of into) if (!open[cell]) throw new Error(`Expected inflows into open cells, got cell ${cell}`)
  }
  for (let i = 0; i < cells; i++) {
    if (!open[i]) continue
    if (!Number.isFinite(ground[i]!)) throw new Error(`Expected ground where cell ${i} is open, got ${ground[i]}`)
    if (!(initialDepth[i]! >= 0)) throw new Error(`Expected a depth ≥ 0 in cell ${i}, got ${initialDepth[i]}`)
    if (!(manning[i]! >= 0)) throw new Error(`Expected Manning's n ≥ 0 in cell ${i}, got ${manning[i]}`)
    if (infiltration.classOf && infiltration.classOf[i]! > infiltration.classes.length) {
      throw new Error(
        `Expected a soil class up to ${infiltration.classes.length} in cell ${i}, got ${infiltration.classOf[i]}`,
      )
    }
  }
}

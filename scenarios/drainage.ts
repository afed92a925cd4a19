/**
 * What the drainage simulation is given and what it hands back: plain arrays, SI units, row 0 north. The kernel, its doors
 * and the summary all speak this.
 */
import type { Series } from './forcing.ts'
import type { GridSpec } from './grid.ts'
import type { CubicMetres, Metres, MetresPerSecond, Seconds } from './units.ts'

export interface DrainageInput {
  readonly grid: GridSpec
  /** Ground level, m; length rows × columns. Not read where `open` is 0. */
  readonly ground: Float32Array
  /** 1 where water may stand; 0 outside the model or blocked by a building. */
  readonly open: Uint8Array
  /** Manning's n, s/m^(1/3), per cell. */
  readonly manning: Float32Array
  /** m */
  readonly initialDepth: Float32Array
  /** Rain intensity, m/s, step-wise; the same over the whole grid, times `rainFactor`. */
  readonly rain: Series
  /** Rain received by a cell relative to the rain that falls (1 for open ground; more where a blocked roof sheds onto it). Null: 1 everywhere. */
  readonly rainFactor: Float32Array | null
  readonly infiltration: Infiltration
  readonly inflows: readonly Inflow[]
  readonly boundaries: readonly Boundary[]
  readonly gauges: readonly { readonly id: string; readonly cell: number }[]
  readonly durationSeconds: Seconds
  readonly outputEverySeconds: Seconds
  /** Keep a depth frame at every output time. */
  readonly frames: boolean
  /** Called threads in case files: 1 … 16; never changes the answer. */
  readonly threads: number
}

/** Per cell: the class of soil, 0 = none; parameters per class from 1 on. Rates in m/s. */
export interface Infiltration {
  readonly classOf: Uint8Array | null
  readonly classes: readonly InfiltrationClass[]
}
export type InfiltrationClass =
  | { readonly kind: 'constant'; readonly rate: MetresPerSecond }
  /** f = f∞ + (f0 − f∞) exp(−k t), t since the cell first got water; k in 1/s. */
  | {
      readonly kind: 'horton'
      readonly initialRate: MetresPerSecond
      readonly finalRate: MetresPerSecond
      readonly decay: number
    }
  /** f = K (1 + ψ Δθ / F); K m/s, ψ m, Δθ 1. */
  | {
      readonly kind: 'green-ampt'
      readonly conductivity: MetresPerSecond
      readonly suction: Metres
      readonly deficit: number
    }

/** Discharge into cells, m³/s; weights sum to 1. */
export interface Inflow {
  readonly cells: Int32Array
  readonly weights: Float64Array
  readonly series: Series
  /** Linear between the points; step-wise otherwise. */
  readonly linear: boolean
}

/**
 * The outer faces of cells that are not closed. `stage`: the water level outside follows the series (m). `free`: water leaves at its uniform-flow or critical rate, whichever the ground slope gives, and never comes in.
 */
export interface Boundary {
  readonly kind: 'free' | 'stage'
  readonly cells: Int32Array
  /** Side of each cell that opens outward: 0 north, 1 east, 2 south, 3 west. */
  readonly sides: Uint8Array
  readonly series: Series
  /** Linear between the points; step-wise otherwise. */
  readonly linear: boolean
}

export interface DrainageVolumes {
  /** m³ over the run */
  readonly initial: CubicMetres
  readonly rain: CubicMetres
  readonly inflow: CubicMetres
  /** through boundaries and out of the model */
  readonly outflow: CubicMetres
  readonly boundaryInflow: CubicMetres
  readonly infiltration: CubicMetres
  /** in the model at the end */
  readonly stored: CubicMetres
  /** of that, on ground that was dry at the start */
  readonly flooding: CubicMetres
}

export interface DrainageResult {
  readonly grid: GridSpec
  /** Output times, s; the first is 0. */
  readonly times: Float64Array
  /** Depth at each output time, m; empty unless frames were asked for. */
  readonly depth: readonly Float32Array[]
  /** As given, m. */
  readonly initialDepth: Float32Array
  readonly finalDepth: Float32Array
  readonly maxDepth: Float32Array
  /** m/s */
  readonly maxSpeed: Float32Array
  /** First time with depth ≥ 0.05 m on ground dry at the start, s; −1 where never. */
  readonly arrival: Float32Array
  /** Seconds with depth ≥ 0.10 m. */
  readonly duration: Float32Array
  readonly gauges: readonly DrainageGauge[]
  readonly volumes: DrainageVolumes
  readonly diagnostics: DrainageDiagnostics
  /** SHA-256 of header and arrays; see architecture, Conventions. */
  readonly digest: string
}

export interface DrainageGauge {
  readonly id: string
  /** At each output time: m, m, m/s, m/s. */
  readonly stage: Float32Array
  readonly depth: Float32Array
  readonly speedX: Float32Array
  readonly speedY: Float32Array
}

export interface DrainageDiagnostics {
  readonly steps: number
  readonly smallestStepSeconds: Seconds
  readonly cellUpdates: number
  /** |stored − (initial + in − out)| / max(volume in, volume at start), the f64 book against itself. */
  readonly ledgerError: number
  /** (Σ state − ledger) / max(volume in, volume at start). */
  readonly massError: number
  readonly cpuSeconds: Seconds
  readonly wallSeconds: Seconds
}

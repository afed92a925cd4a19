/**
 * The Node door of a city's traffic: reads the streets of the whole city and compares the hour without and with the edits, in
 * a thread of its own.
 */
import type { Grid } from '../../scenarios/grid.ts'
import type { TrafficRun } from '../../scenarios/run.ts'
import type { ScenarioBody } from '../../scenarios/scenario.ts'
import type { TrafficComparison, TrafficSummary } from '../../scenarios/traffic.ts'
import type { MatrixRow } from '../../scenarios/traffic-matrix.ts'
import { about } from '../traffic/about.ts'
import { inThread, type RunOptions } from './thread.ts'

export interface CityTraffic {
  readonly tilesDir: string
  /** With `traffic` set. */
  readonly body: Pick<ScenarioBody, 'edits' | 'traffic'> & {
    /** Version of the tiles; left out: the city as it stands. */
    readonly city?: string
  }
  /** Deepest water of each side, m, for settings with `flood`; null otherwise. */
  readonly flood: { readonly baseline: Grid; readonly scenario: Grid } | null
  /** Trips in place of the computed ones. */
  readonly matrix?: readonly MatrixRow[] | null
  /** 1 … 16; never changes the answer. */
  readonly threads?: number
}

/** Of the scenario, and the indicators that its differences are taken against. */
export type ComparedTraffic = TrafficSummary & Pick<TrafficRun, 'baseline'>

/** @throws Cancelled when the signal aborts · Problem of the tiles, the matrix, `edit/target`, `edit/stale` */
const outcomes = (asked: CityTraffic, options: RunOptions = {}): Promise<TrafficComparison> =>
  inThread(new URL('./city-traffic.worker.ts', import.meta.url), asked, options)

/** The same, of which only what the record keeps comes back. */
const compare = async (asked: CityTraffic, options: RunOptions = {}): Promise<ComparedTraffic> =>
  compared(await outcomes(asked, options))

const compared = ({ baseline, scenario }: TrafficComparison): ComparedTraffic => ({
  ...scenario.summary,
  baseline: baseline.summary.indicators,
})

export const cityTraffic = { about, outcomes, compare, compared }

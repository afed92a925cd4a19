/** The Node door of the lighting simulation: reads the streets of the whole city and compares, in a thread of its own. */
import type { Edit } from '../../scenarios/edit.ts'
import type {
  LightingComparison,
  LightingIndicators,
  LightingSettings,
  LightingSummary,
  Luminaire,
  RTable,
} from '../../scenarios/lighting.ts'
import { about } from '../lighting/about.ts'
import { computeSection } from '../lighting/section.ts'
import { inThread, type RunOptions } from './thread.ts'

export { checkSection } from '../lighting/check.ts'
export { library, libraryLuminaire } from '../lighting/library.ts'
export { lightingLayers } from '../lighting/prepare.ts'
export { r3 } from '../lighting/r3.ts'

export interface CityLightingRun {
  readonly tilesDir: string
  readonly edits: readonly Edit[]
  readonly settings: LightingSettings
  /** From files, that lamps may name. */
  readonly luminaires?: readonly Luminaire[]
  readonly rTable?: RTable
}

/** @throws Cancelled when the signal aborts · Problem of the tiles, `edit/target`, `edit/stale` */
const outcomes = (asked: CityLightingRun, options: RunOptions = {}): Promise<LightingComparison> =>
  inThread(new URL('./lighting.worker.ts', import.meta.url), asked, options)

/** The same, of which only what the record keeps comes back. */
async function compare(
  asked: CityLightingRun,
  options: RunOptions = {},
): Promise<LightingSummary & { readonly baseline: LightingIndicators }> {
  const { baseline, scenario } = await outcomes(asked, options)
  return { ...scenario.summary, baseline: baseline.summary.indicators }
}

export const lighting = { about, outcomes, compare, computeSection }

/** The Node door of the lighting simulation: reads the streets of the whole city and compares, in a thread of its own. */
import type { Edit } from '../../scenarios/edit.ts'
import type {
  LightingComparison,
  LightingSettings,
  LightingSummary,
  Luminaire,
  RTable,
} from '../../scenarios/lighting.ts'
import type { LightingRun } from '../../scenarios/run.ts'
import { about } from '../lighting/about.ts'
import { computeSection } from '../lighting/section.ts'
import { inThread, type RunOptions } from './thread.ts'

export { checkSection } from '../lighting/check.ts'
export { library, libraryLuminaire } from '../lighting/library.ts'
export { lightingLayers } from '../lighting/prepare.ts'
export { r3 } from '../lighting/r3.ts'
export { lightingOfStreet, STREET_MARGIN_METRES } from '../lighting/street.ts'

export interface CityLightingRun {
  readonly tilesDir: string
  /** Version of the tiles; left out: the city as it stands. */
  readonly city?: string
  readonly edits: readonly Edit[]
  readonly settings: LightingSettings
  /** From files, that lamps may name. */
  readonly luminaires?: readonly Luminaire[]
  readonly rTable?: RTable
}

/** Of the scenario, and the indicators that its differences are taken against. */
export type ComparedLighting = LightingSummary & Pick<LightingRun, 'baseline'>

/** What the thread is asked: of a million points only what the record keeps, where that is enough. */
export interface ThreadInput extends CityLightingRun {
  readonly recordOnly: boolean
}
const file = new URL('./lighting.worker.ts', import.meta.url)

/** @throws Cancelled when the signal aborts · Problem of the tiles, `edit/target`, `edit/stale` */
const outcomes = (asked: CityLightingRun, options: RunOptions = {}): Promise<LightingComparison> =>
  inThread<ThreadInput, LightingComparison>(file, { ...asked, recordOnly: false }, options)

/** The same, of which only what the record keeps comes back. */
const compare = (asked: CityLightingRun, options: RunOptions = {}): Promise<ComparedLighting> =>
  inThread<ThreadInput, ComparedLighting>(file, { ...asked, recordOnly: true }, options)

export const lighting = { about, outcomes, compare, computeSection }

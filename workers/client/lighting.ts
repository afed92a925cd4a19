/**
 * The browser door of the lighting simulation: the city, its streets and the baseline live in a module worker, which answers
 * one question after another. Told to stop, the door answers at once; the worker looks up every 50 ms.
 */
import type { Edit } from '../../scenarios/edit.ts'
import type { Bounds } from '../../scenarios/geometry.ts'
import type {
  Isolux,
  LightingComparison,
  LightingOutcome,
  LightingSettings,
  Luminaire,
} from '../../scenarios/lighting.ts'
import type { Progress } from '../../scenarios/problem.ts'
import { openConversation } from './conversation.ts'
import type { Compared, Question } from './lighting-protocol.ts'

export { about } from '../lighting/about.ts'
export { checkSection } from '../lighting/check.ts'
export { outputAt } from '../lighting/dimming.ts'
export { library, libraryLuminaire } from '../lighting/library.ts'
export { lightingLayers } from '../lighting/prepare.ts'
export { r3 } from '../lighting/r3.ts'
export { averageCoefficient, specularFactor } from '../lighting/rtable.ts'
/** A straight section takes milliseconds: on this thread. */
export { computeSection } from '../lighting/section.ts'
/** A street and what is around it: tens of milliseconds, on this thread. */
export { lightingOfStreet, STREET_MARGIN_METRES } from '../lighting/street.ts'

/** The city is read once, the baseline computed once for its settings; of a scenario only what its edits change. */
export interface LightingSession {
  /**
   * @param luminaires from files, that lamps may name
   * @throws Cancelled when the signal aborts · Problem where the city cannot be read or edited
   */
  compare(
    edits: readonly Edit[],
    options: {
      readonly settings: LightingSettings
      /** Version of the tiles, the same in every call; left out: the city as it stands. */
      readonly city?: string
      readonly luminaires?: readonly Luminaire[]
      readonly signal?: AbortSignal
      readonly progress?: Progress
    },
  ): Promise<LightingComparison>
  /** Over the ground of a window, of the last `compare`. @throws Error where it has more than a million points */
  isolux(
    which: 'baseline' | 'scenario',
    area: Bounds,
    options: { readonly stepMetres: number; readonly levels: readonly number[]; readonly signal?: AbortSignal },
  ): Promise<Isolux[]>
  close(): void
}

/** A worker that has not closed by itself after this long is ended, ms. */
const GRACE_MS = 1000

/** @param tilesUrl folder of the tiles, with its slash, absolute */
export function openLighting(tilesUrl: string): LightingSession {
  const worker = new Worker(new URL('./lighting.worker.ts', import.meta.url), { type: 'module' })
  let baseline: LightingOutcome | null = null
  const { ask, close } = openConversation<Question>(worker, tilesUrl, GRACE_MS, (told) => {
    // Kept even where nobody waits any more: the worker tells a baseline once.
    if (told.kind === 'answer') baseline = (told.answer as Partial<Compared>).baseline ?? baseline
  })

  return {
    async compare(edits, { settings, city = null, luminaires = [], signal, progress }) {
      const { scenario, sameGround } = await ask<Compared>(
        { kind: 'compare', city, edits, settings, luminaires },
        signal,
        progress,
      )
      const own = baseline!
      if (!scenario) return { baseline: own, scenario: own }
      if (!sameGround) return { baseline: own, scenario }
      const { points, obstacles } = own.model.input
      const input = { ...scenario.model.input, points, obstacles }
      return { baseline: own, scenario: { ...scenario, model: { ...scenario.model, input } } }
    },
    isolux: (which, area, { stepMetres, levels, signal }) =>
      ask({ kind: 'isolux', which, area, stepMetres, levels }, signal),
    close,
  }
}

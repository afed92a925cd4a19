/** What the lighting door asks its worker, and what it hears. */
import type { Edit } from '../../scenarios/edit.ts'
import type { Bounds } from '../../scenarios/geometry.ts'
import type { LightingOutcome, LightingSettings, Luminaire } from '../../scenarios/lighting.ts'

export type Question =
  | {
      readonly kind: 'compare'
      /** Version of the tiles; null: the city as it stands. */
      readonly city: string | null
      readonly edits: readonly Edit[]
      readonly settings: LightingSettings
      readonly luminaires: readonly Luminaire[]
    }
  | {
      readonly kind: 'isolux'
      readonly which: 'baseline' | 'scenario'
      readonly area: Bounds
      readonly stepMetres: number
      readonly levels: readonly number[]
    }

/** The answer to `compare`: what the door has already is left out. */
export interface Compared {
  /** Null: the same as last time. */
  readonly baseline: LightingOutcome | null
  /** Null: the baseline. */
  readonly scenario: LightingOutcome | null
  /** Points and obstacles of the scenario are those of the baseline, and left out. */
  readonly sameGround: boolean
}

/** What the lighting door and its worker say to each other. */
import type { Edit } from '../../scenarios/edit.ts'
import type { Bounds } from '../../scenarios/geometry.ts'
import type { LightingOutcome, LightingSettings, Luminaire } from '../../scenarios/lighting.ts'
import type { ProblemDetail } from '../../scenarios/problem.ts'

export type Question =
  | {
      readonly kind: 'compare'
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

export type Asked =
  | { readonly kind: 'open'; readonly tilesUrl: string }
  | { readonly kind: 'ask'; readonly id: number; readonly question: Question }
  | { readonly kind: 'cancel'; readonly id: number }
  | { readonly kind: 'stop' }

/** The answer to `compare`: what the door has already is left out. */
export interface Compared {
  /** Null: the same as last time. */
  readonly baseline: LightingOutcome | null
  /** Null: the baseline. */
  readonly scenario: LightingOutcome | null
  /** Points and obstacles of the scenario are those of the baseline, and left out. */
  readonly sameGround: boolean
}

export type Told =
  | { readonly kind: 'progress'; readonly id: number; readonly fraction: number }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: unknown }
  | {
      readonly kind: 'failed'
      readonly id: number
      readonly message: string
      readonly problem: ProblemDetail | null
      readonly cancelled: boolean
    }

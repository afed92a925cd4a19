/** What a check of street lighting says: rule, limit, actual value, and who may decide (product guards 3 and 4). */
import type { LightingClass } from './lighting.ts'
import type { Bilingual } from './text.ts'

export interface LightingVerdict {
  /** `L`: mean luminance, `Uo`, `Ud`, `TI`, `SR`; `E`, `Emin`, `Esc`: illuminance; `UoE`: its uniformity. */
  readonly quantity: 'L' | 'Uo' | 'Ud' | 'TI' | 'SR' | 'E' | 'Emin' | 'Esc' | 'UoE'
  /** e.g. `QCVN 07-7:2023/BXD, Bảng 1, cấp B`. */
  readonly clause: string
  readonly unit: string
  readonly limit: number
  readonly atMost: boolean
  readonly actual: number
  /** What the figures say. */
  readonly met: boolean
  /** What may be said: `person` where the inputs are not sure enough for the figures to decide. */
  readonly verdict: 'pass' | 'fail' | 'person'
}

export interface LightingCheck {
  /** A street segment, a place where streets meet, or a sidewalk of a path. */
  readonly of: 'segment' | 'conflict'
  /** Index into the model’s segments or conflicts. */
  readonly index: number
  readonly lightingClass: LightingClass
  readonly verdicts: readonly LightingVerdict[]
  readonly verdict: 'pass' | 'fail' | 'person'
  readonly met: boolean
  /** The least of actual / limit (limit / actual where it is a most), 0 …: how far the worst quantity is from its limit. */
  readonly worst: number
  /** What was taken for granted. */
  readonly assumptions: readonly Bilingual[]
}

/**
 * Limits that neither law nor code sets, and that an office may: each with its usual value, which is ours. What an office has set
 * travels in the case (`settled`), so that the same case gives the same report anywhere.
 */
import { z } from 'zod'
import { type Bilingual, both } from '../text.ts'

export interface Configurable {
  readonly title: Bilingual
  readonly why: Bilingual
  readonly unit: string
  readonly usual: number
  readonly min: number
  readonly max: number
  /** Rules that read it. */
  readonly rules: readonly string[]
}

export const configurable = {
  'lot.corner': {
    title: both('Sai số vị trí góc thửa', 'Error of a boundary corner'),
    why: both(
      'Lệch đến mức này được coi là sai số đo; luật không định, mặc định theo cỡ sai số đo địa chính đô thị.',
      'What is off by no more counts as an error of surveying; no law sets it, the usual value is of the order of urban cadastral surveys.',
    ),
    unit: 'm',
    usual: 0.05,
    min: 0,
    max: 0.5,
    rules: ['lot.registered', 'lot.area'],
  },
} as const satisfies Record<string, Configurable>
export type LimitKey = keyof typeof configurable
export const limitKeys = Object.keys(configurable) as LimitKey[]

export const settledLimitSchema = z.strictObject({
  value: z.number(),
  /** The decision that sets it. */
  source: z.string().trim().min(1).max(200),
  note: z.string().trim().max(500),
})
export const settledLimitsSchema = z
  .partialRecord(z.enum(limitKeys as [LimitKey, ...LimitKey[]]), settledLimitSchema)
  .superRefine((limits, context) => {
    for (const [key, limit] of Object.entries(limits)) {
      const { min, max } = configurable[key as LimitKey]
      if (limit.value >= min && limit.value <= max) continue
      context.addIssue({ code: 'custom', path: [key, 'value'], message: `${min} … ${max}` })
    }
  })
export type SettledLimits = z.infer<typeof settledLimitsSchema>

/** The value that holds, and the words to tell where it comes from: none where it is the usual one. */
export function settledLimit(settled: SettledLimits | undefined, key: LimitKey): { value: number; said: Bilingual } {
  const own = settled?.[key]
  if (!own) return { value: configurable[key].usual, said: both('', '') }
  return { value: own.value, said: both(` (mức theo ${own.source})`, ` (set by ${own.source})`) }
}

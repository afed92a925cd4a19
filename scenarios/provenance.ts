/**
 * Where a thing comes from. It flows from inputs to results: a result that rests on generated ground, parcels or drains is
 * illustrative (minh họa) and is marked so wherever it is shown (product guard 2).
 */
import { z } from 'zod'
import { type Provenance, provenances, provenanceTitle } from './provenance-names.ts'

export { type Provenance, provenances, provenanceTitle }
export const provenanceSchema = z.enum(provenances)

export const bilingualSchema = z.object({ vi: z.string(), en: z.string() })

export const sourceSchema = z.object({
  title: z.string(),
  licence: z.string(),
  url: z.string().optional(),
  date: z.string().optional(),
  note: bilingualSchema.optional(),
})
export type Source = z.infer<typeof sourceSchema>

/** What may be rested on for a decision; everything else makes a result illustrative. */
const solid: readonly Provenance[] = ['fact', 'imported', 'observed', 'planned', 'computed']

export const isIllustrative = (inputs: Iterable<Provenance>): boolean => [...inputs].some((p) => !solid.includes(p))

/** What stands and what is only asked for (product guard 1). */
export const buildStates = ['proposed', 'approved', 'under-construction', 'as-built', 'removed'] as const
export const buildStateSchema = z.enum(buildStates)
export type BuildState = z.infer<typeof buildStateSchema>

/** From the strongest to the weakest: what is made of several is worth its weakest part. */
const byStrength: readonly Provenance[] = [
  'fact',
  'observed',
  'imported',
  'planned',
  'computed',
  'assumed',
  'generated',
]

export function weakest(parts: Iterable<Provenance>): Provenance {
  let worst = 0
  for (const part of parts) worst = Math.max(worst, byStrength.indexOf(part))
  return byStrength[worst]!
}

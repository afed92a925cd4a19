/**
 * The street lamps nearest to a place, for anyone who finds one dark.
 *
 *     GET /api/lamps?lon=&lat=   → LampsAnswer   422 `lamps/outside`
 */
import { z } from 'zod'
import { bilingualSchema, provenanceSchema, sourceSchema } from '../provenance.ts'

/** Degrees of WGS 84. */
const degrees = (most: number) =>
  z
    .string()
    .regex(/^-?\d{1,3}(\.\d{1,15})?$/)
    .transform(Number)
    .refine((value) => Math.abs(value) <= most, `-${most} … ${most}`)

export const lampsQuerySchema = z.strictObject({ lon: degrees(180), lat: degrees(90) })

/** Nearest first; none where no lamp is near. */
export const lampsAnswerSchema = z.object({
  lamps: z.array(
    z.object({
      id: z.string(),
      /** As painted on the pole. */
      number: z.string(),
      street: z.string().nullable(),
      cabinet: z.string().nullable(),
      circuit: z.number().int().nullable(),
      state: z.enum(['on', 'out']),
      provenance: provenanceSchema,
      lon: z.number(),
      lat: z.number(),
      distanceMetres: z.number(),
      /** What a report of it says. */
      report: bilingualSchema,
    }),
  ),
  /** Rests on generated or assumed lamps (minh họa): no pole has these numbers. */
  illustrative: z.boolean(),
  sources: z.array(sourceSchema),
})
export type LampsAnswer = z.infer<typeof lampsAnswerSchema>

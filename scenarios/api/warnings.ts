/**
 * Warnings to the public.
 *
 *     GET /api/warnings    → WarningsAnswer    (anyone: those in force now; one that is over vanishes by itself)
 *
 * One that is published, updated or cancelled is an event `warning` of the stream. Only the operations centre publishes.
 */
import { z } from 'zod'
import { warningSchema } from '../warnings.ts'

export const warningsAnswerSchema = z.object({
  /** The server's clock. */
  at: z.iso.datetime(),
  warnings: z.array(warningSchema),
  /** When the last one came here; null: none ever did, no source is connected. */
  lastPublishedAt: z.iso.datetime().nullable(),
})
export type WarningsAnswer = z.infer<typeof warningsAnswerSchema>

/** What has been approved of the city, and how far it is built. */
import { z } from 'zod'
import { cityChangeSchema } from '../city-changes.ts'

export const changesAnswerSchema = z.object({
  /** By the day from which they hold. */
  changes: z.array(cityChangeSchema),
  /** Version of the city that is served: hash of its tiles. */
  city: z.string(),
  /** A version with the last of them is being made. */
  renewing: z.boolean(),
})
export type ChangesAnswer = z.infer<typeof changesAnswerSchema>

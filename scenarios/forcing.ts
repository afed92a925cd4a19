/**
 * Forcing: the rain that falls and the water that stands at the edge. A design storm is chosen by its parameters; what a
 * run uses is always the series made from them, stored with the scenario, so that no library's `pow` decides a digest.
 */
import { z } from 'zod'

/** [[seconds, value], …] in rising time; step-wise unless said otherwise. */
export const seriesSchema = z.array(z.tuple([z.number(), z.number()])).max(20_000)
export type Series = [seconds: number, value: number][]

export const rainSchema = z.object({
  /** How it was made: shown to people, not computed with. */
  design: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('none') }),
    z.object({
      kind: z.literal('idf'),
      station: z.string(),
      returnPeriodYears: z.number().min(0.25).max(500),
      durationMinutes: z.number().min(5).max(180),
      pattern: z.enum(['chicago', 'alternating-block', 'uniform']),
      /** Seconds after the start of the run. */
      startSeconds: z.number().min(0),
    }),
    z.object({ kind: z.literal('series'), title: z.string() }),
  ]),
  /** mm/h, step-wise. */
  series: seriesSchema,
})

export const tideSchema = z.object({
  title: z.string(),
  /** m above the city's vertical datum, linear between the points. Empty: no tidal water. */
  series: seriesSchema,
})

export const forcingSchema = z.object({ rain: rainSchema, tide: tideSchema })
export type Forcing = z.infer<typeof forcingSchema>
export type Rain = z.infer<typeof rainSchema>

/**
 * The traffic case file: the streets of a city, settings and edits, from a shell. `vithanh simulate traffic --schema` prints
 * this schema; an error names the key. Paths are relative to the case file.
 */
import { z } from 'zod'
import { editSchema } from '../edit.ts'
import { trafficSettingsSchema } from '../traffic.ts'

const path = z.string().min(1)
const settings = trafficSettingsSchema.omit({ counts: true, flood: true })

export const trafficCaseSchema = z.strictObject({
  tiles: path
    .optional()
    .describe('folder of the city’s tiles, of `vithanh tiles build`; that of the data folder where not said'),
  traffic: z
    .strictObject(settings.partial().shape)
    .default({})
    .describe('what is assumed of travel; what is not said has its default'),
  edits: z
    .array(editSchema)
    .max(5000)
    .default([])
    .describe('what is changed; differences are against the city without them'),
  matrix: path
    .optional()
    .describe(
      'vehicles/h from zone to zone, in place of the computed ones: CSV, or TNTP whose zones are the rows of zones.csv and whose trips are shared among the classes',
    ),
  counts: path.optional().describe('CSV of counted vehicles that demand is fitted to'),
  flood: z
    .strictObject({ scenario: path, baseline: path.optional() })
    .optional()
    .describe(
      'deepest water in m on grids of the city’s frame, ESRI ASCII or GeoTIFF, such as max_depth.tif of `simulate drainage`, ' +
        'with the edits and without them; the baseline is dry where not said',
    ),
  threads: z.number().int().min(1).max(16).default(1),
})
export type TrafficCase = z.infer<typeof trafficCaseSchema>

/**
 * What an administrator sees to.
 *
 *     GET    /api/gis                         → GisState         (admin: the schema for QGIS, where the database has PostGIS)
 */
import { z } from 'zod'

export const gisStateSchema = z.object({
  /** `not-made`: it is installed, and who owns the database may not create the extension. */
  postgis: z.enum(['none', 'not-made', 'ready']),
  /** Null where the schema is not there. */
  srid: z.number().int().nullable(),
  /** Of the tiles whose layers are in it; null: none yet. */
  cityHash: z.string().nullable(),
  filledAt: z.iso.datetime().nullable(),
  features: z.number().int(),
  /** Shapes that were not valid: made valid, and left out. */
  mended: z.number().int(),
  refused: z.number().int(),
})
export type GisState = z.infer<typeof gisStateSchema>

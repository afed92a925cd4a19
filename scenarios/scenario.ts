/**
 * A scenario: the baseline, or a branch of one, with its edits, what falls and stands on it, and for how long. It names the
 * city by the hash of its tiles, so that the run is the same years later.
 */
import { z } from 'zod'
import { hashRecord } from './canonical.ts'
import { editSchema, squash } from './edit.ts'
import { forcingSchema } from './forcing.ts'
import { lightingSettingsSchema } from './lighting.ts'
import { trafficSettingsSchema } from './traffic.ts'

export const boundsSchema = z
  .tuple([z.number(), z.number(), z.number(), z.number()])
  .refine(
    ([x0, y0, x1, y1]) => x1 > x0 && y1 > y0,
    'an area with its west before its east and its south before its north',
  )

/** Longest side of an area that may be simulated, m. */
export const MAX_AREA_SIDE_METRES = 2000
/** Ground simulated around the area so that its edge does not show in it, m. */
export const AREA_MARGIN_METRES = 100
export const MAX_HORIZON_SECONDS = 48 * 3600

/** What is computed: everything that the digest of a run depends on. */
export const scenarioBodySchema = z.object({
  /** Hash of the tiles manifest. */
  city: z.string().min(1),
  area: boundsSchema,
  /** Whole multiple of the ground's cell size, m. */
  cellSizeMetres: z.number().min(1).max(100),
  edits: z.array(editSchema).max(5000),
  forcing: forcingSchema,
  /** The instant at second 0, UTC. */
  start: z.iso.datetime(),
  horizonSeconds: z.number().int().min(60).max(MAX_HORIZON_SECONDS),
  outputEverySeconds: z.number().int().min(10).max(86_400),
  seed: z.number().int().min(0).max(0xffffffff),
  /** How people travel; left out where no traffic is asked for. */
  traffic: trafficSettingsSchema.optional(),
  /** How streets are lit and paid for; left out where no lighting is asked for. */
  lighting: lightingSettingsSchema.optional(),
})
export type ScenarioBody = z.infer<typeof scenarioBodySchema>

export const scenarioSchema = z.object({
  schema: z.literal('scenario@1'),
  id: z.uuid(),
  /** Null for a branch of the baseline itself. */
  parentId: z.uuid().nullable(),
  title: z.string().trim().min(1).max(200),
  body: scenarioBodySchema,
})
export type Scenario = z.infer<typeof scenarioSchema>

/** What a run of it is named by: edits squashed, titles and ids left out. */
export const scenarioHash = (body: ScenarioBody): string => hashRecord({ ...body, edits: squash(body.edits) })

/** The same world without the edits: what every difference is taken against. */
export const baselineOf = (body: ScenarioBody): ScenarioBody => ({ ...body, edits: [] })

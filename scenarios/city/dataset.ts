/**
 * The dataset: a city on disk, as `data/city` writes it and `tiles/build` reads it. Both know only this file.
 *
 *     <dir>/city.json               the manifest below
 *     <dir>/layers/<id>.ndjson      one feature a line, in local metres rounded to 1 mm, sorted by id
 *     <dir>/grids/<id>.f32          raw little-endian float32, row 0 north, nodata −9999
 *
 * Same input and seed, same bytes: no dates of making, no machine, no order that depends on chance.
 */
import { z } from 'zod'
import { editSchema } from '../edit.ts'
import { forcingSchema } from '../forcing.ts'
import { frameSchema } from '../frame.ts'
import type { Geometry } from '../geometry.ts'
import {
  type BuildState,
  bilingualSchema,
  buildStateSchema,
  type Provenance,
  provenanceSchema,
  sourceSchema,
} from '../provenance.ts'
import { type LayerId, layerIdSchema, type Properties } from './layers.ts'

/** Within the folder of its manifest. */
const fileName = z.string().regex(/^(?!.*\.\.)[\w.-]+(\/[\w.-]+)*$/)
export const fileSchema = z.object({ file: fileName, sha256: z.string(), bytes: z.number().int().nonnegative() })

export const layerManifestSchema = fileSchema.extend({
  id: layerIdSchema,
  count: z.number().int().nonnegative(),
  /** The weakest provenance among its features; each feature carries its own. */
  provenance: provenanceSchema,
  sources: z.array(sourceSchema).min(1),
  /** Date that the data stand for. */
  date: z.string(),
  /** Datum and epoch of the levels in it, where they differ from those of the city's frame. */
  levels: z.object({ verticalDatum: z.string(), epoch: z.string() }).optional(),
  note: bilingualSchema.optional(),
})
export type LayerManifest = z.infer<typeof layerManifestSchema>

export const gridSpecSchema = z.object({
  columns: z.number().int().positive(),
  rows: z.number().int().positive(),
  cellSize: z.number().positive(),
  west: z.number(),
  north: z.number(),
})

export const gridManifestSchema = fileSchema.extend({
  id: z.literal('ground'),
  spec: gridSpecSchema,
  unit: z.literal('m'),
  nodata: z.literal(-9999),
  provenance: provenanceSchema,
  sources: z.array(sourceSchema).min(1),
  /** Resolution of the source, m: a grid finer than its source is no more exact. */
  sourceResolutionMetres: z.number(),
  /** Standard error of ground levels, m: what makes a depth a band. */
  standardErrorMetres: z.number(),
  date: z.string(),
  note: bilingualSchema.optional(),
})
export type GridManifest = z.infer<typeof gridManifestSchema>

export const cityManifestSchema = z.object({
  format: z.literal('vithanh-city'),
  version: z.literal(1),
  /** Short name for paths: `vi-thanh`, `monaco`. */
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/),
  title: bilingualSchema,
  /** Null where nothing was generated. */
  seed: z.number().int().nonnegative().nullable(),
  /** What made it, with its version: may be made again where another stands. Left out once anything was imported onto it. */
  generator: z.string().optional(),
  frame: frameSchema,
  /** Local metres: the extent of the ground. */
  bounds: z.tuple([z.number(), z.number(), z.number(), z.number()]),
  /** Where the camera starts, local metres. */
  home: z.object({ x: z.number(), y: z.number() }),
  grids: z.array(gridManifestSchema),
  layers: z.array(layerManifestSchema),
  /** What a new scenario starts from: storm and tide of this place. */
  forcing: forcingSchema,
  /** What everyone who looks at this city must be told. */
  notes: z.array(bilingualSchema),
  /** What was built since, and has no layer of its own: ponds, turn bans, hours of lighting cabinets. */
  standing: z.array(editSchema).optional(),
  /** Of a city as built: hash of the dataset and of the edits that it was made of. */
  basedOn: z.string().optional(),
})
export type CityManifest = z.infer<typeof cityManifestSchema>

/** One line of a layer file; its geometry and properties in the units of the names. */
export interface Feature<L extends LayerId = LayerId> {
  readonly type: 'Feature'
  readonly id: string
  readonly geometry: Geometry
  readonly provenance: Provenance
  readonly buildState: BuildState
  readonly properties: Properties[L]
}

export const featureHeadSchema = z.object({
  type: z.literal('Feature'),
  id: z.string().min(1),
  provenance: provenanceSchema,
  buildState: buildStateSchema,
})

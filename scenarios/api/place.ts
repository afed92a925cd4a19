/**
 * What a citizen learns about a place beyond its address. Anyone may ask; nothing names an owner, nothing is kept of who asked.
 *
 *     GET  /api/place/building ?lon= &lat=  → BuildingAnswer  what may be built here, with clauses; never an official statement
 *     GET  /api/place/flood    ?lon= &lat=  → FloodAnswer     now, in published scenarios, the highest known level, gauges near by
 *     GET  /api/parcels        ?sheet= &number= &unit=  → ParcelsAnswer  parcels by tờ and thửa, and former ones of that number
 *     GET  /api/floods                      → FloodMap[]      published scenarios (staff: also those that wait or were taken back)
 *     POST /api/floods                      NewFlood → FloodMap[]     (planner, approver, admin: has one computed and its map kept)
 *     POST /api/floods/:id                  FloodStep → FloodMap[]    (planner, approver, admin: publishes it, or takes it back)
 *     GET  /api/floods/:id/depth.png        the deepest water, drawn, in longitude and latitude over `bounds`
 */
import { z } from 'zod'
import { topics } from '../building-words.ts'
import { bilingualSchema, buildStateSchema, provenanceSchema } from '../provenance.ts'
import { bases } from '../rules/report.ts'
import { jobSchema } from './api.ts'

const lon = z.coerce.number().min(-180).max(180)
const lat = z.coerce.number().min(-90).max(90)
export const placeQuerySchema = z.strictObject({ lon, lat })
const degrees = z.tuple([z.number(), z.number()])
/** [west, south, east, north], WGS 84. */
const boundsSchema = z.tuple([z.number(), z.number(), z.number(), z.number()])

export const parcelAtSchema = z.object({
  id: z.string(),
  sheet: z.string(),
  number: z.string(),
  unitCode: z.string().nullable(),
  unitName: z.string().nullable(),
  areaSquareMetres: z.number(),
  landUse: z.object({ code: z.string(), title: bilingualSchema }),
  provenance: provenanceSchema,
})
export type ParcelAt = z.infer<typeof parcelAtSchema>

export const buildingLineSchema = z.object({
  topic: z.enum(topics),
  title: bilingualSchema,
  /** The first binds. */
  says: z.array(
    z.object({
      rank: z.enum(bases),
      rankTitle: bilingualSchema,
      says: bilingualSchema,
      clause: z.string(),
      confidence: z.enum(['found', 'reconstructed', 'memory', 'assumed']),
    }),
  ),
  person: z.boolean(),
  provenance: provenanceSchema,
})

/** A plan or an approved change that lies at the place. */
export const concernSchema = z.object({
  source: z.enum(['plan', 'permit', 'works']),
  id: z.string(),
  title: z.string(),
  /** Whether it is a proposal (phương án) or was decided. */
  standing: bilingualSchema,
  what: z.array(bilingualSchema),
  buildState: buildStateSchema.nullable(),
  decisionNumber: z.string().nullable(),
  effectiveFrom: z.iso.date().nullable(),
  /** From the parcel, m; 0: on it. */
  awayMetres: z.number(),
})
export type Concern = z.infer<typeof concernSchema>

export const buildingAnswerSchema = z.object({
  /** Null: no parcel lies here (a street, a canal). */
  parcel: parcelAtSchema.nullable(),
  zone: z
    .object({
      name: z.string().nullable(),
      code: z.string(),
      title: bilingualSchema,
      plan: z.string(),
      provenance: provenanceSchema,
    })
    .nullable(),
  lines: z.array(buildingLineSchema),
  concerns: z.array(concernSchema),
  notOfficial: bilingualSchema,
  /** Rests on generated data: decides nothing. */
  illustrative: z.boolean(),
})
export type BuildingAnswer = z.infer<typeof buildingAnswerSchema>

/** A depth at the place: as a band in centimetres, and in words. */
const depthSchema = z.object({ lowCm: z.number(), highCm: z.number(), words: bilingualSchema })

export const floodMapStates = ['computing', 'computed', 'published', 'withdrawn'] as const
export const floodMapSchema = z.object({
  id: z.uuid(),
  /** Of a standard flood: the same in every version of the city. */
  key: z.string().nullable(),
  title: bilingualSchema,
  says: bilingualSchema,
  state: z.enum(floodMapStates),
  /** While it is being computed, and where that failed. */
  job: jobSchema.nullable(),
  runId: z.uuid().nullable(),
  digest: z.string().nullable(),
  /** Whether it was computed of the city as it is served now. */
  current: z.boolean(),
  illustrative: z.boolean(),
  bounds: boundsSchema,
  /** Standard error of the ground, m. */
  errorMetres: z.number(),
  createdAt: z.iso.datetime(),
  publishedAt: z.iso.datetime().nullable(),
  /** Null where no person did: a specimen is shown by itself. */
  publishedBy: z.string().nullable(),
})
export type FloodMap = z.infer<typeof floodMapSchema>

export const newFloodSchema = z.union([
  /** The design scenarios of the city as it stands. */
  z.strictObject({ standard: z.literal(true) }),
  /** The map of a stored drainage run: computed again, the digests compared. */
  z.strictObject({ runId: z.uuid(), title: z.string().trim().min(3).max(200) }),
])
export type NewFlood = z.infer<typeof newFloodSchema>
export const floodStepSchema = z.strictObject({ event: z.enum(['publish', 'withdraw']) })

export const floodHereSchema = z.discriminatedUnion('kind', [
  depthSchema.extend({ kind: z.literal('depth') }),
  /** None was computed; with the error of the ground it may be as deep as this all the same. */
  z.object({ kind: z.literal('none'), highCm: z.number() }),
  /** A canal, a pond. */
  z.object({ kind: z.literal('water') }),
  /** Outside the map, or under a large building: blank is unknown, not dry. */
  z.object({ kind: z.literal('unknown') }),
])

export const floodAnswerSchema = z.object({
  /** No gauge is connected: nothing is said of today. */
  now: z.object({ connected: z.literal(false), says: bilingualSchema }),
  scenarios: z.array(
    floodMapSchema
      .pick({
        id: true,
        key: true,
        title: true,
        says: true,
        current: true,
        illustrative: true,
        bounds: true,
        publishedAt: true,
        errorMetres: true,
      })
      .extend({ here: floodHereSchema }),
  ),
  ground: z.object({ metres: z.number(), errorMetres: z.number(), provenance: provenanceSchema }).nullable(),
  /** Levels known at the gauge, the highest first; empty far from it. */
  known: z.array(
    z.object({
      when: z.string(),
      fromMetres: z.number(),
      toMetres: z.number(),
      kind: z.enum(['observed', 'derived', 'forecast']),
      source: z.string(),
      confidence: bilingualSchema,
      /** Against the ground here; null where that is not known. */
      here: depthSchema.nullable(),
    }),
  ),
  gauges: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      measures: z.string(),
      unit: z.string(),
      lon: z.number(),
      lat: z.number(),
      awayMetres: z.number(),
      provenance: provenanceSchema,
    }),
  ),
})
export type FloodAnswer = z.infer<typeof floodAnswerSchema>

export const PARCELS_SHOWN = 20
const label = z.string().trim().min(1).max(20)
export const parcelQuerySchema = z.strictObject({
  sheet: label,
  number: label,
  unit: z
    .string()
    .regex(/^[0-9A-Za-z]{1,10}$/)
    .optional(),
})
const otherParcelSchema = z.object({ sheet: z.string(), number: z.string(), validFrom: z.string().nullable() })
export const foundParcelSchema = parcelAtSchema.extend({
  /** A place in it. */
  lon: z.number(),
  lat: z.number(),
  bounds: boundsSchema,
  /** Outer rings, WGS 84. */
  outlines: z.array(z.array(degrees)),
  validFrom: z.string().nullable(),
  /** Former parcel: the last day on which it was one. */
  validTo: z.string().nullable(),
  change: z.enum(['split', 'merge', 'redraw', 'reparcel', 'drop']).nullable(),
  madeFrom: z.array(otherParcelSchema),
  became: z.array(otherParcelSchema),
})
export type FoundParcel = z.infer<typeof foundParcelSchema>
export const parcelsAnswerSchema = z.object({
  parcels: z.array(foundParcelSchema),
  /** The number once meant these. */
  former: z.array(foundParcelSchema),
  /** More than are shown. */
  more: z.boolean(),
  illustrative: z.boolean(),
})
export type ParcelsAnswer = z.infer<typeof parcelsAnswerSchema>

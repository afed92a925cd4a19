/**
 * Ways over the streets as they stand, for anyone: the public map asks for a route, the operations centre for reach.
 *
 *     GET /api/route?mode=&from=lon,lat&to=lon,lat&at=   → RouteAnswer   404 `travel/no-way`, 422 `travel/outside`
 *     GET /api/reach?mode=&category=&at=                 → ReachAnswer   404 `travel/no-place`
 */
import { z } from 'zod'
import { bilingualSchema, provenanceSchema, sourceSchema } from '../provenance.ts'
import { manoeuvres, travelModes } from '../traffic.ts'

const decimal = /^-?\d{1,3}(\.\d{1,15})?$/
/** `lon,lat` in WGS 84 degrees. */
const place = z
  .string()
  .max(60)
  .transform((text) => text.split(','))
  .refine((parts) => parts.length === 2 && parts.every((part) => decimal.test(part)), 'lon,lat')
  .transform((parts): [lon: number, lat: number] => [Number(parts[0]), Number(parts[1])])
  .refine(([lon, lat]) => Math.abs(lon) <= 180 && Math.abs(lat) <= 90, 'lon,lat')

/** Closures of street works hold at an instant; left out: now. */
const at = z.iso.datetime({ offset: true }).optional()
export const routeQuerySchema = z.strictObject({ mode: z.enum(travelModes), from: place, to: place, at })
export const reachQuerySchema = z.strictObject({
  mode: z.enum(travelModes),
  at,
  /** Of landmarks: `health`, `education`, … */
  category: z.string().regex(/^[a-z0-9=_:-]{1,60}$/),
})

/** What an answer rests on, and what it does not know. */
const restsOn = {
  mode: z.enum(travelModes),
  /** Hour of the day whose traffic is taken. */
  hour: z.enum(['am', 'pm', 'off']),
  /** False: trips were not fitted to counts (chưa hiệu chỉnh). */
  calibrated: z.boolean(),
  /** Rests on generated or assumed data (minh họa). */
  illustrative: z.boolean(),
  inputs: z.array(z.object({ name: z.string(), provenance: provenanceSchema })),
  sources: z.array(sourceSchema),
  limits: z.array(bilingualSchema),
  /** Street works whose closures were avoided. */
  closures: z.array(z.object({ id: z.uuid(), title: z.string(), until: z.iso.date() })),
}
export type RestsOn = z.infer<z.ZodObject<typeof restsOn>>

const position = z.tuple([z.number(), z.number()])

/** GeoJSON, WGS 84. */
export const routeAnswerSchema = z.object({
  type: z.literal('Feature'),
  geometry: z.object({ type: z.literal('LineString'), coordinates: z.array(position).min(2) }),
  properties: z.object({
    ...restsOn,
    metres: z.number(),
    seconds: z.number(),
    steps: z.array(
      z.object({
        /** Null on a street without a name, and on the walk to the street and from it. */
        name: z.string().nullable(),
        onStreet: z.boolean(),
        metres: z.number(),
        seconds: z.number(),
        /** Into the street; null at the beginning. */
        turn: z.enum(manoeuvres).nullable(),
      }),
    ),
  }),
})
export type RouteAnswer = z.infer<typeof routeAnswerSchema>

/** GeoJSON, WGS 84: streets by the time to the nearest place of the category. */
export const reachAnswerSchema = z.object({
  type: z.literal('FeatureCollection'),
  features: z.array(
    z.object({
      type: z.literal('Feature'),
      geometry: z.object({ type: z.literal('MultiLineString'), coordinates: z.array(z.array(position)) }),
      /** Null: longer than the last. */
      properties: z.object({ withinSeconds: z.number().nullable(), cutOff: z.boolean() }),
    }),
  ),
  properties: z.object({
    ...restsOn,
    category: z.string(),
    places: z.number().int(),
    households: z.array(z.object({ withinSeconds: z.number(), count: z.number() })),
    householdsCutOff: z.number(),
  }),
})
export type ReachAnswer = z.infer<typeof reachAnswerSchema>

/**
 * The run record: what was asked, of which city, by which kernel, and what it means. Never grids: those are files named by
 * their hash. Anyone can run it again and get the same digest.
 */
import { z } from 'zod'
import { lightingDiagnosticsSchema, lightingIndicatorsSchema } from './lighting.ts'
import { provenanceSchema } from './provenance.ts'
import { trafficIndicatorsSchema } from './traffic.ts'

/** Depths that indicators count from, m. */
export const DEPTH_THRESHOLDS = [0.1, 0.3, 0.5] as const

const byThreshold = z.tuple([z.number(), z.number(), z.number()])

export const indicatorsSchema = z.object({
  /** m² of ground that was dry at the start, under ≥ 0.10, 0.30, 0.50 m at the worst moment. */
  areaSquareMetres: byThreshold,
  buildings: byThreshold,
  households: byThreshold,
  /** Metres of street centre line. */
  streetMetres: byThreshold,
  /** m³ on ground dry at the start, at the end of the run. */
  floodVolumeCubicMetres: z.number(),
  /** Area over which they are counted, m². */
  countedSquareMetres: z.number(),
})
export type Indicators = z.infer<typeof indicatorsSchema>

export const volumesSchema = z.object({
  initial: z.number(),
  rain: z.number(),
  inflow: z.number(),
  outflow: z.number(),
  boundaryInflow: z.number(),
  infiltration: z.number(),
  stored: z.number(),
  flooding: z.number(),
})

const common = {
  id: z.uuid(),
  /** Null for a run of a bare body, e.g. the baseline. */
  scenarioId: z.uuid().nullable(),
  scenarioHash: z.string(),
  city: z.string(),
  kernel: z.string(),
  computedBy: z.enum(['server', 'client']),
  digest: z.string(),
  /** What it rests on; see `isIllustrative`. */
  inputs: z.array(z.object({ name: z.string(), provenance: provenanceSchema })),
  illustrative: z.boolean(),
  createdAt: z.iso.datetime(),
}

export const drainageRunSchema = z.object({
  schema: z.literal('run@1'),
  ...common,
  indicators: indicatorsSchema,
  volumes: volumesSchema,
  diagnostics: z.object({
    steps: z.number(),
    smallestStepSeconds: z.number(),
    cellUpdates: z.number(),
    ledgerError: z.number(),
    massError: z.number(),
    cpuSeconds: z.number(),
    wallSeconds: z.number(),
  }),
})
export type DrainageRun = z.infer<typeof drainageRunSchema>

export const trafficRunSchema = z.object({
  schema: z.literal('traffic-run@1'),
  ...common,
  indicators: trafficIndicatorsSchema,
  /** Of the city without the edits, in the same hour: what differences are taken against. */
  baseline: trafficIndicatorsSchema,
  diagnostics: z.object({
    iterations: z.number(),
    converged: z.boolean(),
    relativeGap: z.number(),
    paths: z.number(),
    cpuSeconds: z.number(),
    wallSeconds: z.number(),
  }),
})
export type TrafficRun = z.infer<typeof trafficRunSchema>

export const lightingRunSchema = z.object({
  schema: z.literal('lighting-run@1'),
  ...common,
  indicators: lightingIndicatorsSchema,
  /** Of the city without the edits, by the same settings. */
  baseline: lightingIndicatorsSchema,
  diagnostics: lightingDiagnosticsSchema,
})
export type LightingRun = z.infer<typeof lightingRunSchema>

export const runRecordSchema = z.discriminatedUnion('schema', [drainageRunSchema, trafficRunSchema, lightingRunSchema])
export type RunRecord = z.infer<typeof runRecordSchema>
/** What a run computes. */
export const runKinds = ['drainage', 'traffic', 'lighting'] as const
export type RunKind = (typeof runKinds)[number]

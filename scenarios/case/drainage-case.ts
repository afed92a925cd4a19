/**
 * The drainage case file: any ground, any water, from a shell. `vithanh simulate drainage --schema` prints this schema; an
 * error names the key. Paths are relative to the case file. Rain in mm/h, stage in m above datum, inflow in m³/s.
 */
import { z } from 'zod'

const finite = z.number()
const xy = z.tuple([finite, finite])
const ring = z.array(xy).min(3).max(100_000)
const path = z.string().min(1)
const series = z
  .array(z.tuple([finite, finite]))
  .min(1)
  .max(1_000_000)
  .refine((s) => s.every((p, i) => i === 0 || p[0] >= s[i - 1]![0]), 'times that do not go back')
const interpolate = z
  .enum(['step', 'linear'])
  .default('step')
  .describe('how the series runs between its points; the last value holds after them')

/** Most cells that a case may have. */
export const MAX_CASE_CELLS = 4_200_000

export const drainageCaseSchema = z.strictObject({
  terrain: z
    .union([
      path,
      z.strictObject({
        path,
        columns: z.number().int().positive(),
        rows: z.number().int().positive(),
        cellSize: z.number().positive(),
        xll: finite,
        yll: finite,
        nodata: finite.default(-9999),
      }),
    ])
    .describe(
      'path of the ground, recognised by content, .gz allowed: ESRI ASCII, GeoTIFF, or raw little-endian f32 with its shape; metres only',
    ),
  manning: z
    .union([z.number().positive().max(10), path])
    .default(0.03)
    .describe('Manning n, s/m^(1/3), or the path of a grid of it'),
  manningPolygons: z.array(z.strictObject({ ring, n: z.number().positive().max(10) })).default([]),
  initial: z
    .union([
      z.strictObject({ depth: z.union([z.number().min(0), path]) }),
      z.strictObject({ stage: z.union([finite, path]) }),
    ])
    .default({ depth: 0 })
    .describe('water at the start: depth in m, or stage in m above datum'),
  rain: z
    .array(z.tuple([finite, z.number().min(0).max(2000)]))
    .default([])
    .describe('[[s, mm/h], …], step-wise; none before the first point, the last value holds after it'),
  infiltration: z
    .union([
      z.number().min(0).describe('mm/h'),
      z.strictObject({
        kind: z.literal('green-ampt'),
        conductivity: z.number().min(0).describe('mm/h'),
        suction: z.number().min(0).describe('mm'),
        deficit: z.number().min(0).max(1),
      }),
      z.strictObject({
        kind: z.literal('horton'),
        initial: z.number().min(0).describe('mm/h'),
        final: z.number().min(0).describe('mm/h'),
        decay: z.number().min(0).describe('1/h'),
      }),
    ])
    .default(0),
  obstacles: z
    .array(z.strictObject({ ring, height: z.number().min(0).nullable() }))
    .default([])
    .describe('height in m raises the ground; null blocks'),
  inflows: z
    .array(
      z
        .strictObject({
          point: xy.optional(),
          circle: z.strictObject({ x: finite, y: finite, radius: z.number().positive() }).optional(),
          line: z.array(xy).min(2).optional(),
          ring: ring.optional(),
          series: series.describe('[[s, m³/s], …]; none before the first point'),
          interpolate,
        })
        .refine(
          (i) => [i.point, i.circle, i.line, i.ring].filter((v) => v !== undefined).length === 1,
          'exactly one of point, circle, line, ring',
        ),
    )
    .default([]),
  boundaries: z
    .array(
      z
        .strictObject({
          edge: z.enum(['N', 'E', 'S', 'W']).optional(),
          line: z.array(xy).min(2).optional(),
          kind: z.enum(['closed', 'free', 'stage']),
          series: series.optional().describe('[[s, m], …]; the first value holds before it'),
          interpolate,
        })
        .refine((b) => (b.edge === undefined) !== (b.line === undefined), 'either edge or line')
        .refine((b) => b.kind !== 'stage' || b.series !== undefined, 'a series where the kind is "stage"'),
    )
    .default([])
    .describe('closed where nothing is said'),
  gauges: z.array(z.strictObject({ id: z.string().min(1), x: finite, y: finite })).default([]),
  durationSeconds: z
    .number()
    .positive()
    .max(10 * 366 * 86_400),
  outputEverySeconds: z.number().positive().optional().describe('the whole duration where not said'),
  threads: z.number().int().min(1).max(16).default(1),
})
export type DrainageCase = z.infer<typeof drainageCaseSchema>

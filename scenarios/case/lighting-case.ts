/**
 * The lighting case file, from a shell: one straight street (`section`), or the streets of a city with edits. `vithanh simulate
 * lighting --schema` prints this schema; an error names the key. Paths are relative to the case file.
 */
import { z } from 'zod'
import { editSchema } from '../edit.ts'
import { arrangements, lampSides, lightingClasses, lightingSettingsSchema } from '../lighting.ts'

const path = z.string().min(1)
const metres = z.number().positive().max(200)
const comparedWith = z.string().trim().min(3).max(300).describe('the printed table that you compared the file with')
const rTable = z
  .union([path, z.strictObject({ file: path, comparedWith })])
  .optional()
  .describe('CSV of reduced luminance coefficients; R3 where not said. Luminance is indicative without `comparedWith`')

export const sectionCaseSchema = z.strictObject({
  section: z.strictObject({
    carriagewayMetres: metres.describe('both directions, without the median'),
    lanes: z.number().int().min(1).max(16),
    medianMetres: z.number().min(0).max(50).default(0),
    oneWay: z
      .enum(lampSides)
      .optional()
      .describe('one-way street, its row of lamps on this side; both ways where not said'),
    sidewalkMetres: z.number().min(0).max(50).default(0).describe('on each side'),
    arrangement: z.enum(arrangements),
    spacingMetres: metres.describe('pole to pole along the street; staggered: to the next across it'),
    heightMetres: z.number().min(2).max(60).describe('light centre above the road'),
    overhangMetres: z.number().min(-20).max(20).default(0).describe('light centre beyond the kerb'),
    tiltDegrees: z.number().min(-45).max(90).default(0),
    maintenanceFactor: z.number().min(0.3).max(1).default(0.8),
    fluxLumens: z.number().positive().max(1e6).optional().describe('of each lamp, where not that of the luminaire'),
  }),
  luminaire: z
    .union([
      path,
      z.strictObject({
        source: z.enum(['LED', 'HPS']),
        powerWatts: z.number().positive().max(5000),
        fluxLumens: z.number().positive().max(1e6).optional(),
      }),
    ])
    .describe('path of an IES or EULUMDAT file, or one made by formula'),
  rTable,
  lightingClass: z.enum(lightingClasses).optional().describe('class of QCVN 07-7:2023 to check against'),
  surroundings: z.enum(['bright', 'dark']).default('bright'),
})

export const cityLightingCaseSchema = z.strictObject({
  tiles: path
    .optional()
    .describe('folder of the city’s tiles, of `vithanh tiles build`; that of the data folder where not said'),
  lighting: z
    .strictObject(lightingSettingsSchema.partial().shape)
    .default({})
    .describe('what is assumed; what is not said has its default'),
  edits: z
    .array(editSchema)
    .max(5000)
    .default([])
    .describe('what is changed; differences are against the city without them'),
  luminaires: z
    .array(path)
    .max(100)
    .default([])
    .describe('IES or EULUMDAT files; a lamp names one by its path as written here'),
  rTable,
})

export const lightingCaseSchema = z.union([sectionCaseSchema, cityLightingCaseSchema])

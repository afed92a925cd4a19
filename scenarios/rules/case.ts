/**
 * What the permit rules are given: the work, its lot, the building, what stands around it, and the plans on file. Geometry is
 * in VN-2000 metres, [easting, northing] (surveyors’ Y, X), rings closed: the last corner is the first again. What is not known
 * is null, never a guess: a rule that needs it answers `person`.
 */
import { z } from 'zod'
import { provenanceSchema } from '../provenance.ts'

const coordinate = z.number().min(-1e7).max(1e7)
const xySchema = z.tuple([coordinate, coordinate])
const ringSchema = z.array(xySchema).min(3).max(2000)
const lineSchema = z.array(xySchema).min(2).max(2000)
const metres = (max: number) => z.number().min(0).max(max)
const squareMetres = z.number().min(0).max(1e7)
const name = z.string().trim().max(200)
const known = z.boolean().nullable()
/** Null: as the applicant declares. What is `generated` makes the report a specimen; what is `assumed` decides nothing. */
const from = provenanceSchema.nullable().default(null)

export const workKinds = [
  'house',
  'apartment',
  'commercial',
  'mixed',
  'education',
  'health',
  'culture',
  'sport',
  'market',
  'factory',
  'warehouse',
  'other',
] as const
export type WorkKind = (typeof workKinds)[number]

/** Cơ quan cấp phép: UBND cấp xã, Sở Xây dựng, ban quản lý khu. */
export const authorities = ['commune', 'department', 'zone-board'] as const
export type Authority = (typeof authorities)[number]

/** Luật Xây dựng 135/2025/QH15, Đ.43.2: why no permit is asked for; whoever claims one shows the paper. */
export const exemptions = [
  'state-secret-or-emergency',
  'public-investment',
  'linear-works',
  'offshore-or-airport',
  'advertisement-or-passive-telecom',
  'appraised-by-construction-authority',
  'interior-repair',
] as const

/** Figures that a plan on file sets for the lot; null: it is silent. */
export const planFiguresSchema = z.strictObject({
  /** Number, issuer, date. */
  document: name.min(1),
  landUses: z.array(z.string().max(20)).max(20).nullable().default(null),
  densityPercent: z.number().min(0).max(100).nullable().default(null),
  far: z.number().min(0).max(50).nullable().default(null),
  storeys: z.number().int().min(0).max(200).nullable().default(null),
  heightMetres: metres(1000).nullable().default(null),
  /** Front, from the red line. */
  setbackMetres: metres(1000).nullable().default(null),
  greenPercent: z.number().min(0).max(100).nullable().default(null),
  /** Control level of the ground (cốt khống chế), m above datum. */
  groundLevelMetres: z.number().min(-20).max(100).nullable().default(null),
})
export type PlanFigures = z.infer<typeof planFiguresSchema>

export const buildingPartSchema = z.strictObject({
  name: name.min(1),
  /** Podium (khối đế) and tower (khối tháp) are checked apart, each by its own height. */
  kind: z.enum(['main', 'podium', 'tower']),
  footprint: ringSchema.describe('Outline of the ground that the part takes: what net density counts'),
  projections: z
    .array(ringSchema)
    .max(50)
    .default([])
    .describe(
      'Balconies, eaves, canopies, steps beyond the footprint, from above: density leaves them out, lines do not',
    ),
  heightMetres: metres(1000).describe('From the planned ground level to the top, tum and pitched roof included'),
  storeys: z.number().int().min(1).max(200).describe('Above ground, counted from the ground'),
})

export const corridorKinds = ['power', 'canal', 'dyke', 'irrigation', 'road', 'heritage', 'water-pipe', 'gas'] as const
export const bufferKinds = [
  'wastewater-mechanical',
  'wastewater-closed',
  'wastewater-pump',
  'waste-transfer',
  'landfill-organic',
  'landfill-inorganic',
  'incineration',
  'cemetery-burial',
  'cemetery-one-time',
  'cemetery-reburial',
  'crematorium',
  'livestock',
  'petrol-station',
  'well',
] as const

export const permitCheckSchema = z.strictObject({
  schema: z.literal('permit-case@1'),
  /** Of the complete dossier: the law of this day applies. */
  date: z.iso.date(),
  procedure: z.enum(['new', 'temporary', 'relocate', 'repair', 'adjust', 'extend', 'reissue']),
  /** Where it was filed: UBND cấp xã, Sở Xây dựng, ban quản lý khu; null: not yet. */
  filedWith: z.enum(authorities).nullable().default(null),
  work: z.strictObject({
    kind: z.enum(workKinds),
    /** Cấp công trình. */
    class: z.enum(['special', 'I', 'II', 'III', 'IV']),
    exemption: z.enum(exemptions).nullable().default(null),
  }),
  /** Where the lot lies. */
  place: z.strictObject({
    /** Code of the administrative unit. */
    unitCode: z.string().max(10),
    townClass: z.enum(['special', 'I', 'II', 'III', 'IV', 'V']).nullable(),
    rural: known,
    /** New or redeveloped area, or an existing one (khu vực hiện hữu). */
    area: z.enum(['new', 'existing']).nullable(),
    industrialZone: known,
    /** Functional or urban-development area of the general plan (Đ.43.2.g). */
    functionalArea: known,
    ruralResidential: known,
    communeConstruction: known,
    architectureRegulated: known,
  }),
  site: z.strictObject({
    ring: ringSchema,
    /** As registered (hồ sơ địa chính). */
    registered: ringSchema.nullable(),
    /** Area of the land paper, m². */
    registeredSquareMetres: squareMetres.nullable().default(null),
    /** Land use code of the paper, e.g. `ODT`. */
    landUse: z.string().max(20).nullable(),
    /** Zone of the plan in force, e.g. `residential`. */
    zoning: z.string().max(40).nullable(),
    /** Of a block of row houses with two street fronts that the work is; null: it is none, or not known. */
    rowBlockMetres: metres(10_000).nullable().default(null),
    provenance: provenanceSchema,
  }),
  building: z.strictObject({
    parts: z.array(buildingPartSchema).min(1).max(50),
    /** m² each. */
    floors: z
      .strictObject({
        above: squareMetres.describe('Floors above ground, without mezzanine and tum'),
        basement: squareMetres.default(0),
        mezzanine: squareMetres.default(0),
        tum: squareMetres.default(0),
        excluded: squareMetres
          .default(0)
          .describe('Of all these together: technical, fire, refuge and parking floors, which FAR leaves out'),
      })
      .refine((f) => f.excluded <= f.above + f.basement + f.mezzanine + f.tum, {
        path: ['excluded'],
        message: 'no more than all floors together',
      }),
    /** Cốt nền tầng 1, m above datum. */
    groundLevelMetres: z.number().min(-20).max(100).nullable(),
    productionFloors: z.number().int().min(0).max(100).nullable().default(null),
    greenSquareMetres: squareMetres.nullable().default(null),
    parking: z
      .strictObject({ cars: z.number().int().min(0), motorcycles: z.number().int().min(0), squareMetres })
      .nullable()
      .default(null),
    hotelRooms: z.number().int().min(0).max(10_000).nullable().default(null),
    hotelStars: z.number().int().min(0).max(5).nullable().default(null),
    /** Usable floor, m²: premium offices, missions, convention, exhibition and shopping centres; and other offices, services. */
    premiumSquareMetres: squareMetres.nullable().default(null),
    serviceSquareMetres: squareMetres.nullable().default(null),
    dwellings: z.number().int().min(0).max(10_000).nullable().default(null),
    /** Clear width of the narrowest way that a fire engine takes to it. */
    fireAccessMetres: metres(1000).nullable().default(null),
    /** Built to live with floods (stilts) or to store water: Bảng 2.13, note 1. */
    livesWithFloods: z.boolean().default(false),
  }),
  roads: z
    .array(
      z.strictObject({
        name,
        /** Đô thị, khu vực, nội bộ, hẻm. */
        class: z.enum(['urban', 'area', 'internal', 'alley']).nullable(),
        /** Between red lines (lộ giới). */
        widthMetres: metres(500).nullable(),
        /** Of the plan; alleys: lộ giới hẻm. */
        plannedWidthMetres: metres(500).nullable().default(null),
        redLine: lineSchema.nullable(),
        buildingLine: lineSchema.nullable(),
        provenance: from,
      }),
    )
    .max(20),
  /** Buildings around, on the lot too; an empty list: there are none within reach; null: not looked at. So with the two below. */
  neighbours: z
    .array(
      z.strictObject({
        name,
        footprint: ringSchema,
        heightMetres: metres(1000).nullable(),
        /** How the two walls face each other; null: not known. */
        facing: z.enum(['long-long', 'gable']).nullable(),
        /** Row houses with their backs to each other in one lot. */
        backToBack: z.boolean().default(false),
        /** Wall to wall in a row, as the plan lets it be. */
        attached: z.boolean().default(false),
        provenance: provenanceSchema,
      }),
    )
    .max(500)
    .nullable(),
  corridors: z
    .array(
      z.strictObject({
        kind: z.enum(corridorKinds),
        name,
        line: lineSchema,
        /** To each side of the line; null: not set here. */
        clearanceMetres: metres(1000).nullable(),
        source: name,
        provenance: from,
      }),
    )
    .max(200)
    .nullable(),
  buffers: z
    .array(
      z.strictObject({
        kind: z.enum(bufferKinds),
        name,
        ring: ringSchema,
        /** Of a wastewater plant, m³/day. */
        cubicMetresPerDay: z.number().min(0).max(1e7).nullable().default(null),
        provenance: from,
      }),
    )
    .max(200)
    .nullable(),
  plans: z.strictObject({
    approved: planFiguresSchema.nullable(),
    urbanDesign: planFiguresSchema.nullable(),
    architecture: planFiguresSchema.nullable(),
  }),
  flood: z.strictObject({
    /** Level of the design flood, m above datum, and where it comes from. */
    designLevelMetres: z.number().min(-20).max(100).nullable(),
    designLevelProvenance: provenanceSchema.nullable(),
    /** Annual maximum flood (rural: 2.16.11.1). */
    annualMaximumMetres: z.number().min(-20).max(100).nullable().default(null),
    /** Of a stored run: advice, never a fail. */
    simulated: z
      .strictObject({ runId: z.uuid(), maxDepthMetres: metres(20) })
      .nullable()
      .default(null),
  }),
  /** Working days that have passed since the complete dossier; null: not yet one. */
  workingDaysPassed: z.number().int().min(0).max(10_000).nullable().default(null),
})
export type PermitCheck = z.infer<typeof permitCheckSchema>

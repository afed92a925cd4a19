/**
 * What the permit rules are given: the work, its lot, the building, what stands around it, and the plans on file. Geometry is
 * in VN-2000 metres, [easting, northing] (surveyors’ Y, X), rings closed: the last corner is the first again. What is not known
 * is null, never a guess: a rule that needs it answers `person`.
 */
import { z } from 'zod'
import { provenanceSchema } from '../provenance.ts'
import { type Bilingual, both } from '../text.ts'
import { settledLimitsSchema } from './settled.ts'

const coordinate = z.number().min(-1e7).max(1e7)
const xySchema = z.tuple([coordinate, coordinate])
const ringSchema = z
  .array(xySchema)
  .min(3)
  .max(2000)
  .describe(
    'Corners in VN-2000 metres, [easting, northing] (surveyors’ Y, X), closed: the last corner is the first again',
  )
const lineSchema = z.array(xySchema).min(2).max(2000).describe('Points in VN-2000 metres, [easting, northing]')
const metres = (max: number) => z.number().min(0).max(max)
const squareMetres = z.number().min(0).max(1e7)
const name = z.string().trim().max(200)
const known = z.boolean().nullable()
const from = provenanceSchema
  .nullable()
  .default(null)
  .describe('null: as the applicant declares; generated: the report is a specimen; assumed: nothing is decided on it')

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

/** As screens call them. */
export const workKindTitles: Readonly<Record<WorkKind, Bilingual>> = {
  house: both('Nhà ở riêng lẻ', 'Individual house'),
  apartment: both('Nhà chung cư', 'Apartment building'),
  commercial: both('Thương mại, dịch vụ', 'Commerce and services'),
  mixed: both('Hỗn hợp (có ở)', 'Mixed use (with dwellings)'),
  education: both('Giáo dục', 'Education'),
  health: both('Y tế', 'Health'),
  culture: both('Văn hóa', 'Culture'),
  sport: both('Thể dục thể thao', 'Sport'),
  market: both('Chợ', 'Market'),
  factory: both('Nhà máy, xưởng sản xuất', 'Factory or workshop'),
  warehouse: both('Kho', 'Warehouse'),
  other: both('Công trình khác', 'Other works'),
}

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
  document: name.min(1).describe('Number, issuer, date'),
  landUses: z
    .array(z.string().max(20))
    .max(20)
    .nullable()
    .default(null)
    .describe('Codes or words of the uses allowed, e.g. `ODT`'),
  densityPercent: z.number().min(0).max(100).nullable().default(null).describe('Net density'),
  far: z.number().min(0).max(50).nullable().default(null),
  storeys: z.number().int().min(0).max(200).nullable().default(null),
  heightMetres: metres(1000).nullable().default(null),
  setbackMetres: metres(1000).nullable().default(null).describe('Front, from the red line'),
  greenPercent: z.number().min(0).max(100).nullable().default(null),
  groundLevelMetres: z
    .number()
    .min(-20)
    .max(100)
    .nullable()
    .default(null)
    .describe('Control level of the ground (cốt khống chế), m above datum'),
})
export type PlanFigures = z.infer<typeof planFiguresSchema>

export const buildingPartSchema = z.strictObject({
  name: name.min(1),
  kind: z
    .enum(['main', 'podium', 'tower'])
    .describe('Podium (khối đế) and tower (khối tháp) are checked apart, each by its own height'),
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

export const permitCheckSchema = z
  .strictObject({
    schema: z.literal('permit-case@1'),
    date: z.iso.date().describe('Of the complete dossier: the law of this day applies'),
    procedure: z
      .enum(['new', 'temporary', 'relocate', 'repair', 'adjust', 'extend', 'reissue'])
      .describe('Cấp mới, có thời hạn, di dời, sửa chữa, điều chỉnh, gia hạn, cấp lại'),
    filedWith: z
      .enum(authorities)
      .nullable()
      .default(null)
      .describe('Where it was filed: UBND cấp xã, Sở Xây dựng, ban quản lý khu; null: not yet'),
    work: z.strictObject({
      kind: z.enum(workKinds),
      class: z.enum(['special', 'I', 'II', 'III', 'IV']).describe('Cấp công trình'),
      exemption: z
        .enum(exemptions)
        .nullable()
        .default(null)
        .describe(
          'Claimed under Luật 135/2025/QH15, Đ.43.2; class IV works and small houses (point g) are worked out, not claimed',
        ),
    }),
    /** Where the lot lies; null: not known. */
    place: z.strictObject({
      unitCode: z.string().max(10).describe('Code of the administrative unit'),
      townClass: z
        .enum(['special', 'I', 'II', 'III', 'IV', 'V'])
        .nullable()
        .describe('Class of the town (loại đô thị) on that day'),
      rural: known.describe('True: QCVN 01:2021/BXD, 2.16 applies (xã, rural parts)'),
      area: z
        .enum(['new', 'existing'])
        .nullable()
        .describe('New or redeveloped area, or an existing one (khu vực hiện hữu)'),
      industrialZone: known.describe('In an industrial, export-processing, high-tech or economic zone'),
      functionalArea: known.describe('Functional or urban-development area of the general plan (Đ.43.2.g)'),
      ruralResidential: known.describe('Rural residential area in such a plan (Đ.43.2.g)'),
      communeConstruction: known.describe('Construction zone of the commune plan (Đ.43.2.g)'),
      architectureRegulated: known.describe('Area with an architecture regulation (Đ.43.2.g)'),
    }),
    site: z.strictObject({
      ring: ringSchema,
      registered: ringSchema.nullable().describe('As registered (hồ sơ địa chính)'),
      registeredSquareMetres: squareMetres.nullable().default(null).describe('Area of the land paper, m²'),
      landUse: z.string().max(20).nullable().describe('Land use code of the paper, e.g. `ODT`'),
      zoning: z.string().max(40).nullable().describe('Zone of the plan in force, e.g. `residential`'),
      rowBlockMetres: metres(10_000)
        .nullable()
        .default(null)
        .describe(
          'Length of the block, where the work is a block of row houses with two street fronts; null: it is none',
        ),
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
      groundLevelMetres: z.number().min(-20).max(100).nullable().describe('Cốt nền tầng 1, m above datum'),
      productionFloors: z
        .number()
        .int()
        .min(0)
        .max(100)
        .nullable()
        .default(null)
        .describe('Floors of a factory used for production'),
      greenSquareMetres: squareMetres.nullable().default(null).describe('Ground of the lot planted green, m²'),
      parking: z
        .strictObject({ cars: z.number().int().min(0), motorcycles: z.number().int().min(0), squareMetres })
        .nullable()
        .default(null),
      hotelRooms: z.number().int().min(0).max(10_000).nullable().default(null),
      hotelStars: z.number().int().min(0).max(5).nullable().default(null),
      premiumSquareMetres: squareMetres
        .nullable()
        .default(null)
        .describe('Usable floor of premium offices, missions, convention, exhibition and shopping centres, m²'),
      serviceSquareMetres: squareMetres
        .nullable()
        .default(null)
        .describe('Usable floor of other offices and services, m²'),
      dwellings: z.number().int().min(0).max(10_000).nullable().default(null),
      dwellingSquareMetres: squareMetres
        .nullable()
        .default(null)
        .describe('Usable floor of the apartments (diện tích sử dụng căn hộ), m²'),
      fireAccessMetres: metres(1000)
        .nullable()
        .default(null)
        .describe('Clear width of the narrowest way that a fire engine takes to it'),
      livesWithFloods: z
        .boolean()
        .default(false)
        .describe('Built to live with floods (stilts) or to store water: Bảng 2.13, note 1'),
    }),
    roads: z
      .array(
        z.strictObject({
          name,
          class: z.enum(['urban', 'area', 'internal', 'alley']).nullable().describe('Đô thị, khu vực, nội bộ, hẻm'),
          widthMetres: metres(500).nullable().describe('Between red lines (lộ giới)'),
          plannedWidthMetres: metres(500).nullable().default(null).describe('Of the plan; alleys: lộ giới hẻm'),
          redLine: lineSchema.nullable().describe('Chỉ giới đường đỏ on the lot’s side; null: not known'),
          buildingLine: lineSchema.nullable().describe('Chỉ giới xây dựng on the lot’s side; null: not known'),
          provenance: from,
        }),
      )
      .max(20),
    neighbours: z
      .array(
        z.strictObject({
          name,
          footprint: ringSchema,
          heightMetres: metres(1000).nullable(),
          facing: z
            .enum(['long-long', 'gable'])
            .nullable()
            .describe('How the two walls face each other; null: not known'),
          backToBack: z.boolean().default(false).describe('Row houses with their backs to each other in one lot'),
          attached: z.boolean().default(false).describe('Wall to wall in a row, as the plan lets it be'),
          provenance: provenanceSchema,
        }),
      )
      .max(500)
      .nullable()
      .describe(
        'Buildings around, others on the lot too; an empty list: there are none within reach; null: not looked at',
      ),
    corridors: z
      .array(
        z.strictObject({
          kind: z.enum(corridorKinds),
          name,
          line: lineSchema,
          clearanceMetres: metres(1000).nullable().describe('To each side of the line; null: not set here'),
          source: name,
          provenance: from,
        }),
      )
      .max(200)
      .nullable()
      .describe(
        'Lines with a protection corridor near the lot; an empty list: there are none within reach; null: not looked at',
      ),
    buffers: z
      .array(
        z.strictObject({
          kind: z.enum(bufferKinds),
          name,
          ring: ringSchema,
          cubicMetresPerDay: z
            .number()
            .min(0)
            .max(1e7)
            .nullable()
            .default(null)
            .describe('Of a wastewater plant, m³/day'),
          provenance: from,
        }),
      )
      .max(200)
      .nullable()
      .describe('Sources of pollution near the lot; an empty list: there are none within reach; null: not looked at'),
    plans: z.strictObject({
      approved: planFiguresSchema.nullable(),
      urbanDesign: planFiguresSchema.nullable(),
      architecture: planFiguresSchema.nullable(),
    }),
    flood: z.strictObject({
      designLevelMetres: z
        .number()
        .min(-20)
        .max(100)
        .nullable()
        .describe('Level of the design flood (mực nước ngập tính toán), m above datum'),
      designLevelProvenance: provenanceSchema.nullable(),
      annualMaximumMetres: z
        .number()
        .min(-20)
        .max(100)
        .nullable()
        .default(null)
        .describe('Annual maximum flood (rural: 2.16.11.1)'),
      /** Of a stored run: advice, never a fail. */
      simulated: z
        .strictObject({ runId: z.uuid(), maxDepthMetres: metres(20) })
        .nullable()
        .default(null),
    }),
    workingDaysPassed: z
      .number()
      .int()
      .min(0)
      .max(10_000)
      .nullable()
      .default(null)
      .describe('Working days that have passed since the complete dossier; null: not yet one'),
    settled: settledLimitsSchema.optional().describe('Limits that the office has set; left out: the usual ones'),
  })
  .describe('A permit case for `vithanh permit check`: what is not known is null, never a guess')
export type PermitCheck = z.infer<typeof permitCheckSchema>

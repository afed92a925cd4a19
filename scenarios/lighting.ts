/**
 * What the street-lighting simulation is given and what it hands back: luminaires, one straight section of a street by the
 * standard, and every street metre of a city, point by point. The kernel, its doors, checks and screens all speak this.
 *
 * A luminaire's intensities are type C: planes C and angles γ from straight down, degrees. `streetPlane` is the plane that
 * looks at the street: 0 in IES files (90 where they are symmetric about 90–270), 90 in EULUMDAT and CIE tables. C turns
 * counter-clockwise seen from above.
 */
import { z } from 'zod'
import type { roadClasses } from './city/layers.ts'
import type { XY } from './frame.ts'
import type { LightingCheck } from './lighting-check.ts'
import { fileLuminairesSchema, fileRTableSchema } from './lighting-files.ts'
import type { Provenance } from './provenance.ts'
import type { LightingRun } from './run.ts'
import type { Bilingual } from './text.ts'
import type { Metres, Seconds } from './units.ts'

export interface Luminaire {
  /** `led-road-80`, or the name of its file. */
  readonly id: string
  readonly title: string
  /** Whether it is from a file or made here by formula. */
  readonly provenance: Provenance
  readonly source: string
  readonly streetPlane: number
  /** Rising, from 0 to 360 (the symmetry of a file is unfolded). */
  readonly planes: Float64Array
  /** Rising from 0, to 90 or 180; above the last there is no light. */
  readonly gammas: Float64Array
  /** cd of the luminaire as it is, by plane, then by γ. */
  readonly candela: Float64Array
  /** Of these intensities, by the zonal rule. */
  readonly fluxLumens: number
  readonly powerWatts: number
}

/** Reduced luminance coefficients of a road surface, r × 10⁴: a row a tan γ, a column a β. */
export interface RTable {
  readonly name: string
  readonly source: string
  /** Compared with a printed table; luminance is indicative where it was not. */
  readonly certified: boolean
  /** Degrees, 0 … 180; 0: the light comes from ahead of the one who looks. */
  readonly beta: Float64Array
  readonly tanGamma: Float64Array
  readonly r: Float64Array
}

export const arrangements = ['one-side', 'staggered', 'opposite', 'median'] as const
export type Arrangement = (typeof arrangements)[number]

export const lampSides = ['lamps-right', 'lamps-left'] as const

/** A straight street with equal lamps in equal steps. Across: y from the kerb that a one-sided row stands at. */
export interface StreetSection {
  /** Both directions together, without the median. */
  readonly carriagewayMetres: Metres
  readonly lanes: number
  readonly medianMetres: Metres
  /** All drive one way, with the row of a one-sided street on this side of them; left out: both ways, on the right. */
  readonly oneWay?: (typeof lampSides)[number] | undefined
  /** On each side; 0: none. */
  readonly sidewalkMetres: Metres
  readonly arrangement: Arrangement
  /** From pole to pole along the street; staggered: to the next one across it. */
  readonly spacingMetres: Metres
  /** Light centre above the road. */
  readonly heightMetres: Metres
  /** Light centre beyond the kerb (of the median: beyond its kerb), over the carriageway; below 0: behind it. */
  readonly overhangMetres: Metres
  readonly tiltDegrees: number
  readonly maintenanceFactor: number
  readonly luminaire: Luminaire
  /** Of each lamp where it is not that of the luminaire, lm: intensities are scaled. */
  readonly fluxLumens?: number
  readonly rTable: RTable
}

/** Values at `columns` × `rows` points, by row; rows across from the smallest y, columns along from the smallest x. */
export interface SectionGrid {
  readonly columns: number
  readonly rows: number
  /** m along the street from a luminaire, one a column. */
  readonly x: Float64Array
  /** m across, one a row. */
  readonly y: Float64Array
  readonly values: Float64Array
}

export interface SectionResult {
  /** Mean luminance, cd/m²; overall and longitudinal uniformity (Uo, Ud): the least of all observers. */
  readonly averageLuminance: number
  readonly overallUniformity: number
  readonly longitudinalUniformity: number
  /** Disability glare fTI, %: the greatest of all observers, new lamps. */
  readonly thresholdIncrement: number
  /** Surround ratio (CIE 140, QCVN 07-7) and edge illuminance ratio (EN 13201-3:2015). */
  readonly surroundRatio: number
  readonly edgeIlluminanceRatio: number
  /** lx on the carriageway; Emin/Eav. */
  readonly averageIlluminance: number
  readonly minimumIlluminance: number
  readonly illuminanceUniformity: number
  /** Of both sidewalks, the darker one; null where there is none. Semi-cylindrical 1.5 m high, the least, lx. */
  readonly sidewalk: {
    readonly averageIlluminance: number
    readonly minimumIlluminance: number
    readonly semicylindricalIlluminance: number
  } | null
  /** On the carriageways, 1.5 m high, along the street, the lesser way, the least, lx: what table 8 asks of paths. */
  readonly semicylindricalIlluminance: number
  /** lx of the carriageways (two where there is a median), then of the sidewalks. */
  readonly illuminance: readonly SectionGrid[]
  /** cd/m², one an observer: lanes in the order of y. `way` 1: drives with x, −1: against it. */
  readonly luminance: readonly (SectionGrid & { readonly observerY: number; readonly way: 1 | -1 })[]
  /** EN 13201-5: D_P, W/(lx·m²), of carriageway and sidewalks together. */
  readonly powerDensity: number
  /** W a metre of street. */
  readonly wattsPerMetre: number
}

/** Outputs from an hour on, until the next; the last holds past midnight until the first. Hours 0 … 24, outputs 0 … 1. */
export const dimmingSchema = z
  .array(z.object({ fromHour: z.number().min(0).lt(24), output: z.number().min(0).max(1) }))
  .min(1)
  .max(48)
  .refine((steps) => steps.every((s, i) => i === 0 || s.fromHour > steps[i - 1]!.fromHour), 'hours that rise')
export type DimmingSchedule = z.infer<typeof dimmingSchema>

/** Lamps as arrays, one entry a lamp. */
export interface LightingLamps {
  /** Light centre, local metres; above the road, m. */
  readonly x: Float64Array
  readonly y: Float64Array
  readonly height: Float64Array
  /** Where the luminaire looks, degrees from north, clockwise; lifted by so many degrees. */
  readonly heading: Float64Array
  readonly tilt: Float64Array
  /** Index into the input’s luminaires. */
  readonly luminaire: Int32Array
  /** lm: intensities are scaled to it. */
  readonly flux: Float64Array
  /** W, with its gear. */
  readonly power: Float64Array
  /** Index into the input’s schedules. */
  readonly schedule: Int32Array
  /** 1: in order, 0: out. */
  readonly working: Uint8Array
}

/** Points of the streets, 2 m apart or less, by segment, by row along it, across from left to right. */
export interface LightingPoints {
  readonly x: Float64Array
  readonly y: Float64Array
  /** 0 carriageway, 1 left, 2 right sidewalk. */
  readonly kind: Uint8Array
  /** Row along the segment. */
  readonly row: Int32Array
  /** Segment s has points[start[s]] … points[start[s + 1] − 1]. */
  readonly start: Int32Array
  /** Metres of street that a row of the segment stands for. */
  readonly rowMetres: Float64Array
}

/** What stands in the light: rings as x, y pairs; ring k has points[start[k]] … points[start[k + 1] − 1] (in numbers). */
export interface LightingObstacles {
  readonly start: Int32Array
  readonly points: Float64Array
  readonly height: Float64Array
  /** Crowns of trees: a disc from `treeBase` to `treeTop`. */
  readonly treeX: Float64Array
  readonly treeY: Float64Array
  readonly treeRadius: Float64Array
  readonly treeBase: Float64Array
  readonly treeTop: Float64Array
  /** Share of the light that passes a crown. */
  readonly transmission: number
}

export interface CityLightingInput {
  readonly luminaires: readonly Luminaire[]
  readonly schedules: readonly DimmingSchedule[]
  readonly lamps: LightingLamps
  readonly points: LightingPoints
  readonly obstacles: LightingObstacles | null
  readonly maintenanceFactor: number
  /** Hour that is computed, 0 … 24; null: full output. */
  readonly hour: number | null
  /** Light of a lamp counts within so many of its heights. */
  readonly reachHeights: number
  /** Where the carriageway has less than this on average, it is dark, lx. */
  readonly darkLux: number
}

/** One entry a segment; lx, maintained. */
export interface SegmentLight {
  readonly average: Float32Array
  readonly minimum: Float32Array
  /** Minimum / average; 0 where there is no light. */
  readonly uniformity: Float32Array
  /** The darker sidewalk; −1 where there is none. */
  readonly sidewalkAverage: Float32Array
  readonly sidewalkMinimum: Float32Array
  /** Metres of street that are dark. */
  readonly darkMetres: Float32Array
}

export interface CityLightingResult {
  /** lx, one a point. */
  readonly illuminance: Float32Array
  readonly segments: SegmentLight
  readonly diagnostics: { readonly lookups: number; readonly cpuSeconds: Seconds; readonly wallSeconds: Seconds }
  /** SHA-256 of header and arrays; see architecture, Conventions. */
  readonly digest: string
}

export const lightingClasses = ['A', 'B', 'C', 'D', 'E'] as const
export type LightingClass = (typeof lightingClasses)[number]

/** A piece of a road, at most 100 m. */
export interface LightingSegment {
  readonly road: string
  readonly name: string | null
  readonly roadClass: (typeof roadClasses)[number]
  readonly lightingClass: LightingClass
  readonly line: readonly XY[]
  readonly lengthMetres: Metres
  /** Without the median. */
  readonly carriagewayMetres: Metres
  readonly medianMetres: Metres
  readonly sidewalkMetres: Metres
  readonly provenance: Provenance
  /** Index into the model’s sections; −1 where no row of lamps stands. */
  readonly section: number
}

/** The street as its lamps stand, made straight and even. */
export interface ModelSection {
  readonly section: StreetSection
  readonly lightingClass: LightingClass
  readonly hasMedian: boolean
  /** Segments that it stands for. */
  readonly segments: readonly number[]
  /** The weakest of its lamps and segments. */
  readonly provenance: Provenance
}

/** Where streets meet: the carriageway points around it. */
export interface ConflictArea {
  readonly at: XY
  readonly radiusMetres: Metres
  /** Of the strongest street that meets there. */
  readonly lightingClass: LightingClass
  readonly points: Int32Array
  /** Segments that the points are of. */
  readonly segments: readonly number[]
  /** Unit vectors from the place along the streets that meet there. */
  readonly ways: readonly XY[]
}

/** A city as the lighting engine sees it. */
export interface LightingModel {
  readonly input: CityLightingInput
  /** One a lamp. */
  readonly lampIds: readonly string[]
  /** What people call lamps and cabinets, by id: the number on the pole, the name of the cabinet. */
  readonly names: ReadonlyMap<string, string>
  /** Segment that each lamp stands at; −1: none within reach. */
  readonly lampSegment: Int32Array
  readonly lampCircuit: readonly { readonly cabinet: string | null; readonly circuit: number | null }[]
  readonly segments: readonly LightingSegment[]
  readonly sections: readonly ModelSection[]
  readonly conflicts: readonly ConflictArea[]
  /** What it rests on. */
  readonly inputs: readonly { readonly name: string; readonly provenance: Provenance }[]
}

/** Assumptions of a run; every figure has its default in `lighting-facts`, and is stored with the scenario. */
export const lightingSettingsSchema = z.object({
  /** Maintenance factor (hệ số dự trữ, nghịch đảo). */
  maintenanceFactor: z.number().min(0.3).max(1),
  /** Of cabinets without one of their own. */
  dimming: dimmingSchema,
  /** Hour that is shown, 0 … 24; null: full output, which the standard asks for. */
  hour: z.number().min(0).max(24).nullable(),
  /** VND/kWh. */
  tariff: z.number().min(0).max(100_000),
  /** kg CO₂/kWh. */
  co2Factor: z.number().min(0).max(3),
  /** Collector streets: C where there are shops, else D. */
  collectorClass: z.enum(['C', 'D']),
  /** Surroundings of streets of class D. */
  surroundings: z.enum(['bright', 'dark']),
  /** Buildings and trees in the way of the light. */
  buildings: z.boolean(),
  trees: z.boolean(),
  /** Share of the light that passes a crown. */
  treeTransmission: z.number().min(0).max(1),
  /** Below this average across the carriageway a street metre is dark, lx. */
  darkLux: z.number().min(0).max(50),
  /** From files, that edits of lamps name by their ids. */
  luminaires: fileLuminairesSchema.optional(),
  /** From a file; R3 where it is left out. */
  rTable: fileRTableSchema.optional(),
})
export type LightingSettings = z.infer<typeof lightingSettingsSchema>

/** Energy and what it costs, of a set of lamps. */
export const lightingEnergySchema = z.object({
  lamps: z.number(),
  lampsOut: z.number(),
  /** W, of the lamps in order at full output. */
  powerWatts: z.number(),
  kilowattHours: z.number(),
  /** VND a year. */
  cost: z.number(),
  co2Kilograms: z.number(),
})
export type LightingEnergy = z.infer<typeof lightingEnergySchema>

export const lightingVerdicts = ['pass', 'fail', 'person'] as const
const byVerdict = z.object({ pass: z.number(), fail: z.number(), person: z.number() })

/** What a lighting run means, as the record keeps it. */
export const lightingIndicatorsSchema = z.object({
  energy: lightingEnergySchema,
  /** EN 13201-5: power density D_P, W/(lx·m²), and annual energy D_E, kWh/(m²·a), over the streets that have lamps. */
  powerDensity: z.number(),
  annualEnergyPerSquareMetre: z.number(),
  /** Streets that have lamps: their length, and how much of it is dark at the hour computed. */
  streetMetres: z.number(),
  darkMetres: z.number(),
  /** lx over the carriageways of those streets. */
  averageIlluminance: z.number(),
  /** Metres of street by what may be said of them, and by what the figures say. */
  metresByVerdict: byVerdict,
  metresMet: z.number(),
  metresUnmet: z.number(),
})
export type LightingIndicators = z.infer<typeof lightingIndicatorsSchema>

export const lightingDiagnosticsSchema = z.object({
  lookups: z.number(),
  points: z.number(),
  lamps: z.number(),
  cpuSeconds: z.number(),
  wallSeconds: z.number(),
})

export type LightingSummary = Pick<LightingRun, 'indicators' | 'diagnostics' | 'inputs' | 'illustrative' | 'digest'>

/** Lamps that are out, and what they leave dark. */
export interface LightingOutage {
  readonly lamp: string
  readonly cabinet: string | null
  readonly circuit: number | null
  readonly segment: number
  /** Street metres that would not be dark if this lamp were in order. */
  readonly darkMetres: Metres
}

/** A model, its light and what it means: what every screen and report of lighting is made from. */
export interface LightingOutcome {
  readonly model: LightingModel
  readonly result: CityLightingResult
  /** One a section of the model. */
  readonly sections: readonly SectionResult[]
  readonly checks: readonly LightingCheck[]
  readonly energy: {
    readonly total: LightingEnergy
    /** By street name, cabinet id, and `cabinet circuit`. */
    readonly streets: ReadonlyMap<string, LightingEnergy>
    readonly cabinets: ReadonlyMap<string, LightingEnergy>
    readonly circuits: ReadonlyMap<string, LightingEnergy>
  }
  readonly outages: readonly LightingOutage[]
  readonly summary: LightingSummary
}

/** The same city without and with the edits. */
export interface LightingComparison {
  readonly baseline: LightingOutcome
  /** The baseline’s own outcome where nothing was edited. */
  readonly scenario: LightingOutcome
}

/** Lines of equal illuminance (đường đồng độ rọi), local metres. */
export interface Isolux {
  readonly lux: number
  readonly lines: readonly (readonly XY[])[]
}

export interface LightingFigure<Value> {
  readonly title: Bilingual
  readonly unit: string
  readonly value: Value
  readonly source: string
  readonly confidence: 'found' | 'memory: high' | 'memory: medium' | 'assumed'
  readonly note?: Bilingual
}

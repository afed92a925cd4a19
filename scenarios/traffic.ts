/**
 * What the traffic simulation is given and what it hands back: directed links between nodes as plain arrays, and trips from
 * zone to zone. The kernel, its doors, the summary and the screens all speak this.
 *
 * Volumes are in equivalent units, for a city motorcycle units (xe máy quy đổi): a class counts with its `equivalent`, so
 * that one delay curve serves all of them and the equilibrium is that of one convex problem. Times are seconds; a file of
 * another network keeps its own unit of time, and all that follows is in it.
 */
import { z } from 'zod'
import type { XY } from './frame.ts'
import type { Provenance } from './provenance.ts'
import type { TrafficRun } from './run.ts'
import type { Metres, Seconds } from './units.ts'

/** Classes that share the street. */
export const userClasses = ['motorbike', 'car', 'heavy', 'bicycle'] as const
export type UserClass = (typeof userClasses)[number]
/** Those that a route is asked for. */
export const travelModes = [...userClasses, 'ambulance', 'walk'] as const
export type TravelMode = (typeof travelModes)[number]

/** Directed links. Node z < zoneCount is the centroid of zone z. Arrays have one entry a link. */
export interface TrafficNetwork {
  readonly nodeCount: number
  readonly zoneCount: number
  /** Paths begin and end in nodes below this, and never run through them. */
  readonly firstThroughNode: number
  readonly from: Int32Array
  readonly to: Int32Array
  /** Units/h; Infinity: no delay ever. */
  readonly capacity: Float64Array
  /** Time of an empty link, s. */
  readonly freeTime: Float64Array
  /** Volume–delay: time = freeTime · (1 + alpha · (volume / capacity)^power). */
  readonly alpha: Float64Array
  readonly power: Float64Array
  /** m */
  readonly length: Float64Array
}

export interface TrafficClass {
  readonly id: string
  /** Units that one vehicle counts for. */
  readonly equivalent: number
  /**
   * What a passage costs beyond the travel time that all share, s: signals, tolls, distance, what this class is slower by.
   * Infinity: closed to it. One entry a link.
   */
  readonly fixedCost: Float64Array
  /** Vehicles/h from zone to zone, zoneCount × zoneCount, by origin. */
  readonly demand: Float64Array
}

/** Paths in use with their flows, by class, origin, destination, in rising order. */
export interface TrafficPaths {
  readonly class: Uint8Array
  readonly origin: Int32Array
  readonly destination: Int32Array
  /** Vehicles/h */
  readonly flow: Float64Array
  /** Path p runs over links[start[p]] … links[start[p + 1] − 1]. */
  readonly start: Int32Array
  readonly links: Int32Array
}

export interface TrafficInput {
  readonly network: TrafficNetwork
  readonly classes: readonly TrafficClass[]
  /** Everyone for himself (Wardrop’s first principle), or the least total. */
  readonly objective: 'user' | 'system'
  /** Stop at this relative gap, or after so many iterations. */
  readonly relativeGap: number
  readonly maxIterations: number
  /** Start from these paths of another solution; those over a link that is closed now are dropped. */
  readonly warm?: TrafficPaths | undefined
  /** 1 … 16; never changes the answer. */
  readonly threads: number
}

export interface TrafficResult {
  /** Units/h per link. */
  readonly volume: Float64Array
  /** Vehicles/h per link, by class. */
  readonly classVolume: readonly Float64Array[]
  /** Loaded travel time per link, s, without fixed costs. */
  readonly time: Float64Array
  readonly paths: TrafficPaths
  /** Trips that no path serves, vehicles/h. */
  readonly unserved: readonly {
    readonly class: number
    readonly origin: number
    readonly destination: number
    readonly trips: number
  }[]
  /** Beckmann’s objective: Σ ∫ time + Σ fixed · units (of the system optimum: the total itself). */
  readonly objective: number
  /** Σ volume · time, units/h · s. */
  readonly totalTravelTime: number
  /** The same with fixed costs. */
  readonly totalCost: number
  /** (total cost − cost on shortest paths) / cost on shortest paths. */
  readonly relativeGap: number
  /** After each iteration. */
  readonly gaps: Float64Array
  readonly diagnostics: TrafficDiagnostics
  /** SHA-256 of header and arrays; see architecture, Conventions. */
  readonly digest: string
}

export interface TrafficDiagnostics {
  readonly iterations: number
  /** Whether the gap asked for was reached. */
  readonly converged: boolean
  readonly paths: number
  readonly cpuSeconds: Seconds
  readonly wallSeconds: Seconds
}

/** A zone: a quarter of the city, or a road that leaves it. */
export interface TrafficZone {
  readonly id: string
  readonly name: string
  readonly kind: 'quarter' | 'cell' | 'external'
  readonly at: XY
  /** Trips of all classes that start and end here, vehicles/h. */
  readonly produced: number
  readonly attracted: number
  readonly households: number
  readonly inhabitants: number
}

/** What a link is made of, beside the arrays that the kernel reads; one entry a link. */
export interface TrafficLinks {
  /** Ids of the roads that links belong to. */
  readonly roads: readonly string[]
  /** Index into `roads`; −1 for a connector or a turn. Links 2k and 2k + 1 are the two directions of one piece of road. */
  readonly road: Int32Array
  /** 1 where it runs against the road’s line. */
  readonly backward: Uint8Array
  /** Course in the direction of travel, local metres: x, y pairs from `start[link]` to `start[link + 1]` (in numbers). */
  readonly start: Int32Array
  readonly points: Float64Array
  /** PCU/h of the same link, for the eye: the engine counts `capacity`. */
  readonly capacityPcu: Float64Array
  readonly freeSpeed: Float64Array
  readonly lanes: Float64Array
  /** Households whose door is nearest to the link (its two directions share them). */
  readonly households: Float64Array
}

/** A city as the traffic engine sees it. */
export interface TrafficModel {
  readonly network: TrafficNetwork
  readonly classes: readonly TrafficClass[]
  readonly links: TrafficLinks
  readonly zones: readonly TrafficZone[]
  /** Local metres of every node. */
  readonly x: Float64Array
  readonly y: Float64Array
  /** Deepest predicted water on each link, m; null where no flood was given. */
  readonly depth: Float64Array | null
  /** What of each class’s fixed cost is money, not time, s/km; left out: none. */
  readonly secondsPerKilometre?: number
  /** What it rests on. */
  readonly inputs: readonly { readonly name: string; readonly provenance: Provenance }[]
  /** True once demand was fitted to counts: until then every screen says “chưa hiệu chỉnh”. */
  readonly calibrated: boolean
  /** Set where demand was fitted. */
  readonly fit: CountFit | null
  /** What fitting multiplied the trips of each pair by, per class: a scenario’s trips are multiplied alike. */
  readonly adjustment?: readonly Float64Array[]
}

/** Vehicles counted on a road in one direction, in the hour that is simulated. */
export const trafficCountSchema = z.object({
  road: z.string().min(1),
  direction: z.enum(['forward', 'backward']),
  class: z.enum(userClasses),
  vehiclesPerHour: z.number().min(0).max(100_000),
})
export type TrafficCount = z.infer<typeof trafficCountSchema>

/** How well the volumes meet the counts: GEH (UK DMRB) per count, and over all. */
export interface CountFit {
  readonly counts: readonly (TrafficCount & { readonly before: number; readonly after: number; readonly geh: number })[]
  readonly shareUnderGeh5: number
  readonly rSquared: number
}

/**
 * What is assumed of travel; every figure is a setting with its default from `facts`, stored with the scenario, so that a
 * run is the same years later.
 */
export const trafficSettingsSchema = z.object({
  hour: z.enum(['am', 'pm', 'off']),
  objective: z.enum(['user', 'system']),
  relativeGap: z.number().min(1e-12).max(0.1),
  /** Vehicle trips that a household makes a day. */
  tripsPerHousehold: z.number().min(0).max(50),
  /** Share of the day’s trips in the hour. */
  hourShare: z.number().min(0).max(1),
  /** Growth on top: 1 is today. */
  growth: z.number().min(0).max(10),
  /** Of trips, by class; normalised to 1. */
  shares: z.object({
    motorbike: z.number().min(0),
    car: z.number().min(0),
    heavy: z.number().min(0),
    bicycle: z.number().min(0),
  }),
  /** Mean travel time that deterrence is calibrated to, s. */
  meanTripSeconds: z.number().min(60).max(7200),
  /** Vehicles an hour that pass through each road which leaves the city, both directions together. */
  throughTraffic: z.number().min(0).max(50_000),
  /** Value of time: what a kilometre costs in seconds, per class, beyond its time. */
  secondsPerKilometre: z.number().min(0).max(3600),
  /** Links under the water of the same scenario’s flood slow down and close. */
  flood: z.boolean(),
  counts: z.array(trafficCountSchema).max(2000),
})
export type TrafficSettings = z.infer<typeof trafficSettingsSchema>

/** Level of service by volume/capacity (mức phục vụ). */
export const losLevels = ['A', 'B', 'C', 'D', 'E', 'F'] as const
export type LevelOfService = (typeof losLevels)[number]

const perClass = z.object({
  motorbike: z.number(),
  car: z.number(),
  heavy: z.number(),
  bicycle: z.number(),
})

/** What a traffic run means, as the record keeps it. */
export const trafficIndicatorsSchema = z.object({
  /** Vehicles in the hour. */
  trips: perClass,
  /** Vehicle-hours in the hour. */
  vehicleHours: perClass,
  /** Vehicle-kilometres in the hour. */
  vehicleKilometres: perClass,
  /** Vehicle-hours lost against an empty network. */
  delayHours: z.number(),
  meanSpeedMetresPerSecond: z.number(),
  /** Metres of street (both directions counted once each) by level of service A … F. */
  metresByLevel: z.tuple([z.number(), z.number(), z.number(), z.number(), z.number(), z.number()]),
  fuelLitres: z.number(),
  co2Kilograms: z.number(),
  /** Trips that found no way. */
  unservedTrips: z.number(),
  /** Households that cannot reach the hospital by car; from alleys too narrow for it they walk to where it waits. */
  householdsCutOff: z.number(),
  /** Seconds within which half and nine tenths of the households reach the nearest hospital by ambulance. */
  hospitalSeconds: z.object({ median: z.number().nullable(), ninetieth: z.number().nullable() }),
  calibrated: z.boolean(),
})
export type TrafficIndicators = z.infer<typeof trafficIndicatorsSchema>

/** A model, its equilibrium and what it means: what every screen and report of traffic is made from. */
export interface TrafficOutcome {
  readonly model: TrafficModel
  readonly result: TrafficResult
  readonly summary: TrafficSummary
}

export type TrafficSummary = Pick<TrafficRun, 'indicators' | 'diagnostics' | 'inputs' | 'illustrative' | 'digest'>

/** The same hour without and with the edits. The scenario starts from the baseline’s paths, here and on the server alike. */
export interface TrafficComparison {
  readonly baseline: TrafficOutcome
  /** The baseline’s own outcome where nothing was edited and no flood was given. */
  readonly scenario: TrafficOutcome
}

/**
 * A way from one place to another. It never leads through predicted water that is not surely shallow enough: a wet link is
 * passed only where depth + error of the ground stays below the mode’s limit.
 */
export interface RouteRequest {
  readonly mode: TravelMode
  readonly from: XY
  readonly to: XY
}

/** What is done on the way into a street. */
export const manoeuvres = ['straight', 'slight-left', 'slight-right', 'left', 'right', 'u-turn'] as const
export type Manoeuvre = (typeof manoeuvres)[number]

export interface Route {
  readonly line: readonly XY[]
  readonly metres: Metres
  readonly seconds: Seconds
  readonly steps: readonly {
    /** Null for the way to the street and from it. */
    readonly road: string | null
    readonly name: string | null
    readonly metres: Metres
    readonly seconds: Seconds
    /** Into it; null at the beginning. */
    readonly turn: Manoeuvre | null
  }[]
}

/** Reach of the nearest of several places, from everywhere. */
export interface Reach {
  /** Seconds from the middle of each link to the nearest place (or from it, as asked); Infinity: cut off. One a link. */
  readonly linkSeconds: Float64Array
  readonly households: readonly { readonly withinSeconds: number; readonly count: number }[]
  readonly cutOff: number
}

/** Vehicles of the hour on their ways: vehicle k passes links[start[k]] … links[start[k + 1] − 1] of the model. */
export interface TrafficMotion {
  readonly start: Int32Array
  readonly links: Int32Array
  /** Second at which each of those links is entered; the last is left at `end[k]`. */
  readonly enter: Float32Array
  readonly end: Float32Array
  /** Index into the model’s classes. */
  readonly kind: Uint8Array
  readonly durationSeconds: number
}

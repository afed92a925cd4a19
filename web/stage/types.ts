/**
 * What the stage is given and what it tells: the 3D city as a list of properties. The planner knows this file and nothing of
 * the engine behind it. Coordinates are local metres of the city's frame unless a name says otherwise.
 */
import type { Ref } from 'react'
import type { City } from '../../scenarios/city/city.ts'
import type { Feature } from '../../scenarios/city/dataset.ts'
import type { LayerId } from '../../scenarios/city/layers.ts'
import type { TilesManifest } from '../../scenarios/city/tiles.ts'
import type { XY } from '../../scenarios/frame.ts'
import type { Bounds } from '../../scenarios/geometry.ts'
import type { GridSpec } from '../../scenarios/grid.ts'
import type { ProblemDetail } from '../../scenarios/problem.ts'
import type { Provenance } from '../../scenarios/provenance.ts'
import type { Language } from '../../scenarios/text.ts'
import type { Filters } from './filter.ts'
import type { ImportedLine } from './imported.ts'

/** What a click does: choose a feature, add corners to a ring, or give a place. */
export type StageTool =
  | { readonly kind: 'select' }
  | { readonly kind: 'polygon' }
  /** An open line, e.g. a new street; corners snap to the ends and corners of streets nearby. */
  | { readonly kind: 'line' }
  | { readonly kind: 'rectangle'; readonly maxSideMetres: number }
  | KerbTool

/** One click is one place behind the kerb of the nearest street, told by `onPlace`. */
export interface KerbTool {
  readonly kind: 'kerb'
  readonly behindMetres: number
  /** How far from the click that place may be. */
  readonly withinMetres: number
}

export interface StageKerb {
  readonly at: XY
  /** Where the street is, degrees from north, clockwise. */
  readonly headingDegrees: number
  readonly road: Feature<'roads'>
}

/** A raster draped over the ground. */
export interface StageRaster {
  readonly grid: GridSpec
  /** Values per frame, m, rows × columns, row 0 north. NaN (and depths below 5 mm) are transparent: unknown, not dry. */
  readonly frames: readonly Float32Array[]
  /** Time of each frame, s. */
  readonly times: Float64Array
  readonly mode: 'depth' | 'difference' | 'max'
  /** Rests on generated data: marked MINH HỌA in its pixels. */
  readonly illustrative: boolean
  /** 0 … 1; 1 where it is left out. */
  readonly opacity?: number
}

/** Lines of an analysis over the streets, e.g. volumes: each in its own colour and width, beside the middle of the street. */
export interface StageFlows {
  /** Line k runs over the x, y pairs from `start[k]` to `start[k + 1]` (in numbers). */
  readonly start: Int32Array
  readonly points: Float64Array
  /** Red, green, blue, alpha per line, 0 … 255; alpha 0 is not drawn. */
  readonly colours: Uint8Array
  readonly widthPixels: Float32Array
  /** Drawn to the right of the course, so that both directions are seen. */
  readonly beside: boolean
  /** A click on line k chooses this. */
  readonly ids: readonly (string | null)[]
  /** Rests on generated data: MINH HỌA is written over the picture. */
  readonly illustrative: boolean
}

/** The lit ground: illuminance at points of the streets, and lines of equal illuminance (đường đồng độ rọi). */
export interface StageLight {
  /** Local metres, one a point, about 2 m apart. */
  readonly x: Float64Array
  readonly y: Float64Array
  /** lx, one a point; drawn on a logarithmic ramp of colours, or as light on dark ground by night. */
  readonly lux: Float32Array
  readonly isolux: readonly { readonly lux: number; readonly lines: readonly (readonly XY[])[] }[]
  /** By night the rest of the map is dark and lamps glow. */
  readonly night: boolean
  readonly lamps: StageLamps
  /** Rests on generated data: MINH HỌA is written along. */
  readonly illustrative: boolean
}

/** Lamps of the night, one entry a lamp. */
export interface StageLamps {
  readonly ids: readonly string[]
  /** Light centre, local metres; above the ground, m. */
  readonly x: Float64Array
  readonly y: Float64Array
  readonly height: Float64Array
  /** What it gives at the hour shown, lm; 0: it does not burn. */
  readonly lumens: Float32Array
  /** 1: out of order. */
  readonly out: Uint8Array
  /** 1: brought by the plan. */
  readonly planned: Uint8Array
  /** 1: the orange light of sodium. */
  readonly sodium: Uint8Array
}

/** Straight desire lines between zones (đường nguyện vọng), and zone circles. */
export interface StageDesires {
  readonly lines: readonly {
    readonly from: XY
    readonly to: XY
    readonly widthPixels: number
    readonly label: string
  }[]
  readonly zones: readonly { readonly at: XY; readonly label: string; readonly radiusPixels: number }[]
  /** Rests on generated data: marked MINH HỌA, as are flows and vehicles. */
  readonly illustrative: boolean
}

/** Vehicles on their ways: vehicle k passes links[start[k]] … links[start[k + 1] − 1]. */
export interface StageVehicles {
  readonly start: Int32Array
  readonly links: Int32Array
  /** Second at which each of those links is entered; the last is left at `end[k]`. */
  readonly enter: Float32Array
  readonly end: Float32Array
  /** Index into `colours`. */
  readonly kind: Uint8Array
  readonly colours: readonly string[]
  /** Course of every link: x, y pairs from `linkStart[link]` to `linkStart[link + 1]`. */
  readonly linkStart: Int32Array
  readonly linkPoints: Float64Array
  readonly durationSeconds: number
  readonly illustrative: boolean
}

/** A building that is asked for, with its lot. Levels are m above the vertical datum. */
export interface StageBuilding {
  /** Upright, each over its ring. */
  readonly bodies: readonly { readonly ring: readonly XY[]; readonly baseMetres: number; readonly topMetres: number }[]
  /** East and north from `origin`, and level; three corners a triangle. */
  readonly triangles: {
    readonly origin: XY
    readonly positions: Float32Array
    readonly indices: Uint32Array
  } | null
  readonly lot: readonly XY[]
  readonly redLines: readonly (readonly XY[])[]
  /** Buildings of the city that make room for it. */
  readonly replaces: readonly string[]
}

/** The sun of an hour, with shadows. */
export interface StageSun {
  /** Where it is that hour. */
  readonly at: XY
  /** Towards it: east, north, up, of length 1. */
  readonly direction: readonly [east: number, north: number, up: number]
}

/** What stands under a click. */
export interface Picked {
  readonly layer: LayerId | 'ground'
  readonly id: string | null
  readonly properties: Record<string, unknown>
  readonly provenance: Provenance | null
  readonly at: {
    readonly x: number
    readonly y: number
    readonly lon: number
    readonly lat: number
    /** m above the city's vertical datum */
    readonly height: number | null
  }
}

/** The point in the middle of the view, the camera's height above the ground, m, and the ground that is seen. */
export interface StageView {
  readonly x: number
  readonly y: number
  readonly height: number
  /** Around the ground under a lattice of nine points of the view; the sky is left out. */
  readonly bounds: Bounds
}

export interface StageProps {
  readonly tiles: TilesManifest
  /** Folder of the tiles, with its slash: `/tiles/`. */
  readonly baseUrl: string
  /** Layers left out are not shown. */
  readonly layers: Partial<Record<LayerId, { readonly visible: boolean; readonly opacity: number }>>
  /** Only what matches is shown, in 2D and in 3D. */
  readonly filters?: Filters
  /** False: flat ground. */
  readonly terrain: boolean
  /** True: the ground is seen through, and what lies in it is drawn. */
  readonly underground?: boolean
  /** The planned city window: fills, ponds and closed roads are drawn from it. */
  readonly city: City | null
  /** The same window without edits: parcels whose zoning differs from it are tinted. */
  readonly base?: City | null
  /** Outline of the simulated area. */
  readonly area: Bounds | null
  readonly raster: StageRaster | null
  /** Outlines of what is looked at: a file that is not stored, places of a norm. */
  readonly imported?: readonly ImportedLine[] | null
  /** Fractional index of the frame shown; neighbours are blended. */
  readonly frame: number
  readonly flows?: StageFlows | null
  readonly desires?: StageDesires | null
  readonly light?: StageLight | null
  readonly vehicles?: StageVehicles | null
  /** Seconds on the vehicles’ clock that pass in one second of the screen; 0 stands still. */
  readonly vehicleSpeed?: number
  /** Where the clock is set when it is changed from outside, s. */
  readonly vehicleSecond?: number
  /** The clock, some times a second while it runs. */
  onVehicleSecond?(second: number): void
  readonly building?: StageBuilding | null
  /** Left out: even light, no shadows. */
  readonly sun?: StageSun | null
  readonly tool: StageTool
  /** Id of the chosen feature, outlined. */
  readonly selection: string | null
  /** Where it is, for what was chosen in a list and not by a click. */
  readonly selectionAt?: XY | null
  readonly language: Language
  readonly dark: boolean
  onPick(picked: Picked | null): void
  /** A closed ring was drawn, open form (first corner not repeated), or an open line with the tool `line`. */
  onDraw(ring: XY[]): void
  /** A place of the tool `kerb`; null where no street is within its reach. */
  onPlace?(kerb: StageKerb | null): void
  /** The ground is there: the camera and clicks work. Tiles still to come are counted in `data-waiting` of the canvas. */
  onReady(): void
  onProblem(problem: ProblemDetail): void
  onView?(view: StageView): void
  readonly ref?: Ref<StageHandle>
}

export interface StageHandle {
  /** @param leastMetres from which bounds are looked at; 200 where it is left out */
  flyTo(target: Bounds | XY, leastMetres?: number): void
  zoomIn(): void
  zoomOut(): void
  topDown(): void
  home(): void
  /** What is on the screen, as PNG. */
  capture(): Promise<Blob>
}

/**
 * A building as a file has it: triangles of its envelope by storey, and what the file says of itself. Metres, z up, the file's own
 * axes; corners lie about `origin`, so that single precision keeps their millimetres.
 */
import type { XY } from '../../../scenarios/frame.ts'
import type { Bilingual } from '../../../scenarios/text.ts'
import type { SquareMetres } from '../../../scenarios/units.ts'

/** What a file may ask for. */
export interface BuildingLimits {
  readonly bytes: number
  /** IFC: entities; glTF: nodes. */
  readonly entities: number
  readonly triangles: number
  readonly seconds: number
  /** Of the geometry engine's own memory. */
  readonly engineBytes: number
}

export const buildingLimits: BuildingLimits = {
  bytes: 25 * 2 ** 20,
  entities: 1_000_000,
  triangles: 1_500_000,
  seconds: 120,
  engineBytes: 1024 * 2 ** 20,
}

/** What a triangle belongs to, as outlines are made of it. */
export const elementKinds = ['wall', 'opening', 'slab', 'roof', 'other'] as const
export type ElementKind = (typeof elementKinds)[number]

export interface BuildingElement {
  /** For people: `#128 IFCWALL`. */
  readonly name: string
  readonly kind: ElementKind
  /** Index of its storey; null: the file does not say. */
  readonly storey: number | null
  /** First triangle, and how many. */
  readonly start: number
  readonly count: number
}

export interface Storey {
  readonly name: string
  /** Of its floor, in the file's axes, m. */
  readonly levelMetres: number
  /** As the file states it for the storey or sums up for its rooms; null where it does not. */
  readonly statedFloor: { readonly squareMetres: SquareMetres; readonly from: 'storey' | 'spaces' | 'slabs' } | null
}

/** Where the file says that it lies. */
export type Georeference =
  | {
      readonly kind: 'map'
      /** The projected system, as the file names it. */
      readonly crs: string
      readonly verticalDatum: string | null
      /** Of the file's origin, in metres by the unit that the file states; `bareEast` as the bare figure. */
      readonly east: number
      readonly north: number
      readonly bareEast: number
      readonly bareNorth: number
      readonly heightMetres: number
      /** From east, counter-clockwise, of the file's x axis. */
      readonly turnedDegrees: number
      /** Metres of the map a metre of the file. */
      readonly scale: number
      readonly place: string
    }
  | {
      /** Latitude and longitude of the site: coarse. */
      readonly kind: 'site'
      readonly lon: number
      readonly lat: number
      readonly heightMetres: number | null
      /** In the file's axes, where latitude and longitude hold. */
      readonly at: readonly [number, number, number]
      /** Of true north, from the file's y axis, counter-clockwise. */
      readonly northDegrees: number
      readonly place: string
    }

export interface BuildingModel {
  readonly kind: 'ifc' | 'glb'
  readonly file: string
  /** e.g. `IFC4`, `glTF 2.0`. */
  readonly schema: string
  /** x, y, z of each corner, m, from `origin`. */
  readonly positions: Float32Array
  readonly indices: Uint32Array
  readonly origin: readonly [number, number, number]
  readonly elements: readonly BuildingElement[]
  /** The lowest first; none in a file without storeys. */
  readonly storeys: readonly Storey[]
  /** The building's own zero level, in the file's axes, m. */
  readonly groundMetres: number
  readonly georeference: Georeference | null
  /** The lot as the file draws it, closed, in the file's axes. */
  readonly lot: readonly XY[] | null
  /** What was left out or doubted, for the person. */
  readonly remarks: readonly Bilingual[]
}

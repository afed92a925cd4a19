/**
 * What every reader of a vector format owes: a file in, its layers out, in the file's own coordinates and attributes. Nothing
 * is mapped or moved here; what was left out or mended is said in `remarks`. A file that cannot be trusted ends in a `Problem`
 * that names it, the place in it and what was expected there, and nothing of it is used.
 */
import type { Geometry } from '../../../scenarios/geometry.ts'
import type { Progress, Signal } from '../../../scenarios/problem.ts'
import type { Bilingual } from '../../../scenarios/text.ts'

export const vectorFormats = ['geojson', 'flatgeobuf', 'shapefile', 'geopackage', 'dxf', 'csv', 'cityjson'] as const
export type VectorFormat = (typeof vectorFormats)[number]

/** A file on disk, one dropped on the map, or bytes in memory. `stream` may be asked for more than once. */
export interface SourceFile {
  readonly name: string
  /** Bytes */
  readonly size: number
  stream(): AsyncIterable<Uint8Array>
}

export type SourceValue = string | number | boolean | null

export interface SourceFeature {
  readonly geometry: Geometry
  readonly properties: Readonly<Record<string, SourceValue>>
  /** Where it stands in the file: `line 12`, `record 3`, `handle 2F`. */
  readonly place: string
}

/** What a feature says in a column: its own values alone, whatever the column is called (`constructor`). */
export const valueIn = ({ properties }: SourceFeature, column: string): SourceValue =>
  Object.hasOwn(properties, column) ? properties[column]! : null

export interface SourceField {
  readonly name: string
  readonly kind: 'text' | 'number' | 'boolean' | 'mixed'
  /** Features that have it. */
  readonly filled: number
  /** The first few values that differ. */
  readonly examples: readonly SourceValue[]
}

export interface SourceLayer {
  readonly name: string
  readonly features: readonly SourceFeature[]
  readonly fields: readonly SourceField[]
}

/** The reference system that the file states: a proj4 string, and how the file says it. */
export interface SourceCrs {
  readonly name: string
  readonly proj4: string
  /** False where the format fixes it (GeoJSON is WGS 84) and the file itself says nothing. */
  readonly stated: boolean
}

/** Something left out or mended, counted. */
export interface Remark {
  readonly code: string
  readonly kind: 'skipped' | 'repaired'
  readonly message: Bilingual
  readonly count: number
  /** The first few places concerned. */
  readonly places: readonly string[]
}

export interface VectorSource {
  readonly format: VectorFormat
  readonly file: string
  /** Null where the file does not say and the format does not fix it. */
  readonly crs: SourceCrs | null
  readonly layers: readonly SourceLayer[]
  readonly remarks: readonly Remark[]
}

export interface ReadOptions {
  readonly signal?: Signal | undefined
  readonly progress?: Progress | undefined
  readonly limits?: Limits | undefined
}

/** What a file may ask for at most; a file that asks for more is refused before the memory is spent. */
export interface Limits {
  /** Of a format that must be held whole, bytes unpacked. */
  readonly bytes: number
  readonly features: number
  /** Corners over all features. */
  readonly corners: number
  /** Nesting of objects, groups and blocks. */
  readonly depth: number
  readonly seconds: number
}

export const defaultLimits: Limits = {
  bytes: 256 * 2 ** 20,
  features: 2_000_000,
  corners: 20_000_000,
  depth: 32,
  seconds: 300,
}

export type VectorReader = (file: SourceFile, options: ReadOptions) => Promise<VectorSource>

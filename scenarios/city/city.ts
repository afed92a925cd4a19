/**
 * A window of a city in memory: what is there within an area, plus what a scenario would change. Immutable: edits return a
 * new one that shares what they left alone.
 */
import type { XY } from '../frame.ts'
import type { Bounds } from '../geometry.ts'
import { cellsInPolygon, createGrid, type Grid } from '../grid.ts'
import type { DimmingSchedule } from '../lighting.ts'
import type { Metres } from '../units.ts'
import type { CityManifest, Feature } from './dataset.ts'
import type { LayerId, Zoning } from './layers.ts'

/** Ground raised or lowered to a level within a ring (san nền). */
export interface Fill {
  readonly ring: readonly XY[]
  /** Finished ground level, m above the vertical datum. */
  readonly levelMetres: Metres
}

/** A retention pond (hồ điều hòa). */
export interface Pond {
  readonly ring: readonly XY[]
  readonly bedMetres: Metres
  /** Water level at the start, m; the bed where dry. */
  readonly waterMetres: Metres
}

export interface City {
  readonly manifest: CityManifest
  /** Hash of the tiles that it was read from. */
  readonly tilesHash: string
  /** The area asked for; `ground` and features may reach beyond. */
  readonly area: Bounds
  /** Bare ground with canal beds, without edits. */
  readonly ground: Grid
  readonly layers: { readonly [L in LayerId]: ReadonlyMap<string, Feature<L>> }
  /** Ground edits by target, in the order of their keys. */
  readonly fills: ReadonlyMap<string, Fill>
  readonly ponds: ReadonlyMap<string, Pond>
  /** Turns that may not be made (cấm rẽ), by `turnTarget`. */
  readonly turnBans: ReadonlySet<string>
  /** Switching and dimming of lighting cabinets that have hours of their own, by cabinet. */
  readonly dimming: ReadonlyMap<string, DimmingSchedule>
  /** Zoning as it was before the edits, of the parcels that have another now. */
  readonly rezoned: ReadonlyMap<string, Zoning>
  /** Buildings as they were before the edits, of those that edits put up, changed or took down; null: there was none. */
  readonly rebuilt: ReadonlyMap<string, Feature<'buildings'> | null>
}

/**
 * Whether a thing is there for the water to meet (product guard 1): what is only asked for or allowed is not, and what is
 * being built is.
 */
export const stands = ({ buildState }: Feature): boolean =>
  buildState === 'as-built' || buildState === 'under-construction'

/** The ground with fills and ponds in it. Keys in sorted order, so that the order of editing does not matter. */
export function plannedGround(city: City): Grid {
  if (city.fills.size === 0 && city.ponds.size === 0) return city.ground
  const ground = createGrid(city.ground, city.ground.data.slice())
  for (const key of [...city.fills.keys()].sort()) {
    const { ring, levelMetres } = city.fills.get(key)!
    cellsInPolygon(ground, [ring], (i) => {
      ground.data[i] = levelMetres
    })
  }
  for (const key of [...city.ponds.keys()].sort()) {
    const { ring, bedMetres } = city.ponds.get(key)!
    cellsInPolygon(ground, [ring], (i) => {
      ground.data[i] = bedMetres
    })
  }
  return ground
}

/** The norms of an area, today and as the scenario would have it. Runs in `indicators.worker.ts`; the city stays at hand there. */
import type { City } from '../../scenarios/city/city.ts'
import type { LayerId } from '../../scenarios/city/layers.ts'
import type { Edit } from '../../scenarios/edit.ts'
import { type Bounds, type Geometry, geometryBounds, grow } from '../../scenarios/geometry.ts'
import {
  type IndicatorSettings,
  type Indicators,
  indicatorsOf,
  norms,
  rectangle,
} from '../../scenarios/rules/indicators.ts'
import { readCity, type Tiles } from '../../tiles/read/index.ts'
import { plan } from './plan.ts'

export interface IndicatorQuestion {
  /** Simulated area, or the outline of an administrative unit. */
  readonly of: Bounds | Geometry
  readonly edits: readonly Edit[]
  readonly settings: Omit<IndicatorSettings, 'outline'>
}

export interface IndicatorAnswer {
  readonly today: Indicators
  /** Null where the scenario changes nothing that these figures feel. */
  readonly scenario: Indicators | null
  /** Edits that lie elsewhere. */
  readonly outside: number
}

/** What else an edit changes (levels, ponds, lamps, turns), no indicator counts. */
const felt = new Set<Edit['kind']>(['parcel.zoning', 'road.section', 'road.new', 'building.new'])

/** Parks within a child’s walk of the area count, and services within twice the widest radius. */
const MARGIN_METRES = { parks: norms.playgroundMetres, services: norms.lowDensityMetres * norms.existingFactor }
const layers: LayerId[] = ['parcels', 'buildings', 'roads', 'zones']

export class IndicatorTask {
  readonly #tiles: Tiles
  #held: { readonly key: string; readonly city: City } | null = null

  constructor(tiles: Tiles) {
    this.#tiles = tiles
  }

  async answer({ of, edits, settings }: IndicatorQuestion): Promise<IndicatorAnswer> {
    const outline = isBounds(of) ? rectangle(of) : of
    const city = await this.#city(geometryBounds(outline))
    const asked = { ...settings, outline }
    const { planned, outside } = plan(
      city,
      edits.filter(({ kind }) => felt.has(kind)),
    )
    return {
      today: indicatorsOf(city, asked),
      scenario: planned === city ? null : indicatorsOf(planned, asked),
      outside: outside.length,
    }
  }

  /** The last area stays: an edit asks for the same again. */
  async #city(area: Bounds): Promise<City> {
    const key = area.join(' ')
    if (this.#held?.key === key) return this.#held.city
    const read = (bounds: Bounds, layers: LayerId[]) =>
      readCity(this.#tiles, bounds, undefined, { layers, ground: false })
    const [city, around] = await Promise.all([
      read(grow(area, MARGIN_METRES.parks), layers),
      read(grow(area, MARGIN_METRES.services), ['landmarks']),
    ])
    const held = { ...city, layers: { ...city.layers, landmarks: around.layers.landmarks } }
    this.#held = { key, city: held }
    return held
  }
}

const isBounds = (of: Bounds | Geometry): of is Bounds => Array.isArray(of)

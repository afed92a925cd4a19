/** The rows of a layer's table: what was read, searched, sorted. Pure but for the reading. */
import type { Feature } from '../../scenarios/city/dataset.ts'
import type { LayerId } from '../../scenarios/city/layers.ts'
import type { XY } from '../../scenarios/frame.ts'
import { type Bounds, geometryBounds } from '../../scenarios/geometry.ts'
import { provenances } from '../../scenarios/provenance.ts'
import { layerParts, type Tiles, withLayerAtHand } from '../../tiles/read/index.ts'
import { fold } from '../shared/fold.ts'
import { attribute, type LayerFilter, matches } from '../stage/index.ts'
import type { LayerField } from './fields.ts'

/** Features read for a table at most. */
export const ROWS_READ = 20_000
/** A layer up to this size is brought whole, once; a larger one block by block, bytes. */
const AT_HAND_BYTES = 16 * 2 ** 20

export interface Row {
  readonly id: string
  /** By the flat names of fields. */
  readonly values: Readonly<Record<string, unknown>>
  /** Where to fly: the middle of a point, the bounds of the rest. */
  readonly bounds: Bounds
}

export interface ReadRows {
  readonly rows: readonly Row[]
  readonly capped: boolean
}

export async function readRows(
  tiles: Tiles,
  layer: LayerId,
  area: Bounds,
  fields: readonly LayerField[],
  signal: AbortSignal,
  progress: (count: number) => void,
): Promise<ReadRows> {
  const rows: Row[] = []
  const { bytes } = tiles.manifest.window.layers.find((one) => one.layer === layer) ?? { bytes: Infinity }
  const near = bytes <= AT_HAND_BYTES ? await withLayerAtHand(tiles, layer, signal) : tiles
  for await (const { features } of layerParts(near, layer, area, signal)) {
    for (const feature of features) {
      if (rows.length === ROWS_READ) return { rows, capped: true }
      rows.push(rowOf(feature, fields))
    }
    progress(rows.length)
  }
  return { rows, capped: false }
}

export function rowOf(
  { id, geometry, provenance, buildState, properties }: Feature,
  fields: readonly LayerField[],
): Row {
  const all = { ...properties, provenance, buildState }
  const values = Object.fromEntries(
    fields.map(({ key }) => {
      const value = attribute(all, key)
      return [key, Array.isArray(value) ? value.join('; ') : value]
    }),
  )
  return { id, values, bounds: geometryBounds(geometry) }
}

export interface Order {
  /** `id` or the key of a field. */
  readonly key: string
  readonly rising: boolean
}

const collator = new Intl.Collator('vi', { numeric: true })

/** Rows that match the layer's filter and hold the words, in order; what is not stated comes last whichever way. */
export function arranged(
  rows: readonly Row[],
  filter: LayerFilter | undefined,
  words: string,
  { key, rising }: Order,
): readonly Row[] {
  const sought = fold(words).split(/\s+/).filter(Boolean)
  const holds = ({ id, values }: Row) => {
    if (sought.length === 0) return true
    const text = fold([id, ...Object.values(values)].filter((v) => v !== null && v !== undefined).join(' '))
    return sought.every((part) => text.includes(part))
  }
  const keyOf = ({ id, values }: Row) => (key === 'id' ? id : (values[key] ?? null))
  return rows
    .filter((row) => (!filter || matches(filter, row.values)) && holds(row))
    .toSorted((a, b) => {
      const [x, y] = [keyOf(a), keyOf(b)]
      if (x === null || y === null) return Number(x === null) - Number(y === null)
      const rises = typeof x === 'number' && typeof y === 'number' ? x - y : collator.compare(String(x), String(y))
      return rising ? rises : -rises
    })
}

/** Rows of each provenance, in the order of the language. */
export function provenanceCounts(rows: readonly Row[]): [provenance: (typeof provenances)[number], count: number][] {
  return provenances
    .map((one): [typeof one, number] => [one, rows.filter(({ values }) => values.provenance === one).length])
    .filter(([, count]) => count > 0)
}

/** The middle of a row's object. */
export const middleOf = ({ bounds: [x0, y0, x1, y1] }: Row): XY => [(x0 + x1) / 2, (y0 + y1) / 2]

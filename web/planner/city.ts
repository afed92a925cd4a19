/** Reading the city for the screen: tiles once, the window of the simulated area, one feature under a click. */
import { useMemo } from 'react'
import type { City } from '../../scenarios/city/city.ts'
import type { Feature } from '../../scenarios/city/dataset.ts'
import type { LayerId } from '../../scenarios/city/layers.ts'
import { type Edit, shapeOf } from '../../scenarios/edit.ts'
import type { XY } from '../../scenarios/frame.ts'
import { type Bounds, boundsOf, geometryBounds, grow, polygonsOf } from '../../scenarios/geometry.ts'
import { cellsInPolygon } from '../../scenarios/grid.ts'
import { AREA_MARGIN_METRES } from '../../scenarios/scenario.ts'
import { readCity, type Tiles } from '../../tiles/read/index.ts'
import { useLoaded } from '../shared/loaded.ts'
import { plan } from './plan.ts'

export { type Loaded, useLoaded } from '../shared/loaded.ts'
export { TILES_URL, useTiles } from '../shared/tiles.ts'

/** The last window that was read: what is on the screen can be simulated without asking again, or while the link is lost. */
let last: { readonly tiles: Tiles; readonly key: string; readonly city: City } | null = null

/** The city of a simulated area, with the margin around it. */
export async function readArea(tiles: Tiles, area: Bounds, signal: AbortSignal): Promise<City> {
  const key = area.join(' ')
  if (last?.tiles === tiles && last.key === key) return last.city
  const city = await readCity(tiles, grow(area, AREA_MARGIN_METRES), signal)
  last = { tiles, key, city }
  return city
}

export interface Window {
  /** With those roads and lamps elsewhere that are edited. */
  readonly base: City
  /** With all edits: what the plan draws elsewhere is seen there too. */
  readonly planned: City
  /** Edits of what is not in the area. */
  readonly outside: readonly Edit[]
}

/** The city within the area, and what the edits make of it; null while it is being read. */
export function useWindow(tiles: Tiles, area: Bounds, edits: readonly Edit[]): Window | null {
  const loaded = useLoaded((signal) => readArea(tiles, area, signal), [tiles, ...area])
  const city = loaded.status === 'ready' ? loaded.value : null
  const missing = city ? roadsOf(edits).filter((id) => !city.layers.roads.has(id)) : []
  const far = useFar(tiles, 'roads', missing)
  const farLamps = useFar(tiles, 'lamps', city ? lampsOf(edits).filter((id) => !city.layers.lamps.has(id)) : [])
  return useMemo(() => {
    if (!city) return null
    const { roads, lamps } = city.layers
    const layers = { ...city.layers, roads: new Map([...roads, ...far]), lamps: new Map([...lamps, ...farLamps]) }
    const base = far.size > 0 || farLamps.size > 0 ? { ...city, layers } : city
    const { planned } = plan({ ...base, area: tiles.manifest.city.bounds }, edits)
    return { base, planned: { ...planned, area: city.area }, outside: plan(city, edits).outside }
  }, [city, far, farLamps, edits, tiles])
}

/** Ids of the city's own roads that are edited. */
const roadsOf = (edits: readonly Edit[]): string[] => [
  ...new Set(
    edits.flatMap(({ kind, target }) => {
      if (kind === 'turn.ban') return target.split(' > ').filter((id) => !id.startsWith('new:'))
      return kind === 'road.state' || kind === 'road.section' || kind === 'road.direction' ? [target] : []
    }),
  ),
]

/** Ids of the city's own lamps that are edited. */
const lampsOf = (edits: readonly Edit[]): string[] => [
  ...new Set(
    edits.flatMap(({ kind, target }) =>
      kind.startsWith('lamp.') && kind !== 'lamp.dimming' && !target.startsWith('new:') ? [target] : [],
    ),
  ),
]

/** Features of a layer by their ids, wherever in the city they are; none while they are read. */
function useFar<L extends 'roads' | 'lamps'>(
  tiles: Tiles,
  layer: L,
  ids: readonly string[],
): ReadonlyMap<string, Feature<L>> {
  // The whole layer is read once: what is edited next is at hand then.
  const wanted = ids.length > 0
  const loaded = useLoaded<ReadonlyMap<string, Feature<L>>>(
    async (signal) => {
      if (!wanted) return new Map()
      const read = await readCity(tiles, tiles.manifest.city.bounds, signal, { layers: [layer], ground: false })
      return read.layers[layer] as unknown as ReadonlyMap<string, Feature<L>>
    },
    [tiles, layer, wanted],
  )
  const all = loaded.status === 'ready' ? loaded.value : null
  // biome-ignore lint/correctness/useExhaustiveDependencies: the ids by what they are
  return useMemo(() => {
    return new Map(ids.flatMap((id) => (all?.has(id) ? [[id, all.get(id)!] as const] : [])))
  }, [all, ids.join()])
}

export interface Found {
  readonly feature: Feature
  readonly layer: LayerId
  /** Mean ground level within a surface, m; null for lines and points. */
  readonly groundMetres: number | null
}

/** How far from a click a feature may still be the one that was meant, m. */
const REACH_METRES = 40

/** The exact feature behind a click: tiles for the screen are rounded, an edit must not be. */
export async function findFeature(
  tiles: Tiles,
  layer: LayerId,
  id: string,
  at: XY,
  signal: AbortSignal,
): Promise<Found | null> {
  const near = await readCity(tiles, grow([at[0], at[1], at[0], at[1]], REACH_METRES), signal)
  const feature = (near.layers[layer] as ReadonlyMap<string, Feature>).get(id)
  if (!feature) return null
  const ring = polygonsOf(feature.geometry)[0]?.[0]
  return { feature, layer, groundMetres: ring ? await meanGround(tiles, ring, signal) : null }
}

/** Mean level of the ground within a ring, m; null where it is not known. */
export async function meanGround(tiles: Tiles, ring: readonly XY[], signal: AbortSignal): Promise<number | null> {
  const { ground } = await readCity(tiles, boundsOf(ring), signal)
  let [sum, count] = [0, 0]
  const add = (i: number) => {
    const level = ground.data[i]!
    if (Number.isNaN(level)) return
    sum += level
    count++
  }
  cellsInPolygon(ground, [ring], add)
  // A ring smaller than a cell holds no centre: all that it touches stands for it.
  if (count === 0) for (const i of ground.data.keys()) add(i)
  return count > 0 ? sum / count : null
}

/** Where an edit lies, as far as it can be said without reading the city. */
export function placeOf(edit: Edit, window: Window | null): Bounds | null {
  const shape = shapeOf(edit)
  if (shape) return boundsOf(shape)
  const layers = window?.base.layers
  const [first] = edit.kind === 'turn.ban' ? edit.target.split(' > ') : [edit.target]
  const feature = (['parcels', 'roads', 'lamps', 'cabinets'] as const)
    .map((layer) => layers?.[layer].get(first!))
    .find((found) => found !== undefined)
  return feature ? geometryBounds(feature.geometry) : null
}

/** Streets and waters of the city for the light map: read once, whole, from the tiles. */
import type { Feature } from '../../scenarios/city/dataset.ts'
import type { XY } from '../../scenarios/frame.ts'
import { type Bounds, boundsOf, linesOf, polygonsOf } from '../../scenarios/geometry.ts'
import type { RoadLine } from '../../scenarios/works/stretch.ts'
import { layerParts, type Tiles, withLayerAtHand } from '../../tiles/read/index.ts'
import { type Loaded, useLoaded } from '../shared/loaded.ts'
import { useTiles } from '../shared/tiles.ts'

export interface MapRoad extends RoadLine {
  readonly class: Feature<'roads'>['properties']['class']
  readonly widthMetres: number
  readonly bounds: Bounds
}
export interface Streets {
  readonly tiles: Tiles
  readonly roads: ReadonlyMap<string, MapRoad>
  readonly waters: readonly (readonly XY[])[]
  readonly bounds: Bounds
}

let known: { readonly tiles: Tiles; readonly streets: Promise<Streets> } | null = null

async function readStreets(tiles: Tiles): Promise<Streets> {
  const [near, wet] = await Promise.all([withLayerAtHand(tiles, 'roads'), withLayerAtHand(tiles, 'water')])
  const roads = new Map<string, MapRoad>()
  for await (const { features } of layerParts(near, 'roads', null))
    for (const { id, geometry, properties } of features as Feature<'roads'>[]) {
      const line = linesOf(geometry)[0] ?? []
      const { name, class: roadClass, widthMetres } = properties
      if (line.length > 1) roads.set(id, { id, name, line, class: roadClass, widthMetres, bounds: boundsOf(line) })
    }
  const waters: XY[][] = []
  for await (const { features } of layerParts(wet, 'water', null))
    for (const { geometry } of features) for (const rings of polygonsOf(geometry)) waters.push(...rings.slice(0, 1))
  const all = [...roads.values()].flatMap(({ bounds: [a, b, c, d] }): XY[] => [
    [a, b],
    [c, d],
  ])
  return { tiles, roads, waters, bounds: all.length > 0 ? boundsOf(all) : tiles.manifest.city.bounds }
}

export function useStreets(): Loaded<Streets> {
  const tiles = useTiles(0)
  const of = tiles.status === 'ready' ? tiles.value : null
  const streets = useLoaded<Streets>(() => {
    if (!of) return new Promise(() => {})
    if (known?.tiles.manifest.hash !== of.manifest.hash) known = { tiles: of, streets: readStreets(of) }
    const { streets: reading } = known!
    return reading.catch((error) => {
      known = null
      throw error
    })
  }, [of])
  return tiles.status === 'failed' ? tiles : streets
}

/** Names of the streets of some stretches, each once. */
export const namesOf = (stretches: readonly { road: string }[], roads: ReadonlyMap<string, RoadLine>): string[] => [
  ...new Set(stretches.flatMap(({ road }) => roads.get(road)?.name ?? [])),
]

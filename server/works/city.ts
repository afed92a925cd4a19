/** What of the city street works are held against: roads, networks in the ground, places in front. */
import type { Feature } from '../../scenarios/city/dataset.ts'
import type { LayerId } from '../../scenarios/city/layers.ts'
import type { XY } from '../../scenarios/frame.ts'
import { boundsOf, grow, lineLength, linesOf } from '../../scenarios/geometry.ts'
import { isIllustrative } from '../../scenarios/provenance.ts'
import { both } from '../../scenarios/text.ts'
import type { Network, Surroundings } from '../../scenarios/works/clashes.ts'
import type { Stretch } from '../../scenarios/works/works.ts'
import { layerParts, readCity } from '../../tiles/read/index.ts'
import { refuse } from '../http.ts'
import type { CityTiles } from '../tiles.ts'

export interface CityRoad {
  readonly id: string
  readonly name: string | null
  readonly line: readonly XY[]
  readonly metres: number
  readonly widthMetres: number
  readonly feature: Feature<'roads'>
}

let known: { hash: string; roads: Promise<ReadonlyMap<string, CityRoad>> } | null = null

/** Every road of the city as it is served now. */
export async function cityRoads(tiles: CityTiles): Promise<ReadonlyMap<string, CityRoad>> {
  const { hash } = await tiles.manifest()
  if (known?.hash !== hash) known = { hash, roads: readRoads(tiles) }
  const { roads } = known
  return roads.catch((error) => {
    known = null
    throw error
  })
}

async function readRoads(tiles: CityTiles): Promise<ReadonlyMap<string, CityRoad>> {
  const roads = new Map<string, CityRoad>()
  for await (const { features } of layerParts(await tiles.open(), 'roads', null))
    for (const feature of features as Feature<'roads'>[]) {
      const line = linesOf(feature.geometry)[0] ?? []
      const { name, widthMetres } = feature.properties
      roads.set(feature.id, { id: feature.id, name, line, metres: lineLength(line), widthMetres, feature })
    }
  return roads
}

/** Roads that were drawn, not surveyed, decide nothing (guard 2). */
export async function roadsAreIllustrative(tiles: CityTiles): Promise<boolean> {
  const { city } = await tiles.manifest()
  return isIllustrative(city.layers.filter(({ id }) => id === 'roads').map(({ provenance }) => provenance))
}

/** Ends may be typed a little beyond, m. */
const BEYOND_METRES = 0.5

/** @throws Refusal 422 `works/road` where a stretch is not on a road of the city */
export function expectOnRoads(stretches: readonly Stretch[], roads: ReadonlyMap<string, CityRoad>): void {
  for (const [i, { road, toMetres }] of stretches.entries()) {
    const there = roads.get(road)
    const place = `body.application.stretches.${i}`
    if (!there) throw refuse(422, 'works/road', both('Không có đường này', 'There is no such road'), `${place}.road`)
    if (toMetres > there.metres + BEYOND_METRES) {
      const message = both('Đoạn dài hơn đường', 'The stretch is longer than the road')
      throw refuse(422, 'works/beyond', message, `${place}.toMetres`, `≤ ${there.metres.toFixed(1)}`)
    }
  }
}

const NETWORKS: readonly LayerId[] = ['drains', 'drainnodes', 'watermains', 'powerlines']
/** Layers of what lies around a stretch are read so far about it, m. */
const AROUND_METRES = 100
const IN_FRONT = new Set(['education', 'health', 'market'])

/** @param told layers that may be told of */
export async function cityAround(
  tiles: CityTiles,
  stretches: readonly Stretch[],
  told: readonly LayerId[],
): Promise<Pick<Surroundings, 'roads' | 'networks' | 'places'>> {
  const roads = await cityRoads(tiles)
  // Roads that a later import has taken away have nothing about them.
  const corners = stretches.flatMap(({ road }) => roads.get(road)?.line ?? [])
  if (corners.length === 0) return { roads, networks: [], places: [] }
  const area = grow(boundsOf(corners), AROUND_METRES)
  const layers = [...NETWORKS, 'landmarks' as const].filter((layer) => told.includes(layer))
  const city = await readCity(await tiles.open(), area, undefined, { layers, ground: false })
  const { drains, drainnodes, watermains, powerlines, landmarks } = city.layers
  const linesOfLayer = (
    features: Iterable<Feature>,
    of: (feature: never) => Pick<Network, 'title' | 'topMetres'> | null,
  ): Network[] =>
    [...features].flatMap((feature) => {
      const about = of(feature as never)
      return about ? linesOf(feature.geometry).map((line) => ({ id: feature.id, line, ...about })) : []
    })
  const networks = [
    ...linesOfLayer(drains.values(), ({ properties: p }: Feature<'drains'>) => {
      const grounds = [p.fromNode, p.toNode].map((node, i) => {
        const ground = drainnodes.get(node)?.properties.groundMetres
        return ground === undefined ? null : ground - (i ? p.toInvertMetres : p.fromInvertMetres) - p.heightMetres
      })
      const tops = grounds.filter((top) => top !== null)
      // The end that lies higher is the one that the digger meets.
      const topMetres = tops.length === 2 ? Math.max(0, Math.min(...tops)) : null
      const size = `${Math.round(p.heightMetres * 1000)}`
      return { title: both(`Cống thoát nước Ø${size}`, `Storm drain Ø${size}`), topMetres }
    }),
    ...linesOfLayer(watermains.values(), ({ properties: { diameterMetres } }: Feature<'watermains'>) => {
      const size = Math.round(diameterMetres * 1000)
      return { title: both(`Ống cấp nước Ø${size}`, `Water main Ø${size}`), topMetres: null }
    }),
    ...linesOfLayer(powerlines.values(), ({ properties: { kind, voltageVolts } }: Feature<'powerlines'>) => {
      const kv = voltageVolts / 1000
      return kind === 'cable' ? { title: both(`Cáp ngầm ${kv} kV`, `Cable ${kv} kV`), topMetres: null } : null
    }),
  ]
  const places = [...landmarks.values()].flatMap(({ id, geometry, properties: { name, category } }) =>
    IN_FRONT.has(category) && geometry.type === 'Point' ? [{ id, name, at: geometry.coordinates }] : [],
  )
  return { roads, networks, places }
}

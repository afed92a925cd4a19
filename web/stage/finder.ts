/**
 * What stands at a place: the planned window where the click lies in it, otherwise a small window read from the tiles. Exact
 * features with their provenance, whatever the picture on the ground shows.
 */
import type { City } from '../../scenarios/city/city.ts'
import type { Feature } from '../../scenarios/city/dataset.ts'
import type { TilesManifest } from '../../scenarios/city/tiles.ts'
import type { XY } from '../../scenarios/frame.ts'
import { contains, grow } from '../../scenarios/geometry.ts'
import { httpSource, openArchive, readCity, type Tiles } from '../../tiles/read/index.ts'
import { findFeature, type Hit, pickFeature, type Shown } from './pick.ts'

/** Half the side of the window read around a click, m. */
const AROUND = 60

export interface Finder {
  /** @throws Problem where the tiles cannot be read */
  at(at: XY, near: number, planned: City | null, shown: Shown): Promise<Hit | null>
  /** By id, among the windows at hand. */
  find(id: string): Hit | null
  /** By id, near a place. */
  byId(id: string, at: XY, planned: City | null): Promise<Hit | null>
  /** The streets at hand, as the plan has them. */
  roads(): Iterable<Feature<'roads'>>
  /** Brings the features around a place to hand. @throws Problem */
  near(at: XY): Promise<void>
}

export function createFinder(manifest: TilesManifest, baseUrl: string, planned: () => City | null): Finder {
  const source = httpSource(new URL(baseUrl, location.href).href)
  const tiles: Tiles = {
    manifest,
    source,
    ground: openArchive(source, manifest.window.ground.file),
    layers: new Map(manifest.window.layers.map(({ layer, file }) => [layer, openArchive(source, file)])),
  }
  let last: City | null = null
  const windowAt = async (at: XY, city: City | null): Promise<City> => {
    if (city && contains(city.area, at)) return city
    if (!last || !contains(grow(last.area, -AROUND / 4), at))
      last = await readCity(tiles, grow([at[0], at[1], at[0], at[1]], AROUND))
    return city ? withPlan(last, city) : last
  }
  const find = (id: string): Hit | null => {
    const city = planned()
    return (city && findFeature(city, id)) ?? (last && findFeature(last, id))
  }
  return {
    find,
    roads: () => new Map([...(last?.layers.roads ?? []), ...(planned()?.layers.roads ?? [])]).values(),
    near: async (at) => void (await windowAt(at, planned())),
    at: async (at, near, city, shown) => pickFeature(await windowAt(at, city), at, near, shown),
    byId: async (id, at, city) => find(id) ?? findFeature(await windowAt(at, city), id),
  }
}

/** Streets and lamps of the plan reach out of its window. */
const withPlan = (window: City, { layers: { roads, lamps } }: City): City => ({
  ...window,
  layers: {
    ...window.layers,
    roads: new Map([...window.layers.roads, ...roads]),
    lamps: new Map([...window.layers.lamps, ...lamps]),
  },
})

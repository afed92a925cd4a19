/**
 * Packs of wards: houses, house numbers, parcels and cells of codes of one ward, or of the whole city. Archives are of the whole
 * city, so a pack is those bytes of them that hold the ward's tiles, and its size is known before anything is fetched. Where two
 * wards meet, the tiles between them are in both packs.
 */
import type { Source } from 'pmtiles'
import type { TilesManifest } from '../../../scenarios/city/tiles.ts'
import { PACK_LAYERS, type Segment } from '../../../scenarios/offline.ts'
import { openArchive } from '../../../tiles/read/archive.ts'
import { readTile } from '../../../tiles/read/mvt.ts'
import { httpSource } from '../../../tiles/read/sources.ts'
import { rangesOf } from './ranges.ts'

export const CITY_PACK = 'city'

export interface Offer {
  /** The code of the ward, or `city`. */
  readonly id: string
  /** Null: the city. */
  readonly name: string | null
  readonly segments: readonly Segment[]
  readonly bytes: number
}

/** The packs that there are, each with its size. @throws Problem where the server does not answer */
export async function offers(manifest: TilesManifest, signal: AbortSignal): Promise<Offer[]> {
  const tiles = httpSource('/tiles/')
  const units = manifest.vector.find(({ layer }) => layer === 'units')
  const archives = manifest.vector.filter(({ layer }) => PACK_LAYERS.includes(layer))
  const wards = units ? await wardTiles(tiles, units.file, units.maxZoom, signal) : []
  const zoom = units?.maxZoom ?? 0
  const cut = async (id: string, name: string | null, wanted: (z: number, x: number, y: number) => boolean) => {
    const segments = await Promise.all(
      archives.map(async ({ file, bytes: total }): Promise<Segment[]> => {
        const source: Source = {
          getKey: () => file,
          getBytes: async (offset, length) => ({
            data: (await tiles.read(file, { offset, length }, signal)).slice().buffer as ArrayBuffer,
          }),
        }
        const ranges = name === null ? [{ from: 0, to: total - 1 }] : await rangesOf(source, total, wanted)
        return ranges.map((range) => ({ pack: id, file, total, ...range }))
      }),
    )
    const all = segments.flat()
    return { id, name, segments: all, bytes: all.reduce((sum, { from, to }) => sum + to - from + 1, 0) }
  }
  return Promise.all([
    ...wards.map(({ code, name, cells }) =>
      cut(code, name, (z, x, y) => {
        if (z >= zoom) return cells.has(`${x >> (z - zoom)} ${y >> (z - zoom)}`)
        return [...cells].some((cell) => {
          const [column, row] = cell.split(' ').map(Number)
          return column! >> (zoom - z) === x && row! >> (zoom - z) === y
        })
      }),
    ),
    cut(CITY_PACK, null, () => true),
  ])
}

interface Ward {
  readonly code: string
  readonly name: string
  /** Tiles at the deepest zoom of the units in which the ward has a part: `x y`. */
  readonly cells: Set<string>
}

/** The wards of today, with the tiles that they lie in. */
async function wardTiles(
  tiles: ReturnType<typeof httpSource>,
  file: string,
  zoom: number,
  signal: AbortSignal,
): Promise<Ward[]> {
  const archive = openArchive(tiles, file)
  const [west, south, east, north] = await archive.extent()
  const column = (lon: number) => Math.floor(((lon + 180) / 360) * 2 ** zoom)
  const row = (lat: number) =>
    Math.floor((0.5 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / (2 * Math.PI)) * 2 ** zoom)
  const wards = new Map<string, Ward>()
  for (let y = row(north); y <= row(south); y++) {
    for (let x = column(west); x <= column(east); x++) {
      const bytes = await archive.block(zoom, x, y, signal)
      for (const { properties, bounds } of bytes ? readTile(bytes).flatMap(({ features }) => features) : []) {
        const { code, name, validTo } = properties
        // What a tile holds beyond its sides is not in it.
        const inside = bounds[0] < EXTENT && bounds[1] < EXTENT && bounds[2] > 0 && bounds[3] > 0
        if (validTo || !inside || typeof code !== 'string' || typeof name !== 'string') continue
        const ward = wards.get(code) ?? { code, name, cells: new Set() }
        wards.set(code, ward)
        ward.cells.add(`${x} ${y}`)
      }
    }
  }
  return [...wards.values()].sort((a, b) => a.name.localeCompare(b.name, 'vi'))
}

const EXTENT = 4096

/** The worker that draws the map's picture tiles from vector tiles, so that the page stays free. */
import { expose, transfer } from 'comlink'
import { PMTiles } from 'pmtiles'
import type { LayerId } from '../../../scenarios/city/layers.ts'
import { readTile, type TileLayer } from '../../../tiles/read/mvt.ts'
import type { Filters } from '../filter.ts'
import { leastZoom, onProcessor, paintOrder, paintTile, type Sheet } from './paint.ts'
import type { TileView } from './pen.ts'

export interface Archive {
  readonly layer: LayerId
  readonly url: string
  readonly minZoom: number
  readonly maxZoom: number
}

export interface Look {
  /** Opacity of each layer shown, 0 … 1. */
  readonly opacity: Partial<Record<LayerId, number>>
  readonly filters: Filters
  /** Colour of the ground under everything. */
  readonly ground: string
}

/** Decoded vector tiles kept, over all layers. */
const TILES_KEPT = 120
const EQUATOR_METRES = 40_075_016.7

const archives = new Map<LayerId, { archive: PMTiles; minZoom: number; maxZoom: number }>()
const decoded = new Map<string, Promise<TileLayer | null>>()

const api = {
  open(list: readonly Archive[]): void {
    for (const { layer, url, minZoom, maxZoom } of list) {
      archives.set(layer, { archive: new PMTiles(url), minZoom, maxZoom })
    }
  },

  /** One picture of `size` × `size` pixels, upside down as WebGL wants it, opaque. */
  async paint(z: number, x: number, y: number, size: number, look: Look): Promise<ImageBitmap> {
    const shown = paintOrder.filter(
      (id) => (look.opacity[id] ?? 0) > 0 && archives.has(id) && z >= (leastZoom[id] ?? 0),
    )
    const layers = await Promise.all(shown.map((id) => layerOf(id, z, x, y)))
    const canvas = new OffscreenCanvas(size, size)
    const brush = canvas.getContext('2d', { alpha: false, ...onProcessor })!
    brush.fillStyle = look.ground
    brush.fillRect(0, 0, size, size)
    paintTile(
      brush,
      shown.flatMap((id, i): Sheet[] => {
        const found = layers[i]
        if (!found) return []
        const view = viewOf(found, z, x, y, size)
        return [{ id, layer: found.layer, view, opacity: look.opacity[id]!, filter: look.filters[id] }]
      }),
      size,
    )
    const bitmap = await createImageBitmap(canvas, { imageOrientation: 'flipY', premultiplyAlpha: 'none' })
    return transfer(bitmap, [bitmap])
  },
}
export type PaintWorker = typeof api
expose(api)

interface Found {
  readonly layer: TileLayer
  readonly z: number
}

async function layerOf(id: LayerId, z: number, x: number, y: number): Promise<Found | null> {
  const { archive, minZoom, maxZoom } = archives.get(id)!
  if (z < minZoom) return null
  const up = Math.max(0, z - maxZoom)
  const key = `${id} ${z - up} ${x >> up} ${y >> up}`
  const tile = decoded.get(key) ?? decode(archive, z - up, x >> up, y >> up)
  decoded.delete(key)
  decoded.set(key, tile)
  for (const old of decoded.keys()) {
    if (decoded.size <= TILES_KEPT) break
    decoded.delete(old)
  }
  tile.catch(() => decoded.delete(key))
  const layer = await tile
  return layer && { layer, z: z - up }
}

async function decode(archive: PMTiles, z: number, x: number, y: number): Promise<TileLayer | null> {
  const answer = await archive.getZxy(z, x, y)
  return answer ? (readTile(new Uint8Array(answer.data))[0] ?? null) : null
}

function viewOf({ layer, z: from }: Found, z: number, x: number, y: number, size: number): TileView {
  const times = 2 ** (z - from)
  const latitude = Math.atan(Math.sinh(Math.PI * (1 - (2 * (y + 0.5)) / 2 ** z)))
  return {
    offsetX: -(x % times) * size,
    offsetY: -(y % times) * size,
    scale: (size * times) / layer.extent,
    size,
    metresPerPixel: (EQUATOR_METRES * Math.cos(latitude)) / (size * 2 ** z),
  }
}

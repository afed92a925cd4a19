/** One layer alone, block by block: for tables and downloads, which need no ground and no other layer. */
import type { Feature } from '../../scenarios/city/dataset.ts'
import type { LayerId } from '../../scenarios/city/layers.ts'
import { BLOCK_ZOOM } from '../../scenarios/city/tiles.ts'
import { projection } from '../../scenarios/frame.ts'
import { type Bounds, boundsOf, geometryBounds, overlaps } from '../../scenarios/geometry.ts'
import { gridBounds } from '../../scenarios/grid.ts'
import { type Signal, throwIfAborted } from '../../scenarios/problem.ts'
import { openArchive } from './archive.ts'
import { blocksTouched } from './blocks.ts'
import { groundSpec, parseLines } from './city.ts'
import type { Tiles } from './open.ts'
import { memorySource } from './sources.ts'

/** Blocks asked for at once. */
const AT_ONCE = 8

export interface LayerPart {
  /** Each feature comes once, in the order of blocks. */
  readonly features: readonly Feature[]
  /** Of the blocks, those that have been read, 0 … 1. */
  readonly share: number
}

/**
 * The features of a layer whose bounds touch an area; all of them where it is null.
 * @throws Problem `tiles/damaged` naming a file, Cancelled, or what the source throws
 */
export async function* layerParts(
  tiles: Tiles,
  layer: LayerId,
  area: Bounds | null,
  signal?: Signal,
): AsyncGenerator<LayerPart> {
  const archive = tiles.layers.get(layer)
  if (!archive) return
  const spec = groundSpec(tiles)
  // What lies outside the ground is filed at its edge: the ground's own bounds touch every block.
  const blocks: [zoom: number, column: number, row: number][] = []
  for (let zoom = 0; zoom <= BLOCK_ZOOM; zoom++) {
    const range = blocksTouched(spec, area ?? gridBounds(spec), zoom)
    for (let row = range.minRow; row <= range.maxRow; row++) {
      for (let column = range.minColumn; column <= range.maxColumn; column++) blocks.push([zoom, column, row])
    }
  }
  const known = new Set<string>()
  for (let i = 0; i < blocks.length; i += AT_ONCE) {
    throwIfAborted(signal)
    const some = blocks.slice(i, i + AT_ONCE)
    const read = await Promise.all(some.map((block) => archive.block(...block, signal)))
    const features: Feature[] = []
    for (const [k, bytes] of read.entries()) {
      if (!bytes) continue
      for (const feature of parseLines(archive.key, some[k]!.join('/'), bytes)) {
        if (known.has(feature.id) || (area && !overlaps(geometryBounds(feature.geometry), area))) continue
        known.add(feature.id)
        features.push(feature)
      }
    }
    yield { features, share: Math.min(1, (i + AT_ONCE) / blocks.length) }
  }
}

/** A layer's archive is brought in pieces of this length, bytes: few requests, and news of how far it is. */
const PIECE = 2 ** 20

/** The same tiles with one layer brought into memory whole: what is read block by block from afar is hundreds of requests. */
export async function withLayerAtHand(
  tiles: Tiles,
  layer: LayerId,
  signal?: Signal,
  progress: (share: number) => void = () => {},
): Promise<Tiles> {
  const entry = tiles.manifest.window.layers.find((one) => one.layer === layer)
  if (!entry) return tiles
  const { file, bytes } = entry
  const whole = new Uint8Array(bytes)
  for (let offset = 0; offset < bytes; offset += PIECE) {
    throwIfAborted(signal)
    whole.set(await tiles.source.read(file, { offset, length: Math.min(PIECE, bytes - offset) }, signal), offset)
    progress(Math.min(1, (offset + PIECE) / bytes))
  }
  const archive = openArchive(memorySource(new Map([[file, whole]])), file)
  return { ...tiles, layers: new Map(tiles.layers).set(layer, archive) }
}

/** The rectangle around a layer in local metres, from its vector tiles; null where it has none. */
export async function layerBounds(tiles: Tiles, layer: LayerId): Promise<Bounds | null> {
  const file = tiles.manifest.vector.find((one) => one.layer === layer)?.file
  if (!file) return null
  const [west, south, east, north] = await openArchive(tiles.source, file).extent()
  const { toLocal } = projection(tiles.manifest.city.frame)
  return boundsOf([toLocal(west, south), toLocal(east, south), toLocal(west, north), toLocal(east, north)])
}

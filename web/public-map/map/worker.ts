/**
 * The worker of the map: reads vector tiles, makes triangles of them, writes the names, and tells what is in view. The page only
 * hands what comes from here to the graphics card.
 */
import latin400 from '@fontsource/be-vietnam-pro/files/be-vietnam-pro-latin-400-normal.woff2?url'
import latin600 from '@fontsource/be-vietnam-pro/files/be-vietnam-pro-latin-600-normal.woff2?url'
import vietnamese400 from '@fontsource/be-vietnam-pro/files/be-vietnam-pro-vietnamese-400-normal.woff2?url'
import vietnamese600 from '@fontsource/be-vietnam-pro/files/be-vietnam-pro-vietnamese-600-normal.woff2?url'
import { expose, transfer } from 'comlink'
import type { LayerId } from '../../../scenarios/city/layers.ts'
import { type Archive, openArchive } from '../../../tiles/read/archive.ts'
import { readTile, type TileLayer } from '../../../tiles/read/mvt.ts'
import { readAhead } from '../../../tiles/read/read-ahead.ts'
import { httpSource } from '../../../tiles/read/sources.ts'
import { type Cover, coverKey, TILE, tilesOf } from './cover.ts'
import { type Drawn, drawTile, type Sheet } from './draw-tile.ts'
import { type Seen, seenIn } from './in-view.ts'
import { type Look, layersOf } from './look.ts'
import { merged, phases, type Triangles } from './mesh.ts'
import { forgetWidths, type Name, type NameView, namesOf, writeNames } from './names.ts'
import { dark, light } from './palette.ts'

export interface TileArchive {
  readonly layer: LayerId
  readonly file: string
  readonly minZoom: number
  readonly maxZoom: number
}

export interface Mesh extends Triangles {
  readonly cover: Cover
  /** All its tiles have come. */
  readonly complete: boolean
  /** One of them could not be had: it is worth another try, not at once. */
  readonly failed: boolean
}

/** Decoded tiles kept over all layers; drawn tiles kept. */
const TILES_KEPT = 600
const DRAWN_KEPT = 80

interface Kept {
  /** Undefined while it is on its way; null where the archive has none. */
  layer: TileLayer | null | undefined
  readonly ready: Promise<void>
}

let archives = new Map<LayerId, TileArchive & { readonly archive: Archive }>()
const decoded = new Map<string, Kept>()
const drawn = new Map<string, Drawn>()
let current: { cover: Cover; look: Look } | null = null
let names: { key: string; list: Name[] } = { key: '', list: [] }
let failure: unknown

const api = {
  /** @returns degrees [west, south, east, north] of the ground */
  async open(list: readonly TileArchive[], base: string): Promise<readonly [number, number, number, number]> {
    loadFonts()
    const source = readAhead(httpSource(base))
    archives = new Map(list.map((about) => [about.layer, { ...about, archive: openArchive(source, about.file) }]))
    // What the first picture is made of is opened together.
    for (const layer of layersOf({ dark: false, shown: [] }, 0))
      void archives
        .get(layer)
        ?.archive.extent()
        .catch(() => {})
    return (archives.get('landcover') ?? [...archives.values()][0]!).archive.extent()
  },

  /** Reads what a first picture will be made of. */
  ahead(cover: Cover): void {
    const layers = layersOf({ dark: false, shown: ['units', 'landmarks'] }, cover.z)
    for (const { z, x, y } of tilesOf(cover)) for (const layer of layers) keep(layer, z, x, y)
  },

  /** @param patience ms until what has come by then is answered */
  async draw(cover: Cover, look: Look, patience: number): Promise<Mesh> {
    current = { cover, look }
    const tiles = tilesOf(cover)
    const layers = layersOf(look, cover.z)
    failure = undefined
    const ready = tiles.flatMap(({ z, x, y }) => layers.map((layer) => keep(layer, z, x, y)?.ready))
    await Promise.race([Promise.all(ready), new Promise((resolve) => setTimeout(resolve, patience))])
    if (failure && decoded.size === 0) throw failure
    let complete = true
    const parts = tiles.map(({ z, x, y }) => {
      const { sheets, whole } = sheetsAt(layers, z, x, y)
      complete &&= whole
      const key = `${z} ${x} ${y} ${look.dark} ${look.shown}`
      const known = whole ? drawn.get(key) : undefined
      const picture = known ?? drawTile(z, x, y, sheets, look, look.dark ? dark : light)
      if (whole) remember(drawn, key, picture, DRAWN_KEPT)
      return { picture, dx: (x - cover.x0) * TILE, dy: (y - cover.y0) * TILE }
    })
    const all = phases.flatMap((phase) =>
      parts.flatMap(({ picture, dx, dy }) => {
        const triangles = picture[phase]
        return triangles ? [{ triangles, dx, dy }] : []
      }),
    )
    const { vertices, indices } = merged(all)
    return transfer({ vertices, indices, cover, complete, failed: failure !== undefined }, [
      vertices.buffer,
      indices.buffer,
    ] as ArrayBuffer[])
  },

  /** The names for a view, over what was drawn last. @param more names that panels ask for, in pixels of the cover */
  async write(cover: Cover, view: NameView, more: readonly Name[]): Promise<ImageBitmap | null> {
    await fonts
    if (!current || view.width < 1 || view.height < 1) return null
    const { look } = current
    const palette = look.dark ? dark : light
    const layers = layersOf(look, cover.z)
    const have = tilesOf(cover).reduce((sum, { z, x, y }) => sum + sheetsAt(layers, z, x, y).sheets.size, 0)
    const key = `${coverKey(cover)} ${look.dark} ${look.shown} ${have}`
    if (names.key !== key) {
      names = { key, list: namesOf(cover, (x, y) => sheetsAt(layers, cover.z, x, y).sheets, look, palette) }
    }
    const canvas = new OffscreenCanvas(Math.ceil(view.width * view.ratio), Math.ceil(view.height * view.ratio))
    const brush = canvas.getContext('2d')!
    writeNames(brush, [...more, ...names.list], view, palette.halo)
    const bitmap = canvas.transferToImageBitmap()
    return transfer(bitmap, [bitmap])
  },

  /** Resolves when the type is there: names may have been written without it. */
  typeReady: async (): Promise<void> => typeThere,

  /** Streets, places, waters and units within degrees [west, south, east, north], the nearest to the middle first. */
  inView(bounds: readonly [number, number, number, number]): Seen[] {
    if (!current) return []
    const { cover } = current
    const layers: LayerId[] = ['landmarks', 'roads', 'waterways', 'units', 'subunits']
    return seenIn(cover, bounds, (x, y) => sheetsAt(layers, cover.z, x, y).sheets)
  },
}
export type MapWorker = typeof api
expose(api)

/** Names wait so long for their type, ms: written in another they would be written twice. */
const TYPE_PATIENCE = 2500
let fonts: Promise<unknown> | undefined
let typeThere: Promise<void> | undefined

function loadFonts(): void {
  const vietnamese =
    'U+0102-0103,U+0110-0111,U+0128-0129,U+0168-0169,U+01A0-01A1,U+01AF-01B0,U+0300-0301,U+0303-0304,U+0308-0309,U+0323,U+0329,U+1EA0-1EF9,U+20AB'
  const faces = (
    [
      [latin400, '400'],
      [vietnamese400, '400', vietnamese],
      [latin600, '600'],
      [vietnamese600, '600', vietnamese],
    ] as const
  ).map(([url, weight, unicodeRange]) => {
    const face = new FontFace('Be Vietnam Pro', `url(${url})`, { weight, ...(unicodeRange ? { unicodeRange } : {}) })
    ;(self as unknown as { fonts: FontFaceSet }).fonts.add(face)
    return face.load().catch(() => undefined)
  })
  typeThere = Promise.all(faces).then(forgetWidths)
  fonts = Promise.race([typeThere, new Promise((resolve) => setTimeout(resolve, TYPE_PATIENCE))])
}

/** The decoded tile of a layer, or on its way; undefined where the layer has none at this zoom. */
function keep(layer: LayerId, z: number, x: number, y: number): Kept | undefined {
  const about = archives.get(layer)
  if (!about || z < about.minZoom) return undefined
  const up = Math.max(0, z - about.maxZoom)
  const key = `${layer} ${z - up} ${x >> up} ${y >> up}`
  let kept = decoded.get(key)
  if (!kept) {
    const ready = about.archive.block(z - up, x >> up, y >> up).then(
      (bytes) => {
        fresh.layer = bytes ? (readTile(bytes)[0] ?? null) : null
      },
      (error: unknown) => {
        failure = error
        decoded.delete(key)
      },
    )
    const fresh: Kept = { layer: undefined, ready }
    kept = fresh
  }
  remember(decoded, key, kept, TILES_KEPT)
  return kept
}

/** What there is to draw a tile from: each layer's own tile, or the nearest one above it. */
function sheetsAt(layers: readonly LayerId[], z: number, x: number, y: number) {
  const sheets = new Map<LayerId, Sheet>()
  let whole = true
  for (const id of layers) {
    const about = archives.get(id)
    if (!about || z < about.minZoom) continue
    const least = Math.max(0, z - about.maxZoom)
    for (let up = least; z - up >= about.minZoom; up++) {
      const layer = decoded.get(`${id} ${z - up} ${x >> up} ${y >> up}`)?.layer
      if (layer !== undefined) {
        if (layer) sheets.set(id, { layer, up })
        break
      }
      whole = false
    }
  }
  return { sheets, whole }
}

function remember<T>(map: Map<string, T>, key: string, value: T, most: number): void {
  map.delete(key)
  map.set(key, value)
  for (const old of map.keys()) {
    if (map.size <= most) break
    map.delete(old)
  }
}

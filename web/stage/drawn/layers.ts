/**
 * The flat layers on the ground: one picture layer drawn by our own worker from vector tiles. One, not ten, because every
 * picture layer costs each pixel of the ground once more on a machine without a graphics card. A change of visibility or
 * opacity draws it anew; the old one stays until the new one has come.
 */
import {
  Event as CesiumEvent,
  Credit,
  type ImageryLayer,
  type ImageryProvider,
  type Scene,
  WebMercatorTilingScheme,
} from 'cesium'
import { type Remote, wrap } from 'comlink'
import type { LayerId } from '../../../scenarios/city/layers.ts'
import type { TilesManifest } from '../../../scenarios/city/tiles.ts'
import { both } from '../../../scenarios/text.ts'
import type { Place } from '../place.ts'
import { reason } from '../reason.ts'
import type { Part } from '../scene.ts'
import type { StageProps } from '../types.ts'
import type { Archive, Look, PaintWorker } from './worker.ts'

/** Side of a picture tile, pixels; told to the engine as a quarter of it, so that streets stay sharp at a coarse terrain error. */
const PIXELS = 1024
/** Tiles drawn at once: the engine asks again for the others, the nearest first, so that no tile waits behind stale ones. */
const AT_ONCE = 6
const DEEPEST_LEVEL = 18
/** A slider being dragged, a filter being typed, draws once it rests, ms. A layer that is switched is drawn at once. */
const REST = 200
/** The old picture goes at the latest after this, ms. */
const OLD_STAYS = 8000

export function createDrawnLayers(
  scene: Scene,
  place: Place,
  tiles: TilesManifest,
  baseUrl: string,
  now: () => StageProps,
): Part {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })
  const painter = wrap<PaintWorker>(worker)
  const archives: Archive[] = tiles.vector.map(({ layer, file, minZoom, maxZoom }) => ({
    layer,
    url: new URL(baseUrl + file, location.href).href,
    minZoom,
    maxZoom,
  }))
  void painter.open(archives)

  const { imageryLayers } = scene.globe
  let shown = ''
  let switches = ''
  let current: ImageryLayer | null = null
  let waiting: ReturnType<typeof setTimeout> | undefined
  let told = false
  const failed = (error: unknown) => {
    if (told) return
    told = true
    now().onProblem({
      code: 'stage/vector',
      message: both(
        `Không đọc được một số lớp bản đồ${reason(error)}`,
        `Some map layers could not be read${reason(error)}`,
      ),
    })
  }

  const replace = (look: Look) => {
    mark('asked')
    const provider = createProvider(scene, painter, place, tiles, look, failed)
    const old = current
    current = imageryLayers.addImageryProvider(provider)
    scene.requestRender()
    if (!old) return
    const drop = () => {
      clearTimeout(latest)
      settled()
      if (scene.isDestroyed() || !imageryLayers.contains(old)) return
      imageryLayers.remove(old)
      scene.requestRender()
      mark('settled')
    }
    const latest = setTimeout(drop, OLD_STAYS)
    const settled = scene.globe.tileLoadProgressEvent.addEventListener((left: number) => {
      if (left === 0) drop()
    })
  }

  return {
    update: (props) => {
      const look = lookOf(props)
      const key = JSON.stringify(look)
      if (key === shown) return
      const switched = shown === '' || switchesOf(look) !== switches
      shown = key
      switches = switchesOf(look)
      clearTimeout(waiting)
      if (switched) replace(look)
      else waiting = setTimeout(() => replace(look), REST)
    },
    destroy: () => {
      clearTimeout(waiting)
      worker.terminate()
    },
  }
}

const switchesOf = ({ opacity, ground }: Look): string => `${Object.keys(opacity)} ${ground}`

/** For whoever measures: a change of the picture asked for, its first tile being painted, painted, the old picture gone. */
function mark(what: 'asked' | 'painting' | 'painted' | 'settled'): void {
  performance.clearMarks(`layers/${what}`)
  performance.mark(`layers/${what}`)
}

/** Buildings stand in 3D; here only their footprints would hide under them. */
function lookOf({ layers, filters = {}, dark }: StageProps): Look {
  const opacity: Partial<Record<LayerId, number>> = {}
  for (const [id, layer] of Object.entries(layers) as [LayerId, { visible: boolean; opacity: number }][]) {
    if (layer.visible && id !== 'buildings') opacity[id] = layer.opacity
  }
  return { opacity, filters, ground: dark ? '#2b3138' : '#eef0ea' }
}

function createProvider(
  scene: Scene,
  painter: Remote<PaintWorker>,
  place: Place,
  tiles: TilesManifest,
  look: Look,
  failed: (error: unknown) => void,
): ImageryProvider {
  const zooms = tiles.vector.map((archive) => archive.minZoom)
  const errorEvent = new CesiumEvent()
  // The worker's own answer is told once by `failed`; a listener keeps the engine from printing every tile.
  errorEvent.addEventListener(() => {})
  let waiting = 0
  let begun = false
  const paint = async (x: number, y: number, level: number) => {
    waiting++
    const first = !begun
    begun = true
    if (first) mark('painting')
    try {
      const picture = await painter.paint(level, x, y, PIXELS, look)
      if (first) mark('painted')
      return picture
    } catch (error) {
      failed(error)
      throw error
    } finally {
      waiting--
      // The engine draws on demand and does not know that a tile of ours has come.
      scene.requestRender()
    }
  }
  const provider = {
    tilingScheme: new WebMercatorTilingScheme(),
    rectangle: place.rectangle(tiles.city.bounds),
    tileWidth: PIXELS / 4,
    tileHeight: PIXELS / 4,
    minimumLevel: Math.min(12, ...zooms),
    maximumLevel: DEEPEST_LEVEL,
    hasAlphaChannel: false,
    errorEvent,
    credit: new Credit(''),
    proxy: undefined,
    tileDiscardPolicy: undefined,
    getTileCredits: () => [],
    pickFeatures: () => undefined,
    requestImage: (x: number, y: number, level: number) => (waiting >= AT_ONCE ? undefined : paint(x, y, level)),
  }
  return provider as unknown as ImageryProvider
}

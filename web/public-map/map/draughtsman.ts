/** The map's worker and the archives it reads: begun before the page is there, beside the loading of what draws on the screen. */
import { type Remote, wrap } from 'comlink'
import type { LonLat } from '../map-control.ts'
import { AHEAD, coverOf, firstZoom } from './cover.ts'
import { manifest, TILES } from './manifest.ts'
import type { MapWorker } from './worker.ts'

type Bounds = readonly [number, number, number, number]

export interface Draughtsman {
  readonly worker: Remote<MapWorker>
  /** Degrees [west, south, east, north] of the ground, and the middle of the town. @throws Problem where the tiles cannot be reached */
  readonly opened: Promise<{ ground: Bounds; home: LonLat }>
  end(): void
}

let begun: Draughtsman | null = null

/** The one that was started with the page; later ones are new. */
export function takeDraughtsman(): Draughtsman {
  const taken = begun ?? startDraughtsman()
  begun = null
  return taken
}

export function startDraughtsman(): Draughtsman {
  const thread = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })
  const worker = wrap<MapWorker>(thread)
  const open = async () => {
    const { vector, city } = await manifest()
    const archives = vector.map(({ layer, file, minZoom, maxZoom }) => ({ layer, file, minZoom, maxZoom }))
    const ground = await worker.open(archives, new URL(TILES, location.href).href)
    const home = homeOf(city.home, city.bounds, ground)
    // What a link does not lead elsewhere looks at the town.
    if (location.search === '') {
      const view = { ...home, zoom: firstZoom(innerWidth) }
      void worker.ahead(coverOf(view, [innerWidth, innerHeight], AHEAD))
    }
    return { ground, home }
  }
  const opened = open()
  // Heard of where it is awaited.
  opened.catch(() => {})
  begun = { worker, opened, end: () => thread.terminate() }
  return begun
}

/** The middle of the town, in the frame's metres, as degrees: near enough to begin there, without a projection. */
function homeOf(
  { x, y }: { x: number; y: number },
  [minX, minY, maxX, maxY]: Bounds,
  [west, south, east, north]: Bounds,
): LonLat {
  return {
    lon: west + ((x - minX) / (maxX - minX)) * (east - west),
    lat: south + ((y - minY) / (maxY - minY)) * (north - south),
  }
}

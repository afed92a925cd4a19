/** The map's worker and the archives it reads: begun at once, beside the loading of what draws on the screen. */
import { type Remote, wrap } from 'comlink'
import type { TilesManifest } from '../../../scenarios/city/tiles.ts'
import { manifest, TILES } from './manifest.ts'
import type { MapWorker } from './worker.ts'

export interface Draughtsman {
  readonly worker: Remote<MapWorker>
  /** Degrees [west, south, east, north] of the ground. @throws Problem where the tiles cannot be reached */
  readonly opened: Promise<{ about: TilesManifest; ground: readonly [number, number, number, number] }>
  end(): void
}

export function startDraughtsman(): Draughtsman {
  const thread = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })
  const worker = wrap<MapWorker>(thread)
  const open = async () => {
    const about = await manifest()
    const archives = about.vector.map(({ layer, file, minZoom, maxZoom }) => ({ layer, file, minZoom, maxZoom }))
    return { about, ground: await worker.open(archives, new URL(TILES, location.href).href) }
  }
  const opened = open()
  // Heard of where it is awaited.
  opened.catch(() => {})
  return { worker, opened, end: () => thread.terminate() }
}

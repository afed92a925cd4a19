/** The door to the thread of addresses: started by the first question, and anew where the city has another version. */
import { Worker } from 'node:worker_threads'
import type { Answer, Candidate } from '../../scenarios/address/candidate.ts'
import type { Provenance } from '../../scenarios/provenance.ts'
import { both } from '../../scenarios/text.ts'
import { refuse } from '../http.ts'
import type { CityTiles } from '../tiles.ts'

/** Degrees. */
export type AddressQuestion =
  | { readonly kind: 'about' }
  | { readonly kind: 'search'; readonly text: string; readonly limit: number }
  | { readonly kind: 'find'; readonly lon: number; readonly lat: number; readonly text: string | null }
  | { readonly kind: 'picture'; readonly place: Candidate; readonly vi: boolean; readonly wide: number }

export type Told = { readonly id: number; readonly found: unknown } | { readonly id: number; readonly message: string }

export interface PlaceFound {
  readonly place: Candidate
  /** In the frame of the city, m. */
  readonly local: { readonly crs: string; readonly east: number; readonly north: number }
}

export interface Addresses {
  about(): Promise<{ readonly provenance: Provenance | null; readonly addresses: number }>
  search(text: string, limit: number): Promise<Answer>
  /** What a link names, or what is there; null outside the city. */
  find(lon: number, lat: number, text: string | null): Promise<PlaceFound | null>
  /** PNG. @param wide px */
  picture(place: Candidate, vi: boolean, wide: number): Promise<Uint8Array>
  close(): Promise<void>
}

/** Questions that wait at once. */
const MOST_WAITING = 200

/** @throws Refusal 503 `server/busy` where too many wait, with each question */
export function cityAddresses(tiles: CityTiles): Addresses {
  let known: { hash: string; thread: ReturnType<typeof openThread> } | null = null
  async function ask<T>(question: AddressQuestion): Promise<T> {
    const { hash } = await tiles.manifest()
    if (known?.hash !== hash) {
      const old = known
      known = { hash, thread: openThread(tiles.dir) }
      await old?.thread.close()
    }
    return known.thread.ask<T>(question)
  }
  return {
    about: () => ask({ kind: 'about' }),
    search: (text, limit) => ask({ kind: 'search', text, limit }),
    find: (lon, lat, text) => ask({ kind: 'find', lon, lat, text }),
    picture: (place, vi, wide) => ask({ kind: 'picture', place, vi, wide }),
    close: async () => known?.thread.close(),
  }
}

function openThread(tilesDir: string) {
  let worker: Worker | null = null
  let asked = 0
  const waiting = new Map<number, { resolve(found: never): void; reject(error: Error): void }>()

  function start(): Worker {
    const started = new Worker(new URL('./addresses.worker.ts', import.meta.url), { workerData: tilesDir })
    started.on('message', (told: Told) => {
      const one = waiting.get(told.id)
      waiting.delete(told.id)
      // A process that has nothing else to do may end.
      if (waiting.size === 0) started.unref()
      if ('found' in told) one?.resolve(told.found as never)
      else one?.reject(new Error(told.message))
    })
    const end = (error: Error) => {
      if (worker === started) worker = null
      for (const { reject } of waiting.values()) reject(error)
      waiting.clear()
    }
    started.on('error', end)
    started.on('exit', (code) => end(new Error(`Expected answers of the thread of addresses, got exit code ${code}`)))
    return started
  }

  return {
    async ask<T>(question: AddressQuestion): Promise<T> {
      if (waiting.size >= MOST_WAITING)
        throw refuse(503, 'server/busy', both('Máy chủ đang bận; hãy thử lại', 'The server is busy; try again'))
      return new Promise<T>((resolve, reject) => {
        worker ??= start()
        const id = ++asked
        waiting.set(id, { resolve, reject })
        worker.ref()
        worker.postMessage({ id, question })
      })
    },
    close: async () => {
      await worker?.terminate()
    },
  }
}

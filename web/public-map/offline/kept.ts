/**
 * What this device keeps of the map. The map of the city is kept by itself after the first visit; the details of a ward when
 * they are asked for. All of it lies in one cache of the browser; where there is none, nothing is kept and nothing is said.
 */
import type { TilesManifest } from '../../../scenarios/city/tiles.ts'
import {
  BASE_LAYERS,
  BASE_PACK,
  DATA,
  KEPT_AT,
  MANIFEST,
  type Segment,
  segmentOf,
  segmentPath,
  type ToWorker,
} from '../../../scenarios/offline.ts'
import { Problem } from '../../../scenarios/problem.ts'
import { both } from '../../../scenarios/text.ts'

export const canKeep = (): boolean => 'serviceWorker' in navigator && 'caches' in globalThis

/** Of a pack, kept beside its segments. */
export interface PackAbout {
  readonly id: string
  readonly bytes: number
  /** ISO 8601. */
  readonly keptAt: string
  /** Archives that it was cut from: others now mean that it has aged. */
  readonly files: readonly string[]
}
const aboutPath = (id: string): string => `/kept/${encodeURIComponent(id)}/about.json`
const ABOUT = /^\/kept\/[^/]+\/about\.json$/

export async function packs(): Promise<PackAbout[]> {
  const data = await caches.open(DATA)
  const keys = (await data.keys()).filter(({ url }) => ABOUT.test(new URL(url).pathname))
  const all = await Promise.all(
    keys.map(async (key) => (await data.match(key))?.json() as Promise<PackAbout> | undefined),
  )
  return all.filter((one) => one !== undefined)
}

/** When the manifest of what is kept came from the server, ISO 8601; null: nothing is kept. */
export async function keptAt(): Promise<string | null> {
  if (!canKeep()) return null
  const manifest = await (await caches.open(DATA)).match(MANIFEST, { ignoreVary: true })
  return manifest?.headers.get(KEPT_AT) ?? null
}

/**
 * The map of the city from afar and the addresses, as the server has them now; what it no longer has is dropped. The manifest
 * comes last, so that it never names what is not here.
 */
export async function keepBase(signal: AbortSignal): Promise<void> {
  const answer = await fetch(MANIFEST, { cache: 'no-cache', signal })
  if (!answer.ok || answer.headers.has(KEPT_AT)) return
  const text = await answer.text()
  const manifest = JSON.parse(text) as TilesManifest
  const data = await caches.open(DATA)
  const address = manifest.address ? `/tiles/${manifest.address.file}` : null
  if (address && !(await data.match(address, { ignoreVary: true }))) {
    const file = await fetch(address, { signal })
    if (file.ok) await data.put(address, withoutPacking(file))
  }
  const archives = manifest.vector.filter(({ layer }) => BASE_LAYERS.includes(layer))
  await keepSegments(
    BASE_PACK,
    archives.map(({ file, bytes }) => ({ pack: BASE_PACK, file, from: 0, to: bytes - 1, total: bytes })),
    () => {},
    signal,
  )
  const headers = { 'content-type': 'application/json', [KEPT_AT]: new Date().toISOString() }
  await data.put(MANIFEST, new Response(text, { headers }))
  for (const key of await data.keys()) {
    const { pathname } = new URL(key.url)
    const old = pathname.startsWith('/tiles/address/') && pathname !== address
    if (old) await data.delete(key)
  }
}

/** @param progress of 1 */
export async function keepSegments(
  id: string,
  segments: readonly Segment[],
  progress: (fraction: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const data = await caches.open(DATA)
  const here = new Set((await data.keys()).map(({ url }) => decodeURI(new URL(url).pathname)))
  const bytes = segments.reduce((sum, { from, to }) => sum + to - from + 1, 0)
  const queue = [...segments]
  let done = 0
  const next = async (): Promise<void> => {
    for (let one = queue.pop(); one; one = queue.pop()) {
      const { file, from, to } = one
      const path = segmentPath(one)
      if (!here.has(path)) {
        const part = await fetchPart(`/tiles/${file}`, from, to, signal)
        await data.put(path, new Response(part, { headers: { 'content-length': String(part.size) } }))
      }
      done += to - from + 1
      progress(done / bytes)
    }
  }
  await Promise.all(Array.from({ length: 4 }, next))
  const wanted = new Set(segments.map(segmentPath))
  for (const key of await data.keys()) {
    const { pathname } = new URL(key.url)
    if (segmentOf(pathname)?.pack === id && !wanted.has(pathname)) await data.delete(key)
  }
  const files = [...new Set(segments.map(({ file }) => file))]
  const about: PackAbout = { id, bytes, keptAt: new Date().toISOString(), files }
  await data.put(aboutPath(id), new Response(JSON.stringify(about)))
  tellWorker({ say: 'segments' })
}

export async function dropPack(id: string): Promise<void> {
  const data = await caches.open(DATA)
  await data.delete(aboutPath(id))
  for (const key of await data.keys()) {
    if (segmentOf(new URL(key.url).pathname)?.pack === id) await data.delete(key)
  }
  tellWorker({ say: 'segments' })
}

/** Nothing of the map's data stays; its page and scripts do. */
export async function dropAll(): Promise<void> {
  await caches.delete(DATA)
  tellWorker({ say: 'segments' })
}

export function tellWorker(message: ToWorker): void {
  navigator.serviceWorker.controller?.postMessage(message)
}

async function fetchPart(path: string, from: number, to: number, signal: AbortSignal): Promise<Blob> {
  const headers = { range: `bytes=${from}-${to}` }
  const answer = await fetch(path, { headers, signal }).catch((error: unknown) => {
    if (signal.aborted) throw error
    throw new Problem({ code: 'net/offline', message: both('Máy chủ không trả lời', 'The server does not answer') })
  })
  const part = answer.status === 206 ? await answer.blob() : null
  if (part?.size === to - from + 1) return part
  const message = both('Không tải được gói này; hãy thử lại', 'The pack could not be fetched; try again')
  throw new Problem({ code: 'offline/fetch', message, place: `HTTP ${answer.status}` })
}

/** The body comes unpacked. */
function withoutPacking(answer: Response): Response {
  const headers = new Headers(answer.headers)
  headers.delete('content-encoding')
  headers.delete('content-length')
  headers.set(KEPT_AT, new Date().toISOString())
  return new Response(answer.body, { headers })
}

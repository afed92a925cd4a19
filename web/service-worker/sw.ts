/**
 * The service worker of the public map: its page and scripts from what was kept, its tiles from kept archives, and everything
 * else untouched. A list of what it answers, not of what it leaves alone: workplaces and what needs log-in never pass through.
 * It waits until the person wants the new version, and keeps what an older page may still load until no such page is open.
 */
import {
  DATA,
  MANIFEST,
  MAP_PAGE,
  type Segment,
  SHELL,
  segmentOf,
  segmentPath,
  type ToWorker,
} from '../../scenarios/offline.ts'

declare const self: ServiceWorkerGlobalScope
/** Put here by the build (`vite/service-worker.ts`). */
declare const __SHELL__: { readonly version: string; readonly files: readonly string[] }

const { version, files } = __SHELL__
const shell = new Set(files)
const PAGE = '/map.html'
/** A server that says nothing for so long is as one that is not there, ms. */
const PATIENCE_MS = 4000
const BLOBS = 64

self.addEventListener('install', (event) => event.waitUntil(fillShell()))
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))

self.addEventListener('message', (event) => {
  const message = event.data as ToWorker
  if (message.say === 'take-over') event.waitUntil(self.skipWaiting())
  if (message.say === 'segments') kept = undefined
  if (message.say === 'started' && shell.has(message.script) && event.source instanceof Client) {
    event.waitUntil(dropOldShells(event.source.id))
  }
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== self.location.origin) return
  const answer = answerTo(request, pathname)
  // Whatever goes wrong here must not stand between the page and the server.
  if (answer) event.respondWith(answer.catch(() => fetch(request)))
})

function answerTo(request: Request, pathname: string): Promise<Response> | null {
  if (request.mode === 'navigate') return MAP_PAGE.test(pathname) ? fromShell(PAGE, request) : null
  if (pathname !== PAGE && shell.has(pathname)) return fromShell(pathname, request)
  // A page of the version before may still ask for a script that the server no longer has.
  if (pathname.startsWith('/assets/')) return fromShell(pathname, request)
  if (pathname === MANIFEST) return freshElseKept(request, pathname)
  if (pathname.startsWith('/tiles/vector/')) return bytesOf(request, pathname.slice('/tiles/'.length))
  if (pathname.startsWith('/tiles/address/')) return fromData(request, pathname)
  return null
}

async function fillShell(): Promise<void> {
  const cache = await caches.open(SHELL + version)
  await Promise.all(
    files.map(async (path) => {
      // The same hash is the same file: what an older version kept is not asked for again.
      const known = path.startsWith('/assets/') ? await fromAnyShell(path) : undefined
      const answer = known ?? (await fetch(path, { cache: 'no-cache' }))
      if (!answer.ok) throw new Error(`Expected ${path}, got ${answer.status}`)
      await cache.put(path, answer)
    }),
  )
}

async function fromShell(path: string, request: Request): Promise<Response> {
  const own = await (await caches.open(SHELL + version)).match(path, { ignoreVary: true })
  return own ?? (await fromAnyShell(path)) ?? fetch(request)
}

async function fromAnyShell(path: string): Promise<Response | undefined> {
  if (path === PAGE) return undefined
  for (const name of await caches.keys()) {
    const answer = name.startsWith(SHELL) && (await (await caches.open(name)).match(path, { ignoreVary: true }))
    if (answer) return answer
  }
  return undefined
}

/** Pages of this version; while any other is open, what older versions kept stays. */
const ofThisVersion = new Set<string>()

async function dropOldShells(id: string): Promise<void> {
  ofThisVersion.add(id)
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
  const others = pages.filter((page) => MAP_PAGE.test(new URL(page.url).pathname) && !ofThisVersion.has(page.id))
  if (others.length > 0) return
  const old = (await caches.keys()).filter((name) => name.startsWith(SHELL) && name !== SHELL + version)
  await Promise.all(old.map((name) => caches.delete(name)))
}

/** What the server says, else what was kept. */
async function freshElseKept(request: Request, path: string): Promise<Response> {
  const data = await caches.open(DATA)
  const old = await data.match(path, { ignoreVary: true })
  const waiting = fetch(request)
  const fresh = await Promise.race([
    waiting.catch(() => null),
    ...(old ? [new Promise<null>((resolve) => setTimeout(() => resolve(null), PATIENCE_MS))] : []),
  ])
  // A proxy that has lost its server answers 502–504 in words of its own.
  if (!fresh || (fresh.status >= 502 && fresh.status <= 504)) return old ?? fresh ?? waiting
  return fresh
}

async function fromData(request: Request, path: string): Promise<Response> {
  return (await (await caches.open(DATA)).match(path, { ignoreVary: true })) ?? fetch(request)
}

let kept: Promise<Segment[]> | undefined
const blobs = new Map<string, Promise<Blob>>()

/** A range of an archive, cut from the segment that holds it. */
async function bytesOf(request: Request, file: string): Promise<Response> {
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.get('range') ?? '') ?? []
  if (!first || !last) return fetch(request)
  kept ??= caches
    .open(DATA)
    .then((data) => data.keys())
    .then((keys) => keys.flatMap(({ url }) => segmentOf(new URL(url).pathname) ?? []))
  const from = Number(first)
  const segment = (await kept).find((one) => {
    return one.file === file && one.from <= from && Math.min(Number(last), one.total - 1) <= one.to
  })
  if (!segment) return fetch(request)
  const to = Math.min(Number(last), segment.total - 1)
  const path = segmentPath(segment)
  const blob = await (blobs.get(path) ?? openBlob(path))
  return new Response(blob.slice(from - segment.from, to - segment.from + 1), {
    status: 206,
    headers: {
      'content-type': 'application/octet-stream',
      'content-range': `bytes ${from}-${to}/${segment.total}`,
      'content-length': String(to - from + 1),
    },
  })
}

/** A handle on it, not its bytes: a ward's segments are many megabytes. */
function openBlob(path: string): Promise<Blob> {
  const opened = (async () => {
    const answer = await (await caches.open(DATA)).match(path)
    if (!answer) throw new Error(`Expected ${path} to be kept`)
    return answer.blob()
  })()
  blobs.set(path, opened)
  opened.catch(() => {
    blobs.delete(path)
    kept = undefined
  })
  for (const old of blobs.keys()) {
    if (blobs.size <= BLOBS) break
    blobs.delete(old)
  }
  return opened
}

/** Files: the tiles of the city, by range and with ETags, and the built web app. */
import { existsSync, statSync } from 'node:fs'
import { extname } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyContextConfig, FastifyReply, FastifyRequest } from 'fastify'
import { isTileForVisitors } from '../../scenarios/open-data/layers.ts'
import { both } from '../../scenarios/text.ts'
import type { House } from '../house.ts'
import { type App, notFound, refuse } from '../http.ts'
import { mapPageFor, sendPage } from './text-page.ts'

const YEAR = 'public, max-age=31536000, immutable'
const ASK_AGAIN = 'no-cache'
/** Nobody between, and no browser without asking: whoever signs in next may be a visitor. */
const STAFF_ALONE = 'private, no-cache'
/** Pages of the workplaces: one file, its own router. */
export const PAGES = [
  '/planner',
  '/permits',
  '/permits/:id',
  '/plans',
  '/plans/:id',
  '/register',
  '/works',
  '/works/:id',
  '/ledger',
  '/ledger/:sequence',
  '/users',
  '/admin',
  '/admin/:section',
  '/login',
  '/account',
  '/reports',
  '/reports/:id',
  '/statements',
  '/statements/:id',
  '/codes',
  '/codes/:id',
]
/** Pages of the public map: a file of their own, light enough for a cheap phone (`web/public-map/panels.tsx`); `scenarios/offline.ts` has them too. */
export const MAP_PAGES = [
  '/',
  '/report',
  '/report/*',
  '/statement',
  '/statement/*',
  '/parcels',
  '/c/:code',
  '/published',
  '/published/*',
  '/warnings',
  '/route',
  '/data',
  '/offline',
]

/** The manifest and what a finished build writes beside it (`scenarios/city/tiles.ts`); nothing else that may lie there. */
const TILE =
  /^(tiles\.json|versions\/[0-9a-f]{64}\.json|(window|vector|buildings|terrain|models|raster|address)\/([\w-]+\/)*[\w-]+\.(pmtiles|json|glb|terrain|tif))$/

/** Files are for everyone and many at once: a map asks for hundreds in a second, an office comes from one address. */
interface FileOptions {
  readonly config: FastifyContextConfig
  readonly schema: { readonly hide: true }
}
const open: FileOptions = { config: { access: 'anyone', rateLimit: false }, schema: { hide: true } }
/** Layers that are not for visitors: for accounts. What is no tile is not there, for anyone. */
const tilesOpen: FileOptions = {
  ...open,
  config: {
    rateLimit: false,
    access: ({ params }) => {
      const path = (params as { '*': string })['*']
      return !TILE.test(path) || isTileForVisitors(path) ? 'anyone' : 'signed-in'
    },
  },
}
/** A link that names a place is looked up by the server, so that its preview may tell it: so many a minute from one address. */
const linkedOpen: FileOptions = {
  ...open,
  config: {
    access: 'anyone',
    rateLimit: {
      max: 120,
      timeWindow: '1 minute',
      allowList: ({ query }: FastifyRequest) => !(query as { at?: unknown }).at,
    },
  },
}
/** What a build packs beside itself as `X.br` (`vite/packed-files.ts`), and how it unpacks. */
const TEXT: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
}

export async function fileRoutes(app: App, house: House, webDir: string): Promise<void> {
  const { tiles } = house
  await app.register(fastifyStatic, { serve: false, cacheControl: false, dotfiles: 'ignore', index: false })

  app.get<{ Params: { '*': string } }>('/tiles/*', tilesOpen, (request, reply) => {
    const path = request.params['*']
    if (!TILE.test(path) || !isFile(`${tiles.dir}/${path}`)) throw notFound(`/tiles/${path}`)
    if (!isTileForVisitors(path)) reply.header('cache-control', STAFF_ALONE)
    else reply.header('cache-control', path === 'tiles.json' ? ASK_AGAIN : YEAR)
    return sendFile(request, reply, path, tiles.dir)
  })

  for (const page of [...PAGES, ...MAP_PAGES]) {
    const file = PAGES.includes(page) ? 'index.html' : 'map.html'
    app.get(page, page === '/' ? linkedOpen : open, async (request, reply) => {
      if (!existsSync(`${webDir}/${file}`)) {
        throw refuse(
          503,
          'web/not-built',
          both('Ứng dụng web chưa được dựng', 'The web app is not built'),
          undefined,
          'npm start',
        )
      }
      const linked = page === '/' ? await mapPageFor(house, request, `${webDir}/${file}`) : null
      if (linked) return sendPage(request, reply.header('cache-control', ASK_AGAIN), linked)
      return sendFile(request, reply.header('cache-control', ASK_AGAIN), file, webDir)
    })
  }

  app.get('/sw.js', open, (request, reply) => {
    reply.header('cache-control', ASK_AGAIN)
    if (isFile(`${webDir}/sw.js`)) return sendFile(request, reply, 'sw.js', webDir)
    return reply.type('text/javascript; charset=utf-8').send(LEAVE)
  })

  app.get<{ Params: { '*': string } }>('/*', open, (request, reply) => {
    const path = request.params['*']
    if (path.startsWith('api/') || path.endsWith('.br') || !isFile(`${webDir}/${path}`)) throw notFound(`/${path}`)
    reply.header('cache-control', hasHash(path) ? YEAR : ASK_AGAIN)
    return sendFile(request, reply, path, webDir)
  })
}

/** The packed file beside it, to whoever takes that: whole, with its own ETag. Ranges are of the file as it is. */
function sendFile({ headers }: FastifyRequest, reply: FastifyReply, path: string, dir: string): FastifyReply {
  const type = TEXT[extname(path)]
  if (!type) return reply.sendFile(path, dir)
  reply.header('vary', 'accept-encoding')
  const packed = !headers.range && BROTLI.test(headers['accept-encoding'] ?? '') && isFile(`${dir}/${path}.br`)
  if (!packed) return reply.sendFile(path, dir)
  return reply
    .headers({ 'content-encoding': 'br', 'content-type': type })
    .sendFile(`${path}.br`, dir, { acceptRanges: false, contentType: false })
}

/** Taken, and not with a weight of nothing. */
const BROTLI = /(^|[\s,])br(?!\s*;\s*q=0(\.0*)?\s*(,|$))\s*(;|,|$)/i

/**
 * Where a build has no service worker, the one that a browser still has takes itself away, with all that it kept: take
 * `dist/sw.js` away, and every phone is back at the server's own answers at its next visit.
 */
export const LEAVE = `self.addEventListener('install', () => self.skipWaiting())
self.addEventListener('activate', (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name.startsWith('vithanh-map-')) await caches.delete(name)
  await self.registration.unregister()
  for (const page of await self.clients.matchAll({ type: 'window' })) await page.navigate(page.url).catch(() => {})
})()))
`

/** What Vite names by hash, and folders that carry a version (`cesium-26.3.0/`). */
const hasHash = (path: string): boolean => /^(assets|[a-z]+-\d+\.\d+\.\d+)\//.test(path)

const isFile = (path: string): boolean =>
  !path.includes('\0') && (statSync(path, { throwIfNoEntry: false })?.isFile() ?? false)

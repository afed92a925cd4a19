/** Files: the tiles of the city, by range and with ETags, and the built web app. */
import { existsSync, statSync } from 'node:fs'
import fastifyStatic from '@fastify/static'
import { both } from '../../scenarios/text.ts'
import type { House } from '../house.ts'
import { type App, notFound, refuse } from '../http.ts'

const YEAR = 'public, max-age=31536000, immutable'
const ASK_AGAIN = 'no-cache'
/** Pages of the workplaces: one file, its own router. */
const PAGES = [
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
/** Pages of the public map: a file of their own, light enough for a cheap phone (`web/public-map/panels.tsx`). */
const MAP_PAGES = [
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
const open = { config: { access: 'anyone', rateLimit: false }, schema: { hide: true } } as const

export async function fileRoutes(app: App, { tiles }: House, webDir: string): Promise<void> {
  await app.register(fastifyStatic, { serve: false, cacheControl: false, dotfiles: 'ignore', index: false })

  app.get<{ Params: { '*': string } }>('/tiles/*', open, (request, reply) => {
    const path = request.params['*']
    if (!TILE.test(path) || !isFile(`${tiles.dir}/${path}`)) throw notFound(`/tiles/${path}`)
    reply.header('cache-control', path === 'tiles.json' ? ASK_AGAIN : YEAR)
    return reply.sendFile(path, tiles.dir)
  })

  for (const page of [...PAGES, ...MAP_PAGES]) {
    const file = PAGES.includes(page) ? 'index.html' : 'map.html'
    app.get(page, open, (_request, reply) => {
      if (!existsSync(`${webDir}/${file}`)) {
        throw refuse(
          503,
          'web/not-built',
          both('Ứng dụng web chưa được dựng', 'The web app is not built'),
          undefined,
          'npm start',
        )
      }
      return reply.header('cache-control', ASK_AGAIN).sendFile(file, webDir)
    })
  }

  app.get<{ Params: { '*': string } }>('/*', open, (request, reply) => {
    const path = request.params['*']
    if (path.startsWith('api/') || !isFile(`${webDir}/${path}`)) throw notFound(`/${path}`)
    reply.header('cache-control', hasHash(path) ? YEAR : ASK_AGAIN)
    return reply.sendFile(path, webDir)
  })
}

/** What Vite names by hash, and folders that carry a version (`cesium-26.3.0/`). */
const hasHash = (path: string): boolean => /^(assets|[a-z]+-\d+\.\d+\.\d+)\//.test(path)

const isFile = (path: string): boolean =>
  !path.includes('\0') && (statSync(path, { throwIfNoEntry: false })?.isFile() ?? false)

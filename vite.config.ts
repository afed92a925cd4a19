/**
 * The build of the web app: one page for the workplaces and a light one for the public map, Cesium apart so that only the 3D workplaces load it, its static files in a folder named
 * by version. Development serves the same headers as the server does and passes /api and /tiles on to it.
 */
import { cpSync, createReadStream, existsSync, readFileSync, statSync } from 'node:fs'
import { extname, join, resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'
import { MAP_PAGE } from './scenarios/offline.ts'
import { packedFiles } from './vite/packed-files.ts'
import { serviceWorker } from './vite/service-worker.ts'

const engine = resolve(import.meta.dirname, 'node_modules/@cesium/engine')
const { version } = JSON.parse(readFileSync(join(engine, 'package.json'), 'utf8')) as { version: string }
const base = `cesium-${version}`
/** The engine's static folders: where a page asks for them and where they lie. */
const folders = { Workers: 'Build/Workers', ThirdParty: 'Build/ThirdParty', Assets: 'Source/Assets' }
const types: Record<string, string> = {
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
}

const headers = { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' }

function cesiumFiles(): Plugin {
  let out = ''
  return {
    name: 'cesium-files',
    configResolved: (config) => {
      out = resolve(config.root, config.build.outDir, base)
    },
    configureServer: (server) => {
      server.middlewares.use((request, response, next) => {
        const [, from, folder, ...rest] = (request.url ?? '').split('?')[0]!.split('/')
        const home = from === base ? folders[folder as keyof typeof folders] : undefined
        const file = home ? join(engine, home, ...rest) : ''
        if (!home || !file.startsWith(join(engine, home)) || !existsSync(file) || !statSync(file).isFile())
          return next()
        response.setHeader('content-type', types[extname(file)] ?? 'application/octet-stream')
        // A worker's script needs them too, or the page may not start it.
        for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
        createReadStream(file).pipe(response)
      })
    },
    writeBundle: () => {
      for (const [to, from] of Object.entries(folders)) cpSync(join(engine, from), join(out, to), { recursive: true })
    },
  }
}

const server = process.env.SERVER ?? 'http://127.0.0.1:8080'
/** Pages of the public map, in development. */
const mapPages: Plugin = {
  name: 'map-pages',
  configureServer: (server) => {
    server.middlewares.use((request, _response, next) => {
      if (MAP_PAGE.test((request.url ?? '').split('?')[0]!)) request.url = '/map.html'
      next()
    })
  },
}

/** What the map's page needs in any case is asked for with the page itself: what draws it, and the list of its tiles. */
const mapPreloads: Plugin = {
  name: 'map-preloads',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler: (html, { filename, bundle = {} }) => {
      if (!filename.endsWith('map.html')) return []
      const known = new Set<string>()
      const wanted: { file: string; first: boolean }[] = []
      const follow = (file: string, first: boolean) => {
        const chunk = bundle[file]
        if (chunk?.type !== 'chunk' || known.has(file)) return
        known.add(file)
        if (!html.includes(file)) wanted.push({ file, first })
        for (const one of chunk.imports) follow(one, first)
        for (const one of chunk.dynamicImports) if (/webgl-device/.test(one)) follow(one, first)
      }
      const begin = (module: string, first: boolean) => {
        for (const chunk of Object.values(bundle))
          if (chunk.type === 'chunk' && chunk.facadeModuleId?.endsWith(module)) follow(chunk.fileName, first)
      }
      begin('public-map/page.tsx', true)
      begin('public-map/map/stage.ts', false)
      // Six requests at a time where the server speaks HTTP/1.1: the page's are the first.
      return [
        {
          tag: 'link',
          injectTo: 'head' as const,
          attrs: { rel: 'preload', as: 'fetch', crossorigin: true, href: '/tiles/tiles.json' },
        },
        ...wanted.map(({ file, first }) => ({
          tag: 'link',
          injectTo: first ? ('head-prepend' as const) : ('head' as const),
          attrs: {
            rel: 'modulepreload',
            ...(first ? {} : { fetchpriority: 'low' }),
            crossorigin: true,
            href: `/${file}`,
          },
        })),
      ]
    },
  },
}

/** Data, not the sources under tiles/. */
const proxy = {
  '/api': server,
  '/open/': server,
  '^/p(/preview\\.png)?(\\?|$)': server,
  '^/tiles/(tiles\\.json|(window|vector|buildings|terrain|models|raster|address)/)': server,
}

/** Modules whose path is like one of these. */
const among = (...paths: string[]) => new RegExp(paths.join('|').replaceAll('.', '\\.'))

export default defineConfig({
  plugins: [mapPages, mapPreloads, react(), cesiumFiles(), serviceWorker(), packedFiles()],
  resolve: { alias: { cesium: resolve(import.meta.dirname, 'web/cesium.ts') } },
  define: { CESIUM_BASE_URL: JSON.stringify(`/${base}/`) },
  worker: { format: 'es' },
  // resium must meet the same engine as we do, through the alias: one instance, not two.
  optimizeDeps: { include: ['@cesium/engine', 'react', 'react/jsx-runtime', 'react-dom/client'], exclude: ['resium'] },
  server: { headers, proxy },
  preview: { headers, proxy },
  build: {
    outDir: 'dist',
    target: 'es2023',
    chunkSizeWarningLimit: 6000,
    rolldownOptions: {
      input: ['index.html', 'map.html'],
      output: {
        codeSplitting: {
          groups: [
            // A group takes what its modules import along: the higher one claims first.
            { name: 'cesium', priority: 1, test: among('node_modules/(@cesium|resium)/', 'web/cesium.ts$') },
            // Each request of a phone waits for its line: what the map needs first comes in a few files. Before all, and without
            // React, what starts the map's worker; then React with the small things that the page shares with what is opened
            // from it.
            {
              name: 'base',
              priority: 5,
              test: among(
                'preload-helper|modulepreload-polyfill|node_modules/comlink/',
                'scenarios/(text|problem).ts$',
                'public-map/map/(cover|draughtsman|drawn|manifest|palette).ts$',
                'web/shared/(colours.ts|styles.css)$',
              ),
            },
            {
              name: 'page',
              priority: 4,
              test: among(
                'node_modules/(react|react-dom|scheduler)/',
                'web/shared/(language|later|theme|ui|route|problem|loaded|fold).tsx?$',
                'public-map/(panels|ask|map-control|selected|layers/shown|map/(look|reach)|offline/install).tsx?$',
                'public-map/(search/(SearchBox|useSearch|recent|text)|warnings/(useWarnings|text)).tsx?$',
                'scenarios/(provenance-names|warning-words|address/(card|grid-code|share-link)|codes/code).ts$',
              ),
            },
            {
              name: 'deck',
              priority: 3,
              test: among('node_modules/(@deck.gl/core|@luma.gl|@math.gl|@probe.gl|@loaders.gl|mjolnir.js)/'),
            },
          ],
        },
      },
    },
  },
})

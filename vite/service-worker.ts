/**
 * The last step of a build: what the page of the public map consists of, and its service worker, which keeps exactly that.
 * What belongs to the page is found by its text: each file names the files that it loads.
 */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { build, type Plugin } from 'vite'

/** More than this is no shell of a light page: something heavy has found its way in. */
const MOST_BYTES = 6 * 2 ** 20
/** Beside what the page itself names. */
const MORE = ['/manifest.webmanifest', '/icons/icon.svg', '/icons/icon-192.png']

export function serviceWorker(): Plugin {
  let [root, out] = ['', '']
  return {
    name: 'service-worker',
    apply: 'build',
    configResolved: (config) => {
      root = config.root
      out = join(root, config.build.outDir)
    },
    closeBundle: {
      order: 'pre',
      sequential: true,
      handler: async () => {
        if (!existsSync(join(out, 'map.html'))) return
        await build({
          configFile: false,
          logLevel: 'warn',
          publicDir: false,
          define: { __SHELL__: JSON.stringify(shellOf(out)) },
          build: {
            outDir: out,
            emptyOutDir: false,
            target: 'es2023',
            rolldownOptions: {
              input: join(root, 'web/service-worker/sw.ts'),
              output: { format: 'iife', entryFileNames: 'sw.js' },
            },
          },
        })
      },
    },
  }
}

/** @returns the files of the map's page, and a name for just these */
export function shellOf(folder: string): { version: string; files: string[] } {
  const assets = readdirSync(join(folder, 'assets'))
  const found = new Set<string>()
  const queue = ['map.html']
  let bytes = 0
  for (let file = queue.pop(); file; file = queue.pop()) {
    if (found.has(file)) continue
    found.add(file)
    bytes += statSync(join(folder, file)).size
    if (!/\.(html|js|css)$/.test(file)) continue
    const text = readFileSync(join(folder, file), 'utf8')
    queue.push(
      ...assets.filter((asset) => text.includes(asset) && !asset.endsWith('.woff')).map((asset) => `assets/${asset}`),
    )
  }
  if (bytes > MOST_BYTES) {
    throw new Error(`Expected the page of the map to be light, got ${bytes} bytes: ${[...found].join(', ')}`)
  }
  const files = [...[...found].map((file) => `/${file}`), ...MORE].sort()
  const sum = createHash('sha256')
  for (const file of files) sum.update(file).update(readFileSync(join(folder, file)))
  return { version: sum.digest('hex').slice(0, 16), files }
}

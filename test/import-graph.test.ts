/**
 * Who may import whom: the table of architecture, held by walking every import of every file. TypeScript's references do
 * not stop a kernel from importing a web server; this does.
 */
import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')

/** Longest prefix wins. */
const rooms: Record<string, { imports: string[]; packages: string[] }> = {
  scenarios: {
    imports: [],
    packages: ['zod', 'proj4', 'canonicalize', '@noble/hashes', 'uuid', 'polygon-clipping'],
  },
  'data/readers': {
    imports: ['scenarios'],
    packages: ['zod', 'fflate', 'saxes', 'geotiff', 'flatgeobuf', 'sql.js', 'proj4', 'web-ifc'],
  },
  'data/city': {
    imports: ['scenarios', 'data/readers'],
    packages: ['node:', 'zod', 'polygon-clipping'],
  },
  'tiles/read': { imports: ['scenarios'], packages: ['pmtiles', 'fflate', 'zod'] },
  'tiles/read/file.ts': { imports: ['scenarios', 'tiles/read'], packages: ['node:'] },
  'tiles/build': {
    imports: ['scenarios', 'tiles/read'],
    packages: ['node:', 'zod', 'pmtiles', 'earcut', 'fflate', 'comlink', '@maplibre/geojson-vt', '@maplibre/vt-pbf'],
  },
  'workers/drainage': { imports: ['scenarios'], packages: [] },
  'workers/traffic': { imports: ['scenarios'], packages: [] },
  'workers/lighting': { imports: ['scenarios'], packages: [] },
  'workers/client': {
    imports: ['scenarios', 'tiles/read', 'workers/drainage', 'workers/traffic', 'workers/lighting'],
    packages: ['comlink'],
  },
  'workers/node': {
    imports: [
      'scenarios',
      'tiles/read',
      'tiles/read/file.ts',
      'workers/drainage',
      'workers/traffic',
      'workers/lighting',
    ],
    packages: ['node:', 'comlink'],
  },
  server: {
    imports: [
      'scenarios',
      'data/readers',
      'data/city',
      'tiles/read',
      'tiles/read/file.ts',
      'tiles/build',
      'workers/node',
    ],
    packages: [
      'node:',
      'fastify',
      '@fastify/',
      'kysely',
      'pg',
      'pg-boss',
      'zod',
      'openid-client',
      'otpauth',
      'pdfmake',
      '@cantoo/pdf-lib',
      'pkijs',
      'asn1js',
      '@resvg/resvg-wasm',
      'pmtiles',
      'comlink',
    ],
  },
  bin: {
    imports: [
      'scenarios',
      'data/readers',
      'data/city',
      'tiles/read',
      'tiles/read/file.ts',
      'tiles/build',
      'workers/node',
      'server',
    ],
    packages: ['node:', 'zod'],
  },
  'web/shared': {
    imports: ['scenarios', 'data/readers', 'tiles/read', 'workers/client'],
    packages: ['react', 'react-dom', 'zod', '@fontsource/', 'uplot', 'pdfmake'],
  },
  'web/stage': {
    imports: ['scenarios', 'tiles/read', 'web/shared'],
    packages: ['react', 'resium', 'cesium', '@cesium/engine', 'pmtiles', '@mapbox/vector-tile', 'pbf', 'comlink'],
  },
  'web/public-map': {
    imports: ['scenarios', 'tiles/read', 'web/shared'],
    packages: [
      'react',
      'react-dom',
      '@deck.gl/',
      '@fontsource/',
      '@mapbox/vector-tile',
      'pbf',
      'pmtiles',
      'comlink',
      'earcut',
      '@luma.gl/',
      'exifr',
      'workbox-',
      'geojson',
    ],
  },
  'web/service-worker': { imports: ['scenarios'], packages: [] },
  web: {
    imports: ['scenarios', 'data/readers', 'tiles/read', 'workers/client', 'web/shared', 'web/stage'],
    // sql.js, web-ifc: the addresses of their WebAssembly alone; their readers are in data/readers.
    packages: [
      'react',
      'react-dom',
      'zod',
      'uplot',
      '@fontsource/',
      '@cesium/engine',
      'cesium',
      'comlink',
      'sql.js',
      'web-ifc',
      'pdfmake',
      'three',
    ],
  },
}

const roomOf = (file: string): string | undefined =>
  Object.keys(rooms)
    .filter((room) => file === room || file.startsWith(`${room}/`))
    .toSorted((a, b) => b.length - a.length)[0]

/** The web's workplaces never import each other: each folder under web/ but shared and stage. */
const workplaceOf = (file: string): string | undefined => /^web\/(?!shared\/|stage\/)([^/]+)\//.exec(file)?.[1]

const specifiers = (text: string): string[] =>
  [
    ...text.matchAll(
      /(?:^|\n)\s*(?:import|export)\s(?:[^'";]*?\sfrom\s*)?'([^']+)'|import\(\s*'([^']+)'\s*\)|new URL\(\s*'([^']+)',\s*import\.meta\.url/g,
    ),
  ].map((match) => (match[1] ?? match[2] ?? match[3])!)

const files = globSync(
  ['scenarios', 'data', 'tiles', 'workers', 'server', 'bin', 'web'].flatMap((dir) => [
    `${dir}/**/*.ts`,
    `${dir}/**/*.tsx`,
  ]),
  { cwd: root },
).filter((file) => !file.includes('.test.'))

test('every import follows the table of rooms', () => {
  expect(files.length).toBeGreaterThan(20)
  const wrong: string[] = []
  for (const file of files) {
    const from = roomOf(file)!
    const { imports, packages } = rooms[from]!
    for (const specifier of specifiers(readFileSync(join(root, file), 'utf8'))) {
      if (specifier.startsWith('.')) {
        const target = relative(root, normalize(join(root, dirname(file), specifier)))
        const to = roomOf(target)
        const path = workplaceOf(file)
        const other = workplaceOf(target)
        if (to === undefined) continue // a file beside the rooms, e.g. package.json
        if (to !== from && !imports.includes(to)) wrong.push(`${file} → ${target}`)
        else if (path && other && path !== other) wrong.push(`${file} → ${target}`)
      } else if (
        !packages.some((allowed) =>
          /[:/]$/.test(allowed)
            ? specifier.startsWith(allowed)
            : specifier === allowed || specifier.startsWith(`${allowed}/`),
        )
      ) {
        wrong.push(`${file} → ${specifier}`)
      }
    }
  }
  expect(wrong).toEqual([])
})

/** A dataset, cut and read back: from a folder, over HTTP and from memory. */
import { cp, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { City } from '../../scenarios/city/city.ts'
import { layerIds } from '../../scenarios/city/layers.ts'
import type { TilesManifest } from '../../scenarios/city/tiles.ts'
import { type Bounds, geometryBounds, grow, overlaps } from '../../scenarios/geometry.ts'
import { gridBounds, NODATA } from '../../scenarios/grid.ts'
import { Cancelled, Problem } from '../../scenarios/problem.ts'
import { fileSource } from '../read/file.ts'
import { httpSource, memorySource, openTiles, readCity } from '../read/index.ts'
import { manifestHash } from '../read/open.ts'
import { type Fixture, writeFixture } from './fixture.ts'
import { buildTiles } from './index.ts'

const size = { columns: 300, rows: 280, cellSize: 5, houses: 900, seed: 7 }
let root = ''
let fixture: Fixture
let manifest: TilesManifest
let server: Server
let address = ''
const path = (name: string) => join(root, name)

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'tiles-'))
  fixture = await writeFixture(path('city'), size)
  manifest = await buildTiles(path('city'), path('tiles'))
  server = createServer(serveRanges).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterAll(async () => {
  server.close()
  await rm(root, { recursive: true })
})

async function allFiles(dir: string): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>()
  for (const entry of await readdir(dir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const file = join(entry.parentPath, entry.name)
    files.set(file.slice(dir.length + 1), new Uint8Array(await readFile(file)))
  }
  return files
}

const serveRanges: Parameters<typeof createServer>[1] = async (request, response) => {
  const [, folder, ...key] = request.url!.split('/')
  const bytes = await readFile(join(root, 'tiles', ...key)).catch(() => null)
  const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '')
  if (!bytes) response.writeHead(404).end()
  else if (range && folder === 'ranges')
    response.writeHead(206).end(bytes.subarray(Number(range[1]), Number(range[2]) + 1))
  else response.writeHead(200).end(bytes)
}

const [west, south, east, north] = [546_000, 1_085_000 - 1400, 546_000 + 1500, 1_085_000]
const area: Bounds = [west + 301.5, south + 212, west + 987, south + 899]

test('file, HTTP and memory give the same city', async () => {
  const sources = [
    fileSource(path('tiles')),
    httpSource(`${address}/ranges`),
    memorySource(await allFiles(path('tiles'))),
  ]
  const cities: City[] = []
  for (const source of sources) cities.push(await readCity(await openTiles(source), area))
  expect(cities[0]!.layers.buildings.size).toBeGreaterThan(100)
  expect(cities[1]).toEqual(cities[0])
  expect(cities[2]).toEqual(cities[0])
  expect(cities[0]).toMatchObject({ tilesHash: manifest.hash, area, manifest: fixture.city })
})

test('a window is what brute force finds', async () => {
  const tiles = await openTiles(fileSource(path('tiles')))
  const side = (least: number, most: number) => fc.double({ min: least, max: most, noNaN: true })
  const areas = fc
    .tuple(side(west - 100, east - 1), side(south - 100, north - 1), side(150, 900), side(150, 900))
    .map(([x, y, width, height]): Bounds => [x, y, x + width, y + height])
  await fc.assert(
    fc.asyncProperty(areas, async (asked) => {
      const city = await readCity(tiles, asked)
      for (const layer of layerIds) {
        const found = fixture.features[layer].filter(({ geometry }) => overlaps(geometryBounds(geometry), asked))
        const sorted = found.toSorted((a, b) => (a.id < b.id ? -1 : 1))
        expect([...city.layers[layer].keys()]).toEqual(sorted.map(({ id }) => id))
        expect([...city.layers[layer].values()]).toEqual(sorted)
      }
      const { ground } = city
      const reached = grow(gridBounds(ground), 1e-5)
      expect(reached[0]).toBeLessThanOrEqual(Math.max(asked[0], west))
      expect(reached[1]).toBeLessThanOrEqual(Math.max(asked[1], south))
      expect(reached[2]).toBeGreaterThanOrEqual(Math.min(asked[2], east))
      expect(reached[3]).toBeGreaterThanOrEqual(Math.min(asked[3], north))
      for (let i = 0; i < ground.data.length; i++) {
        const column = Math.round((ground.west - west) / 5) + (i % ground.columns)
        const row = Math.round((north - ground.north) / 5) + Math.floor(i / ground.columns)
        const level = fixture.ground[row * size.columns + column]!
        if (!Object.is(ground.data[i], level === NODATA ? Number.NaN : level)) {
          throw new Error(`Expected ${level} at ${column}, ${row}, got ${ground.data[i]}`)
        }
      }
    }),
    { numRuns: 25 },
  )
})

test('whole cells asked for are whole cells given', async () => {
  const tiles = await openTiles(fileSource(path('tiles')))
  const city = await readCity(tiles, [west + 100, south + 100, west + 200, south + 250])
  expect(city.ground).toMatchObject({ columns: 20, rows: 30, west: west + 100, north: south + 250 })
})

test('an area outside the ground is a problem, and so is a source without ranges', async () => {
  const tiles = await openTiles(fileSource(path('tiles')))
  const outside: Bounds = [east + 10, south, east + 20, north]
  await expect(readCity(tiles, outside)).rejects.toMatchObject({ detail: { code: 'tiles/area' } })
  const whole = await openTiles(httpSource(`${address}/whole`))
  await expect(readCity(whole, area)).rejects.toMatchObject({ detail: { code: 'tiles/no-range' } })
  const nothing = openTiles(httpSource('http://127.0.0.1:1'))
  await expect(nothing).rejects.toMatchObject({ detail: { code: 'tiles/unreachable', file: 'tiles.json' } })
})

test('keys do not lead out of the folder', async () => {
  const source = fileSource(path('tiles'))
  for (const key of ['../city/city.json', 'window/../../city/city.json', path('city/city.json'), 'a\0b']) {
    await expect(source.read(key)).rejects.toMatchObject({ detail: { code: 'tiles/missing', file: key } })
  }
})

test('a stop is heard, by reading and by building', async () => {
  const tiles = await openTiles(httpSource(`${address}/ranges`))
  await expect(readCity(tiles, area, { aborted: true })).rejects.toBeInstanceOf(Cancelled)
  await expect(readCity(tiles, area, AbortSignal.abort())).rejects.toBeInstanceOf(Cancelled)
  const build = buildTiles(path('city'), path('stopped'), { signal: { aborted: true } })
  await expect(build).rejects.toBeInstanceOf(Cancelled)
  // from anywhere in the middle, with what stood there left whole
  await cp(path('tiles'), path('stopping'), { recursive: true })
  await writeFixture(path('city-stopping'), { ...size, seed: 8 })
  for (const share of [0.05, 0.3, 0.6, 0.95]) {
    const controller = new AbortController()
    const progress = (at: number) => {
      if (at >= share) controller.abort()
    }
    const stopped = buildTiles(path('city-stopping'), path('stopping'), { signal: controller.signal, progress })
    await expect(stopped).rejects.toBeInstanceOf(Cancelled)
  }
  const standing = await openTiles(fileSource(path('stopping')))
  expect(standing.manifest).toEqual(manifest)
  const { ground, layers } = await readCity(standing, area)
  expect({ ground, layers }).toEqual(
    await readCity(tiles, area).then((city) => ({ ground: city.ground, layers: city.layers })),
  )
  await buildTiles(path('city-stopping'), path('stopping'))
  await cp(path('tiles'), path('unstopped'), { recursive: true })
  await buildTiles(path('city-stopping'), path('unstopped'))
  expect(await allFiles(path('stopping'))).toEqual(await allFiles(path('unstopped')))
})

test('the same dataset gives the same bytes, with any number of threads', async () => {
  const files = await allFiles(path('tiles'))
  for (const threads of [1, 2, 3]) {
    const dir = path(`again-${threads}`)
    expect(await buildTiles(path('city'), dir, { threads })).toEqual(manifest)
    expect(await allFiles(dir)).toEqual(files)
  }
})

test('threads stop when they are told to, and say what is wrong with the data', async () => {
  const controller = new AbortController()
  const progress = (at: number) => at > 0.1 && controller.abort()
  const stopped = buildTiles(path('city'), path('threads'), { threads: 2, signal: controller.signal, progress })
  await expect(stopped).rejects.toBeInstanceOf(Cancelled)
  await cp(path('city'), path('city-bad'), { recursive: true })
  const file = path('city-bad/layers/roads.ndjson')
  await writeFile(file, (await readFile(file, 'utf8')).replace('local', 'locaI'))
  const broken = buildTiles(path('city-bad'), path('threads'), { threads: 2 })
  await expect(broken).rejects.toMatchObject({ detail: { code: 'dataset/damaged', file } })
})

test('a folder of tiles of another time is cut anew', async () => {
  await cp(path('tiles'), path('old'), { recursive: true })
  for (const old of [
    '{"format":"vithanh-tiles","version":1}',
    '{',
    JSON.stringify({ ...manifest, models: undefined }),
  ]) {
    await writeFile(path('old/tiles.json'), old)
    expect(await buildTiles(path('city'), path('old'))).toEqual(manifest)
  }
})

test('tiles of before the address file are given it, and the rest of them is kept', async () => {
  await cp(path('tiles'), path('before'), { recursive: true })
  await rm(path('before/address'), { recursive: true })
  const { address: _, ...without } = manifest
  const earlier = { ...without, hash: manifestHash(without as TilesManifest) }
  await writeFile(path('before/tiles.json'), JSON.stringify(earlier))
  expect((await openTiles(fileSource(path('before')))).manifest.address).toBe(null)
  const made: string[] = []
  const log = (line: string) => line.startsWith('made') && made.push(line.split(' ')[1]!)
  const now = await buildTiles(path('city'), path('before'), { log })
  expect(now).toEqual(manifest)
  expect(made).toEqual([manifest.address!.file])
  const text = await readFile(path(`before/${manifest.address!.file}`))
  expect(brotliDecompressSync(await readFile(path(`before/${manifest.address!.file}.br`)))).toEqual(text)
})

test('what has not changed is kept, what is no longer named is removed', async () => {
  await cp(path('tiles'), path('changing'), { recursive: true })
  await cp(path('city'), path('city-changed'), { recursive: true })
  const lines: string[] = []
  const fractions: number[] = []
  const watch = { log: (line: string) => lines.push(line), progress: (at: number) => fractions.push(at) }
  expect(await buildTiles(path('city-changed'), path('changing'), watch)).toEqual(manifest)
  expect(lines.filter((line) => line.startsWith('made'))).toEqual([])
  expect(fractions).toEqual(fractions.toSorted((a, b) => a - b))
  expect(fractions.at(-1)).toBe(1)

  await writeFixture(path('city-changed'), { ...size, houses: 899 })
  await cp(path('city/grids'), path('city-changed/grids'), { recursive: true })
  const before = await stat(path(`changing/${manifest.terrain.path}`))
  lines.length = 0
  const changed = await buildTiles(path('city-changed'), path('changing'), watch)
  expect(changed.hash).not.toBe(manifest.hash)
  expect(changed.terrain).toEqual(manifest.terrain)
  expect((await stat(path(`changing/${manifest.terrain.path}`))).mtimeMs).toBe(before.mtimeMs)
  const made = lines.filter((line) => line.startsWith('made')).map((line) => line.split(/[ -]/)[1])
  expect(made.toSorted()).toEqual(
    [
      changed.address!.file,
      `buildings/${changed.buildings!.path.split('/')[1]}/tileset.json`,
      'raster/landcover',
      'vector/addresses',
      'vector/buildings',
      'vector/parcels',
      'window/addresses',
      'window/buildings',
      'window/parcels',
    ].toSorted(),
  )
  // The windows of the version before stay, so that its runs can be run again.
  expect(await readdir(path('changing/window'))).toHaveLength(layerIds.length + 1 + 3)
  expect((await readdir(path('changing/versions'))).toSorted()).toEqual(
    [manifest, changed].map(({ hash }) => `${hash}.json`).toSorted(),
  )
  const earlier = await openTiles(fileSource(path('changing')), undefined, manifest.hash)
  expect((await readCity(earlier, manifest.city.bounds)).layers.buildings.size).toBe(size.houses)
  expect(await readdir(path('changing/vector'))).toHaveLength(layerIds.length)
  expect(await readdir(path('changing/buildings'))).toHaveLength(1)
})

test('a damaged dataset is a problem that names the file; the tiles stay', async () => {
  await cp(path('city'), path('city-damaged'), { recursive: true })
  const file = path('city-damaged/layers/parcels.ndjson')
  const text = await readFile(file, 'utf8')
  await writeFile(file, text.replace('"ODT"', '"OD"'))
  const broken = buildTiles(path('city-damaged'), path('from-damaged'))
  await expect(broken).rejects.toMatchObject({ detail: { code: 'dataset/damaged', file } })
  await writeFile(file, text.replace('"ODT"', '"CAN"'))
  await expect(buildTiles(path('city-damaged'), path('from-damaged'))).rejects.toBeInstanceOf(Problem)
  await rm(path('city-damaged/grids/ground.f32'))
  const missing = buildTiles(path('city-damaged'), path('from-nothing'))
  await expect(missing).rejects.toMatchObject({
    detail: { code: 'dataset/missing', file: path('city-damaged/grids/ground.f32') },
  })
})

test('damaged tiles are a problem that names the file', async () => {
  const files = await allFiles(path('tiles'))
  const parcels = manifest.window.layers.find(({ layer }) => layer === 'parcels')!.file
  for (const key of [parcels, manifest.window.ground.file]) {
    for (const from of [0, 0.5]) {
      const bytes = files.get(key)!.slice()
      bytes.fill(170, Math.floor(bytes.length * from))
      const damaged = await openTiles(memorySource(new Map([...files, [key, bytes]])))
      await expect(readCity(damaged, area)).rejects.toMatchObject({ detail: { code: 'tiles/damaged', file: key } })
    }
  }
  const json = new TextDecoder().decode(files.get('tiles.json')).replace('"fixture"', '"other"')
  const changed = memorySource(new Map([...files, ['tiles.json', new TextEncoder().encode(json)]]))
  await expect(openTiles(changed)).rejects.toMatchObject({
    detail: { code: 'tiles/damaged', place: 'hash: it does not belong to the rest' },
  })
})

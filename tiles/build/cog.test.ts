/** The GeoTIFFs as the geotiff package and a reader of their directories see them. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fromArrayBuffer } from 'geotiff'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { vn2000 } from '../../scenarios/frame.ts'
import { createGrid, type GridSpec } from '../../scenarios/grid.ts'
import { random } from '../../scenarios/random.ts'
import { type CogLevel, classLevels, groundLevels, writeCog } from './cog.ts'
import { coverClasses, paintCover } from './landcover.ts'
import { storePieces } from './output.ts'

const spec: GridSpec = { columns: 1300, rows: 1111, cellSize: 5, west: 546_000, north: 1_085_000 }
const about = { spec, frame: vn2000, metadata: [['VERTICAL_DATUM', 'Hòn Dấu <1992>']] as const }
const ground = createGrid(spec)
let dir = ''
let bytes: Buffer

beforeAll(async () => {
  const chance = random(5)
  for (let i = 0; i < ground.data.length; i++) ground.data[i] = Math.fround(1 + chance() + (i % 1300) / 700)
  ground.data.fill(Number.NaN, 0, 2600)
  dir = await mkdtemp(join(tmpdir(), 'cog-'))
  bytes = await written('ground.tif', groundLevels(ground))
})
afterAll(() => rm(dir, { recursive: true }))

async function written(name: string, levels: CogLevel[], colours?: string[]): Promise<Buffer> {
  await storePieces(dir, name, (write) =>
    writeCog({ ...about, ...(colours ? { colours } : {}) }, levels, write, async () => {}),
  )
  return readFile(join(dir, name))
}

const open = (file: Buffer) => fromArrayBuffer(new Uint8Array(file).buffer)

test('it reads back exactly, by windows too, in its frame', async () => {
  const tiff = await open(bytes)
  expect(await tiff.getImageCount()).toBe(3)
  const image = await tiff.getImage()
  expect([image.getWidth(), image.getHeight(), image.getTileWidth()]).toEqual([1300, 1111, 512])
  expect(image.getOrigin().slice(0, 2)).toEqual([546_000, 1_085_000])
  expect(image.getResolution().slice(0, 2)).toEqual([5, -5])
  expect(image.getGeoKeys()).toMatchObject({ ProjectedCSTypeGeoKey: 5897, GTRasterTypeGeoKey: 1, GTModelTypeGeoKey: 1 })
  expect(image.getGDALNoData()).toBe(-9999)
  expect(bytes.toString('utf8')).toContain('<Item name="VERTICAL_DATUM">Hòn Dấu &lt;1992&gt;</Item>')
  const [all] = (await image.readRasters()) as unknown as [Float32Array]
  expect(all).toHaveLength(ground.data.length)
  expect(all.every((value, i) => value === (Number.isNaN(ground.data[i]) ? -9999 : ground.data[i]))).toBe(true)
  const [part] = (await image.readRasters({ window: [500, 1000, 530, 1040] })) as unknown as [Float32Array]
  expect(part).toHaveLength(30 * 40)
  part.forEach((value, i) => {
    expect(value).toBe(ground.data[(1000 + Math.floor(i / 30)) * 1300 + 500 + (i % 30)])
  })
})

test('overviews are means of what is known, each half of the one before', async () => {
  const tiff = await open(bytes)
  const second = await tiff.getImage(1)
  expect([second.getWidth(), second.getHeight()]).toEqual([650, 556])
  const [half] = (await second.readRasters()) as unknown as [Float32Array]
  const at = (column: number, row: number) => ground.data[row * 1300 + column]!
  expect(half[0]).toBe(-9999)
  const mean = (at(20, 40) + at(21, 40) + at(20, 41) + at(21, 41)) / 4
  expect(half[20 * 650 + 10]).toBeCloseTo(mean, 5)
  const smallest = await tiff.getImage(2)
  expect([smallest.getWidth(), smallest.getHeight()]).toEqual([325, 278])
})

interface Directory {
  readonly at: number
  readonly end: number
  readonly tags: Map<number, number[]>
}

/** By TIFF 6.0 alone: directories with the place where each ends, long values included. */
function directoriesOf(file: Buffer): Directory[] {
  const sizes: Record<number, number> = { 2: 1, 3: 2, 4: 4, 12: 8 }
  const found: Directory[] = []
  for (let at = file.readUInt32LE(4); at > 0; ) {
    const count = file.readUInt16LE(at)
    const tags = new Map<number, number[]>()
    let end = at + 2 + count * 12 + 4
    for (let i = 0; i < count; i++) {
      const entry = at + 2 + i * 12
      const [type, length] = [file.readUInt16LE(entry + 2), file.readUInt32LE(entry + 4)]
      const size = sizes[type]!
      const place = size * length > 4 ? file.readUInt32LE(entry + 8) : entry + 8
      end = Math.max(end, place + size * length)
      const value = (k: number) =>
        type === 3 ? file.readUInt16LE(place + k * 2) : type === 4 ? file.readUInt32LE(place + k * 4) : 0
      tags.set(
        file.readUInt16LE(entry),
        Array.from({ length }, (_, k) => value(k)),
      )
    }
    found.push({ at, end, tags })
    at = file.readUInt32LE(at + 2 + count * 12)
  }
  return found
}

test('directories stand before all data, in order; the data of overviews before that of the whole', () => {
  const directories = directoriesOf(bytes)
  const headEnd = Math.max(...directories.map(({ end }) => end))
  expect(headEnd).toBeLessThan(16_384)
  expect(directories.map(({ at }) => at)).toEqual(directories.map(({ at }) => at).toSorted((a, b) => a - b))
  let before = Infinity
  for (const [k, { tags }] of directories.entries()) {
    expect(tags.get(254)).toEqual([k > 0 ? 1 : 0])
    expect([...tags.keys()]).toEqual([...tags.keys()].toSorted((a, b) => a - b))
    const [offsets, counts] = [tags.get(324)!, tags.get(325)!]
    expect(offsets).toEqual(offsets.toSorted((a, b) => a - b))
    expect(Math.min(...offsets)).toBeGreaterThanOrEqual(headEnd)
    expect(offsets.at(-1)! + counts.at(-1)!).toBeLessThanOrEqual(Math.min(before, bytes.length))
    before = offsets[0]!
  }
  expect(bytes.toString('latin1', 8, 80)).toMatch(/^GDAL_STRUCTURAL_METADATA_SIZE=\d{6} bytes\nLAYOUT=IFDS/)
})

test('the same raster gives the same bytes', async () => {
  expect((await written('again.tif', groundLevels(ground))).equals(bytes)).toBe(true)
})

test('classes come with their colours; later layers cover earlier ones', async () => {
  const cells = new Uint8Array(spec.columns * spec.rows)
  const box = (x: number, y: number, w: number, h: number): [number, number][] => {
    const [west, south] = [546_000 + x, 1_085_000 - y - h]
    return [
      [west, south],
      [west + w, south],
      [west + w, south + h],
      [west, south + h],
    ]
  }
  const head = { type: 'Feature', provenance: 'generated', buildState: 'as-built' } as const
  const surface = (id: string, ring: [number, number][], properties: object) =>
    ({ ...head, id, geometry: { type: 'Polygon', coordinates: [ring] }, properties }) as never
  paintCover(cells, spec, 'landcover', surface('a', box(0, 0, 6500, 5555), { cover: 'paddy' }))
  paintCover(cells, spec, 'parcels', surface('b', box(100, 100, 100, 100), { landUse: 'ODT+CLN' }))
  paintCover(cells, spec, 'water', surface('c', box(0, 150, 400, 20), {}))
  paintCover(cells, spec, 'buildings', surface('d', box(110, 110, 10, 10), {}))
  const line = { type: 'LineString', coordinates: [box(0, 300, 0, 0)[0], box(500, 300, 0, 0)[0]] }
  const road = { ...head, id: 'e', geometry: line, properties: { widthMetres: 14, tunnel: false } } as never
  paintCover(cells, spec, 'roads', road)
  const at = (x: number, y: number) => coverClasses[cells[Math.floor(y / 5) * 1300 + Math.floor(x / 5)]!]!.id
  expect([at(50, 50), at(102, 102), at(102, 152), at(112, 112)]).toEqual(['paddy', 'residential', 'water', 'building'])
  expect([at(250, 288), at(250, 296), at(250, 301), at(250, 312)]).toEqual(['paddy', 'road', 'road', 'paddy'])
  const colours = coverClasses.map(({ colour }) => colour)
  const file = await written('cover.tif', classLevels({ columns: 1300, rows: 1111, data: cells }), colours)
  const image = await (await open(file)).getImage()
  const [all] = (await image.readRasters()) as unknown as [Uint8Array]
  expect(Buffer.from(all).equals(Buffer.from(cells))).toBe(true)
  const map = directoriesOf(file)[0]!.tags.get(320)!
  const water = coverClasses.findIndex(({ id }) => id === 'water')
  expect([map[water], map[256 + water], map[512 + water]]).toEqual([0x9c * 257, 0xc8 * 257, 0xe6 * 257])
  expect(new Set(colours).size).toBe(colours.length)
})

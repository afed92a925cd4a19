/** Tiles of a made-up city as large as Vị Thanh: built, kept, and read by windows; against the limits of the first release. */
import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CityManifest } from '../../scenarios/city/dataset.ts'
import { createGrid, type Grid, NODATA } from '../../scenarios/grid.ts'
import { buildingTiles } from '../../tiles/build/buildings.ts'
import { writeFixture } from '../../tiles/build/fixture.ts'
import { buildTiles } from '../../tiles/build/index.ts'
import { createRelief } from '../../tiles/build/relief.ts'
import { fileSource } from '../../tiles/read/file.ts'
import { openTiles, readCity } from '../../tiles/read/index.ts'
import type { BenchRow } from './run.ts'

const BUILD_LIMIT_SECONDS = 60
const ONE_LAYER_LIMIT_SECONDS = 10
const WINDOW_LIMIT_SECONDS = 2
const BUILDINGS_LIMIT_SECONDS = 1
const MEDIAN_OF = 5
const size = { columns: 4100, rows: 3500, cellSize: 5, houses: 40_000, seed: 1 }

export async function bench(): Promise<BenchRow[]> {
  const dir = await mkdtemp(join(tmpdir(), 'tiles-bench-'))
  try {
    const [dataset, out] = [join(dir, 'city'), join(dir, 'tiles')]
    const { city } = await writeFixture(dataset, size)
    const build = await seconds(() => buildTiles(dataset, out))
    const again = await seconds(() => buildTiles(dataset, out))
    await changeLayer(dataset, city, 'trees')
    const changed = await seconds(() => buildTiles(dataset, out))
    let features = 0
    const window = await median(async (i) => {
      const x = city.home.x - 3000 + i * 1000
      const area = [x, city.home.y, x + 2000, city.home.y + 2000] as const
      const { layers } = await readCity(await openTiles(fileSource(out)), area)
      features = Object.values(layers).reduce((sum, layer) => sum + layer.size, 0)
    })
    const about =
      '14 million cells, 27 layers: 40 000 buildings, parcels, addresses, 24 000 trees, 10 000 drains, 6000 lamps'
    return [
      row('whole build', build, BUILD_LIMIT_SECONDS, about),
      row('build with one layer changed', changed, ONE_LAYER_LIMIT_SECONDS, '24 000 trees'),
      row('build with nothing changed', again, build, 'against the whole build'),
      await buildingsRow(join(dir, 'buildings')),
      row(
        'window of 2 × 2 km',
        window,
        WINDOW_LIMIT_SECONDS,
        `from a folder, ${features} features, median of ${MEDIAN_OF}`,
      ),
    ]
  } finally {
    await rm(dir, { recursive: true })
  }
}

async function buildingsRow(dir: string): Promise<BenchRow> {
  const { city, ground, features } = await writeFixture(dir, { ...size, houses: 50_000 })
  const level = (value: number) => (value === NODATA ? Number.NaN : value)
  const grid: Grid = createGrid(city.grids[0]!.spec, ground.map(level))
  const relief = createRelief(grid)
  let tiles = 0
  const make = async () => {
    tiles = buildingTiles(features.buildings, relief, city.frame, '').tiles
  }
  await make()
  const note = `${tiles} tiles with levels of detail, in memory, warmed, median of ${MEDIAN_OF}`
  return row('50 000 buildings to 3D Tiles', await median(make), BUILDINGS_LIMIT_SECONDS, note)
}

/** Takes the last feature of a layer away. */
async function changeLayer(dataset: string, city: CityManifest, id: string): Promise<void> {
  const layers = city.layers.map((layer) => ({ ...layer }))
  const layer = layers.find((known) => known.id === id)!
  const lines = (await readFile(join(dataset, layer.file), 'utf8')).trimEnd().split('\n').slice(0, -1)
  const bytes = Buffer.from(`${lines.join('\n')}\n`)
  layer.count = lines.length
  layer.bytes = bytes.length
  layer.sha256 = createHash('sha256').update(bytes).digest('hex')
  await writeFile(join(dataset, layer.file), bytes)
  await writeFile(join(dataset, 'city.json'), JSON.stringify({ ...city, layers }))
}

async function median(work: (i: number) => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let i = 0; i < MEDIAN_OF; i++) times.push(await seconds(() => work(i)))
  return times.sort((a, b) => a - b)[Math.floor(MEDIAN_OF / 2)]!
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return (performance.now() - started) / 1000
}

function row(name: string, value: number, limit: number, note: string): BenchRow {
  return { name, value, unit: 's', against: `${limit.toPrecision(3)} s`, ratio: limit / value, note }
}

/** Tiles of a made-up city as large as Vị Thanh: built, kept, and read by windows; against the limits of the first release. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeFixture } from '../../tiles/build/fixture.ts'
import { buildTiles } from '../../tiles/build/index.ts'
import { fileSource } from '../../tiles/read/file.ts'
import { openTiles, readCity } from '../../tiles/read/index.ts'
import type { BenchRow } from './run.ts'

const BUILD_LIMIT_SECONDS = 60
const WINDOW_LIMIT_SECONDS = 2
const READS = 5

export async function bench(): Promise<BenchRow[]> {
  const dir = await mkdtemp(join(tmpdir(), 'tiles-bench-'))
  try {
    const [dataset, out] = [join(dir, 'city'), join(dir, 'tiles')]
    const { city } = await writeFixture(dataset, { columns: 3000, rows: 3500, cellSize: 5, houses: 40_000, seed: 1 })
    const build = await seconds(() => buildTiles(dataset, out))
    const again = await seconds(() => buildTiles(dataset, out))
    const times: number[] = []
    let features = 0
    for (let i = 0; i < READS; i++) {
      const x = city.home.x - 3000 + i * 1000
      times.push(
        await seconds(async () => {
          const window = await readCity(await openTiles(fileSource(out)), [
            x,
            city.home.y,
            x + 2000,
            city.home.y + 2000,
          ])
          features = Object.values(window.layers).reduce((sum, layer) => sum + layer.size, 0)
        }),
      )
    }
    const median = times.sort((a, b) => a - b)[Math.floor(READS / 2)]!
    const size = '10.5 million cells, 40 000 buildings, parcels, addresses'
    return [
      row('whole build', build, BUILD_LIMIT_SECONDS, size),
      row('build with nothing changed', again, build, 'against the whole build'),
      row(
        'window of 2 × 2 km',
        median,
        WINDOW_LIMIT_SECONDS,
        `from a folder, ${features} features, median of ${READS}`,
      ),
    ]
  } finally {
    await rm(dir, { recursive: true })
  }
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return (performance.now() - started) / 1000
}

function row(name: string, value: number, limit: number, note: string): BenchRow {
  return { name, value, unit: 's', against: `${limit.toPrecision(3)} s`, ratio: limit / value, note }
}

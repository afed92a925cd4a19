/** The built-in city: making it and writing it, against the limit of a minute. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DEFAULT_SEED, generateCity } from '../../data/city/generate/city.ts'
import { writeDataset } from '../../data/city/write.ts'
import type { BenchRow } from './run.ts'

const LIMIT_SECONDS = 60

export async function bench(): Promise<BenchRow[]> {
  const started = performance.now()
  const cpu = process.cpuUsage()
  const city = generateCity(DEFAULT_SEED)
  const made = (performance.now() - started) / 1000
  const used = process.cpuUsage(cpu)
  const dir = await mkdtemp(join(tmpdir(), 'vithanh-bench-'))
  try {
    const manifest = await writeDataset(dir, city)
    const all = (performance.now() - started) / 1000
    const features = manifest.layers.reduce((sum, layer) => sum + layer.count, 0)
    return [
      {
        name: 'the built-in city, made and written',
        value: all,
        unit: 's',
        against: `limit ${LIMIT_SECONDS} s`,
        ratio: LIMIT_SECONDS / all,
        note: `${features} features, ${manifest.grids[0]!.spec.columns} × ${manifest.grids[0]!.spec.rows} cells; making alone ${made.toFixed(1)} s (${((used.user + used.system) / 1e6).toFixed(1)} s CPU)`,
      },
    ]
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

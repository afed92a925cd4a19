/** The impact of a house on the built-in city, as the runner computes it: both drainage runs with what they find, one thread. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DEFAULT_SEED, generateCity } from '../../data/city/generate/city.ts'
import { writeDataset } from '../../data/city/write.ts'
import type { XY } from '../../scenarios/frame.ts'
import { boundsOf, grow, polygonsOf } from '../../scenarios/geometry.ts'
import { planImpact, usualImpact } from '../../scenarios/permits/impact.ts'
import { computeRun } from '../../server/compute.ts'
import { buildTiles } from '../../tiles/build/index.ts'
import { groundSpec } from '../../tiles/read/city.ts'
import { fileSource } from '../../tiles/read/file.ts'
import { openTiles, readCity } from '../../tiles/read/index.ts'
import { houseApplication } from '../arbitraries/permit.ts'
import { changed } from '../permit-cases.ts'
import type { BenchRow } from './run.ts'

const LIMIT_SECONDS = 60
/** A built-up block of the ward. */
const NEAR: XY = [551_747, 1_082_310]

export async function bench(): Promise<BenchRow[]> {
  const dir = await mkdtemp(join(tmpdir(), 'impact-bench-'))
  try {
    await writeDataset(join(dir, 'city'), generateCity(DEFAULT_SEED))
    const out = join(dir, 'tiles')
    await buildTiles(join(dir, 'city'), out)
    const tiles = await openTiles(fileSource(out))
    const around = await readCity(tiles, grow([...NEAR, ...NEAR], 100))
    const [parcel] = [...around.layers.parcels.values()].filter(({ properties: p }) => p.landUse === 'ODT')
    const ring = polygonsOf(parcel!.geometry)[0]![0]!
    const { check } = houseApplication
    const application = {
      ...houseApplication,
      check: changed(check, {
        site: { ring, registered: null },
        building: { parts: [{ ...check.building.parts[0]!, footprint: ring }], groundLevelMetres: 1.9 },
      }),
    }
    const city = await readCity(tiles, grow(boundsOf(ring), 60))
    const begin = performance.now()
    const plan = planImpact(city, groundSpec(tiles), application, { key: 'permit/1', asked: usualImpact, seed: 1 })
    const listen = { signal: { aborted: false }, progress: () => {} }
    let updates = 0
    for (const part of ['without', 'with'] as const) {
      const run = { kind: 'drainage', body: plan.bodies[part], lot: plan.lot } as const
      const { summary } = await computeRun(out, run, listen)
      if ('cellUpdates' in summary.diagnostics) updates += summary.diagnostics.cellUpdates
    }
    const value = (performance.now() - begin) / 1000
    const hours = plan.bodies.with.horizonSeconds / 3600
    const note = `${hours} h of the city’s storm, ${plan.reachMetres} m around the lot, ${(updates / 1e6).toFixed(0)} M cell updates`
    const against = `limit ${LIMIT_SECONDS} s`
    return [{ name: 'the impact of a house', value, unit: 's', against, ratio: LIMIT_SECONDS / value, note }]
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Edit } from '../../scenarios/edit.ts'
import { defaultLighting } from '../../scenarios/lighting-facts.ts'
import { Cancelled, Problem } from '../../scenarios/problem.ts'
import { villageFiles, villageLamps, writeVillage } from '../../test/village.ts'
import { buildTiles } from '../../tiles/build/index.ts'
import { fileSource } from '../../tiles/read/file.ts'
import { openTiles, readCity } from '../../tiles/read/index.ts'
import { createComparison } from '../lighting/compare.ts'
import { lighting, lightingLayers } from './lighting.ts'

const dir = mkdtempSync(join(tmpdir(), 'vithanh-lighting-'))
const tilesDir = join(dir, 'tiles')
const files = villageFiles()
const settings = { ...defaultLighting, ...files }
beforeAll(async () => {
  await writeVillage(join(dir, 'city'))
  await buildTiles(join(dir, 'city'), tilesDir)
}, 60_000)
afterAll(() => rmSync(dir, { recursive: true, force: true }))

it('gives the kernel’s own answer, and rising progress', async () => {
  const edits = villageLamps(6, files.luminaires[0]!.id)
  const told: number[] = []
  const progress = (fraction: number) => told.push(fraction)
  const { baseline, scenario } = await lighting.outcomes({ tilesDir, edits, settings }, { progress })
  const tiles = await openTiles(fileSource(tilesDir))
  const city = await readCity(tiles, tiles.manifest.city.bounds, undefined, { layers: lightingLayers, ground: false })
  const comparison = createComparison(city, settings, edits, { clock: () => 0 })
  while (!comparison.done) comparison.step()
  expect(scenario.result.digest).toBe(comparison.result().scenario.result.digest)
  expect(scenario.model.input.luminaires.map(({ title }) => title)).toEqual(['làng.ies'])
  expect(scenario.model.sections[0]!.section.rTable).toMatchObject({ source: 'đường.csv', certified: false })
  expect([baseline.summary.indicators.energy.lamps, scenario.summary.indicators.energy.lamps]).toEqual([0, 6])
  expect(told).toEqual(told.toSorted((a, b) => a - b))
  expect([told[0], told.at(-1)]).toEqual([0, 1])
  const { indicators } = await lighting.compare({ tilesDir, edits, settings })
  expect(indicators).toEqual(scenario.summary.indicators)
})

it('stops when told; a lamp that is not there is a Problem', async () => {
  const asked = { tilesDir, edits: [], settings }
  await expect(lighting.outcomes(asked, { signal: AbortSignal.abort() })).rejects.toBeInstanceOf(Cancelled)
  const missing: Edit = { kind: 'lamp.state', target: 'vt:lamps/none', from: 'on', to: 'out' }
  const error = await lighting.outcomes({ ...asked, edits: [missing] }).catch((e: unknown) => e)
  expect(error).toBeInstanceOf(Problem)
  expect((error as Problem).detail.place).toBe('vt:lamps/none')
})

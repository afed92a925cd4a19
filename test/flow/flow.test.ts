/**
 * The line of code that everything serves, once through all its rooms on the test village: read, edit, prepare, simulate,
 * summarise; the same digest from disk or memory, with one worker or two.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TileSource } from '../../scenarios/city/tiles.ts'
import { applyEdits, type Edit } from '../../scenarios/edit.ts'
import { grow } from '../../scenarios/geometry.ts'
import { AREA_MARGIN_METRES, type ScenarioBody } from '../../scenarios/scenario.ts'
import { summariseDrainage } from '../../scenarios/summarise.ts'
import { buildTiles } from '../../tiles/build/index.ts'
import { fileSource } from '../../tiles/read/file.ts'
import { memorySource, openTiles, readCity } from '../../tiles/read/index.ts'
import { drainage, prepareDrainage } from '../../workers/node/drainage.ts'
import { SOUTH, WEST, writeVillage } from '../village.ts'

const dir = mkdtempSync(join(tmpdir(), 'vithanh-flow-'))
const tilesDir = join(dir, 'tiles')

beforeAll(async () => {
  await writeVillage(join(dir, 'city'))
  await buildTiles(join(dir, 'city'), tilesDir)
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

const parcel = 'vt:parcel/20'
const raise: Edit = {
  kind: 'ground.level',
  target: parcel,
  from: null,
  to: {
    ring: [
      [WEST + 320, SOUTH + 680],
      [WEST + 600, SOUTH + 680],
      [WEST + 600, SOUTH + 900],
      [WEST + 320, SOUTH + 900],
    ],
    levelMetres: 1.6,
  },
}

async function run(source: TileSource, edits: Edit[], threads = 1) {
  const tiles = await openTiles(source)
  const body: ScenarioBody = {
    city: tiles.manifest.hash,
    area: [WEST + 200, SOUTH + 500, WEST + 1100, SOUTH + 1000],
    cellSizeMetres: 10,
    edits,
    forcing: tiles.manifest.city.forcing,
    start: '2026-11-21T00:00:00Z',
    horizonSeconds: 2 * 3600,
    outputEverySeconds: 1800,
    seed: 1,
  }
  const city = await readCity(tiles, grow(body.area, AREA_MARGIN_METRES))
  const planned = applyEdits(city, body.edits)
  const input = prepareDrainage(planned, body, { threads })
  const progress: number[] = []
  const result = await drainage.run(input, { progress: (fraction) => progress.push(fraction) })
  return { summary: summariseDrainage(planned, body, result), progress, city }
}

test('one edit, one reproducible run: the same digest from disk or memory, with one worker or two', async () => {
  const disk = await run(fileSource(tilesDir), [raise])
  const memory = await run(inMemory(tilesDir), [raise], 2)
  expect(memory.summary.digest).toBe(disk.summary.digest)
  expect(memory.summary.indicators).toEqual(disk.summary.indicators)
  expect(disk.progress.at(-1)).toBe(1)
  expect([...disk.progress].sort((a, b) => a - b)).toEqual(disk.progress)
  expect(disk.summary.illustrative).toBe(true)
  expect(disk.summary.diagnostics.ledgerError).toBeLessThanOrEqual(1e-12)
  expect(disk.summary.diagnostics.massError).toBeLessThanOrEqual(1e-5)
})

test('the edit changes the answer, and the answer says how', async () => {
  const [baseline, scenario] = [await run(fileSource(tilesDir), []), await run(fileSource(tilesDir), [raise])]
  expect(scenario.summary.digest).not.toBe(baseline.summary.digest)
  expect(baseline.summary.volumes.rain).toBeGreaterThan(0)
  expect(baseline.summary.indicators.areaSquareMetres[0]).toBeGreaterThan(0)
  expect(scenario.city.layers.parcels.size).toBe(48)
})

function inMemory(root: string): TileSource {
  const files = new Map<string, Uint8Array>()
  for (const name of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
    const path = join(root, name)
    if (statSync(path).isFile()) files.set(relative(root, path), new Uint8Array(readFileSync(path)))
  }
  return memorySource(files)
}

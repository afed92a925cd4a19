/** A city from two real files: imported by the command line, told by `city info`, cut into tiles, simulated on; bad files leave nothing. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { type Bounds, grow } from '../../scenarios/geometry.ts'
import { AREA_MARGIN_METRES } from '../../scenarios/scenario.ts'
import { buildTiles } from '../../tiles/build/index.ts'
import { fileSource } from '../../tiles/read/file.ts'
import { openTiles, readCity } from '../../tiles/read/index.ts'
import { drainage, prepareDrainage } from '../../workers/node/drainage.ts'

const shared = resolve('../shared/data')
const osm = join(shared, 'osm', 'monaco.osm.gz')
const dem = join(shared, 'dem', 'N43E007.hgt.zip')
const dir = mkdtempSync(join(tmpdir(), 'vithanh-import-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))

const launcher = resolve('bin/vithanh.ts')
const vithanh = (...args: string[]) => spawnSync(process.execPath, [launcher, ...args], { cwd: dir, encoding: 'utf8' })

describe.skipIf(!existsSync(shared))('vithanh city import', () => {
  it('makes a city that can be looked at and simulated', async () => {
    const made = vithanh('city', 'import', '--osm', osm, '--dem', dem, '--name', 'monaco', '--out', 'monaco')
    expect([made.status, made.stdout]).toEqual([0, expect.stringMatching(/866 .*highway ways\n.*962 .*building ways/)])
    expect(made.stdout).toContain('coarse')

    const info = vithanh('city', 'info', 'monaco', '--json')
    const told = JSON.parse(info.stdout) as { layers: { id: string; count: number }[]; checks: { passed: boolean }[] }
    expect(told.layers.find((layer) => layer.id === 'roads')!.count).toBe(866)
    expect(told.checks.every((check) => check.passed)).toBe(true)

    const tiles = join(dir, 'tiles')
    const { city } = await buildTiles(join(dir, 'monaco'), tiles)
    const { x, y } = city.home
    const area: Bounds = [x - 400, y - 400, x + 400, y + 400]
    const window = await readCity(await openTiles(fileSource(tiles)), grow(area, AREA_MARGIN_METRES))
    expect(window.layers.buildings.size).toBeGreaterThan(100)
    const asked = { cellSizeMetres: 10, forcing: city.forcing, horizonSeconds: 600, outputEverySeconds: 300 }
    const { volumes, diagnostics } = await drainage.run(prepareDrainage(window, asked))
    expect(volumes.rain).toBeGreaterThan(1000)
    expect(Math.abs(diagnostics.massError)).toBeLessThanOrEqual(1e-5)
  })

  it.each<[string, string[], RegExp]>([
    ['PBF', ['--osm', join(shared, 'osm', 'liechtenstein.osm.pbf'), '--dem', dem], /PBF.*osmium cat/],
    ['a DEM for a map', ['--osm', dem, '--dem', dem], /N43E007\.hgt\.zip/],
    ['a map for a DEM', ['--osm', osm, '--dem', osm], /monaco\.osm\.gz/],
    ['a cut-off map', ['--osm', 'cut.osm.gz', '--dem', dem], /cut\.osm\.gz: byte \d+: .*cut off/],
    ['a file that is not there', ['--osm', 'none.osm', '--dem', dem], /none\.osm/],
  ])('leaves nothing behind for %s', (_, files, said) => {
    writeFileSync(join(dir, 'cut.osm.gz'), readFileSync(osm).subarray(0, 100_000))
    const { status, stderr } = vithanh('city', 'import', ...files, '--name', 'bad', '--out', 'bad')
    expect([status, stderr]).toEqual([2, expect.stringMatching(said)])
    expect(readdirSync(dir).filter((name) => name.includes('bad'))).toEqual([])
  })
})

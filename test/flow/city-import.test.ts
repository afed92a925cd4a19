/** A city from two real files: imported by the command line, told by `city info`, cut into tiles, simulated on; bad files leave nothing. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { ImportReport } from '../../data/city/import/report.ts'
import { writeGeoTiff } from '../../data/readers/geotiff/write.ts'
import type { CityManifest } from '../../scenarios/city/dataset.ts'
import { projection, utmFrame } from '../../scenarios/frame.ts'
import { type Bounds, grow } from '../../scenarios/geometry.ts'
import { createGrid } from '../../scenarios/grid.ts'
import { AREA_MARGIN_METRES } from '../../scenarios/scenario.ts'
import { buildTiles } from '../../tiles/build/index.ts'
import { fileSource } from '../../tiles/read/file.ts'
import { openTiles, readCity } from '../../tiles/read/index.ts'
import { drainage, prepareDrainage } from '../../workers/node/drainage.ts'
import { sampleMap, writeOsmPbf } from '../arbitraries/osm.ts'

const shared = resolve('../shared/data')
const osm = join(shared, 'osm', 'monaco.osm.gz')
const dem = join(shared, 'dem', 'N43E007.hgt.zip')
const liechtenstein = join(shared, 'osm', 'liechtenstein.osm.pbf')
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

  it('makes a city of a country in PBF, without a DEM, and says that its ground is assumed', () => {
    const made = vithanh('city', 'import', '--osm', liechtenstein, '--name', 'liechtenstein', '--out', 'li', '--json')
    const { read, written, notes } = JSON.parse(made.stdout) as ImportReport
    expect(read).toMatchObject({ nodes: 142_832, ways: 15_247, relations: 358, highwayWays: 4660, buildingWays: 8992 })
    expect(written).toMatchObject({ roads: 4660, buildings: 8993, units: 11 })
    expect(notes.some(({ en }) => /no elevation file.*0 m/.test(en))).toBe(true)
    const told = JSON.parse(vithanh('city', 'info', 'li', '--json').stdout) as {
      ground: { provenance: string; standardErrorMetres: number }
      checks: { passed: boolean }[]
    }
    expect(told.ground).toMatchObject({ provenance: 'assumed', standardErrorMetres: 1000 })
    expect(told.checks.every((check) => check.passed)).toBe(true)
  })

  it.each<[string, string[], RegExp]>([
    [
      'a DEM of another place',
      ['--osm', liechtenstein, '--dem', dem],
      /N43E007\.hgt: the DEM does not cover.*N47E009\.hgt/,
    ],
    ['a cut-off PBF', ['--osm', 'cut.osm.pbf'], /cut\.osm\.pbf: byte \d+: .*cut off/],
    ['a DEM for a map', ['--osm', dem, '--dem', dem], /N43E007\.hgt\.zip/],
    ['a map for a DEM', ['--osm', osm, '--dem', osm], /monaco\.osm\.gz/],
    ['a cut-off map', ['--osm', 'cut.osm.gz', '--dem', dem], /cut\.osm\.gz: byte \d+: .*cut off/],
    ['a file that is not there', ['--osm', 'none.osm', '--dem', dem], /none\.osm/],
  ])('leaves nothing behind for %s', (_, files, said) => {
    writeFileSync(join(dir, 'cut.osm.gz'), readFileSync(osm).subarray(0, 100_000))
    writeFileSync(join(dir, 'cut.osm.pbf'), readFileSync(liechtenstein).subarray(0, 100_000))
    const { status, stderr } = vithanh('city', 'import', ...files, '--name', 'bad', '--out', 'bad')
    expect([status, stderr]).toEqual([2, expect.stringMatching(said)])
    expect(readdirSync(dir).filter((name) => name.includes('bad'))).toEqual([])
  })
})

it('makes a city of a PBF file and a GeoTIFF made up here', () => {
  const [x, y] = projection(utmFrame(105.47, 9.785, '', '')).toLocal(105.47, 9.785)
  const spec = { columns: 200, rows: 160, cellSize: 25, west: x - 2500, north: y + 2000 }
  const ground = createGrid(spec, new Float32Array(200 * 160).fill(1.25))
  writeFileSync(join(dir, 'ground.tif'), writeGeoTiff(ground, 32648))
  writeFileSync(join(dir, 'map.osm.pbf'), writeOsmPbf(sampleMap))
  const { status, stdout } = vithanh(
    ...['city', 'import', '--osm', 'map.osm.pbf', '--dem', 'ground.tif', '--name', 'made-up', '--out', 'made-up'],
  )
  expect([status, stdout]).toEqual([0, expect.stringMatching(/1 buildings\n(.|\n)*ground\.tif.*assumption/)])
  const manifest = JSON.parse(readFileSync(join(dir, 'made-up', 'city.json'), 'utf8')) as CityManifest
  expect(manifest.grids[0]).toMatchObject({
    sourceResolutionMetres: 25,
    sources: [{ title: 'ground.tif (EPSG:32648, 25 m)' }],
  })
  const levels = new Float32Array(new Uint8Array(readFileSync(join(dir, 'made-up', 'grids', 'ground.f32'))).buffer)
  expect(new Set(levels)).toEqual(new Set([1.25]))
})

/** A file onto a layer of a standing city, by the command line: previewed, written, exported, refused; and killed in between. */
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readLayer, readManifest } from '../../data/city/read.ts'
import { writeDataset } from '../../data/city/write.ts'
import { polygonArea } from '../../scenarios/geometry.ts'
import { createGrid } from '../../scenarios/grid.ts'
import { buildTiles } from '../../tiles/build/index.ts'
import { writeVillage } from '../village.ts'

const shared = resolve('../shared/data')
const dir = mkdtempSync(join(tmpdir(), 'vithanh-layer-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))

const launcher = resolve('bin/vithanh.ts')
const vithanh = (...args: string[]) => spawnSync(process.execPath, [launcher, ...args], { cwd: dir, encoding: 'utf8' })
const into = (city: string, ...args: string[]) =>
  vithanh('layer', 'import', '--city', city, '--date', '2026-11-25', ...args)
const village = join(dir, 'village')
const fresh = (name: string): string => {
  rmSync(join(dir, name), { recursive: true, force: true })
  cpSync(village, join(dir, name), { recursive: true })
  return name
}
/** Every file of a city by its content. */
const hashes = (city: string) =>
  readdirSync(join(dir, city), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => `${path} ${createHash('sha256').update(readFileSync(path)).digest('hex')}`)
    .sort()

interface Collection {
  features: { id?: string; properties: Record<string, unknown>; geometry: { coordinates: number[][][] } }[]
}
const parcelsFile = (name: string, change: (parcels: Collection) => void): string => {
  const parcels = JSON.parse(vithanh('layer', 'export', 'parcels', '--city', 'village').stdout) as Collection
  for (const { properties } of parcels.features) {
    for (const key of Object.keys(properties)) if (!/^(sheet|number|landUse)$/.test(key)) delete properties[key]
  }
  change(parcels)
  writeFileSync(join(dir, name), JSON.stringify(parcels))
  return name
}
/** The western half of a box, and the eastern one. */
const halves = ([ring]: number[][][]): [number[][][], number[][][]] => {
  const [southWest, southEast, northEast, northWest] = ring as [number[], number[], number[], number[]]
  const middle = (a: number[], b: number[]) => [(a[0]! + b[0]!) / 2, (a[1]! + b[1]!) / 2]
  const [south, north] = [middle(southWest, southEast), middle(northWest, northEast)]
  return [[[southWest, south, north, northWest, southWest]], [[south, southEast, northEast, north, south]]] as const
}

beforeAll(async () => {
  await writeVillage(village)
})

describe('vithanh layer import', () => {
  it('shows what a file is and writes nothing', () => {
    const city = fresh('preview')
    const before = hashes(city)
    const file = parcelsFile('thua.geojson', () => {})
    const { status, stdout } = vithanh('layer', 'import', file, '--city', city, '--preview')
    expect([status, stdout]).toEqual([0, expect.stringMatching(/target: parcels.*\n(.*\n)*.*sheet = sheet \(1\)/)])
    expect(stdout).toMatch(/48 unchanged, 0 redrawn/)
    const told = JSON.parse(vithanh('layer', 'import', file, '--city', city, '--preview', '--json').stdout)
    expect(told).toMatchObject({ format: 'geojson', layer: 'parcels', missing: [], written: false })
    expect(told.rows).toHaveLength(10)
    expect(hashes(city)).toEqual(before)
  })

  it('splits a parcel, drops one, and keeps everything that hangs on them', async () => {
    const city = fresh('split')
    const file = parcelsFile('tach.geojson', (parcels) => {
      const [first] = parcels.features
      const [west, east] = halves(first!.geometry.coordinates)
      parcels.features.splice(
        0,
        2,
        { ...first!, id: 'a', geometry: { ...first!.geometry, coordinates: west } },
        {
          ...first!,
          id: 'b',
          properties: { ...first!.properties, number: '99' },
          geometry: { ...first!.geometry, coordinates: east },
        },
      )
    })
    const { status, stdout, stderr } = into(
      city,
      file,
      '--layer',
      'parcels',
      '--replace',
      '--source',
      'Phòng đăng ký',
      '--licence',
      'nội bộ',
    )
    expect([status, stderr.includes('Problem'), stdout]).toEqual([
      0,
      false,
      expect.stringMatching(/46 unchanged.*1 split.*1 dropped/),
    ])
    const manifest = await readManifest(join(dir, city))
    const parcels = await readLayer(join(dir, city), manifest, 'parcels')
    const former = await readLayer(join(dir, city), manifest, 'parcelhistory')
    expect([parcels.length, former.length]).toEqual([48, 2])
    const split = former.find((one) => one.properties.change === 'split')!
    const heirs = parcels.filter((one) => split.properties.successors.includes(one.id))
    expect(heirs.reduce((sum, one) => sum + polygonArea(one.geometry), 0)).toBeCloseTo(polygonArea(split.geometry), 0)
    expect(heirs.map((one) => [one.properties.version, one.properties.zoning.code, one.provenance])).toEqual([
      [2, 'ODT', 'generated'],
      [2, 'ODT', 'generated'],
    ])
    const buildings = await readLayer(join(dir, city), manifest, 'buildings')
    expect(
      buildings.every(({ properties: p }) => p.parcelId === null || parcels.some((one) => one.id === p.parcelId)),
    ).toBe(true)
    expect(manifest.layers.find((layer) => layer.id === 'parcels')).toMatchObject({
      date: '2026-11-25',
      note: { en: expect.stringContaining('48 parcels keep what the parcel before them had, 0 have common values') },
      sources: [{}, { title: 'Phòng đăng ký', licence: 'nội bộ' }],
    })
    expect(vithanh('city', 'info', city).status).toBe(0)
    // The same file again: nothing begins, nothing ends, the same bytes.
    const once = hashes(city)
    expect(
      into(city, file, '--layer', 'parcels', '--replace', '--source', 'Phòng đăng ký', '--licence', 'nội bộ').status,
    ).toBe(0)
    expect(hashes(city).filter((one) => !once.includes(one))).toEqual([])
    await buildTiles(join(dir, city), join(dir, 'split-tiles'))
  })

  it('puts lamps of a table in VN-2000 beside what stands, and exports them', async () => {
    const city = fresh('lamps')
    writeFileSync(join(dir, 'den.csv'), 'SOTRU;X;Y;CONGSUAT\nA1;551100;1081500;120\nA2;551140;1081500;90\n')
    const { status, stdout } = into(city, 'den.csv', '--layer', 'lamps', '--crs', 'EPSG:5897', '--map', "state='out'")
    expect([status, stdout]).toEqual([0, expect.stringMatching(/common values assumed: .*fluxLumens \(2\)/)])
    const out = vithanh('layer', 'export', 'lamps', '--format', 'csv', '--city', city, '--out', 'lamps.csv')
    expect(out.status).toBe(0)
    const [head, first] = readFileSync(join(dir, 'lamps.csv'), 'utf8').split('\r\n')
    expect(head).toMatch(/^\ufeffid,lon,lat,vn2000_x,vn2000_y,number/)
    expect(first).toMatch(
      /^ext:lamps\/[0-9a-f]{12},105\.46\d+,9\.77\d+,551100,1081500,A1,.*,120,15600,.*,out,assumed,as-built,den\.csv/,
    )
  })

  const bad: [string, string, string | Uint8Array, string[], RegExp][] = [
    ['an empty file', 'empty.geojson', '', [], /empty\.geojson: .*empty/],
    [
      'a cut-off file',
      'cut.geojson',
      '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"sheet":"1"',
      [],
      /cut\.geojson: .*expected/,
    ],
    [
      'something else',
      'photo.geojson',
      new Uint8Array([0x89, 0x50, 0x4e, 0x47, 1, 2, 3]),
      [],
      /photo\.geojson: .*expected/,
    ],
    [
      'a file of another place',
      'away.geojson',
      JSON.stringify({
        type: 'FeatureCollection',
        features: [
          {
            type: 'Feature',
            properties: { sheet: '1', number: '2' },
            geometry: { type: 'Point', coordinates: [7.4, 43.7] },
          },
        ],
      }),
      [],
      /away\.geojson: .*km.*expected/,
    ],
    [
      'the wrong geometry',
      'points.csv',
      'sheet;number;X;Y\n1;2;551100;1081500\n',
      ['--crs', 'EPSG:5897'],
      /points\.csv: .*not a surface.*features for the layer parcels/,
    ],
    [
      'missing columns',
      'none.geojson',
      JSON.stringify({
        type: 'FeatureCollection',
        features: [
          {
            type: 'Feature',
            properties: { ten: 'x' },
            geometry: {
              type: 'Polygon',
              coordinates: [
                [
                  [105.465, 9.779],
                  [105.466, 9.779],
                  [105.466, 9.78],
                  [105.465, 9.779],
                ],
              ],
            },
          },
        ],
      }),
      [],
      /none\.geojson: .*sheet.*--map sheet=….*ten/,
    ],
    ['an unknown column', 'thua.geojson', '', ['--map', 'sheet=SHTO'], /--map SHTO: .*sheet, number/],
    ['an unknown system', 'thua.geojson', '', ['--crs', 'EPSG:1'], /EPSG:1.*expected/],
    ['a layer of its own', 'thua.geojson', '', ['--from', 'nha'], /--from: .*no layer “nha”/],
    ['a wrong date', 'thua.geojson', '', ['--date', '2026-02-30'], /--date: .*yyyy-mm-dd/],
    ['no such file', 'nowhere.geojson', '', [], /nowhere\.geojson: .*cannot be opened/],
  ]
  it.each(bad)('refuses %s and changes nothing', (_, name, content, more, said) => {
    const city = fresh('bad')
    if (content !== '' || name === 'empty.geojson') writeFileSync(join(dir, name), content)
    else if (name === 'thua.geojson') parcelsFile(name, () => {})
    const before = hashes(city)
    const { status, stderr } = into(city, name, '--layer', 'parcels', ...more)
    expect([status, stderr]).toEqual([2, expect.stringMatching(said)])
    expect(hashes(city)).toEqual(before)
  })

  it('asks for a layer and a date before it writes', () => {
    expect(vithanh('layer', 'import', 'den.csv', '--city', 'village').stderr).toMatch(/--layer: .*--preview/)
    expect(vithanh('layer', 'import', 'den.csv', '--layer', 'lamps', '--city', 'village').stderr).toMatch(/--date/)
    expect(into('village', 'den.csv', '--layer', 'parcelhistory').stderr).toMatch(/written when parcels change/)
  })
})

describe('a kill in between', () => {
  it('leaves a whole city, the old or the new', async () => {
    const city = fresh('killed')
    const place = join(dir, city)
    const script = join(dir, 'again.ts')
    writeFileSync(
      script,
      `import { readLayer, readManifest } from '${resolve('data/city/read.ts')}'
       import { replaceLayers } from '${resolve('data/city/replace.ts')}'
       for (let round = 0; ; round++) {
         const manifest = await readManifest('${place}')
         const about = manifest.layers.find((layer) => layer.id === 'parcels')
         const { date, provenance, sources } = about
         const features = (await readLayer('${place}', manifest, 'parcels')).map((feature) => ({
           ...feature, properties: { ...feature.properties, version: (feature.properties.version ?? 0) + 1 } }))
         await replaceLayers('${place}', manifest, { parcels: { features, date, provenance, sources } })
         if (round === 0) process.stdout.write('going')
       }`,
    )
    let reached = 0
    for (let i = 0; i < 6; i++) {
      const child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] })
      await new Promise((done) => child.stdout.once('data', done))
      await new Promise((done) => setTimeout(done, i * 7))
      child.kill('SIGKILL')
      await new Promise((done) => child.once('exit', done))
      const manifest = await readManifest(place)
      const parcels = await readLayer(place, manifest, 'parcels')
      const versions = new Set(parcels.map((one) => one.properties.version))
      expect([parcels.length, versions.size]).toEqual([48, 1])
      expect([...versions][0]).toBeGreaterThan(reached)
      reached = [...versions][0]!
    }
    // What the killed ones left behind goes with the next change.
    expect(into(city, 'thua.geojson', '--layer', 'parcels').status).toBe(0)
    expect(readdirSync(join(place, 'layers')).filter((name) => name.includes('.writing-'))).toEqual([])
    expect(readdirSync(place).filter((name) => name.includes('.writing-'))).toEqual([])
  })
})

describe.skipIf(!existsSync(shared))('real files (../shared/data)', () => {
  const region = join(dir, 'region')
  beforeAll(async () => {
    const manifest = await readManifest(village)
    const { format: _, version: __, bounds: ___, layers: ____, grids, ...head } = manifest
    const [{ provenance, sources, sourceResolutionMetres, standardErrorMetres, date }] = grids as [(typeof grids)[0]]
    const grid = createGrid({ columns: 120, rows: 120, cellSize: 250, west: 540_000, north: 1_095_000 })
    grid.data.fill(1)
    await writeDataset(region, {
      head,
      layers: {},
      ground: { grid, provenance, sources, sourceResolutionMetres, standardErrorMetres, date },
    })
  })

  it('limits of the wards: areas as the decree has them, slivers told', async () => {
    const { status, stdout } = into(
      'region',
      join(shared, 'boundaries/new_wards_2025.geojson'),
      '--layer',
      'units',
      '--licence',
      'facts',
    )
    expect([status, stdout]).toEqual([0, expect.stringMatching(/code = ward_code/)])
    expect(stdout).toMatch(/3 pairs of surfaces overlap, .*31321 × ext:units\/31338: 10798\.\d m²/)
    const units = await readLayer(region, await readManifest(region), 'units')
    const wards = units.filter((unit) => ['31321', '31333', '31338'].includes(unit.properties.code))
    expect(wards.map((unit) => [unit.id, unit.properties.name, unit.properties.population])).toEqual([
      ['ext:units/31321', 'Phường Vị Thanh', 32_766],
      ['ext:units/31333', 'Phường Vị Tân', 36_079],
      ['ext:units/31338', 'Xã Hỏa Lựu', 24_095],
    ])
    for (const { geometry, properties } of wards) {
      expect(Math.abs(polygonArea(geometry) / 1e6 / properties.areaSquareKilometres! - 1)).toBeLessThan(0.02)
    }
  })

  it('neighbours of the city: what lies elsewhere is left out by name', () => {
    const { status, stdout } = into(
      'region',
      join(shared, 'boundaries/new_wards_context_simplified.geojson'),
      '--layer',
      'units',
      '--preview',
    )
    expect([status, stdout]).toEqual([0, expect.stringMatching(/outside the extent of the city/)])
    expect(stdout).toMatch(/reach beyond the ground of the city/)
  })

  it('power lines and substations of OpenStreetMap', async () => {
    const licence = ['--licence', 'ODbL 1.0', '--source', '© OpenStreetMap contributors']
    expect(
      into('region', join(shared, 'power/osm_power_line.geojson'), '--layer', 'powerlines', ...licence).status,
    ).toBe(0)
    const nodes = into(
      'region',
      join(shared, 'power/osm_power_substation.geojson'),
      '--layer',
      'powernodes',
      ...licence,
    )
    expect(nodes.stdout).toMatch(/an outline became its middle point/)
    const manifest = await readManifest(region)
    const lines = await readLayer(region, manifest, 'powerlines')
    expect([...new Set(lines.map((one) => one.properties.voltageVolts))].sort()).toContain(110_000)
    const stations = await readLayer(region, manifest, 'powernodes')
    expect(stations.map((one) => one.properties.name)).toContain('Trạm biến áp 110kV Vị Thanh')
    expect(stations.every((one) => one.properties.kind === 'substation')).toBe(true)
    await buildTiles(region, join(dir, 'region-tiles'))
  })
})

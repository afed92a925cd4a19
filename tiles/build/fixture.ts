/** A made-up city of any size for tests and benchmarks: a smooth ground, streets in a lattice, houses along them. */
import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { CityManifest, Feature } from '../../scenarios/city/dataset.ts'
import { type LayerId, layerIds } from '../../scenarios/city/layers.ts'
import { type Frame, vn2000, type XY } from '../../scenarios/frame.ts'
import type { Geometry } from '../../scenarios/geometry.ts'
import { type GridSpec, gridBounds, NODATA } from '../../scenarios/grid.ts'
import { random } from '../../scenarios/random.ts'
import { both } from '../../scenarios/text.ts'
import { addNetworks } from './fixture-networks.ts'

export interface FixtureSize {
  readonly columns: number
  readonly rows: number
  readonly cellSize: number
  /** Houses, and as many parcels and addresses. */
  readonly houses: number
  readonly seed: number
  readonly frame?: Frame
}

export interface Fixture {
  readonly city: CityManifest
  /** With −9999 where it is not known. */
  readonly ground: Float32Array
  readonly features: { readonly [L in LayerId]: Feature<L>[] }
}

/** Smooth, a few metres high and low: what terrain is compared with. */
export const fixtureLevel = (x: number, y: number): number =>
  1 + 0.8 * Math.sin(x / 700) * Math.cos(y / 900) + x / 20_000

const corner = { west: 546_000, north: 1_085_000 }

/** Writes a dataset and returns what is in it. Same size, same bytes. */
export async function writeFixture(dir: string, size: FixtureSize): Promise<Fixture> {
  const spec: GridSpec = { columns: size.columns, rows: size.rows, cellSize: size.cellSize, ...corner }
  const ground = new Float32Array(spec.columns * spec.rows)
  for (let i = 0; i < ground.length; i++) {
    const x = ((i % spec.columns) + 0.5) * spec.cellSize
    const y = (Math.floor(i / spec.columns) + 0.5) * spec.cellSize
    ground[i] = fixtureLevel(x, y)
  }
  // a lake of missing cells in the north-west corner
  for (let row = 0; row < 3; row++) ground.fill(NODATA, row * spec.columns, row * spec.columns + 5)
  const features = fixtureFeatures(spec, size)
  await mkdir(join(dir, 'grids'), { recursive: true })
  await mkdir(join(dir, 'layers'), { recursive: true })
  const sources = [{ title: 'Thử nghiệm', licence: 'CC0-1.0' }]
  const store = async (file: string, bytes: Uint8Array) => {
    await writeFile(join(dir, file), bytes)
    return { file, sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length }
  }
  const grid = await store('grids/ground.f32', new Uint8Array(ground.buffer))
  const layers: CityManifest['layers'] = []
  for (const id of layerIds) {
    const text = features[id].map((feature) => `${JSON.stringify(feature)}\n`).join('')
    const stored = await store(`layers/${id}.ndjson`, new TextEncoder().encode(text))
    layers.push({ ...stored, id, count: features[id].length, provenance: 'generated', sources, date: '2026-01-01' })
  }
  const bounds = gridBounds(spec)
  const city: CityManifest = {
    format: 'vithanh-city',
    version: 1,
    name: 'fixture',
    title: both('Thành phố thử', 'Test city'),
    seed: size.seed,
    frame: size.frame ?? vn2000,
    bounds: [...bounds],
    home: { x: (bounds[0] + bounds[2]) / 2, y: (bounds[1] + bounds[3]) / 2 },
    grids: [
      {
        ...grid,
        id: 'ground',
        spec,
        unit: 'm',
        nodata: NODATA,
        provenance: 'generated',
        sources,
        sourceResolutionMetres: spec.cellSize,
        standardErrorMetres: 0.2,
        date: '2026-01-01',
      },
    ],
    layers,
    forcing: { rain: { design: { kind: 'none' }, series: [] }, tide: { title: 'không', series: [] } },
    notes: [both('Dữ liệu thử nghiệm', 'Test data')],
  }
  await writeFile(join(dir, 'city.json'), JSON.stringify(city))
  return { city, ground, features }
}

/** Adds `vt:<layer>/<key>`. */
export type AddFeature = <L extends LayerId>(
  layer: L,
  key: string,
  geometry: Geometry,
  properties: Feature<L>['properties'],
) => void

function fixtureFeatures(spec: GridSpec, { houses, seed }: FixtureSize): Fixture['features'] {
  const [minX, minY, maxX, maxY] = gridBounds(spec)
  const chance = random(seed)
  const features = Object.fromEntries(layerIds.map((id) => [id, []])) as unknown as { [L in LayerId]: Feature<L>[] }
  const add: AddFeature = (layer, key, geometry, properties) => {
    const head = { type: 'Feature', id: `vt:${layer}/${key}`, geometry } as const
    const list = features[layer] as Feature[]
    list.push({ ...head, provenance: 'generated', buildState: 'as-built', properties })
  }
  const mm = (value: number) => Math.round(value * 1000) / 1000
  const box = (x: number, y: number, width: number, height: number): XY[] =>
    [
      [x, y],
      [x + width, y],
      [x + width, y + height],
      [x, y + height],
      [x, y],
    ].map(([a, b]) => [mm(a!), mm(b!)])
  const all = box(minX, minY, maxX - minX, maxY - minY)
  add('units', '1', { type: 'Polygon', coordinates: [all] }, unit)
  add('landcover', '1', { type: 'Polygon', coordinates: [all] }, { cover: 'paddy', name: null, imperviousShare: 0.1 })
  add(
    'water',
    '1',
    { type: 'MultiPolygon', coordinates: [[box(minX + 50, minY + 40, 25, 300)], [box(minX + 90, minY + 40, 25, 300)]] },
    { name: 'Xà No', kind: 'canal', tidal: true, bedMetres: -3 },
  )
  add(
    'landmarks',
    '1',
    { type: 'Point', coordinates: [minX + 60, minY + 60] },
    { name: 'Chợ', category: 'market', note: null },
  )
  const across = Math.ceil(Math.sqrt((houses * (maxX - minX)) / (maxY - minY)))
  const [dx, dy] = [(maxX - minX) / across, (maxY - minY) / Math.ceil(houses / across)]
  for (let i = 0; i < houses; i++) {
    const key = String(i).padStart(6, '0')
    const [column, row] = [i % across, Math.floor(i / across)]
    const [x, y] = [minX + column * dx, minY + row * dy]
    const [width, depth] = [dx * (0.3 + 0.3 * chance()), dy * (0.3 + 0.3 * chance())]
    const outer = box(x + dx * 0.2, y + dy * 0.2, width, depth)
    const yard = box(x + dx * 0.2 + width / 4, y + dy * 0.2 + depth / 4, width / 4, depth / 4).reverse()
    const storeys = 1 + Math.floor(4 * chance())
    add('parcels', key, { type: 'Polygon', coordinates: [box(x, y, dx * 0.9, dy * 0.9)] }, parcel(i, dx * dy))
    add(
      'buildings',
      key,
      { type: 'Polygon', coordinates: i % 10 === 0 ? [outer, yard] : [outer] },
      {
        name: i % 50 === 0 ? `Nhà số ${i}` : null,
        use: 'house',
        heightMetres: storeys * 3.5,
        storeys,
        heightProvenance: 'generated',
        year: i % 3 === 0 ? null : 1990 + (i % 30),
        households: 1,
        parcelId: `vt:parcels/${key}`,
        addressId: `vt:addresses/${key}`,
      },
    )
    const label = `${i} đường Ba Mươi Tháng Tư`
    const address = { number: String(i), street: null, label, oldLabel: null, unitCode: null, oldUnitCode: null }
    const ends = { postcode: null, parcelId: `vt:parcels/${key}` }
    add('addresses', key, { type: 'Point', coordinates: [mm(x), mm(y)] }, { ...address, ...ends })
    if (column === 0)
      add(
        'roads',
        key,
        {
          type: 'LineString',
          coordinates: [
            [minX, mm(y)],
            [maxX, mm(y)],
          ],
        },
        road,
      )
  }
  addNetworks(add, [minX, minY, maxX, maxY], dy, houses)
  return features
}

const unit = {
  code: '31318',
  validFrom: '2025-07-01',
  validTo: null,
  name: 'Phường Vị Thanh',
  postcode: null,
  population: 1,
  areaSquareKilometres: null,
}

const road = {
  name: null,
  class: 'local',
  widthMetres: 6,
  redLineWidthMetres: null,
  lanes: 2,
  oneWay: false,
  bridge: false,
  tunnel: false,
  state: 'open',
} as const

const parcel = (i: number, areaSquareMetres: number): Feature<'parcels'>['properties'] => ({
  sheet: '1',
  number: String(i),
  areaSquareMetres: Math.round(areaSquareMetres),
  landUse: 'ODT',
  unitCode: null,
  blockId: null,
  zoning: { code: 'ODT', imperviousShare: 0.7, density: 0.6, floorAreaRatio: 2, heightMetres: 15 },
})

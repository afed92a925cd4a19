/** Copies of a small city: ids, references and sheets of their own, one ground, one network of roads. */
import { mkdtemp, readdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Feature } from '../../scenarios/city/dataset.ts'
import type { LayerId, Properties } from '../../scenarios/city/layers.ts'
import { vn2000 } from '../../scenarios/frame.ts'
import type { Geometry } from '../../scenarios/geometry.ts'
import { createGrid } from '../../scenarios/grid.ts'
import { checkCity } from './checks.ts'
import { readGround, readLayer, readManifest } from './read.ts'
import { writeScaled } from './scale.ts'
import type { DatasetInput } from './write.ts'

const sources = [{ title: 'test', licence: 'CC0' }]
const feature = <L extends LayerId>(id: string, geometry: Geometry, properties: Properties[L]): Feature<L> =>
  ({ type: 'Feature', id, geometry, provenance: 'generated', buildState: 'as-built', properties }) as Feature<L>
const layer = <L extends LayerId>(features: Feature<L>[]) => ({
  features,
  provenance: 'generated' as const,
  sources,
  date: '2025',
})
const zoning = { code: 'ODT', imperviousShare: 0.8, density: 1, floorAreaRatio: 4, heightMetres: 16 }
const village = (copy: number): DatasetInput => ({
  head: {
    name: 'village',
    title: { vi: 'làng', en: 'village' },
    seed: copy,
    frame: vn2000,
    home: { x: 5, y: 5 },
    forcing: { rain: { design: { kind: 'none' }, series: [] }, tide: { title: '', series: [] } },
    notes: [],
  },
  layers: {
    roads: layer([
      feature<'roads'>(
        'vt:roads/a',
        {
          type: 'LineString',
          coordinates: [
            [2, 1],
            [2, 8],
          ],
        },
        {
          name: 'Trục',
          class: 'local',
          widthMetres: 1,
          redLineWidthMetres: 2,
          lanes: 1,
          oneWay: false,
          bridge: false,
          tunnel: false,
          state: 'open',
        },
      ),
    ]),
    parcels: layer([
      feature<'parcels'>(
        'vt:parcels/p',
        {
          type: 'Polygon',
          coordinates: [
            [
              [5, 1],
              [9, 1],
              [9, 8],
              [5, 8],
              [5, 1],
            ],
          ],
        },
        { sheet: '1', number: '1', areaSquareMetres: 28, landUse: 'ODT', unitCode: 'u', blockId: null, zoning },
      ),
    ]),
    addresses: layer([
      feature<'addresses'>(
        'vt:addresses/a',
        { type: 'Point', coordinates: [7, 4] },
        {
          number: '1',
          street: 'Trục',
          label: '1 Trục',
          oldLabel: null,
          unitCode: 'u',
          oldUnitCode: null,
          postcode: null,
          parcelId: 'vt:parcels/p',
        },
      ),
    ]),
  },
  ground: {
    grid: createGrid(
      { columns: 2, rows: 2, cellSize: 5, west: 0, north: 10 },
      new Float32Array([copy, copy, copy + 0.5, copy + 0.5]),
    ),
    provenance: 'generated',
    sources,
    sourceResolutionMetres: 5,
    standardErrorMetres: 0.3,
    date: '2025',
  },
})

test('three copies stand from north to south on one ground, and hold together', async () => {
  const parent = await mkdtemp(join(tmpdir(), 'vithanh-scale-'))
  const dir = join(parent, 'city')
  const manifest = await writeScaled(dir, 3, village)
  expect(await readManifest(dir)).toEqual(manifest)
  expect([manifest.name, manifest.bounds, manifest.layers.map((l) => [l.id, l.count])]).toEqual([
    'village-x3',
    [0, 0, 10, 30],
    [
      ['roads', 5],
      ['parcels', 3],
      ['addresses', 3],
    ],
  ])
  expect(manifest.notes[0]!.en).toMatch(/Load-test data: 3 copies/)
  expect([...(await readGround(dir, manifest)).data]).toEqual([0, 0, 0.5, 0.5, 1, 1, 1.5, 1.5, 2, 2, 2.5, 2.5])
  const [roads, parcels, addresses] = await Promise.all([
    readLayer(dir, manifest, 'roads'),
    readLayer(dir, manifest, 'parcels'),
    readLayer(dir, manifest, 'addresses'),
  ])
  expect(addresses.map((f) => [f.id, f.geometry.coordinates, f.properties.parcelId])).toEqual([
    ['00:vt:addresses/a', [7, 24], '00:vt:parcels/p'],
    ['01:vt:addresses/a', [7, 14], '01:vt:parcels/p'],
    ['02:vt:addresses/a', [7, 4], '02:vt:parcels/p'],
  ])
  const checks = checkCity({ roads, parcels, addresses }, { bounds: manifest.bounds, generated: true })
  expect(checks.filter((check) => !check.passed)).toEqual([])
  expect(await readdir(parent)).toEqual(['city'])
})

test('what fails in the third copy leaves nothing behind', async () => {
  const parent = await mkdtemp(join(tmpdir(), 'vithanh-scale-'))
  const broken = (copy: number): DatasetInput => {
    if (copy === 2) throw new Error('stopped')
    return village(copy)
  }
  await expect(writeScaled(join(parent, 'city'), 3, broken)).rejects.toThrow('stopped')
  expect(await readdir(parent)).toEqual([])
})

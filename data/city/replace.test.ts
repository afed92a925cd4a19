import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Feature } from '../../scenarios/city/dataset.ts'
import { feature } from '../../test/arbitraries/city.ts'
import { writeVillage } from '../../test/village.ts'
import type { Mapped } from '../readers/layer/map.ts'
import { importLayer } from './import-layer.ts'
import { readLayer, readManifest } from './read.ts'
import { replaceLayers } from './replace.ts'

const village = async () => {
  const dir = join(await mkdtemp(join(tmpdir(), 'vithanh-replace-')), 'city')
  return { dir, manifest: await writeVillage(dir) }
}
const sources = [{ title: 'test', licence: 'CC0' }]
const landmark = (id: string): Feature<'landmarks'> =>
  feature(
    'landmarks',
    id,
    { type: 'Point', coordinates: [551_100, 1_081_500] },
    { name: id, category: 'x', note: null },
  )
const input = (...features: Feature<'landmarks'>[]) => ({
  landmarks: { features, provenance: 'imported' as const, sources, date: '2026-11-25' },
})

describe('replaceLayers', () => {
  it('puts a new layer in its place in the list, and keeps the files of the manifest before for one more change', async () => {
    const { dir, manifest } = await village()
    const one = await replaceLayers(dir, manifest, input(landmark('a')))
    expect(one.layers.map((layer) => layer.id)).toEqual(['water', 'roads', 'parcels', 'buildings', 'landmarks'])
    const two = await replaceLayers(dir, one, input(landmark('a'), landmark('b')))
    expect(await readLayer(dir, one, 'landmarks')).toHaveLength(1)
    expect(await readLayer(dir, two, 'landmarks')).toHaveLength(2)
    await replaceLayers(dir, two, input(landmark('c')))
    await expect(readLayer(dir, one, 'landmarks')).rejects.toThrow('missing')
    expect(await readLayer(dir, await readManifest(dir), 'parcels')).toHaveLength(48)
  })

  it('is not lost by making the city anew', async () => {
    const { dir, manifest } = await village()
    await writeVillage(dir)
    await replaceLayers(dir, manifest, input(landmark('a')))
    await expect(writeVillage(dir)).rejects.toThrow(/imported from files \(landmarks\)/)
    expect(await readLayer(dir, await readManifest(dir), 'landmarks')).toHaveLength(1)
  })

  it('refuses to write over what another has written meanwhile', async () => {
    const { dir, manifest } = await village()
    await replaceLayers(dir, manifest, input(landmark('a')))
    await expect(replaceLayers(dir, manifest, input(landmark('b')))).rejects.toThrow(/meanwhile/)
    const now = await readManifest(dir)
    expect((await readLayer(dir, now, 'landmarks')).map((one) => one.id)).toEqual(['a'])
  })

  it('waits for nobody: refuses while another process writes, and takes over from one that is no more', async () => {
    const { dir, manifest } = await village()
    await writeFile(join(dir, 'city.json.lock'), String(process.ppid))
    await expect(replaceLayers(dir, manifest, input(landmark('a')))).rejects.toThrow(/city\.json\.lock.*is writing/s)
    expect(await readManifest(dir)).toEqual(manifest)
    await writeFile(join(dir, 'city.json.lock'), '999999999')
    await replaceLayers(dir, manifest, input(landmark('a')))
    expect(await readdir(dir)).not.toContain('city.json.lock')
  })

  it('leaves nothing behind when a feature is wrong', async () => {
    const { dir, manifest } = await village()
    const before = await readFile(join(dir, 'city.json'), 'utf8')
    await expect(replaceLayers(dir, manifest, input(landmark('a'), landmark('a')))).rejects.toThrow('twice')
    expect(await readFile(join(dir, 'city.json'), 'utf8')).toBe(before)
    expect((await readdir(join(dir, 'layers'))).sort()).toEqual(manifest.layers.map(({ id }) => `${id}.ndjson`).sort())
  })

  it('clears what a process that is no more had begun', async () => {
    const { dir, manifest } = await village()
    await writeFile(join(dir, 'layers', 'parcels.writing-999999999'), 'half')
    await replaceLayers(dir, manifest, input(landmark('a')))
    expect((await readdir(join(dir, 'layers'))).filter((name) => name.includes('.writing-'))).toEqual([])
  })
})

describe('importLayer', () => {
  const mapped = (features: Feature[]): Mapped => ({
    features,
    assumed: new Map(),
    note: null,
    report: { read: {}, written: {}, skipped: [], repaired: [], notes: [] },
  })
  const asked = { file: 'x.csv', date: '2026-11-25', source: { title: 'Văn phòng', licence: 'nội bộ' } }

  it('adds by id, or replaces all, and tells the weakest provenance and every source', async () => {
    const { dir, manifest } = await village()
    const before = await replaceLayers(dir, manifest, input(landmark('a'), landmark('b')))
    const now = { ...landmark('b'), provenance: 'observed' as const }
    const add = await importLayer(dir, before, { ...asked, layer: 'landmarks', mapped: mapped([now]), replace: false })
    expect(add.layers.landmarks!.features.map((one) => [one.id, one.provenance])).toEqual([
      ['a', 'generated'],
      ['b', 'observed'],
    ])
    expect(add.layers.landmarks).toMatchObject({
      provenance: 'generated',
      sources: [{ title: 'test' }, { title: 'Văn phòng' }],
    })
    const all = await importLayer(dir, before, { ...asked, layer: 'landmarks', mapped: mapped([now]), replace: true })
    expect(all.layers.landmarks).toMatchObject({ provenance: 'observed', sources: [{ title: 'Văn phòng' }] })
    expect(all.layers.landmarks!.features).toHaveLength(1)
  })

  it('takes names of objects that are no more off those that stay, and refuses nothing at all', async () => {
    const { dir, manifest } = await village()
    const house = (await readLayer(dir, manifest, 'buildings'))[0]!
    const lost = { ...house, properties: { ...house.properties, parcelId: 'none', addressId: 'none' } }
    const { layers, report } = await importLayer(dir, manifest, {
      ...asked,
      layer: 'buildings',
      mapped: mapped([lost]),
      replace: false,
    })
    expect(layers.buildings!.features.find((one) => one.id === house.id)!.properties).toMatchObject({
      parcelId: null,
      addressId: null,
    })
    expect(report.notes.map((note) => note.en).join(' ')).toMatch(/buildings\.parcelId: 0 moved.*1 emptied/)
    await expect(
      importLayer(dir, manifest, { ...asked, layer: 'lamps', mapped: mapped([]), replace: false }),
    ).rejects.toThrow(/x\.csv: .*nothing in it/)
  })

  it('counts the addresses of the grid again, and tells of lines whose nodes are missing', async () => {
    const { dir, manifest } = await village()
    const square = (x: number): [number, number][] => [
      [x, 1_081_400],
      [x + 100, 1_081_400],
      [x + 100, 1_081_500],
      [x, 1_081_500],
      [x, 1_081_400],
    ]
    const cell = (id: string, x: number) =>
      feature(
        'gridcells',
        id,
        { type: 'Polygon', coordinates: [square(x)] },
        { code: id, postcode: null, unitCode: null, addresses: 7 },
      )
    const about = { provenance: 'computed' as const, sources, date: '2026-11-25' }
    const cells = { gridcells: { ...about, features: [cell('a', 551_000), cell('b', 551_100)] } }
    const now = await replaceLayers(dir, manifest, cells)
    const address = feature(
      'addresses',
      'x',
      { type: 'Point', coordinates: [551_150, 1_081_450] },
      {
        number: '1',
        street: 'Lê Lợi',
        unitCode: '31321',
        postcode: null,
        parcelId: null,
        label: '1 Lê Lợi',
        oldLabel: null,
        oldUnitCode: null,
      },
    )
    const { layers } = await importLayer(dir, now, {
      ...asked,
      layer: 'addresses',
      mapped: mapped([address]),
      replace: true,
    })
    expect(layers.gridcells!.features.map(({ id, properties }) => [id, properties.addresses])).toEqual([
      ['a', 0],
      ['b', 1],
    ])
    const pipe = feature(
      'watermains',
      'w1',
      {
        type: 'LineString',
        coordinates: [
          [551_000, 1_081_450],
          [551_100, 1_081_450],
        ],
      },
      {
        fromNode: 'n1',
        toNode: 'n2',
        lengthMetres: 100,
        diameterMetres: 0.1,
        roughness: 130,
        material: null,
        year: null,
      },
    )
    const water = await importLayer(dir, now, {
      ...asked,
      layer: 'watermains',
      mapped: mapped([pipe]),
      replace: false,
    })
    expect(water.report.notes.map((note) => note.en).join(' ')).toMatch(/1 features of watermains.*waternodes.*w1/)
  })
})

import { mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Feature } from '../../scenarios/city/dataset.ts'
import { vn2000 } from '../../scenarios/frame.ts'
import { createGrid } from '../../scenarios/grid.ts'
import { hashBytes } from '../../scenarios/ids.ts'
import { readGround, readLayer, readManifest } from './read.ts'
import { type DatasetInput, writeDataset } from './write.ts'

const sources = [{ title: 'test', licence: 'CC0' }]
const landmark = (id: string, x: number, name = id): Feature<'landmarks'> => ({
  type: 'Feature',
  id,
  geometry: { type: 'Point', coordinates: [x, 2.00049] },
  provenance: 'assumed',
  buildState: 'as-built',
  properties: { name, category: 'test', note: null },
})
const input = (features: Feature<'landmarks'>[]): DatasetInput => ({
  head: {
    name: 'test',
    title: { vi: 'thử', en: 'test' },
    seed: null,
    frame: vn2000,
    home: { x: 0, y: 0 },
    forcing: { rain: { design: { kind: 'none' }, series: [] }, tide: { title: '', series: [] } },
    notes: [],
  },
  layers: { landmarks: { features, provenance: 'assumed', sources, date: '2025' } },
  ground: {
    grid: createGrid({ columns: 2, rows: 1, cellSize: 5, west: 0, north: 5 }, new Float32Array([1.5, Number.NaN])),
    provenance: 'assumed',
    sources,
    sourceResolutionMetres: 5,
    standardErrorMetres: 0.3,
    date: '2025',
  },
})
const folder = () => mkdtemp(join(tmpdir(), 'vithanh-dataset-'))

describe('writeDataset', () => {
  it('writes what readers read back, sorted and rounded to 1 mm', async () => {
    const dir = join(await folder(), 'city')
    const manifest = await writeDataset(dir, input([landmark('b', 1.23456), landmark('a', 0)]))
    expect(await readManifest(dir)).toEqual(manifest)
    expect(manifest.bounds).toEqual([0, 0, 10, 5])
    const features = await readLayer(dir, manifest, 'landmarks')
    expect(features.map((f) => [f.id, f.geometry.coordinates])).toEqual([
      ['a', [0, 2]],
      ['b', [1.235, 2]],
    ])
    expect([...(await readGround(dir, manifest)).data]).toEqual([1.5, Number.NaN])
  })

  it('gives the same bytes for the same input in another order, and keeps other files of an old dataset', async () => {
    const dir = await folder()
    const one = await writeDataset(dir, input([landmark('b', 1), landmark('a', 0)]))
    await mkdir(join(dir, 'tiles'))
    const two = await writeDataset(dir, input([landmark('a', 0), landmark('b', 1)]))
    expect(two).toEqual(one)
    expect((await readdir(dir)).sort()).toEqual(['city.json', 'grids', 'layers', 'tiles'])
  })

  it('leaves nothing behind when a feature is wrong', async () => {
    const parent = await folder()
    await expect(writeDataset(join(parent, 'city'), input([landmark('a', 0), landmark('a', 1)]))).rejects.toThrow(
      'twice',
    )
    await expect(writeDataset(join(parent, 'city'), input([landmark('a', Number.NaN)]))).rejects.toThrow('finite')
    expect(await readdir(parent)).toEqual([])
  })

  it('refuses a folder that holds something else', async () => {
    const dir = await folder()
    await writeFile(join(dir, 'thesis.txt'), 'years of work')
    await expect(writeDataset(dir, input([]))).rejects.toThrow('not empty')
    expect(await readFile(join(dir, 'thesis.txt'), 'utf8')).toBe('years of work')
  })
})

describe('readers of a dataset', () => {
  it('tell of a missing city, a changed layer and a truncated ground', async () => {
    const dir = await folder()
    await expect(readManifest(join(dir, 'none'))).rejects.toThrow('city.json')
    const manifest = await writeDataset(dir, input([landmark('a', 0)]))
    await writeFile(join(dir, 'layers/landmarks.ndjson'), '{"type":"Feature"}\n')
    await expect(readLayer(dir, manifest, 'landmarks')).rejects.toThrow('layers/landmarks.ndjson')
    await writeFile(join(dir, 'grids/ground.f32'), new Uint8Array(4))
    await expect(readGround(dir, manifest)).rejects.toThrow('grids/ground.f32')
  })

  it('lose no line for want of a last line break, and tell of one that is not JSON and of a file elsewhere', async () => {
    const dir = await folder()
    const manifest = await writeDataset(dir, input([landmark('a', 0), landmark('b', 1)]))
    const file = join(dir, 'layers/landmarks.ndjson')
    const holding = async (text: string) => {
      await writeFile(file, text)
      const bytes = Buffer.from(text)
      const layers = manifest.layers.map((layer) => ({ ...layer, bytes: bytes.length, sha256: hashBytes(bytes) }))
      return readLayer(dir, { ...manifest, layers }, 'landmarks')
    }
    const lines = await readFile(file, 'utf8')
    expect(await holding(lines.trimEnd())).toHaveLength(2)
    await expect(holding(`${lines}{"type":`)).rejects.toThrow(/landmarks\.ndjson.*line 3/s)
    const [layer] = manifest.layers
    const strayed = { ...manifest, layers: [{ ...layer, file: '../../secret' }] }
    await writeFile(join(dir, 'city.json'), JSON.stringify(strayed))
    await expect(readManifest(dir)).rejects.toThrow(/city\.json.*layers\.0\.file/s)
  })
})

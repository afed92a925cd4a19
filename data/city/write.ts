/**
 * Writes a dataset (scenarios/city/dataset.ts) into a temporary folder beside its place and renames it there at the end, so
 * that nobody ever reads half of one. Same input, same bytes.
 */
import { createHash } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { z } from 'zod'
import {
  type CityManifest,
  cityManifestSchema,
  type Feature,
  featureHeadSchema,
  type GridManifest,
  type LayerManifest,
} from '../../scenarios/city/dataset.ts'
import { type LayerId, layerIds, propertySchemas } from '../../scenarios/city/layers.ts'
import type { Geometry } from '../../scenarios/geometry.ts'
import { type Grid, gridBounds, NODATA } from '../../scenarios/grid.ts'
import { Problem } from '../../scenarios/problem.ts'

/** The manifest's part that its maker knows; hashes, bytes, counts and bounds are found here. */
export type DatasetHead = Omit<CityManifest, 'format' | 'version' | 'bounds' | 'grids' | 'layers'>

export type LayerInput<L extends LayerId = LayerId> = Pick<
  LayerManifest,
  'provenance' | 'sources' | 'date' | 'levels' | 'note'
> & {
  readonly features: readonly Feature<L>[]
}
export type GroundInput = Omit<GridManifest, 'id' | 'file' | 'sha256' | 'bytes' | 'spec' | 'unit' | 'nodata'> & {
  readonly grid: Grid
}
export interface DatasetInput {
  readonly head: DatasetHead
  readonly layers: { readonly [L in LayerId]?: LayerInput<L> }
  readonly ground: GroundInput
}

type FileFacts = { file: string; sha256: string; bytes: number }

/**
 * Layers in the order of `layerIds`, features sorted by id, coordinates rounded to 1 mm, NaN of the ground as −9999.
 * An existing dataset in `dir` is replaced and other things in its folder (tiles) are kept; any other full folder is refused.
 */
export function writeDataset(dir: string, input: DatasetInput): Promise<CityManifest> {
  return writeWhole(dir, async (temporary) => {
    await mkdir(join(temporary, 'layers'), { recursive: true })
    await mkdir(join(temporary, 'grids'))
    const grids = [await writeGround(temporary, input.ground)]
    const layers: LayerManifest[] = []
    for (const id of layerIds) {
      const layer = input.layers[id]
      if (layer) layers.push(await writeLayer(temporary, id, layer as LayerInput))
    }
    const manifest = cityManifestSchema.parse({
      format: 'vithanh-city',
      version: 1,
      ...input.head,
      bounds: [...gridBounds(input.ground.grid)],
      grids,
      layers,
    })
    await writeFile(join(temporary, 'city.json'), `${JSON.stringify(manifest, null, 2)}\n`)
    return manifest
  })
}

/**
 * Whatever fills a temporary folder with a dataset, put in its place when it is whole.
 * @throws Problem `city/imported` where layers were imported onto the city that stands there, `city/folder-in-use`, `file/unwritable`
 */
export async function writeWhole(
  dir: string,
  fill: (temporary: string) => Promise<CityManifest>,
): Promise<CityManifest> {
  const place = resolve(dir)
  const old = await entriesOf(place)
  if (old.length > 0 && !old.includes('city.json')) throw notOurs(dir)
  const surveys = await importedLayers(place)
  if (surveys.length > 0) throw wouldLose(dir, surveys)
  const temporary = join(dirname(place), `.${basename(place)}.writing-${process.pid}`)
  await rm(temporary, { recursive: true, force: true })
  try {
    const manifest = await fill(temporary)
    await putInPlace(temporary, place, old)
    return manifest
  } catch (error) {
    await rm(temporary, { recursive: true, force: true })
    throw typeof (error as NodeJS.ErrnoException).code === 'string' ? unwritable(dir, (error as Error).message) : error
  }
}

export async function writeLayer(
  dir: string,
  id: LayerId,
  layer: LayerInput,
  file = `layers/${id}.ndjson`,
): Promise<LayerManifest> {
  const features = [...layer.features].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
  const { features: _, ...about } = layer
  const facts = await writeHashed(dir, file, linesOfLayer(id, features))
  return { id, ...facts, count: features.length, ...about }
}

/** About a megabyte of lines at a time. */
function* linesOfLayer(id: LayerId, features: readonly Feature[]): Generator<Uint8Array> {
  let lines = ''
  for (const [i, feature] of features.entries()) {
    if (i > 0 && features[i - 1]!.id === feature.id)
      throw new Error(`Expected each id once in ${id}, got ${feature.id} twice`)
    lines += `${lineOf(id, feature)}\n`
    if (lines.length > 1e6) {
      yield Buffer.from(lines)
      lines = ''
    }
  }
  yield Buffer.from(lines)
}

function lineOf(layer: LayerId, feature: Feature): string {
  const head = featureHeadSchema.safeParse(feature)
  const properties = propertySchemas[layer].safeParse(feature.properties)
  if (!head.success || !properties.success) {
    const issue = (head.error ?? properties.error)?.issues[0]
    throw new Error(`Expected a feature of ${layer}, got ${feature.id}: ${issue?.path.join('.')}: ${issue?.message}`)
  }
  const geometry = { type: feature.geometry.type, coordinates: toMillimetres(feature.geometry.coordinates, feature.id) }
  return JSON.stringify({ ...head.data, geometry, properties: properties.data })
}

type Coordinates = Geometry['coordinates']
function toMillimetres(coordinates: Coordinates | number, id: string): unknown {
  if (typeof coordinates !== 'number') return coordinates.map((c) => toMillimetres(c as Coordinates | number, id))
  if (!Number.isFinite(coordinates)) throw new Error(`Expected finite coordinates in ${id}, got ${coordinates}`)
  return Math.round(coordinates * 1000) / 1000
}

export async function writeGround(dir: string, { grid, ...about }: GroundInput): Promise<GridManifest> {
  const { columns, rows, cellSize, west, north, data } = grid
  const bytes = new DataView(new ArrayBuffer(data.length * 4))
  for (let i = 0; i < data.length; i++) bytes.setFloat32(i * 4, Number.isNaN(data[i]!) ? NODATA : data[i]!, true)
  const facts = await writeHashed(dir, 'grids/ground.f32', [new Uint8Array(bytes.buffer)])
  return { id: 'ground', ...facts, spec: { columns, rows, cellSize, west, north }, unit: 'm', nodata: NODATA, ...about }
}

async function writeHashed(dir: string, file: string, chunks: Iterable<Uint8Array>): Promise<FileFacts> {
  const hash = createHash('sha256')
  let bytes = 0
  const handle = await open(join(dir, file), 'wx')
  try {
    for (const chunk of chunks) {
      hash.update(chunk)
      bytes += chunk.length
      await handle.writeFile(chunk)
    }
    await handle.sync()
  } finally {
    await handle.close()
  }
  return { file, sha256: hash.digest('hex'), bytes }
}

/** Swaps the finished folder in; what else stood in the old one (tiles) moves along. */
async function putInPlace(temporary: string, place: string, old: readonly string[]): Promise<void> {
  if (old.length === 0) {
    await rm(place, { recursive: true, force: true })
    await rename(temporary, place)
    return
  }
  const aside = `${temporary}.old`
  await rm(aside, { recursive: true, force: true })
  await rename(place, aside)
  await rename(temporary, place)
  for (const name of old) {
    if (!['city.json', 'layers', 'grids'].includes(name)) await rename(join(aside, name), join(place, name))
  }
  await rm(aside, { recursive: true, force: true })
}

/** As much of a manifest of any version as tells what was imported. */
const layerFiles = z.object({ layers: z.array(z.object({ id: z.string(), file: z.string() })) })

/** Layers of a standing city that `layer import` wrote: their files are named by their content (`replaceLayers`). */
async function importedLayers(place: string): Promise<string[]> {
  try {
    const { layers } = layerFiles.parse(JSON.parse(await readFile(join(place, 'city.json'), 'utf8')))
    return layers.filter(({ id, file }) => file !== `layers/${id}.ndjson`).map(({ id }) => id)
  } catch {
    return []
  }
}

const wouldLose = (dir: string, layers: readonly string[]) =>
  new Problem({
    code: 'city/imported',
    message: {
      vi: `thành phố ở đây có lớp đã nhập từ tệp (${layers.join(', ')}), nên không ghi đè`,
      en: `the city here holds layers imported from files (${layers.join(', ')}), so it is not overwritten`,
    },
    file: dir,
    expected: 'another folder, or this one removed by hand',
  })

async function entriesOf(dir: string): Promise<string[]> {
  try {
    return await readdir(dir)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOENT') return []
    if (code === 'ENOTDIR') throw notOurs(dir)
    throw error
  }
}

const unwritable = (dir: string, said: string) =>
  new Problem({
    code: 'file/unwritable',
    message: { vi: `không ghi được vào thư mục (${said})`, en: `the folder cannot be written (${said})` },
    file: dir,
    expected: 'a folder that can be made and written',
  })

const notOurs = (dir: string) =>
  new Problem({
    code: 'city/folder-in-use',
    message: {
      vi: 'thư mục không trống và không phải bộ dữ liệu đô thị, nên không ghi đè',
      en: 'the folder is not empty and is not a city dataset, so it is not overwritten',
    },
    file: dir,
    expected: 'city.json, or an empty or new folder',
  })

/** Making the parts of the tiles: each task reads one source once and writes every part that is wanted of it. */
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants } from 'node:zlib'
import { type AddressLayers, addressFileOf, addressLayerIds } from '../../scenarios/address/address-file.ts'
import type { Feature, LayerManifest } from '../../scenarios/city/dataset.ts'
import type { LayerId } from '../../scenarios/city/layers.ts'
import { projection } from '../../scenarios/frame.ts'
import { type GridSpec, gridBounds } from '../../scenarios/grid.ts'
import { buildingTiles } from './buildings.ts'
import { classLevels, groundLevels, writeCog } from './cog.ts'
import { type Dataset, type Layer, readGround, readLayer } from './dataset.ts'
import { degreesOf } from './geodesy.ts'
import { coverClasses, coverLayers, paintCover } from './landcover.ts'
import { isModelled, modelSources, modelTiles } from './models.ts'
import { storeFile, storeFolder, storePieces } from './output.ts'
import type { Pause } from './pause.ts'
import { type Relief, type ReliefLevel, reliefOf } from './relief.ts'
import { terrainLayerJson, terrainTiles } from './terrain.ts'
import { vectorArchive } from './vector.ts'
import { groundArchive, layerArchive } from './window.ts'

/** What a part is made from: the ground read as grid or as relief, several layers at once, or one layer. */
export type PartSource = 'ground' | 'terrain' | 'landcover-raster' | 'address' | LayerId

export interface Part {
  readonly kind: 'window' | 'vector' | 'buildings' | 'terrain' | 'models' | 'raster' | 'address'
  readonly source: PartSource
  /** Of the file, or of the folder's first file, within the tiles. */
  readonly path: string
}

/** A part as the manifest tells of it. */
export type Made =
  | { readonly path: string; readonly sha256: string; readonly bytes: number }
  | { readonly path: string; readonly tiles: number; readonly features: number }

export interface Task {
  readonly source: PartSource
  readonly parts: readonly Part[]
  /** In any unit, for the progress and for the order. */
  readonly work: number
}

/** What tasks share: plain data that threads can be given. */
export interface Workshop {
  readonly dataset: Dataset
  readonly tilesDir: string
  /** Null where no task stands on the ground. */
  readonly levels: readonly ReliefLevel[] | null
}

export async function makeParts(task: Task, workshop: Workshop, pause: Pause): Promise<Made[]> {
  if (task.source === 'ground') return groundParts(task, workshop, pause)
  if (task.source === 'terrain') return [await terrainPart(task.parts[0]!, workshop, pause)]
  if (task.source === 'landcover-raster') return [await landcoverPart(task.parts[0]!, workshop, pause)]
  if (task.source === 'address') return [await addressPart(task.parts[0]!, workshop, pause)]
  return layerParts(task.source, task.parts, workshop, pause)
}

/** A pause for a part of the work: from `from` on, `share` of it. */
const within =
  (pause: Pause, from: number, share: number): Pause =>
  (done) =>
    pause(from + share * done)

async function groundParts({ parts }: Task, { dataset, tilesDir }: Workshop, pause: Pause): Promise<Made[]> {
  const ground = await readGround(dataset)
  const { spec, unit, standardErrorMetres, date } = groundOf(dataset)
  const { frame } = dataset.city
  const made: Made[] = []
  for (const [i, { kind, path }] of parts.entries()) {
    const step = within(pause, i / parts.length, 1 / parts.length)
    if (kind === 'window') {
      made.push(await store(tilesDir, path, groundArchive(ground, degreesOf(frame, gridBounds(spec)), step)))
      continue
    }
    const metadata = [
      ['TITLE', 'Cao độ mặt đất / ground level'],
      ['UNIT', unit],
      ['VERTICAL_DATUM', `${frame.verticalDatum}, ${frame.epoch}`],
      ['STANDARD_ERROR_M', String(standardErrorMetres)],
      ['DATE', date],
      ['SOURCE', credit(groundOf(dataset))],
    ] as const
    const levels = groundLevels(ground)
    made.push(
      fileMade(await storePieces(tilesDir, path, (write) => writeCog({ spec, frame, metadata }, levels, write, step))),
    )
  }
  return made
}

async function landcoverPart({ path }: Part, { dataset, tilesDir }: Workshop, pause: Pause): Promise<Made> {
  const { spec } = groundOf(dataset)
  const cells = new Uint8Array(spec.columns * spec.rows)
  const layers = coverLayers.flatMap((id) => dataset.city.layers.filter((about) => about.id === id))
  for (const [i, about] of layers.entries()) {
    await pause((i / layers.length) * 0.7)
    for (const feature of (await readLayer(dataset, about)).features) paintCover(cells, spec, about.id, feature)
  }
  const metadata = [
    ['TITLE', 'Lớp phủ mặt đất / land cover'],
    ...coverClasses.map(({ title }, i) => [`CLASS_${i}`, `${title.vi} / ${title.en}`] as const),
    ['SOURCE', [...new Set(layers.map(credit))].join('; ')],
  ] as const
  const about = { spec, frame: dataset.city.frame, metadata, colours: coverClasses.map(({ colour }) => colour) }
  const levels = classLevels({ columns: spec.columns, rows: spec.rows, data: cells })
  const step = within(pause, 0.7, 0.3)
  return fileMade(await storePieces(tilesDir, path, (write) => writeCog(about, levels, write, step)))
}

/** The address file, and beside it as brotli: what a browser is given that takes it. */
async function addressPart({ path }: Part, { dataset, tilesDir }: Workshop, pause: Pause): Promise<Made> {
  const { city } = dataset
  const read: [string, ReadonlyMap<string, Feature>][] = []
  for (const [i, id] of addressLayerIds.entries()) {
    await pause((i / addressLayerIds.length) * 0.6)
    const about = city.layers.find((layer) => layer.id === id)
    const features = about ? (await readLayer(dataset, about)).features : []
    read.push([id, new Map(features.map((feature) => [feature.id, feature]))])
  }
  const file = addressFileOf({ manifest: city, layers: Object.fromEntries(read) as unknown as AddressLayers })
  const bytes = new TextEncoder().encode(JSON.stringify(file))
  await pause(0.7)
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length }
  await storeFile(tilesDir, `${path}.br`, await promisify(brotliCompress)(bytes, { params }))
  return store(tilesDir, path, Promise.resolve(bytes))
}

async function terrainPart({ path }: Part, workshop: Workshop, pause: Pause): Promise<Made> {
  const { dataset, tilesDir } = workshop
  const { spec } = groundOf(dataset)
  const { frame } = dataset.city
  let tiles = 0
  await storeFolder(tilesDir, dirname(path), async (write) => {
    for (const { zoom, column, row, bytes, share } of terrainTiles(reliefIn(workshop), spec, frame)) {
      await write(`${zoom}/${column}/${row}.terrain`, bytes)
      tiles++
      await pause(share)
    }
    await write('layer.json', new TextEncoder().encode(terrainLayerJson(spec, frame, credit(groundOf(dataset)))))
  })
  return { path, tiles, features: 0 }
}

async function layerParts(id: LayerId, parts: readonly Part[], workshop: Workshop, pause: Pause): Promise<Made[]> {
  const { dataset } = workshop
  const about = dataset.city.layers.find((layer) => layer.id === id)!
  const layer = await readLayer(dataset, about)
  const made: Made[] = []
  for (const [i, part] of parts.entries()) {
    const step = within(pause, i / parts.length, 1 / parts.length)
    made.push(await layerPart(part, about, layer, workshop, step))
  }
  return made
}

async function layerPart(
  { kind, path }: Part,
  about: LayerManifest,
  layer: Layer,
  workshop: Workshop,
  pause: Pause,
): Promise<Made> {
  const { dataset, tilesDir } = workshop
  const { city } = dataset
  const { spec } = groundOf(dataset)
  const bounds = degreesOf(city.frame, gridBounds(spec))
  if (kind === 'window') return store(tilesDir, path, layerArchive(about.id, layer, spec, bounds, pause))
  if (kind === 'vector') {
    return store(tilesDir, path, vectorArchive(about, layer.features, projection(city.frame), bounds, pause))
  }
  const relief = reliefIn(workshop)
  const others: Feature[] = []
  for (const other of city.layers.filter(({ id }) => kind === 'models' && modelSources(about.id).includes(id))) {
    others.push(...(await readLayer(dataset, other)).features)
  }
  const { files, ...counts } = isModelled(about.id)
    ? modelTiles(about.id, layer.features, others, relief, city.frame, credit(about))
    : buildingTiles(layer.features as readonly Feature<'buildings'>[], relief, city.frame, credit(about))
  if (files.length > 0) {
    await storeFolder(tilesDir, dirname(path), async (write) => {
      for (const { name, bytes } of files) await write(name, bytes)
    })
  }
  return { path, ...counts }
}

export const groundOf = ({ city }: Dataset) => city.grids.find((grid) => grid.id === 'ground')!

function reliefIn({ dataset, levels }: Workshop): Relief {
  if (!levels) throw new Error('Expected the levels of the relief, got none')
  return reliefOf(groundOf(dataset).spec as GridSpec, levels)
}

const store = async (dir: string, path: string, bytes: Promise<Uint8Array>): Promise<Made> =>
  fileMade(await storeFile(dir, path, await bytes))

const fileMade = ({ file, sha256, bytes }: { file: string; sha256: string; bytes: number }): Made => ({
  path: file,
  sha256,
  bytes,
})

const credit = ({ sources }: Pick<LayerManifest, 'sources'>): string =>
  sources.map(({ title, licence }) => `${title} (${licence})`).join('; ')

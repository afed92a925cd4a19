/**
 * A dataset → tiles. Every file is named by the hash of what it is made from, so that what has not changed is not made
 * again; the same dataset gives the same bytes.
 */
import { availableParallelism } from 'node:os'
import { dirname } from 'node:path'
import { addressLayerIds } from '../../scenarios/address/address-file.ts'
import { hashRecord } from '../../scenarios/canonical.ts'
import type { LayerManifest } from '../../scenarios/city/dataset.ts'
import type { TilesManifest } from '../../scenarios/city/tiles.ts'
import { Problem, type Progress, type Signal } from '../../scenarios/problem.ts'
import { both } from '../../scenarios/text.ts'
import { manifestHash } from '../read/open.ts'
import { runTasks } from './crew.ts'
import { type Dataset, openDataset, readGround } from './dataset.ts'
import { coverLayers } from './landcover.ts'
import { isModelled, modelSources } from './models.ts'
import { standingManifest, stands, standsFolder, storeManifest } from './output.ts'
import { groundOf, type Made, type Part, type Task } from './parts.ts'
import { reliefLevels } from './relief.ts'
import { terrainMaxZoom } from './terrain.ts'
import { vectorZooms } from './vector.ts'

/** Raise it with any change of the files' bytes. */
const BUILDER = 'tiles@8'
/** Time that a part takes for each byte of what it is made from, roughly, in that of the window's. */
const workOf: Record<Part['kind'], number> = {
  window: 1,
  vector: 2.5,
  buildings: 1.5,
  models: 1,
  terrain: 1,
  raster: 0.4,
  address: 2,
}
/** Datasets smaller than this are cut here: threads take longer to start, bytes. */
const SMALL_BYTES = 30e6
const MOST_THREADS = 4

export interface BuildOptions {
  readonly signal?: Signal
  readonly progress?: Progress
  /** Told what was made and what was kept, a line each. */
  readonly log?: (line: string) => void
  /** Threads that work at once; by the machine and the size where it is left out. */
  readonly threads?: number
}

/**
 * @param datasetDir a folder as `scenarios/city/dataset.ts` describes it
 * @param tilesDir the folder of `tiles.json`; made where there is none
 * @throws Problem `dataset/…` naming the file that is missing or damaged; the tiles that stood there are left as they were
 */
export async function buildTiles(
  datasetDir: string,
  tilesDir: string,
  { signal, progress, log, threads }: BuildOptions = {},
): Promise<TilesManifest> {
  const dataset = await openDataset(datasetDir)
  if (!groundOf(dataset)) throw noGround(datasetDir)
  const parts = partsOf(dataset)
  const before = await standingManifest(tilesDir)
  const made = new Map<string, Made>()
  for (const part of parts) {
    const kept = before && (await standing(tilesDir, before, part))
    if (!kept) continue
    made.set(part.path, kept)
    log?.(`kept ${part.path}`)
  }
  const tasks = tasksOf(
    dataset,
    parts.filter(({ path }) => !made.has(path)),
  )
  const onGround = tasks.some(({ parts }) =>
    parts.some(({ kind }) => ['terrain', 'buildings', 'models'].includes(kind)),
  )
  const levels = onGround ? reliefLevels(await readGround(dataset)) : null
  const bytes = tasks.reduce((sum, { source }) => sum + bytesOf(dataset, source), 0)
  const crew = threads ?? (bytes < SMALL_BYTES ? 1 : Math.min(MOST_THREADS, availableParallelism()))
  for (const part of await runTasks(tasks, { dataset, tilesDir, levels }, crew, { signal, progress })) {
    made.set(part.path, part)
    log?.(`made ${part.path}${'bytes' in part ? ` (${part.bytes} bytes)` : ` (${part.tiles} tiles)`}`)
  }
  const manifest = manifestOf(dataset, parts, made)
  await storeManifest(tilesDir, manifest)
  return manifest
}

/** All parts that the tiles of a city have, in the order of its layers. */
function partsOf({ city, ...rest }: Dataset): Part[] {
  const ground = groundOf({ city, ...rest })
  const name = (part: string, from: readonly unknown[]) =>
    hashRecord({ builder: BUILDER, part, from: [...from, ground.spec, city.frame] }).slice(0, 16)
  const named = (kind: Part['kind'], id: string, from: readonly unknown[], end: string) =>
    `${kind}/${id}-${name(kind, from)}${end}`
  const covers = city.layers.filter(({ id }) => (coverLayers as readonly string[]).includes(id))
  const hashes = (layers: readonly LayerManifest[]) => layers.map(({ id, sha256, sources }) => [id, sha256, sources])
  const groundFrom = [ground.sha256, ground.sources, ground.standardErrorMetres, ground.date]
  const parts: Part[] = [
    { kind: 'window', source: 'ground', path: named('window', 'ground', [ground.sha256], '.pmtiles') },
    {
      kind: 'terrain',
      source: 'terrain',
      path: `terrain/${name('terrain', [ground.sha256, ground.sources])}/layer.json`,
    },
    { kind: 'raster', source: 'ground', path: named('raster', 'ground', groundFrom, '.tif') },
  ]
  if (covers.length > 0) {
    const path = named('raster', 'landcover', hashes(covers), '.tif')
    parts.push({ kind: 'raster', source: 'landcover-raster', path })
  }
  const addressFrom = city.layers
    .filter(({ id }) => isAddressLayer(id))
    .map(({ id, sha256, provenance }) => [id, sha256, provenance])
  parts.push({ kind: 'address', source: 'address', path: `address/${name('address', [addressFrom, city.home])}.json` })
  for (const { id, sha256, sources, provenance, count } of city.layers) {
    const drawn = [sha256, sources, provenance]
    parts.push({ kind: 'window', source: id, path: named('window', id, [sha256], '.pmtiles') })
    parts.push({ kind: 'vector', source: id, path: named('vector', id, drawn, '.pmtiles') })
    if (count === 0) continue
    if (id === 'buildings') {
      const path = `buildings/${name('buildings', [sha256, sources, ground.sha256])}/tileset.json`
      parts.push({ kind: 'buildings', source: id, path })
    }
    if (isModelled(id)) {
      const others = city.layers.filter((layer) => modelSources(id).includes(layer.id))
      const path = named('models', id, [...hashes(others), sha256, sources, ground.sha256], '/tileset.json')
      parts.push({ kind: 'models', source: id, path })
    }
  }
  return parts
}

const isAddressLayer = (id: string): boolean => (addressLayerIds as readonly string[]).includes(id)

/** Parts of one source are made together: it is read once. */
function tasksOf(dataset: Dataset, parts: readonly Part[]): Task[] {
  return [...new Set(parts.map(({ source }) => source))].map((source) => {
    const bytes = bytesOf(dataset, source)
    const wanted = parts.filter((part) => part.source === source)
    return { source, parts: wanted, work: wanted.reduce((sum, { kind }) => sum + bytes * workOf[kind], 0) }
  })
}

function bytesOf(dataset: Dataset, source: Part['source']): number {
  const layer = dataset.city.layers.find(({ id }) => id === source)
  return layer?.bytes ?? groundOf(dataset).bytes
}

/** The part as the last manifest tells of it, where it is still there. */
async function standing(dir: string, before: TilesManifest, { kind, path }: Part): Promise<Made | null> {
  const { window, vector, rasters, address } = before
  const files = [window.ground, ...window.layers, ...vector, ...rasters, ...(address ? [address] : [])]
  const file = files.find((known) => known.file === path)
  if (file) return (await stands(dir, file)) ? { path, sha256: file.sha256, bytes: file.bytes } : null
  const folder = [before.buildings, ...before.models].find((known) => known?.path === path)
  if (!folder && !(kind === 'terrain' && before.terrain.path === path)) return null
  if (!(await standsFolder(dir, path))) return null
  return { path, tiles: folder?.tiles ?? 0, features: folder?.features ?? 0 }
}

function manifestOf(dataset: Dataset, parts: readonly Part[], made: ReadonlyMap<string, Made>): TilesManifest {
  const { city } = dataset
  const of = (kind: Part['kind']) => parts.filter((part) => part.kind === kind)
  const file = ({ path }: Part) => {
    const stored = made.get(path)
    if (!stored || !('bytes' in stored)) throw new Error(`Expected a file ${path}, got none`)
    return { file: path, sha256: stored.sha256, bytes: stored.bytes }
  }
  /** None where nothing in the layer can be drawn. */
  const folders = (kind: Part['kind']) =>
    of(kind).flatMap(({ path, source }) => {
      const stored = made.get(path)
      if (!stored || !('tiles' in stored)) throw new Error(`Expected a folder ${dirname(path)}, got none`)
      return stored.tiles > 0 ? [{ layer: layerOf(source), path, tiles: stored.tiles, features: stored.features }] : []
    })
  const layerOf = (source: Part['source']) => city.layers.find(({ id }) => id === source)!.id
  const [ground, ...windows] = of('window')
  const [buildings] = folders('buildings').map(({ layer: _, ...tileset }) => tileset)
  const body: Omit<TilesManifest, 'hash'> = {
    format: 'vithanh-tiles',
    version: 1,
    city,
    window: { ground: file(ground!), layers: windows.map((part) => ({ ...file(part), layer: layerOf(part.source) })) },
    vector: of('vector').map((part) => {
      const layer = layerOf(part.source)
      const [minZoom, maxZoom] = vectorZooms[layer]
      return { ...file(part), layer, minZoom, maxZoom }
    }),
    buildings: buildings ?? null,
    terrain: { path: of('terrain')[0]!.path, minZoom: 0, maxZoom: terrainMaxZoom(groundOf(dataset).spec) },
    models: folders('models'),
    address: file(of('address')[0]!),
    rasters: of('raster').map((part) => ({ ...file(part), id: part.source === 'ground' ? 'ground' : 'landcover' })),
  }
  return { ...body, hash: manifestHash(body) }
}

function noGround(dir: string): Problem {
  return new Problem({
    code: 'dataset/damaged',
    message: both('Không có lưới cao độ mặt đất', 'There is no ground'),
    file: `${dir}/city.json`,
    place: 'grids',
  })
}

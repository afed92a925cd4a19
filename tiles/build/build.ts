/**
 * A dataset → tiles. Every file is named by the hash of what it is made from, so that what has not changed is not made
 * again; the same dataset gives the same bytes.
 */
import { dirname } from 'node:path'
import { hashRecord } from '../../scenarios/canonical.ts'
import type { Feature, LayerManifest } from '../../scenarios/city/dataset.ts'
import type { TilesManifest } from '../../scenarios/city/tiles.ts'
import { projection } from '../../scenarios/frame.ts'
import { gridBounds } from '../../scenarios/grid.ts'
import { Problem, type Progress, type Signal } from '../../scenarios/problem.ts'
import { both } from '../../scenarios/text.ts'
import { manifestHash } from '../read/open.ts'
import { buildingTiles } from './buildings.ts'
import { type Line, openDataset, readGround, readLayer } from './dataset.ts'
import { degreesOf } from './geodesy.ts'
import {
  type StoredFile,
  standingManifest,
  stands,
  standsFolder,
  storeFile,
  storeFolder,
  storeManifest,
} from './output.ts'
import { createRelief } from './relief.ts'
import { type Pause, stepper } from './steps.ts'
import { terrainLayerJson, terrainMaxZoom, terrainTiles } from './terrain.ts'
import { vectorArchive, vectorZooms } from './vector.ts'
import { groundArchive, layerArchive } from './window.ts'

/** Raise it with any change of the files' bytes. */
const BUILDER = 'tiles@4'
/** Time that tiles for drawing take, in that of the window's, for the progress. */
const DRAWING = 2.5

export interface BuildOptions {
  readonly signal?: Signal
  readonly progress?: Progress
  /** Told what was made and what was kept, a line each. */
  readonly log?: (line: string) => void
}

/**
 * @param datasetDir a folder as `scenarios/city/dataset.ts` describes it
 * @param tilesDir the folder of `tiles.json`; made where there is none
 * @throws Problem `dataset/…` naming the file that is missing or damaged; the tiles that stood there are left as they were
 */
export async function buildTiles(
  datasetDir: string,
  tilesDir: string,
  { signal, progress, log }: BuildOptions = {},
): Promise<TilesManifest> {
  const dataset = await openDataset(datasetDir)
  const { city } = dataset
  const groundAbout = city.grids.find((grid) => grid.id === 'ground')
  if (!groundAbout) throw noGround(datasetDir)
  const { spec } = groundAbout
  const bounds = degreesOf(city.frame, gridBounds(spec))
  const place = projection(city.frame)
  const before = await standingManifest(tilesDir)
  const work = groundAbout.bytes * 2 + city.layers.reduce((sum, { bytes }) => sum + bytes * (1 + DRAWING), 0)
  const step = stepper(work, progress, signal)
  const relief = once(async () => createRelief(await readGround(dataset)))
  const name = (part: string, from: unknown[]) =>
    hashRecord({ builder: BUILDER, part, from: [...from, spec, city.frame] }).slice(0, 16)

  const window: TilesManifest['window'] = {
    ground: await step(groundAbout.bytes, (pause) =>
      file(`window/ground-${name('ground', [groundAbout.sha256])}.pmtiles`, before?.window.ground, async () =>
        groundArchive(await readGround(dataset), bounds, pause),
      ),
    ),
    layers: [],
  }
  const terrain = await step(groundAbout.bytes, storeTerrain)
  const vector: TilesManifest['vector'] = []
  let buildings: TilesManifest['buildings'] = null
  for (const about of city.layers) {
    const lines = once(() => readLayer(dataset, about))
    window.layers.push(await step(about.bytes, (pause) => storeWindow(about, lines, pause)))
    await step(about.bytes * DRAWING, async (pause) => {
      vector.push(await storeVector(about, lines, pause))
      if (about.id === 'buildings' && about.count > 0) buildings = await storeBuildings(about, lines)
    })
  }
  const body: Omit<TilesManifest, 'hash'> = {
    format: 'vithanh-tiles',
    version: 1,
    city,
    window,
    vector,
    buildings,
    terrain,
    models: [],
    rasters: [],
  }
  const manifest: TilesManifest = { ...body, hash: manifestHash(body) }
  await storeManifest(tilesDir, manifest)
  return manifest

  async function file(path: string, known: StoredFile | undefined, make: () => Promise<Uint8Array>) {
    if (known?.file === path && (await stands(tilesDir, known))) {
      log?.(`kept ${path}`)
      return { file: known.file, sha256: known.sha256, bytes: known.bytes }
    }
    const stored = await storeFile(tilesDir, path, await make())
    log?.(`made ${path} (${stored.bytes} bytes)`)
    return stored
  }

  async function storeTerrain(pause: Pause): Promise<TilesManifest['terrain']> {
    const path = `terrain/${name('terrain', [groundAbout!.sha256, groundAbout!.sources])}/layer.json`
    const terrain = { path, minZoom: 0, maxZoom: terrainMaxZoom(spec) }
    if (before?.terrain.path === path && (await standsFolder(tilesDir, path))) {
      log?.(`kept ${path}`)
      return terrain
    }
    const surface = await relief()
    await storeFolder(tilesDir, dirname(path), async (write) => {
      for (const { zoom, column, row, bytes, share } of terrainTiles(surface, spec, city.frame)) {
        await write(`${zoom}/${column}/${row}.terrain`, bytes)
        await pause(share)
      }
      await write('layer.json', new TextEncoder().encode(terrainLayerJson(spec, city.frame, credit(groundAbout!))))
    })
    log?.(`made ${path}`)
    return terrain
  }

  async function storeWindow(about: LayerManifest, lines: () => Promise<Line[]>, pause: Pause) {
    const layer = about.id
    const path = `window/${layer}-${name('window', [about.sha256])}.pmtiles`
    const known = before?.window.layers.find((standing) => standing.layer === layer)
    const make = async () => layerArchive(layer, await lines(), spec, bounds, pause)
    return { ...(await file(path, known, make)), layer }
  }

  async function storeVector(about: LayerManifest, lines: () => Promise<Line[]>, pause: Pause) {
    const layer = about.id
    const [minZoom, maxZoom] = vectorZooms[layer]
    const path = `vector/${layer}-${name('vector', [about.sha256, about.sources, about.provenance])}.pmtiles`
    const known = before?.vector.find((standing) => standing.layer === layer)
    const make = async () => vectorArchive(about, await lines(), place, bounds, pause)
    return { ...(await file(path, known, make)), layer, minZoom, maxZoom }
  }

  async function storeBuildings(
    about: LayerManifest,
    lines: () => Promise<Line[]>,
  ): Promise<TilesManifest['buildings']> {
    const path = `buildings/${name('buildings', [about.sha256, about.sources, groundAbout!.sha256])}/tileset.json`
    if (before?.buildings?.path === path && (await standsFolder(tilesDir, path))) {
      log?.(`kept ${path}`)
      return before.buildings
    }
    const features = (await lines()).map(({ feature }) => feature as Feature<'buildings'>)
    const { files, tiles, features: count } = buildingTiles(features, await relief(), city.frame, credit(about))
    if (files.length === 0) return null
    await storeFolder(tilesDir, dirname(path), async (write) => {
      for (const { name: file, bytes } of files) await write(file, bytes)
    })
    log?.(`made ${path} (${tiles} tiles)`)
    return { path, tiles, features: count }
  }
}

const credit = ({ sources }: Pick<LayerManifest, 'sources'>): string =>
  sources.map(({ title, licence }) => `${title} (${licence})`).join('; ')

function noGround(dir: string): Problem {
  return new Problem({
    code: 'dataset/damaged',
    message: both('Không có lưới cao độ mặt đất', 'There is no ground'),
    file: `${dir}/city.json`,
    place: 'grids',
  })
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => {
    made ??= make()
    return made
  }
}

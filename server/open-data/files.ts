/**
 * Files of open data: each made once for a version of the city, in a thread, when it is first asked for, and kept in DATA_DIR under
 * the version's hash. Versions before are dropped; archives of vector tiles and rasters are those of the tiles themselves.
 */
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import type { LayerId } from '../../scenarios/city/layers.ts'
import type { TilesManifest } from '../../scenarios/city/tiles.ts'
import { Cancelled } from '../../scenarios/problem.ts'
import { inThread } from '../../workers/node/thread.ts'
import type { House } from '../house.ts'
import { type FileOrder, type MadeFormat, madeFormats } from './make.ts'

/** Raised when what is written changes, so that files of an older server are not kept. */
const WRITER = 1
/** The version that stands, and the one before, which may still be on its way to somebody. */
const VERSIONS_KEPT = 2

export interface OpenFiles {
  /** Where the file lies, made now where it is not there yet. */
  made(manifest: TilesManifest, layer: LayerId, format: MadeFormat): Promise<string>
  /** Its size; null where it is not made. */
  size(manifest: TilesManifest, layer: LayerId, format: MadeFormat): number | null
  /** Makes all of these that are missing, one after the other, while nobody waits. */
  prepare(manifest: TilesManifest, layers: readonly LayerId[]): void
  close(): Promise<void>
}

export function openFiles({ dataDir, tiles, later }: Pick<House, 'dataDir' | 'tiles' | 'later'>): OpenFiles {
  const root = `${dataDir}/open-data`
  const stop = new AbortController()
  const making = new Map<string, Promise<null>>()
  /** One thread at a time: the server answers others meanwhile. */
  let last: Promise<unknown> = Promise.resolve()
  let prepared = ''

  const folderOf = ({ hash }: TilesManifest) => `${root}/${hash.slice(0, 16)}-${WRITER}`
  const pathOf = (manifest: TilesManifest, layer: LayerId, format: MadeFormat) =>
    `${folderOf(manifest)}/${layer}.${format}`
  const sizeOf = (path: string): number | null => statSync(path, { throwIfNoEntry: false })?.size ?? null

  function prune(folder: string): void {
    mkdirSync(folder, { recursive: true })
    const folders = readdirSync(root)
      .map((name) => `${root}/${name}`)
      .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)
    const others = folders.filter((one) => one !== folder)
    for (const old of others.slice(VERSIONS_KEPT - 1)) rmSync(old, { recursive: true, force: true })
  }

  /** All of these in one thread, behind those that were asked for before. */
  function make(manifest: TilesManifest, layers: readonly LayerId[], formats: readonly MadeFormat[]): Promise<unknown> {
    const files = layers.flatMap((layer) =>
      formats.map((format) => ({ layer, format, path: pathOf(manifest, layer, format) })),
    )
    const wanted = files.filter(({ path }) => sizeOf(path) === null && !making.has(path))
    const before = files.flatMap(({ path }) => making.get(path) ?? [])
    if (wanted.length === 0) return Promise.all(before)
    const order: FileOrder = { tilesDir: tiles.dir, version: manifest.hash, files: wanted }
    const work = last
      .then(() => {
        prune(folderOf(manifest))
        return inThread<FileOrder, null>(new URL('./make.worker.ts', import.meta.url), order, { signal: stop.signal })
      })
      .finally(() => {
        for (const { path } of wanted) making.delete(path)
      })
    for (const { path } of wanted) making.set(path, work)
    last = work.catch(() => {})
    return Promise.all([...before, work])
  }

  return {
    async made(manifest, layer, format) {
      await make(manifest, [layer], [format])
      return pathOf(manifest, layer, format)
    },
    size: (manifest, layer, format) => sizeOf(pathOf(manifest, layer, format)),
    prepare(manifest, layers) {
      if (prepared === manifest.hash) return
      prepared = manifest.hash
      later(async () => {
        try {
          // What somebody asks for meanwhile comes between two of these.
          for (const some of together(manifest, layers)) await make(manifest, some, madeFormats)
        } catch (error) {
          prepared = ''
          if (!(error instanceof Cancelled)) throw error
        }
      })
    },
    async close() {
      stop.abort()
      await last
    },
  }
}

/** A thread takes longer to start than a small layer to write. */
const FEATURES_TOGETHER = 5000

function together({ city }: TilesManifest, layers: readonly LayerId[]): LayerId[][] {
  const groups: LayerId[][] = []
  let features = Number.POSITIVE_INFINITY
  for (const layer of layers) {
    const count = city.layers.find(({ id }) => id === layer)?.count ?? 0
    features += count
    if (features > FEATURES_TOGETHER) {
      groups.push([])
      features = count
    }
    groups.at(-1)!.push(layer)
  }
  return groups
}

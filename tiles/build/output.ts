/**
 * The folder of tiles while it is being built: a file or folder appears under its name only when it is whole, what the last
 * manifest already names is kept, and what the new one does not name is removed once it is in place. Windows of the versions
 * before stay: what runs were computed on.
 */
import { createHash } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { TilesManifest } from '../../scenarios/city/tiles.ts'
import { Problem } from '../../scenarios/problem.ts'
import { parseManifest, versionFile } from '../read/open.ts'

export interface StoredFile {
  readonly file: string
  readonly sha256: string
  readonly bytes: number
}

const folders = ['window', 'vector', 'buildings', 'terrain', 'models', 'raster', 'address']
const UNFINISHED = '.part'

/** The manifest that stands there, null where there is none that can be read. */
export const standingManifest = (dir: string): Promise<TilesManifest | null> => manifestIn(join(dir, 'tiles.json'))

async function manifestIn(file: string): Promise<TilesManifest | null> {
  try {
    return parseManifest(await readFile(file))
  } catch (error) {
    if (error instanceof Problem || (error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

/** Whether a file that the last manifest names is still there in full. */
export async function stands(dir: string, { file, bytes }: { file: string; bytes: number }): Promise<boolean> {
  const found = await stat(join(dir, file)).catch(() => null)
  return found?.isFile() === true && found.size === bytes
}

export const standsFolder = async (dir: string, path: string): Promise<boolean> =>
  (await stat(join(dir, path)).catch(() => null))?.isFile() === true

export async function storeFile(dir: string, file: string, bytes: Uint8Array): Promise<StoredFile> {
  await mkdir(dirname(join(dir, file)), { recursive: true })
  await writeFile(join(dir, file + UNFINISHED), bytes)
  await rename(join(dir, file + UNFINISHED), join(dir, file))
  return { file, sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length }
}

/** A file that is written in pieces, each at its place, in any order. */
export async function storePieces(
  dir: string,
  file: string,
  fill: (write: (offset: number, bytes: Uint8Array) => Promise<void>) => Promise<void>,
): Promise<StoredFile> {
  const path = join(dir, file)
  await mkdir(dirname(path), { recursive: true })
  const handle = await open(path + UNFINISHED, 'w+')
  try {
    await fill(async (offset, bytes) => {
      await handle.write(bytes, 0, bytes.length, offset)
    })
    const hash = createHash('sha256')
    let bytes = 0
    for await (const chunk of handle.createReadStream({ start: 0, autoClose: false })) {
      hash.update(chunk)
      bytes += chunk.length
    }
    await rename(path + UNFINISHED, path)
    return { file, sha256: hash.digest('hex'), bytes }
  } finally {
    await handle.close()
  }
}

/** Fills a folder under another name, then gives it its own. */
export async function storeFolder(
  dir: string,
  folder: string,
  fill: (write: (name: string, bytes: Uint8Array) => Promise<void>) => Promise<void>,
): Promise<void> {
  const unfinished = join(dir, folder + UNFINISHED)
  await rm(unfinished, { recursive: true, force: true })
  const made = new Set<string>()
  await fill(async (name, bytes) => {
    const path = join(unfinished, name)
    if (!made.has(dirname(path))) await mkdir(dirname(path), { recursive: true })
    made.add(dirname(path))
    await writeFile(path, bytes)
  })
  await rm(join(dir, folder), { recursive: true, force: true })
  await rename(unfinished, join(dir, folder))
}

/** Puts the manifest in place, then removes everything that neither it nor the windows of a version before name. */
export async function storeManifest(dir: string, manifest: TilesManifest): Promise<void> {
  const before = await standingManifest(dir)
  for (const version of before ? [before, manifest] : [manifest]) {
    await storeFile(dir, versionFile(version.hash), bytesOf(version))
  }
  await storeFile(dir, 'tiles.json', bytesOf(manifest))
  const { vector, rasters, terrain, buildings, models, address } = manifest
  const files = [...vector, ...rasters].map(({ file }) => file)
  if (address) files.push(address.file, `${address.file}.br`)
  const paths = [terrain, ...(buildings ? [buildings] : []), ...models].map(({ path }) => dirname(path))
  const named = new Set([...files, ...paths, ...(await windowsOf(dir))])
  for (const folder of folders) {
    for (const entry of await readdir(join(dir, folder)).catch(() => [])) {
      if (!named.has(`${folder}/${entry}`)) await rm(join(dir, folder, entry), { recursive: true, force: true })
    }
  }
}

const bytesOf = (manifest: TilesManifest) => new TextEncoder().encode(`${JSON.stringify(manifest)}\n`)

/** Window files of every version that can be read. */
async function windowsOf(dir: string): Promise<string[]> {
  const files: string[] = []
  for (const name of await readdir(join(dir, 'versions'))) {
    const version = await manifestIn(join(dir, 'versions', name))
    if (version) files.push(...[version.window.ground, ...version.window.layers].map(({ file }) => file))
  }
  return files
}

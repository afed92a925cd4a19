/**
 * The folder of tiles while it is being built: a file or folder appears under its name only when it is whole, what the last
 * manifest already names is kept, and what the new one does not name is removed once it is in place.
 */
import { createHash } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { TilesManifest } from '../../scenarios/city/tiles.ts'
import { Problem } from '../../scenarios/problem.ts'
import { parseManifest } from '../read/open.ts'

export interface StoredFile {
  readonly file: string
  readonly sha256: string
  readonly bytes: number
}

const folders = ['window', 'vector', 'buildings', 'terrain', 'models', 'raster']
const UNFINISHED = '.part'

/** The manifest that stands there, null where there is none that can be read. */
export async function standingManifest(dir: string): Promise<TilesManifest | null> {
  try {
    return parseManifest(await readFile(join(dir, 'tiles.json')))
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

/** Puts the manifest in place, then removes everything that it does not name. */
export async function storeManifest(dir: string, manifest: TilesManifest): Promise<void> {
  await storeFile(dir, 'tiles.json', new TextEncoder().encode(`${JSON.stringify(manifest)}\n`))
  const { window, vector, rasters, terrain, buildings, models } = manifest
  const files = [window.ground, ...window.layers, ...vector, ...rasters].map(({ file }) => file)
  const paths = [terrain, ...(buildings ? [buildings] : []), ...models].map(({ path }) => dirname(path))
  const named = new Set([...files, ...paths])
  for (const folder of folders) {
    for (const entry of await readdir(join(dir, folder)).catch(() => [])) {
      if (!named.has(`${folder}/${entry}`)) await rm(join(dir, folder, entry), { recursive: true, force: true })
    }
  }
}

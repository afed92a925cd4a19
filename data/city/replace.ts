/**
 * Layers of a standing dataset written anew, all together or not at all: new files are written beside the old ones under names of
 * their content, and renaming the manifest over the old one is the commit. A kill at any moment leaves a whole city, the old
 * one or the new. Files of the manifest before stay until the next change, so that whoever is reading it can read on. One process
 * writes at a time: `city.json.lock` holds its number.
 */
import { mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type CityManifest, cityManifestSchema, type LayerManifest } from '../../scenarios/city/dataset.ts'
import { type LayerId, layerIds } from '../../scenarios/city/layers.ts'
import { hashText } from '../../scenarios/ids.ts'
import { Problem } from '../../scenarios/problem.ts'
import { both } from '../../scenarios/text.ts'
import { type LayerInput, writeLayer } from './write.ts'

/**
 * @param from the manifest that the new layers were made from
 * @throws Problem `city/busy` where another is writing, `city/changed` where one has written meanwhile, `file/unwritable`
 */
export async function replaceLayers(
  dir: string,
  from: CityManifest,
  layers: { readonly [L in LayerId]?: LayerInput<L> },
): Promise<CityManifest> {
  const mark = `.writing-${process.pid}`
  let release = async () => {}
  try {
    await mkdir(join(dir, 'layers'), { recursive: true })
    release = await lock(join(dir, 'city.json.lock'))
    await clearUnfinished(dir)
    const written = new Map<LayerId, LayerManifest>()
    for (const id of layerIds) {
      const layer = layers[id]
      if (layer) written.set(id, await writeNamed(dir, id, layer as LayerInput, mark))
    }
    const entries = layerIds.flatMap((id) => written.get(id) ?? from.layers.find((layer) => layer.id === id) ?? [])
    // No longer what the generator made: it must not be made anew over what was brought in.
    const { generator: _, ...head } = from
    const manifest = cityManifestSchema.parse({ ...head, layers: entries })
    await commit(dir, from, manifest, mark)
    await clearOld(dir, [from, manifest])
    return manifest
  } catch (error) {
    await clearUnfinished(dir, mark)
    if (error instanceof Problem || typeof (error as NodeJS.ErrnoException).code !== 'string') throw error
    throw new Problem({
      code: 'file/unwritable',
      message: both(
        `không ghi được vào thư mục (${(error as Error).message})`,
        `the folder cannot be written (${(error as Error).message})`,
      ),
      file: dir,
      expected: 'a city dataset that may be written',
    })
  } finally {
    await release()
  }
}

/** Makes the file that says who writes; that of a process that is no more is taken over. Gives back what removes it. */
async function lock(place: string): Promise<() => Promise<void>> {
  const take = () => writeFile(place, String(process.pid), { flag: 'wx' })
  await take().catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
    const holder = Number(await readFile(place, 'utf8').catch(() => ''))
    if (holder > 0 && isAlive(holder)) throw busy(place, holder)
    await rm(place, { force: true })
    await take().catch((again: NodeJS.ErrnoException) => Promise.reject(again.code === 'EEXIST' ? busy(place) : again))
  })
  return () => rm(place, { force: true })
}

const busy = (place: string, holder?: number) =>
  new Problem({
    code: 'city/busy',
    message: both(
      `tiến trình khác${holder ? ` (${holder})` : ''} đang ghi bộ dữ liệu này; hãy nhập lại khi nó xong`,
      `another process${holder ? ` (${holder})` : ''} is writing this dataset; import again when it is done`,
    ),
    file: place,
    expected: 'no such file: one process writes at a time',
  })

/** `layers/parcels-1a2b3c4d.ndjson`; the same content has the same name and stands already. */
async function writeNamed(dir: string, id: LayerId, layer: LayerInput, mark: string): Promise<LayerManifest> {
  const unfinished = `layers/${id}${mark}`
  const about = await writeLayer(dir, id, layer, unfinished)
  const file = `layers/${id}-${about.sha256.slice(0, 8)}.ndjson`
  await rename(join(dir, unfinished), join(dir, file))
  return { ...about, file }
}

async function commit(dir: string, from: CityManifest, to: CityManifest, mark: string): Promise<void> {
  const [place, unfinished] = [join(dir, 'city.json'), join(dir, `city.json${mark}`)]
  const handle = await open(unfinished, 'w')
  try {
    await writeFile(handle, `${JSON.stringify(to, null, 2)}\n`)
    await handle.sync()
  } finally {
    await handle.close()
  }
  const now = cityManifestSchema.parse(JSON.parse(await readFile(place, 'utf8')))
  if (hashText(JSON.stringify(now)) !== hashText(JSON.stringify(from))) {
    throw new Problem({
      code: 'city/changed',
      message: both(
        'bộ dữ liệu đã bị một lệnh khác thay đổi trong lúc nhập; hãy nhập lại',
        'another command changed the dataset meanwhile; import again',
      ),
      file: place,
      expected: 'the manifest that the import began with',
    })
  }
  await syncFolder(join(dir, 'layers'))
  await rename(unfinished, place)
  await syncFolder(dir)
}

async function syncFolder(dir: string): Promise<void> {
  const handle = await open(dir, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** What a process that is no more had begun; or what this one had, named by its mark. */
async function clearUnfinished(dir: string, mine?: string): Promise<void> {
  for (const folder of [dir, join(dir, 'layers')]) {
    for (const name of await readdir(folder).catch(() => [])) {
      const pid = /\.writing-(\d+)$/.exec(name)?.[1]
      if (pid && (name.endsWith(mine ?? '\n') || !isAlive(Number(pid)))) await rm(join(folder, name), { force: true })
    }
  }
}

function isAlive(pid: number): boolean {
  if (pid === process.pid) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Layer files that neither manifest names. */
async function clearOld(dir: string, manifests: readonly CityManifest[]): Promise<void> {
  const named = new Set(manifests.flatMap((manifest) => manifest.layers.map((layer) => layer.file)))
  for (const name of await readdir(join(dir, 'layers'))) {
    if (name.endsWith('.ndjson') && !named.has(`layers/${name}`)) await rm(join(dir, 'layers', name), { force: true })
  }
}

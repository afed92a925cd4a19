/** Pictures of places, kept on the disk by what they show; the oldest half goes when there are too many. */
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Of about 150 kB each. */
const MOST = 1000

export interface Pictures {
  /** @param key everything that the picture depends on */
  get(key: unknown, draw: () => Promise<Uint8Array>): Promise<{ bytes: Uint8Array; tag: string }>
}

export function keptPictures(dataDir: string): Pictures {
  const dir = join(dataDir, 'previews')
  const drawing = new Map<string, Promise<Uint8Array>>()
  let count: number | null = null

  async function keep(name: string, bytes: Uint8Array): Promise<void> {
    await mkdir(dir, { recursive: true, mode: 0o700 })
    count ??= (await readdir(dir)).length
    if (count >= MOST) await thin()
    await writeFile(join(dir, `${name}.part`), bytes)
    await rename(join(dir, `${name}.part`), join(dir, name))
    count++
  }
  async function thin(): Promise<void> {
    const names = await readdir(dir)
    const ages = await Promise.all(
      names.map(async (name) => ({ name, at: (await stat(join(dir, name)).catch(() => null))?.mtimeMs ?? 0 })),
    )
    ages.sort((a, b) => a.at - b.at)
    for (const { name } of ages.slice(0, ages.length >> 1)) await rm(join(dir, name), { force: true })
    count = ages.length - (ages.length >> 1)
  }

  return {
    async get(key, draw) {
      const tag = createHash('sha256').update(JSON.stringify(key)).digest('hex').slice(0, 32)
      const name = `${tag}.png`
      const kept = await readFile(join(dir, name)).catch(() => null)
      if (kept) return { bytes: kept, tag }
      const known = drawing.get(tag) ?? draw().finally(() => drawing.delete(tag))
      drawing.set(tag, known)
      const bytes = await known
      // A disk that is full keeps nobody from seeing it.
      await keep(name, bytes).catch(() => {})
      return { bytes, tag }
    },
  }
}

/** Tiles in a folder, for Node alone. */
import { open } from 'node:fs/promises'
import { isAbsolute, join, normalize, sep } from 'node:path'
import type { TileSource } from '../../scenarios/city/tiles.ts'
import { throwIfAborted } from '../../scenarios/problem.ts'
import { missing } from './sources.ts'

/**
 * @param dir the folder of `tiles.json`; a key that leads out of it is as one that is not there
 * @throws Problem `tiles/missing`
 */
export function fileSource(dir: string): TileSource {
  return {
    async read(key, range, signal) {
      throwIfAborted(signal)
      const file = await open(pathWithin(dir, key)).catch((error: NodeJS.ErrnoException) => {
        throw error.code === 'ENOENT' || error.code === 'ENOTDIR' ? missing(key) : error
      })
      try {
        if (!range) return new Uint8Array(await file.readFile())
        const bytes = new Uint8Array(range.length)
        let filled = 0
        while (filled < bytes.length) {
          const { bytesRead } = await file.read(bytes, filled, bytes.length - filled, range.offset + filled)
          if (bytesRead === 0) break
          filled += bytesRead
        }
        return bytes.slice(0, filled)
      } finally {
        await file.close()
      }
    },
  }
}

function pathWithin(dir: string, key: string): string {
  const path = normalize(key)
  if (isAbsolute(path) || path === '..' || path.startsWith(`..${sep}`) || key.includes('\0')) throw missing(key)
  return join(dir, path)
}

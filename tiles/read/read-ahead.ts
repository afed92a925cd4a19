/**
 * A source that reads whole blocks and keeps them: tiles beside each other lie beside each other in an archive, so that on a slow
 * line a few requests bring what dozens would.
 */
import type { TileSource } from '../../scenarios/city/tiles.ts'

/** @param kept blocks held at most, over all keys */
export function readAhead(source: TileSource, blockBytes = 16_384, kept = 512): TileSource {
  const blocks = new Map<string, Promise<Uint8Array>>()
  const nameOf = (key: string, block: number) => `${block} ${key}`

  /** Blocks `from` … `to` by one request, each promised on its own. */
  const ask = (key: string, from: number, to: number) => {
    // Without a signal: another reader may wait for the same block.
    const answer = source.read(key, { offset: from * blockBytes, length: (to - from + 1) * blockBytes })
    for (let block = from; block <= to; block++) {
      const at = (block - from) * blockBytes
      const part = answer.then((bytes) => bytes.subarray(at, at + blockBytes))
      part.catch(() => blocks.delete(nameOf(key, block)))
      blocks.set(nameOf(key, block), part)
    }
  }

  return {
    async read(key, range, signal) {
      if (!range) return source.read(key, range, signal)
      const { offset, length } = range
      const [first, last] = [Math.floor(offset / blockBytes), Math.floor((offset + length - 1) / blockBytes)]
      for (let block = first; block <= last; block++) {
        if (blocks.has(nameOf(key, block))) continue
        let end = block
        while (end < last && !blocks.has(nameOf(key, end + 1))) end++
        ask(key, block, end)
      }
      const names = Array.from({ length: last - first + 1 }, (_, i) => nameOf(key, first + i))
      const parts = names.map((name) => {
        const part = blocks.get(name)!
        blocks.delete(name)
        blocks.set(name, part)
        return part
      })
      for (const old of blocks.keys()) {
        if (blocks.size <= kept) break
        blocks.delete(old)
      }
      return cutOut(await Promise.all(parts), offset - first * blockBytes, length)
    },
  }
}

/** Fewer bytes where the file ends before. */
function cutOut(parts: readonly Uint8Array[], offset: number, length: number): Uint8Array {
  if (parts.length === 1) return parts[0]!.slice(offset, offset + length)
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole.slice(offset, offset + length)
}

/** An archive of blocks (PMTiles 3) behind a `TileSource`. Directories are kept once read; blocks are not. */
import { gunzipSync } from 'fflate'
import { Compression, PMTiles } from 'pmtiles'
import type { TileSource } from '../../scenarios/city/tiles.ts'
import { Cancelled, Problem, type Signal, throwIfAborted } from '../../scenarios/problem.ts'
import { both } from '../../scenarios/text.ts'

export interface Archive {
  readonly key: string
  /** A block's bytes, unpacked; undefined where the archive has none. @throws Problem `tiles/damaged` naming the archive */
  block(zoom: number, column: number, row: number, signal?: Signal): Promise<Uint8Array | undefined>
  /** West, south, east, north in degrees, as its header says. @throws Problem `tiles/damaged` */
  extent(): Promise<readonly [number, number, number, number]>
}

export function openArchive(source: TileSource, key: string): Archive {
  const bytesOf = {
    getKey: () => key,
    getBytes: async (offset: number, length: number, signal?: AbortSignal) => ({
      data: exactBuffer(await source.read(key, { offset, length }, signal)),
    }),
  }
  const open = () => new PMTiles(bytesOf, undefined, unpacked)
  let archive = open()
  return {
    key,
    async block(zoom, column, row, signal) {
      throwIfAborted(signal)
      const place = `${zoom}/${column}/${row}`
      const stop = signal instanceof AbortSignal ? signal : undefined
      const answer = await archive.getZxy(zoom, column, row, stop).catch((error: unknown) => {
        if (signal?.aborted) throw new Cancelled()
        // It keeps failures as it keeps directories: a link lost once would lose it for good.
        archive = open()
        throw error instanceof Problem ? error : damaged(key, place, error)
      })
      return answer && new Uint8Array(answer.data)
    },
    async extent() {
      const header = await archive.getHeader().catch((error: unknown) => {
        archive = open()
        throw error instanceof Problem ? error : damaged(key, 'header', error)
      })
      return [header.minLon, header.minLat, header.maxLon, header.maxLat]
    },
  }
}

/** At once rather than through the browser's streams, which give up (“Failed to fetch”) where hundreds run on a busy machine. */
async function unpacked(bytes: ArrayBuffer, compression: Compression): Promise<ArrayBuffer> {
  if (compression === Compression.None || compression === Compression.Unknown) return bytes
  if (compression === Compression.Gzip) return exactBuffer(gunzipSync(new Uint8Array(bytes)))
  throw new Error(`Expected an archive packed with gzip or not at all, got compression ${compression}`)
}

export const damaged = (key: string, place: string, cause: unknown): Problem =>
  new Problem({
    code: 'tiles/damaged',
    message: both('Tệp bị hỏng', 'The file is damaged'),
    file: key,
    place: `${place}: ${cause instanceof Error ? cause.message : String(cause)}`,
  })

function exactBuffer(bytes: Uint8Array): ArrayBuffer {
  const { buffer, byteOffset, byteLength } = bytes
  const whole = buffer instanceof ArrayBuffer && byteOffset === 0 && byteLength === buffer.byteLength
  return whole ? buffer : bytes.slice().buffer
}

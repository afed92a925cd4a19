/** Where tiles come from: an HTTP server that knows ranges, or memory. Files are in `file.ts`, for Node alone. */
import type { TileSource } from '../../scenarios/city/tiles.ts'
import { Cancelled, Problem, type Signal, throwIfAborted } from '../../scenarios/problem.ts'
import { both } from '../../scenarios/text.ts'

/**
 * Tiles under an address, by range requests.
 * @param baseUrl the address of the folder of `tiles.json`; without a trailing slash, one is put there
 * @throws Problem `tiles/unreachable` where no answer came, `tiles/missing` for 404, `tiles/refused` for other refusals,
 * `tiles/no-range` where the server sends the whole instead of the range
 */
export function httpSource(baseUrl: string, fetchFrom: typeof fetch = fetch): TileSource {
  const base = baseUrl.endsWith('/') ? baseUrl : `${baseUrl}/`
  return {
    async read(key, range, signal) {
      throwIfAborted(signal)
      const response = await answer(fetchFrom, `${base}${key}`, key, range, signal)
      if (response.status === 404) throw missing(key)
      if (!response.ok) throw refused(key, response.status)
      if (range && response.status !== 206) {
        await response.body?.cancel()
        throw new Problem({
          code: 'tiles/no-range',
          message: both('Máy chủ không trả lời theo khoảng byte', 'The server does not answer range requests'),
          file: key,
          place: `HTTP ${response.status}`,
          expected: 'HTTP 206',
        })
      }
      const bytes = await bodyOf(response, key, signal)
      if (!range || bytes.length >= promised(response, range)) return bytes
      // A browser's cache may keep the beginning of an answer that was broken off: then past the cache.
      return bodyOf(await answer(fetchFrom, `${base}${key}`, key, range, signal, 'reload'), key, signal)
    },
  }
}

async function bodyOf(response: Response, key: string, signal?: Signal): Promise<Uint8Array> {
  try {
    return new Uint8Array(await response.arrayBuffer())
  } catch (error) {
    throw lost(key, error, signal)
  }
}

/** Bytes that an answer to a range must have: those asked for, or up to the end of the file. */
function promised(response: Response, range: { offset: number; length: number }): number {
  const total = Number(/\/(\d+)$/.exec(response.headers.get('content-range') ?? '')?.[1] ?? Number.NaN)
  return Number.isNaN(total) ? 0 : Math.min(range.length, total - range.offset)
}

/** Tiles in memory, by key. */
export function memorySource(files: ReadonlyMap<string, Uint8Array>): TileSource {
  return {
    async read(key, range, signal) {
      throwIfAborted(signal)
      const bytes = files.get(key)
      if (!bytes) throw missing(key)
      return range ? bytes.slice(range.offset, range.offset + range.length) : bytes
    },
  }
}

export const missing = (key: string): Problem =>
  new Problem({ code: 'tiles/missing', message: both('Không có tệp', 'There is no such file'), file: key })

const refused = (key: string, status: number): Problem =>
  new Problem({
    code: 'tiles/refused',
    message: both('Máy chủ từ chối', 'The server refused'),
    file: key,
    place: `HTTP ${status}`,
  })

async function answer(
  fetchFrom: typeof fetch,
  url: string,
  key: string,
  range?: { offset: number; length: number },
  signal?: Signal,
  cache?: RequestCache,
): Promise<Response> {
  const headers: Record<string, string> = range
    ? { range: `bytes=${range.offset}-${range.offset + range.length - 1}` }
    : {}
  try {
    return await fetchFrom(url, {
      headers,
      ...(cache ? { cache } : {}),
      ...(signal instanceof AbortSignal ? { signal } : {}),
    })
  } catch (error) {
    throw lost(key, error, signal)
  }
}

function lost(key: string, error: unknown, signal?: Signal): Error {
  if (signal?.aborted) return new Cancelled()
  return new Problem({
    code: 'tiles/unreachable',
    message: both('Không kết nối được máy chủ', 'The server cannot be reached'),
    file: key,
    place: error instanceof Error ? error.message : String(error),
  })
}

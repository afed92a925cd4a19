/** Bytes in, bytes out: unpacking of gzip and zip with a cap on what comes out, so that no small file fills the memory. */
import { Problem } from '../../scenarios/problem.ts'
import { emptyFile, fileProblem } from './problem.ts'

/** Most bytes that one packed file may unpack to in memory. */
export const MAX_UNPACKED_BYTES = 512 * 2 ** 20

export const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b
export const isZip = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5)

/** The bytes of a file that may be gzipped, at most `most` of them. */
export async function unpacked(bytes: Uint8Array, file: string, most = MAX_UNPACKED_BYTES): Promise<Uint8Array> {
  return isGzip(bytes) ? collect(inflate(once(bytes), 'gzip', file, most)) : bytes
}

/** Unpacks a stream as it comes. A broken, cut-off or swelling one ends in a `Problem`; an error of `chunks` comes through. */
export async function* inflate(
  chunks: AsyncIterable<Uint8Array>,
  format: 'gzip' | 'deflate' | 'deflate-raw',
  file: string,
  most: number,
): AsyncGenerator<Uint8Array> {
  const stream = new DecompressionStream(format)
  const writer = stream.writable.getWriter()
  const reader = stream.readable.getReader()
  let [taken, given] = [0, 0]
  let sourceError: unknown
  const feed = async () => {
    try {
      for await (const chunk of chunks) {
        taken += chunk.length
        await writer.write(chunk as Uint8Array<ArrayBuffer>)
      }
      await writer.close()
    } catch (error) {
      sourceError = error
      await writer.abort(error)
    }
  }
  const feeding = feed().catch(() => {})
  let finished = false
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      given += value.length
      if (given > most) throw swells(file, most)
      yield value
    }
    finished = true
  } catch (error) {
    if (error instanceof Problem) throw error
    if (sourceError instanceof Problem) throw sourceError
    throw brokenPacking(file, `byte ${taken}`)
  } finally {
    if (!finished) {
      await reader.cancel().catch(() => {})
      await writer.abort().catch(() => {})
    }
    await feeding
  }
}

export async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  for await (const part of chunks) parts.push(part)
  return joined(parts)
}

export function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}

/** Bytes in memory as a stream, in pieces of 64 KiB, so that unpacking can stop early. */
export async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536)
}

export interface ZipEntry {
  readonly name: string
  /** Unpacks it, checked against its length and CRC-32. */
  read(most?: number): Promise<Uint8Array>
}

/** The table of contents of a zip file (PKWARE APPNOTE 6.3, no encryption, no zip64). */
export function zipEntries(bytes: Uint8Array, file: string): ZipEntry[] {
  if (bytes.length === 0) throw emptyFile(file, 'a zip file')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let end = bytes.length - 22
  while (end >= 0 && view.getUint32(end, true) !== 0x06054b50) end--
  if (end < 0) throw brokenPacking(file, `byte ${bytes.length}`)
  const entries: ZipEntry[] = []
  let at = view.getUint32(end + 16, true)
  for (let i = view.getUint16(end + 10, true); i > 0; i--) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== 0x02014b50) throw brokenPacking(file, `byte ${at}`)
    const header = at
    const nameLength = view.getUint16(at + 28, true)
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength))
    entries.push({ name, read: (most = MAX_UNPACKED_BYTES) => readEntry(bytes, view, header, `${file}/${name}`, most) })
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
  return entries
}

async function readEntry(bytes: Uint8Array, view: DataView, header: number, file: string, most: number) {
  const method = view.getUint16(header + 10, true)
  const packed = view.getUint32(header + 20, true)
  const size = view.getUint32(header + 24, true)
  const local = view.getUint32(header + 42, true)
  if (size > most) throw swells(file, most)
  if (local + 30 > bytes.length || view.getUint32(local, true) !== 0x04034b50)
    throw brokenPacking(file, `byte ${local}`)
  const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true)
  const body = bytes.subarray(start, start + packed)
  if (method !== 0 && method !== 8) throw brokenPacking(file, `byte ${header + 10}`)
  const out = method === 0 ? body : await collect(inflate(once(body), 'deflate-raw', file, size + 1))
  if (out.length !== size || crc32(out) !== view.getUint32(header + 16, true))
    throw brokenPacking(file, `byte ${start}`)
  return out
}

const crcTable = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1
  return c
})

function crc32(bytes: Uint8Array): number {
  let c = 0xffffffff
  for (let i = 0; i < bytes.length; i++) c = crcTable[(c ^ bytes[i]!) & 255]! ^ (c >>> 8)
  return (c ^ 0xffffffff) >>> 0
}

export const brokenPacking = (file: string, place: string): Problem =>
  fileProblem(
    file,
    'packed-broken',
    { vi: 'tệp nén bị hỏng hoặc bị cắt cụt', en: 'the packed file is broken or cut off' },
    { place, expected: 'a whole gzip, bzip2 or zip file' },
  )

export const swells = (file: string, most: number): Problem =>
  fileProblem(
    file,
    'packed-too-large',
    { vi: 'tệp nén nở ra quá lớn', en: 'the packed file unpacks to too much' },
    { expected: `at most ${most} bytes unpacked` },
  )

/**
 * Writes PMTiles version 3 archives: tiles in the order of the Hilbert curve ("clustered"), equal contents stored once,
 * directories split into leaves where the root would not fit into the first 16 384 bytes. The same tiles give the same
 * bytes on every machine: the compressor is JavaScript, without time or system in its header.
 * Specification: https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md
 */
import { createHash } from 'node:crypto'
import { gzipSync } from 'fflate'
import { zxyToTileId } from 'pmtiles'

const HEADER_BYTES = 127
/** Header and root directory must be within one first read. */
const FIRST_READ_BYTES = 16_384
const COMPRESSION_GZIP = 2
const tileTypes = { unknown: 0, mvt: 1 } as const

export interface ArchiveAbout {
  readonly tileType: keyof typeof tileTypes
  readonly minZoom: number
  readonly maxZoom: number
  /** West, south, east, north in degrees. */
  readonly bounds: readonly [number, number, number, number]
  readonly metadata: Record<string, unknown>
}

export interface ArchiveWriter {
  /** Adds a tile; each place once. The bytes are compressed here. */
  add(zoom: number, column: number, row: number, bytes: Uint8Array): void
  /** The archive's bytes. */
  finish(about: ArchiveAbout): Uint8Array
}

/** One run of tiles with the same content, or (runLength 0) a leaf directory. */
interface Entry {
  readonly tileId: number
  readonly offset: number
  readonly length: number
  runLength: number
}

export const gzip = (bytes: Uint8Array): Uint8Array => gzipSync(bytes, { level: 5, mtime: 0 })

export function archiveWriter(): ArchiveWriter {
  const contents = new Map<string, Uint8Array>()
  const tiles: { tileId: number; content: string }[] = []
  return {
    add(zoom, column, row, bytes) {
      const content = createHash('sha256').update(bytes).digest('hex')
      if (!contents.has(content)) contents.set(content, gzip(bytes))
      tiles.push({ tileId: zxyToTileId(zoom, column, row), content })
    },
    finish(about) {
      const { entries, data } = layOut(tiles, contents)
      const { root, leaves } = directories(entries)
      const metadata = gzip(new TextEncoder().encode(JSON.stringify(about.metadata)))
      const parts = [root, metadata, leaves, ...data]
      const offsets = [HEADER_BYTES]
      for (const part of [root, metadata, leaves]) offsets.push(offsets.at(-1)! + part.length)
      const counts = [tiles.length, entries.length, contents.size]
      const dataLength = data.reduce((sum, part) => sum + part.length, 0)
      const lengths = [root.length, metadata.length, leaves.length, dataLength]
      return concatenate([header(about, offsets, lengths, counts), ...parts])
    },
  }
}

function layOut(tiles: { tileId: number; content: string }[], contents: ReadonlyMap<string, Uint8Array>) {
  tiles.sort((a, b) => a.tileId - b.tileId)
  const offsets = new Map<string, number>()
  const data: Uint8Array[] = []
  const entries: Entry[] = []
  let end = 0
  let before = { tileId: -2, content: '' }
  for (const tile of tiles) {
    if (tile.tileId === before.tileId) throw new Error(`Expected each tile once, got ${tile.tileId} twice`)
    const bytes = contents.get(tile.content)!
    if (!offsets.has(tile.content)) {
      offsets.set(tile.content, end)
      data.push(bytes)
      end += bytes.length
    }
    if (tile.tileId === before.tileId + 1 && tile.content === before.content) entries.at(-1)!.runLength++
    else entries.push({ tileId: tile.tileId, offset: offsets.get(tile.content)!, length: bytes.length, runLength: 1 })
    before = tile
  }
  return { entries, data }
}

/** One directory where it fits; otherwise a root of leaves, longer and longer ones until the root fits. */
function directories(entries: readonly Entry[]): { root: Uint8Array; leaves: Uint8Array } {
  const whole = gzip(serialise(entries))
  if (whole.length <= FIRST_READ_BYTES - HEADER_BYTES) return { root: whole, leaves: new Uint8Array() }
  for (let leafLength = 4096; ; leafLength *= 2) {
    const roots: Entry[] = []
    const leaves: Uint8Array[] = []
    let offset = 0
    for (let first = 0; first < entries.length; first += leafLength) {
      const leaf = gzip(serialise(entries.slice(first, first + leafLength)))
      roots.push({ tileId: entries[first]!.tileId, offset, length: leaf.length, runLength: 0 })
      leaves.push(leaf)
      offset += leaf.length
    }
    const root = gzip(serialise(roots))
    if (root.length <= FIRST_READ_BYTES - HEADER_BYTES) return { root, leaves: concatenate(leaves) }
  }
}

function serialise(entries: readonly Entry[]): Uint8Array {
  const out: number[] = []
  varint(out, entries.length)
  entries.forEach((entry, i) => {
    varint(out, entry.tileId - (i > 0 ? entries[i - 1]!.tileId : 0))
  })
  for (const { runLength } of entries) varint(out, runLength)
  for (const { length } of entries) varint(out, length)
  entries.forEach(({ offset }, i) => {
    const before = entries[i - 1]
    varint(out, before && offset === before.offset + before.length ? 0 : offset + 1)
  })
  return Uint8Array.from(out)
}

function varint(out: number[], value: number): void {
  let rest = value
  while (rest >= 128) {
    out.push((rest % 128) + 128)
    rest = Math.floor(rest / 128)
  }
  out.push(rest)
}

function header(about: ArchiveAbout, offsets: number[], lengths: number[], counts: number[]): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES)
  const view = new DataView(bytes.buffer)
  bytes.set(new TextEncoder().encode('PMTiles'))
  bytes[7] = 3
  const numbers = [...offsets.flatMap((offset, i) => [offset, lengths[i]!]), ...counts]
  numbers.forEach((value, i) => {
    view.setBigUint64(8 + i * 8, BigInt(value), true)
  })
  bytes.set([1, COMPRESSION_GZIP, COMPRESSION_GZIP, tileTypes[about.tileType], about.minZoom, about.maxZoom], 96)
  const degrees = (offset: number, value: number) => view.setInt32(offset, Math.round(value * 1e7), true)
  const [west, south, east, north] = about.bounds
  about.bounds.forEach((value, i) => {
    degrees(102 + i * 4, value)
  })
  bytes[118] = about.minZoom
  degrees(119, (west + east) / 2)
  degrees(123, (south + north) / 2)
  return bytes
}

export function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let offset = 0
  for (const part of parts) {
    whole.set(part, offset)
    offset += part.length
  }
  return whole
}

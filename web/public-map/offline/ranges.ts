/**
 * Which bytes of an archive (PMTiles 3) hold the tiles of an area: the header and directories, then the tiles themselves. Tiles
 * lie along a Hilbert curve, so those of an area are a few runs; runs that nearly touch become one, for fewer requests.
 */
import { type Header, SharedPromiseCache, type Source, tileIdToZxy } from 'pmtiles'

export interface Range {
  readonly from: number
  /** Inclusive. */
  readonly to: number
}

/** Readers ask for so much at once before they know how long the directories are. */
const HEAD_BYTES = 16_384
/** Bytes that may be taken along between two runs. */
const GAP_BYTES = 8192

/** @param wanted whether the area has a part in a tile */
export async function rangesOf(
  source: Source,
  total: number,
  wanted: (zoom: number, column: number, row: number) => boolean,
): Promise<Range[]> {
  const directories = new SharedPromiseCache(1000, false)
  const header = await directories.getHeader(source)
  const runs: Range[] = []
  const visit = async (offset: number, length: number): Promise<void> => {
    for (const entry of await directories.getDirectory(source, offset, length, header)) {
      if (entry.runLength === 0) await visit(header.leafDirectoryOffset + entry.offset, entry.length)
      else if (holdsAny(entry.tileId, entry.runLength, wanted)) {
        const from = header.tileDataOffset + entry.offset
        runs.push({ from, to: from + entry.length - 1 })
      }
    }
  }
  await visit(header.rootDirectoryOffset, header.rootDirectoryLength)
  return joined([{ from: 0, to: Math.min(total, Math.max(HEAD_BYTES, headEnd(header))) - 1 }, ...runs])
}

/** One picture may stand for many tiles in a row. */
function holdsAny(first: number, count: number, wanted: (z: number, x: number, y: number) => boolean): boolean {
  for (let id = first; id < first + count; id++) if (wanted(...tileIdToZxy(id))) return true
  return false
}

const headEnd = (header: Header): number =>
  Math.max(
    header.rootDirectoryOffset + header.rootDirectoryLength,
    header.leafDirectoryOffset + (header.leafDirectoryLength ?? 0),
    header.jsonMetadataOffset + header.jsonMetadataLength,
  )

export function joined(ranges: readonly Range[]): Range[] {
  const runs: Range[] = []
  for (const { from, to } of ranges.toSorted((a, b) => a.from - b.from)) {
    const last = runs.at(-1)
    if (last && from <= last.to + GAP_BYTES) runs[runs.length - 1] = { from: last.from, to: Math.max(last.to, to) }
    else runs.push({ from, to })
  }
  return runs
}

export const bytesOf = (ranges: readonly Range[]): number =>
  ranges.reduce((sum, { from, to }) => sum + to - from + 1, 0)

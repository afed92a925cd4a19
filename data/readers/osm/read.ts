/** Any OpenStreetMap file, recognised by its content: PBF, or XML as it is, gzipped or packed with bzip2. */
import { bunzip, isBzip2 } from '../bunzip.ts'
import { inflate, isGzip } from '../bytes.ts'
import { emptyFile } from '../problem.ts'
import { Pull } from '../pull.ts'
import { MAX_OSM_BYTES, type OsmReading } from './keep.ts'
import type { OsmData } from './model.ts'
import { isOsmPbf, readOsmPbf } from './pbf.ts'
import { readOsmXml } from './xml.ts'

const SNIFFED_BYTES = 64

/** @throws Problem naming the file and the place in it · Cancelled */
export async function readOsm(
  chunks: AsyncIterable<Uint8Array>,
  file: string,
  reading: OsmReading = {},
): Promise<OsmData> {
  const pull = new Pull(counted(chunks, reading))
  const start = await pull.take(SNIFFED_BYTES)
  if (start.length === 0) throw emptyFile(file, 'an OpenStreetMap file: .osm, .osm.gz, .osm.bz2 or .osm.pbf')
  const { signal } = reading
  if (isOsmPbf(start)) return readOsmPbf(whole(start, pull), file, signal)
  if (isGzip(start)) return readOsmXml(inflate(whole(start, pull), 'gzip', file, MAX_OSM_BYTES), file, signal)
  if (isBzip2(start)) return readOsmXml(bunzip(whole(start, pull), file, MAX_OSM_BYTES), file, signal)
  return readOsmXml(whole(start, pull), file, signal)
}

async function* whole(start: Uint8Array, pull: Pull): AsyncGenerator<Uint8Array> {
  yield start
  yield* pull.left()
}

async function* counted(source: AsyncIterable<Uint8Array>, { bytes, progress }: OsmReading) {
  let seen = 0
  for await (const chunk of source) {
    yield chunk
    seen += chunk.length
    if (bytes) progress?.(Math.min(1, seen / bytes))
  }
}

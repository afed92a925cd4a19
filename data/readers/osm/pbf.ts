/**
 * OpenStreetMap PBF (.osm.pbf), read block by block as it comes: never more than one block of 32 MiB is in memory beside what
 * is kept. Format: wiki.openstreetmap.org/wiki/PBF_Format. Runs in a browser as it stands.
 */
import { Problem, type Signal, throwIfAborted } from '../../../scenarios/problem.ts'
import { type Bilingual, both } from '../../../scenarios/text.ts'
import { collect, inflate, once } from '../bytes.ts'
import { emptyFile, fileProblem } from '../problem.ts'
import { Pull } from '../pull.ts'
import { MAX_OSM_BYTES, OsmKeeper, tooLarge } from './keep.ts'
import type { OsmData } from './model.ts'
import { readHeaderBlock, readPrimitiveBlock, timestampOf } from './pbf-block.ts'
import { Wire, WireError } from './wire.ts'

const MAX_HEADER_BYTES = 64 * 2 ** 10
const MAX_BLOB_BYTES = 32 * 2 ** 20
const KNOWN_FEATURES = ['OsmSchema-V0.6', 'DenseNodes']
const EXPECTED = 'an OpenStreetMap PBF file of whole blocks'

/** Whether the first bytes (16 are enough) are a block header of PBF. */
export const isOsmPbf = (b: Uint8Array): boolean =>
  b[0] === 0 && b[1] === 0 && b[4] === 10 && /^OSM[HD]/.test(new TextDecoder('latin1').decode(b.subarray(6, 10)))

/** @throws Problem naming the file and the byte · Cancelled */
export async function readOsmPbf(chunks: AsyncIterable<Uint8Array>, file: string, signal?: Signal): Promise<OsmData> {
  const keeper = new OsmKeeper(file)
  let [begun, state, number]: [boolean, string | null, number] = [false, null, 0]
  for await (const { type, at, bytes } of pbfBlocks(chunks, file, signal)) {
    try {
      if (type === 'OSMHeader') {
        const { required, bounds, stateSeconds } = readHeaderBlock(bytes)
        const strange = required.find((name) => !KNOWN_FEATURES.includes(name))
        if (strange !== undefined) throw notReadable(file, at, strange, 'osmium time-filter in.osm.pbf -o out.osm.pbf')
        keeper.bounds ??= bounds
        if (stateSeconds !== null) state = timestampOf(stateSeconds * 1000)
        begun = true
      } else if (begun) readPrimitiveBlock(bytes, keeper)
      else throw wrong(file, at, both('khối dữ liệu đứng trước khối đầu', 'a block of data stands before the header'))
    } catch (error) {
      if (!(error instanceof WireError)) throw error
      throw fileProblem(file, 'osm-pbf-block', error.said, {
        place: `byte ${at} (block ${number}), byte ${error.at} of what is packed there`,
        expected: EXPECTED,
      })
    }
    number++
  }
  if (number === 0) throw emptyFile(file, EXPECTED)
  keeper.newest ??= state
  return keeper.finish()
}

/** The blocks of headers and data, unpacked; other kinds are passed over, as the format asks. */
export async function* pbfBlocks(chunks: AsyncIterable<Uint8Array>, file: string, signal?: Signal) {
  const pull = new Pull(chunks)
  try {
    for (;;) {
      throwIfAborted(signal)
      const blob = await nextBlob(pull, file)
      if (!blob) return
      if (pull.at > MAX_OSM_BYTES) throw tooLarge(file, `at most ${MAX_OSM_BYTES} bytes`)
      const { type, at } = blob
      if (type === 'OSMHeader' || type === 'OSMData') yield { type, at, bytes: await unpack(blob, file) }
    }
  } finally {
    await pull.close()
  }
}

interface Blob {
  readonly type: string
  /** Where its body begins in the file. */
  readonly at: number
  readonly body: Uint8Array
}

/** Four bytes of length, a header with the type and the size, the body; null at the end of the file. */
async function nextBlob(pull: Pull, file: string): Promise<Blob | null> {
  const start = pull.at
  const prefix = await pull.take(4)
  if (prefix.length === 0) return null
  if (prefix.length < 4) throw cutOff(file, pull.at)
  const headerBytes = new DataView(prefix.buffer, prefix.byteOffset).getUint32(0)
  if (headerBytes === 0 || headerBytes > MAX_HEADER_BYTES) {
    const message = both(
      `đầu khối dài ${headerBytes} byte không thể có`,
      `a block header of ${headerBytes} bytes cannot be`,
    )
    throw wrong(file, start, message, `1 to ${MAX_HEADER_BYTES} bytes`)
  }
  const header = await pull.take(headerBytes)
  if (header.length < headerBytes) throw cutOff(file, pull.at)
  let [type, size] = ['', -1]
  try {
    const wire = new Wire(header)
    while (wire.more) {
      const field = wire.field()
      if (field === 1) type = wire.text()
      else if (field === 3) size = wire.number('integer')
      else wire.skip()
    }
  } catch (error) {
    throw error instanceof WireError ? wrong(file, start + 4 + error.at, error.said) : error
  }
  if (size < 0 || size > MAX_BLOB_BYTES) {
    const message = both(`khối dài ${size} byte không thể có`, `a block of ${size} bytes cannot be`)
    throw wrong(file, start, message, `at most ${MAX_BLOB_BYTES} bytes`)
  }
  const body = await pull.take(size)
  if (body.length < size) throw cutOff(file, pull.at)
  return { type, at: start + 4 + headerBytes, body }
}

/** Fields 1 and 3 of a blob are bytes as they are and zlib; the names of the others, for who made the file. */
const otherPacking: Record<number, string> = { 4: 'LZMA', 5: 'bzip2', 6: 'LZ4', 7: 'Zstandard' }

async function unpack(blob: Blob, file: string): Promise<Uint8Array> {
  let [raw, packed, size]: [Wire | null, Wire | null, number | null] = [null, null, null]
  try {
    const wire = new Wire(blob.body)
    while (wire.more) {
      const field = wire.field()
      if (field === 1) raw = wire.sub()
      else if (field === 2) size = wire.number('integer')
      else if (field === 3) packed = wire.sub()
      else if (otherPacking[field])
        throw notReadable(
          file,
          blob.at,
          otherPacking[field],
          'osmium cat in.osm.pbf -o out.osm.pbf -f pbf,pbf_compression=zlib',
        )
      else wire.skip()
    }
  } catch (error) {
    throw error instanceof WireError ? wrong(file, blob.at + error.at, error.said) : error
  }
  if (size !== null && (size < 0 || size > MAX_BLOB_BYTES)) {
    const message = both(`khối nở ra ${size} byte`, `a block that unpacks to ${size} bytes`)
    throw wrong(file, blob.at, message, `at most ${MAX_BLOB_BYTES} bytes`)
  }
  if (raw) return blob.body.subarray(raw.at, raw.end)
  if (!packed) throw wrong(file, blob.at, both('khối không có nội dung', 'a block without anything in it'))
  const bytes = blob.body.subarray(packed.at, packed.end)
  const out = await collect(inflate(once(bytes), 'deflate', file, size ?? MAX_BLOB_BYTES)).catch((error) => {
    throw error instanceof Problem ? wrong(file, blob.at + packed.at, error.detail.message) : error
  })
  if (size === null || out.length === size) return out
  const message = both(
    `khối nói ${size} byte, nở ra ${out.length}`,
    `the block claims ${size} bytes and unpacks to ${out.length}`,
  )
  throw wrong(file, blob.at, message)
}

const wrong = (file: string, byte: number, message: Bilingual, expected = EXPECTED) =>
  fileProblem(file, 'osm-pbf', message, { place: `byte ${byte}`, expected })

const cutOff = (file: string, byte: number) =>
  fileProblem(
    file,
    'osm-pbf-cut',
    { vi: 'tệp PBF bị cắt cụt', en: 'the PBF file is cut off' },
    { place: `byte ${byte}`, expected: EXPECTED },
  )

const notReadable = (file: string, byte: number, what: string, remedy: string) => {
  const name = what.replace(/[^\x20-\x7e]/g, '?').slice(0, 60)
  return fileProblem(
    file,
    'osm-pbf-feature',
    {
      vi: `tệp PBF cần “${name}”, không đọc được. Hãy thử đổi: ${remedy}`,
      en: `the PBF file needs “${name}”, which cannot be read. Try to convert it: ${remedy}`,
    },
    { place: `byte ${byte}`, expected: `only ${KNOWN_FEATURES.join(' and ')}, blocks as they are or packed with zlib` },
  )
}

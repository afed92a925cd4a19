/** `vithanh city import`: OpenStreetMap and SRTM files → a dataset, with a report of what was read, skipped and repaired. */
import { createReadStream, type ReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import { importCity } from '../../data/city/import/index.ts'
import { writeDataset } from '../../data/city/write.ts'
import { readHgt } from '../../data/readers/grid/hgt.ts'
import { readOsmXml } from '../../data/readers/osm/xml.ts'
import { Cancelled, Problem } from '../../scenarios/problem.ts'
import { progressLine, stopSignal } from '../progress.ts'
import { describeReport } from '../report.ts'

export const usage =
  'city import --osm file.osm[.gz] --dem tile.hgt[.zip] [--dem …] --name name --out dir [--json] [--quiet]' +
  '   lập đô thị từ tệp thật / makes a city from real files'

export async function run(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      osm: { type: 'string' },
      dem: { type: 'string', multiple: true },
      name: { type: 'string' },
      out: { type: 'string' },
      json: { type: 'boolean', default: false },
      quiet: { type: 'boolean', default: false },
    },
  })
  const { osm, dem, name, out } = values
  if (!osm || !dem || !name || !out) {
    const missing = (['osm', 'dem', 'name', 'out'] as const).filter((key) => !values[key]).map((key) => `--${key}`)
    process.stderr.write(`Thiếu / missing: ${missing.join(' ')}\nvithanh ${usage}\n`)
    return 2
  }
  if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(name)) {
    throw new Problem({
      code: 'import/name',
      message: { vi: `tên “${name}” không dùng được`, en: `the name “${name}” cannot be used` },
      place: '--name',
      expected: 'a–z, 0–9 and -, at most 63, such as monaco',
    })
  }
  const { signal, release } = stopSignal()
  const line = progressLine('city import', values.quiet)
  try {
    const tiles = []
    for (const file of dem) tiles.push(await readHgt(await bytesOf(file), file))
    const { size } = await statOf(osm)
    const data = await readOsmXml(streamOf(osm), osm, { bytes: size, signal, progress: (f) => line(f * 0.5) })
    const { dataset, report } = await importCity({
      name,
      osm: data,
      osmFile: basename(osm),
      tiles,
      signal,
      progress: (f) => line(0.5 + f * 0.4),
    })
    await writeDataset(out, dataset)
    line.end()
    process.stdout.write(
      values.json ? `${JSON.stringify({ out, ...report }, null, 2)}\n` : `${describeReport(report, titles)}${out}\n`,
    )
    return 0
  } catch (error) {
    line.end()
    if (!(error instanceof Cancelled)) throw error
    process.stderr.write('Đã dừng, không ghi gì / stopped, nothing written\n')
    return 130
  } finally {
    release()
  }
}

const titles: Record<string, string> = {
  nodes: 'nút / nodes',
  ways: 'đường nét / ways',
  relations: 'quan hệ / relations',
  highwayWays: 'đường giao thông / highway ways',
  buildingWays: 'công trình / building ways',
  buildingRelations: 'công trình nhiều phần / building relations',
}

const notReadable = (file: string) =>
  new Problem({
    code: 'file/unreadable',
    message: { vi: 'không mở được tệp', en: 'the file cannot be opened' },
    file,
    expected: 'a file that exists and may be read',
  })

/** Far more than any SRTM tile, packed or not. */
const MAX_DEM_BYTES = 64 * 2 ** 20

async function statOf(file: string) {
  const facts = await stat(file).catch(() => null)
  if (!facts?.isFile()) throw notReadable(file)
  return facts
}

async function bytesOf(file: string): Promise<Uint8Array> {
  const { size } = await statOf(file)
  if (size <= MAX_DEM_BYTES) return readFile(file).catch(() => Promise.reject(notReadable(file)))
  throw new Problem({
    code: 'file/too-large',
    message: { vi: `tệp có ${size} byte, không phải mảnh SRTM`, en: `the file has ${size} bytes and is no SRTM tile` },
    file,
    expected: `at most ${MAX_DEM_BYTES} bytes`,
  })
}

async function* streamOf(file: string): AsyncGenerator<Uint8Array> {
  const stream: ReadStream = createReadStream(file, { highWaterMark: 256 * 1024 })
  try {
    yield* stream as AsyncIterable<Uint8Array>
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error
    throw notReadable(file)
  }
}
